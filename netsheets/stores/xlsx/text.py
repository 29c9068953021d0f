"""Text and numbers as a sheet's XML holds them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

LONGEST_TEXT: Final = 32_767
"""The most characters an Excel cell holds, counted as UTF-16 does."""

_ESCAPED: Final = re.compile(r"[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
_NO_CHARACTER: Final = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,:;()/@+-]*[A-Za-z0-9.)]|[A-Za-z0-9]")
_KEEPS_BLANKS: Final = re.compile(r"^\s|\s$|[\n\t]|  ")
_EPOCH: Final = dt.date(1899, 12, 30)
_EPOCH_1904: Final = dt.date(1904, 1, 1)
_MARCH_1900: Final = 61
_SHIFT_1904: Final = 1462
_DAY_SECONDS: Final = 86_400


def text_element(text: str) -> str:
    """Return a `<t>` with this text: blanks kept, what XML can't hold in Excel's own escape, never a formula."""
    if _PLAIN.fullmatch(text) and len(text) < LONGEST_TEXT:
        return f"<t>{text}</t>"
    space = ' xml:space="preserve"' if _KEEPS_BLANKS.search(text) else ""
    return f"<t{space}>{escaped(shortened(text))}</t>"


def escaped(text: str) -> str:
    """Return text for an XML element or attribute of a sheet."""
    text = _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", _NO_CHARACTER.sub("\ufffd", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def shortened(text: str) -> str:
    """Return text as long as a cell can hold; what is cut ends in an ellipsis."""
    if len(text) * 2 <= LONGEST_TEXT or len(text.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST_TEXT:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: (LONGEST_TEXT - 1) * 2].decode("utf-16-le", "ignore")
    return f"{kept}…"


def serial(day: dt.date, *, uses_1904: bool) -> float | None:
    """Return the number that stands for a day, or None for one before the epoch.

    Excel counts a 29 February 1900 that never was: days before March 1900 are one less.
    """
    date = day.date() if isinstance(day, dt.datetime) else day
    number: float = (date - (_EPOCH_1904 if uses_1904 else _EPOCH)).days
    if not uses_1904 and number < _MARCH_1900:
        number -= 1
    if number < (0 if uses_1904 else 1):
        return None
    if isinstance(day, dt.datetime):
        number += (day.hour * 3600 + day.minute * 60 + day.second + day.microsecond / 1e6) / _DAY_SECONDS
    return number


def quoted(title: str) -> str:
    """Return a tab's title as formulas and links name it."""
    doubled = title.replace("'", "''")
    return f"'{doubled}'"
