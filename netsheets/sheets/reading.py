"""What a cell means, and how people see it: what every reader of cells returns and shares, and cells read as numbers.

Amounts, weights, percentages, scores: nothing is guessed; see `domain.typed` for texts.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from netsheets.domain.typed import Ambiguous, typed_decimal, typed_percent
from netsheets.sheets.schema import CellType, TabColumn
from netsheets.stores.port import Cell, CellError, Uncalculated

NOTHING: Mapping[str, object] = MappingProxyType({})
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NUMBERS = frozenset({"day", "money", "exact_money", "positive_money", "number", "percent", "score", "integer"})
_SHOWN = 120

DECIMALS: Mapping[CellType, int] = MappingProxyType({"money": 2, "exact_money": 3, "positive_money": 2, "number": 6})
LIMITS: Mapping[CellType, tuple[str, str]] = MappingProxyType(
    {
        "money": ("-999999999999.99", "999999999999.99"),
        "exact_money": ("-999999999999.999", "999999999999.999"),
        "positive_money": ("0.01", "999999999999.99"),
        "number": ("0.000001", "999999999"),
        "percent": ("0%", "999%"),
    }
)
"""The least and the most a cell of each type may hold, as `schemas/types.json` says."""
_PERCENT_DECIMALS = 4
_WHOLE_DIGITS = 12


class CellReading(NamedTuple):
    """What a cell means: the record's value, its form in JSON, and the finding it gives, if any.

    A reading whose finding is an error has the column's blank value. `as_json` is None where the cell is blank, or
    where there is nothing left to validate.
    """

    value: Any
    as_json: Any = None
    code: str = ""
    details: Mapping[str, object] = NOTHING


def blank_value(column: TabColumn) -> Any:
    """Return what a record holds where this column's cell is empty."""
    if column.type == "list":
        return ()
    return None if column.type in _NUMBERS else ""


def refused(column: TabColumn, code: str, **details: object) -> CellReading:
    """Return the reading of a cell that can't be read, for this reason."""
    return CellReading(blank_value(column), code=code, details=details)


def wrong_type(column: TabColumn) -> CellReading:
    """Return the reading of a cell that holds another kind of thing."""
    return refused(column, "wrong_type", expected=column.type)


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing a person would see."""
    if not isinstance(cell, str):
        return cell is None
    return not cell or cell.isspace() or not (cell.isprintable() or visible(cell).strip())


def visible(text: str) -> str:
    """Return a text without what nobody sees: control characters, zero-width blanks, marks of direction."""
    if text.isprintable():
        return text
    return "".join(mark for mark in text if mark.isspace() or unicodedata.category(mark) not in ("Cc", "Cf"))


def shown(cell: Cell) -> str:
    """Return a cell as a person sees it, for a message: at most 120 characters."""
    match cell:
        case None:
            text = ""
        case CellError(text):
            pass
        case Uncalculated(formula):
            text = formula
        case str():
            text = CONTROL.sub("�", cell.strip())
        case _:
            text = plain_text(cell)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def plain_text(cell: bool | float | dt.date | dt.time | dt.timedelta) -> str:
    """Return a cell that is no text as the text a person would type for it."""
    match cell:
        case bool():
            return str(cell).upper()
        case int() | float():
            return f"{plain_decimal(cell).normalize():f}"
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.datetime():
            return cell.isoformat(" ", "minutes")
        case dt.date():
            return cell.isoformat()
        case dt.time():
            return cell.isoformat("seconds" if cell.second else "minutes")
        case dt.timedelta():
            hours, rest = divmod(int(cell.total_seconds()), 3600)
            return f"{hours}:{rest // 60:02d}"


def plain_decimal(number: float) -> Decimal:
    """Return the decimal a person sees: binary floats carry 15 digits, what lies behind is noise (0.1 + 0.2)."""
    return Decimal(number) if isinstance(number, int) else Decimal(format(number, ".15g"))


def read_number(cell: Cell, column: TabColumn) -> CellReading:
    """Read an amount or a weight, with as many decimals as its type may have."""
    number = _decimal(cell, column)
    if isinstance(number, CellReading):
        return number
    low, high = LIMITS[column.type]
    if number >= int(Decimal(high)) + 1:
        return refused(column, "out_of_range", high=high)
    if number <= -(10**_WHOLE_DIGITS):
        return refused(column, "out_of_range", low=low)
    limit = DECIMALS[column.type]
    exact = _rounded(number, limit)
    if exact != number:
        return refused(column, "too_many_decimals", limit=limit, nearest=f"{exact:f}")
    if column.type == "exact_money":
        exact = _rounded(number, 2) if _rounded(number, 2) == number else exact
    if limit in (2, 3):
        return _read(cell, exact, f"{exact:f}", f"{exact:f}")
    return _read(cell, number, f"{number.normalize():f}", f"{number.normalize():f}")


def read_percent(cell: Cell, column: TabColumn) -> CellReading:
    """Read `15%`, or the 0.15 a percentage cell holds; a bare 15 is an error (rules.md, 1)."""
    signed = isinstance(cell, str) and "%" in cell
    part = _signed_part(cell, column) if isinstance(cell, str) and signed else _decimal(cell, column)
    if isinstance(part, CellReading):
        return part
    if part >= 1 and not signed:
        return refused(column, "bare_percent", read_as=f"{part.normalize():f}%" if part > 1 else "")
    low, high = LIMITS["percent"]
    if not 0 <= part < 10:
        return refused(column, "out_of_range", low=low, high=high)
    percentage = _rounded(part * 100, _PERCENT_DECIMALS)
    written = f"{percentage.normalize():f}%"
    if percentage != part * 100:
        return refused(column, "too_many_decimals", limit=_PERCENT_DECIMALS, nearest=written)
    return CellReading(part, written) if signed else _read(cell, part, written, written)


def read_whole(cell: Cell, column: TabColumn) -> CellReading:
    """Read a whole number."""
    number = _decimal(cell, column)
    if isinstance(number, CellReading):
        return number
    if number != number.to_integral_value() or abs(number) >= 10**_WHOLE_DIGITS:
        return wrong_type(column)
    return _read(cell, int(number), int(number), str(int(number)))


def _decimal(cell: Cell, column: TabColumn) -> Decimal | CellReading:
    """Return the number in a cell, or the reading that says why there is none."""
    match cell:
        case bool():
            return wrong_type(column)
        case int() | float():
            number = plain_decimal(cell)
            return number if number.is_finite() else wrong_type(column)
        case str():
            found = typed_decimal(visible(cell))
            if isinstance(found, Ambiguous):
                return refused(column, "ambiguous_number", first=f"{found.first:f}", second=f"{found.second:f}")
            return refused(column, "unreadable_number", expected=column.type) if found is None else found
        case _:
            return wrong_type(column)


def _signed_part(text: str, column: TabColumn) -> Decimal | CellReading:
    """Return the part a text with a percent sign means.

    `33.333%` has one reading: the other, thirty-three thousand percent, is no part of a whole.
    """
    match typed_percent(visible(text)):
        case Ambiguous(first, second):
            return second if first > 1 else first
        case None:
            return refused(column, "unreadable_number", expected="percent")
        case part:
            return part


def _rounded(number: Decimal, decimals: int) -> Decimal:
    """Return a number with so many decimals, half up; never a negative zero."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def _read(cell: Cell, value: Decimal | int, as_json: object, read_as: str) -> CellReading:
    """Return a number that was read; one that was typed as text is said to have been."""
    if isinstance(cell, str):
        return CellReading(value, as_json, "text_for_number", {"read_as": read_as})
    return CellReading(value, as_json)
