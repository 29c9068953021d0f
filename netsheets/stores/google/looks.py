"""What the port's formats look like in Google: number formats, fonts and colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from netsheets.stores.port import Column, Format

Json = dict[str, Any]


def colour(code: str) -> Json:
    """Return a colour given as `2F5D7C`."""
    parts = (int(code[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return {"rgbColor": dict(zip(("red", "green", "blue"), parts, strict=True))}


PALETTE: Final = ("2F5D7C", "E08E45", "5B8E7D", "BC4B51", "8E7DBE", "F2C14E", "4BA3C3", "8C6A5D")
HIGHLIGHT: Final[Json] = {"backgroundColorStyle": colour("FDE3E1")}
_INK, _BAND, _SOFT_BAND, _LINE, _LINK, _MUTED = "1F3A4D", "2F5D7C", "F3F6F8", "B8C4CE", "1F5FA8", "6B7780"
_RIGHT_ALIGNED: Final = ("day", "money", "number", "integer", "percent", "total_money")
_TOP_LINE: Final[Json] = {"borders": {"top": {"style": "SOLID", "colorStyle": colour(_LINE)}}}
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


def header_look(column: Column) -> Json:
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
