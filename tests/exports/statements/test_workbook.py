from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from netsheets.exports.statements import (
    Register,
    Statement,
    file_names,
    network_statements_of,
    network_template,
    network_workbook,
    statement_of,
    statement_template,
    statement_workbook,
    statements_of,
)
from netsheets.exports.statements.workbook import cleaned
from tests.support.build import book, client, dispute, member, parameter, payout
from tests.support.closings import closed
from tests.support.statements import closed_register, paid, register, rows, statement, won

MONTH = (
    parameter("network.share", "10%"),
    won("R1", "M1", "M2"),
    won("R2", "M2", "M1", client_id="C2", case="double"),
    won("R3", "M3", "M1", client_id="C2"),
    paid("B1", "R1", "1000.01", "2026-02-10"),
    paid("B2", "R1", "333.33", "2026-02-11"),
    paid("B3", "R2", "512.34", "2026-02-12"),
    paid("B4", "R3", "70.07", "2026-02-12"),
    payout("P1", payer_id="M2", payee_id="M1", amount="100.00", paid_on="2026-02-15", reference="VIR 1"),
)


def _month() -> Register:
    """Return March after a closed February: lines, adjustments of three kinds, payments, a line held back."""
    ledger = closed(book(*rows(*MONTH)), "2026-02")
    then = [each for each in MONTH if getattr(each, "billing_id", "") not in ("B2", "B3")]
    then += [
        paid("B3", "R2", "500.00", "2026-02-12"),
        paid("B5", "R1", "45.67", "2026-02-20"),
        paid("B6", "R1", "89.10", "2026-03-20"),
        payout("P2", payer_id="M1", payee_id="NETWORK", amount="12.34", paid_on="2026-03-15"),
        won("R4", "M1", "M3"),
        paid("B7", "R4", "100", "2026-03-21"),
        dispute("D1", referral_id="R4", opened_on="2026-03-22"),
    ]
    found = book(*rows(*then))
    return register(found, "2026-03", closed(found, "2026-03", ledger))


def _workbooks() -> Iterator[tuple[str, bytes]]:
    """Yield workbooks of every kind, in both languages."""
    found = _month()
    english = register(book(*rows(*MONTH), parameter("locale", "en_GB")), "2026-02")
    for each in (found, english):
        for one in statements_of(each):
            yield f"{one.locale} {one.member.member_id}", statement_workbook(one, statement_template())
        for whole in network_statements_of(each):
            yield f"{whole.locale} network", network_workbook(whole, network_template())


WORKBOOKS = dict(_workbooks())


def _sheets(content: bytes) -> list[Worksheet]:
    return [each for each in load_workbook(io.BytesIO(content)).worksheets if isinstance(each, Worksheet)]


def _texts(content: bytes) -> list[str]:
    return [str(cell.value) for sheet in _sheets(content) for row in sheet for cell in row if cell.value is not None]


def _workbook(found: Statement) -> bytes:
    return statement_workbook(found, statement_template())


class Recalculated:
    """The sheets of a workbook with every formula computed anew, exactly, from the cells it names."""

    def __init__(self, content: bytes) -> None:
        self._sheets: Mapping[str, Worksheet] = {each.title: each for each in _sheets(content)}
        self.formulas = [
            (each.title, cell.coordinate) for each in _sheets(content) for row in each for cell in row
            if cell.data_type == "f"
        ]  # fmt: skip

    def value(self, sheet: str, cell: str) -> Decimal:
        """Return a cell's value; text counts as nothing, as in SUM."""
        found = self._sheets[sheet][cell].value
        if not isinstance(found, str):
            return Decimal(str(found or 0))
        if not found.startswith("="):
            return Decimal(0)
        return self._computed(found[1:], sheet)

    def _computed(self, formula: str, sheet: str) -> Decimal:
        def cells(found: re.Match[str]) -> str:
            name, first, last = found[1] or sheet, found[2], found[3] or found[2]
            block = self._sheets[name][f"{first}:{last}"]
            values = [self.value(name, cell.coordinate) for row in block for cell in row]
            return "[" + ",".join(f"Decimal('{value}')" for value in values) + "]"

        written = re.sub(r"(?:'([^']+)'!)?\b([A-Z]+[0-9]+)(?::([A-Z]+[0-9]+))?", cells, formula)
        written = re.sub(r"(?<!SUM\()\[([^,\]]*)\]", r"\1", written)
        names = {"Decimal": Decimal, "SUM": lambda values: sum(values, Decimal(0)), "ABS": abs, "ROUND": _rounded}
        computed = eval(written, {"__builtins__": {}}, names)
        assert isinstance(computed, Decimal)
        return computed


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


