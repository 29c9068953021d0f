"""The requests that make a tool-owned tab hold its content: cells, looks, widths, colours, charts, and its mark."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from netsheets.stores.google.cells import BANDS, PALETTE, colour, header_look, look, pixels
from netsheets.stores.google.draft import BatchDraft, number_of
from netsheets.stores.google.spreadsheet import SpreadsheetTab
from netsheets.stores.google.tab_content import first_row, replace_tab
from netsheets.stores.port import Block, Cell, Chart, Content, Format, Link, ReplaceTab, ShownColumn
from tests.support.google_drafts import Json, bodies, draft_of, marked, protected, read_tab

NAME, AMOUNT = ShownColumn("Name", "number", 10, "Who?"), ShownColumn("Amount", "money", 20)
TABLE = Block((NAME, AMOUNT), [("Ann", 1.5), ("Bob", 2.5)])
TOTAL = Block((ShownColumn("label", "total", 30), ShownColumn("sum", "total_money", 5)), [("Sum", 4.0)], headless=True)
STACKED = Content((Block(TABLE.columns, TABLE.rows, heading="Top"), TOTAL))
PROTECTION = protected(number_of("protected 5"))
WRITTEN = "userEnteredValue,userEnteredFormat,note,textFormatRuns,dataValidation"


def mark_of(content: Content) -> str:
    return hashlib.sha256(repr(content).encode()).hexdigest()


def replaced(tab: SpreadsheetTab, content: Content) -> BatchDraft:
    draft = draft_of(tab, read_tab("Clients", sheet_id=6))
    replace_tab(draft, ReplaceTab(tab.title, content))
    return draft


def area(first: int, end: int, columns: tuple[int, int]) -> Json:
    bounds = {"startRowIndex": first, "endRowIndex": end, "startColumnIndex": columns[0], "endColumnIndex": columns[1]}
    return {"sheetId": 5, **bounds}


def texts(draft: BatchDraft) -> list[list[Any]]:
    """Return the values that are written over the whole tab."""
    whole = next(each for each in bodies(draft.requests, "updateCells") if each["fields"] == WRITTEN)
    return [
        [next(iter(cell.get("userEnteredValue", {"": None}).values())) for cell in row["values"]]
        for row in whole["rows"]
    ]


# Where things stand


def test_blocks_stand_below_each_other_with_headings_headers_and_one_empty_row() -> None:
    rows = [["Top"], ["Name", "Amount"], ["Ann", 1.5], ["Bob", 2.5], [], ["Sum", 4.0]]
    assert texts(replaced(read_tab(), STACKED)) == rows


@pytest.mark.parametrize(
    ("block", "rows"),
    [
        (TABLE, (1, 3)),
        (Block(TABLE.columns, TABLE.rows, heading="Top"), (2, 4)),
        (TOTAL, (0, 1)),
        (Block(TOTAL.columns, TOTAL.rows, heading="Top", headless=True), (1, 2)),
    ],
)
def test_the_first_row_stands_below_heading_and_header(block: Block, rows: tuple[int, int]) -> None:
    assert first_row(Content((block,))) == rows


def test_a_tab_has_a_row_more_than_its_content_and_freezes_its_one_header() -> None:
    draft = replaced(read_tab(), Content((TABLE,)))
    [grid] = bodies(draft.requests, "updateSheetProperties")
    assert grid == {
        "properties": {
            "sheetId": 5,
            "gridProperties": {"rowCount": 4, "columnCount": 2, "frozenRowCount": 1, "frozenColumnCount": 0},
        },
        "fields": "gridProperties.rowCount,gridProperties.columnCount,gridProperties.frozenRowCount,"
        "gridProperties.frozenColumnCount",
    }
    tab = draft.tab("Members")
    assert (tab.row_count, tab.column_count, tab.used_rows, tab.used_columns) == (4, 2, 3, 2)


@pytest.mark.parametrize(
    ("content", "rows", "columns", "frozen"),
    [
        (Content(()), 2, 1, 0),
        (Content((TABLE, TABLE)), 8, 2, 0),
        (Content((TOTAL,)), 2, 2, 0),
        (Content((Block(TABLE.columns, (), heading="Top"),)), 3, 2, 0),
        (Content((TABLE, Block((NAME, AMOUNT, NAME), ()))), 6, 3, 0),
        (Content((TABLE,), (Chart("pie", "Share", 0, 0, (1,)),)), 19, 16, 1),
        (Content((TABLE,), (Chart("pie", "Share", 0, 0, (1,)),) * 2), 37, 16, 1),
    ],
)
def test_a_tab_is_as_large_as_its_blocks_and_charts(content: Content, rows: int, columns: int, frozen: int) -> None:
    [grid] = (
        each["properties"]["gridProperties"]
        for each in bodies(replaced(read_tab(), content).requests, "updateSheetProperties")
    )
    assert (grid["rowCount"], grid["columnCount"], grid["frozenRowCount"]) == (rows, columns, frozen)


def test_the_whole_tab_is_written_over() -> None:
    whole = bodies(replaced(read_tab(), Content((TABLE,))).requests, "updateCells")[0]
    assert (whole["range"], whole["fields"]) == (area(0, 4, (0, 2)), WRITTEN)


# What it looks like


def test_a_block_has_a_heading_a_header_with_its_notes_and_formats() -> None:
    requests = replaced(read_tab(), Content((Block((NAME, AMOUNT), TABLE.rows, heading="Top"),))).requests
    header = [
        {"userEnteredFormat": header_look(NAME), "note": "Who?"},
        {"userEnteredFormat": header_look(AMOUNT), "note": ""},
    ]
    place = {"range": area(1, 2, (0, 2)), "rows": [{"values": header}], "fields": "userEnteredFormat,note"}
    assert bodies(requests, "updateCells")[1:] == [place]
    formats: tuple[tuple[Json, Format], ...] = (
        (area(0, 1, (0, 1)), "heading"),
        (area(2, 4, (0, 1)), "number"),
        (area(2, 4, (1, 2)), "money"),
    )
    assert bodies(requests, "repeatCell") == [
        {"range": where, "cell": {"userEnteredFormat": look(format_)}, "fields": "userEnteredFormat"}
        for where, format_ in formats
    ]


def test_a_block_without_a_header_is_formatted_from_its_first_row_on() -> None:
    requests = replaced(read_tab(), Content((Block(TOTAL.columns, TOTAL.rows, "Top", headless=True),))).requests
    assert [each["range"] for each in bodies(requests, "repeatCell")] == [
        area(0, 1, (0, 1)), area(1, 2, (0, 1)), area(1, 2, (1, 2)),
    ]  # fmt: skip
    assert len(bodies(requests, "updateCells")) == 1


def test_a_block_without_rows_has_no_cell_to_format() -> None:
    assert bodies(replaced(read_tab(), Content((Block((NAME, AMOUNT), ()),))).requests, "repeatCell") == []


def test_a_link_leads_to_its_cell_and_brings_its_columns_look_along() -> None:
    column = ShownColumn("Cell", "total")
    draft = replaced(read_tab(), Content((Block((NAME, column), [("x", Link("B2", "Clients", "B2"))]),)))
    [_, row] = bodies(draft.requests, "updateCells")[0]["rows"]
    text = {
        "underline": True,
        "foregroundColorStyle": colour("1F5FA8"),
        "bold": True,
        "link": {"uri": "#gid=6&range=B2"},
    }
    assert row["values"][1]["userEnteredFormat"] == {**look("total"), "textFormat": text}
    assert [each["range"] for each in bodies(draft.requests, "repeatCell")] == [area(1, 2, (0, 1))]


def test_a_link_to_a_tab_that_is_not_there_is_a_text() -> None:
    draft = replaced(read_tab(), Content((Block((NAME,), [(Link("B2", "Nowhere", "B2"),)]),)))
    [_, row] = bodies(draft.requests, "updateCells")[0]["rows"]
    assert row["values"] == [{"userEnteredValue": {"stringValue": "B2"}}]


def test_a_column_is_as_wide_as_the_widest_block_wants_it() -> None:
    found = bodies(replaced(read_tab(), STACKED).requests, "updateDimensionProperties")
    assert [(each["range"], each["properties"]["pixelSize"]) for each in found] == [
        ({"sheetId": 5, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}, pixels(30)),
        ({"sheetId": 5, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}, pixels(20)),
    ]


BAND = {"bandedRangeId": number_of("bands 5")}
THEIR_BAND = {"bandedRangeId": 77}


@pytest.mark.parametrize(
    ("held", "content", "deleted", "added"),
    [
        ((), Content((TABLE,)), 0, 1),
        ((), STACKED, 0, 0),
        ((), Content((TOTAL,)), 0, 0),
        ((BAND,), Content((TABLE,)), 1, 1),
        ((BAND,), STACKED, 1, 0),
        ((THEIR_BAND,), Content((TABLE,)), 0, 0),
        ((THEIR_BAND, BAND), Content((TABLE,)), 1, 0),
    ],
)
def test_one_table_has_alternating_colours_unless_people_gave_it_some(
    held: tuple[Json, ...], content: Content, deleted: int, added: int
) -> None:
    requests = replaced(read_tab(bands=held), content).requests
    assert bodies(requests, "deleteBanding") == [BAND] * deleted
    assert len(bodies(requests, "addBanding")) == added


def test_alternating_colours_cover_the_whole_tab() -> None:
    [added] = bodies(replaced(read_tab(), Content((TABLE,))).requests, "addBanding")
    assert added["bandedRange"] == {**BAND, "range": area(0, 4, (0, 2)), "rowProperties": BANDS}


# What stands already


def standing(content: Content, rows: list[list[Cell]], **held: Any) -> SpreadsheetTab:
    return read_tab(rows=rows, **{"marks": marked(mark_of(content)), "protections": (PROTECTION,), **held})


ROWS: list[list[Cell]] = [["Name", "Amount"], ["Ann", 1.5], ["Bob", 2.5]]


def test_the_same_content_is_not_written_again() -> None:
    content = Content((TABLE,))
    draft = replaced(standing(content, ROWS), content)
    assert (draft.requests, draft.changes_content) == ([], False)
    padded = [[*row, "", ""] for row in ROWS]
    assert replaced(standing(content, [*padded, [], [""]]), content).requests == []


def test_a_lost_protection_comes_back_without_the_content() -> None:
    content = Content((TABLE,))
    draft = replaced(standing(content, ROWS, protections=()), content)
    assert [next(iter(each)) for each in draft.requests] == ["addProtectedRange"]
    assert not draft.changes_content


@pytest.mark.parametrize("held", [{"marks": {}}, {"marks": marked("another")}])
def test_a_tab_without_the_contents_mark_is_written(held: Json) -> None:
    """Charts, looks and notes may be another content's though the values are the same."""
    content = Content((TABLE,))
    draft = replaced(standing(content, ROWS, **held), content)
    assert draft.changes_content
    assert texts(draft) == ROWS


