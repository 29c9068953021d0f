"""Ids that are known before what they name is made, and the tabs as they will be."""

from __future__ import annotations

import pytest

from netsheets.errors import Conflict
from netsheets.stores.google.draft import BatchDraft, number_of
from tests.support.google_drafts import draft_of, read_book, read_tab


def test_an_id_is_always_the_same_for_the_same_name() -> None:
    """A sheet that was made by an earlier version is found again by it."""
    assert [number_of(text) for text in ("tab Issues", "tab Issues 2")] == [766372979, 443981366]


def test_an_id_has_31_bits_at_most() -> None:
    numbers = [number_of(f"name {number}") for number in range(200)]
    assert 2**30 < max(numbers) < 2**31
    assert min(numbers) > 0


def test_a_tab_is_known_as_it_was_read() -> None:
    read = read_tab("Members", [("a", "b", "c"), ("d",)])
    tab = draft_of(read).tab("Members")
    assert (tab.sheet_id, tab.title, tab.row_count, tab.column_count) == (5, "Members", 20, 8)
    assert (tab.used_rows, tab.used_columns, tab.was) == (2, 3, read)


def test_a_missing_tab_is_a_conflict_that_names_it() -> None:
    draft = draft_of(read_tab("Members"))
    assert (draft.has("Members"), draft.has("Ledger")) == (True, False)
    with pytest.raises(Conflict) as refused:
        draft.tab("Ledger")
    assert (refused.value.code, refused.value.details) == ("tab_not_found", {"tab": "Ledger"})


@pytest.mark.parametrize(("first", "place"), [(False, {}), (True, {"index": 0})])
def test_a_new_tab_stands_last_or_first_where_asked(first: bool, place: dict[str, int]) -> None:
    draft = draft_of(read_tab("Members"))
    draft.add_tab("Issues", first=first, columns=3)
    properties = {
        "sheetId": number_of("tab Issues"),
        "title": "Issues",
        "gridProperties": {"rowCount": 1000, "columnCount": 3},
        **place,
    }
    assert draft.requests == [{"addSheet": {"properties": properties}}]
    tab = draft.tab("Issues")
    assert (tab.row_count, tab.column_count, tab.used_rows, tab.used_columns, tab.was) == (1000, 3, 0, 0, None)


def test_a_new_tab_changes_content() -> None:
    draft = draft_of(read_tab("Members"))
    assert (draft.changes_content, draft.edited) == (False, [])
    draft.add_tab("Issues", first=False, columns=1)
    assert (draft.changes_content, draft.edited) == (True, [draft.tab("Issues")])


def test_a_new_tab_takes_the_next_id_where_another_sheet_has_its_own() -> None:
    """A renamed tab keeps the id of its former title; a sheet of charts has an id too."""
    taken = [number_of("tab Issues"), number_of("tab Issues 2")]
    draft = BatchDraft(read_book(read_tab("Problems", sheet_id=taken[0]), others=taken[1:]))
    draft.add_tab("Issues", first=False, columns=1)
    assert draft.tab("Issues").sheet_id == number_of("tab Issues 3")


def test_two_new_tabs_have_two_ids() -> None:
    draft = draft_of()
    draft.add_tab("Issues", first=False, columns=1)
    draft.add_tab("Issues", first=False, columns=1)
    assert [each.sheet_id for each in draft.edited] == [number_of("tab Issues"), number_of("tab Issues 2")]


def test_a_range_counts_from_nought_and_leaves_out_what_is_all() -> None:
    tab = draft_of(read_tab("Members")).tab("Members")
    assert tab.area() == {"sheetId": 5}
    assert tab.area(rows=(1, 3)) == {"sheetId": 5, "startRowIndex": 1, "endRowIndex": 3}
    assert tab.area(columns=(2, 4)) == {"sheetId": 5, "startColumnIndex": 2, "endColumnIndex": 4}
    assert tab.span("ROWS", 1, 3) == {"sheetId": 5, "dimension": "ROWS", "startIndex": 1, "endIndex": 3}
