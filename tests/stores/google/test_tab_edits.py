"""The requests of edits that leave what stands on a tab: where each goes, and what is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from netsheets.errors import Conflict
from netsheets.stores.google.cells import HIGHLIGHT, header_look, pixels, rule
from netsheets.stores.google.draft import BatchDraft, number_of
from netsheets.stores.google.spreadsheet import SpreadsheetTab
from netsheets.stores.google.tab_edits import append_rows, dress_tab, in_google, retype_cells, set_highlight
from netsheets.stores.port import (
    AppendRows,
    Bounds,
    Choices,
    DressTab,
    Highlight,
    Reference,
    RetypeCells,
    Retyping,
    ShownColumn,
)
from tests.support.google_drafts import Json, bodies, draft_of, protected, read_tab

BANDS = number_of("bands 5")
TEXT = {"numberFormat": {"type": "TEXT"}}


def band(end: int | None, number: int = BANDS) -> Json:
    """Return a tab's alternating colours, down to the end of its grid or to a row."""
    area: Json = {"sheetId": 5, "startRowIndex": 0, "startColumnIndex": 0, "endColumnIndex": 2}
    return {"bandedRangeId": number, "range": area if end is None else {**area, "endRowIndex": end}}


def area(first: int, end: int, columns: tuple[int, int]) -> Json:
    bounds = {"startRowIndex": first, "endRowIndex": end, "startColumnIndex": columns[0], "endColumnIndex": columns[1]}
    return {"sheetId": 5, **bounds}


# Rows appended


def appended(tab: SpreadsheetTab, rows: int = 2) -> BatchDraft:
    draft = draft_of(tab)
    append_rows(draft, AppendRows("Members", (3, 1), ("text", "number"), [("x", 1)] * rows))
    return draft


def test_each_value_goes_to_its_column_and_the_cells_between_stay_empty() -> None:
    draft = appended(read_tab(), rows=1)
    row = [
        {"userEnteredValue": {"numberValue": 1}},
        {},
        {"userEnteredValue": {"stringValue": "x"}, "userEnteredFormat": TEXT},
    ]
    fields = "userEnteredValue,userEnteredFormat.numberFormat"
    assert draft.requests == [{"appendCells": {"sheetId": 5, "rows": [{"values": row}], "fields": fields}}]
    assert draft.edited == [draft.tab("Members")]


def test_no_rows_ask_for_nothing() -> None:
    draft = appended(read_tab(), rows=0)
    assert (draft.requests, draft.changes_content) == ([], False)
    with pytest.raises(Conflict):
        append_rows(draft, AppendRows("Nowhere", (1,), ("text",), []))


@pytest.mark.parametrize(("rows", "count"), [(17, 20), (18, 21)])
def test_a_tab_grows_with_what_is_appended_beyond_its_grid(rows: int, count: int) -> None:
    tab = appended(read_tab(), rows).tab("Members")
    assert (tab.used_rows, tab.row_count) == (3 + rows, count)


@pytest.mark.parametrize(
    ("held", "stretched"),
    [
        (band(4), [5]),
        (band(5), []),
        (band(9), []),
        (band(None), []),
        (band(4, number=77), []),
    ],
)
def test_our_alternating_colours_reach_down_to_the_last_row(held: Json, stretched: list[int]) -> None:
    updates = bodies(appended(read_tab(bands=(held,))).requests, "updateBanding")
    assert [each["bandedRange"]["range"]["endRowIndex"] for each in updates] == stretched
    for each in updates:
        assert each == {"bandedRange": band(5), "fields": "range"}


# A tab dressed


def dressed(tab: SpreadsheetTab, edit: DressTab) -> list[Json]:
    draft = draft_of(tab, read_tab("Clients", sheet_id=6))
    dress_tab(draft, edit)
    return draft.requests


PLAIN = ShownColumn("Name", "note")
ARRANGED: dict[str, Any] = {"bands": (band(20),), "protections": (protected(number_of("header 5")),)}


def test_a_tab_that_has_everything_is_asked_for_nothing() -> None:
    assert dressed(read_tab(**ARRANGED), DressTab("Members", (PLAIN,), (2,))) == []


