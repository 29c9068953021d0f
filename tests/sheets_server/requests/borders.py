"""updateBorders: lines around and between the cells of a range."""

from __future__ import annotations

from tests.sheets_server.colors import mirrored
from tests.sheets_server.references import Box

from .edit import Edit, Handler, Json


def update_borders(edit: Edit, request: Json) -> Json:
    """Set the outer and inner borders of a range; a border that is not given stays."""
    box = edit.editable(request.get("range", {}))
    for row in range(box.top, box.bottom):
        for column in range(box.left, box.right):
            sides = _sides(request, box, row, column)
            if sides:
                _dress(box, row, column, sides)
    return {}


def _sides(request: Json, box: Box, row: int, column: int) -> Json:
    inner_rows, inner_columns = request.get("innerHorizontal"), request.get("innerVertical")
    chosen = {
        "top": request.get("top") if row == box.top else inner_rows,
        "bottom": request.get("bottom") if row == box.bottom - 1 else inner_rows,
        "left": request.get("left") if column == box.left else inner_columns,
        "right": request.get("right") if column == box.right - 1 else inner_columns,
    }
    return {side: border for side, border in chosen.items() if border is not None}


def _dress(box: Box, row: int, column: int, sides: Json) -> None:
    cell = box.sheet.grid.cell(row, column)
    own = cell.get("userEnteredFormat", {})
    borders = own.get("borders", {}) | mirrored(sides)
    borders = {side: border for side, border in borders.items() if border.get("style", "NONE") != "NONE"}
    new = {key: value for key, value in own.items() if key != "borders"} | ({"borders": borders} if borders else {})
    rest = {key: value for key, value in cell.items() if key != "userEnteredFormat"}
    box.sheet.grid.put(row, column, rest | ({"userEnteredFormat": new} if new else {}))


HANDLERS: dict[str, Handler] = {"updateBorders": update_borders}
