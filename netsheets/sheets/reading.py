"""What a cell means, and how people see it: what every reader of cells returns and shares."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from netsheets.sheets.schema import Column
from netsheets.stores.port import Cell, CellError, Uncalculated

NOTHING: Mapping[str, object] = MappingProxyType({})
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NUMBERS = frozenset({"day", "money", "positive_money", "number", "percent", "score", "integer"})
_SHOWN = 120


class Reading(NamedTuple):
    """What a cell means: the record's value, its form in JSON, and the finding it gives, if any.

    A reading whose finding is an error has the column's blank value. `as_json` is None where the cell is blank, or
    where there is nothing left to validate.
    """

    value: Any
    as_json: Any = None
    code: str = ""
    details: Mapping[str, object] = NOTHING


def blank_value(column: Column) -> Any:
    """Return what a record holds where this column's cell is empty."""
    if column.type == "list":
        return ()
    return None if column.type in _NUMBERS else ""


def refused(column: Column, code: str, **details: object) -> Reading:
    """Return the reading of a cell that can't be read, for this reason."""
    return Reading(blank_value(column), code=code, details=details)


def wrong_type(column: Column) -> Reading:
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
