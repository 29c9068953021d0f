"""A person's data: the copy they get of it, and erasing them once they are gone."""

from __future__ import annotations

import datetime as dt
import json
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from netsheets.commands.privacy import copy_of, erase, left_over, planned_erasure
from netsheets.domain.closing import Closing
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.privacy import (
    MENTIONS,
    OF_REFERRALS,
    PARTIES,
    READ_BY_A_PERSON,
    Erasure,
    HeldCell,
    Hindrance,
    erasure_of,
    obstacles_to_erasure,
    referrals_with,
)
from netsheets.domain.records import Member, Record
from netsheets.domain.settlement import balances_of, outstanding_lines
from netsheets.errors import Conflict, InvalidRows, Misuse
from netsheets.sheets.holdings import traces_of
from netsheets.sheets.schema import tab
from tests.support import build
from tests.support.closings import closed_through, draft, month
from tests.support.command_line import TODAY, Ran, closed_sample, done, netsheets
from tests.support.rehearsal import Maker, in_memory_only
from tests.support.sheets import BILLING, CLIENTS, INTERVIEWS, Rows
from tests.support.xlsx_packages import zipped

DAY = build.day(TODAY)


# What the rules name exists


@pytest.mark.parametrize("columns", [PARTIES, MENTIONS, READ_BY_A_PERSON], ids=["parties", "mentions", "texts"])
def test_every_tab_and_column_named_exists(columns: Mapping[str, tuple[str, ...]]) -> None:
    assert all(each in tab(key).column_by_key for key, named in columns.items() for each in named)


def test_every_column_that_refers_to_a_member_is_known_to_the_rules() -> None:
    for key in (*PARTIES, *MENTIONS, *OF_REFERRALS):
        referring = {each.key for each in tab(key).columns if "members" in (each.reference, each.items_reference)}
        assert referring <= {*PARTIES.get(key, ()), *MENTIONS.get(key, ())}, key


# What goes and what stays


def gone(member_id: str = "M1", status: str = "left", **more: object) -> Member:
    return build.member(member_id, status=status, email="a@x.org", phone="0612345678", city="Lyon", **more)


def erasure(*rows: Record, on: str = TODAY) -> Erasure:
    book = build.book(*rows)
    return erasure_of(book.member_by_id["M1"], book, (), build.day(on), ("Member M1 erased",))


def columns(found: tuple[HeldCell, ...], of: str = "members") -> list[str]:
    return [each.column for each in found if each.tab == of]


def test_who_is_in_no_accounts_loses_the_name_too() -> None:
    found = erasure(gone(iban="FR76", notes="tall"))
    assert columns(found.emptied) == ["email", "phone", "iban", "notes", "city"]
    assert found.renamed == (HeldCell("members", 2, "name"),)


def test_who_was_paid_keeps_the_identity_for_ten_years() -> None:
    found = erasure(
        gone(iban="FR76"), build.member("M2"), build.payout(payer_id="M2", payee_id="M1", paid_on="2026-05-02")
    )
    assert (columns(found.emptied), found.renamed) == (["email", "phone", "iban"], ())
    assert (found.kept[0].columns, found.kept[0].until) == (("name", "city"), dt.date(2036, 12, 31))


@pytest.mark.parametrize(("on", "kept"), [("2036-12-31", True), ("2037-01-01", False)])
def test_identity_goes_on_the_day_after_the_ten_years(on: str, kept: bool) -> None:
    rows = (gone(), build.member("M2"), build.payout(payer_id="M2", payee_id="M1", paid_on="2026-05-02"))
    assert (erasure(*rows, on=on).renamed == ()) is kept


def test_what_was_billed_on_their_referral_is_a_voucher() -> None:
    referral = build.referral(referrer_id="M1", recipient_id="M2")
    rows = (gone(), build.member("M2"), build.client(), referral)
    assert erasure(*rows).renamed != ()
    assert erasure(*rows, build.billing(issued_on="2026-02-01", paid_on="2026-02-10")).renamed == ()


