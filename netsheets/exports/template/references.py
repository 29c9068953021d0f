"""References to cells: `B5`, `B5:G7`, `'Détail'!$B$5`, and where they point once rows have moved."""

from __future__ import annotations

import re
from typing import Protocol

_CELL = re.compile(r"([A-Z]{1,3})([0-9]+)")
_ROW_IN_REFERENCE = re.compile(r"(\$?[A-Z]{0,3}\$?)([0-9]+)(?::(\$?[A-Z]{0,3}\$?)([0-9]+))?")


class Moves(Protocol):
    """Where each row of a template went: to one row, to several, or (first beyond last) to none."""

    def first(self, row: int) -> int:
        """Return the first row it became."""

    def last(self, row: int) -> int:
        """Return the last row it became."""


def split_cell(reference: str) -> tuple[str, int]:
    """Return the column and the row of `B5`. Raise ValueError for anything else."""
    found = _CELL.fullmatch(reference)
    if not found:
        raise ValueError(reference)
    return found[1], int(found[2])


def moved(reference: str, moves: Moves) -> str:
    """Return a reference (cells, ranges or whole rows) after the move; "" where nothing of it is left."""
    found = _ROW_IN_REFERENCE.fullmatch(reference)
    if not found:
        return reference
    head, first, tail, last = found[1], int(found[2]), found[3], found[4]
    start, end = moves.first(first), moves.last(int(last or first))
    if start > end:
        return ""
    if last is None and start == end:
        return f"{head}{start}"
    return f"{head}{start}:{tail if tail is not None else head}{end}"


def moved_all(references: str, moves: Moves) -> str:
    """Return references separated by blanks after the move."""
    return " ".join(filter(None, (moved(each, moves) for each in references.split())))


def split_sheet(reference: str) -> tuple[str, str]:
    """Return the sheet and the range of `'Détail'!$B$5:$B$9`; "" for no sheet."""
    sheet, mark, cells = reference.rpartition("!")
    if not mark:
        return "", reference
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, cells


def on_sheet(sheet: str, cells: str) -> str:
    """Return a range as a formula on another sheet names it."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cells}"
