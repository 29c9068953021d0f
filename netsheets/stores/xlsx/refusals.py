"""What is refused before it is read: files that are no workbook of ours, and claims too large for memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Final

from netsheets.errors import StoreRefused
from netsheets.ooxml.addresses import column_number
from netsheets.ooxml.archive import Package, ZipEntry
from netsheets.ooxml.workbook import SheetEntry

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
