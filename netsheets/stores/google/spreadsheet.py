"""A spreadsheet as it was read: what stands on each tab, and what of Google's own lies on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from netsheets.stores.port import Cell

Json = dict[str, Any]

CONTENT_MARK: Final = "netsheets.content"
"""The mark of a tool-owned tab: which content netsheets last wrote in it."""


@dataclass(frozen=True, slots=True)
class Protection:
    """A protected range: its id, what it says, and where it is."""

    number: int
    description: str
    area: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """A note of ours that nobody sees (Google calls it developer metadata): its id and what it says."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab. `rows` are the raw values from A1 on; the counts are the grid's, empty cells included."""

    sheet_id: int
    title: str
    index: int
    row_count: int
    column_count: int
    frozen_rows: int
    rows: Sequence[Sequence[Cell]]
    protections: tuple[Protection, ...] = ()
    bands: tuple[Mapping[str, Any], ...] = ()
    charts: tuple[int, ...] = ()
    conditional_formats: tuple[Mapping[str, Any], ...] = ()
    marks: Mapping[str, Mark] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def used_rows(self) -> int:
        """Return the number of the last row that holds anything."""
        return len(self.rows)

    @property
    def used_columns(self) -> int:
        """Return the number of the last column that holds anything."""
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """The whole spreadsheet; `sheet_ids` are those of all its sheets, chart sheets too."""

    spreadsheet_id: str
    title: str
    tabs: tuple[Tab, ...]
    sheet_ids: frozenset[int]
    revision: str

    @property
    def protections(self) -> tuple[Protection, ...]:
        """Return the protected ranges of all tabs."""
        return tuple(each for tab in self.tabs for each in tab.protections)

    def tab(self, title: str) -> Tab | None:
        """Return the tab with this title."""
        return next((each for each in self.tabs if each.title == title), None)

    @property
    def is_blank(self) -> bool:
        """Tell whether this is a new spreadsheet in which nobody has typed anything yet."""
        return len(self.sheet_ids) == 1 and not any(each.used_rows for each in self.tabs)
