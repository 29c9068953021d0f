"""One sheet: its properties, its grid and everything that lies on it (merges, filters, protections, charts…)."""

from __future__ import annotations

from typing import Any

from .grid import Grid
from .messages import walk
from .spans import Shift, on_sheet, shift_dimension, shift_range

Json = dict[str, Any]

# The lists of a Sheet resource, and the message each one holds.
PARTS = {
    "merges": "GridRange",
    "conditionalFormats": "ConditionalFormatRule",
    "filterViews": "FilterView",
    "protectedRanges": "ProtectedRange",
    "charts": "EmbeddedChart",
    "bandedRanges": "BandedRange",
    "rowGroups": "DimensionGroup",
    "columnGroups": "DimensionGroup",
    "slicers": "Slicer",
    "tables": "Table",
}
GROUPS = {"ROWS": "rowGroups", "COLUMNS": "columnGroups"}
PIXELS = {"ROWS": 21, "COLUMNS": 100}


class Sheet:
    """A sheet of a spreadsheet. The lists hold JSON objects that are replaced, never changed."""

    def __init__(self, properties: Json) -> None:
        grid = dict(properties.get("gridProperties", {}))
        self.sheet_id: int = properties["sheetId"]
        self.title: str = properties["title"]
        self.grid = Grid(grid.pop("rowCount", 1000), grid.pop("columnCount", 26))
        self.grid_properties: Json = grid
        own = ("sheetId", "title", "index", "gridProperties")
        self.properties: Json = {"sheetType": "GRID"} | {k: v for k, v in properties.items() if k not in own}
        self.parts: dict[str, list[Json]] = {name: [] for name in PARTS}
        self.basic_filter: Json | None = None

    def copy(self) -> Sheet:
        """Return an independent sheet with the same content."""
        twin = Sheet.__new__(Sheet)
        twin.sheet_id, twin.title = self.sheet_id, self.title
        twin.grid = self.grid.copy()
        twin.grid_properties, twin.properties = self.grid_properties, self.properties
        twin.parts = {name: list(items) for name, items in self.parts.items()}
        twin.basic_filter = self.basic_filter
        return twin

    def properties_at(self, index: int) -> Json:
        """Return the SheetProperties of the sheet when it stands at *index*."""
        counts = {"rowCount": self.grid.row_count, "columnCount": self.grid.column_count}
        own = {"sheetId": self.sheet_id, "title": self.title, "index": index}
        return own | self.properties | {"gridProperties": counts | self.grid_properties}

    def everything(self) -> Json:
        """Return the GridRange of the whole sheet."""
        return self.range(0, 0, self.grid.row_count, self.grid.column_count)

    def range(self, top: int, left: int, bottom: int, right: int) -> Json:
        """Return a bounded GridRange on this sheet; a sheet id of zero is left out, as in replies."""
        own = {"sheetId": self.sheet_id} if self.sheet_id else {}
        return own | {
            "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right,
        }  # fmt: skip

    def shift(self, moved_sheet_id: int, dimension: str, shift: Shift) -> None:
        """Move every range that lies on (or points to) the sheet *moved_sheet_id*."""
        change = on_sheet(moved_sheet_id, lambda area: shift_range(area, dimension, shift))
        for name, schema in PARTS.items():
            if schema == "DimensionGroup":
                continue
            if schema == "GridRange":
                shifted = [change(item) for item in self.parts[name]]
                self.parts[name] = [item for item in shifted if item is not None and _is_area(item)]
            else:
                walked = [(item, walk("GridRange", schema, item, change)) for item in self.parts[name]]
                self.parts[name] = [new for old, new in walked if not _lost(old, new)]
        if self.basic_filter is not None and self.sheet_id == moved_sheet_id:
            old = self.basic_filter
            new = walk("GridRange", "BasicFilter", old, change)
            self.basic_filter = None if _lost(old, new) else new
        if self.sheet_id == moved_sheet_id:
            self._shift_groups(dimension, shift)

    def _shift_groups(self, dimension: str, shift: Shift) -> None:
        groups = []
        for group in self.parts[GROUPS[dimension]]:
            moved = shift_dimension(group["range"], shift)
            if moved is not None:
                groups.append(group | {"range": moved})
        self.parts[GROUPS[dimension]] = groups


def _is_area(area: Json) -> bool:
    """Return whether a merge still joins at least two cells."""
    rows = area["endRowIndex"] - area["startRowIndex"]
    columns = area["endColumnIndex"] - area["startColumnIndex"]
    return bool(rows * columns > 1)


def _lost(old: Json, new: Json) -> bool:
    """Return whether the range the object lies on is gone."""
    if "range" in old:
        return "range" not in new
    return bool(old.get("ranges")) and not new.get("ranges")
