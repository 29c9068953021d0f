"""Requests that copy, cut and paste cells, and that shift cells to make or close a gap."""

from __future__ import annotations

import csv
import io

from tests.sheets_server.errors import InvalidArgument
from tests.sheets_server.grid import Cell
from tests.sheets_server.references import Box
from tests.sheets_server.render import ERROR_TEXTS, Renderer
from tests.sheets_server.structure import follow_cut
from tests.sheets_server.values import Typist

from .edit import Edit, Handler, Json
from .sorting import with_moved_formula

# What each paste type takes over; PASTE_NORMAL takes everything.
_TAKEN = {
    "PASTE_VALUES": ("userEnteredValue",),
    "PASTE_FORMAT": ("userEnteredFormat",),
    "PASTE_FORMULA": ("userEnteredValue",),
    "PASTE_DATA_VALIDATION": ("dataValidation",),
}


def copy_paste(edit: Edit, request: Json) -> Json:
    """Copy a range over another; a destination that is a multiple of the source is tiled."""
    source = edit.box(request.get("source", {}))
    target = edit.box(request.get("destination", {}))
    transposed = request.get("pasteOrientation") == "TRANSPOSE"
    kind = request.get("pasteType", "PASTE_NORMAL")
    block = _block(source, transposed=transposed)
    if kind == "PASTE_VALUES":
        renderer = Renderer(edit.spreadsheet, edit.now)
        block = [
            [(_with_value(cell, renderer.effective(source.sheet, r, c)), r, c) for cell, r, c in row] for row in block
        ]
    if not block or not block[0]:
        return {}
    height, width = len(block), len(block[0])
    rows = (target.bottom - target.top) // height or 1
    columns = (target.right - target.left) // width or 1
    target = _sized(target, rows * height, columns * width)
    edit.refuse_protected(target.sheet, target.grid_range())
    for r in range(target.bottom - target.top):
        for c in range(target.right - target.left):
            cell, row, column = block[r % height][c % width]
            moved = with_moved_formula(cell, target.top + r - row, target.left + c - column)
            _paste(edit, target, (target.top + r, target.left + c), moved, kind)
    if kind == "PASTE_NORMAL" and not transposed:
        _copy_merges(source, target)
    return {}


def _block(source: Box, *, transposed: bool) -> list[list[tuple[Cell, int, int]]]:
    """Return the cells of *source* with where each comes from."""
    grid = source.sheet.grid
    rows = [
        [(grid.cell(r, c), r, c) for c in range(source.left, source.right)] for r in range(source.top, source.bottom)
    ]
    return [list(column) for column in zip(*rows, strict=True)] if transposed else rows


def _with_value(cell: Cell, value: Json | None) -> Cell:
    """Return *cell* with what its formula gives in the place of the formula."""
    if value is None or "formulaValue" not in cell.get("userEnteredValue", {}):
        return cell
    if "errorValue" in value:
        return cell | {"userEnteredValue": {"stringValue": ERROR_TEXTS[value["errorValue"]["type"]]}}
    return cell | {"userEnteredValue": {key: item for key, item in value.items() if key != "format"}}


def _sized(target: Box, height: int, width: int) -> Box:
    sized = Box(target.sheet, target.top, target.left, target.top + height, target.left + width)
    if sized.bottom > target.sheet.grid.row_count or sized.right > target.sheet.grid.column_count:
        raise InvalidArgument(f"The destination range {sized.name} does not fit the sheet.")
    return sized


def _paste(edit: Edit, target: Box, place: tuple[int, int], cell: Cell, kind: str) -> None:
    grid = target.sheet.grid
    if kind == "PASTE_NORMAL":
        grid.put(*place, cell)
        return
    if kind == "PASTE_NO_BORDERS":
        own = {key: value for key, value in cell.get("userEnteredFormat", {}).items() if key != "borders"}
        grid.put(*place, {key: value for key, value in (cell | {"userEnteredFormat": own}).items() if value})
        return
    taken = _TAKEN.get(kind)
    if taken is None:
        raise InvalidArgument(f"This server does not implement {kind}.")
    rest = {key: value for key, value in grid.cell(*place).items() if key not in taken}
    grid.put(*place, rest | {key: cell[key] for key in taken if key in cell})