def test_missing_columns_are_inserted_right_of_all_that_is_used() -> None:
    """A column that people keep without a heading is used too, and so is one they only gave a heading."""
    tab = read_tab(rows=[("Name",), ("Ann", "", "", "tall")], **ARRANGED)
    columns = (ShownColumn("Lead", "note", 10), PLAIN, ShownColumn("Joined on", "note", 20, required=True))
    requests = dressed(tab, DressTab("Members", columns, (None, 1, None)))
    look = "userEnteredValue,userEnteredFormat"
    cells = [
        {"userEnteredValue": {"stringValue": each.title}, "userEnteredFormat": header_look(each)}
        for each in (columns[0], columns[2])
    ]
    span = {"sheetId": 5, "dimension": "COLUMNS"}
    assert requests == [
        {"insertDimension": {"range": {**span, "startIndex": 4, "endIndex": 6}, "inheritFromBefore": False}},
        {"updateCells": {"range": area(0, 1, (4, 6)), "rows": [{"values": cells}], "fields": look}},
        *(
            {
                "updateDimensionProperties": {
                    "range": {**span, "startIndex": at, "endIndex": at + 1},
                    "properties": {"pixelSize": pixels(width)},
                    "fields": "pixelSize",
                }
            }
            for at, width in ((4, 10), (5, 20))
        ),
    ]


def test_a_missing_column_stands_right_of_a_heading_that_is_placed_beyond_the_cells() -> None:
    requests = dressed(read_tab(**ARRANGED), DressTab("Members", (PLAIN, PLAIN), (6, None)))
    assert bodies(requests, "insertDimension")[0]["range"]["startIndex"] == 6


@pytest.mark.parametrize(("columns", "added"), [(2, [1]), (3, [])])
def test_a_tab_without_a_free_column_gets_one_to_insert_before(columns: int, added: list[int]) -> None:
    draft = draft_of(read_tab(column_count=columns, **ARRANGED))
    dress_tab(
        draft, DressTab("Members", (PLAIN, ShownColumn("Lead", "note"), ShownColumn("Team", "note")), (1, None, None))
    )
    assert [each["length"] for each in bodies(draft.requests, "appendDimension")] == added
    assert draft.tab("Members").column_count == columns + len(added) + 2
    assert draft.tab("Members").used_columns == 4
    assert draft.edited == [draft.tab("Members")]


def test_a_tab_that_has_every_column_keeps_its_content() -> None:
    draft = draft_of(read_tab(**ARRANGED))
    dress_tab(draft, DressTab("Members", (PLAIN,), (1,)))
    assert not draft.changes_content


def test_a_new_tab_has_its_columns_from_the_first_on() -> None:
    draft = draft_of()
    draft.add_tab("Members", first=False, columns=2)
    dress_tab(draft, DressTab("Members", (PLAIN, ShownColumn("Lead", "note")), (None, None), header_row=3))
    [added] = bodies(draft.requests, "addSheet")
    tab = draft.tab("Members")
    assert bodies(draft.requests, "insertDimension") == []
    assert bodies(draft.requests, "updateCells")[0]["range"] == {
        "sheetId": added["properties"]["sheetId"],
        **{name: bound for name, bound in area(2, 3, (0, 2)).items() if name != "sheetId"},
    }
    assert (tab.used_columns, tab.used_rows, tab.column_count) == (2, 3, 2)
    assert len(draft.edited) == 1


def test_a_header_has_its_note() -> None:
    requests = dressed(read_tab(**ARRANGED), DressTab("Members", (ShownColumn("Name", "note", 9, "Who?"),), (2,), 3))
    note = [{"values": [{"note": "Who?"}]}]
    assert requests == [{"updateCells": {"range": area(2, 3, (1, 2)), "rows": note, "fields": "note"}}]


CHOICES = Choices(("active", "left"))


def test_a_check_is_on_every_cell_below_the_header() -> None:
    column = ShownColumn("Status", "note", 9, "How?", CHOICES)
    [check] = bodies(dressed(read_tab(**ARRANGED), DressTab("Members", (column,), (2,), 3)), "setDataValidation")
    assert check == {"range": area(3, 20, (1, 2)), "rule": rule(CHOICES, "How?")}


@pytest.mark.parametrize(("header_row", "checks"), [(19, 1), (20, 0)])
def test_a_tab_that_ends_with_its_header_has_no_cell_to_check(header_row: int, checks: int) -> None:
    column = ShownColumn("Status", "note", check=CHOICES)
    requests = dressed(read_tab(**ARRANGED), DressTab("Members", (column,), (2,), header_row))
    assert len(bodies(requests, "setDataValidation")) == checks


@pytest.mark.parametrize(("title", "checks"), [("Clients", 1), ("Teams", 0)])
def test_a_drop_down_of_a_tab_that_is_not_there_is_left_out(title: str, checks: int) -> None:
    column = ShownColumn("Client", "note", check=Reference(title, 1))
    requests = dressed(read_tab(**ARRANGED), DressTab("Members", (column,), (2,)))
    assert len(bodies(requests, "setDataValidation")) == checks


