"""Spreadsheets as they were read, written down, and the requests that edits of them come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from netsheets.stores.google.draft import BatchDraft
from netsheets.stores.google.spreadsheet import Mark, Protection, Spreadsheet, SpreadsheetTab
from netsheets.stores.port import Cell

Json = dict[str, Any]

ROWS = (("Member no.", "Name"), ("M1", "Ann"), ("M2", "Bob"))


def read_tab(title: str = "Members", rows: Sequence[Sequence[Cell]] = ROWS, **held: Any) -> SpreadsheetTab:
    """Return a tab of 20 rows and 8 columns whose header is frozen; `held` says what is otherwise."""
    grid: Mapping[str, Any] = {"sheet_id": 5, "index": 0, "row_count": 20, "column_count": 8, "frozen_rows": 1, **held}
    return SpreadsheetTab(title=title, rows=rows, **grid)


def protected(number: int, description: str = "") -> Protection:
    return Protection(number, description, {"sheetId": 5})


def marked(text: str) -> Mapping[str, Mark]:
    """Return the marks of a tab that netsheets wrote."""
    return {"netsheets.content": Mark(90, text)}


def read_book(*tabs: SpreadsheetTab, others: Sequence[int] = ()) -> Spreadsheet:
    """Return a spreadsheet of these tabs, and of other sheets by their ids."""
    return Spreadsheet("book", "Network", tabs, frozenset({*others, *(each.sheet_id for each in tabs)}), "r1")


def draft_of(*tabs: SpreadsheetTab) -> BatchDraft:
    return BatchDraft(read_book(*tabs))


def bodies(requests: Sequence[Json], kind: str) -> list[Json]:
    """Return what the requests of one kind say."""
    return [each[kind] for each in requests if kind in each]
