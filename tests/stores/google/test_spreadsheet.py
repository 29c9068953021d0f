"""A spreadsheet as two answers tell it: its tabs, what netsheets left on them, and which state it is."""

from __future__ import annotations

from typing import Any

import pytest

from netsheets.stores.google.client import GoogleRefusal, NoAnswer
from netsheets.stores.google.spreadsheet import (
    Mark,
    Protection,
    Spreadsheet,
    create_spreadsheet,
    protections_of,
    read_spreadsheet,
)
from netsheets.stores.port import CellError
from tests.support.google_drafts import Json, read_book, read_tab
from tests.support.google_script import Script, answer, refusal


def described(*sheets: Json) -> Json:
    return {"spreadsheetId": "book", "properties": {"title": "Network"}, "sheets": list(sheets)}


def sheet(title: str = "Members", **said: Any) -> Json:
    properties = {"title": title, **said.pop("properties", {})}
    return {"properties": properties, **said}


def cells(*tabs: list[list[Any]]) -> Json:
    return {"valueRanges": [{"values": rows} for rows in tabs]}


def read(*sheets: Json, rows: Json | None = None) -> Spreadsheet:
    script = Script(answer(200, described(*sheets)), answer(200, rows or cells(*([] for _ in sheets))))
    return read_spreadsheet(script.client(), "book")


RENAMED = refusal(400, "Unable to parse range: 'Members'")


def test_a_tab_is_read_with_all_that_matters() -> None:
    said = sheet(
        properties={
            "sheetId": 5,
            "index": 2,
            "sheetType": "GRID",
            "gridProperties": {"rowCount": 20, "columnCount": 8, "frozenRowCount": 1},
        },
        protectedRanges=[{"protectedRangeId": 7, "description": "mine", "range": {"sheetId": 5}}],
        conditionalFormats=[{"ranges": []}],
        bandedRanges=[{"bandedRangeId": 8}],
        charts=[{"chartId": 9}],
        developerMetadata=[{"metadataId": 90, "metadataKey": "netsheets.content", "metadataValue": "x"}],
    )
    found = read(said, rows=cells([["Name", "Age"], ["Ann"]]))
    [tab] = found.tabs
    assert (found.spreadsheet_id, found.title, found.sheet_ids) == ("book", "Network", frozenset({5}))
    assert (tab.sheet_id, tab.title, tab.index, tab.row_count, tab.column_count) == (5, "Members", 2, 20, 8)
    assert (tab.frozen_rows, tab.rows, tab.used_rows, tab.used_columns) == (1, [["Name", "Age"], ["Ann"]], 2, 2)
    assert tab.protections == found.protections == (Protection(7, "mine", {"sheetId": 5}),)
    assert (tab.bands, tab.charts, tab.conditional_formats) == (({"bandedRangeId": 8},), (9,), ({"ranges": []},))
    assert tab.marks == {"netsheets.content": Mark(90, "x")}


def test_what_google_leaves_out_is_nought_or_nothing() -> None:
    protections = [{"protectedRangeId": 7}]
    metadata = [{"metadataId": 90, "metadataKey": "netsheets.content"}]
    [tab] = read(sheet(protectedRanges=protections, developerMetadata=metadata)).tabs
    assert (tab.sheet_id, tab.index, tab.row_count, tab.column_count, tab.frozen_rows) == (0, 0, 0, 0, 0)
    assert (tab.used_rows, tab.used_columns) == (0, 0)
    assert tab.protections == (Protection(7, "", {}),)
    assert tab.marks == {"netsheets.content": Mark(90, "")}
    assert (tab.bands, tab.charts, tab.conditional_formats) == ((), (), ())


def test_a_sheet_of_charts_is_no_tab_but_has_its_id() -> None:
    """Its id may not be given to a new tab, and a spreadsheet that has one is not blank."""
    charts = sheet("Chart1", properties={"sheetId": 6, "sheetType": "OBJECT"})
    script = Script(answer(200, described(sheet(), charts)), answer(200, cells([])))
    found = read_spreadsheet(script.client(), "book")
    assert [each.title for each in found.tabs] == ["Members"]
    assert found.sheet_ids == {0, 6}
    assert script.queries[1]["ranges"] == ["'Members'"]
    assert not found.is_blank


