"""How wide a report's columns are in a sheet, in characters. The parts of a sheet share its columns."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from netsheets.exports.document.report import Column, Facts, Part, Row, Table
from netsheets.exports.document.wording import decimals_of, in_words

NARROWEST_SHEET = 90
"""No sheet is narrower than a line of text."""
PORTRAIT = 105
"""A sheet of at most so many characters is printed upright, a wider one on its side."""
LONGEST_LABEL = 36
_WIDEST_SHEET = 150
"""A wider sheet would be printed too small to read: its widest columns give way, down to narrow ones."""
_WIDEST_COLUMN = 48
_NARROW_COLUMN = 20
_LEAST = 6
_ROOM, _ROOM_OF_TITLE = 2, 3


def column_width(column: Column, rows: Iterable[Row]) -> float:
    """Return a column's width: what its values need, for texts about as much as was asked for at the most."""
    values = [row.get(column.key) for row in rows]
    decimals = decimals_of(column, values)
    words = (in_words(column.shown(each), "fr", column.kind, decimals) for each in values)
    longest = max((len(line) for each in words for line in each.split("\n")), default=0)
    most = min(column.width * 1.5, _WIDEST_COLUMN) if column.kind == "text" else longest
    title = max(*map(len, column.title.split()), len(column.title) // 2 + 1, _LEAST)
    return max(min(longest, most) + _ROOM, min(title, _WIDEST_COLUMN) + _ROOM_OF_TITLE)


def sheet_widths(parts: Iterable[Part]) -> tuple[float, ...]:
    """Return the widths of the columns of a sheet with these parts."""
    wanted: list[tuple[float, ...]] = [(0.0,)]
    for part in parts:
        if isinstance(part, Table) and part.rows:
            wanted.append(tuple(column_width(each, part.rows) for each in part.columns))
        elif isinstance(part, Facts) and part.rows:
            longest = max(len(label) for label, _ in part.rows)
            wanted.append((min(longest + _ROOM, LONGEST_LABEL), 12))
    widths = [max(each) for each in zip_longest(*wanted, fillvalue=0.0)]
    widths[-1] += max(NARROWEST_SHEET - sum(widths), 0)
    while sum(widths) > _WIDEST_SHEET and max(widths) > _NARROW_COLUMN:
        widths[widths.index(max(widths))] -= 1
    return tuple(widths)
