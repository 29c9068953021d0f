"""`export journal`: closed months in every layout, added up again, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.crm import MAP
from benchmarks.crm import TODAY as CRM_TODAY
from tests.support import SHARED
from tests.support.command_line import TODAY, Ran, done, files_of, netsheets, sample
from tests.support.journals import READERS, balanced

SOURCE = SHARED / "real" / "crm"


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample workbook, in French, its months closed from August to October."""
    path = sample(tmp_path_factory.mktemp("sample"), "fr")
    for month in ("2026-08", "2026-09", "2026-10"):
        done("close", month, "-w", path, "--today", TODAY)
    return path


def export(network: Path, *arguments: object, folder: Path | None = None) -> Ran:
    return netsheets("export", "journal", *arguments, "-w", network, "--today", TODAY, folder=folder)


def totals(network: Path, month: str) -> dict[str, Decimal]:
    """Return what each payee was posted, from the close's own words."""
    found = netsheets("commissions", month, "-w", network, "--today", TODAY, "--dry-run", "--format", "json").document
    return {each["payee_id"]: Decimal(each["amount"]) for each in found["totals"]}


@pytest.mark.parametrize("layout", list(READERS))
@pytest.mark.parametrize("month", ["2026-08", "2026-09", "2026-10"])
def test_every_layout_ties_to_the_ledger_when_added_up_again(
    layout: str, month: str, network: Path, tmp_path: Path
) -> None:
    ran = export(network, month, "--layout", layout, "-o", tmp_path / "out.txt")
    assert ran.code == 0, ran
    booked = READERS[layout]((tmp_path / "out.txt").read_bytes())
    expected = totals(network, month)
    paid_out = sum((each.debit - each.credit for each in booked if each.account == "6222"), Decimal(0))
    received = sum((each.credit - each.debit for each in booked if each.account == "7082"), Decimal(0))
    assert received == expected.pop("NETWORK", 0)
    assert paid_out == sum(expected.values())
    assert f"{balanced(booked):,.2f}".replace(",", "\u202f").replace(".", ",") in ran.err


def test_every_payee_has_one_entry_a_month(network: Path, tmp_path: Path) -> None:
    export(network, "2026-10", "-o", tmp_path / "out.csv")
    booked = READERS["generic"]((tmp_path / "out.csv").read_bytes())
    by_document = {each.document: each.debit for each in booked if each.account == "6222"}
    who = {each.party[1:]: by_document[each.document] for each in booked if each.account == "401"}
    expected = {payee: amount for payee, amount in totals(network, "2026-10").items() if payee != "NETWORK" and amount}
    assert who == expected


def test_our_own_fec_passes_our_own_checker(network: Path, tmp_path: Path) -> None:
    for arguments in (("2026-10",), ("--from", "2026-08", "--to", "2026-10")):
        for encoding in ("utf-8", "iso8859-15"):
            ran = export(network, *arguments, "--layout", "fec", "--encoding", encoding, "-o", tmp_path)
            path = tmp_path / "000009902FEC20261231.txt"
            assert ran.out == f"{path}\n"
            checked = netsheets("check-fec", path)
            assert (checked.code, checked.out) == (0, "")
            assert "ne remplace pas" in ran.err or "ce n'est pas le FEC" in ran.err


def test_a_range_holds_what_its_months_hold(network: Path, tmp_path: Path) -> None:
    months = ("2026-08", "2026-09", "2026-10")
    for month in months:
        export(network, month, "-o", tmp_path)
    assert export(network, "--from", months[0], "--to", months[-1], "-o", tmp_path).code == 0
    together = READERS["generic"]((tmp_path / "journal_2026-08_2026-10.csv").read_bytes())
    apart = [each for month in months for each in READERS["generic"]((tmp_path / f"journal_{month}.csv").read_bytes())]
    assert together == apart
    assert export(network, "--from", "2026-10", "-o", tmp_path / "to.csv").code == 0
    assert READERS["generic"]((tmp_path / "to.csv").read_bytes()) == READERS["generic"](
        (tmp_path / "journal_2026-10.csv").read_bytes()
    )


def test_the_same_month_gives_the_same_bytes(network: Path, tmp_path: Path) -> None:
    for layout in READERS:
        for name in ("one", "two"):
            export(
                network,
                "2026-10",
                "--layout",
                layout,
                "-o",
                tmp_path / name / f"{layout}.txt",
                "--lang",
                "en" if name == "one" else "fr",
            )
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_names_in_a_folder(network: Path, tmp_path: Path) -> None:
    for layout, firm in (("generic", ""), ("sage100", ""), ("quadra", ""), ("generic", "M01"), ("fec", "M01")):
        export(network, "2026-10", "--layout", layout, "-o", tmp_path, *(("--for", firm) if firm else ()))
    assert sorted(files_of(tmp_path)) == [
        "000001073FEC20261231.txt", "journal_2026-10.csv", "journal_2026-10_M01.csv", "quadra_2026-10.txt",
        "sage100_2026-10.txt",
    ]  # fmt: skip
    assert export(network, "2026-10", "-o", f"{tmp_path}/new/").out == f"{tmp_path}/new/journal_2026-10.csv\n"