def test_marks_about_a_candidate_go_and_their_own_about_others_stay() -> None:
    about = build.interview("I1", candidate_id="M1", interviewer_id="M2", ethics=3, passions="chess")
    own = build.interview("I2", candidate_id="M2", interviewer_id="M1", ethics=4, notes="kind")
    found = erasure(gone(), build.member("M2"), about, own)
    assert [each for each in found.emptied if each.tab == "interviews"] == [
        HeldCell("interviews", 2, "ethics"),
        HeldCell("interviews", 2, "passions"),
    ]


def test_erased_twice_there_is_nothing_left() -> None:
    found = erasure(build.member("M1", status="left", name="Member M1 erased"))
    assert (found.emptied, found.renamed) == ((), ())


def test_party_to_a_referral_by_referrer_recipient_or_share() -> None:
    rows = (
        build.referral("R1", referrer_id="M1"),
        build.referral("R2", referrer_id="M8", recipient_id="M1"),
        build.referral("R3", referrer_id="M8", recipient_id="M9"),
        build.referral("R4", referrer_id="M8", recipient_id="M9"),
        build.share("R3", member_id="M1"),
    )
    assert referrals_with("M1", build.book(*rows)) == {"R1", "R2", "R3"}


# What stands in the way

PAID = (
    build.member("M1", status="left"),
    build.member("M2"),
    build.client(),
    build.referral(referrer_id="M1", recipient_id="M2", given_on="2026-01-05", won_on="2026-01-20", status="won"),
    build.billing(issued_on="2026-02-01", paid_on="2026-02-10", amount="1000.00"),
)
SETTLED = build.payout(payer_id="M2", payee_id="M1", amount="150.00", paid_on="2026-03-05")


def hindrances(*rows: Record, closed: tuple[str, ...] = (), on: str = "2026-04") -> list[Hindrance]:
    book = build.book(*rows)
    ledger = closed_through(book, closed)
    pending: Closing = draft(book, on, ledger)
    seen = Network.of(book, dt.date(2026, 4, 30), ledger=ledger)
    balances = balances_of(outstanding_lines(seen, Month(2026, 3)), Month(2026, 3))
    return [each.kind for each in obstacles_to_erasure(book.member_by_id["M1"], book, balances, pending)]


def test_what_is_posted_and_paid_stands_in_no_ones_way() -> None:
    assert hindrances(*PAID, SETTLED, closed=("2026-02", "2026-03")) == []


def test_a_balance_or_an_unposted_commission_stands_in_the_way() -> None:
    assert hindrances(*PAID, closed=("2026-02", "2026-03")) == ["balance_open"]
    assert hindrances(*PAID) == ["unposted"]


def test_a_commission_held_by_a_dispute_or_on_hold_stands_in_the_way() -> None:
    disputed = build.dispute(opened_by="M2", opened_on="2026-02-11")
    assert hindrances(*PAID, disputed) == ["unposted"]
    assert hindrances(*PAID, build.parameter("commission.hold_days", "90")) == ["unposted"]


@pytest.mark.parametrize(("status", "allowed"), [("left", True), ("rejected", True), ("active", False),
                                                 ("suspended", False), ("candidate", False)])  # fmt: skip
def test_only_who_is_gone_is_erased(status: str, allowed: bool) -> None:
    assert (hindrances(build.member("M1", status=status)) == []) is allowed


# Traces in texts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("met Zoé Prévaut today", True),
        ("PREVAUT Zoe", True),
        ("Zoé Prévauté", False),
        ("Zoé", False),
        ("write to ZOE@x.org.", True),
        ("call +33 6 12 34 56 78", True),
        ("06.12.34.56.78", True),
        (612345678.0, True),
        (61234567.0, False),
        (0.5, False),
        (True, False),
    ],
)
def test_a_person_is_found_by_name_mail_and_phone(text: str | float, found: bool) -> None:
    person = build.member("M1", name="Zoé Prévaut", email="zoe@x.org", phone="06 12 34 56 78")
    assert traces_of(person).found_in(text) is found


def test_a_pseudonym_or_a_blank_is_not_looked_for() -> None:
    assert not traces_of(build.member("M1", name="Member M1"), named=False).found_in("Member M1")
    assert not traces_of(build.member("M1", name="Al")).found_in("Al")


# On every kind of store

