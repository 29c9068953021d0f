"""Reading a workbook's bytes: calamine for the values, the sheet's own XML for what calamine leaves out.

Calamine gives an empty text for a formula error and for a formula without result, and refuses a sheet that holds one
of the newer errors (`#SPILL!`). `lost_cells` finds them in the XML, while calamine reads. What calamine refuses
altogether and Excel opens is read by `patient`.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import cast

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from netsheets.errors import StoreRefused
from netsheets.ooxml.archive import Package, opened
from netsheets.ooxml.cells import EPOCH, EPOCH_1904
from netsheets.ooxml.draft import Draft, in_utf8
from netsheets.ooxml.workbook import BLANK_SHEET, SheetEntry, WorkbookParts
from netsheets.stores.port import Cell, Grid, Snapshot
from netsheets.stores.xlsx.lost_cells import LostCell, cells_lost_in, lost_cells, with_known_errors
from netsheets.stores.xlsx.refusals import refuse_exaggerations


def revision_of(content: bytes) -> str:
    """Return what names the state of a workbook with these bytes."""
    return hashlib.sha256(content).hexdigest()


def read_workbook(content: bytes, name: str) -> Snapshot:
    """Return every grid in these bytes, hidden tabs too. Raise StoreRefused where they hold no workbook."""
    package = opened(content)
    workbook = WorkbookParts(Draft(package))
    sheets = [each for each in workbook.sheets() if each.is_grid and not _is_blank(package, each)]
    refuse_exaggerations(package, sheets)
    try:
        grids = _swift_grids(content, package, sheets)
    except StoreRefused as refusal:
        grids = _patient_grids(package, sheets, refusal)
    return Snapshot(name, grids, revision_of(content), EPOCH_1904 if workbook.uses_1904 else EPOCH)


def tab_rows(content: bytes, title: str) -> Sequence[Sequence[Cell]]:
    """Return the values of one tab of ours, which holds no formulas."""
    try:
        return cast(list[list[Cell]], _calamine(content).get_sheet_by_name(title).to_python(skip_empty_area=False))
    except (CalamineError, StoreRefused):
        return next(each.rows for each in read_workbook(content, "").grids if each.title == title)


def _swift_grids(content: bytes, package: Package, sheets: Sequence[SheetEntry]) -> tuple[Grid, ...]:
    """Return the grids as calamine reads them, while another thread looks for what it leaves out."""
    with ThreadPoolExecutor(max_workers=1) as searcher:
        searches = [searcher.submit(lost_cells, package.entry(each.part)) for each in sheets]
        source = _calamine(content)
        found = [_sheet(source, each) or _sheet_with_new_errors(package, each) for each in sheets]
        return tuple(
            _grid(sheet, cast(list[list[Cell]], read.to_python()), read.start or (0, 0), search.result())
            for sheet, read, search in zip(sheets, found, searches, strict=True)
        )


def _patient_grids(package: Package, sheets: Sequence[SheetEntry], refusal: StoreRefused) -> tuple[Grid, ...]:
    """Return the grids as openpyxl reads them. Raise `refusal` where calamine had no part in it, or openpyxl fails."""
    if not isinstance(refusal.__cause__, CalamineError):
        raise refusal
    from netsheets.stores.xlsx.patient import patient_rows  # noqa: PLC0415 - few workbooks need it, and it takes long

    found = patient_rows(package, sheets, refusal)
    parts = [in_utf8(package.entry(each.part).content(), each.part) for each in sheets]
    return tuple(
        _grid(sheet, rows, (0, 0), cells_lost_in(part)) for sheet, rows, part in zip(sheets, found, parts, strict=True)
    )


def _calamine(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError as error:
        raise StoreRefused("workbook_damaged", part=str(error)) from error


def _sheet(source: CalamineWorkbook, sheet: SheetEntry) -> CalamineSheet | None:
    """Return the sheet, None where it holds an error calamine doesn't know."""
    try:
        return source.get_sheet_by_name(sheet.title)
    except CalamineError as error:
        if "error value" in str(error):
            return None
        raise StoreRefused("workbook_damaged", part=sheet.part) from error


def _sheet_with_new_errors(package: Package, sheet: SheetEntry) -> CalamineSheet:
    known = with_known_errors(package.entry(sheet.part).content())
    found = _sheet(_calamine(package.rewritten({sheet.part: known})), sheet)
    if found is None:
        raise StoreRefused("workbook_damaged", part=sheet.part)
    return found


def _grid(sheet: SheetEntry, rows: list[list[Cell]], start: tuple[int, int], lost: Sequence[LostCell]) -> Grid:
    """Return rows that start at a cell, by row and column from 0, with what was left out of them."""
    top, left = start
    if not lost:
        return Grid(sheet.title, rows, top + 1, left + 1, sheet.index)
    first_row = min(top + 1 if rows else lost[0].row, *(each.row for each in lost))
    first_column = min(left + 1 if rows else lost[0].column, *(each.column for each in lost))
    if left + 1 > first_column:
        rows = [[None] * (left + 1 - first_column) + row for row in rows]
    rows = [[] for _ in range(top + 1 - first_row if rows else 0)] + rows
    for each in lost:
        rows += [[] for _ in range(each.row - first_row + 1 - len(rows))]
        row = rows[each.row - first_row]
        row += [None] * (each.column - first_column + 1 - len(row))
        row[each.column - first_column] = each.value
    return Grid(sheet.title, rows, first_row, first_column, sheet.index)


def _is_blank(package: Package, sheet: SheetEntry) -> bool:
    """Return whether this is the sheet a workbook without tabs holds because it must hold one."""
    return package.entry(sheet.part).size == len(BLANK_SHEET) and package.entry(sheet.part).content() == BLANK_SHEET
