"""Rewriting the references in a formula."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.sheets_server.spans import Shift

from .tokens import Corner, Reference, reference, tokens

LOST = "#REF!"
Change = Callable[[Reference], str]


def moved_formula(formula: str, rows: int, columns: int) -> str:
    """Return *formula* as copying it that many rows down and columns right leaves it: fixed references stay."""

    def moved(corner: Corner) -> Corner | None:
        row, column = corner.row, corner.column
        if row is not None and not corner.row_fixed:
            row += rows
        if column is not None and not corner.column_fixed:
            column += columns
        if (row or 0) < 0 or (column or 0) < 0:
            return None
        return replace(corner, row=row, column=column)

    def change(ref: Reference) -> str:
        first, last = moved(ref.first), moved(ref.last) if ref.last else None
        if first is None or (ref.last and last is None):
            return LOST
        return str(replace(ref, first=first, last=last))

    return _rewritten(formula, change)


def shifted_formula(formula: str, *, own: bool, title: str, move: tuple[str, Shift]) -> str:
    """Return *formula* after rows or columns of the sheet *title* were inserted, deleted or moved.

    *own* says whether the formula stands on that sheet, so that references without a title point there.
    """
    dimension, shift = move

    def change(ref: Reference) -> str:
        if (ref.title is None and not own) or (ref.title is not None and ref.title.lower() != title.lower()):
            return str(ref)
        start, end = _index(ref.first, dimension), _index(ref.last or ref.first, dimension)
        if start is None or end is None:
            return str(ref)
        span = shift.span(min(start, end), max(start, end) + 1)
        if span is None:
            return LOST
        first = _placed(ref.first, dimension, span[0])
        return str(replace(ref, first=first, last=_placed(ref.last, dimension, span[1] - 1) if ref.last else None))

    return _rewritten(formula, change)


def relocated_formula(
    formula: str, title: str | None, area: tuple[int, int, int, int], move: tuple[str, int, int]
) -> str:
    """Return *formula* after the cells of *area* (top, left, bottom, right) were cut and pasted elsewhere.

    *title* is the sheet the area lies on, None if the formula stands there too; *move* is the `Sheet!` to write before
    a reference (empty for the formula's own sheet) and the rows and columns moved.
    """
    prefix, rows, columns = move

    def within(corner: Corner) -> bool:
        return (
            corner.row is not None
            and corner.column is not None
            and area[0] <= corner.row < area[2]
            and area[1] <= corner.column < area[3]
        )

    def moved(corner: Corner) -> Corner:
        return replace(corner, row=(corner.row or 0) + rows, column=(corner.column or 0) + columns)

    def change(ref: Reference) -> str:
        named = ref.title.lower() if ref.title else None
        if named != (title.lower() if title else None) or not within(ref.first) or not within(ref.last or ref.first):
            return str(ref)
        last = moved(ref.last) if ref.last else None
        return str(Reference(prefix, moved(ref.first), last))

    return _rewritten(formula, change)


def retitled_formula(formula: str, old: str, prefix: str) -> str:
    """Return *formula* with references to the sheet *old* written with *prefix*, its new `Title!`."""

    def change(ref: Reference) -> str:
        return str(replace(ref, prefix=prefix) if ref.title is not None and ref.title.lower() == old.lower() else ref)

    return _rewritten(formula, change)


def _index(corner: Corner, dimension: str) -> int | None:
    return corner.row if dimension == "ROWS" else corner.column


def _placed(corner: Corner, dimension: str, index: int) -> Corner:
    return replace(corner, row=index) if dimension == "ROWS" else replace(corner, column=index)


def _rewritten(formula: str, change: Change) -> str:
    pieces = [change(reference(token.text)) if token.kind == "reference" else token.text
              for token in tokens(formula[1:])]  # fmt: skip
    return "=" + "".join(pieces)
