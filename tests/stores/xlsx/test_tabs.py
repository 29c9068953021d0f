"""Tool-owned tabs in an .xlsx: their look, filter and names, charts, what goes with them, styles that don't grow."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.chart import Reference as Cells
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from netsheets.errors import StoreRefused
from netsheets.ooxml import names as xml
from netsheets.ooxml.workbook import blank_workbook
from netsheets.stores.port import AppendRows, Block, Chart, Content, Link, ReplaceTab, ShownColumn
from netsheets.stores.xlsx.reading import read_workbook
from netsheets.stores.xlsx.store import edited
from tests.support.package_checks import check_package, parts_of
from tests.support.xlsx_packages import relations, sheet, workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LEDGER = (
    ShownColumn("line_id", width=18, note="Never changes."),
    ShownColumn("day", "day"),
    ShownColumn("amount", "money"),
    ShownColumn("rate", "percent"),
)
LINES = (("2026-01-0001", dt.date(2026, 1, 31), 1234.5, 0.15),)
TOTALS = Block(
    (ShownColumn("who"), ShownColumn("earned", "money"), ShownColumn("owed", "money")), [("Ann", 2.0, 1.0)], "Totals"
)


def ledger(*rows: tuple[str, dt.date, float, float]) -> ReplaceTab:
    return ReplaceTab("Ledger", Content((Block(LEDGER, rows),)))


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def someones() -> Workbook:
    """Return a workbook of someone's, with a second sheet that the first one's names and views count on."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Members"
    first.append(["member_id"])
    first.print_title_rows = "1:1"
    other = book.create_sheet("Ledger")
    other.print_title_rows = "1:2"
    book.active = 1
    return book


def test_a_one_block_tab_has_a_frozen_header_a_filter_formats_and_a_page() -> None:
    content = edited(blank_workbook(), (ledger(*LINES),))
    check_package(content)
    tab = load_workbook(BytesIO(content))["Ledger"]
    assert (tab.freeze_panes, tab.auto_filter.ref, tab.dimensions) == ("A2", "A1:D2", "A1:D2")
    assert [cell.number_format for cell in tab[2]] == ["@", "dd/mm/yyyy", "#,##0.00", "0.00%"]
    assert [cell.font.b for cell in tab[1]] == [True] * 4
    assert tab.column_dimensions["A"].width == 18
    assert (tab["A1"].comment.text, tab["A1"].comment.author) == ("Never changes.", "netsheets")
    assert (tab.page_setup.paperSize, tab.page_setup.orientation) == (9, "landscape")
    assert tab.page_setup.fitToHeight == 0
    assert tab.sheet_properties.pageSetUpPr is not None
    assert tab.sheet_properties.pageSetUpPr.fitToPage
    assert tab.print_title_rows == "$1:$1"


def test_protection_has_no_password_and_allows_to_sort_and_filter() -> None:
    tab = load_workbook(BytesIO(edited(blank_workbook(), (ledger(),))))["Ledger"]
    assert (tab.protection.sheet, tab.protection.password) == (True, None)
    assert not any((tab.protection.sort, tab.protection.autoFilter, tab.protection.formatColumns))
    free = ReplaceTab("Guide", Content((Block((ShownColumn("x"),), ()),), protected=False, landscape=False))
    tab = load_workbook(BytesIO(edited(blank_workbook(), (free,))))["Guide"]
    assert (tab.protection.sheet, tab.page_setup.orientation) == (False, "portrait")


def test_several_blocks_are_not_filtered() -> None:
    tab = load_workbook(BytesIO(edited(blank_workbook(), (ReplaceTab("S", Content((TOTALS, TOTALS))),))))["S"]
    assert (tab.freeze_panes, tab.auto_filter.ref) == (None, None)
    assert [tab.cell(row, 1).value for row in range(1, 8)] == ["Totals", "who", "Ann", None, "Totals", "who", "Ann"]


def test_a_link_leads_to_its_cell() -> None:
    link = Link("B2", "Ann's tab", "B2")
    content = edited(
        blank_workbook(), (ReplaceTab("Issues", Content((Block((ShownColumn("cell", "link"),), [(link,)]),))),)
    )
    check_package(content)
    cell = load_workbook(BytesIO(content))["Issues"]["A2"]
    assert (cell.value, cell.hyperlink.location) == ("B2", "'Ann''s tab'!B2")


@pytest.mark.parametrize("kind", ["columns", "bars", "pie", "line"])
def test_a_chart_shows_its_values_without_calculation(kind: str) -> None:
    chart = Chart(kind, "Earned & owed", 0, 0, (1,) if kind == "pie" else (1, 2))  # type: ignore[arg-type]
    content = edited(blank_workbook(), (ReplaceTab("S", Content((TOTALS,), (chart,))),))
    check_package(content)
    part = parts_of(content)["xl/charts/chart1.xml"].decode()
    assert "'S'!$A$3:$A$3" in part
    assert "<c:v>2.0</c:v>" in part
    assert "<c:v>Ann</c:v>" in part
    assert "Earned &amp; owed" in part


def test_replacing_again_leaves_no_part_behind_and_adds_no_style() -> None:
    chart = Chart("columns", "Earned", 0, 0, (1,))
    first = edited(blank_workbook(), (ReplaceTab("S", Content((TOTALS,), (chart, chart))), ledger(*LINES)))
    again = edited(first, (ReplaceTab("S", Content((TOTALS,), (chart, chart))), ledger(*LINES)))
    assert again == first
    plain = parts_of(edited(again, (ReplaceTab("S", Content((TOTALS,))), ledger())))
    assert not [name for name in plain if "chart" in name or "drawing1.xml" in name]
    assert plain["xl/styles.xml"] == parts_of(first)["xl/styles.xml"]


