"""Workbooks that calamine refuses and Excel opens: openpyxl reads the same cells, and they are written to as any."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineError, CalamineWorkbook

from netsheets.errors import StoreRefused
from netsheets.ooxml.names import STYLES, WORKSHEET
from netsheets.ooxml.styles import EMPTY
from netsheets.stores.port import (
    AppendRows,
    Block,
    Cell,
    CellError,
    Changeset,
    Choices,
    Content,
    DressTab,
    ReplaceTab,
    RetypeCells,
    Retyping,
    ShownColumn,
    Uncalculated,
)
from netsheets.stores.xlsx import XlsxStore
from netsheets.stores.xlsx.reading import read_workbook
from tests.support.package_checks import check_package
from tests.support.xlsx_packages import relations, sheet, workbook

ODD = Path(__file__).parent / "odd"
NAMES = ("cp1252", "utf16bom", "utf16le_nobom", "xlm", "dim")
MEMBERS: list[list[Cell]] = [
    ["Member no.", "Name", "Status", "Joined on"],
    ["M01", "Ann Élan", "active", dt.date(2024, 1, 9)],
    ["M02", "Bob", "active", dt.date(2024, 1, 9)],
]
DECLARATION = '<?xml version="1.0" encoding="{}"?>'


def encoded(rows: str, encoding: str) -> bytes:
    """Return a workbook whose one sheet is written in another encoding than UTF-8."""
    part = DECLARATION.format(encoding) + sheet(rows)
    return workbook({"A": ""}, more={"xl/worksheets/sheet1.xml": part.encode(encoding)})


def cells(content: bytes) -> list[list[Cell]]:
    [grid] = read_workbook(content, "").grids
    return [list(row) for row in grid.rows]


@pytest.mark.parametrize("name", NAMES)
def test_calamine_refuses_what_openpyxl_reads(name: str) -> None:
    content = (ODD / f"{name}.xlsx").read_bytes()
    with pytest.raises(CalamineError):
        CalamineWorkbook.from_path(ODD / f"{name}.xlsx").get_sheet_by_name("Members")
    grids = {each.title: each for each in read_workbook(content, name).grids}
    assert list(grids) == ["Members", "Clients", "Referrals", "Billing"]
    assert [list(row) for row in grids["Members"].rows] == MEMBERS
    assert (grids["Members"].first_row, grids["Members"].first_column) == (1, 1)


@pytest.mark.parametrize("name", NAMES)
def test_what_was_read_so_is_written_to_as_any_other(name: str, tmp_path: Path) -> None:
    path = tmp_path / "network.xlsx"
    path.write_bytes((ODD / f"{name}.xlsx").read_bytes())
    columns = (ShownColumn("Status", check=Choices(("actif", "w" * 300))), ShownColumn("Née", width=20))
    edits = (
        DressTab("Members", columns, (3, None)),
        RetypeCells("Members", (Retyping(2, 2, "Ann Élan", "Zoé"),)),
        ReplaceTab("Lines", Content((Block((ShownColumn("id"),), [("L1",)]),))),
        AppendRows("Lines", (1,), ("text",), [("Ö",)]),
    )
    store = XlsxStore(path)
    store.apply(Changeset(edits, store.read().revision))
    check_package(path.read_bytes())
    grids = {each.title: each for each in store.read().grids}
    header, ann, bob = ([*row, *[None] * (5 - len(row))] for row in grids["Members"].rows)
    assert header == [*MEMBERS[0], "Née"]
    assert ann[:4] == ["M01", "Zoé", *MEMBERS[1][2:]]
    assert bob[:4] == MEMBERS[2]
    assert list(map(list, grids["Lines"].rows)) == [["id"], ["L1"], ["Ö"]]


def test_each_kind_of_cell_is_what_calamine_makes_of_it() -> None:
    rows = (
        '<row r="2"><c r="B2"><v>7</v></c><c r="C2"><v>0.5</v></c><c r="D2" t="b"><v>1</v></c>'
        '<c r="F2" t="inlineStr"><is><t>é_x000D_ _x005F_x000D_</t></is></c></row>'
        '<row r="4"><c r="A4" t="e"><f>X</f><v>#REF!</v></c><c r="B4"><f>A1&amp;"é"</f></c>'
        '<c r="C4" t="str"><f>"a"</f><v>a</v></c></row>'
    )
    here, there = cells(encoded(rows, "utf-8")), cells(encoded(rows, "windows-1252"))
    assert there[1:] == [
        [None, 7.0, 0.5, True, None, "é\r _x000D_"],
        [],
        [CellError("#REF!"), Uncalculated('A1&"é"'), "a"],
    ]
    assert [[cell for cell in row if cell not in (None, "")] for row in here if any(row)] == [
        [cell for cell in row if cell is not None] for row in there if row
    ]


def test_what_neither_reads_is_damaged() -> None:
    for part in (b"<worksheet", DECLARATION.format("windows-1252").encode() + b"<worksheet>\xe9"):
        with pytest.raises(StoreRefused) as refused:
            read_workbook(workbook({"A": ""}, more={"xl/worksheets/sheet1.xml": part}), "")
        assert (refused.value.code, refused.value.details) == ("workbook_damaged", {"part": "xl/worksheets/sheet1.xml"})


def test_entities_are_not_followed() -> None:
    bomb = '<?xml version="1.0" encoding="windows-1252"?><!DOCTYPE w [<!ENTITY a "é">]>'
    part = (bomb + sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&a;é</t></is></c></row>')).encode("cp1252")
    with pytest.raises(StoreRefused) as refused:
        read_workbook(workbook({"A": ""}, more={"xl/worksheets/sheet1.xml": part}), "")
    assert refused.value.code == "workbook_damaged"


def test_a_stray_cell_in_the_last_corner_is_named() -> None:
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>é</t></is></c></row>'
    rows += '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(StoreRefused) as refused:
        read_workbook(encoded(rows, "windows-1252"), "")
    assert refused.value.details == {"tab": "A", "cell": "XFD1048576"}


def test_days_follow_the_workbooks_epoch() -> None:
    rows = '<row r="1"><c r="A1" s="1"><v>45000</v></c><c r="B1" t="inlineStr"><is><t>é</t></is></c></row>'
    part = DECLARATION.format("windows-1252") + sheet(rows)
    day = b'<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    more: dict[str, str | bytes] = {
        "xl/worksheets/sheet1.xml": part.encode("cp1252"),
        "xl/styles.xml": EMPTY.replace(b"</cellXfs>", day + b"</cellXfs>"),
        "xl/_rels/workbook.xml.rels": relations({"worksheets/sheet1.xml": WORKSHEET, "styles.xml": STYLES}),
    }
    content = workbook({"A": ""}, more=more, properties='<workbookPr date1904="1"/>')
    assert (cells(content), read_workbook(content, "").epoch) == ([[dt.date(2027, 3, 16), "é"]], dt.date(1904, 1, 1))


def test_openpyxl_is_loaded_for_no_other_workbook(tmp_path: Path) -> None:
    path = tmp_path / "network.xlsx"
    path.write_bytes(workbook({"A": sheet('<row r="1"><c r="A1"><v>1</v></c></row>')}))
    script = (
        "import sys\nfrom netsheets.stores.port import Changeset\nfrom netsheets.stores.xlsx import XlsxStore\n"
        "store = XlsxStore(sys.argv[1])\nstore.apply(Changeset((), store.read().revision))\n"
        "assert 'openpyxl' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script, str(path)], check=True)
