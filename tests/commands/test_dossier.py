"""The accountant's file: statements, journal, declaration, and the sheet that ties them to the ledger."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from netsheets.commands.network import network
from netsheets.commands.workbook import opened
from netsheets.domain.books import BookedMonth, Journal, commissions_of, entries_of
from netsheets.domain.closing import close_month
from netsheets.domain.declaration import declaration_of
from netsheets.domain.statements.reconciliation import Papers, Reconciliation, reconciliation_of
from netsheets.exports.accounting.accounts import accounting_of
from netsheets.exports.statements import Register, network_statements_of, statements_of
from tests.support.build import day
from tests.support.closings import month
from tests.support.command_line import TODAY, Ran, closed_sample, done, netsheets
from tests.support.office import assert_formulas_keep_what_libreoffice_computes


def zipped(workbook: Path, *options: str, of: str = "2026-10") -> Ran:
    arguments = ("statements", of, "-o", "out", "--zip", "-w", workbook, "--today", TODAY, *options)
    return netsheets(*arguments, folder=workbook.parent)


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def papers(workbook: Path, of: str = "2026-10") -> tuple[Register, Papers]:
    found = network(opened(str(workbook)), today=day(TODAY), language=None).at_close(month(of))
    closing = close_month(found, month(of))
    register = Register(closing, found)
    booked = BookedMonth(month(of), day(TODAY), commissions_of(register, "EUR"))
    journal = Journal(entries_of([booked], accounting_of(None), "DRAFT"), accounting_of(None), "EUR")
    declaration = declaration_of(found, register.terms, 2026, Decimal(2400))
    statements = statements_of(register)
    return register, Papers(statements, network_statements_of(register), (journal,), declaration)


def differing(found: Reconciliation) -> list[str]:
    return [each.what for _, agreements in found.by_currency for each in agreements if each.difference]


@pytest.mark.parametrize("of", ["2026-08", "2026-09", "2026-10"])
def test_every_figure_of_the_sample_network_agrees(tmp_path: Path, of: str) -> None:
    register, found = papers(closed_sample(tmp_path), of)
    reconciled = reconciliation_of(register, found)
    assert (reconciled.differing, differing(reconciled)) == (0, [])


def test_a_figure_that_does_not_agree_is_named(tmp_path: Path) -> None:
    register, found = papers(closed_sample(tmp_path))
    without_one = replace(found, statements=found.statements[1:])
    assert differing(reconciliation_of(register, without_one))[:2] == ["statements_earned", "statements_owed"]
    entries = found.journals[0].entries[1:]
    short = replace(found, journals=(replace(found.journals[0], entries=entries),))
    assert "journal_net" in differing(reconciliation_of(register, short))
    less = replace(found.declaration, payees=found.declaration.payees[1:])
    assert differing(reconciliation_of(register, replace(found, declaration=less))) == ["das2"]


def test_the_accountants_file_holds_everything_and_is_the_same_again(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    ran = zipped(workbook)
    assert ran.code == 0, ran
    assert "Every figure agrees with the ledger." in ran.err
    path = tmp_path / "out" / "accountant_2026-10.zip"
    first = path.read_bytes()
    found = contents(path)
    apart = sorted(name for name in found if not name.startswith("statements/"))
    assert apart == ["das2_2026.xlsx", "journal_2026-10.csv", "reconciliation_2026-10.xlsx"]
    assert len(found) == 17
    zipped(workbook)
    assert path.read_bytes() == first


def test_the_journal_inside_adds_up_to_the_ledger(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    zipped(workbook)
    text = contents(tmp_path / "out" / "accountant_2026-10.zip")["journal_2026-10.csv"].decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    amounts = [Decimal(row[5].replace(",", ".") or 0) - Decimal(row[6].replace(",", ".") or 0) for row in rows]
    posted = done("commissions", "2026-10", "-w", workbook, "--today", TODAY, "--format", "json", "--dry-run").document
    total = sum(Decimal(each["amount"]) for each in posted["posted"] if "payment" not in each["kind"])
    assert sum(amounts) == 0
    booked = [amount for row, amount in zip(rows, amounts, strict=True) if row[2].startswith(("6222", "7082"))]
    assert sum(map(abs, booked)) == total


def test_the_sheets_formulas_hold_what_libreoffice_computes(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    zipped(workbook)
    found = contents(tmp_path / "out" / "accountant_2026-10.zip")
    names = ("reconciliation_2026-10.xlsx", "das2_2026.xlsx")
    assert assert_formulas_keep_what_libreoffice_computes(tmp_path, *(found[name] for name in names)) > 30


def test_a_draft_says_so_everywhere(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    assert zipped(workbook, of="2026-11").code == 3
    ran = zipped(workbook, "--draft", of="2026-11")
    assert ran.code == 0, ran
    names = contents(tmp_path / "out" / "accountant_2026-11_draft.zip")
    assert [name for name in sorted(names) if "draft" not in name.casefold()] == ["das2_2026.xlsx"]


def test_the_accountant_gets_everybody_or_nothing(tmp_path: Path) -> None:
    assert zipped(closed_sample(tmp_path), "--member", "M02").code == 2


def test_in_french(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path, "fr")
    assert "Chaque chiffre concorde avec le registre." in zipped(workbook).err
    names = contents(tmp_path / "out" / "comptable_2026-10.zip")
    assert "rapprochement_2026-10.xlsx" in names
