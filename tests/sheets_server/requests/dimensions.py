"""Requests that insert, delete, move, resize and dress rows and columns."""

from __future__ import annotations

from tests.sheets_server.errors import InvalidArgument
from tests.sheets_server.masks import merge
from tests.sheets_server.render import Renderer
from tests.sheets_server.sheet import PIXELS, Sheet
from tests.sheets_server.spans import KEYS, Deletion, Move
from tests.sheets_server.structure import FROZEN, insert, rearrange
from tests.sheets_server.widths import column_width

from .edit import Edit, Handler, Json, update_mask

NOUNS = {"ROWS": "row", "COLUMNS": "column"}


def bounded(edit: Edit, area: Json, verb: str = "access") -> tuple[Sheet, str, int, int]:
    """Return (sheet, dimension, start, end) of a DimensionRange; raise if it is empty or leaves the grid."""
    sheet = edit.sheet(area.get("sheetId", 0))
    dimension = area.get("dimension")
    if dimension is None:
        raise InvalidArgument("No dimension specified.")
    count = sheet.grid.count(dimension)
    start, end = area.get("startIndex", 0), area.get("endIndex", count)
    if start >= count:
        noun = NOUNS[dimension]
        raise InvalidArgument(
            f"Cannot {verb} a {noun} that doesn't exist. Tried to {verb} {noun} index {start} "
            f"but there are only {count} {noun}s."
        )
    if end <= start or start < 0:
        raise InvalidArgument("range.endIndex must be greater than range.startIndex.")
    return sheet, dimension, start, min(end, count)


def area_of(sheet: Sheet, dimension: str, start: int, end: int) -> Json:
    """Return the GridRange of whole rows or columns."""
    start_key, end_key = KEYS[dimension]
    return sheet.everything() | {start_key: start, end_key: end}


def insert_dimension(edit: Edit, request: Json) -> Json:
    """Insert rows or columns; they take the formats of those before or after."""
    area = request.get("range", {})
    sheet = edit.sheet(area.get("sheetId", 0))
    dimension = area.get("dimension")
    if dimension is None:
        raise InvalidArgument("No dimension specified.")
    start, end = area.get("startIndex", 0), area.get("endIndex", 0)
    count = sheet.grid.count(dimension)
    if end <= start:
        raise InvalidArgument("range.endIndex must be greater than range.startIndex.")
    if start > count:
        raise InvalidArgument(f"range.startIndex[{start}] is after last {NOUNS[dimension]} in sheet[{count}]")
    before = bool(request.get("inheritFromBefore"))
    if before and start == 0:
        raise InvalidArgument("inheritFromBefore cannot be true if inserting at the first row or column.")
    if not before and start == count:
        raise InvalidArgument("inheritFromBefore cannot be false if inserting at the end of the sheet.")
    _refuse_inside(edit, sheet, dimension, start)
    insert(edit.spreadsheet, sheet, dimension, start, end - start)
    edit.check_size()
    _inherit(sheet, dimension, start - 1 if before else end, range(start, end))
    return {}


def _refuse_inside(edit: Edit, sheet: Sheet, dimension: str, start: int) -> None:
    """Raise if *start* lies inside a range the user may not edit: inserting there would grow it."""
    if 0 < start < sheet.grid.count(dimension):
        for protected in sheet.parts["protectedRanges"]:
            area = protected.get("range", {})
            start_key, end_key = KEYS[dimension]
            if area.get(start_key, 0) < start < area.get(end_key, 0):
                edit.refuse_protected(sheet, area)


def _inherit(sheet: Sheet, dimension: str, model: int, new: range) -> None:
    """Give the new rows or columns the formats and validation of the one at *model*."""
    kept = ("userEnteredFormat", "dataValidation")
    if dimension == "ROWS":
        for column, cell in list(sheet.grid.rows.get(model, {}).items()):
            for index in new:
                sheet.grid.put(index, column, {key: cell[key] for key in kept if key in cell})
    else:
        for row, cells in list(sheet.grid.rows.items()):
            cell = cells.get(model, {})
            for index in new:
                sheet.grid.put(row, index, {key: cell[key] for key in kept if key in cell})


