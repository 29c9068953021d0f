"""Drop-downs and checks as Google's data validation.

Google reads a condition's values as if they were typed, in the spreadsheet's own language: a decimal point would be
wrong in a French one. So numbers are written as fractions of whole numbers, days as serial numbers, and arguments are
separated by semicolons: all of these are read alike everywhere.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from netsheets.stores.addresses import column_letters
from netsheets.stores.port import Bounds, Check, Choices, Reference

Json = dict[str, Any]

_LEAST: Final = Fraction(-(10**15))
_DENOMINATOR: Final = 10**9


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


def quoted(title: str) -> str:
    """Return a tab's title as a formula names it."""
    return "'" + title.replace("'", "''") + "'"


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
