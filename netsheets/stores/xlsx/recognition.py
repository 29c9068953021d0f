"""Telling a workbook from what is often taken for one, each with its own advice."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from netsheets.errors import StoreRefused
from netsheets.stores.xlsx.package import Package

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK"
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument"
_TEXT_SUFFIXES: Final = (".csv", ".tsv", ".txt")


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
