"""The local Google in-process: atomic batches, guards, protections, rows that move."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.sheets_server import Google
from tests.sheets_server.harness import (
    OWNER,
    ROBOT,
    Json,
    area,
    batch,
    send,
    shown,
    write_cells,
)

# Batches


def test_a_batch_is_all_or_nothing(google: Google, book: str) -> None:
    add = {"addSheet": {"properties": {"title": "new"}}}
    reply = batch(google, book, write_cells(["x"]), add, {"deleteSheet": {"sheetId": 5}})
    assert reply["error"] == {
        "code": 400,
        "message": "Invalid requests[2].deleteSheet: No sheet with id: 5",
        "status": "INVALID_ARGUMENT",
    }
    assert google.read(book, OWNER, "Sheet1") == []
    assert len(shown(google, book)["sheets"]) == 1


def test_a_batch_with_a_used_protected_range_id_applies_once(google: Google, book: str) -> None:
    guard = {"addProtectedRange": {"protectedRange": {"protectedRangeId": 202610, "range": area(0, 2, 0, 2)}}}
    assert batch(google, book, guard, write_cells(["first"]))["replies"][1] == {}
    again = batch(google, book, guard, write_cells(["second"]))
    assert again["error"]["message"] == (
        "Invalid requests[0].addProtectedRange: Protected range with id: 202610 already exists."
    )
    assert google.read(book, OWNER, "A1") == [["first"]]


@pytest.mark.parametrize(
    ("request_", "again"),
    [
        (
            {"addNamedRange": {"namedRange": {"namedRangeId": "n", "name": "a", "range": area(0, 1, 0, 1)}}},
            "addNamedRange",
        ),
        ({"addSheet": {"properties": {"sheetId": 7, "title": "seven"}}}, "addSheet"),
        (
            {
                "createDeveloperMetadata": {
                    "developerMetadata": {
                        "metadataId": 3,
                        "metadataKey": "closing",
                        "visibility": "DOCUMENT",
                        "location": {"spreadsheet": True},
                    }
                }
            },
            "createDeveloperMetadata",
        ),
    ],
)
def test_an_id_that_exists_is_an_error(google: Google, book: str, request_: Json, again: str) -> None:
    assert "error" not in batch(google, book, request_)
    message = batch(google, book, request_)["error"]["message"]
    assert message.startswith(f"Invalid requests[0].{again}: ")
    assert "already exists" in message


def test_an_empty_batch_and_too_many_requests_are_refused(google: Google, book: str) -> None:
    assert batch(google, book)["error"]["message"] == "Must specify at least one request."
    many = [{"clearBasicFilter": {"sheetId": 0}}] * 100_001
    assert "100000" in batch(google, book, *many)["error"]["message"]


# Protected ranges


def protect(**extra: Any) -> Json:
    held = {"protectedRangeId": 1, "range": area(0, 2, 0, 2), "editors": {"users": [OWNER]}}
    return {"addProtectedRange": {"protectedRange": held | extra}}


def test_only_editors_of_a_protected_range_may_edit_it(google: Google, book: str) -> None:
    batch(google, book, protect(), user=OWNER)
    refused = batch(google, book, write_cells(["x"]))["error"]["message"]
    assert refused.startswith("Invalid requests[0].updateCells: You are trying to edit a protected cell or object.")
    beside = send(google, "PUT", f"/v4/spreadsheets/{book}/values/C1?valueInputOption=RAW", {"values": [["x"]]})
    inside = send(google, "PUT", f"/v4/spreadsheets/{book}/values/B2?valueInputOption=RAW", {"values": [["x"]]})
    assert (beside.status, inside.status) == (200, 400)
    assert "error" in batch(google, book, {"deleteProtectedRange": {"protectedRangeId": 1}})
    assert "error" not in batch(google, book, write_cells(["x"]), user=OWNER)


@pytest.mark.parametrize("extra", [{"warningOnly": True, "editors": None}, {"editors": {"users": [ROBOT]}}])
def test_warnings_and_named_editors_let_the_edit_through(google: Google, book: str, extra: Json) -> None:
    batch(google, book, protect(**extra), user=OWNER)
    assert "error" not in batch(google, book, write_cells(["x"]))


def test_a_range_protected_without_naming_editors_is_open_to_all_editors(google: Google, book: str) -> None:
    batch(google, book, protect(editors=None), user=OWNER)
    assert "error" not in batch(google, book, write_cells(["x"]))
    [held] = shown(google, book)["sheets"][0]["protectedRanges"]
    assert held["editors"] == {"users": [OWNER, ROBOT]}
    assert held["requestingUserCanEdit"] is True


def test_a_range_protected_with_an_empty_list_of_editors_is_closed(google: Google, book: str) -> None:
    batch(google, book, protect(editors={}), user=OWNER)
    assert "error" in batch(google, book, write_cells(["x"]))
    [held] = shown(google, book)["sheets"][0]["protectedRanges"]
    assert "editors" not in held
    assert "requestingUserCanEdit" not in held


def test_a_sheet_is_protected_once(google: Google, book: str) -> None:
    whole = {"addProtectedRange": {"protectedRange": {"range": {"sheetId": 0}}}}
    assert "error" not in batch(google, book, whole)
    assert batch(google, book, whole)["error"]["message"] == (
        'Invalid requests[0].addProtectedRange: Sheet "Sheet1" already has sheet protection.'
    )


def test_rows_of_a_protected_range_are_not_deleted_by_others(google: Google, book: str) -> None:
    batch(google, book, protect(), user=OWNER)
    rows = {"sheetId": 0, "dimension": "ROWS"}
    inside = {"deleteDimension": {"range": rows | {"startIndex": 1, "endIndex": 2}}}
    below = {"deleteDimension": {"range": rows | {"startIndex": 2, "endIndex": 3}}}
    assert "error" in batch(google, book, inside)
    assert "error" not in batch(google, book, below)


# Rows that move


def test_ranges_and_formulas_follow_inserted_and_deleted_rows(google: Google, book: str) -> None:
    google.write(book, OWNER, "A1:B4", [["a", "1"], ["b", "2"], ["c", "3"], ["sum", "=SUM(B1:B3)"]])
    batch(
        google,
        book,
        {"addNamedRange": {"namedRange": {"name": "numbers", "range": area(0, 3, 1, 2)}}},
        {"mergeCells": {"range": area(4, 6, 0, 1), "mergeType": "MERGE_ALL"}},
        protect(range=area(1, 2, 0, 2)),
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}}},
    )
    held = shown(google, book)
    assert held["namedRanges"][0]["range"]["endRowIndex"] == 5
    assert held["sheets"][0]["merges"][0]["startRowIndex"] == 6
    assert held["sheets"][0]["protectedRanges"][0]["range"]["startRowIndex"] == 3
    assert google.read(book, OWNER, "B6", "FORMULA") == [["=SUM(B1:B5)"]]
    batch(
        google,
        book,
        {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 5}}},
    )
    held = shown(google, book)
    assert "namedRanges" not in held
    assert "protectedRanges" not in held["sheets"][0]
    assert held["sheets"][0]["properties"]["gridProperties"]["rowCount"] == 997
    assert google.read(book, OWNER, "A1:B1", "FORMULA") == [["sum", "=SUM(#REF!)"]]


def test_formulas_follow_a_renamed_sheet(google: Google, book: str) -> None:
    batch(google, book, {"addSheet": {"properties": {"title": "other"}}})
    google.write(book, OWNER, "A1", [["5"]])
    google.write(book, OWNER, "other!A1", [["=Sheet1!A1+1"]])
    properties = {"sheetId": 0, "title": "Ann's"}
    batch(google, book, {"updateSheetProperties": {"properties": properties, "fields": "title"}})
    assert google.read(book, OWNER, "other!A1", "FORMULA") == [["='Ann''s'!A1+1"]]
    assert google.read(book, OWNER, "other!A1") == [["6"]]


def test_moved_rows_take_their_cells_along(google: Google, book: str) -> None:
    google.write(book, OWNER, "A1:A4", [["a"], ["b"], ["c"], ["d"]])
    source = {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}
    batch(google, book, {"moveDimension": {"source": source, "destinationIndex": 3}})
    assert google.read(book, OWNER, "A1:A4") == [["c"], ["a"], ["b"], ["d"]]


def test_sorting_moves_notes_and_formats_too(google: Google, book: str) -> None:
    google.write(book, OWNER, "A1:A2", [["b"], ["a"]])
    cell = {"note": "on b", "userEnteredFormat": {"textFormat": {"bold": True}}}
    mask = "note,userEnteredFormat.textFormat.bold"
    batch(google, book, {"repeatCell": {"range": area(0, 1, 0, 1), "cell": cell, "fields": mask}})
    batch(google, book, {"sortRange": {"range": area(0, 2, 0, 1), "sortSpecs": [{"dimensionIndex": 0}]}})
    data = shown(google, book, "?ranges=A1:A2&fields=sheets.data.rowData.values(note,userEnteredFormat)")
    assert data["sheets"][0]["data"][0]["rowData"] == [
        {"values": [{}]},
        {"values": [{"note": "on b", "userEnteredFormat": {"textFormat": {"bold": True}}}]},
    ]


@pytest.mark.parametrize(
    ("request_area", "named"),
    [
        ({"startRowIndex": 1000, "startColumnIndex": 0, "endColumnIndex": 2}, "A1001:B"),
        ({"startRowIndex": 1000, "endRowIndex": 1001, "startColumnIndex": 0, "endColumnIndex": 2}, "A1001:B1001"),
        ({"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 26}, "AA1:2"),
        (area(999, 1003, 0, 1), None),
        (area(3, 3, 0, 1), None),
    ],
)
def test_a_range_may_end_but_not_start_beyond_the_grid(
    google: Google, book: str, request_area: Json, named: str | None
) -> None:
    cell = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    request = {"repeatCell": {"range": request_area, "cell": cell, "fields": "userEnteredFormat.textFormat.bold"}}
    reply = batch(google, book, request)
    message = (
        f"Invalid requests[0].repeatCell: Range (Sheet1!{named}) exceeds grid limits. Max rows: 1000, max columns: 26"
    )
    assert (reply["error"]["message"] if named else reply["replies"]) == (message if named else [{}])
    assert shown(google, book)["sheets"][0]["properties"]["gridProperties"]["rowCount"] == 1000


# Other objects


def test_rules_bands_charts_and_metadata_round_trip(google: Google, book: str) -> None:
    rule = {
        "ranges": [area(0, 9, 0, 1)],
        "booleanRule": {"condition": {"type": "BLANK"}, "format": {"backgroundColor": {"red": 1}}},
    }
    location = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 4, "endIndex": 5}}
    item = {"metadataKey": "k", "metadataValue": "v", "visibility": "DOCUMENT", "location": location}
    replies = batch(
        google,
        book,
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"addBanding": {"bandedRange": {"range": area(0, 9, 0, 3), "rowProperties": {"headerColor": {"blue": 1}}}}},
        {"addChart": {"chart": {"spec": {"title": "T", "basicChart": {"chartType": "COLUMN"}}}}},
        {"createDeveloperMetadata": {"developerMetadata": item}},
        {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}},
    )["replies"]
    held = shown(google, book)["sheets"][0]
    assert held["conditionalFormats"][0]["ranges"][0]["startRowIndex"] == 1
    assert held["bandedRanges"][0]["rowProperties"]["headerColorStyle"] == {"rgbColor": {"blue": 1}}
    assert held["charts"][0]["chartId"] == replies[2]["addChart"]["chart"]["chartId"]
    wanted = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "k"}}]}
    search = send(google, "POST", f"/v4/spreadsheets/{book}/developerMetadata:search", wanted).json()
    [match] = search["matchedDeveloperMetadata"]
    assert match["developerMetadata"]["location"]["dimensionRange"]["startIndex"] == 5
    google.write(book, OWNER, "A6", [["found"]])
    values = send(google, "POST", f"/v4/spreadsheets/{book}/values:batchGetByDataFilter", wanted).json()
    assert values["valueRanges"][0]["valueRange"]["values"] == [["found"]]


def test_find_and_replace_counts(google: Google, book: str) -> None:
    google.write(book, OWNER, "A1:B2", [["aXa", "b"], ["xa", "=1+1"]])
    reply = batch(google, book, {"findReplace": {"find": "x", "replacement": "-", "allSheets": True}})
    assert reply["replies"] == [{"findReplace": {
        "valuesChanged": 2, "rowsChanged": 2, "sheetsChanged": 1, "occurrencesChanged": 2,
    }}]  # fmt: skip
    assert google.read(book, OWNER, "A1:A2") == [["a-a"], ["-a"]]


# Determinism and speed


def test_the_same_seed_gives_the_same_ids() -> None:
    assert Google(seed=4).create("a", OWNER) == Google(seed=4).create("b", OWNER)
    assert Google(seed=4).create("a", OWNER) != Google(seed=5).create("a", OWNER)


def test_random_histories_never_break_a_reply(google: Google) -> None:
    """Every reply is held to the discovery document; a bug shows as a 500 and in `failures`."""
    chance = random.Random(0)
    dimension = ("ROWS", "COLUMNS")

    def some_area() -> Json:
        top, left = chance.randrange(8), chance.randrange(5)
        return area(top, top + chance.randint(1, 4), left, left + chance.randint(1, 3))

    def span() -> Json:
        start = chance.randrange(6)
        return {
            "sheetId": 0,
            "dimension": chance.choice(dimension),
            "startIndex": start,
            "endIndex": start + chance.randint(1, 2),
        }

    makers: list[Callable[[], Json]] = [
        lambda: write_cells([str(chance.random()), "x"], ["=A1&B1", "=SUM(A1:A9)"]),
        lambda: {"insertDimension": {"range": span()}},
        lambda: {"deleteDimension": {"range": span()}},
        lambda: {"moveDimension": {"source": span(), "destinationIndex": chance.randrange(9)}},
        lambda: {"mergeCells": {"range": some_area(), "mergeType": "MERGE_ALL"}},
        lambda: {"unmergeCells": {"range": some_area()}},
        lambda: {"sortRange": {"range": some_area(), "sortSpecs": [{"dimensionIndex": chance.randrange(5)}]}},
        lambda: {"copyPaste": {"source": some_area(), "destination": some_area()}},
        lambda: {"addProtectedRange": {"protectedRange": {"range": some_area()}}},
        lambda: {"addDimensionGroup": {"range": span()}},
        lambda: {"deleteRange": {"range": some_area(), "shiftDimension": chance.choice(dimension)}},
        lambda: {"insertRange": {"range": some_area(), "shiftDimension": chance.choice(dimension)}},
    ]
    for _ in range(40):
        book = google.create("history", ROBOT)
        for _ in range(20):
            reply = batch(google, book, chance.choice(makers)(), chance.choice(makers)())
            assert "error" not in reply or reply["error"]["code"] == 400
        assert shown(google, book, "?includeGridData=true&ranges=A1:J20")["spreadsheetId"] == book
