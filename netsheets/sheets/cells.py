"""One cell, as a person or a program left it, read as what its column holds: surely, or with a finding.

A reading has two forms: the value records keep (Decimal, day, text), and the form the schemas describe (`"150.00"`,
`"2026-10-31"`), in which it is validated. Nothing here is guessed; see `domain.typed` for what people type as text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from netsheets.domain.currencies import CURRENCIES, currency_meant
from netsheets.domain.typed import Ambiguous, typed_day
from netsheets.sheets.labels import choice_key, nearest
from netsheets.sheets.reading import (
    CONTROL,
    CellReading,
    plain_text,
    read_number,
    read_percent,
    read_whole,
    refused,
    shown,
    visible,
    wrong_type,
)
from netsheets.sheets.schema import CellType, TabColumn
from netsheets.stores.port import Cell, CellError, Uncalculated

_PLAUSIBLE_DAYS = (dt.date(1950, 1, 1), dt.date(2150, 12, 31))


class Days(NamedTuple):
    """How a workbook's numbers are read as days: the day of number 0, and whether all its days come as numbers."""

    epoch: dt.date
    serial: bool = False


def read_cell(cell: Cell, column: TabColumn, days: Days) -> CellReading:
    """Return what a cell that is not blank means in its column."""
    if isinstance(cell, CellError):
        return refused(column, "formula_error")
    if isinstance(cell, Uncalculated):
        return refused(column, "formula_uncalculated")
    if column.type == "day":
        return _day(cell, column, days)
    return _READERS[column.type](cell, column)


def _text(cell: Cell, column: TabColumn) -> CellReading:
    match cell:
        case None | CellError() | Uncalculated():
            return wrong_type(column)
        case str():
            text = cell.strip()
        case _:
            text = plain_text(cell)
    clean = CONTROL.sub("", text)
    if column.labels["en"]:
        clean = choice_key(column, clean) or clean
    return _cleaned(clean, len(text) - len(clean) if CONTROL.search(text) else 0)


def _cleaned(text: str, count: int) -> CellReading:
    """Return a text without the `count` invisible characters that were in it."""
    return CellReading(text, text, "control_characters", {"count": count}) if count else CellReading(text, text)


def _id(cell: Cell, column: TabColumn) -> CellReading:
    """Read an id. One that refers to another tab is not held to the pattern: whether it is there says more."""
    match cell:
        case str():
            seen = visible(cell).strip()
            reading = _cleaned(seen, len(cell.strip()) - len(seen))
        case int() | float() if not isinstance(cell, bool):
            reading = _text(cell, column)
        case _:
            return wrong_type(column)
    return reading._replace(as_json=None) if column.reference else reading


def _day(cell: Cell, column: TabColumn, days: Days) -> CellReading:
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    if isinstance(cell, dt.date):
        return CellReading(cell, cell.isoformat())
    if isinstance(cell, str):
        match typed_day(visible(cell)):
            case Ambiguous(first, second):
                return refused(column, "ambiguous_day", first=first, second=second)
            case None:
                return refused(column, "unreadable_day")
            case found:
                return CellReading(found, found.isoformat(), "text_for_day", {"read_as": found})
    return _serial_day(cell, column, days)


def _serial_day(cell: Cell, column: TabColumn, days: Days) -> CellReading:
    """Read a bare number as a day: the store's own form, or a day that lost its format. Only a plausible one.

    Where every day comes as a number, a year typed alone (2026) would be a day of 1905.
    """
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not 0 <= cell < 200_000:
        return wrong_type(column)
    found = days.epoch + dt.timedelta(days=int(cell))
    if not _PLAUSIBLE_DAYS[0] <= found <= _PLAUSIBLE_DAYS[1]:
        return wrong_type(column)
    if days.serial:
        return CellReading(found, found.isoformat())
    return CellReading(found, found.isoformat(), "number_for_day", {"read_as": found})


def _currency(cell: Cell, column: TabColumn) -> CellReading:
    if not isinstance(cell, str):
        return wrong_type(column)
    code = "EUR" if visible(cell).strip() == "€" else visible(cell).strip().upper()
    return (
        CellReading(code, code)
        if code in CURRENCIES
        else refused(column, "invalid_currency", nearest=currency_meant(code))
    )


def _list(cell: Cell, column: TabColumn) -> CellReading:
    text = _text(cell, column)
    if not isinstance(text.value, str):
        return text
    words = tuple(part for piece in text.value.replace("\n", ";").split(";") if (part := piece.strip()))
    return text._replace(value=words, as_json=list(words))


def _choice(cell: Cell, column: TabColumn) -> CellReading:
    word = shown(cell)
    if isinstance(cell, bool) and "yes" in column.choices:
        word = "yes" if cell else "no"
    key = choice_key(column, visible(word))
    if key is not None:
        return CellReading(key, key)
    words = {spelling: each for each in column.choices for spelling in (each, *_labels(column, each))}
    meant = words.get(nearest(word, tuple(words)), "")
    return refused(column, "not_in_list", nearest=meant, choices=", ".join(column.choices))


def _labels(column: TabColumn, word: str) -> tuple[str, ...]:
    return tuple(labels[word] for labels in column.labels.values() if word in labels)


_READERS: Mapping[CellType, Callable[[Cell, TabColumn], CellReading]] = MappingProxyType(
    {
        "id": _id,
        "text": _text,
        "digest": _text,
        "month": _text,
        "money": read_number,
        "exact_money": read_number,
        "positive_money": read_number,
        "number": read_number,
        "percent": read_percent,
        "score": read_whole,
        "integer": read_whole,
        "currency": _currency,
        "list": _list,
        "choice": _choice,
    }
)
