"""Reading a workbook's bytes: calamine for the values, the sheet's own XML for what calamine leaves out.

Calamine gives an empty text for a formula error and for a formula without result, and refuses a sheet that holds one
of the newer errors (`#SPILL!`). `lost_cells` finds them, and all formulas, in the XML while calamine reads. What
calamine refuses altogether and Excel opens is read by `patient`.

What can't be read is refused before: files that are no workbook of ours, and claims too large for memory.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import PurePath
from typing import Final, cast

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from netsheets.errors import StoreRefused
from netsheets.ooxml.archive import Package, ZipEntry, opened
from netsheets.ooxml.cells import EPOCH, EPOCH_1904, column_number
from netsheets.ooxml.draft import Draft, in_utf8
from netsheets.ooxml.workbook import BLANK_SHEET, SheetEntry, WorkbookParts
from netsheets.stores.port import Cell, Grid, Snapshot
from netsheets.stores.xlsx.identity import identity_of
from netsheets.stores.xlsx.lost_cells import Unsaid, unsaid, unsaid_in, with_known_errors

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK"
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument"
_TEXT_SUFFIXES: Final = (".csv", ".tsv", ".txt")
MOST_CELLS: Final = 50_000_000
"""The most cells between the first and the last used one of a tab; a stray cell in the last corner makes 17 billion."""
_DIMENSION: Final = re.compile(rb"""<(?:[\w.-]+:)?dimension\s[^>]*?ref=["']([A-Z]+)(\d+):([A-Z]+)(\d+)["']""")
_USED: Final = re.compile(
    rb"""<(?:[\w.-]+:)?c\s[^>]*?\br=["']([A-Z]+)(\d+)["'][^>]*>\s*<(?:[\w.-]+:)?(?:v|is|f)[\s>]"""
)
_STRINGS: Final = re.compile(rb"""<(?:[\w.-]+:)?sst\s[^>]*>""")
_COUNT: Final = re.compile(rb"""ount=["'](\d*)["']""")


def revision_of(content: bytes) -> str:
    """Return what names the state of a workbook with these bytes."""
    return hashlib.sha256(content).hexdigest()


def read_workbook(content: bytes, name: str) -> Snapshot:
    """Return every grid in these bytes, hidden tabs too. Raise StoreRefused where they hold no workbook."""
    package = opened(content)
    draft = Draft(package)
    workbook = WorkbookParts(draft)
    sheets = [each for each in workbook.sheets() if each.is_grid and not _is_blank(package, each)]
    refuse_exaggerations(package, sheets)
    try:
        grids = _swift_grids(content, package, sheets)
    except StoreRefused as refusal:
        grids = _patient_grids(package, sheets, refusal)
    epoch = EPOCH_1904 if workbook.uses_1904 else EPOCH
    return Snapshot(name, grids, revision_of(content), epoch, identity=identity_of(draft, workbook))


def tab_rows(content: bytes, title: str) -> Sequence[Sequence[Cell]]:
    """Return the values of one tab of ours, which holds no formulas."""
    try:
        return cast(list[list[Cell]], _calamine(content).get_sheet_by_name(title).to_python(skip_empty_area=False))
    except (CalamineError, StoreRefused):
        return next(each.rows for each in read_workbook(content, "").grids if each.title == title)


def _swift_grids(content: bytes, package: Package, sheets: Sequence[SheetEntry]) -> tuple[Grid, ...]:
    """Return the grids as calamine reads them, while another thread looks for what it leaves out."""
    with ThreadPoolExecutor(max_workers=1) as searcher:
        searches = [searcher.submit(unsaid, package.entry(each.part)) for each in sheets]
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
        _grid(sheet, rows, (0, 0), unsaid_in(part)) for sheet, rows, part in zip(sheets, found, parts, strict=True)
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


def _grid(sheet: SheetEntry, rows: list[list[Cell]], start: tuple[int, int], left_out: Unsaid) -> Grid:
    """Return rows that start at a cell, by row and column from 0, with what was left out of them."""
    top, left = start
    lost, formulas = left_out.lost, left_out.formulas
    if not lost:
        return Grid(sheet.title, rows, top + 1, left + 1, sheet.index, formulas)
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
    return Grid(sheet.title, rows, first_row, first_column, sheet.index, formulas)


def _is_blank(package: Package, sheet: SheetEntry) -> bool:
    """Return whether this is the sheet a workbook without tabs holds because it must hold one."""
    return package.entry(sheet.part).size == len(BLANK_SHEET) and package.entry(sheet.part).content() == BLANK_SHEET


def refuse_other_formats(content: bytes, name: str) -> None:
    """Raise StoreRefused with the advice for what these bytes are, where they are no zip of a workbook's parts."""
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise StoreRefused("workbook_encrypted", workbook=name)
        if any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
            raise StoreRefused("workbook_old_format", workbook=name, format=".xls")
        raise StoreRefused("not_a_workbook", workbook=name)
    if content.startswith(_ZIP):
        return
    if PurePath(name).suffix.lower() in _TEXT_SUFFIXES:
        raise StoreRefused("workbook_is_text", workbook=name)
    raise StoreRefused("not_a_workbook", workbook=name)


def refuse_other_packages(package: Package, name: str) -> None:
    """Raise StoreRefused for a sound zip that holds no .xlsx: .ods, .xlsb, a document, photographs."""
    if "mimetype" in package and package.entry("mimetype").content().startswith(_OPEN_DOCUMENT):
        raise StoreRefused("workbook_old_format", workbook=name, format=".ods")
    if any(each.name.lower() == "xl/workbook.bin" for each in package.entries):
        raise StoreRefused("workbook_old_format", workbook=name, format=".xlsb")
    if "[Content_Types].xml" not in package or "_rels/.rels" not in package:
        raise StoreRefused("not_a_workbook", workbook=name)


def refuse_exaggerations(package: Package, sheets: Iterable[SheetEntry]) -> None:
    """Raise StoreRefused where a sheet spans more cells than fit in memory, or counts more texts than it has bytes."""
    for entry in package.entries:
        strings = _STRINGS.search(_head(entry)) if "sharedstrings" in entry.name.lower() else None
        if strings and any(int(count or 0) > entry.size for count in _COUNT.findall(strings[0])):
            raise StoreRefused("workbook_damaged", part=entry.name)
    for sheet in sheets:
        entry = package.entry(sheet.part)
        claimed = _DIMENSION.search(_head(entry))
        if claimed and _cells([(claimed[1], claimed[2]), (claimed[3], claimed[4])]) > MOST_CELLS:
            # Notes and formats reach as far as they like; only cells that hold something take memory.
            used = _USED.findall(entry.content())
            if _cells(used) > MOST_CELLS:
                raise StoreRefused("tab_too_large", tab=sheet.title, cell=b"".join(claimed.group(3, 4)).decode())


def _cells(corners: Sequence[tuple[bytes, bytes]]) -> int:
    """Return how many cells the smallest range around these, each as letters and row, has."""
    columns = {column_number(letters.decode()) for letters in {letters for letters, _ in corners}}
    rows = [int(row) for _, row in corners]
    return (max(columns) - min(columns) + 1) * (max(rows) - min(rows) + 1) if rows else 0


def _head(entry: ZipEntry) -> bytes:
    return next(iter(entry.chunks(checked=False)), b"")
