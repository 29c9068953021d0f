"""Cells, columns and ranges by name, as every spreadsheet names them: `B5`, `AA`, `'Détail'!$B$5:$B$9`."""

from __future__ import annotations

import re
from typing import Final

_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]+)")


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
