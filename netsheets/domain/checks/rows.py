"""Rows of any tab: ids that stand twice, ids that lead nowhere, and days that come before the one they follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from netsheets.domain.book import Book, grouped
from netsheets.domain.checks.nearest_ids import NearestIds
from netsheets.domain.findings import Finding, finding
from netsheets.domain.network import Network
from netsheets.domain.records import NETWORK

KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("members", ("member_id",)),
    ("interviews", ("interview_id",)),
    ("clients", ("client_id",)),
    ("referrals", ("referral_id",)),
    ("billing", ("billing_id",)),
    ("shares", ("referral_id", "member_id", "role")),
    ("disputes", ("dispute_id",)),
    ("payouts", ("payout_id",)),
    ("member_terms", ("member_id", "from_on")),
    ("amendments", ("referral_id", "from_on")),
    ("entries", ("entry_id",)),
    ("projects", ("project_id",)),
    ("meetings", ("meeting_id",)),
    ("attendance", ("meeting_id", "member_id")),
)
"""The columns that together tell a tab's rows apart. The charter's are its own check's."""

_BY_ID: Mapping[str, str] = {
    "members": "member_by_id",
    "clients": "client_by_id",
    "referrals": "referral_by_id",
    "billing": "billing_by_id",
    "projects": "project_by_id",
}
LISTS = frozenset({("projects", "participants")})
"""The columns that hold several ids in a cell."""

ORDERS: tuple[tuple[str, str, str], ...] = (
    ("members", "joined_on", "left_on"),
    ("referrals", "given_on", "won_on"),
    ("referrals", "given_on", "thanked_on"),
    ("disputes", "opened_on", "resolved_on"),
    ("projects", "started_on", "ended_on"),
)
"""Tab, the column of a day, and the column whose day never comes before it. Billing has findings of its own."""


def duplicate_keys(network: Network) -> Iterator[Finding]:
    """Yield every row whose key another row of its tab has too, whatever its case, naming the first such other row.

    The other row may be one that could not be read: mending it would not tell the two apart.
    """
    book = network.book
    for tab, columns in KEYS:
        rows: tuple[Any, ...] = getattr(book, tab)
        key = attrgetter(*columns)
        keys = list(map(_folded, map(key, rows)))
        unread = _unread_rows(book, tab) if len(columns) == 1 else {}
        if len(set(keys)) == len(rows) and not unread:
            continue
        for found, group in grouped(zip(keys, rows, strict=True), itemgetter(0)).items():
            numbers = [row.row for _, row in group] + ([unread[found]] if found in unread else [])
            for _, row in group if len(numbers) > 1 else ():
                other = numbers[1] if row.row == numbers[0] else numbers[0]
                value = key(row) if len(columns) == 1 else ", ".join(map(str, key(row)))
                yield finding("duplicate_key", tab, row.row, columns[0], value, other_row=other)


def _folded(key: str | tuple[str, ...]) -> str | tuple[str, ...]:
    """Return a key as it compares: whatever its case."""
    return key.casefold() if isinstance(key, str) else tuple(str(each).casefold() for each in key)


def _unread_rows(book: Book, tab: str) -> Mapping[str | tuple[str, ...], int]:
    """Return, by their id, the rows of a tab that could not be read."""
    return {each.record_id.casefold(): each.row for each in book.rejected if each.tab == tab and each.record_id}


class ReferenceColumn(NamedTuple):
    """A column that names a row of another tab, or of its own; `network`: it may name the network instead."""

    tab: str
    column: str
    target: str
    network: bool = False


