"""A members' tab is dressed without touching a cell, a note or a rule that is theirs; twice changes nothing."""

from __future__ import annotations

from io import BytesIO

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from netsheets.ooxml.workbook import blank_workbook
from netsheets.stores.port import (
    Block,
    Bounds,
    Choices,
    Content,
    DressTab,
    Highlight,
    Reference,
    ReplaceTab,
    ShownColumn,
)
from netsheets.stores.xlsx.reading import read_workbook
from netsheets.stores.xlsx.store import edited
from tests.support.package_checks import check_package, parts_of
from tests.support.xlsx_packages import sheet, workbook

COLUMNS = (
    ShownColumn("Referral no.", "text", 14, "A number of your own.", required=True),
    ShownColumn("Given on", "day", 12, "The day you passed it on.", Bounds("day", 36526, 73050)),
    ShownColumn("Status", "text", 12, "", Choices(("given", "won"), strict=True)),
    ShownColumn("Referrer", "text", 12, "", Reference("Members", 2, header_row=3)),
    ShownColumn("Recipient", "text", 12, "", Reference("Members", 2, also=("NETWORK",))),
    ShownColumn("Amount", "money", 14, "", Bounds("decimal", 0)),
    ShownColumn("Score", "integer", 8, "", Bounds("whole", 1, 5)),
    ShownColumn("Notes", "wrapped", 30, "", Bounds("length", high=5000)),
)
MISSING = (None,) * len(COLUMNS)
PLACED = tuple(range(1, len(COLUMNS) + 1))
MEMBERS = ReplaceTab("Members", Content((Block((ShownColumn("x"),), ()),)))


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def referrals() -> Workbook:
    """Return a workbook whose tab people have filled and arranged."""
    book = Workbook()
    tab = book.active
    assert tab is not None
    tab.title = "Referrals"
    tab.append([each.title for each in COLUMNS])
    tab.append(["R1"])
    tab["A1"].comment = Comment("our own note", "Ann")
    tab["C7"].comment = Comment("ask Bob", "Ann")
    tab["A1"].fill = PatternFill("solid", "FFFF0000")
    return book


def dressed(content: bytes, *positions: int | None, columns: tuple[ShownColumn, ...] = COLUMNS) -> bytes:
    after = edited(content, (DressTab("Referrals", columns, positions or PLACED), MEMBERS))
    check_package(after)
    return after


def rules(content: bytes) -> dict[str, tuple[str | None, ...]]:
    """Return the rules of the tab by their range: kind, first and second formula."""
    found = load_workbook(BytesIO(content))["Referrals"].data_validations.dataValidation
    return {str(each.sqref): (each.type, each.formula1, each.formula2) for each in found}


def test_a_new_tab_is_ready_to_fill() -> None:
    content = dressed(blank_workbook(), *MISSING)
    tab = load_workbook(BytesIO(content))["Referrals"]
    assert [cell.value for cell in tab[1]] == [each.title for each in COLUMNS]
    assert (tab.freeze_panes, tab.column_dimensions["A"].width) == ("A2", 14)
    formats = [tab.column_dimensions[letter].number_format for letter in "ABFG"]
    assert formats == ["@", "dd/mm/yyyy", "#,##0.00", "0"]
    assert [tab[at].comment.text for at in ("A1", "B1")] == ["A number of your own.", "The day you passed it on."]
    assert tab["C1"].comment is None
    assert tab["A1"].fill.fgColor.rgb != tab["B1"].fill.fgColor.rgb


def test_drop_downs_and_checks() -> None:
    assert rules(dressed(blank_workbook(), *MISSING)) == {
        "B2:B5000": ("date", "36526", "73050"),
        "C2:C5000": ("list", '"given,won"', None),
        "D2:D5000": ("list", "'Members'!$B$4:$B$5000", None),
        "E2:E5000": ("list", "'Members'!$B$2:$B$5000", None),
        "F2:F5000": ("decimal", "0", None),
        "G2:G5000": ("whole", "1", "5"),
        "H2:H5000": ("textLength", "5000", None),
    }