@pytest.mark.parametrize(
    "rows", [[*ROWS, ["mine"]], ROWS[:2], [ROWS[0], ["Anna", 1.5], ROWS[2]], [ROWS[0], ["Ann", 1.5, "x"], ROWS[2]], []]
)
def test_what_a_person_changed_on_the_tab_is_written_over(rows: list[list[Cell]]) -> None:
    content = Content((TABLE,))
    assert texts(replaced(standing(content, rows), content)) == ROWS


def test_an_empty_row_within_counts() -> None:
    content = Content((TABLE, TOTAL))
    rows: list[list[Cell]] = [*ROWS, [], ["Sum", 4]]
    assert replaced(standing(content, rows), content).requests == []
    assert replaced(standing(content, [*ROWS, ["Sum", 4]]), content).requests


def test_the_mark_says_which_content_was_written() -> None:
    content = Content((TABLE,))
    [made] = bodies(replaced(read_tab(), content).requests, "createDeveloperMetadata")
    assert made["developerMetadata"] == {
        "metadataId": number_of("content 5"),
        "metadataKey": "netsheets.content",
        "metadataValue": mark_of(content),
        "location": {"sheetId": 5},
        "visibility": "DOCUMENT",
    }
    requests = replaced(read_tab(marks=marked("another")), content).requests
    [changed] = bodies(requests, "updateDeveloperMetadata")
    assert changed == {
        "dataFilters": [{"developerMetadataLookup": {"metadataId": 90}}],
        "developerMetadata": {"metadataValue": mark_of(content)},
        "fields": "metadataValue",
    }
    assert bodies(requests, "createDeveloperMetadata") == []