REFERENCES: tuple[ReferenceColumn, ...] = (
    ReferenceColumn("members", "lead_id", "members"),
    ReferenceColumn("interviews", "candidate_id", "members"),
    ReferenceColumn("interviews", "interviewer_id", "members"),
    ReferenceColumn("referrals", "referrer_id", "members", network=True),
    ReferenceColumn("referrals", "recipient_id", "members"),
    ReferenceColumn("referrals", "client_id", "clients"),
    ReferenceColumn("referrals", "case_approved_by", "members"),
    ReferenceColumn("referrals", "project_id", "projects"),
    ReferenceColumn("billing", "referral_id", "referrals"),
    ReferenceColumn("billing", "corrects", "billing"),
    ReferenceColumn("billing", "performer_id", "members"),
    ReferenceColumn("shares", "referral_id", "referrals"),
    ReferenceColumn("shares", "member_id", "members"),
    ReferenceColumn("relationships", "client_id", "clients"),
    ReferenceColumn("relationships", "approved_by", "members"),
    ReferenceColumn("disputes", "referral_id", "referrals"),
    ReferenceColumn("disputes", "opened_by", "members"),
    ReferenceColumn("payouts", "payer_id", "members", network=True),
    ReferenceColumn("payouts", "payee_id", "members", network=True),
    ReferenceColumn("member_terms", "member_id", "members"),
    ReferenceColumn("member_terms", "lead_id", "members"),
    ReferenceColumn("amendments", "referral_id", "referrals"),
    ReferenceColumn("amendments", "recipient_id", "members"),
    ReferenceColumn("amendments", "approved_by", "members"),
    ReferenceColumn("entries", "payer_id", "members", network=True),
    ReferenceColumn("entries", "payee_id", "members", network=True),
    ReferenceColumn("entries", "approved_by", "members"),
    ReferenceColumn("projects", "client_id", "clients"),
    ReferenceColumn("projects", "lead_id", "members"),
    ReferenceColumn("projects", "participants", "members"),
    ReferenceColumn("agreements", "member_a", "members"),
    ReferenceColumn("agreements", "member_b", "members"),
    ReferenceColumn("meetings", "host_id", "members"),
    ReferenceColumn("meetings", "presenter_id", "members"),
    ReferenceColumn("attendance", "meeting_id", "meetings"),
    ReferenceColumn("attendance", "member_id", "members"),
)
"""Every column that holds ids of a tab, as in tabs.md; a list holds several."""


def unknown_references(network: Network) -> Iterator[Finding]:
    """Yield every id that its tab does not have, with the one that was probably meant.

    An id whose row stands in the sheet and holds an error is known: it is that row that needs mending.
    """
    book = network.book
    nearest: dict[str, NearestIds] = {}
    for reference in REFERENCES:
        target = reference.target
        named = _named_ids(book, reference) - {"", NETWORK if reference.network else ""}
        unknown = named.difference(_rows_by_id(book, target), book.unread.get(target, ())) if named else named
        if unknown:
            if target not in nearest:
                known = {*_rows_by_id(book, target), *book.unread.get(target, ())}
                nearest[target] = NearestIds(known, _names(book, target))
            ids = nearest[target]
            said = {
                each: {
                    "reference_tab": target,
                    "nearest": ids.to(each),
                    "added": ids.to_add(each),
                    "nothing": "" if any(map(str.isalnum, each)) else each,
                }
                for each in sorted(unknown)
            }
            yield from _unknown(book, reference, said)


def _rows(book: Book, tab: str) -> Iterable[Any]:
    """Return a tab's rows, those in error too: their readable cells may lead nowhere as well."""
    half_read = book.half_read.get(tab)
    rows: Iterable[Any] = getattr(book, tab)
    return chain(rows, half_read) if half_read else rows


def _rows_by_id(book: Book, tab: str) -> Mapping[str, object]:
    if tab == "meetings":
        return {each.meeting_id: each for each in book.meetings}
    rows: Mapping[str, object] = getattr(book, _BY_ID[tab])
    return rows


def _names(book: Book, tab: str) -> Iterator[tuple[str, str]]:
    """Yield the names that people type where an id belongs, with that id."""
    if tab == "members":
        yield from ((each.name, each.member_id) for each in book.members)
    elif tab == "clients":
        yield from ((each.name, each.client_id) for each in book.clients)


def _named_ids(book: Book, reference: ReferenceColumn) -> set[str]:
    cells = map(attrgetter(reference.column), _rows(book, reference.tab))
    return set(chain.from_iterable(cells)) if (reference.tab, reference.column) in LISTS else set(cells)


def _unknown(book: Book, reference: ReferenceColumn, said: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    """Yield a finding for each cell that holds one of the unknown ids, with what is said of it."""
    tab, column, _, _ = reference
    for row in _rows(book, tab):
        cell = getattr(row, column)
        for each in cell if isinstance(cell, tuple) else (cell,):
            if each in said:
                yield finding("unknown_reference", tab, row.row, column, each, **said[each])


def days_out_of_order(network: Network) -> Iterator[Finding]:
    """Yield every day that comes before the one it follows. The same day is in order."""
    for tab, earlier, later in ORDERS:
        rows: tuple[Any, ...] = getattr(network.book, tab)
        days = attrgetter(earlier, later)
        for row in rows:
            first, second = days(row)
            if first is not None and second is not None and second < first:
                yield finding("days_out_of_order", tab, row.row, later, second, other=earlier, day=first)
