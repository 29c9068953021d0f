"""What is to be forgotten is gone from beside the cells too: links, comments, filters, properties of the file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.filters import AutoFilter, CustomFilter, CustomFilters, FilterColumn, Filters
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from netsheets.ooxml import names as xml
from netsheets.ooxml.cells import column_number, split_cell
from netsheets.stores.port import Changeset, RetypeCells, Retyping
from netsheets.stores.xlsx import XlsxStore
from netsheets.stores.xlsx.forgetting import ShownPerson
from netsheets.stores.xlsx.store import edited
from tests.stores.xlsx.test_retyping import parts_of
from tests.support import SHARED
from tests.support import xlsx_packages as packages

NAME, MAIL = Retyping(2, 1, "Gilles Ampourcet", "Member M16"), Retyping(2, 2, "gilles@ampourcet.example", "")
TRACES = ("Gilles Ampourcet", "Ampourcet Gilles", "gilles@ampourcet.example")
THREADED = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
PERSON = "http://schemas.microsoft.com/office/2017/10/relationships/person"
CONVERSATION = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


@pytest.fixture
def book() -> Workbook:
    book = Workbook()
    sheet = tab(book, "Members")
    for row in (("Name", "E-mail"), ("Gilles Ampourcet", "gilles@ampourcet.example"), ("Ann Lee", "ann@lee.example")):
        sheet.append(row)
    return book


def tab(book: Workbook, title: str) -> Worksheet:
    sheet = book.active if book.sheetnames == ["Sheet"] else book.create_sheet()
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    return sheet


def forgotten(book: Workbook, folder: Path, *cells: Retyping, traces: tuple[str, ...] = TRACES) -> Workbook:
    """Return the workbook after these cells of its first tab were typed anew."""
    path = folder / "network.xlsx"
    book.save(path)
    applied(path, book.sheetnames[0], *cells, traces=traces)
    return load_workbook(path)


def applied(path: Path, title: str, *cells: Retyping, traces: tuple[str, ...] = TRACES) -> None:
    store = XlsxStore(path)
    edit = RetypeCells(title, cells or (NAME, MAIL), traces, "Member M16")
    store.apply(Changeset((edit,), store.read().revision))


def whole(path: Path) -> bytes:
    return b"".join(parts_of(path.read_bytes()).values()).lower()


def test_the_link_of_an_emptied_cell_goes_with_its_address(book: Workbook, tmp_path: Path) -> None:
    book["Members"]["B2"].hyperlink = "mailto:gilles@ampourcet.example"
    book["Members"]["B3"].hyperlink = "mailto:ann@lee.example"
    after = forgotten(book, tmp_path)["Members"]
    assert (after["B2"].hyperlink, after["B3"].hyperlink.target) == (None, "mailto:ann@lee.example")
    assert b"ampourcet" not in whole(tmp_path / "network.xlsx")


def test_a_link_on_another_cell_or_tab_that_leads_to_them_goes(book: Workbook, tmp_path: Path) -> None:
    notes = tab(book, "Notes")
    notes["A1"], notes["A2"] = "write", "read"
    notes["A1"].hyperlink = "mailto:Gilles%40ampourcet.example?subject=hello"
    notes["A2"].hyperlink = "https://example.org/rules"
    after = forgotten(book, tmp_path)["Notes"]
    assert (after["A1"].hyperlink, after["A2"].hyperlink.target) == (None, "https://example.org/rules")
    assert (after["A1"].value, b"ampourcet" in whole(tmp_path / "network.xlsx")) == ("write", False)


def test_a_comment_on_an_emptied_cell_goes_and_its_shape(book: Workbook, tmp_path: Path) -> None:
    book["Members"]["B2"].comment = Comment("calls at night", "Ann Lee")
    book["Members"]["B3"].comment = Comment("prefers letters", "Ann Lee")
    after = forgotten(book, tmp_path)["Members"]
    assert (after["B2"].comment, after["B3"].comment.text) == (None, "prefers letters")
    parts = parts_of((tmp_path / "network.xlsx").read_bytes())
    [drawing] = [each for name, each in parts.items() if name.endswith(".vml")]
    assert len(re.findall(rb":shape\s", drawing)) == 1


def test_other_comments_and_their_authors_name_the_stand_in(book: Workbook, tmp_path: Path) -> None:
    book["Members"]["A3"].comment = Comment("Met GILLES  Ampourcet; gilles agreed.", "Gilles Ampourcet")
    after = forgotten(book, tmp_path)["Members"]["A3"].comment
    assert after.text == "Met Member M16; gilles agreed."
    assert after.author == "Member M16"


def test_a_name_in_two_typefaces_is_found(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    pieces = "<r><t>with Gil</t></r><r><rPr><b/></rPr><t>les Ampourcet</t></r>"
    comments = f'<comments xmlns="{xml.MAIN}"><authors><author>Ann</author></authors><commentList>'
    comments += f'<comment ref="C9" authorId="0"><text>{pieces}</text></comment></commentList></comments>'
    threads = f'<ThreadedComments xmlns="{CONVERSATION}"><threadedComment ref="C9" personId="1" id="2">'
    threads += "<text>Ask Gilles Ampourcet</text></threadedComment></ThreadedComments>"
    people = f'<personList xmlns="{CONVERSATION}"><person displayName="Gilles Ampourcet" id="1" '
    people += 'userId="S::gilles@ampourcet.example::9" providerId="AD"/></personList>'
    more: dict[str, str | bytes] = {
        "xl/comments1.xml": comments, "xl/threadedComments/t1.xml": threads, "xl/persons/person.xml": people,
        "xl/worksheets/_rels/sheet1.xml.rels": packages.relations(
            {"../comments1.xml": xml.COMMENTS, "../threadedComments/t1.xml": THREADED}
        ),
        "xl/_rels/workbook.xml.rels": packages.relations(
            {"worksheets/sheet1.xml": xml.WORKSHEET, "persons/person.xml": PERSON}
        ),
    }  # fmt: skip
    path = tmp_path / "network.xlsx"
    path.write_bytes(packages.workbook({"Tab1": packages.sheet(row)}, more=more))
    applied(path, "Tab1", Retyping(1, 1, "x", ""))
    parts = parts_of(path.read_bytes())
    assert b"<t>with Member M16</t>" in parts["xl/comments1.xml"]
    assert b"<text>Ask Member M16</text>" in parts["xl/threadedComments/t1.xml"]
    assert b'displayName="Member M16"' in parts["xl/persons/person.xml"]
    assert b"ampourcet" not in whole(path)


@pytest.mark.parametrize("where", ["sheet", "table"])
def test_a_filter_for_a_name_follows_the_cell(book: Workbook, tmp_path: Path, where: str) -> None:
    names = FilterColumn(colId=0, filters=Filters(filter=["Gilles Ampourcet", "Ann Lee"]))
    mails = FilterColumn(colId=1, filters=Filters(filter=["gilles@ampourcet.example"]))
    sheet = book["Members"]
    if where == "sheet":
        sheet.auto_filter.ref = "A1:B3"
        sheet.auto_filter.filterColumn += [names, mails]
    else:
        filters = AutoFilter(ref="A1:B3", filterColumn=[names, mails])
        sheet.add_table(Table(displayName="People", ref="A1:B3", autoFilter=filters))
    after = forgotten(book, tmp_path)["Members"]
    found = after.auto_filter if where == "sheet" else after.tables["People"].autoFilter
    assert found is not None
    assert found.filterColumn[0].filters.filter == ["Member M16", "Ann Lee"]
    assert (found.filterColumn[1].filters.filter, found.filterColumn[1].filters.blank) == ([], True)
    assert b"ampourcet" not in whole(tmp_path / "network.xlsx")


@pytest.mark.parametrize(("value", "expected"), [("*Ampourcet*", "Member M16"), ("*Lee*", "*Lee*"), ("*e*", "*e*")])
def test_a_filter_for_a_part_of_a_name_follows_it(book: Workbook, tmp_path: Path, value: str, expected: str) -> None:
    sheet = book["Members"]
    sheet.auto_filter.ref = "A1:B3"
    custom = CustomFilters(customFilter=[CustomFilter(val=value)])
    sheet.auto_filter.filterColumn.append(FilterColumn(colId=0, customFilters=custom))
    after = forgotten(book, tmp_path)["Members"]
    assert [each.val for each in after.auto_filter.filterColumn[0].customFilters.customFilter] == [expected]


def test_a_filter_for_what_another_cell_still_holds_stays(book: Workbook, tmp_path: Path) -> None:
    sheet = book["Members"]
    sheet["A3"] = "Gilles Ampourcet"
    sheet.auto_filter.ref = "A1:B3"
    sheet.auto_filter.add_filter_column(0, ["Gilles Ampourcet"])
    after = forgotten(book, tmp_path, traces=())["Members"]
    assert after.auto_filter.filterColumn[0].filters.filter == ["Gilles Ampourcet"]


def test_the_properties_of_the_file_name_the_stand_in(book: Workbook, tmp_path: Path) -> None:
    book.properties.creator, book.properties.lastModifiedBy = "Gilles Ampourcet", "Ann Lee"
    book.properties.title = "Sheet of Ampourcet Gilles, 2026"
    after = forgotten(book, tmp_path).properties
    assert (after.creator, after.lastModifiedBy, after.title) == ("Member M16", "Ann Lee", "Sheet of Member M16, 2026")


def test_where_nothing_shows_them_every_other_part_keeps_its_bytes(book: Workbook, tmp_path: Path) -> None:
    book["Members"]["A3"].comment = Comment("prefers letters", "Ann Lee")
    book["Members"]["B3"].hyperlink = "mailto:ann@lee.example"
    path = tmp_path / "network.xlsx"
    book.save(path)
    before = parts_of(path.read_bytes())
    applied(path, "Members")
    after = parts_of(path.read_bytes())
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed == {"xl/worksheets/sheet1.xml"}
    assert set(after) == set(before)


@pytest.mark.parametrize("name", ["comment03.xlsx", "comment13.xlsx", "comment16.xlsx"])
def test_a_comment_that_excel_drew_goes_with_its_shape(name: str) -> None:
    made = SHARED / "excel" / name
    if not made.exists():
        pytest.skip("the workbooks that Excel saved are not here: ../shared/excel")
    before = made.read_bytes()
    title, (address, *others) = next(each for each in commented(before).items() if each[1])
    letters, row = split_cell(address)
    edit = RetypeCells(title, (Retyping(row, column_number(letters), "", ""),), ("John",), "Member M16")
    after = edited(before, (edit,))
    assert list(commented(after)[title]) == others
    assert set(commented(after)[title].values()) <= {"Member M16"}
    assert shapes(after) == shapes(before) - 1


def commented(content: bytes) -> Mapping[str, Mapping[str, str]]:
    """Return, by tab, who wrote the comment on each cell."""
    return {
        sheet.title: {each.coordinate: each.comment.author for each in sheet._cells.values() if each.comment}
        for sheet in load_workbook(BytesIO(content)).worksheets
    }


def shapes(content: bytes) -> int:
    drawings = (part for name, part in parts_of(content).items() if name.endswith(".vml"))
    return sum(len(re.findall(rb"<v:shape\s", each)) for each in drawings)


@pytest.mark.parametrize(
    ("text", "replaced"),
    [
        ("Gilles Ampourcet", "*"),
        ("GILLES\N{NO-BREAK SPACE}AMPOURCET!", "*!"),
        ("(gillès-ampourcet)", "(*)"),
        ("call 04 65.71-36 92.", "call *."),
        ("call 004 65 71 36 92 1", "call 004 65 71 36 92 1"),
        ("Gilles Ampourcetti", "Gilles Ampourcetti"),
        ("xGilles Ampourcet", "xGilles Ampourcet"),
        ("Gilles and Gilles Ampourcet", "Gilles and *"),
        ("\N{LATIN SMALL LIGATURE FI} then Gilles Ampourcet", "\N{LATIN SMALL LIGATURE FI} then *"),
        ("", ""),
    ],
)
def test_what_shows_a_person(text: str, replaced: str) -> None:
    person = ShownPerson(("Gilles Ampourcet", "0465713692", "ab"), "*")
    assert (person.replaced(text), person.shown_in(text)) == (replaced, text != replaced)