def test_what_people_drew_on_a_tool_owned_tab_goes_with_it_and_nothing_else() -> None:
    book = someones()
    for tab in book.worksheets:
        chart = BarChart()
        chart.add_data(Cells(tab, min_col=1, min_row=1, max_row=2))
        tab.add_chart(chart, "C3")
    book["Ledger"].append(["a", "b"])
    book["Ledger"].add_table(Table(displayName="T", ref="A1:B2"))
    before = parts_of(saved(book))
    content = edited(saved(book), (ledger(*LINES),))
    check_package(content)
    gone = set(before) - set(parts_of(content))
    assert gone == {
        "xl/charts/chart2.xml",
        "xl/drawings/drawing2.xml",
        "xl/drawings/_rels/drawing2.xml.rels",
        "xl/tables/table1.xml",
    }


def test_a_tab_put_first_moves_names_and_views_along() -> None:
    content = edited(saved(someones()), (ReplaceTab("Guide", Content((Block((ShownColumn("x"),), ()),)), first=True),))
    check_package(content)
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["Guide", "Members", "Ledger"]
    assert book.active is book["Ledger"]
    assert [book[title].print_title_rows for title in book.sheetnames] == ["$1:$1", "$1:$1", "$1:$2"]


def test_names_people_defined_on_a_replaced_tab_stay() -> None:
    book = someones()
    book.defined_names["mine"] = DefinedName("mine", attr_text="Ledger!$A$1")
    after = load_workbook(BytesIO(edited(saved(book), (ledger(*LINES),))))
    assert after.defined_names["mine"].attr_text == "Ledger!$A$1"


def test_the_order_of_calculation_goes_with_formulas_that_are_gone() -> None:
    chain = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="A1" i="1"/></calcChain>'
    kinds = {"worksheets/sheet1.xml": xml.WORKSHEET, "worksheets/sheet2.xml": xml.WORKSHEET}
    related = relations({**kinds, "calcChain.xml": xml.CALCULATION_CHAIN})
    formula = sheet('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')
    more = {"xl/calcChain.xml": chain, "xl/_rels/workbook.xml.rels": related}
    with_formula = edited(workbook({"Ledger": formula, "Other": sheet("")}, more=more), (ledger(*LINES),))
    check_package(with_formula)
    assert "xl/calcChain.xml" not in parts_of(with_formula)
    elsewhere = parts_of(edited(workbook({"Other": formula, "Ledger": sheet("")}, more=more), (ledger(*LINES),)))
    assert elsewhere["xl/calcChain.xml"].decode() == chain
    assert 'fullCalcOnLoad="1"' in elsewhere["xl/workbook.xml"].decode()


def test_appending_stretches_the_dimension_and_the_filter() -> None:
    row = ("2026-02-0001", dt.date(2026, 2, 28), -1.5, 0.2)
    append = AppendRows("Ledger", (1, 2, 3, 4), ("text", "day", "money", "percent"), (row, row))
    content = edited(edited(blank_workbook(), (ledger(*LINES),)), (append,))
    check_package(content)
    tab = load_workbook(BytesIO(content))["Ledger"]
    assert (tab.auto_filter.ref, tab.dimensions) == ("A1:D4", "A1:D4")
    assert tab["B4"].number_format == "dd/mm/yyyy"


def test_appending_passes_over_rows_that_are_only_formatted() -> None:
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" ht="30" customHeight="1"/><row r="3"><c r="A3" s="0"/></row>'
    )
    append = AppendRows("Ledger", (1,), ("text",), (("new",),))
    content = edited(workbook({"Ledger": sheet(rows)}), (append,))
    check_package(content)
    [grid] = read_workbook(content, "").grids
    assert grid.rows == [[1.0], ["new"]]


def test_appending_to_a_prefixed_sheet_writes_its_prefix() -> None:
    part = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    append = AppendRows("Ledger", (1, 2), ("text", "link"), (("<new>", Link("go", "Ledger", "A1")),))
    content = edited(workbook({"Ledger": part}), (append,))
    check_package(content)
    tree = etree.fromstring(parts_of(content)["xl/worksheets/sheet1.xml"])
    assert [each.text for each in tree.iter(f"{MAIN}t")] == ["<new>", "go"]
    assert [each.get("ref") for each in tree.iter(f"{MAIN}hyperlink")] == ["B2"]


def test_a_chart_sheet_is_no_tab_to_write_to() -> None:
    chart = '<chartsheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    content = workbook({"Ledger": chart, "A": sheet("")}, kinds={"Ledger": "chartsheet"})
    with pytest.raises(StoreRefused) as refused:
        edited(content, (ledger(),))
    assert refused.value.code == "tab_without_cells"


def test_titles_that_differ_in_case_are_one_tab() -> None:
    content = edited(workbook({"LEDGER": sheet("")}), (ledger(*LINES),))
    assert [each.title for each in read_workbook(content, "").grids] == ["LEDGER"]


def test_a_workbook_without_styles_gets_them() -> None:
    content = edited(workbook({"A": sheet("")}), (ledger(*LINES),))
    check_package(content)
    assert load_workbook(BytesIO(content))["Ledger"]["C2"].number_format == "#,##0.00"


def test_epoch_1904_is_kept() -> None:
    content = edited(workbook({"A": sheet("")}, properties='<workbookPr date1904="1"/>'), (ledger(*LINES),))
    assert read_workbook(content, "").grids[1].rows[1][1] == dt.date(2026, 1, 31)