def delete_dimension(edit: Edit, request: Json) -> Json:
    """Delete rows or columns; what lies on them goes, what lies beyond moves up."""
    area = request.get("range", {})
    sheet, dimension, start, end = bounded(edit, area, "delete")
    edit.refuse_protected(sheet, area_of(sheet, dimension, start, end))
    count = sheet.grid.count(dimension)
    if end - start >= count:
        raise InvalidArgument(f"You can't delete all the {NOUNS[dimension]}s on the sheet.")
    frozen = sheet.grid_properties.get(FROZEN[dimension], 0)
    gone = max(0, min(frozen, end) - start)
    if frozen and count - (end - start) <= frozen - gone:
        raise InvalidArgument(f"Sorry, it is not possible to delete all non-frozen {NOUNS[dimension]}s.")
    shift = Deletion(start, end)
    rearrange(edit.spreadsheet, sheet, dimension, shift)
    if dimension == "ROWS":
        sheet.grid.row_count -= end - start
    else:
        sheet.grid.column_count -= end - start
    if gone:
        kept = {key: value for key, value in sheet.grid_properties.items() if key != FROZEN[dimension]}
        sheet.grid_properties = kept | ({FROZEN[dimension]: frozen - gone} if frozen > gone else {})
    return {}


def append_dimension(edit: Edit, request: Json) -> Json:
    """Add rows or columns at the end of a sheet."""
    sheet = edit.sheet(request.get("sheetId", 0))
    length, dimension = request.get("length", 0), request.get("dimension")
    if length <= 0 or dimension is None:
        raise InvalidArgument("length must be greater than zero.")
    resize(edit, sheet, dimension, sheet.grid.count(dimension) + length)
    return {}


def resize(edit: Edit, sheet: Sheet, dimension: str, count: int) -> None:
    """Set the number of rows or columns; shrinking deletes the last ones."""
    current = sheet.grid.count(dimension)
    if count <= 0:
        raise InvalidArgument("gridProperties.rowCount must be greater than zero." if dimension == "ROWS"
                              else "gridProperties.columnCount must be greater than zero.")  # fmt: skip
    if count < current:
        delete_dimension(edit, {"range": {
            "sheetId": sheet.sheet_id, "dimension": dimension, "startIndex": count, "endIndex": current,
        }})  # fmt: skip
    elif count > current:
        sheet.grid.resize(dimension, count)
        edit.check_size()


def move_dimension(edit: Edit, request: Json) -> Json:
    """Move rows or columns; the destination is counted before the move."""
    sheet, dimension, start, end = bounded(edit, request.get("source", {}))
    target = request.get("destinationIndex", 0)
    if start < target < end:
        raise InvalidArgument("The destination index cannot be inside the source range.")
    if target > sheet.grid.count(dimension):
        raise InvalidArgument(f"destinationIndex[{target}] is after last {NOUNS[dimension]}.")
    edit.refuse_protected(sheet, area_of(sheet, dimension, min(start, target), max(end, target)))
    shift = Move(start, end, target)
    rearrange(edit.spreadsheet, sheet, dimension, shift)
    return {}


def update_dimension_properties(edit: Edit, request: Json) -> Json:
    """Set sizes and hiddenness of rows or columns."""
    sheet, dimension, start, end = bounded(edit, request.get("range", {}))
    mask = update_mask(request, "DimensionProperties")
    held = sheet.grid.properties(dimension)
    for index in range(start, end):
        new = merge(held.get(index, {}), request.get("properties", {}), mask)
        if new.get("pixelSize") == PIXELS[dimension]:
            del new["pixelSize"]
        if new:
            held[index] = new
        else:
            held.pop(index, None)
    return {}


def auto_resize_dimensions(edit: Edit, request: Json) -> Json:
    """Fit columns to their longest text; rows get the default height a line of text has."""
    sheet, dimension, start, end = bounded(edit, request.get("dimensions", {}))
    held = sheet.grid.properties(dimension)
    renderer = Renderer(edit.spreadsheet, edit.now)
    for index in range(start, end):
        pixels = PIXELS[dimension]
        if dimension == "COLUMNS":
            cells = sheet.grid.cells(0, index, sheet.grid.row_count, index + 1)
            texts = [renderer.shown(sheet, row, index) for row, _, _ in cells]
            pixels = max((column_width(text) for text in texts if text), default=pixels)
        held[index] = {key: value for key, value in held.get(index, {}).items() if key != "pixelSize"}
        if pixels != PIXELS[dimension]:
            held[index]["pixelSize"] = pixels
    return {}


HANDLERS: dict[str, Handler] = {
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "appendDimension": append_dimension,
    "moveDimension": move_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize_dimensions,
}