def test_empty_cells_below_the_last_row_are_prepared_for_what_they_hold() -> None:
    column = ShownColumn("Joined on", "day")
    [repeated] = bodies(dressed(read_tab(**ARRANGED), DressTab("Members", (column,), (2,))), "repeatCell")
    day = {"type": "DATE", "pattern": "dd/mm/yyyy"}
    assert repeated == {
        "range": area(3, 20, (1, 2)),
        "cell": {"userEnteredFormat": {"numberFormat": day, "verticalAlignment": "TOP"}},
        "fields": "userEnteredFormat.numberFormat,userEnteredFormat.verticalAlignment",
    }


def test_the_header_itself_is_not_formatted_as_an_empty_cell() -> None:
    empty = read_tab(rows=[], **ARRANGED)
    [repeated] = bodies(dressed(empty, DressTab("Members", (ShownColumn("Joined on", "day"),), (2,), 3)), "repeatCell")
    assert repeated["range"] == area(3, 20, (1, 2))


@pytest.mark.parametrize(("count", "formats"), [(4, 1), (3, 0)])
def test_a_full_tab_has_no_empty_cell_to_prepare(count: int, formats: int) -> None:
    tab = read_tab(row_count=count, **ARRANGED)
    requests = dressed(tab, DressTab("Members", (ShownColumn("Joined on", "day"),), (2,)))
    assert len(bodies(requests, "repeatCell")) == formats


@pytest.mark.parametrize(("frozen", "asked"), [(0, [3]), (1, []), (3, [])])
def test_the_header_is_frozen_unless_people_froze_rows(frozen: int, asked: list[int]) -> None:
    requests = dressed(read_tab(frozen_rows=frozen, **ARRANGED), DressTab("Members", (PLAIN,), (2,), 3))
    frozen_rows = [each["properties"] for each in bodies(requests, "updateSheetProperties")]
    assert frozen_rows == [{"sheetId": 5, "gridProperties": {"frozenRowCount": each}} for each in asked]


@pytest.mark.parametrize(("header_row", "asked"), [(19, 1), (20, 0)])
def test_a_tab_is_not_frozen_whole(header_row: int, asked: int) -> None:
    requests = dressed(read_tab(frozen_rows=0, **ARRANGED), DressTab("Members", (PLAIN,), (2,), header_row))
    assert len(bodies(requests, "updateSheetProperties")) == asked


def test_a_new_tab_is_frozen_coloured_and_its_header_protected() -> None:
    draft = draft_of()
    draft.add_tab("Members", first=False, columns=1)
    dress_tab(draft, DressTab("Members", (PLAIN,), (None,)))
    kinds = [next(iter(each)) for each in draft.requests]
    assert kinds[-3:] == ["updateSheetProperties", "addBanding", "addProtectedRange"]


def test_alternating_colours_go_from_the_header_to_the_grids_end() -> None:
    held = {"protections": ARRANGED["protections"]}
    [added] = bodies(dressed(read_tab(**held), DressTab("Members", (PLAIN,), (2,), 3)), "addBanding")
    assert added["bandedRange"]["bandedRangeId"] == BANDS
    assert added["bandedRange"]["range"] == area(2, 20, (0, 2))


def test_colours_that_people_gave_a_tab_stay_the_only_ones() -> None:
    held = {**ARRANGED, "bands": (band(4, number=77),)}
    assert dressed(read_tab(**held), DressTab("Members", (PLAIN,), (2,))) == []


def test_only_the_header_is_protected() -> None:
    [added] = bodies(
        dressed(read_tab(bands=ARRANGED["bands"]), DressTab("Members", (PLAIN,), (2,), 3)), "addProtectedRange"
    )
    assert added["protectedRange"]["range"] == {"sheetId": 5, "startRowIndex": 2, "endRowIndex": 3}


# Wrong cells coloured

FORMULA = 'COUNTIF(Issues!$E:$E,"a,b"&A2)>0'
OURS: Json = {
    "ranges": [area(1, 20, (0, 4))],
    "booleanRule": {
        "condition": {
            "type": "CUSTOM_FORMULA",
            "values": [{"userEnteredValue": '=IF("netsheets"<>"";COUNTIF(INDIRECT("Issues!$E:$E");"a,b"&A2)>0)'}],
        },
        "format": HIGHLIGHT,
    },
}
THEIRS = {"ranges": [{"sheetId": 5}], "booleanRule": {"condition": {"type": "BLANK"}}}
BETWEEN = {
    "ranges": [{"sheetId": 5}],
    "booleanRule": {"condition": {"values": [{"userEnteredValue": "1"}, *OURS["booleanRule"]["condition"]["values"]]}},
}
GRADIENT = {"ranges": [{"sheetId": 5}], "gradientRule": {}}
AREA_AS_READ = {"sheetId": 5, "startRowIndex": 1, "endRowIndex": 20, "endColumnIndex": 4}
AS_READ = {**OURS, "ranges": [AREA_AS_READ]}
"""Google leaves zeroes out of what it says."""