def test_strict_words_are_enforced_others_flagged_and_free_words_let_through() -> None:
    found = load_workbook(BytesIO(dressed(blank_workbook(), *MISSING)))["Referrals"].data_validations.dataValidation
    by_range = {str(each.sqref)[0]: (each.errorStyle, each.showErrorMessage) for each in found}
    assert (by_range["C"], by_range["D"], by_range["E"]) == ((None, True), ("warning", True), ("warning", False))


def test_a_drop_down_to_a_tab_that_is_not_there_is_left_out() -> None:
    content = edited(blank_workbook(), (DressTab("Referrals", COLUMNS[3:4], (None,)),))
    assert rules(content) == {}


def test_cells_and_their_notes_and_fills_stay() -> None:
    before = saved(referrals())
    content = dressed(before)
    rows = [parts_of(each)["xl/worksheets/sheet1.xml"] for each in (before, content)]
    inner = [part[part.index(b"<sheetData>") : part.index(b"</sheetData>")] for part in rows]
    assert inner[0] == inner[1]
    tab = load_workbook(BytesIO(content))["Referrals"]
    notes = {cell.coordinate: cell.comment.text for row in tab.iter_rows() for cell in row if cell.comment}
    assert notes == {"A1": "our own note", "C7": "ask Bob", "B1": "The day you passed it on."}


def test_dressing_twice_changes_nothing() -> None:
    once = dressed(saved(referrals()))
    assert dressed(once) == once


def test_a_note_of_ours_that_changed_is_replaced() -> None:
    once = dressed(saved(referrals()))
    other = (COLUMNS[0], ShownColumn("Given on", "day", 12, "A new note."))
    tab = load_workbook(BytesIO(dressed(once, 1, 2, columns=other)))["Referrals"]
    assert (tab["A1"].comment.text, tab["B1"].comment.text) == ("our own note", "A new note.")


def test_a_rule_of_ours_is_replaced_and_one_of_a_person_left() -> None:
    book = referrals()
    theirs = DataValidation("list", formula1='"a,b"', sqref="C3:C9 G1:G1048576")
    book["Referrals"].add_data_validation(theirs)
    once = dressed(saved(book))
    assert {"C3:C9 G1:G1048576", "B2:B5000", "D2:D5000"} <= set(rules(once))
    assert not {"C2:C5000", "G2:G5000"} & set(rules(once))
    again = dressed(once, 1, 2, columns=(COLUMNS[0], ShownColumn("Given on", "day", check=Bounds("day", 1))))
    assert rules(again)["B2:B5000"] == ("date", "1", None)
    assert rules(again)["D2:D5000"] == rules(once)["D2:D5000"]


def test_a_rule_in_excels_extension_counts_too() -> None:
    extension = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<x14:dataValidations count="2" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list"><x14:formula1><xm:f>Other!$A$1:$A$3</xm:f></x14:formula1>'
        "<xm:sqref>C2:C40</xm:sqref></x14:dataValidation>"
        '<x14:dataValidation type="list" errorTitle="netsheets"><x14:formula1><xm:f>Members!$A$1:$A$3</xm:f>'
        "</x14:formula1><xm:sqref>D2:D40</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    content = dressed(workbook({"Referrals": sheet("", after=extension)}))
    part = parts_of(content)["xl/worksheets/sheet1.xml"].decode()
    assert "C2:C5000" not in part
    assert "D2:D40" not in part
    assert "C2:C40" in part
    assert "D2:D5000" in part


def test_widths_formats_and_panes_of_people_stay() -> None:
    columns = '<cols><col min="1" max="3" width="33" customWidth="1"/></cols>'
    pane = '<pane xSplit="2" topLeftCell="C1" state="frozen"/>'
    views = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    content = dressed(workbook({"Referrals": sheet("", before=views + columns)}))
    tree = etree.fromstring(parts_of(content)["xl/worksheets/sheet1.xml"])
    found = [(each.get("min"), each.get("max"), each.get("width")) for each in tree.iter("{*}col")]
    assert found[:4] == [("1", "1", "33"), ("2", "2", "33"), ("3", "3", "33"), ("4", "4", "12")]
    assert [dict(each.attrib) for each in tree.iter("{*}pane")] == [
        {"xSplit": "2", "topLeftCell": "C1", "state": "frozen"}
    ]


