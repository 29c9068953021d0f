"""A changeset as one batch, and one that is too large as several: what is sent, in which order, and under which id."""

from __future__ import annotations

from typing import Any

import pytest

from netsheets.errors import Conflict
from netsheets.stores.google.batch import Batch, Staged, batch_of, size_of, staged
from netsheets.stores.google.draft import number_of
from netsheets.stores.google.protections import Proof, guard_number
from netsheets.stores.google.spreadsheet import Spreadsheet
from netsheets.stores.port import (
    AppendRows,
    Block,
    Changeset,
    Choices,
    Content,
    DressTab,
    Edit,
    Highlight,
    Reference,
    ReplaceTab,
    RetypeCells,
    Retyping,
    ShownColumn,
)
from tests.support.google_drafts import Json, bodies, marked, protected, read_book, read_tab

ONCE = "closing-2026-01"
SIGN = "netsheets: last changes"
APPEND = AppendRows("Members", (1, 2), ("text", "text"), [("M3", "Cleo"), ("M4", "Dan")])
HEADER = (ShownColumn("Line"), ShownColumn("Amount", "money"))
REPLACE = ReplaceTab("Members", Content((Block(HEADER, [("L1", 1.0), ("L2", 2.0), ("L3", 3.0)]),)))
MEMBERS = read_book(read_tab())


def made(*edits: Edit, book: Spreadsheet = MEMBERS, once: str | None = None) -> Batch:
    return batch_of(book, Changeset(edits, book.revision, once), "ab12")


def guarded(batch: Batch) -> list[Json]:
    """Return the ranges that guards are over."""
    added = (each["protectedRange"] for each in bodies(batch.requests, "addProtectedRange"))
    return [each["range"] for each in added if each["protectedRangeId"] == guard_number(ONCE)]


def rows_of(first: int, end: int) -> Json:
    return {"sheetId": 5, "startRowIndex": first, "endRowIndex": end}


# One batch


def test_what_changes_no_content_needs_no_proof() -> None:
    batch = made(Highlight("Members", 'A2="x"', "A2", "B"))
    assert batch.proof is None
    assert [next(iter(each)) for each in batch.requests] == ["addConditionalFormatRule"]


def test_what_changes_content_ends_with_a_stamp() -> None:
    batch = made(APPEND)
    assert batch.proof == Proof("ab12", None)
    assert [next(iter(each)) for each in batch.requests] == ["appendCells", "addProtectedRange"]


def test_what_is_done_once_is_guarded_where_it_is_posted() -> None:
    batch = made(APPEND, once=ONCE)
    assert batch.proof == Proof("ab12", None, guard_number(ONCE))
    assert guarded(batch) == [rows_of(3, 5)]
    assert guarded(made(REPLACE, once=ONCE)) == [rows_of(1, 4)]


def test_the_guard_is_over_the_first_rows_that_are_posted() -> None:
    clients = read_tab("Clients", sheet_id=6)
    book = read_book(read_tab(), clients)
    more = AppendRows("Clients", (1,), ("text",), [("C1",)])
    assert guarded(made(APPEND, more, book=book, once=ONCE)) == [rows_of(3, 5)]


@pytest.mark.parametrize(
    "edit",
    [
        RetypeCells("Members", (Retyping(2, 2, "Ann", "Anna"),)),
        ReplaceTab("Members", Content(())),
        ReplaceTab("Members", Content((Block(HEADER, ()), Block(HEADER, [("L1", 1.0)])))),
    ],
)
def test_what_posts_no_row_is_not_guarded(edit: Edit) -> None:
    batch = made(edit, once=ONCE)
    assert batch.proof == Proof("ab12", None)
    assert guarded(batch) == []


def test_rows_that_are_none_post_nothing() -> None:
    assert made(AppendRows("Members", (1,), ("text",), []), once=ONCE) == Batch([], None)


def test_the_guard_is_not_over_rows_that_are_none() -> None:
    clients = read_tab("Clients", sheet_id=6)
    none = AppendRows("Clients", (1,), ("text",), [])
    assert guarded(made(none, APPEND, book=read_book(read_tab(), clients), once=ONCE)) == [rows_of(3, 5)]


def test_only_what_is_done_once_is_guarded() -> None:
    assert guarded(made(APPEND)) == []


def test_what_was_done_once_is_not_done_again() -> None:
    book = read_book(read_tab(protections=(protected(3), protected(guard_number(ONCE)))))
    with pytest.raises(Conflict) as refused:
        made(APPEND, book=book, once=ONCE)
    assert (refused.value.code, refused.value.details) == ("google_posted_before", {"what": ONCE})
    assert made(APPEND, book=book, once="closing-2026-02").proof
    assert made(APPEND, book=book).proof


def test_a_new_spreadsheet_loses_its_blank_sheet() -> None:
    blank = read_book(read_tab("Sheet1", [], sheet_id=0))
    edit = DressTab("Members", HEADER, (None, None))
    fresh = batch_of(blank, Changeset((edit,), blank.revision), "ab12", fresh=True)
    assert bodies(fresh.requests, "deleteSheet") == [{"sheetId": 0}]
    assert bodies(made(edit, book=blank).requests, "deleteSheet") == []


