"""Naming a Google Sheet: the address in the browser's bar, or the id in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from netsheets.errors import Misuse

NEW_SHEET: Final = "https://sheets.new"
"""Google's own address for a new sheet: `init` makes one there."""

_ID: Final = re.compile(r"[A-Za-z0-9_-]{25,}")
_SHEET_PATH: Final = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]{25,})(?:/.*)?")
_PUBLISHED_PATH: Final = re.compile(r"/spreadsheets/(?:u/\d+/)?d/e/.*")
_NEW_PATH: Final = re.compile(r"/spreadsheets/(?:u/\d+/)?create")
_FILE_PATH: Final = re.compile(r"/file/d/([A-Za-z0-9_-]{25,})(?:/.*)?")


@dataclass(frozen=True, slots=True)
class SpreadsheetReference:
    """A spreadsheet's id, "" for one that is to be made."""

    spreadsheet_id: str

    @property
    def url(self) -> str:
        """Return the address people open."""
        return (
            f"https://docs.google.com/spreadsheets/d/{self.spreadsheet_id}/edit" if self.spreadsheet_id else NEW_SHEET
        )


def reference_of(text: str) -> SpreadsheetReference:
    """Return the spreadsheet that an address or an id names. Raise Misuse for any other address."""
    if _ID.fullmatch(text):
        return SpreadsheetReference(text)
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise Misuse("google_foreign_url", reference=text) from error
    if parts.hostname == "sheets.new" or (parts.hostname == "docs.google.com" and _NEW_PATH.fullmatch(parts.path)):
        return SpreadsheetReference("")
    if parts.hostname == "docs.google.com" and _PUBLISHED_PATH.fullmatch(parts.path):
        raise Misuse("google_published_url", reference=text)
    found = _SHEET_PATH.fullmatch(parts.path) if parts.hostname == "docs.google.com" else None
    if parts.hostname == "drive.google.com":
        found = _FILE_PATH.fullmatch(parts.path) or _ID.fullmatch(parse_qs(parts.query).get("id", [""])[0])
    if parts.scheme not in ("http", "https") or found is None:
        raise Misuse("google_foreign_url", reference=text)
    return SpreadsheetReference(found[found.lastindex or 0])
