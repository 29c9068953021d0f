"""One cell, as a person or a program left it, read as what its column holds: surely, or with a finding.

A reading has two forms: the value records keep (Decimal, day, text), and the form the schemas describe (`"150.00"`,
`"2026-10-31"`), in which it is validated. Nothing here is guessed; see `domain.typed` for what people type as text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from netsheets.domain.typed import Ambiguous, typed_day, typed_decimal, typed_percent
from netsheets.sheets.labels import choice_key, nearest
from netsheets.sheets.schema import CellType, Column
from netsheets.stores.port import Cell, CellError, Uncalculated

_NOTHING: Mapping[str, object] = MappingProxyType({})
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PLAUSIBLE_DAYS = (dt.date(1950, 1, 1), dt.date(2150, 12, 31))
_DECIMALS: Mapping[CellType, int] = MappingProxyType({"money": 2, "positive_money": 2, "number": 6})


class Reading(NamedTuple):
    """What a cell means: the record's value, its form in JSON, and the finding it gives, if any.

    A reading whose finding is an error has the column's blank value. `as_json` is None where the cell is blank, or
    where there is nothing left to validate.
    """

    value: Any
    as_json: Any = None
    code: str = ""
    details: Mapping[str, object] = _NOTHING


class Days(NamedTuple):
    """How a workbook's numbers are read as days: the day of number 0, and whether all its days come as numbers."""

    epoch: dt.date
    serial: bool = False


def blank_value(column: Column) -> Any:
    """Return what a record holds where this column's cell is empty."""
    if column.type == "list":
        return ()
    return None if column.type in ("day", "money", "positive_money", "number", "percent", "score", "integer") else ""


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing a person would see."""
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def read_cell(cell: Cell, column: Column, days: Days) -> Reading:
    """Return what a cell that is not blank means in its column."""
    if isinstance(cell, CellError):
        return Reading(blank_value(column), code="formula_error")
    if isinstance(cell, Uncalculated):
        return Reading(blank_value(column), code="formula_uncalculated")
    if column.type == "day":
        return _day(cell, column, days)
    return _READERS[column.type](cell, column)


def shown(cell: Cell) -> str:
    """Return a cell as a person sees it, for a message: at most 120 characters."""
    match cell:
        case None:
            text = ""
        case CellError(text):
            pass
        case Uncalculated(formula):
            text = formula
        case bool():
            text = str(cell).upper()
        case int() | float():
            text = plain_number(cell)
        case dt.datetime():
            text = cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
        case dt.date():
            text = cell.isoformat()
        case _:
            text = _CONTROL.sub("�", str(cell).strip())
    return text if len(text) <= 120 else f"{text[:119]}…"


def plain_number(number: float) -> str:
    """Return a number as a spreadsheet shows it: 15 significant digits, no exponent."""
    return f"{_decimal(number).normalize():f}"


def _decimal(number: float) -> Decimal:
    """Return the decimal a person sees: binary floats carry 15 digits, what lies behind is noise (0.1 + 0.2)."""
    return Decimal(format(number, ".15g"))


def _wrong(column: Column, expected: str = "") -> Reading:
    return Reading(blank_value(column), code="wrong_type", details={"expected": expected or column.type})


def _text(cell: Cell, column: Column) -> Reading:
    match cell:
        case str():
            text = cell.strip()
        case bool():
            text = str(cell).upper()
        case int() | float():
            text = plain_number(cell)
        case dt.datetime() if cell.time() != dt.time():
            text = cell.isoformat(" ", "minutes")
        case dt.datetime():
            text = cell.date().isoformat()
        case dt.date():
            text = cell.isoformat()
        case _:
            return _wrong(column)
    if _CONTROL.search(text):
        clean = _CONTROL.sub("", text)
        return Reading(clean, clean, "control_characters", {"count": len(text) - len(clean)})
    if column.labels["en"]:
        text = choice_key(column, text) or text
    return Reading(text, text)


def _id(cell: Cell, column: Column) -> Reading:
    """Read an id. One that refers to another tab is not held to the pattern: whether it is there says more."""
    if isinstance(cell, bool | dt.date):
        return _wrong(column)
    text = _text(cell, column)
    return text._replace(as_json=None) if column.reference else text


def _day(cell: Cell, column: Column, days: Days) -> Reading:
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, dt.date):
        return Reading(cell, cell.isoformat())
    if isinstance(cell, str):
        match typed_day(cell):
            case Ambiguous(first, second):
                return Reading(None, code="ambiguous_day", details={"first": first, "second": second})
            case None:
                return Reading(None, code="unreadable_day")
            case found:
                return Reading(found, found.isoformat(), "text_for_day", {"read_as": found})
    return _serial_day(cell, column, days)


def _serial_day(cell: Cell, column: Column, days: Days) -> Reading:
    """Read a bare number as a day: the workbook's own form, or a day that lost its format (a plausible one only)."""
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not 0 <= cell < 200_000:
        return _wrong(column)
    found = days.epoch + dt.timedelta(days=int(cell))
    if days.serial:
        return Reading(found, found.isoformat())
    if not _PLAUSIBLE_DAYS[0] <= found <= _PLAUSIBLE_DAYS[1]:
        return _wrong(column)
    return Reading(found, found.isoformat(), "number_for_day", {"read_as": found})


