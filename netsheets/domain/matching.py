"""Ids match whatever their case: `m01` in a referral is the member `M01`, as anyone who reads the sheet takes it.

Every id becomes the one spelling under which its row is known: that of the ledger where it was posted, else that of the
row. So a number retyped in small letters neither leads nowhere nor posts a month anew.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from typing import Any

from netsheets.domain.book import Book, Rejected
from netsheets.domain.checks.rows import KEYS, LISTS, REFERENCES
from netsheets.domain.ledger import Ledger
from netsheets.domain.records import NETWORK, Record

_Spellings = Mapping[str, str]
"""Ids as they stand in a column, with the spelling each is known by."""

ID_COLUMNS: Mapping[str, str] = {tab: columns[0] for tab, columns in KEYS if len(columns) == 1}


def matched(book: Book, ledger: Ledger) -> Book:
    """Return the book with every id in the one spelling its row is known by; the book itself where all are."""
    posted = _posted_ids(ledger)
    changes: dict[str, dict[str, _Spellings]] = {}
    for tab, column in ID_COLUMNS.items():
        own = _own_ids(book, tab)
        respelled = _spelled(own.keys() - posted[tab], posted[tab], taken=own) if tab in posted else {}
        if respelled:
            changes.setdefault(tab, {})[column] = respelled
        known = dict.fromkeys(respelled.get(each, each) for each in own) if respelled else own
        for reference in (each for each in REFERENCES if each.target == tab):
            ids = {NETWORK: None, **known} if reference.network else known
            found = _spelled(_named(book, reference.tab, reference.column) - ids.keys(), ids)
            if found:
                changes.setdefault(reference.tab, {})[reference.column] = found
    return _respelled(book, changes) if changes else book


def _spelled(ids: Iterable[str], known: Iterable[str], taken: Container[str] = ()) -> dict[str, str]:
    """Return ids that are known in other letters, with that spelling; not where it is `taken` beside them."""
    ids = tuple(ids)
    spellings: dict[str, str] = {}
    for each in known if ids else ():
        spellings.setdefault(each.casefold(), each)
    if not spellings:
        return {}
    pairs = ((each, spellings.get(each.casefold(), "")) for each in ids)
    return {each: meant for each, meant in pairs if meant and meant not in taken}


def _posted_ids(ledger: Ledger) -> Mapping[str, dict[str, None]]:
    """Return, per tab, the ids that were posted, in order."""
    lines = ledger.lines
    parties = chain(map(attrgetter("payee_id"), lines), map(attrgetter("payer_id"), lines))
    return {
        "members": dict.fromkeys(parties),
        "referrals": dict.fromkeys(map(attrgetter("referral_id"), lines)),
        "billing": dict.fromkeys(line.event_id for line in lines if line.event_id != line.referral_id),
        "clients": dict.fromkeys(map(attrgetter("client_id"), lines)),
    }


def _own_ids(book: Book, tab: str) -> dict[str, None]:
    """Return the ids a tab's rows have, in the order of the sheet; those in error last."""
    own = dict.fromkeys(map(attrgetter(ID_COLUMNS[tab]), getattr(book, tab)))
    own.update(dict.fromkeys(each.record_id for each in book.rejected if each.tab == tab and each.record_id))
    return own


def _named(book: Book, tab: str, column: str) -> set[str]:
    """Return what stands in a column, rows in error included; of lists, what they hold."""
    cells = set(map(attrgetter(column), getattr(book, tab)))
    cells.update(map(attrgetter(column), book.half_read.get(tab, ())))
    lists = {cell for cell in cells if isinstance(cell, tuple)} if (tab, column) in LISTS else set()
    return (cells - lists).union(*lists) - {""}


def _respelled(book: Book, changes: Mapping[str, Mapping[str, _Spellings]]) -> Book:
    """Return the book with ids spelled anew, by tab and column."""

    def spelled(tab: str) -> Callable[[Record], Any]:
        columns = changes[tab]

        def change(row: Any) -> Any:
            cells = {column: getattr(row, column) for column in columns}
            anew = {column: _cell(cell, columns[column]) for column, cell in cells.items()}
            return row._replace(**anew) if anew != cells else row

        return change

    def respelled_rejected(each: Rejected) -> Rejected:
        ids = changes.get(each.tab, {}).get(ID_COLUMNS.get(each.tab, ""), {})
        referrals = changes.get(each.tab, {}).get("referral_id", {})
        return replace(
            each,
            record_id=ids.get(each.record_id, each.record_id),
            referral_id=referrals.get(each.referral_id, each.referral_id),
            record=spelled(each.tab)(each.record) if each.record and each.tab in changes else each.record,
        )

    tabs = {tab: tuple(map(spelled(tab), getattr(book, tab))) for tab in changes}
    return replace(book, **tabs, rejected=tuple(map(respelled_rejected, book.rejected)))


def _cell(cell: str | tuple[str, ...], spellings: _Spellings) -> str | tuple[str, ...]:
    if isinstance(cell, tuple):
        return tuple(spellings.get(each, each) for each in cell)
    return spellings.get(cell, cell)