MEMBERS: Rows = (
    ("Member no.", "Name", "Status", "E-mail", "Phone", "Joined on", "Team lead", "IBAN", "Shoe size", "Notes"),
    ("M1", "Ann Lee", "left", "ann@x.org", "0612345678", dt.date(2024, 1, 8), None, "FR76 1", "39", "tall"),
    ("M2", "Bob", "active", None, None, dt.date(2024, 1, 8), "M1", None, "44", "knows Ann Lee well"),
    ("M3", "Ann Lee", "active", None, None, dt.date(2024, 1, 8), None, None, None, None),
)
REFERRALS: Rows = (
    ("Referral no.", "Given on", "Referrer", "Recipient", "Client no.", "Kind", "Status", "Won on", "Notes"),
    ("R1", dt.date(2026, 1, 5), "M1", "M2", "C1", "recommendation", "won", dt.date(2026, 1, 20), "via Ann"),
    ("R2", dt.date(2026, 1, 6), "M3", "M2", "C1", "recommendation", "won", dt.date(2026, 1, 20), None),
)
PAYMENTS: Rows = (*BILLING, ("B2", "R2", dt.date(2026, 2, 1), 7777.0, dt.date(2026, 2, 10)))
PAYOUTS: Rows = (
    ("Payout no.", "Paid on", "Payer", "Payee", "Amount", "Reference"),
    ("P1", dt.date(2026, 3, 5), "M2", "M1", 150.0, "february"),
)
NETWORK: Mapping[str, Rows] = {
    "Members": MEMBERS,
    "Interviews": INTERVIEWS,
    "Clients": CLIENTS,
    "Referrals": REFERRALS,
    "Billing": PAYMENTS,
    "Charter": (("Rule", "Value", "In force from"), ("locale", "en_GB", None)),
    "Payouts": PAYOUTS,
    "Our own": (("What",), ("Ann Lee left in March",)),
}
ALONE: Mapping[str, Rows] = {**NETWORK, "Billing": (BILLING[0],), "Payouts": (PAYOUTS[0],), "Referrals": REFERRALS[:1]}


def test_the_copy_holds_their_rows_with_days_and_columns_of_their_own(rehearsed: Maker) -> None:
    rehearsal = rehearsed(NETWORK)
    rehearsal.close("2026-02")
    document = copy_of(rehearsal.network(), "M1").document
    held = {each["tab"]: each["rows"] for each in document["tabs"]}
    assert set(held) == {
        "members",
        "referrals",
        "billing",
        "payouts",
        "ledger",
        "ownership",
        "balances",
        "standing",
        "documents",
    }
    assert held["members"][0]["joined_on"] == dt.date(2024, 1, 8)
    assert held["members"][0]["Shoe size"] in ("39", 39)
    assert [each["billing_id"] for each in held["billing"]] == ["B1"]
    assert [f"{each['amount']:f}" for each in held["ledger"]] == ["150.00"]
    assert [each["paid_on"] for each in held["payouts"]] == [dt.date(2026, 3, 5)]
    assert document["archives"] == ["closings/2026-02.json"]


def test_rows_about_others_give_their_cell_and_no_content(rehearsed: Maker) -> None:
    rehearsal = rehearsed(NETWORK)
    rehearsal.close("2026-02")
    report = copy_of(rehearsal.network(), "M1")
    own = [each for each in report.document["mentions"] if each["tab"] != "Summary"]
    assert [(each["tab"], each["cell"], each["by"]) for each in own] == [
        ("Members", "G3", "column"),
        ("Members", "J3", "text"),
        ("Our own", "A2", "text"),
    ]
    assert "7777" not in str(report)
    assert "1166.55" not in str(report)
    assert "knows" not in str(report)


def test_a_row_in_error_is_in_the_copy_as_it_was_typed(rehearsed: Maker) -> None:
    wrong = ("R3", "soon", "M1", "M2", "C1", "recommendation", "won", None, "later")
    rehearsal = rehearsed({**NETWORK, "Referrals": (*REFERRALS, wrong)})
    held = {each["tab"]: each["rows"] for each in copy_of(rehearsal.network(), "M1").document["tabs"]}
    assert [(each["referral_id"], each["given_on"]) for each in held["referrals"]] == [
        ("R1", dt.date(2026, 1, 5)),
        ("R3", "soon"),
    ]