def _number(cell: Cell, column: Column) -> Reading:
    """Read an amount or a weight, with as many decimals as its type may have."""
    code, details = "", _NOTHING
    match cell:
        case bool() | dt.date():
            return _wrong(column)
        case int() | float():
            number = _decimal(cell)
        case str():
            found = typed_decimal(cell)
            if found is None:
                return Reading(None, code="unreadable_number", details={"expected": column.type})
            if isinstance(found, Ambiguous):
                return Reading(None, code="ambiguous_number", details={"first": found.first, "second": found.second})
            number, code, details = found, "text_for_number", {"read_as": f"{found:f}"}
        case _:
            return _wrong(column)
    limit = _DECIMALS[column.type]
    if abs(number) >= Decimal(10**12):
        return Reading(None, code="out_of_range", details={"high": "999999999999"})
    exact = number.quantize(Decimal(1).scaleb(-limit))
    if exact != number:
        return Reading(None, code="too_many_decimals", details={"limit": limit, "nearest": f"{exact:f}"})
    if limit == 2:
        return Reading(exact, f"{exact:f}" if exact else "0.00", code, details)
    return Reading(number, f"{number.normalize():f}", code, details)


def _percent(cell: Cell, column: Column) -> Reading:
    """Read `15%`, or the 0.15 a percentage cell holds; a bare 15 is an error (rules.md, 1)."""
    code, details = "", _NOTHING
    if isinstance(cell, str) and "%" in cell:
        found = typed_percent(cell)
    elif isinstance(cell, str):
        found = typed_decimal(cell)
        code = "text_for_number"
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        found = _decimal(cell)
    else:
        return _wrong(column)
    if isinstance(found, Ambiguous):
        return Reading(None, code="ambiguous_number", details={"first": found.first, "second": found.second})
    if found is None:
        return Reading(None, code="unreadable_number", details={"expected": "percent"})
    percentage = f"{(found * 100).normalize():f}%"
    if found >= 1 and not (isinstance(cell, str) and "%" in cell):
        return Reading(None, code="bare_percent", details={"read_as": f"{found.normalize():f}%"})
    if code:
        details = {"read_as": percentage}
    return Reading(found, percentage, code, details)


def _whole(cell: Cell, column: Column) -> Reading:
    code, details = "", _NOTHING
    if isinstance(cell, str):
        found = typed_decimal(cell)
        if not isinstance(found, Decimal):
            return Reading(None, code="unreadable_number", details={"expected": column.type})
        number, code, details = found, "text_for_number", {"read_as": f"{found:f}"}
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        number = _decimal(cell)
    else:
        return _wrong(column)
    if number != number.to_integral_value() or abs(number) >= Decimal(10**12):
        return _wrong(column)
    return Reading(int(number), int(number), code, details)


def _currency(cell: Cell, column: Column) -> Reading:
    text = str(cell).strip().upper() if isinstance(cell, str) else ""
    code = "EUR" if text == "€" else text
    return Reading(code, code) if isinstance(cell, str) else _wrong(column)


def _list(cell: Cell, column: Column) -> Reading:
    text = _text(cell, column)
    if not isinstance(text.value, str):
        return text
    words = tuple(part for piece in text.value.replace("\n", ";").split(";") if (part := piece.strip()))
    return text._replace(value=words, as_json=list(words))


def _choice(cell: Cell, column: Column) -> Reading:
    if isinstance(cell, bool):
        cell = "yes" if cell else "no"
    word = choice_key(column, cell) if isinstance(cell, str) else None
    if word is not None:
        return Reading(word, word)
    typed = shown(cell)
    words = {spelling: each for each in column.choices for spelling in (each, *_labels(column, each))}
    meant = words.get(nearest(typed, tuple(words)), "")
    return Reading("", code="not_in_list", details={"nearest": meant, "choices": ", ".join(column.choices)})


def _labels(column: Column, word: str) -> tuple[str, ...]:
    return tuple(labels[word] for labels in column.labels.values() if word in labels)


_READERS: Mapping[CellType, Callable[[Cell, Column], Reading]] = MappingProxyType(
    {
        "id": _id,
        "text": _text,
        "digest": _text,
        "month": _text,
        "money": _number,
        "positive_money": _number,
        "number": _number,
        "percent": _percent,
        "score": _whole,
        "integer": _whole,
        "currency": _currency,
        "list": _list,
        "choice": _choice,
    }
)