def test_a_month_that_is_not_closed_is_refused(network: Path, tmp_path: Path) -> None:
    for arguments in (("2026-11",), ("--from", "2026-10", "--to", "2026-11"), ("2026-07",)):
        ran = export(network, *arguments, "-o", tmp_path / "out.csv")
        assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("2026-07 précède 2026-08")
    english = export(network, "2026-11", "-o", tmp_path / "out.csv", "--lang", "en")
    assert english.err == (
        "2026-11 is not closed yet, and what is exported comes from closed months. Run `netsheets close 2026-11` "
        "first, or add --draft for a provisional file that says so on every line.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_draft_says_so_in_its_name_on_every_line_and_aloud(network: Path, tmp_path: Path) -> None:
    for layout in READERS:
        ran = export(network, "2026-11", "--draft", "--layout", layout, "-o", tmp_path / f"{layout}.txt")
        assert ran.out == f"{tmp_path / layout}_BROUILLON.txt\n"
        assert "BROUILLON\u00a0: tous ces mois ne sont pas clôturés." in ran.err
        booked = READERS[layout]((tmp_path / f"{layout}_BROUILLON.txt").read_bytes())
        assert booked
        assert all(each.label.startswith("BROUILLON ") for each in booked)
        balanced(booked)
    assert export(network, "2026-10", "--draft", "-o", tmp_path / "closed.csv").out == f"{tmp_path}/closed.csv\n"
    assert export(network, "2026-12", "--draft", "-o", tmp_path / "out.csv").code == 3


def test_drafts_of_several_months_are_taken_one_after_the_other(tmp_path: Path) -> None:
    path = sample(tmp_path)
    done("close", "2026-08", "-w", path, "--today", TODAY)
    asked = ("--from", "2026-08", "--to", "2026-10", "-o", tmp_path / "all.csv")
    assert export(path, *asked, "--draft").code == 0
    assert export(path, "2026-10", "--draft", "-o", tmp_path / "last.csv").code == 0
    drafted = READERS["generic"]((tmp_path / "all_DRAFT.csv").read_bytes())
    last = READERS["generic"]((tmp_path / "last_DRAFT.csv").read_bytes())
    assert [each.label.startswith("DRAFT ") for each in drafted] == [
        not each.label.startswith("Commissions") for each in drafted
    ]
    for month in ("2026-09", "2026-10"):
        done("close", month, "-w", path, "--today", TODAY)
    assert export(path, *asked).code == 0
    closed_now = READERS["generic"]((tmp_path / "all.csv").read_bytes())
    assert [each._replace(label="") for each in drafted] == [each._replace(label="") for each in closed_now]
    assert [each._replace(label="") for each in last] == [
        each._replace(label="") for each in closed_now if each.document[:4] == "2610"
    ]


def test_a_rehearsal_writes_nothing(network: Path, tmp_path: Path) -> None:
    ran = export(network, "2026-10", "-o", tmp_path / "out.csv", "--dry-run")
    assert (ran.code, ran.out) == (0, f"{tmp_path}/out.csv\n")
    assert "Écritures\u00a0: 11, lignes\u00a0: 32." in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("2026-10", "--from", "2026-08"), 2, "--from 2026-08 --to 2026-10"),
        (("--to", "2026-10"), 2, "--from 2026-08 --to 2026-10"),
        (("--from", "2026-10", "--to", "2026-08"), 2, "2026-10 comes after 2026-08"),
        (("--from", "octobre", "--to", "2026-08"), 2, "“octobre” is not a month"),
        (("2026-10", "--for", "M99"), 2, "There is no member M99"),
        (("2026-10", "--for", "m01"), 2, "Did you mean M01?"),
        (("2026-10", "--currency", "EURO"), 2, "“EURO” is not a currency"),
        (("2026-10", "--encoding", "iso8859-15"), 2, "--encoding goes with --layout fec"),
        (("2026-10", "--layout", "cegid"), 2, "--layout"),
    ],
)
def test_what_cannot_be_meant_is_misuse(
    arguments: tuple[str, ...], code: int, said: str, network: Path, tmp_path: Path
) -> None:
    ran = export(network, *arguments, "-o", tmp_path / "out.csv", "--lang", "en")
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert list(tmp_path.iterdir()) == []