def test_tabs_are_made_before_anything_points_to_them() -> None:
    """A drop-down of the first edit shows what stands on the tab of the second."""
    leads = ShownColumn("Lead", check=Reference("Members", 1))
    word = ShownColumn("Status", check=Choices(("active",)))
    edits = (
        DressTab("Teams", (leads, word, ShownColumn("Notes")), (None, None, None)),
        DressTab("Members", HEADER, (None, None)),
        ReplaceTab("Guide", Content((Block(HEADER, ()),)), first=True),
        ReplaceTab("Issues", Content((Block(HEADER, ()),))),
    )
    requests = made(*edits, book=read_book(read_tab("Clients"))).requests
    added = [each["properties"] for each in bodies(requests, "addSheet")]
    assert [next(iter(each)) for each in requests[:5]] == [*["addSheet"] * 4, "updateCells"]
    assert [each["title"] for each in added] == ["Teams", "Members", "Guide", "Issues"]
    assert [each["gridProperties"]["columnCount"] for each in added] == [3, 2, 1, 1]
    assert [each.get("index") for each in added] == [None, None, 0, None]
    assert len(bodies(requests, "setDataValidation")) == 2


def test_an_edit_that_makes_no_tab_does_not_add_it() -> None:
    with pytest.raises(Conflict):
        made(Highlight("Nowhere", "TRUE", "A2", "B"))


def test_a_tab_that_netsheets_wrote_is_protected_again() -> None:
    theirs, ours = read_tab("Clients", sheet_id=4), read_tab("Issues", sheet_id=6, marks=marked("x"))
    whole = read_tab("Summary", sheet_id=7, marks=marked("x"), protections=(protected(number_of("protected 7")),))
    requests = made(book=read_book(theirs, ours, whole)).requests
    [added] = bodies(requests, "addProtectedRange")
    assert added["protectedRange"]["description"] == "netsheets writes Issues"


@pytest.mark.parametrize("asked", [True, False])
def test_a_tab_that_is_written_anew_is_protected_where_it_is_asked(asked: bool) -> None:
    book = read_book(read_tab(marks=marked("x")))
    content = Content((Block(HEADER, ()),), protected=asked)
    added = bodies(made(ReplaceTab("Members", content), book=book).requests, "addProtectedRange")
    whole = [each for each in added if each["protectedRange"]["protectedRangeId"] == number_of("protected 5")]
    assert len(whole) == asked


# Several batches


def row(*texts: str) -> Json:
    return {"values": [{"userEnteredValue": {"stringValue": text}} for text in texts]}


def update(rows: list[Json], *, fields: str = "userEnteredValue", **bounds: Any) -> Json:
    return {"updateCells": {"range": {"sheetId": 5, **bounds}, "rows": rows, "fields": fields}}


def append(rows: list[Json], sheet_id: int = 5) -> Json:
    return {"appendCells": {"sheetId": sheet_id, "rows": rows, "fields": "userEnteredValue"}}


def parts(*requests: Json, most: int, book: Spreadsheet = MEMBERS) -> Staged:
    return staged(book, list(requests), "0123456789ab", most)


def carried(batches: Staged) -> list[tuple[int, list[Json]]]:
    """Return the rows that go to the hidden tab, and where they go."""
    [*loads] = (each["updateCells"] for batch in batches.before[1:] for each in batch)
    return [(each["start"]["rowIndex"], each["rows"]) for each in loads]


HIDDEN = number_of("staging 0123456789ab")
PADDING = {"updateDimensionProperties": {"fields": "x" * 5000}}
LARGE = [row("a" * 100), row("b" * 100, "b")]
WHOLE: dict[str, Any] = {"pasteType": "PASTE_NORMAL"}


def test_a_batch_is_sent_whole_up_to_the_most_bytes() -> None:
    request = {"findReplace": {"find": "é"}}
    assert size_of([request]) == len('[{"findReplace": {"find": "é"}}]') + 1
    assert parts(request, most=33) == Staged((), [request])
    assert parts(request, most=32).before


def test_rows_go_to_a_hidden_tab_and_are_copied_from_there() -> None:
    bounds: Json = {"startRowIndex": 3, "endRowIndex": 9, "startColumnIndex": 1, "endColumnIndex": 4}
    batches = parts(update(LARGE, **bounds), PADDING, most=1000)
    source = {"sheetId": HIDDEN, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2}
    target = {"sheetId": 5, "startRowIndex": 3, "endRowIndex": 5, "startColumnIndex": 1, "endColumnIndex": 3}
    assert batches.last == [
        update([], **bounds),
        {"copyPaste": {"source": source, "destination": target, **WHOLE}},
        PADDING,
        {"deleteSheet": {"sheetId": HIDDEN}},
    ]
    properties = {
        "sheetId": HIDDEN,
        "title": "netsheets 0123456789ab",
        "hidden": True,
        "gridProperties": {"rowCount": 2, "columnCount": 2},
    }
    fields = "userEnteredValue,userEnteredFormat"
    load = {"start": {"sheetId": HIDDEN, "rowIndex": 0}, "rows": LARGE, "fields": fields}
    assert batches.before == ([{"addSheet": {"properties": properties}}], [{"updateCells": load}])


