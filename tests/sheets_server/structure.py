"""Inserting rows or columns, and keeping formulas right when rows or columns come, go or move."""

from __future__ import annotations

from collections.abc import Callable

from .a1 import quoted
from .formulas import relocated_formula, retitled_formula, shifted_formula
from .references import Box
from .sheet import Sheet
from .spans import Insertion, Shift
from .spreadsheet import Spreadsheet

FROZEN = {"ROWS": "frozenRowCount", "COLUMNS": "frozenColumnCount"}


def insert(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, start: int, count: int) -> None:
    """Insert empty rows or columns before index *start*."""
    if dimension == "ROWS":
        sheet.grid.row_count += count
    else:
        sheet.grid.column_count += count
    rearrange(spreadsheet, sheet, dimension, Insertion(start, count))
    frozen = sheet.grid_properties.get(FROZEN[dimension], 0)
    if start < frozen:
        sheet.grid_properties = sheet.grid_properties | {FROZEN[dimension]: frozen + count}


def rearrange(spreadsheet: Spreadsheet, sheet: Sheet, dimension: str, shift: Shift) -> None:
    """Move what lies on the rows or columns of *sheet*, and rewrite the references to it in every formula."""
    spreadsheet.shift(sheet, dimension, shift)

    def change(each: Sheet, formula: str) -> str:
        return shifted_formula(formula, own=each is sheet, title=sheet.title, move=(dimension, shift))

    _rewrite(spreadsheet, change)


def follow_cut(spreadsheet: Spreadsheet, source: Box, target: Box) -> None:
    """Make every formula that points into *source* point to where its cells went."""
    area = (source.top, source.left, source.bottom, source.right)
    rows, columns = target.top - source.top, target.left - source.left

    def change(each: Sheet, formula: str) -> str:
        prefix = "" if each is target.sheet else f"{quoted(target.sheet.title)}!"
        new = relocated_formula(formula, source.sheet.title, area, (prefix, rows, columns))
        return relocated_formula(new, None, area, (prefix, rows, columns)) if each is source.sheet else new

    _rewrite(spreadsheet, change)


def retitle(spreadsheet: Spreadsheet, sheet: Sheet, title: str) -> None:
    """Give a sheet another title, in every formula that names it too."""
    old, sheet.title = sheet.title, title
    _rewrite(spreadsheet, lambda _each, formula: retitled_formula(formula, old, f"{quoted(title)}!"))


def _rewrite(spreadsheet: Spreadsheet, change: Callable[[Sheet, str], str]) -> None:
    for each in spreadsheet.sheets:
        for cells in each.grid.rows.values():
            for column, cell in list(cells.items()):
                formula = cell.get("userEnteredValue", {}).get("formulaValue")
                if formula is None:
                    continue
                new = change(each, formula)
                if new != formula:
                    cells[column] = cell | {"userEnteredValue": {"formulaValue": new}}