def test_erasing_empties_what_may_go_and_nothing_else(rehearsed: Maker) -> None:
    rehearsal = rehearsed(NETWORK)
    rehearsal.close("2026-02")
    rehearsal.close("2026-03")
    before = {title: rehearsal.tab(title) for title in NETWORK}
    network = rehearsal.network("2026-04-02")
    plan = planned_erasure(network, "M1")
    assert {(each.why, each.column, each.cells) for each in plan.remains.look_at} == {
        ("own", "Shoe size", ("I2",)),
        ("text", "Notes", ("I2",)),
        ("names", "Notes", ("J3",)),
        ("names", "", ("A2",)),
    }
    assert plan.remains.namesakes == ("Ann Lee (M3)",)
    assert [each.referral_id for each in plan.remains.windows] == ["R1"]
    erase(network, plan)
    assert left_over(network, plan) == ()
    members = rehearsal.tab("Members")
    assert members[1][:3] == ["M1", "Ann Lee", "left"]
    assert [members[1][place] for place in (3, 4, 7)] == [None, None, None]
    assert members[1][8] in ("39", 39)
    assert members[2:] == before["Members"][2:]
    assert all(rehearsal.tab(title) == before[title] for title in NETWORK if title != "Members")
    assert planned_erasure(rehearsal.network("2026-04-02"), "M1").nothing_left


def test_who_is_in_no_accounts_is_a_number_afterwards_and_a_namesake_is_not(rehearsed: Maker) -> None:
    rehearsal = rehearsed(ALONE)
    network = rehearsal.network()
    erase(network, planned_erasure(network, "M1"))
    members = rehearsal.tab("Members")
    assert [each[1] for each in members[1:]] == ["Member M1", "Bob", "Ann Lee"]
    assert planned_erasure(rehearsal.network(), "M1").nothing_left


def test_a_dry_run_writes_nothing(rehearsed: Maker) -> None:
    rehearsal = rehearsed(ALONE)
    network, before = rehearsal.network(), rehearsal.revision()
    [change] = erase(network, planned_erasure(network, "M1"), dry_run=True)
    assert (change.action, change.tab, rehearsal.revision()) == ("retype", "Members", before)


def test_every_reason_is_named_at_once(rehearsed: Maker) -> None:
    rehearsal = rehearsed({**NETWORK, "Payouts": (PAYOUTS[0],)})
    rehearsal.close("2026-02")
    with pytest.raises(Conflict) as refused:
        planned_erasure(rehearsal.network(), "M2")
    said = refused.value.message("en")
    assert "still “active” (Members!C3)" in said
    assert "The balance is not zero" in said


def test_rows_in_error_about_them_are_to_be_mended_first(tmp_path: Path) -> None:
    wrong = ("B3", "R1", "soon", 5.0, None)
    rehearsal, _ = in_memory_only({**NETWORK, "Billing": (*PAYMENTS, wrong)}, tmp_path)
    with pytest.raises(InvalidRows) as refused:
        planned_erasure(rehearsal.network(), "M1")
    assert "Billing!C4" in str(refused.value)


def test_what_falls_with_their_own_row_is_not_named_beside_it(tmp_path: Path) -> None:
    wrong = (*MEMBERS[1][:5], "soon", *MEMBERS[1][6:])
    rehearsal, _ = in_memory_only({**NETWORK, "Members": (MEMBERS[0], wrong, *MEMBERS[2:])}, tmp_path)
    assert copy_of(rehearsal.network(), "M1").document["tabs"][0]["rows"][0]["joined_on"] == "soon"
    with pytest.raises(InvalidRows) as refused:
        planned_erasure(rehearsal.network(), "M1")
    assert refused.value.details["cells"] == "Members!F2"


def test_rows_in_error_about_others_stand_in_no_ones_way(tmp_path: Path) -> None:
    wrong = ("B3", "R2", "soon", 5.0, None)
    tabs = {**ALONE, "Referrals": (REFERRALS[0], REFERRALS[2]), "Billing": (BILLING[0], wrong)}
    rehearsal, _ = in_memory_only(tabs, tmp_path)
    assert planned_erasure(rehearsal.network(), "M1").member.member_id == "M1"


