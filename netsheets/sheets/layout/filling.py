"""Rows that come as texts (CSV files, the sample network), written into the members' tabs as typed cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from netsheets.domain.findings import CODES
from netsheets.sheets.cells import Days, is_blank, read_cell
from netsheets.sheets.layout.columns import FORMATS
from netsheets.sheets.placing import Placement
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
    return AppendRows(
        placement.title,
        tuple(placement.columns[each.key] for each in columns),
        tuple(FORMATS.get(each.type, "text") for each in columns),
        tuple(tuple(typed(row.get(each.key, ""), each, language) for each in columns) for row in rows),
    )


def typed(text: str, column: Column, language: Language) -> Written:
    """Return a text as the cell a person would have typed."""
    if is_blank(text):
        return None
    reading = read_cell(text, column, _DAYS)
    if reading.code and CODES[reading.code] == "error":
        return text
    value = reading.value
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, tuple):
        return "; ".join(value)
    return column.label(value, language) if isinstance(value, str) else value  # type: ignore[no-any-return]