def test_a_range_that_names_no_bounds_begins_at_the_first_cell() -> None:
    paste = bodies(parts(update(LARGE), PADDING, most=1000).last, "copyPaste")[0]
    assert paste["destination"] == {
        "sheetId": 5, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 2,
    }  # fmt: skip


def test_each_request_has_its_own_rows_of_the_hidden_tab() -> None:
    batches = parts(update(LARGE), append([row("c" * 100)] * 3), PADDING, most=1000)
    sources = [each["source"] for each in bodies(batches.last, "copyPaste")]
    targets = [each["destination"] for each in bodies(batches.last, "copyPaste")]
    [inserted] = bodies(batches.last, "insertDimension")
    assert [(each["startRowIndex"], each["endRowIndex"]) for each in sources] == [(0, 2), (2, 5)]
    assert [(each["startRowIndex"], each["endRowIndex"]) for each in targets] == [(0, 2), (3, 6)]
    assert (inserted["range"]["startIndex"], inserted["range"]["endIndex"]) == (3, 6)
    [(first, rows)] = carried(batches)
    assert (first, len(rows)) == (0, 5)


def test_rows_are_inserted_below_the_last_used_one() -> None:
    """Inserting moves what a member typed there meanwhile down, and writes over nothing."""
    requests = parts(append(LARGE), PADDING, most=1000).last
    rows = {"sheetId": 5, "dimension": "ROWS"}
    insert = {"range": {**rows, "startIndex": 3, "endIndex": 5}, "inheritFromBefore": False}
    target = {"sheetId": 5, "startRowIndex": 3, "endRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 2}
    assert [next(iter(each)) for each in requests[:2]] == ["insertDimension", "copyPaste"]
    assert requests[0]["insertDimension"] == insert
    assert requests[1]["copyPaste"]["destination"] == target


@pytest.mark.parametrize(("count", "added"), [(4, []), (3, [1])])
def test_a_tab_that_is_full_gets_a_row_to_insert_before(count: int, added: list[int]) -> None:
    book = read_book(read_tab(row_count=count))
    last = parts(append(LARGE), PADDING, most=1000, book=book).last
    assert [each["length"] for each in bodies(last, "appendDimension")] == added
    assert bodies(last, "insertDimension")[0]["range"]["startIndex"] == 3


def test_rows_for_a_tab_that_the_batch_makes_take_no_detour() -> None:
    """Where its header ends is not known before; only Google finds the end of the tab to be."""
    request = append(LARGE, sheet_id=99)
    batches = parts(request, PADDING, most=1000)
    assert batches.last[0] == request
    assert carried(batches) == [(0, [])]


def test_rows_are_worth_the_detour_from_a_tenth_of_a_batch_on() -> None:
    size = size_of(LARGE)
    assert carried(parts(append(LARGE), PADDING, most=size * 10 - 1)) == [(0, LARGE)]
    assert carried(parts(append(LARGE), PADDING, most=size * 10)) == [(0, [])]


@pytest.mark.parametrize(
    "request_",
    [
        update(LARGE, fields="note"),
        append([row("a" * 300)]),
        {"repeatCell": {"rows": LARGE, "fields": "userEnteredValue"}},
    ],
)
def test_what_is_no_table_of_values_takes_no_detour(request_: Json) -> None:
    batches = parts(request_, PADDING, most=1000)
    assert batches.last == [request_, PADDING, {"deleteSheet": {"sheetId": HIDDEN}}]
    properties = bodies(batches.before[0], "addSheet")[0]["properties"]
    assert properties["gridProperties"] == {"rowCount": 1, "columnCount": 1}


def test_a_load_is_as_large_as_a_batch_may_be() -> None:
    rows = [row("x" * 100) for _ in range(5)]
    size = size_of(rows[:1])
    assert [first for first, _ in carried(parts(append(rows), PADDING, most=size * 2))] == [0, 2, 4]
    assert [first for first, _ in carried(parts(append(rows), PADDING, most=size * 2 - 1))] == [0, 1, 2, 3, 4]
    assert [len(each) for _, each in carried(parts(append(rows), PADDING, most=size * 3 - 1))] == [2, 2, 1]


def test_a_row_larger_than_a_batch_goes_alone() -> None:
    rows = [row("x" * 900), row("y"), row("z" * 900)]
    assert [first for first, _ in carried(parts(append(rows), PADDING, most=200))] == [0, 1, 2]


def test_what_a_broken_run_left_is_taken_away_first() -> None:
    left = read_tab("netsheets aaaaaaaaaaaa", sheet_id=8)
    theirs = read_tab("netsheets notes", sheet_id=9)
    first = parts(append(LARGE), PADDING, most=1000, book=read_book(read_tab(), left, theirs)).before[0]
    assert [next(iter(each)) for each in first] == ["deleteSheet", "addSheet"]
    assert first[0] == {"deleteSheet": {"sheetId": 8}}