def highlighted(*held: Json, **edit: Any) -> list[Json]:
    draft = draft_of(read_tab(conditional_formats=held))
    told = {"title": "Members", "formula": FORMULA, "anchor": "A2", "last_column": "D", **edit}
    set_highlight(draft, Highlight(**told))
    assert not draft.changes_content
    return draft.requests


def test_a_highlight_comes_after_the_rules_people_made() -> None:
    assert highlighted() == [{"addConditionalFormatRule": {"index": 0, "rule": OURS}}]
    assert highlighted(THEIRS, GRADIENT) == [{"addConditionalFormatRule": {"index": 2, "rule": OURS}}]
    assert highlighted(BETWEEN) == [{"addConditionalFormatRule": {"index": 1, "rule": OURS}}]


def test_the_same_highlight_changes_nothing() -> None:
    assert highlighted(AS_READ) == []
    assert highlighted(THEIRS, AS_READ) == []
    assert highlighted(AS_READ, {**AS_READ, "ranges": [{"sheetId": 5}]}) == []


def test_another_highlight_takes_the_place_of_the_first_of_ours() -> None:
    [update] = bodies(highlighted(THEIRS, AS_READ, AS_READ, formula="TRUE"), "updateConditionalFormatRule")
    condition = update["rule"]["booleanRule"]["condition"]
    assert update["index"] == 1
    assert condition["values"] == [{"userEnteredValue": '=IF("netsheets"<>"";TRUE)'}]


def test_a_highlight_of_another_place_takes_the_place_of_ours() -> None:
    [update] = bodies(highlighted(AS_READ, last_column="C"), "updateConditionalFormatRule")
    assert update["rule"]["ranges"] == [area(1, 20, (0, 3))]
    twice = {**AS_READ, "ranges": [AREA_AS_READ, AREA_AS_READ]}
    assert len(bodies(highlighted(twice), "updateConditionalFormatRule")) == 1


def test_a_highlight_begins_at_its_anchor_and_ends_with_the_grid() -> None:
    [added] = bodies(highlighted(anchor="C12", last_column="AA"), "addConditionalFormatRule")
    assert added["rule"]["ranges"] == [area(11, 20, (2, 8))]


def test_a_highlight_of_a_new_tab_is_its_first_rule() -> None:
    draft = draft_of()
    draft.add_tab("Members", first=False, columns=2)
    set_highlight(draft, Highlight("Members", "TRUE", "A2", "B"))
    assert bodies(draft.requests, "addConditionalFormatRule")[0]["index"] == 0


@pytest.mark.parametrize(
    ("formula", "typed"),
    [
        ("=AND(A2>1,B2)", "AND(A2>1;B2)"),
        ('"a,""b"",c"&A2', '"a,""b"",c"&A2'),
        ("SUM('It''s, all'!$A$2:$B$9,1)", "SUM(INDIRECT(\"'It''s, all'!$A$2:$B$9\");1)"),
        ("SUM(Issues!A:A)", 'SUM(INDIRECT("Issues!A:A"))'),
        ("Issues!B2", 'INDIRECT("Issues!B2")'),
        ("SUM('Say \"so\"'!A1)", 'SUM(INDIRECT("\'Say ""so""\'!A1"))'),
    ],
)
def test_a_formula_reaches_other_tabs_indirectly_and_separates_by_semicolons(formula: str, typed: str) -> None:
    assert in_google(formula) == typed


# Single cells retyped


def test_a_cell_is_found_by_its_whole_text_in_its_one_place() -> None:
    draft = draft_of(read_tab())
    retype_cells(draft, RetypeCells("Members", (Retyping(2, 3, "Ann", "Member M1"),)))
    asked = {
        "find": "Ann",
        "replacement": "Member M1",
        "matchCase": True,
        "matchEntireCell": True,
        "includeFormulas": False,
        "range": area(1, 2, (2, 3)),
    }
    assert draft.requests == [{"findReplace": asked}]
    assert draft.edited == [draft.tab("Members")]


def test_no_cells_are_no_change() -> None:
    draft = draft_of(read_tab())
    retype_cells(draft, RetypeCells("Members", ()))
    assert not draft.changes_content


def test_a_dropped_down_number_is_checked_below_its_header() -> None:
    column = ShownColumn("Rate", "note", check=Bounds("decimal", 0, 1))
    [check] = bodies(dressed(read_tab(**ARRANGED), DressTab("Members", (column,), (2,))), "setDataValidation")
    assert check["range"] == area(1, 20, (1, 2))
