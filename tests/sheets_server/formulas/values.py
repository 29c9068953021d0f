"""What a formula computes with: numbers, texts, truth values, blanks (None), errors, and tables of these."""

from __future__ import annotations

import datetime
from typing import Any

from tests.sheets_server.entered import entered
from tests.sheets_server.formats import general
from tests.sheets_server.locales import Locale

Json = dict[str, Any]
Table = list[list[Any]]

ERROR_KINDS = {
    "#ERROR!": "ERROR", "#NULL!": "NULL_VALUE", "#DIV/0!": "DIVIDE_BY_ZERO", "#VALUE!": "VALUE", "#REF!": "REF",
    "#NAME?": "NAME", "#NUM!": "NUM", "#N/A": "N_A",
}  # fmt: skip


class FormulaError(Exception):
    """An error value, such as #DIV/0!."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


def scalar(value: Any) -> Any:
    """Return *value*, or the only (else the first) cell of a table; raise it if it is an error."""
    if isinstance(value, list):
        value = value[0][0] if value and value[0] else None
    if isinstance(value, FormulaError):
        raise value
    return value


def number(value: Any, locale: Locale) -> float:
    """Return *value* as a number: blank is 0, TRUE is 1, a text that reads as a number is that number."""
    value = scalar(value)
    if value is None:
        return 0
    if isinstance(value, (bool, int, float)):
        return value + 0
    read, _ = entered(value, locale, datetime.date(1970, 1, 1))
    if read and "numberValue" in read:
        return float(read["numberValue"])
    raise FormulaError(
        "VALUE", f"Function expects number values. But '{value}' is a text and cannot be coerced to a number."
    )


def text(value: Any, locale: Locale) -> str:
    """Return *value* as text."""
    value = scalar(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value if isinstance(value, str) else general(value, locale)


def truth(value: Any) -> bool:
    """Return *value* as a truth value; a text other than TRUE or FALSE is an error."""
    value = scalar(value)
    if isinstance(value, str):
        if value.upper() in ("TRUE", "FALSE"):
            return value.upper() == "TRUE"
        raise FormulaError("VALUE", f"Function expects boolean values. But '{value}' is a text.")
    return bool(value)


def flat(values: list[Any]) -> list[Any]:
    """Return the cells of all tables, and the other values, in order; raise the first error."""
    found: list[Any] = []
    for value in values:
        cells = [cell for row in value for cell in row] if isinstance(value, list) else [value]
        for cell in cells:
            if isinstance(cell, FormulaError):
                raise cell
        found += cells
    return found


def numbers(values: list[Any], locale: Locale) -> list[float]:
    """Return the numbers among the values; in a range texts and truth values do not count, as arguments they must."""
    found: list[float] = []
    for value in values:
        if isinstance(value, list):
            found += [cell for cell in flat([value]) if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
        elif value is not None:
            found.append(number(value, locale))
    return found


def rank(value: Any) -> tuple[int, Any]:
    """Return a key that orders values as comparisons do: numbers, texts, truth values."""
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, str):
        return 1, value.casefold()
    return 0, value or 0


def compared(left: Any, right: Any) -> int:
    """Return -1, 0 or 1; a blank takes the type of the other side."""
    left, right = scalar(left), scalar(right)
    if left is None:
        left = "" if isinstance(right, str) else False if isinstance(right, bool) else 0
    if right is None:
        right = "" if isinstance(left, str) else False if isinstance(left, bool) else 0
    one, other = rank(left), rank(right)
    return (one > other) - (one < other)
