"""What happens to a half-open span of rows or columns when rows or columns are inserted, deleted or moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

KEYS = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}


@dataclass(frozen=True, slots=True)
class Insertion:
    """*count* new rows or columns before index *start*."""

    start: int
    count: int

    def place(self, index: int) -> int | None:
        """Return where the row or column at *index* goes."""
        return index + self.count if index >= self.start else index

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span after the insertion; it grows if the insertion is inside."""
        return (
            start + self.count if start >= self.start else start,
            end + self.count if end > self.start else end,
        )


@dataclass(frozen=True, slots=True)
class Deletion:
    """The rows or columns from *start* to *end* go away."""

    start: int
    end: int

    def place(self, index: int) -> int | None:
        """Return where the row or column at *index* goes, None if it is deleted."""
        if self.start <= index < self.end:
            return None
        return index - (self.end - self.start) if index >= self.end else index

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return what is left of the span, or None."""
        new_start = start - max(0, min(start, self.end) - self.start)
        new_end = end - max(0, min(end, self.end) - self.start)
        return (new_start, new_end) if new_end > new_start else None


@dataclass(frozen=True, slots=True)
class Move:
    """The rows or columns from *start* to *end* move before index *target* (counted before the move)."""

    start: int
    end: int
    target: int

    def place(self, index: int) -> int | None:
        """Return where the row or column at *index* goes."""
        size = self.end - self.start
        if self.start <= index < self.end:
            return index - self.start + (self.target if self.target < self.start else self.target - size)
        if self.target <= index < self.start:
            return index + size
        if self.end <= index < self.target:
            return index - size
        return index

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the span after the move: with the block if inside it, around it if it still holds together."""
        places = sorted(self.place(index) or 0 for index in {start, end - 1})
        new = (places[0], places[-1] + 1)
        return new if new[1] - new[0] == end - start else (start, end)


Shift = Insertion | Deletion | Move


def shift_range(area: Json, dimension: str, shift: Shift) -> Json | None:
    """Return the GridRange *area* after *shift*, or None if it is gone. An unbounded side stays unbounded."""
    start_key, end_key = KEYS[dimension]
    if start_key not in area and end_key not in area:
        return area
    far = 1 << 40
    span = shift.span(area.get(start_key, 0), area.get(end_key, far))
    if span is None:
        return None
    moved = dict(area)
    if start_key in area:
        moved[start_key] = span[0]
    if end_key in area:
        moved[end_key] = span[1]
    return moved


def shift_dimension(area: Json, shift: Shift) -> Json | None:
    """Return the DimensionRange *area* after *shift*, or None if it is gone."""
    span = shift.span(area.get("startIndex", 0), area.get("endIndex", 1 << 40))
    if span is None:
        return None
    return area | {"startIndex": span[0]} | ({"endIndex": span[1]} if "endIndex" in area else {})


def on_sheet(sheet_id: int, change: Callable[[Json], Json | None]) -> Callable[[Json], Json | None]:
    """Return *change* limited to ranges of one sheet."""
    return lambda area: change(area) if area.get("sheetId", 0) == sheet_id else area