def test_a_workbook_of_members_alone_is_enough(tmp_path: Path) -> None:
    rehearsal, _ = in_memory_only({"Members": MEMBERS}, tmp_path)
    assert [each["tab"] for each in copy_of(rehearsal.network(), "M1").document["tabs"]] == ["members"]
    assert not planned_erasure(rehearsal.network(), "M1").nothing_left


def test_an_unknown_member_is_named_with_the_one_meant(tmp_path: Path) -> None:
    rehearsal, _ = in_memory_only(NETWORK, tmp_path)
    with pytest.raises(Misuse, match="M2"):
        copy_of(rehearsal.network(), "Bob")


# On the command line


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return closed_sample(tmp_path)


def privacy(workbook: Path, *arguments: object) -> Ran:
    return netsheets("privacy", *arguments, "-w", workbook, "--today", TODAY)


def test_a_rejected_candidate_leaves_no_name_behind(workbook: Path) -> None:
    ran = privacy(workbook, "erase", "M16", "--yes")
    assert (ran.code, ran.err) == (0, "M16 is erased from the members' tabs.\n")
    book = load_workbook(workbook)
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert not [each for each in texts if "Ampourcet" in each or "chess" in each]
    assert "Member M16" in texts
    again = privacy(workbook, "erase", "M16", "--yes")
    assert (again.code, again.err) == (0, "Nothing is left to erase of M16.\n")
    assert done("validate", "-w", workbook, "--today", TODAY).code == 0


def test_in_a_french_workbook_the_number_stands_in_french(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path, "fr")
    ran = privacy(workbook, "erase", "M16", "--yes")
    assert (ran.code, ran.err) == (0, "Les données de M16 sont effacées des onglets des membres.\n")
    assert "Ce qui a été effacé de M16" in ran.out
    assert load_workbook(workbook)["Membres"]["B17"].value == "Membre M16"
    assert privacy(workbook, "erase", "M16", "--lang", "en").err == "Nothing is left to erase of M16.\n"


def test_a_formula_is_left_alone_and_named(workbook: Path) -> None:
    book = load_workbook(workbook)
    book["Members"]["G17"] = '="04 65"&" 71 36 92"'
    book.save(workbook)
    assert privacy(workbook, "erase", "M16", "--yes").code == 1  # no program has calculated it: a row in error
    with zipfile.ZipFile(workbook) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    calculated = re.compile(rb'(<c r="G17"[^>]*)>(<f>.*?</f>)<v(?: ?/|></v)>')
    parts = {name: calculated.sub(rb'\1 t="str">\2<v>04 65 71 36 92</v>', each) for name, each in parts.items()}
    workbook.write_bytes(zipped(parts))
    ran = privacy(workbook, "erase", "M16", "--yes")
    assert ran.code == 1
    assert "still hold what was to go: Members!G17." in ran.err
    assert load_workbook(workbook)["Members"]["B17"].value == "Member M16"


def around(workbook: Path) -> None:
    """Put what shows Gilles Ampourcet beside the cells, as people and programs do."""
    book = load_workbook(workbook)
    members, clients = book["Members"], book["Clients"]
    members["F17"].hyperlink = f"mailto:{members['F17'].value}"
    members["G17"].comment = Comment("after six", "Ann")
    clients["A2"].comment = Comment("Brought by Gilles Ampourcet", "Gilles Ampourcet")
    members.auto_filter.ref = "A1:Z30"
    members.auto_filter.add_filter_column(1, ["Gilles Ampourcet"])
    book.properties.lastModifiedBy = "Gilles Ampourcet"
    book.save(workbook)


def test_links_comments_filters_and_properties_go_too(workbook: Path) -> None:
    around(workbook)
    mail = str(load_workbook(workbook)["Members"]["F17"].value)
    assert privacy(workbook, "erase", "M16", "--yes").code == 0
    with zipfile.ZipFile(workbook) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    assert not [each for each in ("Ampourcet", mail, "after six") if each in text]
    book = load_workbook(workbook)
    assert book["Clients"]["A2"].comment.text == "Brought by Member M16"
    assert book["Members"].auto_filter.filterColumn[0].filters.filter == ["Member M16"]
    assert book.properties.lastModifiedBy == "Member M16"


