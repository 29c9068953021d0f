"""Values as Google takes them: text as text whatever it begins with, days as serial numbers."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from netsheets.errors import StoreRefused
from netsheets.stores.port import Cell, Link, Written

Json = dict[str, Any]

EPOCH: Final = dt.date(1899, 12, 30)
MOST_CHARACTERS: Final = 50_000


def entered(value: Written) -> Json:
    """Return the CellData of a value, {} for an empty cell.

    A text goes in as `stringValue`, which Google never reads as a formula: `=IMPORTXML(…)` stays text. Raise
    StoreRefused for a text longer than a cell of Google's can be.
    """
    if value is None or value == "":
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, dt.date):
        return {"userEnteredValue": {"numberValue": (value - EPOCH).days}}
    if isinstance(value, (int, float)):
        return {"userEnteredValue": {"numberValue": value}}
    text = value.text if isinstance(value, Link) else value
    if len(text) > MOST_CHARACTERS:
        raise StoreRefused("google_cell_too_long", begins=text[:40], limit=MOST_CHARACTERS)
    return {"userEnteredValue": {"stringValue": text}}


def as_read(value: Written) -> Cell:
    """Return how a value that was written is read again."""
    if isinstance(value, Link):
        return value.text
    if isinstance(value, dt.date):
        return (value - EPOCH).days
    return "" if value is None else value
