"""Reading an .xlsx: true addresses, errors told from texts, uncalculated formulas, both epochs, every grid once."""

from __future__ import annotations

import datetime as dt

import pytest

from netsheets.ooxml import names as xml
from netsheets.stores.port import Cell, CellError, Grid, Uncalculated
from netsheets.stores.xlsx.reading import read_workbook
from tests.support.xlsx_packages import relations, sheet, workbook

DAYS = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


ERRORS = ("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!", "#FIELD!")


def grids(content: bytes) -> dict[str, Grid]:
    return {each.title: each for each in read_workbook(content, "network.xlsx").grids}


def cell(content: bytes, address: str) -> Cell:
    """Return what stands at an address such as C4 of the first tab."""
    [grid, *_] = read_workbook(content, "network.xlsx").grids
    row, column = int(address[1:]) - grid.first_row, ord(address[0]) - 64 - grid.first_column
    return grid.rows[row][column]


def one_cell(inner: str, rest: str = "") -> bytes:
    return workbook({"A": sheet(f'<row r="3"><c r="B3" {inner}</c></row>{rest}')})


def test_a_sheet_that_does_not_start_at_a1_keeps_its_addresses() -> None:
    found = grids(workbook({"A": sheet('<row r="7"><c r="D7"><v>1</v></c><c r="F7"><v>2</v></c></row>')}))["A"]
    assert (found.first_row, found.first_column) == (7, 4)
    assert found.rows == [[1.0, "", 2.0]]


def test_an_empty_sheet_has_no_rows() -> None:
    found = grids(workbook({"A": sheet("")}))["A"]
    assert (list(found.rows), found.first_row, found.first_column) == ([], 1, 1)


@pytest.mark.parametrize("error", ERRORS)
def test_a_formula_error_is_an_error(error: str) -> None:
    content = one_cell(f't="e"><f>X</f><v>{error}</v>', '<row r="4"><c r="A4"><v>1</v></c></row>')
    assert cell(content, "B3") == CellError(error)
    assert cell(content, "A4") == 1.0


def test_a_text_that_looks_like_an_error_is_a_text() -> None:
    assert cell(one_cell('t="inlineStr"><is><t>#REF!</t></is>'), "B3") == "#REF!"
    assert cell(one_cell('t="str"><f>"#REF"&amp;"!"</f><v>#REF!</v>'), "B3") == "#REF!"


def test_a_formula_without_result_is_uncalculated() -> None:
    content = one_cell("><f>SUM(A1:A2)&amp;&quot;x&quot;</f>")
    assert cell(content, "B3") == Uncalculated('SUM(A1:A2)&"x"')


def test_an_empty_result_is_a_result() -> None:
    content = one_cell('t="str"><f>""</f><v></v>', '<row r="4"><c r="A4"><v>1</v></c></row>')
    assert cell(content, "B3") == ""


@pytest.mark.parametrize("result", ["<v></v>", "<v/>", '<v xml:space="preserve"></v>'])
def test_an_empty_number_is_no_result(result: str) -> None:
    assert cell(one_cell(f"><f>1/3*100</f>{result}"), "B3") == Uncalculated("1/3*100")


def test_uncalculated_cells_beyond_the_values_widen_the_grid() -> None:
    cells = {2: '<c r="A2"><f>1</f></c>', 4: '<c r="C4"><v>5</v></c>', 6: '<c r="E6"><f/></c>'}
    rows = "".join(f'<row r="{number}">{cell}</row>' for number, cell in cells.items())
    found = grids(workbook({"A": sheet(rows)}))["A"]
    assert (found.first_row, found.first_column) == (2, 1)
    assert [list(row) for row in found.rows] == [
        [Uncalculated("1")], [], [None, None, 5.0], [], [None, None, None, None, Uncalculated("")],
    ]  # fmt: skip


def test_a_prefixed_sheet_is_read_alike() -> None:
    part = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="1">'
        '<x:c r="A1" t="e"><x:f>B1</x:f><x:v>#REF!</x:v></x:c><x:c r="B1"><x:f>C1</x:f></x:c>'
        '<x:c r="C1"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert list(grids(workbook({"A": part}))["A"].rows) == [[CellError("#REF!"), Uncalculated("C1"), 3.0]]


def test_single_quotes_are_read_alike() -> None:
    rows = "<row r='1'><c r='A1' t='e'><v>#N/A</v></c><c r='B1'><v>3</v></c></row>"
    assert list(grids(workbook({"A": sheet(rows)}))["A"].rows) == [[CellError("#N/A"), 3.0]]


def test_days_follow_the_workbooks_epoch() -> None:
    rows = {"A": sheet('<row r="1"><c r="A1" s="1"><v>45000</v></c></row>')}
    related = relations({"worksheets/sheet1.xml": xml.WORKSHEET, "styles.xml": xml.STYLES})
    more = {"xl/styles.xml": DAYS, "xl/_rels/workbook.xml.rels": related}
    since_1900 = read_workbook(workbook(rows, more=more), "")
    since_1904 = read_workbook(workbook(rows, more=more, properties='<workbookPr date1904="1"/>'), "")
    assert (since_1900.grids[0].rows[0][0], since_1900.epoch) == (dt.date(2023, 3, 15), dt.date(1899, 12, 30))
    assert (since_1904.grids[0].rows[0][0], since_1904.epoch) == (dt.date(2027, 3, 16), dt.date(1904, 1, 1))


def test_hidden_tabs_are_read_and_chart_sheets_skipped() -> None:
    one = sheet('<row r="1"><c r="A1"><v>1</v></c></row>')
    chart = '<chartsheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    content = workbook(
        {"Hidden": one, "Chart": chart, "Deep": one, "Dialog": chart},
        states={"Hidden": "hidden", "Deep": "veryHidden"},
        kinds={"Chart": "chartsheet", "Dialog": "dialogsheet"},
    )
    found = read_workbook(content, "").grids
    assert [(each.title, each.index) for each in found] == [("Hidden", 0), ("Deep", 2)]


def test_the_revision_names_the_bytes() -> None:
    first, other = workbook({"A": sheet("")}), workbook({"B": sheet("")})
    revisions = [read_workbook(content, "").revision for content in (first, first, other)]
    assert revisions[0] == revisions[1] != revisions[2]


def test_formulas_stand_beside_their_values() -> None:
    rows = (
        '<row r="2"><c r="B2"><f>TODAY()</f><v>46323</v></c><c r="C2"><v>5</v></c></row>'
        '<row r="3"><c r="B3"><f t="shared" ref="B3:B4" si="0">A3&gt;1</f><v>2</v></c></row>'
        '<row r="4"><c r="B4"><f t="shared" si="0"/><v>3</v></c><c r="C4"><f>A1</f></c></row>'
    )
    found = grids(workbook({"A": sheet(rows), "B": sheet('<row r="1"><c r="A1"><v>1</v></c></row>')}))
    assert found["A"].formulas == {(2, 2): "TODAY()", (3, 2): "A3>1", (4, 2): "A3>1"}
    assert found["B"].formulas == {}