@pytest.mark.parametrize("content", WORKBOOKS.values(), ids=WORKBOOKS.keys())
def test_every_formulas_kept_value_is_what_it_computes_to(content: bytes) -> None:
    kept = {each.title: each for each in load_workbook(io.BytesIO(content), data_only=True).worksheets}
    recalculated = Recalculated(content)
    assert len(recalculated.formulas) >= 4
    for sheet, cell in recalculated.formulas:
        value = kept[sheet][cell].value
        assert value is not None, f"{sheet}!{cell}"
        assert Decimal(str(value)) == recalculated.value(sheet, cell), f"{sheet}!{cell}"


@pytest.mark.parametrize("content", WORKBOOKS.values(), ids=WORKBOOKS.keys())
def test_readers_that_do_not_compute_see_numbers_and_no_placeholder(content: bytes) -> None:
    found = CalamineWorkbook.from_filelike(io.BytesIO(content))
    cells = [cell for name in found.sheet_names for row in found.get_sheet_by_name(name).to_python() for cell in row]
    assert not [cell for cell in cells if isinstance(cell, str) and ("{{" in cell or cell.startswith("#"))]
    assert any(isinstance(cell, float) for cell in cells)


def test_totals_are_live_formulas_over_the_lines() -> None:
    (page, lines, _) = _sheets(_workbook(statement("M1", rows(*MONTH))))
    formulas = {str(cell.value) for row in page for cell in row if cell.data_type == "f"}
    assert "=ROUND(SUM('Détail'!I5:I6),2)" in formulas
    assert "=ROUND(SUM(I5:I6),2)" in {str(cell.value) for row in lines for cell in row}


def test_closing_balance_is_opening_and_all_that_moved() -> None:
    page = _sheets(_workbook(statement("M1", rows(*MONTH))))[0]
    (closing,) = [cell for (cell,) in page["G11:G20"] if str(cell.value).count("+") == 3]
    row = closing.row
    assert closing.value == f"=ROUND(G{row - 4}+G{row - 3}+G{row - 2}+G{row - 1},2)"


def test_same_statement_is_byte_identical() -> None:
    found = _month()
    one = found.accounts[0]
    first, second = (_workbook(statement_of(*one, _month())) for _ in range(2))
    assert first == second
    (whole,) = network_statements_of(found)
    assert network_workbook(whole, network_template()) == network_workbook(whole, network_template())


def test_file_carries_the_months_date_and_the_networks_name_only() -> None:
    properties = load_workbook(io.BytesIO(_workbook(statement("M1", rows(*MONTH))))).properties
    assert properties.created == properties.modified == dt.datetime(2026, 2, 28)  # noqa: DTZ001 - as the file has it
    assert (properties.creator, properties.lastModifiedBy) == ("Azur", None)
    with zipfile.ZipFile(io.BytesIO(_workbook(statement("M1", rows(*MONTH))))) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_days_are_days_amounts_numbers_and_ids_text() -> None:
    lines = _sheets(_workbook(statement("M1", rows(*MONTH))))[1]
    day, referral, name, other, document, base, rate, amount = (cell for cell in lines["B5:I5"][0])
    assert (day.value, day.number_format) == (dt.datetime(2026, 2, 10), "dd/mm/yyyy")  # noqa: DTZ001 - as read
    assert (referral.value, referral.number_format, document.value) == ("R1", "@", "B1")
    assert (name.value, other.value) == ("Hôtel Bellevue", "Ben")
    assert (base.value, base.number_format) == (1000.01, "#,##0.00")
    assert (rate.value, amount.value, amount.number_format) == ("15\u00a0% × 90\u00a0%", 135, "#,##0.00")


