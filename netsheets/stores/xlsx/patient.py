"""The patient reader: openpyxl, for workbooks that calamine refuses and Excel opens (other encodings, macro sheets).

Slower and larger by far, so it is imported for those alone. It only reads: nothing that it has loaded is ever saved.
"""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Sequence
from typing import Final

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as LoadedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from netsheets.errors import StoreRefused
from netsheets.ooxml.archive import Package
from netsheets.ooxml.cells import unspelled
from netsheets.ooxml.draft import brings_entities
from netsheets.ooxml.workbook import SheetEntry
from netsheets.stores.port import Cell, CellError
from netsheets.stores.xlsx.reading import MOST_CELLS

_FAULTS: Final = (
    ArithmeticError, AttributeError, InvalidFileException, LookupError, SyntaxError, TypeError, ValueError,
    zipfile.BadZipFile,
)  # fmt: skip
"""What openpyxl raises over a part that it can't make sense of."""

_MIDNIGHT: Final = dt.time()


def patient_rows(package: Package, sheets: Sequence[SheetEntry], refusal: StoreRefused) -> list[list[list[Cell]]]:
    """Return the rows of each of these sheets, from A1 on. Raise `refusal` where openpyxl can't read them either."""
    if any(
        brings_entities(each.content()) for each in package.entries if each.name.lower().endswith((".xml", ".rels"))
    ):
        raise refusal
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(package.rewritten({})), data_only=True, keep_links=False)
            return [_rows(workbook[each.title]) for each in sheets]
    except _FAULTS as error:
        raise refusal from error


def _rows(sheet: Worksheet) -> list[list[Cell]]:
    # Its cells as they lie in the file: asked for by rows, openpyxl makes one for every place without any.
    used = {place: cell for place, cell in sheet._cells.items() if cell.value is not None}
    height = max((row for row, _ in used), default=0)
    width = max((column for _, column in used), default=0)
    if height * width > MOST_CELLS:
        raise StoreRefused("tab_too_large", tab=sheet.title, cell=sheet.cell(height, width).coordinate)
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for (row, column), cell in sorted(used.items()):
        line = rows[row - 1]
        line += [None] * (column - 1 - len(line))
        line.append(_value(cell))
    return rows


def _value(cell: LoadedCell) -> Cell:
    """Return what a cell holds as calamine gives it: numbers as floats, a day without its midnight."""
    value = cell.value
    if isinstance(value, str):
        return CellError(value) if cell.data_type == "e" else unspelled(value)
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == _MIDNIGHT else value
    if isinstance(value, (bool, float, dt.date, dt.time, dt.timedelta)):
        return value
    return float(value) if isinstance(value, int) else str(value)
