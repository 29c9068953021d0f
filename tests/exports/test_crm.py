"""What leaves a real CRM's year for the bank and the accountant: valid, and the same total everywhere."""

from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook
from stdnum import iban

from benchmarks.crm import TODAY, figures
from tests.exports.accounting.test_sepa import assert_valid
from tests.support import SHARED
from tests.support.command_line import done, netsheets, write_csv
from tests.support.office import assert_formulas_keep_what_libreoffice_computes

SOURCE = SHARED / "real" / "crm"
MONTH = "2017-12"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SOURCE.is_dir(), reason="the data set is not beside the checkout (../shared/real/crm)"),
]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the year, closed, in which the treasurer has filled in what a bank needs."""
    folder = tmp_path_factory.mktemp("crm")
    figures(SOURCE, folder)
    path = folder / "crm.xlsx"
    before = netsheets(
        "export", "sepa", MONTH, "-o", folder / "no.xml", "-w", path, "--today", TODAY, "--format", "json"
    )
    assert before.code == 1
    assert {each["code"] for each in before.document["faults"]} == {
        "payee_iban_missing", "payee_holder_missing", "network_iban_missing", "network_holder_missing",
    }  # fmt: skip
    book = load_workbook(path)
    sheet = book["Members"]
    columns = {cell.value: number for number, cell in enumerate(sheet[1], 1)}
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value:
            sheet.cell(row, columns["IBAN"]).value = account(row)
            sheet.cell(row, columns["Account holder"]).value = f"{sheet.cell(row, columns['Name']).value} & Cie"
            sheet.cell(row, columns["VAT status"]).value = "standard" if row % 2 else "franchise"
    book.save(path)
    rows = [{"parameter": "network.name", "value": "Réseau"}, {"parameter": "network.iban", "value": account(0)}]
    write_csv(folder / "more" / "charter.csv", rows)
    done("import", folder / "more", "-w", path)
    return path


def account(number: int) -> str:
    """Return an IBAN of a bank there is none of, with the check digits it needs."""
    basic = f"9999900001{number:011d}63"
    return f"FR{iban.calc_check_digits(f'FR00{basic}')}{basic}"


def export(workbook: Path, *arguments: object) -> list[dict[str, str]]:
    return done(*arguments, "-w", workbook, "--today", TODAY, "--format", "csv").rows


def test_the_payment_order_is_valid_and_pays_every_balance(workbook: Path, tmp_path: Path) -> None:
    path = tmp_path / "order.xml"
    rows = export(workbook, "export", "sepa", MONTH, "-o", path)
    content = path.read_bytes()
    assert_valid(content)
    paid = [Decimal(each.text or "") for each in etree.fromstring(content).iter("{*}InstdAmt")]
    balances = export(workbook, "balances", MONTH)
    owed = [Decimal(each["closing"]) for each in balances if Decimal(each["closing"]) > 0]
    assert sorted(paid) == sorted(owed)
    assert sum(paid) == sum(Decimal(each["amount"]) for each in rows)


def test_the_accountants_file_agrees_to_the_cent_and_libreoffice_computes_the_same(
    workbook: Path, tmp_path: Path
) -> None:
    ran = done("statements", MONTH, "-o", tmp_path, "--zip", "-w", workbook, "--today", TODAY)
    assert "Every figure agrees with the ledger." in ran.err
    with zipfile.ZipFile(tmp_path / f"accountant_{MONTH}.zip") as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    books = [content for name, content in contents.items() if name.endswith(".xlsx")]
    assert assert_formulas_keep_what_libreoffice_computes(tmp_path, *books[:12]) > 150
    rows = list(csv.reader(io.StringIO(contents[f"journal_{MONTH}.csv"].decode("utf-8-sig")), delimiter=";"))
    assert len({len(row) for row in rows}) == 1


def test_what_was_paid_is_declared(workbook: Path, tmp_path: Path) -> None:
    copy = tmp_path / "crm.xlsx"
    copy.write_bytes(workbook.read_bytes())
    paid = export(copy, "payouts", "record", MONTH, "--with-vat", "--write")
    declared = export(copy, "export", "das2", 2018)
    assert sum(Decimal(each["paid"]) for each in declared) == sum(Decimal(each["amount"]) for each in paid)
    assert export(copy, "payouts", "record", MONTH, "--with-vat") == []


@pytest.mark.parametrize(
    "report", ["recruitment", "directory", "synergies", "teams", "projects", "activity 2017-12", "dashboard 2017-12"]
)
def test_every_report_of_the_year_is_written(workbook: Path, tmp_path: Path, report: str) -> None:
    path = tmp_path / "report.html"
    done("report", *report.split(), "-o", path, "-w", workbook, "--today", TODAY)
    assert path.stat().st_size > 2000
