"""Headings and tabs that held values at the last close, and are gone, renamed or emptied (tabs.md, "Findings")."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping

from netsheets.domain.book import Book
from netsheets.domain.findings import Finding, finding
from netsheets.domain.ledger import Ledger
from netsheets.domain.sealing import SEALED_COLUMNS
from netsheets.sheets.labels import column_key, nearest_of, tab_key
from netsheets.sheets.placing import Placement
from netsheets.sheets.schema import tab
from netsheets.stores.port import Snapshot

_FEWEST = 2
"""One value that is gone is a correction; so many that are all gone were cleared."""


def lost_since_close(
    ledger: Ledger, book: Book, placements: Mapping[str, Placement], snapshot: Snapshot
) -> Iterator[Finding]:
    """Yield a finding for each tab and column with values that a close sealed and that stands in the workbook no more.

    What stands beside it under a heading that is none of ours is named: "Payé le" for "Payée le".
    """
    held = Counter[tuple[str, str]]()
    rows = Counter[str]()
    for (key, _), text in ledger.held_rows.items():
        if key in SEALED_COLUMNS:
            rows[key] += 1
            cells = zip(SEALED_COLUMNS[key], json.loads(text), strict=False)
            held.update((key, column) for column, cell in cells if cell is not None)
    for key in rows:
        placement = placements.get(key)
        if placement is None:
            strangers = tuple(grid.title for grid in snapshot.grids if tab_key(grid.title) is None)
            alike = nearest_of(tab(key).titles.values(), strangers)
            yield finding("tab_lost", key, None, count=rows[key], nearest=alike)
        elif placement.readable:
            yield from _columns(key, {name: count for (of, name), count in held.items() if of == key}, placement, book)


def _columns(key: str, held: Mapping[str, int], placement: Placement, book: Book) -> Iterator[Finding]:
    schema = tab(key)
    strangers = tuple(name for name in placement.headings if name and column_key(schema, name) is None)
    there = (*getattr(book, key), *book.half_read.get(key, ()))
    for column, count in held.items():
        if column not in placement.columns:
            names = (column, *schema.column_by_key[column].titles.values())
            alike = nearest_of(names, strangers)
            yield finding("column_lost", key, None, column, count=count, nearest=alike)
        elif count >= _FEWEST and there and all(getattr(row, column) in ("", None) for row in there):
            yield finding("column_emptied", key, None, column, count=count)
