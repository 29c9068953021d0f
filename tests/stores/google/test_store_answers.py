"""The Google store against answers that are written down: what it asks, in which order, and what it keeps."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace
from typing import Any

import pytest
import requests

from netsheets.errors import Changed, Conflict, StoreRefused
from netsheets.stores.google import Access, GoogleStore, Patience, SpreadsheetReference
from netsheets.stores.google.draft import number_of
from netsheets.stores.port import NEW, AppendRows, Block, Changeset, Content, ReplaceTab, ShownColumn
from tests.support.google_drafts import Json, bodies
from tests.support.google_script import Script, answer, refusal

APPEND = AppendRows("Members", (1,), ("text",), [("M2",)])
NOTHING = AppendRows("Members", (1,), ("text",), [])
ISSUES = ReplaceTab("Issues", Content((Block((ShownColumn("Cell"),), ()),)))
MEMBERS = {"properties": {"sheetId": 5, "title": "Members", "index": 1, "gridProperties": {"rowCount": 20}}}
CLIENTS = {"properties": {"sheetId": 6, "title": "Clients", "gridProperties": {"rowCount": 20}}}
BLANK = {"properties": {"sheetId": 0, "title": "Sheet1", "gridProperties": {"rowCount": 20}}}
TITLED = "Network"
DONE = answer()


def described(*sheets: Json, title: str = TITLED) -> requests.Response:
    return answer(200, {"spreadsheetId": "book", "properties": {"title": title}, "sheets": sheets})


def cells(*tabs: list[list[Any]]) -> requests.Response:
    return answer(200, {"valueRanges": [{"values": each} for each in tabs]})


READ = (described(MEMBERS), cells([["Member no."], ["M1"]]))
TWO_TABS = (described(CLIENTS, MEMBERS), cells([["Client no."]], [["Member no."]]))


def store(script: Script, spreadsheet_id: str = "book", **patience: Any) -> GoogleStore:
    client = script.client(**patience)
    reference = SpreadsheetReference(spreadsheet_id)
    return GoogleStore(reference, Access(), client.patience, client=client, write_name=lambda: "0123456789ab")


def written(script: Script) -> list[Json]:
    """Return the requests of the last write."""
    return list(script.bodies[-1]["requests"])


def test_two_requests_read_it() -> None:
    script = Script(*TWO_TABS)
    found = store(script).read()
    assert [verb for verb, _ in script.asked] == ["GET", "GET"]
    assert [(each.title, each.index, each.rows) for each in found.grids] == [
        ("Clients", 0, [["Client no."]]),
        ("Members", 1, [["Member no."]]),
    ]
    assert (found.name, found.serial_days) == (TITLED, True)


def test_a_spreadsheet_without_a_title_is_named_by_its_address() -> None:
    found = store(Script(described(MEMBERS, title=""), cells([["x"]]))).read()
    assert found.name == "https://docs.google.com/spreadsheets/d/book/edit"


def test_a_blank_spreadsheet_has_no_tabs() -> None:
    assert store(Script(described(BLANK), cells([]))).read().grids == ()


def test_one_request_writes_it_and_it_must_be_read_again_before_the_next() -> None:
    script = Script(*READ, DONE)
    opened = store(script)
    revision = opened.read().revision
    opened.apply(Changeset((APPEND,), revision))
    assert script.asked[2:] == [("POST", "book:batchUpdate")]
    with pytest.raises(Changed):
        opened.apply(Changeset((APPEND,), revision))
    assert script.is_over


def test_edits_that_change_nothing_ask_for_nothing_and_leave_what_was_read() -> None:
    script = Script(*READ, DONE)
    opened = store(script)
    revision = opened.read().revision
    opened.apply(Changeset((NOTHING,), revision))
    assert len(script.asked) == 2
    opened.apply(Changeset((APPEND,), revision))
    assert len(script.asked) == 3


@pytest.mark.parametrize("reads", [(), READ])
def test_what_was_not_read_or_read_otherwise_is_not_written(reads: tuple[requests.Response, ...]) -> None:
    script = Script(*reads)
    opened = store(script)
    if reads:
        opened.read()
    with pytest.raises(Changed) as refused:
        opened.apply(Changeset((APPEND,), "another"))
    assert refused.value.details == {"workbook": "https://docs.google.com/spreadsheets/d/book/edit"}
    assert script.is_over


def test_a_write_too_large_is_sent_in_parts() -> None:
    rows = [(f"M{number}" * 20,) for number in range(40)]
    script = Script(*READ, *[DONE] * 9)
    opened = store(script, most_bytes=4000)
    opened.apply(Changeset((replace(APPEND, rows=rows),), opened.read().revision))
    assert len(script.asked) > 5
    assert bodies(written(script), "deleteSheet") == [{"sheetId": number_of("staging 0123456789ab")}]


def test_a_write_has_a_name_of_twelve_random_letters() -> None:
    script = Script(*READ, DONE, *READ, DONE)
    opened = GoogleStore(SpreadsheetReference("book"), Access(), client=script.client())
    said = []
    for _ in range(2):
        opened.apply(Changeset((APPEND,), opened.read().revision))
        [stamp] = bodies(written(script), "addProtectedRange")
        said.append(stamp["protectedRange"]["description"].removeprefix("netsheets: last changes "))
    assert all(re.fullmatch("[0-9a-f]{12}", each) for each in said)
    assert said[0] != said[1]


# Spreadsheets that are new


def test_a_blank_spreadsheet_is_made_ready_and_loses_its_sheet() -> None:
    script = Script(described(BLANK), cells([]), DONE)
    store(script).apply(Changeset((ISSUES,), NEW))
    assert bodies(written(script), "deleteSheet") == [{"sheetId": 0}]
    assert len(bodies(written(script), "addSheet")) == 1


def test_one_that_holds_something_is_not_made_ready() -> None:
    script = Script(*READ)
    with pytest.raises(Conflict) as refused:
        store(script).apply(Changeset((ISSUES,), NEW))
    assert (refused.value.code, script.is_over) == ("google_not_empty", True)


def test_one_that_is_still_to_be_made_is_made_first() -> None:
    script = Script(described(BLANK), DONE)
    opened = store(script, "")
    opened.apply(Changeset((ISSUES,), NEW))
    assert script.asked == [("POST", "spreadsheets"), ("POST", "book:batchUpdate")]
    assert opened.spreadsheet_id == "book"


def test_making_one_makes_it_once() -> None:
    script = Script(described(BLANK))
    opened = store(script, "")
    opened.make()
    opened.make()
    assert (script.asked, opened.name) == ([("POST", "spreadsheets")], SpreadsheetReference("book").url)


def test_a_person_without_room_is_told_so_on_making_one() -> None:
    script = Script(refusal(403, "no", "storageQuotaExceeded"))
    with pytest.raises(StoreRefused) as refused:
        store(script, "").make()
    assert refused.value.code == "google_no_storage"


# What doctor asks


def test_whether_it_may_write_is_asked_by_replacing_nothing_in_the_first_cell() -> None:
    script = Script(*TWO_TABS, DONE)
    opened = store(script)
    opened.read()
    opened.check_writable()
    [search] = bodies(written(script), "findReplace")
    assert search == {
        "find": search["find"],
        "replacement": "",
        "matchCase": True,
        "range": {"sheetId": 6, "endRowIndex": 1, "endColumnIndex": 1},
    }
    assert re.fullmatch("[0-9a-f]{32}", search["find"])


def test_whether_it_may_write_is_asked_after_reading_where_nothing_was_read() -> None:
    script = Script(*READ, DONE)
    store(script).check_writable()
    assert script.is_over


def test_tabs_that_lost_their_protection_are_those_of_the_last_read() -> None:
    whole = {**CLIENTS, "protectedRanges": [{"protectedRangeId": number_of("protected 6")}]}
    opened = store(
        Script(described(whole, MEMBERS, {"properties": {"sheetId": 7, "title": "Issues"}}), cells([], [], []))
    )
    assert opened.unprotected(("Issues", "Clients")) == ()
    opened.read()
    assert opened.unprotected(("Issues", "Clients")) == ("Issues",)


def test_who_signs_in_by_a_token_is_not_known() -> None:
    opened = GoogleStore(SpreadsheetReference("book"), Access(token="mine"))
    assert opened.signed_in() == ("token", "")


def test_another_process_opens_the_same_sheet_anew() -> None:
    opened = GoogleStore(SpreadsheetReference("book"), Access(token="mine"), Patience(tries=2))
    opened.signed_in()
    again = pickle.loads(pickle.dumps(opened))
    assert (again.name, again.signed_in()) == (opened.name, ("token", ""))
    assert again._patience.tries == 2
