"""Rows that come as texts (CSV files, the sample network), written into the members' tabs as typed cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from netsheets.sheets.cells import Days
from netsheets.sheets.columns import read_column
from netsheets.sheets.layout.columns import FORMATS
from netsheets.sheets.placing import Placement
from netsheets.sheets.reading import is_blank
from netsheets.sheets.schema import Column, tab
from netsheets.stores.port import AppendRows, Written
from netsheets.texts import Language

_DAYS = Days(dt.date(1899, 12, 30))


def filling(rows: Sequence[Mapping[str, str]], placement: Placement, language: Language) -> AppendRows:
    """Return the edit that appends rows, each a text by column key, to a tab.

    A text that surely is a day, an amount or a word of a list becomes one; any other is written as it came, so that
    `validate` can say what is wrong with it.
    """
    columns = [each for each in tab(placement.tab).columns if any(each.key in row for row in rows)]
    cells = [_typed([row.get(each.key, "") for row in rows], each, language) for each in columns]
    return AppendRows(
        placement.title,
        tuple(placement.columns[each.key] for each in columns),
        tuple(FORMATS.get(each.type, "text") for each in columns),
        tuple(zip(*cells, strict=True)),
    )


def _typed(texts: Sequence[str], column: Column, language: Language) -> list[Written]:
    """Return texts as the cells a person would have typed; what can't be read whole stays as it came."""
    reading = read_column(texts, column, _DAYS)
    kept = {place for place, each in reading.problems.items() if each.code == "too_long"}.union(reading.errors)
    return [
        None if is_blank(text) else text if place in kept else _written(reading.values[place], column, language)
        for place, text in enumerate(texts)
    ]


def _written(value: Any, column: Column, language: Language) -> Written:
    """Return a record's value as a cell: amounts as numbers, words as labels, lists as people type them."""
    match value:
        case Decimal():
            return float(value)
        case tuple():
            return "; ".join(value)
        case str():
            return column.label(value, language)
        case _:
            return value  # type: ignore[no-any-return]