def test_settings_are_those_of_the_folder(network: Path, tmp_path: Path) -> None:
    settings = tmp_path / "netsheets.toml"
    settings.write_text('[accounting]\nsuppliers = "4011"\n[accounting.auxiliaries]\nM01 = "VASTERRE"\n', "utf-8")
    assert export(network, "2026-10", "-o", "out.csv", folder=tmp_path).code == 0
    booked = READERS["generic"]((tmp_path / "out.csv").read_bytes())
    assert {(each.account, each.party) for each in booked} >= {("4011", "VASTERRE"), ("4011", "FM02")}
    settings.write_text('[accounting]\nsupplier = "4011"\n', "utf-8")
    ran = export(network, "2026-10", "-o", "out.csv", "--lang", "en", folder=tmp_path)
    assert (ran.code, ran.err) == (
        2,
        "The section [accounting] of netsheets.toml has a line “supplier” that means nothing. "
        "Did you mean suppliers?\n",
    )
    settings.write_text('[accounting.auxiliaries]\nM77 = "X"\n', "utf-8")
    assert "M77" in export(network, "2026-10", "-o", "out.csv", folder=tmp_path).err


def test_a_year_of_its_own_names_the_fec_and_parts_ranges(network: Path, tmp_path: Path) -> None:
    (tmp_path / "netsheets.toml").write_text('[accounting]\nfiscal_year_ends = "09-30"\n', "utf-8")
    asked = ("--layout", "fec", "-o", f"{tmp_path}/")
    assert export(network, "2026-10", *asked, folder=tmp_path).out == f"{tmp_path}/000009902FEC20270930.txt\n"
    assert netsheets("check-fec", tmp_path / "000009902FEC20270930.txt").code == 0
    ran = export(network, "--from", "2026-09", "--to", "2026-10", *asked, "--lang", "en", folder=tmp_path)
    assert (ran.code, "the first one ends on 30/09/2026" in ran.err) == (2, True)


def build_network(folder: Path, charter: str = "", members: str = "", referrals: str = "", bills: str = "") -> Path:
    """Return a workbook of CSV rows, February 2026 closed."""
    source = folder / "csv"
    source.mkdir(parents=True)
    (source / "members.csv").write_text("member_id,name,status,joined_on,company,vat_status,siren\n" + members, "utf-8")
    (source / "clients.csv").write_text("client_id,name\nC1,Hôtel\n", "utf-8")
    (source / "charter.csv").write_text("parameter,value,effective_from\n" + charter, "utf-8")
    (source / "referrals.csv").write_text(
        "referral_id,given_on,referrer_id,recipient_id,client_id,kind,status,won_on,deal_amount,currency\n" + referrals,
        "utf-8",
    )
    (source / "billing.csv").write_text("billing_id,referral_id,issued_on,amount,paid_on\n" + bills, "utf-8")
    path = folder / "network.xlsx"
    done("init", path, "--lang", "en")
    done("import", source, "-w", path)
    done("close", "2026-02", "-w", path, "--today", TODAY)
    return path


REFERRAL = "{0},2026-01-05,{1},{2},C1,recommendation,won,2026-01-20,1000,{3}\n"


def test_two_currencies_make_two_files(tmp_path: Path) -> None:
    path = build_network(
        tmp_path,
        members="M1,Ana,active,2020-01-06,,standard,\nM2,Ben,active,2020-01-06,,standard,\n",
        referrals=REFERRAL.format("R1", "M1", "M2", "") + REFERRAL.format("R2", "M1", "M2", "CHF"),
        bills="B1,R1,2026-02-01,1000,2026-02-10\nB2,R2,2026-02-01,500,2026-02-10\n",
    )
    out = tmp_path / "out"
    ran = export(path, "2026-02", "-o", out / "journal.csv")
    assert ran.out == f"{out}/journal.csv\n{out}/journal_CHF.csv\n"
    assert "The amounts are in CHF, as they were posted: your accountant converts them." in ran.err
    euros, francs = (READERS["generic"]((out / name).read_bytes()) for name in ("journal.csv", "journal_CHF.csv"))
    assert (balanced(euros), balanced(francs)) == (Decimal("180.00"), Decimal("90.00"))
    assert export(path, "2026-02", "-o", out / "one.csv", "--currency", "CHF").out == f"{out}/one_CHF.csv\n"
    assert export(path, "2026-02", "--layout", "fec", "-o", out / "fec.txt").code == 0
    lines = [line.split("\t") for line in (out / "fec_CHF.txt").read_text("utf-8").splitlines()]
    assert [line[16:] for line in lines[1:]] == [["75,00", "CHF"], ["15,00", "CHF"], ["-90,00", "CHF"]]
    assert netsheets("check-fec", out / "fec_CHF.txt").code == 0