def test_a_comment_that_may_be_about_a_namesake_stays(workbook: Path) -> None:
    around(workbook)
    book = load_workbook(workbook)
    book["Members"]["B2"] = "Gilles AMPOURCET"
    book.save(workbook)
    assert privacy(workbook, "erase", "M16", "--yes").code == 0
    book = load_workbook(workbook)
    assert (book["Members"]["F17"].hyperlink, book["Members"]["G17"].comment) == (None, None)
    assert book["Clients"]["A2"].comment.text == "Brought by Gilles Ampourcet"


def test_without_yes_nothing_is_written(workbook: Path) -> None:
    before = workbook.read_bytes()
    ran = privacy(workbook, "erase", "M13")
    assert (ran.code, workbook.read_bytes()) == (0, before)
    assert "netsheets privacy erase M13 --yes" in ran.err
    assert "yvon@" not in ran.out
    assert privacy(workbook, "erase", "M13", "--yes", "--dry-run").code == 0
    assert workbook.read_bytes() == before


def test_who_left_keeps_the_name_where_their_deal_was_billed(workbook: Path) -> None:
    found = json.loads(privacy(workbook, "erase", "M13", "--yes", "--format", "json").out)
    assert (found["done"], found["renamed"], len(found["emptied"])) == (True, [], 10)
    assert found["kept"][0]["until"] == "2036-12-31"
    assert load_workbook(workbook)["Members"]["B14"].value == "Yvon Bratelier"


def test_tabs_that_show_them_are_to_be_written_again(workbook: Path) -> None:
    done("report", "projects", "-w", workbook, "--today", TODAY)
    book = load_workbook(workbook)
    book["Summary"]["A40"] = "Gilles Ampourcet"
    book.save(workbook)
    ran = privacy(workbook, "erase", "M16")
    assert "- Summary: netsheets commissions" in ran.out


def test_a_member_still_is_refused_in_both_languages(tmp_path: Path) -> None:
    for language, said in (("en", "still “active” (Members!C3)"), ("fr", "encore « actif » (Membres!C3)")):
        folder = tmp_path / language
        folder.mkdir()
        ran = privacy(closed_sample(folder, language), "erase", "M02")
        assert (ran.code, ran.out) == (3, "")
        assert said in ran.err.replace("\N{NO-BREAK SPACE}", " ")


def test_the_copy_in_excel_has_a_page_a_tab_and_nothing_hidden(workbook: Path, tmp_path: Path) -> None:
    assert privacy(workbook, "export", "M04", "-o", tmp_path / "M04.xlsx").code == 0
    book = load_workbook(BytesIO((tmp_path / "M04.xlsx").read_bytes()))
    assert book.sheetnames[:4] == ["About this copy", "Members", "Interviews", "Referrals"]
    assert book.sheetnames[-1] == "Elsewhere"
    assert {sheet.sheet_state for sheet in book} == {"visible"}


def test_the_copy_in_each_form_and_language(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path, "fr")
    for form in ("xlsx", "html", "md", "json"):
        assert privacy(workbook, "export", "M13", "-o", tmp_path / f"M13.{form}").code == 0
    said = (tmp_path / "M13.md").read_text("utf-8")
    assert "Ce qui est conservé sur Yvon Bratelier (M13)" in said
    held = json.loads((tmp_path / "M13.json").read_text("utf-8"))
    assert [each["tab"] for each in held["tabs"]] == ["members", "referrals", "billing", "attendance", "standing"]
    rows = privacy(workbook, "export", "M13", "--format", "csv").rows
    assert {"tab": "members", "row": "14", "column": "member_id", "value": "M13"} in rows


def test_month_and_day_do_not_change_what_is_held(workbook: Path) -> None:
    assert month("2026-10").last_day < DAY
    first, again = (privacy(workbook, "export", "M04", "--format", "json").out for _ in range(2))
    assert first == again
