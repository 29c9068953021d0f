"""A cell as every workbook spells it: its address, `'Détail'!$B$5`, and what it holds, in XML that reads back."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]+)")

LONGEST_TEXT: Final = 32_767
"""The most an Excel cell holds, in UTF-16 units: Excel keeps text in them and LEN counts them, so an emoji is two.

A file with more is one that Excel repairs. What XML can't hold is counted as the character it stands for.
"""

EPOCH: Final = dt.date(1899, 12, 30)
EPOCH_1904: Final = dt.date(1904, 1, 1)
"""The day that 0 stands for, in nearly all workbooks and in those that old Macs began."""

SHIFT_1904: Final = (EPOCH_1904 - EPOCH).days
FIRST_SURE_DAY: Final = dt.date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was; from here on every program counts alike."""

_ESCAPED: Final = re.compile(r"[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
_SPELLED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_CHARACTER: Final = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,:;()/@+-]*[A-Za-z0-9.)]|[A-Za-z0-9]")
_KEEPS_BLANKS: Final = re.compile(r"^\s|\s$|[\n\t]|  ")
_DAY_SECONDS: Final = 86_400


def column_letters(number: int) -> str:
    """Return the letters of a column counted from 1: A, Z, AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number, from 1, of a column's letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def split_cell(address: str) -> tuple[str, int]:
    """Return the column's letters and the row of `B5`. Raise ValueError for anything else."""
    found = _CELL.fullmatch(address)
    if not found:
        raise ValueError(address)
    return found[1], int(found[2])


def split_sheet(reference: str) -> tuple[str, str]:
    """Return the sheet and the range of `'Détail'!$B$5:$B$9`; "" for no sheet."""
    sheet, mark, cells = reference.rpartition("!")
    if not mark:
        return "", reference
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, cells


def on_sheet(title: str, cells: str) -> str:
    """Return a range as formulas and links on another sheet name it."""
    return f"{quoted(title)}!{cells}"


def quoted(title: str) -> str:
    """Return a sheet's title as formulas name it: in quotes, lest it be taken for a cell or a name."""
    return "'" + title.replace("'", "''") + "'"


def text_element(text: str) -> str:
    """Return a `<t>` with this text: blanks kept, what XML can't hold in Excel's own escape, never a formula."""
    if _PLAIN.fullmatch(text) and len(text) < LONGEST_TEXT:
        return f"<t>{text}</t>"
    space = ' xml:space="preserve"' if _KEEPS_BLANKS.search(text) else ""
    return f"<t{space}>{escaped(shortened(text))}</t>"


def writable(text: str) -> str:
    """Return text as a cell can hold it: not too long, and what XML can't hold as Excel spells it (`_x000B_`)."""
    return spelled(shortened(text))


def spelled(text: str) -> str:
    """Return text in which each control character is spelled as Excel does, and what is no character is marked."""
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", _NO_CHARACTER.sub("\ufffd", text))


def unspelled(text: str) -> str:
    """Return text with the characters that `spelled` spells."""
    return _SPELLED.sub(lambda found: chr(int(found[1], 16)), text)


def escaped(text: str) -> str:
    """Return text for an XML element or attribute of a sheet."""
    text = spelled(text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def shortened(text: str) -> str:
    """Return text as long as a cell can hold; what is cut ends in an ellipsis."""
    if len(text) * 2 <= LONGEST_TEXT or len(text.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST_TEXT:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: (LONGEST_TEXT - 1) * 2].decode("utf-16-le", "ignore")
    return f"{kept}…"


def serial(day: dt.date, *, uses_1904: bool = False) -> float | None:
    """Return the number that stands for a day, or None for one before the epoch."""
    date = day.date() if isinstance(day, dt.datetime) else day
    number: float = (date - (EPOCH_1904 if uses_1904 else EPOCH)).days
    if not uses_1904 and date < FIRST_SURE_DAY:
        number -= 1
    if number < (0 if uses_1904 else 1):
        return None
    if isinstance(day, dt.datetime):
        number += (day.hour * 3600 + day.minute * 60 + day.second + day.microsecond / 1e6) / _DAY_SECONDS
    return number
