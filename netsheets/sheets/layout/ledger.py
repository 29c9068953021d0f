"""The tabs `ledger` and `closings`: appended to, never rewritten, but when they are restored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter

from netsheets.domain.ledger import Ledger, Line, Seal
from netsheets.sheets.layout.columns import FORMATS, shown_columns, tab_titled
from netsheets.sheets.placing import Placement
from netsheets.sheets.schema import Column, Tab, tab
from netsheets.stores.port import AppendRows, Block, Content, Edit, ReplaceTab, Written
from netsheets.texts import Language


def posting(posted: Ledger, whole: Ledger, placements: Mapping[str, Placement], language: Language) -> tuple[Edit, ...]:
    """Return the edits that post a closed month: its lines and seals below those there are.

    A tab that is missing, or lacks a column, is written whole instead: `whole` is the ledger with the month in it.
    """
    return tuple(
        _appended(placements[key], records, language)
        if key in placements and _has_all_columns(placements[key])
        else _replaced(tab(key), everything, tab_titled(key, placements, language), language)
        for key, records, everything in (
            ("ledger", posted.lines, whole.lines),
            ("closings", posted.seals, whole.seals),
        )
    )


def rewriting(ledger: Ledger, placements: Mapping[str, Placement], language: Language) -> tuple[Edit, ...]:
    """Return the edits that make the ledger and the closings hold exactly this."""
    return (
        _replaced(tab("ledger"), ledger.lines, tab_titled("ledger", placements, language), language),
        _replaced(tab("closings"), ledger.seals, tab_titled("closings", placements, language), language),
    )


def _has_all_columns(placement: Placement) -> bool:
    return all(each.key in placement.columns for each in tab(placement.tab).columns)


def _appended(placement: Placement, records: Iterable[Line] | Iterable[Seal], language: Language) -> AppendRows:
    schema = tab(placement.tab)
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
    held: tuple[Line | Seal, ...] = tuple(records)
    return tuple(zip(*(_column(column, held, language) for column in schema.columns), strict=True))


def _column(column: Column, records: tuple[Line | Seal, ...], language: Language) -> Iterable[Written]:
    """Return a column of cells: money as numbers, words as labels, months as text; a ledger is written by columns."""
    values = map(attrgetter(column.key), records)
    if column.type in ("money", "positive_money"):
        return map(float, values)
    if column.type == "month":
        words = {month: str(month) for month in set(map(attrgetter(column.key), records))}
        return map(words.__getitem__, values)
    return (column.label(each, language) for each in values) if column.choices else values
