"""Cells read as numbers: amounts, weights, percentages, scores. Nothing is guessed; see `domain.typed` for texts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from netsheets.domain.typed import Ambiguous, typed_decimal, typed_percent
from netsheets.sheets.reading import Reading, plain_decimal, refused, visible, wrong_type
from netsheets.sheets.schema import CellType, Column
from netsheets.stores.port import Cell

DECIMALS: Mapping[CellType, int] = MappingProxyType({"money": 2, "positive_money": 2, "number": 6})
LIMITS: Mapping[CellType, tuple[str, str]] = MappingProxyType(
    {
        "money": ("-999999999999.99", "999999999999.99"),
        "positive_money": ("0.01", "999999999999.99"),
        "number": ("0.000001", "999999999"),
        "percent": ("0%", "999%"),
    }
)
"""The least and the most a cell of each type may hold, as `schemas/types.json` says."""

_PERCENT_DECIMALS = 4
_WHOLE_DIGITS = 12


def read_number(cell: Cell, column: Column) -> Reading:
    """Read an amount or a weight, with as many decimals as its type may have."""
    number = _decimal(cell, column)
    if isinstance(number, Reading):
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
    if limit == 2:
        return _read(cell, exact, f"{exact:f}", f"{exact:f}")
    return _read(cell, number, f"{number.normalize():f}", f"{number.normalize():f}")


def read_percent(cell: Cell, column: Column) -> Reading:
    """Read `15%`, or the 0.15 a percentage cell holds; a bare 15 is an error (rules.md, 1)."""
    signed = isinstance(cell, str) and "%" in cell
    part = _signed_part(cell, column) if isinstance(cell, str) and signed else _decimal(cell, column)
    if isinstance(part, Reading):
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
    return Reading(part, written) if signed else _read(cell, part, written, written)


def read_whole(cell: Cell, column: Column) -> Reading:
    """Read a whole number."""
    number = _decimal(cell, column)
    if isinstance(number, Reading):
        return number
    if number != number.to_integral_value() or abs(number) >= 10**_WHOLE_DIGITS:
        return wrong_type(column)
    return _read(cell, int(number), int(number), str(int(number)))


def _decimal(cell: Cell, column: Column) -> Decimal | Reading:
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


def _signed_part(text: str, column: Column) -> Decimal | Reading:
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


def _read(cell: Cell, value: Decimal | int, as_json: object, read_as: str) -> Reading:
    """Return a number that was read; one that was typed as text is said to have been."""
    if isinstance(cell, str):
        return Reading(value, as_json, "text_for_number", {"read_as": read_as})
    return Reading(value, as_json)
