"""A1 and R1C1 notation: text ⇄ indexes. Indexes are zero-based and half-open; None is unbounded."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CELL = r"(?:\$?([A-Za-z]{1,4}))?(?:\$?([1-9][0-9]{0,9}))?"
_A1 = re.compile(rf"^{_CELL}(?::{_CELL})?$")
_R1C1 = re.compile(r"^[Rr]([1-9][0-9]*)[Cc]([1-9][0-9]*)(?::[Rr]([1-9][0-9]*)[Cc]([1-9][0-9]*))?$")
_PLAIN_TITLE = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a grid; None is unbounded."""

    top: int | None = None
    bottom: int | None = None
    left: int | None = None
    right: int | None = None

    @property
    def is_cell(self) -> bool:
        """Whether the area is one cell."""
        return None not in (self.top, self.bottom, self.left, self.right) and (
            self.bottom == (self.top or 0) + 1 and self.right == (self.left or 0) + 1
        )


def column_name(index: int) -> str:
    """Return the letters of the zero-based column *index*."""
    name = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        name = chr(65 + digit) + name
    return name


def column_index(name: str) -> int:
    """Return the zero-based index of the column *name*."""
    index = 0
    for letter in name.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def cell_name(row: int, column: int) -> str:
    """Return the A1 name of one cell."""
    return f"{column_name(column)}{row + 1}"


def area_name(top: int, left: int, bottom: int, right: int) -> str:
    """Return the A1 name of a bounded rectangle; one cell has no colon."""
    first, last = cell_name(top, left), cell_name(bottom - 1, right - 1)
    return first if first == last else f"{first}:{last}"


def open_name(area: Area) -> str:
    """Return the A1 name of an area as Google's messages write it: an open end stays open, as in A1001:B."""
    first = cell_name(area.top or 0, area.left or 0)
    column = "" if area.right is None else column_name(area.right - 1)
    row = "" if area.bottom is None else str(area.bottom)
    last = column + row
    return first if last in ("", first) else f"{first}:{last}"


def quoted(title: str) -> str:
    """Return the sheet title as Google writes it before the `!`: in quotes unless it is a plain word."""
    if _PLAIN_TITLE.match(title) and parse_area(title) is None:
        return title
    return "'" + title.replace("'", "''") + "'"


def split(text: str) -> tuple[str | None, str | None, bool]:
    """Return (sheet title, rest, whether the title was quoted) of a range such as `'My sheet'!A1:B2`."""
    if text.startswith("'"):
        match = re.match(r"^'((?:[^']|'')*)'(?:!(.*))?$", text, re.DOTALL)
        if match:
            return match.group(1).replace("''", "'"), match.group(2), True
    if "!" in text:
        title, rest = text.rsplit("!", 1)
        return title, rest, False
    return None, text, False


def parse_area(text: str) -> Area | None:
    """Return the area that *text* (without a sheet title) names, or None if it is not A1 or R1C1 notation."""
    match = _R1C1.match(text)
    if match:
        top, left, bottom, right = (int(part) if part else None for part in match.groups())
        return _ordered(_less(top), _less(left), _less(bottom or top), _less(right or left))
    match = _A1.match(text)
    if not match or not any(match.groups()):
        return None
    first_column, first_row, last_column, last_row = match.groups()
    if ":" not in text:
        if not (first_column and first_row):
            return None
        last_column, last_row = first_column, first_row
    elif not (last_column or last_row):
        return None
    return _ordered(
        int(first_row) - 1 if first_row else None,
        column_index(first_column) if first_column else None,
        int(last_row) - 1 if last_row else None,
        column_index(last_column) if last_column else None,
    )


def _less(number: int | None) -> int | None:
    return None if number is None else number - 1


def _ordered(top: int | None, left: int | None, bottom: int | None, right: int | None) -> Area:
    if top is not None and bottom is not None and top > bottom:
        top, bottom = bottom, top
    if left is not None and right is not None and left > right:
        left, right = right, left
    # "A:A5" and "A5:A" both start at row 5: the open end is the last one.
    if top is None and bottom is not None:
        top, bottom = bottom, None
    if left is None and right is not None:
        left, right = right, None
    return Area(top, None if bottom is None else bottom + 1, left, None if right is None else right + 1)