def test_plain_rate_is_a_number() -> None:
    lines = _sheets(_workbook(statement("M1", rows(*MONTH[1:]))))[1]
    assert (lines["H5"].value, lines["H5"].number_format) == (0.15, "0.0#%")


def test_english_network_gets_an_english_document() -> None:
    sheets = _sheets(_workbook(statement("M1", rows(parameter("locale", "en_GB"), *MONTH))))
    assert [each.title for each in sheets] == ["Statement", "Lines", "Clients"]
    assert sheets[0]["B3"].value == "Statement - not an invoice"
    assert sheets[1]["B5"].number_format == "dd/mm/yyyy"
    assert sheets[1]["H5"].value == "15% × 90%"


def test_sheets_print_on_a4_with_headers_repeated_and_frozen() -> None:
    page, lines, clients = _sheets(_workbook(statement("M1", rows(*MONTH))))
    for sheet in (page, lines, clients):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.oddFooter is not None
        assert sheet.oddFooter.right.text == "Page &P / &N"
    assert (lines.print_title_rows, lines.freeze_panes) == ("$1:$3", "A4")
    assert (clients.print_title_rows, clients.freeze_panes) == ("$1:$3", "A4")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+33 6", "@SUM(A1)", "<b>bold</b>", "& co", "-2", "_x0041_", "{{closing}}", "x" * 300, "Zoë 🦊 & 李", '"'],
)
def test_what_members_type_stays_text(text: str) -> None:
    ben = member("M2", name=text, vat_status="standard")
    network = [each for each in rows(*MONTH) if getattr(each, "member_id", "") != "M2"]
    content = _workbook(statement("M1", (*network, ben)))
    named = [cell for sheet in _sheets(content) for row in sheet for cell in row if cell.value == text]
    assert named
    assert {cell.data_type for cell in named} == {"s"}
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(1).to_python()
    assert text in read[4]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Hô\x00tel\x0b\x1f", "Hô\x00tel\x0b\x1f"),
        ("Hô\x7ftel", "Hô\x7ftel"),
        ("a\r\nb\rc\td", "a\nb\nc\td"),
        ("Hôtel\ud800\uffff", "Hôtel\ufffd\ufffd"),
        ("😀" * 20_000, "😀" * 16_383 + "…"),
    ],
)
def test_what_xml_can_not_hold_is_written_as_the_store_writes_it(typed: str, read: str) -> None:
    named = [each for each in rows(*MONTH) if getattr(each, "client_id", "") != "C1" or not hasattr(each, "sector")]
    content = _workbook(statement("M1", (*named, client("C1", name=typed))))
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows_read = [row for title in workbook.sheet_names for row in workbook.get_sheet_by_name(title).to_python()]
    assert read in [cell for row in rows_read for cell in row]


def test_long_name_makes_its_row_taller_than_a_short_one() -> None:
    named = [each for each in rows(*MONTH) if not hasattr(each, "sector")]
    lines = _sheets(_workbook(statement("M1", (*named, client("C1", name="word " * 60), client("C2")))))[1]
    assert lines.row_dimensions[5].height > 150
    assert _sheets(_workbook(statement("M1", rows(*MONTH))))[1].row_dimensions[5].height is None