def test_a_new_tab_is_written_and_its_content_changes_once() -> None:
    draft = draft_of()
    draft.add_tab("Issues", first=False, columns=1)
    replace_tab(draft, ReplaceTab("Issues", Content((TABLE,))))
    assert len(draft.edited) == 1
    kinds = [next(iter(each)) for each in draft.requests]
    assert kinds[:4] == ["addSheet", "addProtectedRange", "updateSheetProperties", "updateCells"]
    assert kinds[-2:] == ["addBanding", "createDeveloperMetadata"]


def test_a_tab_is_protected_unless_its_content_says_otherwise() -> None:
    assert len(bodies(replaced(read_tab(), Content((TABLE,))).requests, "addProtectedRange")) == 1
    assert bodies(replaced(read_tab(), Content((TABLE,), protected=False)).requests, "addProtectedRange") == []


# Charts


def charts(content: Content, tab: SpreadsheetTab | None = None) -> list[Json]:
    return [each["chart"] for each in bodies(replaced(tab or read_tab(), content).requests, "addChart")]


def source(first: int, end: int, column: int) -> Json:
    return {"sourceRange": {"sources": [area(first, end, (column, column + 1))]}}


def test_charts_stand_right_of_the_blocks_one_below_the_other() -> None:
    two = (Chart("pie", "Share", 0, 0, (1,)), Chart("line", "Rise", 0, 0, (1,)))
    found = charts(Content((TABLE,), two))
    assert [each["chartId"] for each in found] == [number_of("chart 5 0"), number_of("chart 5 1")]
    places = [each["position"]["overlayPosition"] for each in found]
    assert places == [
        {"anchorCell": {"sheetId": 5, "rowIndex": row, "columnIndex": 3}, "widthPixels": 560, "heightPixels": 320}
        for row in (0, 17)
    ]


