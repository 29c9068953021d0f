"""Resolving a range text, such as `'My sheet'!A1:B2` or a named range, to a rectangle of a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .a1 import Area, area_name, open_name, parse_area, quoted, split
from .errors import InvalidArgument
from .sheet import Sheet
from .spreadsheet import Spreadsheet

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Box:
    """A bounded rectangle of a sheet, within its grid; *is_cell* if one cell was named."""

    sheet: Sheet
    top: int
    left: int
    bottom: int
    right: int
    is_cell: bool = False

    @property
    def name(self) -> str:
        """The range as Google's replies write it."""
        return f"{quoted(self.sheet.title)}!{area_name(self.top, self.left, self.bottom, self.right)}"

    def grid_range(self) -> Json:
        """Return the GridRange."""
        return self.sheet.range(self.top, self.left, self.bottom, self.right)


def resolve(spreadsheet: Spreadsheet, text: str) -> Box:
    """Return the rectangle that *text* names, cut to the grid.

    Raise InvalidArgument if it can't be read or starts beyond the grid.
    """
    sheet, area = _sheet_and_area(spreadsheet, text)
    grid = sheet.grid
    top, left = area.top or 0, area.left or 0
    if top >= grid.row_count or left >= grid.column_count:
        raise beyond(sheet, area)
    bottom = min(grid.row_count, area.bottom or grid.row_count)
    right = min(grid.column_count, area.right or grid.column_count)
    return Box(sheet, top, left, bottom, right, area.is_cell)


def beyond(sheet: Sheet, area: Area) -> InvalidArgument:
    """Return the error of a range that starts beyond the grid."""
    name = f"{quoted(sheet.title)}!{open_name(area)}"
    size = f"Max rows: {sheet.grid.row_count}, max columns: {sheet.grid.column_count}"
    return InvalidArgument(f"Range ({name}) exceeds grid limits. {size}")


def _sheet_and_area(spreadsheet: Spreadsheet, text: str) -> tuple[Sheet, Area]:
    title, rest, is_quoted = split(text)
    if title is None:
        return _without_title(spreadsheet, text)
    sheet = spreadsheet.sheet_titled(title)
    if sheet is None:
        raise unreadable(text)
    if rest is None and is_quoted:
        return sheet, Area()
    named = spreadsheet.named_range(rest or "")
    if named is not None:
        return _named(spreadsheet, named)
    area = parse_area(rest or "")
    if area is None:
        raise unreadable(text)
    return sheet, area


def _without_title(spreadsheet: Spreadsheet, text: str) -> tuple[Sheet, Area]:
    named = spreadsheet.named_range(text)
    if named is not None:
        return _named(spreadsheet, named)
    area = parse_area(text)
    if area is not None:
        return spreadsheet.sheets[0], area
    sheet = spreadsheet.sheet_titled(text)
    if sheet is None:
        raise unreadable(text)
    return sheet, Area()


def _named(spreadsheet: Spreadsheet, named: Json) -> tuple[Sheet, Area]:
    area = named["range"]
    sheet = spreadsheet.sheet(area.get("sheetId", 0))
    if sheet is None:
        raise unreadable(named["name"])
    return sheet, Area(
        area.get("startRowIndex"), area.get("endRowIndex"), area.get("startColumnIndex"), area.get("endColumnIndex")
    )


def unreadable(text: str) -> InvalidArgument:
    """Return the error of a range that can't be read, or names a sheet that is not there."""
    return InvalidArgument(f"Unable to parse range: {text}")
