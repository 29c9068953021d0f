"""A cell at Google: its value as it is written and read again, what the port's formats look like, and what it may hold.

Text goes in as text whatever it begins with, days as serial numbers. A condition's values are read by Google as if they
were typed, in the spreadsheet's own language: a decimal point would be wrong in a French one. So numbers are written as
fractions of whole numbers, days as serial numbers, and arguments are separated by semicolons: all of these are read
alike everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from netsheets.errors import StoreRefused
from netsheets.ooxml.cells import EPOCH, column_letters, quoted
from netsheets.stores.port import Bounds, Cell, Check, Choices, Format, Link, Reference, ShownColumn, Written

Json = dict[str, Any]

MOST_CHARACTERS: Final = 50_000

PALETTE: Final = ("2F5D7C", "E08E45", "5B8E7D", "BC4B51", "8E7DBE", "F2C14E", "4BA3C3", "8C6A5D")
_INK, _BAND, _SOFT_BAND, _LINE, _LINK, _MUTED = "1F3A4D", "2F5D7C", "F3F6F8", "B8C4CE", "1F5FA8", "6B7780"
_RIGHT_ALIGNED: Final = ("day", "money", "number", "integer", "percent", "total_money")
_MONEY: Final[Json] = {"type": "NUMBER", "pattern": "#,##0.00"}

NUMBER_FORMATS: Final[Mapping[Format, Json]] = {
    "text": {"type": "TEXT"},
    "day": {"type": "DATE", "pattern": "dd/mm/yyyy"},
    "money": _MONEY,
    "integer": {"type": "NUMBER", "pattern": "0"},
    "percent": {"type": "PERCENT", "pattern": "0.00%"},
    "total_money": _MONEY,
}
"""What is not here is shown as it comes. Text is marked as text, so that 0612345678 typed by hand keeps its zero."""

_TOP: Final[Json] = {"verticalAlignment": "TOP"}
"""In a tall row all values stand on one line, that of the wrapped text's beginning."""

_LEAST: Final = Fraction(-(10**15))
_DENOMINATOR: Final = 10**9


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


def colour(code: str) -> Json:
    """Return a colour given as `2F5D7C`."""
    parts = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return {"rgbColor": dict(zip(("red", "green", "blue"), parts, strict=True))}


HIGHLIGHT: Final[Json] = {"backgroundColorStyle": colour("FDE3E1")}


_TOP_LINE: Final[Json] = {"borders": {"top": {"style": "SOLID", "colorStyle": colour(_LINE)}}}


_REST: Final[Mapping[Format, Json]] = {
    **dict.fromkeys(("text", "day", "money", "number", "integer", "percent"), _TOP),
    "wrapped": {"wrapStrategy": "WRAP", **_TOP},
    "heading": {"textFormat": {"bold": True, "fontSize": 14, "foregroundColorStyle": colour(_INK)}},
    "note": {"textFormat": {"italic": True, "foregroundColorStyle": colour(_MUTED)}},
    "link": {"textFormat": {"underline": True, "foregroundColorStyle": colour(_LINK)}},
    "total": {"textFormat": {"bold": True}, **_TOP_LINE},
    "total_money": {"textFormat": {"bold": True}, **_TOP_LINE},
}


BANDS: Final[Json] = {
    "headerColorStyle": colour(_BAND),
    "firstBandColorStyle": colour("FFFFFF"),
    "secondBandColorStyle": colour(_SOFT_BAND),
}
"""Alternating colours: the header's, then odd and even rows."""


def look(format_: Format) -> Json:
    """Return a format as a CellFormat, {} where a cell needs none."""
    number = NUMBER_FORMATS.get(format_)
    return {**({"numberFormat": number} if number else {}), **_REST.get(format_, {})}


def header_look(column: ShownColumn) -> Json:
    """Return the look of a column's header: over numbers it stands where they do, required ones are darker."""
    return {
        "backgroundColorStyle": colour(_INK if column.required else _BAND),
        "textFormat": {"bold": True, "foregroundColorStyle": colour("FFFFFF")},
        "horizontalAlignment": "RIGHT" if column.format in _RIGHT_ALIGNED else "LEFT",
        "verticalAlignment": "MIDDLE",
        "wrapStrategy": "WRAP",
    }


def linked(format_: Json, uri: str) -> Json:
    """Return a CellFormat whose text leads somewhere when clicked."""
    text = {**_REST["link"]["textFormat"], **format_.get("textFormat", {}), "link": {"uri": uri}}
    return {**format_, "textFormat": text}


def pixels(width: float) -> int:
    """Return a width in characters as Google counts it."""
    return round(width * 7.5) + 10


def rule(check: Check, help_text: str) -> Json:
    """Return the DataValidationRule of a check; `help_text` shows on a cell that does not pass it."""
    match check:
        case Choices(words, strict):
            condition = {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": word} for word in words]}
            found: Json = {"condition": condition, "strict": strict, "showCustomUi": True}
        case Reference():
            column = column_letters(check.column)
            place = f"={quoted(check.title)}!${column}${check.header_row + 1}:${column}"
            condition = {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": place}]}
            found = {"condition": condition, "strict": False, "showCustomUi": True}
        case Bounds():
            found = {"condition": _condition(check), "strict": False}
    return {**found, "inputMessage": help_text} if help_text else found


def _condition(bounds: Bounds) -> Json:
    if bounds.kind in ("whole", "length"):
        # Google has no check for whole numbers or lengths, but the cell itself can be named in a formula.
        return {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": _formula(bounds)}]}
    kind = "DATE" if bounds.kind == "day" else "NUMBER"
    low = bounds.low if bounds.low is not None else (1 if kind == "DATE" else _LEAST)
    if bounds.high is None:
        name = "DATE_ON_OR_AFTER" if kind == "DATE" else "NUMBER_GREATER_THAN_EQ"
        return {"type": name, "values": [{"userEnteredValue": _typed(low)}]}
    values = [{"userEnteredValue": _typed(each)} for each in (low, bounds.high)]
    return {"type": f"{kind}_BETWEEN", "values": values}


def _formula(bounds: Bounds) -> str:
    """Return a formula for the cell it stands in: row and column are found where it is evaluated."""
    cell = "INDIRECT(ADDRESS(ROW();COLUMN()))"
    subject = f"LEN({cell})" if bounds.kind == "length" else cell
    parts = [f"ISNUMBER({cell})", f"INT({cell})={cell}"] if bounds.kind == "whole" else []
    parts += [f"{subject}>={_typed(bounds.low)[1:]}"] if bounds.low is not None else []
    parts += [f"{subject}<={_typed(bounds.high)[1:]}"] if bounds.high is not None else []
    return f"=AND({';'.join(parts or ['TRUE'])})"


def _typed(number: float | Fraction) -> str:
    """Return a number as it can be typed in any language."""
    exact = Fraction(number).limit_denominator(_DENOMINATOR)
    return f"={exact.numerator}" if exact.denominator == 1 else f"={exact.numerator}/{exact.denominator}"
