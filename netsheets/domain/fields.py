"""Fields of records: what an empty one holds, how a text is read as one, and amounts as exact texts."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, partial
from typing import Any, Literal, get_args, get_origin, get_type_hints

from netsheets.domain.month import Month

Reader = Callable[[str], Any]


def blank(record: Callable[..., object]) -> Mapping[str, Any]:
    """Return what each field of a record holds where its cell is empty."""
    return _fields(record)[0]


def field_readers(record: Callable[..., object]) -> Mapping[str, Reader]:
    """Return what reads the text of each field of a record. It raises ValueError for a text that is no such thing."""
    return _fields(record)[1]


@cache
def _fields(record: Callable[..., object]) -> tuple[Mapping[str, Any], Mapping[str, Reader]]:
    hints = get_type_hints(record)
    blanks = {name: _BLANKS.get(kind) for name, kind in hints.items()}
    return blanks, {name: _reader(hint) for name, hint in hints.items()}


_BLANKS: Mapping[Any, Any] = {str: "", tuple[str, ...]: (), int: 0}


def _reader(hint: Any) -> Reader:
    kind = get_args(hint)[0] if isinstance(hint, types.UnionType) else hint
    if get_origin(kind) is Literal:
        return partial(_word, get_args(kind))
    return _READERS.get(kind, str)


def _word(words: tuple[str, ...], text: str) -> str:
    if text not in words:
        raise ValueError(text)
    return text


def _month(text: str) -> Month:
    month = Month.parse(text)
    if month is None:
        raise ValueError(text)
    return month


_READERS: Mapping[Any, Reader] = {Decimal: Decimal, dt.date: dt.date.fromisoformat, int: int, Month: _month}


def exact_text(amount: Decimal) -> str:
    """Return an amount with two decimals, or with as many as it has: no digit is lost."""
    cents = f"{amount:.2f}"
    return cents if Decimal(cents) == amount else f"{amount:f}"
