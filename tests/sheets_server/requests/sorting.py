"""Requests that reorder or thin out the rows of a range."""

from __future__ import annotations

import random
from typing import Any

from tests.sheets_server.formulas import moved_formula
from tests.sheets_server.grid import Cell
from tests.sheets_server.references import Box
from tests.sheets_server.render import Renderer, plain

from .edit import Edit, Handler, Json


def sort_range(edit: Edit, request: Json) -> Json:
    """Sort the rows of a range by one or more columns."""
    box = edit.editable(request.get("range", {}))
    sort_box(edit, box, request.get("sortSpecs", []))
    return {}


def sort_box(edit: Edit, box: Box, specs: list[Json]) -> None:
    """Sort the rows of *box*; the last spec first, so that the first one decides. Empty cells always go last."""
    renderer = Renderer(edit.spreadsheet, edit.now)
    order = list(range(box.top, box.bottom))
    for spec in reversed(specs or [{"dimensionIndex": box.left}]):
        column = spec.get("dimensionIndex", 0)
        values = {row: renderer.effective(box.sheet, row, column) for row in order}
        filled = [row for row in order if values[row] is not None]
        filled.sort(key=lambda row: sort_key(values[row]), reverse=spec.get("sortOrder") == "DESCENDING")
        order = filled + [row for row in order if values[row] is None]
    reorder(box, order)


def sort_key(value: Json | None) -> tuple[int, Any]:
    """Return the rank of a value: numbers, then text (case aside), then truth values, then errors."""
    if value is None or "errorValue" in value:
        return 3, 0
    content = plain(value)
    if isinstance(content, bool):
        return 2, content
    if isinstance(content, str):
        return 1, content.casefold()
    return 0, content


def reorder(box: Box, order: list[int]) -> None:
    """Put the rows of *box* in the order of the row indexes *order*; the rest of it becomes empty."""
    grid = box.sheet.grid
    held = {
        row: [grid.cell(row, column) for column in range(box.left, box.right)] for row in range(box.top, box.bottom)
    }
    for target in range(box.top, box.bottom):
        source = order[target - box.top] if target - box.top < len(order) else None
        for offset, column in enumerate(range(box.left, box.right)):
            cell = held[source][offset] if source is not None else {}
            grid.put(target, column, with_moved_formula(cell, target - (source or target), 0))


def with_moved_formula(cell: Cell, rows: int, columns: int) -> Cell:
    """Return *cell* with the relative references of its formula moved, as copying does."""
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    if formula is None or not (rows or columns):
        return cell
    return cell | {"userEnteredValue": {"formulaValue": moved_formula(formula, rows, columns)}}


def randomize_range(edit: Edit, request: Json) -> Json:
    """Shuffle the rows of a range."""
    box = edit.editable(request.get("range", {}))
    order = list(range(box.top, box.bottom))
    random.Random(edit.ids.number()).shuffle(order)
    reorder(box, order)
    return {}


def delete_duplicates(edit: Edit, request: Json) -> Json:
    """Remove the rows whose values occur above them; the rows below close up."""
    box = edit.editable(request.get("range", {}))
    renderer = Renderer(edit.spreadsheet, edit.now)
    columns = _compared(box, request.get("comparisonColumns", []))
    seen: set[tuple[str, ...]] = set()
    kept = []
    for row in range(box.top, box.bottom):
        values = tuple(renderer.shown(box.sheet, row, column).casefold() for column in columns)
        if values not in seen or not any(values):
            seen.add(values)
            kept.append(row)
    removed = box.bottom - box.top - len(kept)
    reorder(box, kept)
    return {"deleteDuplicates": {"duplicatesRemovedCount": removed} if removed else {}}


def _compared(box: Box, areas: list[Json]) -> list[int]:
    chosen = [c for area in areas for c in range(area.get("startIndex", 0), area.get("endIndex", box.right))]
    return chosen or list(range(box.left, box.right))


def trim_whitespace(edit: Edit, request: Json) -> Json:
    """Remove spaces around, and repeated ones within, the texts of a range."""
    box = edit.editable(request.get("range", {}))
    changed = 0
    for row, column, cell in list(box.sheet.grid.cells(box.top, box.left, box.bottom, box.right)):
        text = cell.get("userEnteredValue", {}).get("stringValue")
        if text is not None and text != " ".join(text.split()):
            box.sheet.grid.set_value(row, column, {"stringValue": " ".join(text.split())})
            changed += 1
    return {"trimWhitespace": {"cellsChangedCount": changed} if changed else {}}


HANDLERS: dict[str, Handler] = {
    "sortRange": sort_range,
    "randomizeRange": randomize_range,
    "deleteDuplicates": delete_duplicates,
    "trimWhitespace": trim_whitespace,
}
