"""The tabs `ledger` and `closings`: appended to, never rewritten, but when they are restored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from netsheets.domain.ledger import Ledger, Line, Seal
from netsheets.sheets.layout.columns import FORMATS, shown_columns, tab_titled
from netsheets.sheets.placing import Placement
from netsheets.sheets.schema import Column, Tab, tab
from netsheets.stores.port import AppendRows, Block, Content, Edit, ReplaceTab, Written
from netsheets.texts import Language


def posting(
    lines: Iterable[Line], seals: Iterable[Seal], placements: Mapping[str, Placement], language: Language
) -> tuple[Edit, ...]:
    """Return the edits that post a closed month: its lines and its seals below those there are."""
    return (
        _appended(tab("ledger"), lines, placements, language),
        _appended(tab("closings"), seals, placements, language),
    )


def rewriting(ledger: Ledger, placements: Mapping[str, Placement], language: Language) -> tuple[Edit, ...]:
    """Return the edits that make the ledger and the closings hold exactly this."""
    return (
        _replaced(tab("ledger"), ledger.lines, tab_titled("ledger", placements, language), language),
        _replaced(tab("closings"), ledger.seals, tab_titled("closings", placements, language), language),
    )


def _appended(
    schema: Tab, records: Iterable[Line] | Iterable[Seal], placements: Mapping[str, Placement], language: Language
) -> Edit:
    """Return an append where the tab stands with all its columns, else the whole tab."""
    placement = placements.get(schema.key)
    if placement is None or any(each.key not in placement.columns for each in schema.columns):
        return _replaced(schema, records, tab_titled(schema.key, placements, language), language)
    return AppendRows(
        placement.title,
        tuple(placement.columns[each.key] for each in schema.columns),
        tuple(FORMATS.get(each.type, "text") for each in schema.columns),
        _rows(schema, records, language),
    )


def _replaced(schema: Tab, records: Iterable[Line] | Iterable[Seal], title: str, language: Language) -> ReplaceTab:
    block = Block(shown_columns(schema, language), _rows(schema, records, language))
    return ReplaceTab(title, Content((block,)))


def _rows(schema: Tab, records: Iterable[Line] | Iterable[Seal], language: Language) -> tuple[tuple[Written, ...], ...]:
    columns = schema.columns
    return tuple(tuple(_written(getattr(each, column.key), column, language) for column in columns) for each in records)


def _written(value: Any, column: Column, language: Language) -> Written:
    """Return a record's value as a cell: money as a number, words as labels, months as text."""
    if isinstance(value, Decimal):
        return float(value)
    if column.type in ("integer", "day"):
        return value  # type: ignore[no-any-return]
    return column.label(str(value), language)