def _copy_merges(source: Box, target: Box) -> None:
    down, across = target.top - source.top, target.left - source.left
    for merge in list(source.sheet.parts["merges"]):
        top, left = merge["startRowIndex"], merge["startColumnIndex"]
        if source.top <= top < source.bottom and source.left <= left < source.right and (down or across):
            copied = target.sheet.range(
                top + down, left + across, merge["endRowIndex"] + down, merge["endColumnIndex"] + across
            )
            if copied not in target.sheet.parts["merges"]:
                target.sheet.parts["merges"].append(copied)


def cut_paste(edit: Edit, request: Json) -> Json:
    """Move a range; the cells it leaves become empty."""
    source = edit.editable(request.get("source", {}))
    place = request.get("destination", {})
    height, width = source.bottom - source.top, source.right - source.left
    sheet = edit.sheet(place.get("sheetId", 0))
    top, left = place.get("rowIndex", 0), place.get("columnIndex", 0)
    target = _sized(Box(sheet, top, left, top + 1, left + 1), height, width)
    edit.refuse_protected(sheet, target.grid_range())
    block = _block(source, transposed=False)
    kind = request.get("pasteType", "PASTE_NORMAL")
    taken = _TAKEN.get(kind)
    for row in block:
        for cell, r, c in row:
            kept = {key: value for key, value in cell.items() if taken is not None and key not in taken}
            source.sheet.grid.put(r, c, kept)
    for r, row in enumerate(block):
        for c, (cell, _, _) in enumerate(row):
            _paste(edit, target, (top + r, left + c), cell, kind)
    if kind == "PASTE_NORMAL":
        follow_cut(edit.spreadsheet, source, target)
    return {}


def paste_data(edit: Edit, request: Json) -> Json:
    """Paste delimited text from a cell on, as if typed."""
    place = request.get("coordinate", {})
    sheet = edit.sheet(place.get("sheetId", 0))
    top, left = place.get("rowIndex", 0), place.get("columnIndex", 0)
    if request.get("html"):
        raise InvalidArgument("This server does not implement pasting HTML.")
    rows = list(csv.reader(io.StringIO(request.get("data", "")), delimiter=request.get("delimiter", "\t")))
    width = max((len(row) for row in rows), default=0)
    if not width:
        return {}
    target = _sized(Box(sheet, top, left, top + 1, left + 1), len(rows), width)
    edit.refuse_protected(sheet, target.grid_range())
    typist = Typist(edit.spreadsheet, edit.now)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            typist.enter(sheet, top + r, left + c, text, user_entered=True)
    return {}


def insert_range(edit: Edit, request: Json) -> Json:
    """Insert empty cells; those after them shift down or right, over the edge of the sheet if need be."""
    box = edit.editable(request.get("range", {}))
    _shift_cells(edit, box, request.get("shiftDimension"), inserting=True)
    return {}


def delete_range(edit: Edit, request: Json) -> Json:
    """Delete cells; those after them shift up or left."""
    box = edit.editable(request.get("range", {}))
    _shift_cells(edit, box, request.get("shiftDimension"), inserting=False)
    return {}


def _shift_cells(edit: Edit, box: Box, dimension: str | None, *, inserting: bool) -> None:
    if dimension is None:
        raise InvalidArgument("No shiftDimension specified.")
    grid = box.sheet.grid
    down = dimension == "ROWS"
    size = box.bottom - box.top if down else box.right - box.left
    far = (grid.row_count, box.right) if down else (box.bottom, grid.column_count)
    edit.refuse_protected(box.sheet, box.sheet.range(box.top, box.left, *far))
    held = list(grid.cells(box.top, box.left, *far))
    for row, column, _ in held:
        grid.put(row, column, {})
    for row, column, cell in held:
        index = row if down else column
        moved = index + size if inserting else index - size
        if moved < (box.top if down else box.left):
            continue
        if inserting and moved >= grid.count(dimension):
            if down:
                grid.row_count = moved + 1
            else:
                grid.column_count = moved + 1
        grid.put(*((moved, column) if down else (row, moved)), cell)


HANDLERS: dict[str, Handler] = {
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
    "pasteData": paste_data,
    "insertRange": insert_range,
    "deleteRange": delete_range,
}
