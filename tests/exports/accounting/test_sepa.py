"""Payment orders: pain.001, valid, reproducible, and refused where an account is missing or wrong (accounting.md)."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
import sepaxml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from netsheets.domain.charter import charter_of
from netsheets.domain.findings import Finding
from netsheets.domain.settlement import Transfer
from netsheets.exports.accounting.sepa import Version, faults_of_accounts, order_xml, plain, transfer_order
from netsheets.ooxml.cells import column_letters
from tests.support.build import book, day, member, parameter
from tests.support.closings import month
from tests.support.command_line import TODAY, Ran, closed_sample, done, netsheets

IBAN, NETWORK_IBAN = "FR7699999000010000000101383", "FR76 9999 9000 0100 0000 0900 178"
CHARTER = charter_of([parameter("network.name", "Réseau"), parameter("network.iban", NETWORK_IBAN)])
TERMS = CHARTER.on(day("2026-10-31"))


def order(holder: str = "Atelier", amount: str = "452.80", version: Version = "09", iban: str = IBAN) -> etree._Element:
    found = transfer_order(
        [Transfer("NETWORK", "M1", "EUR", Decimal(amount))],
        month("2026-10"),
        book(member("M1", iban=iban, account_holder=holder)),
        TERMS,
        days=(day("2026-11-24"), day("2026-11-22")),
    )
    content = order_xml(found, version)
    assert_valid(content, version)
    return etree.fromstring(content)


def assert_valid(content: bytes, version: str = "09") -> None:
    schema = Path(str(sepaxml.__file__)).parent / "schemas" / f"pain.001.001.{version}.xsd"
    etree.XMLSchema(etree.parse(schema)).assertValid(etree.fromstring(content))


def texts(document: etree._Element, name: str) -> list[str]:
    return [each.text or "" for each in document.iter(f"{{*}}{name}")]


def export(workbook: Path, *options: str, of: str = "2026-10") -> Ran:
    return netsheets("export", "sepa", of, "-o", workbook.parent / "o.xml", "-w", workbook, "--today", TODAY, *options)


def typed(workbook: Path, cell: str, value: str | None, tab: str = "Members") -> None:
    """Type into a cell, as a person with Excel does."""
    edited = load_workbook(workbook)
    edited[tab][cell] = value
    edited.save(workbook)


@pytest.mark.parametrize("version", ["09", "03"])
def test_an_order_says_who_is_paid_what_and_when(version: Version) -> None:
    document = order(version=version)
    assert texts(document, "InstdAmt") == ["452.80"]
    assert texts(document, "IBAN") == [NETWORK_IBAN.replace(" ", ""), IBAN]
    assert texts(document, "Nm") == ["Reseau", "Reseau", "Atelier"]
    assert texts(document, "EndToEndId") == ["2026-10-M1"]
    assert "2026-11-24" in (texts(document, "Dt") or texts(document, "ReqdExctnDt"))


def test_the_same_payments_on_the_same_day_are_the_same_file() -> None:
    assert etree.tostring(order()) == etree.tostring(order())
    assert texts(order(), "MsgId") != texts(order(amount="452.81"), "MsgId")
    assert all(len(each) <= 35 for name in ("MsgId", "PmtInfId") for each in texts(order(), name))


@pytest.mark.parametrize("amount", ["0.01", "1.00", "999999999.99"])
def test_amounts_are_exact(amount: str) -> None:
    document = order(amount=amount)
    assert (texts(document, "InstdAmt"), texts(document, "CtrlSum")) == ([amount], [amount, amount])


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Hôtel & Cie | «Été»", "Hotel Cie Ete"),
        ('=1+1;\t"x"', "1+1 x"),
        ("Œuvre 🎉 Żółć", "Oeuvre Zolc"),
        ("LES ŒUVRES DE ẞ, Æ", "LES OEUVRES DE SS, AE"),
        ("Щукин ЩУКИН 日本", "Shchukin SHCHUKIN RiBen"),
        ("a:b:c", "a:b:c"),
        ("x" * 300, "x" * 70),
    ],
)
def test_names_are_written_in_the_characters_banks_take(name: str, written: str) -> None:
    assert plain(name) == written
    assert texts(order(holder=name), "Nm")[2] == written


@given(st.text(max_size=300))
def test_no_name_breaks_an_order(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9/\-?:().,'+ ]{0,70}", plain(name))
    if plain(name):
        order(holder=name)


def faults(**given_: str) -> tuple[Finding, ...]:
    return faults_of_accounts(["M1"], book(member("M1", **given_)), CHARTER, day("2026-10-31"))


def test_a_sound_account_has_no_fault() -> None:
    assert faults(iban=IBAN, account_holder="Atelier") == ()
    assert faults(iban="DE89 3704 0044 0532 0130 00", account_holder="Werk") == ()


@pytest.mark.parametrize(
    ("iban", "code"),
    [
        ("", "payee_iban_missing"),
        ("FR7699999000010000000101384", "payee_iban_unusable"),
        ("FR76", "payee_iban_unusable"),
        ("TN5910006035183598478831", "payee_iban_unusable"),
    ],
)
def test_a_missing_or_wrong_or_outlandish_iban_is_refused(iban: str, code: str) -> None:
    found = faults(iban=iban, account_holder="Atelier")
    assert [(each.code, each.tab, each.row, each.column) for each in found] == [(code, "members", 2, "iban")]
    assert all("9999" not in str(each) for each in found)


@pytest.mark.parametrize("apart", ["-", ".", "\u2011", "\u200b", "\u00a0"])
def test_what_people_put_between_the_digits_is_left_out(apart: str) -> None:
    number = apart.join((IBAN[:4], IBAN[4:8], IBAN[8:-1])) + IBAN[-1].translate({ord("3"): "３"})
    assert faults(iban=number, account_holder="Atelier") == ()
    assert texts(order(iban=number), "IBAN")[1] == IBAN


@given(st.text(alphabet="FR76 9-./;|\t'\"é９", max_size=34))
def test_an_iban_has_a_fault_or_makes_a_valid_order(iban: str) -> None:
    if not faults(iban=iban, account_holder="Atelier"):
        order(iban=iban)


def test_two_payees_never_share_an_end_to_end_id() -> None:
    ids = ["M" * 31 + "1", "M" * 31 + "2", "A_B", "A-B", "A_", "A"]
    found = transfer_order(
        [Transfer("NETWORK", each, "EUR", Decimal("1.00")) for each in ids],
        month("2026-10"),
        book(*(member(each, iban=IBAN, account_holder="Atelier") for each in ids)),
        TERMS,
        days=(day("2026-11-24"), day("2026-11-22")),
    )
    written = [each.end_to_end_id for each in found.transfers]
    assert len(set(written)) == len(ids)
    assert all(re.fullmatch(r"[A-Za-z0-9-]{1,35}", each) for each in written)
    assert written[3] == "2026-10-A-B"


def test_a_payee_whose_row_can_no_longer_be_read_is_refused() -> None:
    found = faults_of_accounts(["M1"], book(), CHARTER, day("2026-10-31"))
    assert [(each.code, each.row, each.column) for each in found] == [("payee_unreadable", None, "member_id")]


def test_a_missing_holder_and_a_missing_network_account_are_refused() -> None:
    assert [each.code for each in faults(iban=IBAN, account_holder=" 🎉 ")] == ["payee_holder_missing"]
    found = faults_of_accounts([], book(), charter_of([]), day("2026-10-31"))
    assert [(each.code, dict(each.details)) for each in found] == [
        ("network_iban_missing", {"parameter": "network.iban"}),
        ("network_holder_missing", {"parameter": "network.name"}),
    ]


# On the command line


def test_the_order_pays_what_the_settlement_owes(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    ran = export(workbook)
    assert ran.code == 0, ran
    content = (tmp_path / "o.xml").read_bytes()
    assert_valid(content)
    balances = done("balances", "2026-10", "-w", workbook, "--format", "json").document["balances"]
    owed = sorted(
        each["closing"] for each in balances if Decimal(each["closing"]) > 0 and each["member_id"] != "NETWORK"
    )
    assert sorted(texts(etree.fromstring(content), "InstdAmt")) == owed
    export(workbook)
    assert (tmp_path / "o.xml").read_bytes() == content


def test_what_is_recorded_as_paid_is_not_ordered_again(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    done("payouts", "record", "2026-10", "--via-network", "--write", "-w", workbook, "--today", TODAY)
    ran = export(workbook)
    assert (ran.code, (tmp_path / "o.xml").exists()) == (0, False)
    assert "Nothing is left to be paid for 2026-10." in ran.err


def test_faults_are_listed_with_their_cells_and_nothing_is_written(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    titles = [cell.value for cell in load_workbook(workbook)["Members"][1]]
    header = {title: column_letters(number) for number, title in enumerate(titles, start=1)}
    typed(workbook, f"{header['IBAN']}2", None)
    typed(workbook, f"{header['Account holder']}5", None)
    ran = export(workbook)
    assert (ran.code, (tmp_path / "o.xml").exists()) == (1, False)
    assert f"Members!{header['IBAN']}2" in ran.out
    assert f"Members!{header['Account holder']}5" in ran.out
    assert "To fill in or correct first, see above: 2." in ran.err


@pytest.mark.parametrize(("cell", "value"), [("I3", "no day"), ("A3", None)])
def test_a_payee_whose_row_was_broken_since_the_closing_is_listed(tmp_path: Path, cell: str, value: str | None) -> None:
    workbook = closed_sample(tmp_path)
    typed(workbook, cell, value)
    ran = export(workbook)
    assert (ran.code, (tmp_path / "o.xml").exists()) == (1, False)
    assert "M02 is to be paid, and no row of the tab Members can be read for them." in ran.out


def test_a_day_past_and_an_open_month_are_refused(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    assert export(workbook, "--on", "2026-11-21").code == 2
    assert export(workbook, of="2026-11").code == 3
    assert export(workbook, "--on", "2026-11-22", "--dry-run").code == 0
    assert not (tmp_path / "o.xml").exists()