def test_the_widest_block_decides_where_charts_begin() -> None:
    wide = Block((NAME, AMOUNT, AMOUNT), [("Ann", 1.0, 2.0)])
    [chart] = charts(Content((TABLE, wide), (Chart("pie", "Share", 1, 0, (2,)),)))
    assert chart["position"]["overlayPosition"]["anchorCell"]["columnIndex"] == 4
    assert chart["spec"]["pieChart"]["series"] == source(5, 6, 2)


def test_a_pie_shows_its_rows_without_the_header() -> None:
    [chart] = charts(Content((TABLE,), (Chart("pie", "Share", 0, 0, (1,)),)))
    pie = {"legendPosition": "RIGHT_LEGEND", "domain": source(1, 3, 0), "series": source(1, 3, 1)}
    assert chart["spec"] == {"title": "Share", "pieChart": pie}


def test_a_pie_shows_the_first_of_several_series() -> None:
    block = Block((NAME, AMOUNT, AMOUNT), [("Ann", 1.0, 2.0)])
    [chart] = charts(Content((block,), (Chart("pie", "Share", 0, 0, (1, 2)),)))
    assert chart["spec"]["pieChart"]["series"] == source(1, 2, 1)


@pytest.mark.parametrize(
    ("kind", "said", "axis"),
    [("columns", "COLUMN", "LEFT_AXIS"), ("line", "LINE", "LEFT_AXIS"), ("bars", "BAR", "BOTTOM_AXIS")],
)
def test_a_chart_has_its_kind_and_names_its_series_by_the_header(kind: Any, said: str, axis: str) -> None:
    [chart] = charts(Content((TABLE,), (Chart(kind, "Earned", 0, 0, (1,)),)))
    series = [{"series": source(0, 3, 1), "targetAxis": axis, "colorStyle": colour(PALETTE[0])}]
    assert chart["spec"] == {
        "title": "Earned",
        "basicChart": {
            "chartType": said,
            "legendPosition": "NO_LEGEND",
            "domains": [{"domain": source(0, 3, 0)}],
            "series": series,
            "headerCount": 1,
        },
    }


def test_several_series_have_a_legend_and_a_colour_each() -> None:
    columns = (NAME, *[AMOUNT] * 9)
    block = Block(columns, [("Ann", *[1.0] * 9)], headless=True)
    [chart] = charts(Content((block,), (Chart("line", "Rise", 0, 0, tuple(range(1, 10))),)))
    basic = chart["spec"]["basicChart"]
    assert (basic["legendPosition"], basic["headerCount"]) == ("BOTTOM_LEGEND", 0)
    assert [each["colorStyle"] for each in basic["series"]] == [colour(code) for code in (*PALETTE, PALETTE[0])]
    assert basic["domains"] == [{"domain": source(0, 1, 0)}]


def test_two_series_have_a_legend() -> None:
    block = Block((NAME, AMOUNT, AMOUNT), [("Ann", 1.0, 2.0)])
    [chart] = charts(Content((block,), (Chart("line", "Rise", 0, 0, (1, 2)),)))
    assert chart["spec"]["basicChart"]["legendPosition"] == "BOTTOM_LEGEND"


def test_the_charts_of_the_content_before_are_taken_away_and_peoples_stay() -> None:
    ours = tuple(number_of(f"chart 5 {place}") for place in (0, 7))
    requests = replaced(read_tab(charts=(*ours, 77)), Content((TABLE,))).requests
    assert [each["objectId"] for each in bodies(requests, "deleteEmbeddedObject")] == list(ours)