def test_rules_reach_as_far_as_a_longer_tab() -> None:
    content = dressed(workbook({"Referrals": sheet('<row r="6001"><c r="A6001"><v>1</v></c></row>')}))
    assert "B2:B6001" in rules(content)


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (
            '<row r="1" spans="1:2" ht="20"><c r="A1"><v>1</v></c></row>',
            '<row r="1" ht="20"><c r="A1"><v>1</v></c><c r="B1"',
        ),
        ('<row r="1"/><row r="2"><c r="A2"><v>1</v></c></row>', '<row r="1"><c r="B1"'),
        ('<row r="2"><c r="A2"><v>1</v></c></row>', '<row r="1"><c r="B1"'),
        ("<row><c><v>1</v></c></row>", '<row><c><v>1</v></c><c r="B1"'),
    ],
)
def test_a_header_is_added_to_whatever_row_there_is(row: str, wanted: str) -> None:
    content = edited(workbook({"Referrals": sheet(row)}), (DressTab("Referrals", (ShownColumn("New"),), (None,)),))
    check_package(content)
    assert wanted in parts_of(content)["xl/worksheets/sheet1.xml"].decode()


def test_words_too_long_for_a_rule_stand_on_a_hidden_tab_once() -> None:
    words = tuple(f"commission.parameter_{number}" for number in range(30))
    with_comma = ("yes, of course", "no")
    columns = (ShownColumn("Parameter", check=Choices(words)), ShownColumn("Word", check=Choices(with_comma)))
    once = edited(blank_workbook(), (DressTab("Referrals", columns, (None, None)),))
    check_package(once)
    assert [each[1] for each in rules(once).values()] == ["'netsheets lists'!$A$1:$A$30", "'netsheets lists'!$B$1:$B$2"]
    assert load_workbook(BytesIO(once))["netsheets lists"].sheet_state == "hidden"
    lists = next(each for each in read_workbook(once, "").grids if each.title == "netsheets lists")
    assert [row[0] for row in lists.rows] == list(words)
    assert edited(once, (DressTab("Referrals", columns, (1, 2)),)) == once
    more = edited(once, (DressTab("Others", (ShownColumn("x", check=Choices(words[1:])),), (None,)),))
    check_package(more)
    [rule] = load_workbook(BytesIO(more))["Others"].data_validations.dataValidation
    assert rule.formula1 == "'netsheets lists'!$C$1:$C$29"


def test_a_highlight_comes_after_peoples_rules_and_is_one() -> None:
    book = referrals()
    book["Referrals"].conditional_formatting.add("A2:A9", Rule("expression", priority=1, formula=['"x"']))
    first = edited(saved(book), (Highlight("Referrals", '=AND($A2<>"",$B2="")', "A2", "H"),))
    check_package(first)
    part = parts_of(first)["xl/worksheets/sheet1.xml"].decode()
    assert part.count("<cfRule") == 2
    assert 'sqref="A2:H1048576"' in part
    assert 'priority="2"' in part
    assert edited(first, (Highlight("Referrals", 'AND($A2<>"",$B2="")', "A2", "H"),)) == first
    other = edited(first, (Highlight("Referrals", "ISBLANK(A2)", "A2", "H"),))
    found = load_workbook(BytesIO(other))["Referrals"].conditional_formatting
    formulas = [rule.formula for each in found for rule in each.rules]
    assert formulas == [['"x"'], ['IF("netsheets"<>"",ISBLANK(A2))']]
    assert parts_of(other)["xl/styles.xml"] == parts_of(first)["xl/styles.xml"]
