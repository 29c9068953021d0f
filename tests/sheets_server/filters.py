"""Data filters: the ranges that a DataFilter (A1 text, GridRange or developer metadata) selects."""

from __future__ import annotations

from typing import Any

from .errors import InvalidArgument
from .references import Box, resolve
from .requests.metadata import matches
from .spans import KEYS
from .spreadsheet import Spreadsheet

Json = dict[str, Any]


def boxes_of(spreadsheet: Spreadsheet, wanted: Json) -> list[Box]:
    """Return the rectangles one filter selects."""
    if "a1Range" in wanted:
        return [resolve(spreadsheet, wanted["a1Range"])]
    if "gridRange" in wanted:
        return [_box(spreadsheet, wanted["gridRange"])]
    found = []
    for item in spreadsheet.metadata:
        if matches(spreadsheet, item, wanted):
            location = item["location"]
            if "dimensionRange" in location:
                area = location["dimensionRange"]
                start_key, end_key = KEYS[area["dimension"]]
                start = area.get("startIndex", 0)
                found.append(
                    _box(spreadsheet, {"sheetId": area.get("sheetId", 0), start_key: start, end_key: start + 1})
                )
            elif "sheetId" in location:
                found.append(_box(spreadsheet, {"sheetId": location["sheetId"]}))
    return found


def matched(spreadsheet: Spreadsheet, filters: list[Json]) -> list[tuple[Box, list[Json]]]:
    """Return each selected rectangle once, with the filters that select it."""
    found: dict[str, tuple[Box, list[Json]]] = {}
    for wanted in filters:
        for box in boxes_of(spreadsheet, wanted):
            found.setdefault(box.name, (box, []))[1].append(wanted)
    return list(found.values())


def _box(spreadsheet: Spreadsheet, area: Json) -> Box:
    sheet = spreadsheet.sheet(area.get("sheetId", 0))
    if sheet is None:
        raise InvalidArgument(f"No sheet with id: {area.get('sheetId', 0)}")
    grid = sheet.grid
    return Box(
        sheet,
        area.get("startRowIndex", 0),
        area.get("startColumnIndex", 0),
        min(area.get("endRowIndex", grid.row_count), grid.row_count),
        min(area.get("endColumnIndex", grid.column_count), grid.column_count),
    )
