"""Requests that merge and unmerge cells."""

from __future__ import annotations

from tests.sheets_server.errors import InvalidArgument
from tests.sheets_server.protection import contains, overlap
from tests.sheets_server.references import Box
from tests.sheets_server.sheet import Sheet

from .edit import Edit, Handler, Json

PARTIAL = "You must select all cells in a merged range to merge or unmerge them."


def merge_cells(edit: Edit, request: Json) -> Json:
    """Merge a range: all of it, or each of its columns or rows. Only the first value of a merge stays."""
    box = edit.editable(request.get("range", {}))
    sheet = box.sheet
    _remove_within(sheet, box.grid_range())
    for top, left, bottom, right in _pieces(box, request.get("mergeType", "MERGE_ALL")):
        if (bottom - top) * (right - left) > 1:
            sheet.parts["merges"].append(sheet.range(top, left, bottom, right))
            _keep_first_value(sheet, top, left, bottom, right)
    return {}


def _pieces(box: Box, kind: str) -> list[tuple[int, int, int, int]]:
    if kind == "MERGE_COLUMNS":
        return [(box.top, column, box.bottom, column + 1) for column in range(box.left, box.right)]
    if kind == "MERGE_ROWS":
        return [(row, box.left, row + 1, box.right) for row in range(box.top, box.bottom)]
    return [(box.top, box.left, box.bottom, box.right)]


def _keep_first_value(sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
    held = [(row, column, cell["userEnteredValue"]) for row, column, cell in sheet.grid.cells(top, left, bottom, right)
            if "userEnteredValue" in cell]  # fmt: skip
    for row, column, _ in held:
        sheet.grid.set_value(row, column, None)
    if held:
        sheet.grid.set_value(top, left, held[0][2])


def unmerge_cells(edit: Edit, request: Json) -> Json:
    """Undo the merges within a range."""
    box = edit.editable(request.get("range", {}))
    _remove_within(box.sheet, box.grid_range())
    return {}


def _remove_within(sheet: Sheet, area: Json) -> None:
    merges = sheet.parts["merges"]
    if any(overlap(merge, area) and not contains(area, merge) for merge in merges):
        raise InvalidArgument(PARTIAL)
    sheet.parts["merges"] = [merge for merge in merges if not overlap(merge, area)]


HANDLERS: dict[str, Handler] = {"mergeCells": merge_cells, "unmergeCells": unmerge_cells}