def test_a_failed_formula_is_an_error_but_not_on_a_tab_that_netsheets_wrote() -> None:
    rows: list[list[Any]] = [["#REF!", "Loading...", "#ref!", 1, True]]
    marks = [{"metadataId": 90, "metadataKey": "netsheets.content"}]
    theirs, ours = read(sheet(), sheet("Issues", developerMetadata=marks), rows=cells(rows, rows)).tabs
    assert theirs.rows == [[CellError("#REF!"), CellError("Loading..."), "#ref!", 1, True]]
    assert ours.rows == rows


def test_a_revision_names_what_was_read() -> None:
    first = read(sheet(), rows=cells([["Ann"]]))
    assert read(sheet(), rows=cells([["Ann"]])).revision == first.revision
    assert read(sheet(), rows=cells([["Bob"]])).revision != first.revision
    bands = {"bandedRangeId": 8, "range": {}}, {"range": {}, "bandedRangeId": 8}
    assert len({read(sheet(bandedRanges=[each])).revision for each in bands}) == 1
    assert read(sheet("Clients"), rows=cells([["Ann"]])).revision != first.revision


def test_a_tab_renamed_between_the_two_questions_is_asked_for_again() -> None:
    asked = (answer(200, described(sheet())), RENAMED, answer(200, described(sheet("Membres"))), answer(200, cells([])))
    assert [each.title for each in read_spreadsheet(Script(*asked).client(), "book").tabs] == ["Membres"]


def test_tabs_renamed_over_and_over_are_given_up_after_three_rounds() -> None:
    script = Script(*(each for _ in range(3) for each in (answer(200, described(sheet())), RENAMED)))
    with pytest.raises(GoogleRefusal) as refused:
        read_spreadsheet(script.client(), "book")
    assert (refused.value.text, script.is_over) == ("Unable to parse range: 'Members'", True)


@pytest.mark.parametrize("said", [refusal(400, "No grid"), refusal(403, "Unable to parse range")])
def test_any_other_refusal_is_not_asked_again(said: Any) -> None:
    script = Script(answer(200, described(sheet())), said)
    with pytest.raises(GoogleRefusal):
        read_spreadsheet(script.client(), "book")
    assert len(script.asked) == 2


def test_each_question_is_asked_again_after_what_passes() -> None:
    script = Script(answer(503), answer(200, described(sheet())), answer(503), answer(200, cells([["Ann"]])))
    assert read_spreadsheet(script.client(), "book").tabs[0].rows == [["Ann"]]


def test_a_new_spreadsheet_is_made_once_and_empty() -> None:
    script = Script(answer(200, described(sheet("Sheet1"), sheet("Chart1", properties={"sheetType": "OBJECT"}))))
    found = create_spreadsheet(script.client(), "netsheets")
    assert [(each.title, each.rows) for each in found.tabs] == [("Sheet1", [])]
    assert script.bodies == [{"properties": {"title": "netsheets"}}]
    lost = Script(answer(503))
    with pytest.raises(NoAnswer):
        create_spreadsheet(lost.client(), "netsheets")
    assert lost.slept == []


def test_protections_are_asked_for_once_and_on_every_tab() -> None:
    ranges = [[{"protectedRangeId": 7}], [{"protectedRangeId": 8}]]
    script = Script(answer(200, {"sheets": [{"protectedRanges": each} for each in ranges]}))
    assert [each.number for each in protections_of(script.client(), "book")] == [7, 8]
    assert protections_of(Script(answer(200, {})).client(), "book") == ()


def test_a_spreadsheet_is_blank_with_one_empty_tab() -> None:
    assert read_book(read_tab(rows=[])).is_blank
    assert not read_book(read_tab(rows=[("x",)])).is_blank
    assert not read_book(read_tab(rows=[]), read_tab("Other", [], sheet_id=6)).is_blank
    assert not read_book().is_blank
