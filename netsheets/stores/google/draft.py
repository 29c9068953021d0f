"""The requests of one batch being collected, and the tabs as they will be once the batch is done."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from netsheets.errors import Conflict
from netsheets.stores.google.spreadsheet import Spreadsheet, SpreadsheetTab

Json = dict[str, Any]

NEW_ROWS: Final = 1000
"""The rows of a new tab, as Google gives them to one."""


def number_of(text: str) -> int:
    """Return an id for what this text names, always the same: a positive number of 31 bits."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) >> 1 or 1


@dataclass(slots=True)
class DraftTab:
    """A tab as it will be; `was` is the tab as it was read, None for a new one."""

    sheet_id: int
    title: str
    row_count: int
    column_count: int
    used_rows: int = 0
    used_columns: int = 0
    was: SpreadsheetTab | None = None

    def area(self, *, rows: tuple[int, int] | None = None, columns: tuple[int, int] | None = None) -> Json:
        """Return a GridRange; rows and columns are counted from 0, the second bound is not included, None is all."""
        found: Json = {"sheetId": self.sheet_id}
        if rows:
            found |= {"startRowIndex": rows[0], "endRowIndex": rows[1]}
        if columns:
            found |= {"startColumnIndex": columns[0], "endColumnIndex": columns[1]}
        return found

    def span(self, dimension: str, first: int, end: int) -> Json:
        """Return a DimensionRange of `ROWS` or `COLUMNS`."""
        return {"sheetId": self.sheet_id, "dimension": dimension, "startIndex": first, "endIndex": end}


class BatchDraft:
    """Requests in order. `changes_content`: at least one of them writes values, or changes what cells there are."""

    def __init__(self, spreadsheet: Spreadsheet) -> None:
        self.requests: list[Json] = []
        self.changes_content = False
        self.edited: list[DraftTab] = []
        self._taken = set(spreadsheet.sheet_ids)
        self._tabs = {
            each.title: DraftTab(
                each.sheet_id,
                each.title,
                each.row_count,
                each.column_count,
                each.used_rows,
                each.used_columns,
                each,
            )
            for each in spreadsheet.tabs
        }

    def add(self, name: str, **body: Any) -> None:
        """Add one request."""
        self.requests.append({name: body})

    def has(self, title: str) -> bool:
        """Tell whether there is a tab with this title, or will be."""
        return title in self._tabs

    def tab(self, title: str) -> DraftTab:
        """Return the tab with this title. Raise Conflict where there is none."""
        if title not in self._tabs:
            raise Conflict("tab_not_found", tab=title)
        return self._tabs[title]

    def content_of(self, tab: DraftTab) -> None:
        """Note that this tab's content is changed."""
        self.changes_content = True
        self.edited.append(tab)

    def add_tab(self, title: str, *, first: bool, columns: int) -> None:
        """Add a tab, after all others or first.

        Its id comes from its title, so that it can be pointed to before it is made, and is not made twice.
        """
        number, turn = number_of(f"tab {title}"), 1
        while number in self._taken:
            turn += 1
            number = number_of(f"tab {title} {turn}")
        self._taken.add(number)
        tab = DraftTab(number, title, NEW_ROWS, columns)
        place = {"index": 0} if first else {}
        grid = {"rowCount": tab.row_count, "columnCount": tab.column_count}
        self.add("addSheet", properties={"sheetId": number, "title": title, "gridProperties": grid, **place})
        self._tabs[title] = tab
        self.content_of(tab)