def test_long_network_name_keeps_the_footer_within_excels_limit() -> None:
    content = _workbook(statement("M1", rows(parameter("network.name", "A & B " * 100, "2026-01-01"), *MONTH)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        footers = re.findall(r"<oddFooter>(.*?)</oddFooter>", archive.read("xl/worksheets/sheet1.xml").decode())
    assert len(footers[0].replace("&amp;", "&")) <= 255


def test_month_without_a_line_says_so() -> None:
    found = statement_of("M1", "EUR", closed_register(rows(*MONTH), "2026-02", "2026-03"))
    lines = _sheets(_workbook(found))[1]
    assert [cell.value for (cell,) in lines["B4:B6"]] == ["Aucune commission ce mois-ci.", None, None]


def test_franchise_mention_and_missing_status_stand_in_the_notes() -> None:
    texts = _texts(
        _workbook(statement("M1", rows(*MONTH, won("R5", "M4", "M1"), paid("B9", "R5", "10", "2026-02-01"))))
    )
    assert "Cléo : TVA non applicable, art. 293 B du CGI." in texts
    assert any(each.startswith("Dan : régime de TVA non renseigné") for each in texts)
    assert texts.count("à préciser") == 5


def test_adjustment_is_explained_in_plain_words() -> None:
    texts = _texts(_workbook(statement_of("M1", "EUR", _month())))
    assert "Février 2026 : saisi après la clôture de ce mois." in texts
    assert "Février 2026 : corrigé depuis. 138,33 étaient inscrits, le montant est maintenant de 135,00." in texts
    assert "Février 2026 : repris. 45,00 étaient inscrits, plus rien n'est dû." in texts
    assert "Litige D1 de Ben : « Not agreed ». Inscrit s'il est rejeté, abandonné s'il est reconnu fondé." in texts


def test_draft_says_that_it_is_one() -> None:
    texts = _texts(_workbook(statement_of("M1", "EUR", register(rows(*MONTH), "2026-02"))))
    assert "Provisoire : ce mois n'est pas clôturé" in texts
    assert "Provisoire : ce mois n'est pas clôturé" not in _texts(_workbook(statement("M1", rows(*MONTH))))


def test_chart_draws_the_months_and_keeps_their_values() -> None:
    (whole,) = network_statements_of(_month())
    with zipfile.ZipFile(io.BytesIO(network_workbook(whole, network_template()))) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert re.findall(r"<f>(.*?)</f>", chart) == ["'Mois'!$B$4:$B$5", "'Mois'!$C$4:$C$5"]
    posted = [f"{each.amount:f}" for each in whole.by_month]
    assert re.findall(r"<v>(.*?)</v>", chart) == ["févr. 26", "mars 26", *posted]


def test_network_balances_sum_to_zero() -> None:
    (whole,) = network_statements_of(_month())
    content = network_workbook(whole, network_template())
    balances = load_workbook(io.BytesIO(content), data_only=True)["Soldes"]
    assert [cell.value for (cell,) in balances["B4:B7"]] == ["M1", "M2", "M3", "NETWORK"]
    assert balances["I8"].value == 0


def test_file_names_say_month_member_and_currency() -> None:
    found = _month()
    assert file_names((*statements_of(found), *network_statements_of(found))) == (
        "releve_2026-03_M1_EUR.xlsx",
        "releve_2026-03_M2_EUR.xlsx",
        "releve_2026-03_M3_EUR.xlsx",
        "releve_2026-03_NETWORK_EUR.xlsx",
        "reseau_2026-03_EUR.xlsx",
    )


def test_ids_that_differ_in_case_only_get_different_files() -> None:
    one = statement("M1", rows(*MONTH))
    ids = ("m1", "M1", "M1_2", "M1.")
    found = file_names(replace(one, member=replace(one.member, member_id=each)) for each in ids)
    assert found == (
        "releve_2026-02_m1_EUR.xlsx",
        "releve_2026-02_M1_EUR_2.xlsx",
        "releve_2026-02_M1-2_EUR.xlsx",
        "releve_2026-02_M1_EUR_3.xlsx",
    )


@pytest.mark.parametrize(
    ("member_id", "expected"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\temp", "C-temp"),
        ("..", "x"),
        ("", "x"),
        ("a/b", "a-b"),
        ("é\x00\n", "e"),
        ("trailing. ", "trailing"),
        ("x" * 300, "x" * 64),
    ],
)
def test_no_id_leaves_the_folder(member_id: str, expected: str) -> None:
    assert cleaned(member_id) == expected
