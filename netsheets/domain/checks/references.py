"""Ids that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.checks.nearest import NearestIds
from netsheets.domain.findings import Finding, finding
from netsheets.domain.records import NETWORK


class Reference(NamedTuple):
    """A column that names a row of another tab, or of its own; `network`: it may name the network instead."""

    tab: str
    column: str
    target: str
    network: bool = False


REFERENCES: tuple[Reference, ...] = (
    Reference("members", "lead_id", "members"),
    Reference("interviews", "candidate_id", "members"),
    Reference("interviews", "interviewer_id", "members"),
    Reference("referrals", "referrer_id", "members", network=True),
    Reference("referrals", "recipient_id", "members"),
    Reference("referrals", "client_id", "clients"),
    Reference("referrals", "case_approved_by", "members"),
    Reference("referrals", "project_id", "projects"),
    Reference("billing", "referral_id", "referrals"),
    Reference("billing", "corrects", "billing"),
    Reference("shares", "referral_id", "referrals"),
    Reference("shares", "member_id", "members"),
    Reference("relationships", "client_id", "clients"),
    Reference("relationships", "approved_by", "members"),
    Reference("disputes", "referral_id", "referrals"),
    Reference("disputes", "opened_by", "members"),
    Reference("payouts", "payer_id", "members", network=True),
    Reference("payouts", "payee_id", "members", network=True),
    Reference("projects", "client_id", "clients"),
    Reference("projects", "lead_id", "members"),
    Reference("projects", "participants", "members"),
    Reference("agreements", "member_a", "members"),
    Reference("agreements", "member_b", "members"),
    Reference("meetings", "host_id", "members"),
    Reference("meetings", "presenter_id", "members"),
    Reference("attendance", "meeting_id", "meetings"),
    Reference("attendance", "member_id", "members"),
)
"""Every column that holds ids of a tab, as in tabs.md; a list holds several."""

_BY_ID: Mapping[str, str] = {
    "members": "member_by_id",
    "clients": "client_by_id",
    "referrals": "referral_by_id",
    "billing": "billing_by_id",
    "projects": "project_by_id",
}
_LISTS = frozenset({("projects", "participants")})


def unknown_references(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every id that its tab does not have, with the one that was probably meant.

    An id whose row stands in the sheet and holds an error is known: it is that row that needs mending.
    """
    book = circumstances.book
    nearest: dict[str, NearestIds] = {}
    for reference in REFERENCES:
        target = reference.target
        named = _named_ids(book, reference) - {"", NETWORK if reference.network else ""}
        unknown = named.difference(_rows_by_id(book, target), book.unread.get(target, ())) if named else named
        if unknown:
            if target not in nearest:
                known = {*_rows_by_id(book, target), *book.unread.get(target, ())}
                nearest[target] = NearestIds(known, _names(book, target))
            meant = {each: nearest[target].to(each) for each in sorted(unknown)}
            yield from _unknown(book, reference, meant)


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


def _named_ids(book: Book, reference: Reference) -> set[str]:
    cells = map(attrgetter(reference.column), _rows(book, reference.tab))
    return set(chain.from_iterable(cells)) if (reference.tab, reference.column) in _LISTS else set(cells)


def _unknown(book: Book, reference: Reference, meant: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each cell that holds one of the unknown ids."""
    tab, column, target, _ = reference
    for row in _rows(book, tab):
        cell = getattr(row, column)
        for each in cell if isinstance(cell, tuple) else (cell,):
            if each in meant:
                details = {"reference_tab": target, "nearest": meant[each]}
                yield finding("unknown_reference", tab, row.row, column, each, **details)
