"""Requests that write cells: values, formats, notes, validation."""

from __future__ import annotations

from tests.sheets_server.colors import TWINS, mirrored
from tests.sheets_server.errors import InvalidArgument
from tests.sheets_server.grid import Cell
from tests.sheets_server.masks import Mask, merge
from tests.sheets_server.references import Box
from tests.sheets_server.values import CELL_CHARACTERS

from .edit import Edit, Handler, Json, update_mask

# What a user can set of a cell; the rest of CellData is computed.
ENTERED = (
    "userEnteredValue",
    "userEnteredFormat",
    "note",
    "textFormatRuns",
    "dataValidation",
    "pivotTable",
    "chipRuns",
)


def cell_mask(request: Json) -> Mask:
    """Return the mask of a cell update: both forms of a colour where one is named, all entered fields for `*`."""
    mask = update_mask(request, "CellData")
    if mask.get("*") == {}:
        return {name: {} for name in ENTERED}
    return _with_twins({name: branch for name, branch in mask.items() if name in ENTERED})


def _with_twins(mask: Mask) -> Mask:
    result = {name: _with_twins(branch) for name, branch in mask.items()}
    for old, style in TWINS.items():
        if old in mask or style in mask:
            result[old] = result[style] = {}
    return result


def updated(cell: Cell, new: Json, mask: Mask) -> Cell:
    """Return *cell* with the fields that *mask* names taken from *new*."""
    value = new.get("userEnteredValue")
    if value and "userEnteredValue" in mask:
        _check(value)
        new = new | {"userEnteredValue": _whole(value)}
    if "userEnteredFormat" in new:
        new = new | {"userEnteredFormat": mirrored(new["userEnteredFormat"], mask.get("userEnteredFormat"))}
    result = merge(cell, new, mask) if mask else dict(cell)
    return {key: item for key, item in result.items() if item not in ({}, [], "", None)}


def _whole(value: Json) -> Json:
    number = value.get("numberValue")
    if isinstance(number, float) and number == int(number) and abs(number) < 1e15:
        return {"numberValue": int(number)}
    return value


def _check(value: Json) -> None:
    if len(value) > 1:
        raise InvalidArgument("Only one value may be set in userEnteredValue.")
    if "errorValue" in value:
        raise InvalidArgument("errorValue cannot be set.")
    if len(value.get("stringValue", "")) > CELL_CHARACTERS:
        raise InvalidArgument(
            f"Your input contains more than the maximum of {CELL_CHARACTERS} characters in a single cell."
        )
    if "formulaValue" in value and not value["formulaValue"].startswith("="):
        raise InvalidArgument("formulaValue must start with '='.")


def update_cells(edit: Edit, request: Json) -> Json:
    """Write rows of cells from a start, or over a range (whose cells without data are cleared)."""
    mask = cell_mask(request)
    rows = request.get("rows", [])
    width = max((len(row.get("values", [])) for row in rows), default=0)
    if "start" in request:
        start = request["start"]
        top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
        if not rows or not width:
            return {}
        area = {"sheetId": start.get("sheetId", 0), "startRowIndex": top, "endRowIndex": top + len(rows),
                "startColumnIndex": left, "endColumnIndex": left + width}  # fmt: skip
    elif "range" in request:
        area = request["range"]
    else:
        raise InvalidArgument("Must specify either start or range.")
    box = edit.editable(area)
    _fit(box, len(rows), width)
    grid = box.sheet.grid
    for r in range(box.top, box.bottom):
        values = rows[r - box.top].get("values", []) if r - box.top < len(rows) else []
        for c in range(box.left, box.right):
            given = c - box.left < len(values)
            if given or "start" not in request:
                new = values[c - box.left] if given else {}
                grid.put(r, c, updated(grid.cell(r, c), new, mask))
    return {}


def _fit(box: Box, height: int, width: int) -> None:
    if height > box.bottom - box.top:
        raise InvalidArgument(
            f"Attempting to write row: {box.bottom}, beyond the last requested row of: {box.bottom - 1}"
        )
    if width > box.right - box.left:
        raise InvalidArgument(
            f"Attempting to write column: {box.right}, beyond the last requested column of: {box.right - 1}"
        )


def repeat_cell(edit: Edit, request: Json) -> Json:
    """Write one cell over a range."""
    mask = cell_mask(request)
    box = edit.editable(request.get("range", {}))
    grid, new = box.sheet.grid, request.get("cell", {})
    cache: dict[int, tuple[Cell, Cell]] = {}
    for r in range(box.top, box.bottom):
        for c in range(box.left, box.right):
            cell = grid.cell(r, c)
            # Cells are shared and immutable: the same old cell gives the same new one.
            held = cache.get(id(cell))
            if held is None:
                held = cache[id(cell)] = (cell, updated(cell, new, mask))
            grid.put(r, c, held[1])
    return {}


def append_cells(edit: Edit, request: Json) -> Json:
    """Write rows of cells below the last row that holds data."""
    sheet = edit.sheet(request.get("sheetId", 0))
    mask = cell_mask(request)
    grid, rows = sheet.grid, request.get("rows", [])
    held = [row for row, cells in grid.rows.items() if any("userEnteredValue" in cell for cell in cells.values())]
    top = max(held, default=-1) + 1
    width = max((len(row.get("values", [])) for row in rows), default=0)
    grid.row_count = max(grid.row_count, top + len(rows))
    grid.column_count = max(grid.column_count, width)
    edit.check_size()
    edit.refuse_protected(sheet, sheet.range(top, 0, top + max(1, len(rows)), max(1, width)))
    for r, row in enumerate(rows):
        for c, new in enumerate(row.get("values", [])):
            grid.put(top + r, c, updated(grid.cell(top + r, c), new, mask))
    return {}


def set_data_validation(edit: Edit, request: Json) -> Json:
    """Set the validation rule of a range, or clear it if there is none."""
    box = edit.editable(request.get("range", {}))
    rule = request.get("rule")
    if rule is not None and "type" not in rule.get("condition", {}):
        raise InvalidArgument("Data validation rule must have a condition.")
    grid = box.sheet.grid
    for r in range(box.top, box.bottom):
        for c in range(box.left, box.right):
            cell = {key: item for key, item in grid.cell(r, c).items() if key != "dataValidation"}
            grid.put(r, c, cell | {"dataValidation": rule} if rule else cell)
    return {}


HANDLERS: dict[str, Handler] = {
    "updateCells": update_cells,
    "repeatCell": repeat_cell,
    "appendCells": append_cells,
    "setDataValidation": set_data_validation,
}
