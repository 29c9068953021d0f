"""Stamps and guards: each write is done once at most, and it is known afterwards whose was."""

from __future__ import annotations

import pytest

from netsheets.stores.google.draft import number_of
from netsheets.stores.google.protections import (
    Proof,
    guard,
    guard_number,
    is_protected,
    protect_header,
    protect_tab,
    stamp,
    standing,
)
from netsheets.stores.google.spreadsheet import Protection
from tests.support.google_drafts import bodies, draft_of, protected, read_book, read_tab

SIGN = "netsheets: last changes"
PROOF = Proof("ab12", 7, 70)
FIRST_EVER = Proof("ab12", None)


def test_the_first_stamp_ever_has_a_fixed_id_on_the_first_tab_that_changes() -> None:
    """Two first writes at once add the same id: the second of them fails."""
    draft = draft_of(read_tab("Clients", sheet_id=4), read_tab("Members", sheet_id=5))
    draft.content_of(draft.tab("Members"))
    draft.content_of(draft.tab("Clients"))
    assert stamp(draft, read_book(read_tab("Members")), "ab12") == Proof("ab12", None)
    cell = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    held = {
        "protectedRangeId": number_of("first stamp"),
        "range": {"sheetId": 5, **cell},
        "description": f"{SIGN} ab12",
        "warningOnly": True,
    }
    assert draft.requests == [{"addProtectedRange": {"protectedRange": held}}]


def test_a_stamp_takes_the_place_of_the_one_that_was_read_and_carries_its_names() -> None:
    stamped = read_tab("Clients", sheet_id=4, protections=(protected(7, f"{SIGN} 00aa 11bb"), protected(8, "mine")))
    book = read_book(read_tab("Billing", sheet_id=3, protections=(protected(9, "theirs"),)), stamped)
    draft = draft_of(*book.tabs)
    assert stamp(draft, book, "ab12") == Proof("ab12", 7)
    [added] = bodies(draft.requests, "addProtectedRange")
    assert draft.requests[0] == {"deleteProtectedRange": {"protectedRangeId": 7}}
    assert len(draft.requests) == 2
    assert added["protectedRange"]["description"] == f"{SIGN} ab12 00aa 11bb"
    assert added["protectedRange"]["protectedRangeId"] == number_of("stamp ab12")
    assert added["protectedRange"]["range"]["sheetId"] == 4


def test_a_stamp_carries_the_names_of_the_last_twelve_writes() -> None:
    earlier = [f"{number:04x}" for number in range(12)]
    book = read_book(read_tab(protections=(protected(7, f"{SIGN} {' '.join(earlier)}"),)))
    draft = draft_of(*book.tabs)
    stamp(draft, book, "ab12")
    [added] = bodies(draft.requests, "addProtectedRange")
    assert added["protectedRange"]["description"].removeprefix(SIGN).split() == ["ab12", *earlier[:11]]


def test_a_guard_has_its_id_from_what_is_done_once() -> None:
    draft = draft_of(read_tab())
    number = guard(draft, "closing-2026-01", "ab12", {"sheetId": 5})
    assert number == guard_number("closing-2026-01") == number_of("once closing-2026-01")
    [added] = bodies(draft.requests, "addProtectedRange")
    assert added["protectedRange"] == {
        "protectedRangeId": number,
        "range": {"sheetId": 5},
        "description": "netsheets: closing-2026-01 ab12",
        "warningOnly": True,
    }


@pytest.mark.parametrize(
    ("held", "found"),
    [
        ([protected(7, f"{SIGN} 00aa")], "open"),
        ([], "overtaken"),
        ([protected(8, f"{SIGN} ab12 00aa")], "done"),
        ([protected(9, f"{SIGN} cd34 ab12")], "done"),
        ([protected(9, f"{SIGN} cd34 ab12f")], "overtaken"),
        ([protected(9, f"{SIGN} cd34"), protected(70, "netsheets: closing-2026-01 ab12")], "done"),
        ([protected(9, f"{SIGN} cd34"), protected(70, "netsheets: closing-2026-01 cd34")], "done_by_others"),
        ([protected(7, f"{SIGN} 00aa"), protected(9, f"{SIGN} cd34")], "overtaken"),
        ([protected(7, f"{SIGN} 00aa"), protected(11, "netsheets writes ab12")], "open"),
        ([protected(7, f"{SIGN} 00aa"), protected(71, "netsheets: closing-2026-02 ab12")], "open"),
    ],
)
def test_what_became_of_a_write_is_read_from_stamps_and_its_guard(held: list[Protection], found: str) -> None:
    assert standing(held, PROOF) == found


def test_the_first_write_ever_is_open_while_there_is_no_stamp() -> None:
    assert standing([protected(3, "mine")], FIRST_EVER) == "open"
    assert standing([protected(number_of("first stamp"), f"{SIGN} cd34")], FIRST_EVER) == "overtaken"


def test_a_tab_and_a_header_are_protected_by_a_warning() -> None:
    draft = draft_of(read_tab())
    protect_tab(draft, draft.tab("Members"))
    protect_header(draft, draft.tab("Members"), 3)
    tab, header = (each["protectedRange"] for each in bodies(draft.requests, "addProtectedRange"))
    assert tab == {
        "protectedRangeId": number_of("protected 5"),
        "range": {"sheetId": 5},
        "description": "netsheets writes Members",
        "warningOnly": True,
    }
    assert header["protectedRangeId"] == number_of("header 5")
    assert header["range"] == {"sheetId": 5, "startRowIndex": 2, "endRowIndex": 3}


def test_what_is_protected_is_not_protected_again() -> None:
    draft = draft_of(read_tab(protections=(protected(number_of("protected 5")),)))
    protect_tab(draft, draft.tab("Members"))
    assert draft.requests == []
    protect_header(draft, draft.tab("Members"), 1)
    assert len(draft.requests) == 1


def test_a_new_tab_has_no_protection_yet() -> None:
    draft = draft_of()
    draft.add_tab("Members", first=False, columns=1)
    protect_tab(draft, draft.tab("Members"))
    assert len(bodies(draft.requests, "addProtectedRange")) == 1


def test_two_stamps_become_one_on_the_first_of_their_tabs_by_title() -> None:
    """A person who doubles a tab doubles its stamp."""
    book = read_book(
        read_tab("Copy of Clients", sheet_id=6, protections=(protected(9, f"{SIGN} 00aa"),)),
        read_tab("Clients", sheet_id=4, protections=(protected(7, f"{SIGN} 00aa"),)),
    )
    draft = draft_of(*book.tabs)
    assert stamp(draft, book, "ab12") == Proof("ab12", 9)
    assert [each["protectedRangeId"] for each in bodies(draft.requests, "deleteProtectedRange")] == [9, 7]
    [added] = bodies(draft.requests, "addProtectedRange")
    assert added["protectedRange"]["range"]["sheetId"] == 4


def test_a_tab_is_protected_by_its_own_protection_only() -> None:
    assert is_protected(read_tab(protections=(protected(1), protected(number_of("protected 5")))))
    assert not is_protected(read_tab(protections=(protected(number_of("header 5")),)))
    assert not is_protected(read_tab())