def test_a_month_without_lines_gives_an_empty_journal_and_says_so(tmp_path: Path) -> None:
    path = build_network(tmp_path, members="M1,Ana,active,2020-01-06,,,\n", charter="network.siren,000009902,\n")
    for layout in READERS:
        ran = export(path, "2026-02", "--layout", layout, "-o", tmp_path / f"{layout}.txt")
        assert ran.code == 0
        assert "There is nothing to book in EUR: the file has no entry." in ran.err
        assert READERS[layout]((tmp_path / f"{layout}.txt").read_bytes()) == []


def test_a_status_nobody_has_said_is_told_and_booked_without_vat(tmp_path: Path) -> None:
    path = build_network(
        tmp_path,
        members="M1,Ana,active,2020-01-06,,,\nM2,Ben,active,2020-01-06,,,\n",
        referrals=REFERRAL.format("R1", "M1", "M2", ""),
        bills="B1,R1,2026-02-01,1000,2026-02-10\n",
    )
    ran = export(path, "2026-02", "-o", tmp_path / "out.csv")
    assert "Booked without VAT, because their VAT status is not recorded: Ana (M1)." in ran.err
    assert {each.account for each in READERS["generic"]((tmp_path / "out.csv").read_bytes())} == {"6222", "401"}
    received = export(path, "2026-02", "--for", "M1", "-o", tmp_path / "M1.csv")
    assert "Ana (M1)" in received.err
    assert "Ana" not in export(path, "2026-02", "--for", "NETWORK", "-o", tmp_path / "N.csv").err


def test_a_fec_in_a_folder_needs_a_siren(tmp_path: Path) -> None:
    members = "M1,Ana,active,2020-01-06,,standard,\nM2,Ben,active,2020-01-06,,standard,123456789\n"
    path = build_network(tmp_path, members=members, charter="network.name,Azur,\n")
    for firm, said in (
        ("NETWORK", "that of Azur is not recorded"),
        ("M1", "that of Ana is not recorded"),
        ("M2", "“123456789”, that of Ben, cannot be one"),
    ):
        ran = export(path, "2026-02", "--layout", "fec", "--for", firm, "-o", tmp_path)
        assert (ran.code, ran.out) == (3, "")
        assert said in ran.err
    assert export(path, "2026-02", "--layout", "fec", "-o", tmp_path / "named.txt").code == 0


def test_a_member_who_left_and_one_whose_row_is_wrong(network: Path, tmp_path: Path) -> None:
    assert export(network, "2026-10", "--for", "M13", "-o", tmp_path / "left.csv").code == 0
    assert len((tmp_path / "left.csv").read_bytes().splitlines()) == 1


@pytest.mark.slow
@pytest.mark.skipif(not SOURCE.is_dir(), reason="the data set is not beside the checkout (../shared/real/crm)")
def test_a_year_of_a_real_crm_in_every_layout(tmp_path: Path) -> None:
    path = tmp_path / "crm.xlsx"
    named = ("-w", path, "--today", CRM_TODAY)
    done("init", path, "--lang", "en")
    done("import", SOURCE, "--map", MAP, *named)
    posted: dict[str, Decimal] = {}
    for number in range(1, 13):
        found = done("close", f"2017-{number:02}", "--skip-invalid", "--format", "json", *named).document
        for each in found["totals"]:
            posted[each["payee_id"]] = posted.get(each["payee_id"], Decimal(0)) + Decimal(each["amount"])
    for layout, read in READERS.items():
        asked = ("--from", "2017-01", "--to", "2017-12", "--layout", layout, "-o", tmp_path / f"{layout}.txt")
        (tmp_path / "netsheets.toml").write_text(_short_auxiliaries(posted), "utf-8")
        ran = netsheets("export", "journal", *asked, *named, folder=tmp_path)
        assert ran.code == 0, ran
        booked = read((tmp_path / f"{layout}.txt").read_bytes())
        assert balanced(booked) == Decimal("1500830.10")
    checked = netsheets("check-fec", tmp_path / "fec.txt", "--closing-day", "2017-12-31", "--format", "json").document
    assert (checked["counts"]["error"], checked["debit"]) == (0, "1500830.10")
    rows_read = list(csv.DictReader(io.StringIO((tmp_path / "generic.txt").read_text("utf-8-sig")), delimiter=";"))
    assert sum(Decimal(row["Credit"].replace(",", ".")) for row in rows_read) == Decimal("1500830.10")
    assert json.dumps(sorted(posted))


def _short_auxiliaries(members: dict[str, Decimal]) -> str:
    """Return settings that give every member an account of eight letters at most."""
    accounts = "\n".join(f'"{each}" = "F{place:03}"' for place, each in enumerate(sorted(members)))
    return f"[accounting.auxiliaries]\n{accounts}\n"
