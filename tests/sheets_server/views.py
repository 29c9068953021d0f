"""How spreadsheets.get shows a spreadsheet: properties, sheets, and the grid data that is asked for."""

from __future__ import annotations

from typing import Any

from .masks import Mask, mentions, select
from .protection import may_edit
from .references import Box
from .render import Renderer
from .sheet import PARTS, Sheet
from .spreadsheet import Spreadsheet
from .values import Caller

Json = dict[str, Any]


def spreadsheet_view(
    spreadsheet: Spreadsheet, caller: Caller, *, boxes: list[Box] | None, mask: Mask, grid_data: bool
) -> Json:
    """Return the Spreadsheet resource; *boxes* limits it to the sheets they lie on, a mask decides on grid data."""
    with_data = mentions(mask, "sheets", "data") if mask else grid_data
    renderer = Renderer(spreadsheet, caller.now)
    sheets = []
    for index, sheet in enumerate(spreadsheet.sheets):
        own = None if boxes is None else [box for box in boxes if box.sheet is sheet]
        if own == []:
            continue
        shown = sheet_view(spreadsheet, sheet, index, caller.user)
        if with_data:
            branch = _branch(mask, "sheets", "data")
            shown["data"] = [_grid_data(renderer, box, branch) for box in own or [_whole(sheet)]]
        sheets.append(shown)
    result: Json = {
        "spreadsheetId": spreadsheet.spreadsheet_id,
        "properties": spreadsheet.properties,
        "sheets": sheets,
        "namedRanges": spreadsheet.named_ranges,
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{spreadsheet.spreadsheet_id}/edit",
        "developerMetadata": spreadsheet.metadata_at(sheet_id=None),
    }
    chosen: Json = select({key: value for key, value in result.items() if value}, mask)
    return chosen


def sheet_view(spreadsheet: Spreadsheet, sheet: Sheet, index: int, user: str) -> Json:
    """Return the Sheet resource without grid data."""
    shown: Json = {"properties": sheet.properties_at(index)}
    for name in PARTS:
        items = sheet.parts[name]
        if name == "protectedRanges":
            items = [_protected_view(spreadsheet, item, user) for item in items]
        if items:
            shown[name] = items
    if sheet.basic_filter is not None:
        shown["basicFilter"] = sheet.basic_filter
    metadata = spreadsheet.metadata_at(sheet_id=sheet.sheet_id)
    return shown | {"developerMetadata": metadata} if metadata else shown


def _protected_view(spreadsheet: Spreadsheet, protected: Json, user: str) -> Json:
    """Return a ProtectedRange as *user* sees it: the editors are shown to those who may edit."""
    if may_edit(spreadsheet, protected, user):
        return protected | {"requestingUserCanEdit": True}
    return {key: value for key, value in protected.items() if key != "editors"}


def _branch(mask: Mask, *path: str) -> Mask:
    for name in path:
        found: Mask | None = mask.get(name, mask.get("*"))
        mask = found or {}
    return mask


def _whole(sheet: Sheet) -> Box:
    return Box(sheet, 0, 0, sheet.grid.row_count, sheet.grid.column_count)


def _grid_data(renderer: Renderer, box: Box, mask: Mask) -> Json:
    """Return the GridData of *box*: rows and cells up to the last one that holds something."""
    result: Json = {}
    if box.top:
        result["startRow"] = box.top
    if box.left:
        result["startColumn"] = box.left
    if mentions(mask, "rowData"):
        rows = _row_data(renderer, box)
        if rows:
            result["rowData"] = rows
    if mentions(mask, "rowMetadata"):
        result["rowMetadata"] = renderer.dimension_properties(box.sheet, "ROWS", box.top, box.bottom)
    if mentions(mask, "columnMetadata"):
        result["columnMetadata"] = renderer.dimension_properties(box.sheet, "COLUMNS", box.left, box.right)
    return result


def _row_data(renderer: Renderer, box: Box) -> list[Json]:
    rows: dict[int, dict[int, Json]] = {}
    for row, column, _ in box.sheet.grid.cells(box.top, box.left, box.bottom, box.right):
        rows.setdefault(row - box.top, {})[column - box.left] = renderer.cell_data(box.sheet, row, column)
    shown: list[Json] = []
    for row in range(max(rows, default=-1) + 1):
        cells = rows.get(row)
        shown.append({"values": [cells.get(column, {}) for column in range(max(cells) + 1)]} if cells else {})
    return shown
