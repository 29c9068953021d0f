"""Restatements: what smells of an accident in what a close would take back or add (rules.md, 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from netsheets.domain.charter import charter_of
from netsheets.domain.closing import Closing, close_month
from netsheets.domain.ledger import ADJUSTMENTS, Line
from netsheets.domain.money import ZERO, exact_sum
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.ownership import ownership_of
from netsheets.domain.records import CharterRow
from netsheets.domain.sealing import book_at, rows_of

Cause = Literal["rows_gone", "charter_changed", "events_before_first", "taken_back"]


@dataclass(frozen=True, slots=True)
class Owing:
    """What a restatement changes between two, in one currency, excluding VAT."""

    payee_id: str
    payer_id: str
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Restatement:
    """One cause, what it is about, and what it would change.

    `tab` and `rows`: the rows that are gone, by their ids; or the parameters of the charter that were changed, each as
    `name` or `name 2026-01-01`. `lines`: how many it makes.
    """

    cause: Cause
    tab: str
    rows: tuple[str, ...]
    lines: int
    amounts: tuple[Owing, ...]


def restatements_of(network: Network, closing: Closing) -> tuple[Restatement, ...]:
    """Return what in a draft is to be meant before it is posted; of a closed month, nothing."""
    if closing.status == "closed":
        return ()
    if network.ledger.first_month is None:
        return tuple(_before_first(network, closing))
    left = list(closing.posted)
    found = [*_rows_gone(network, left), *_charter_changed(network, closing, left)]
    found.extend(_taken_back(left))
    return tuple(found)


def _before_first(network: Network, closing: Closing) -> Iterable[Restatement]:
    """Yield the events older than the first close, where neither a starting day nor an opening balance was set."""
    if network.terms_at(closing.month).ledger_opens_on or any(each.kind == "opening" for each in network.book.entries):
        return
    older = [line for line in closing.posted if line.family in ("referral", "payment") and line.period < closing.month]
    if older:
        yield _restatement("events_before_first", "billing", sorted({line.event_id for line in older}), older)


def _rows_gone(network: Network, left: list[Line]) -> Iterable[Restatement]:
    """Yield, by tab, the rows that closed months were computed from and that are nowhere any more.

    Only those whose going moves money. Lines that are told are taken from `left`.
    """
    now = rows_of(network.book)
    unread = {(each.tab, each.record_id) for each in network.book.rejected}
    unread_referrals = {each.record_id for each in network.book.rejected if each.tab == "referrals"}
    gone: dict[str, set[str]] = {}
    for tab, key in network.ledger.held_rows:
        if (tab, key) not in now and (tab, key) not in unread and tab in _MOVED_BY:
            gone.setdefault(tab, set()).add(key)
    for tab, keys in gone.items():
        told = _take(left, lambda line, tab=tab, keys=keys: _MOVED_BY[tab](line) in keys)  # type: ignore[misc]
        told = [line for line in told if line.referral_id not in unread_referrals]
        named = sorted({_MOVED_BY[tab](line) for line in told})
        if told:
            yield _restatement("rows_gone", tab, named, told)


_MOVED_BY: dict[str, Callable[[Line], str]] = {
    "referrals": lambda line: line.referral_id if line.kind == "adjustment" else "",
    "billing": lambda line: line.event_id if line.kind == "adjustment" else "",
    "payouts": lambda line: line.event_id if line.kind == "payment_adjustment" else "",
    "entries": lambda line: line.event_id if line.family in ("opening", "bonus", "correction") else "",
}
"""What of a line names the row of a tab that it stands on."""


def _charter_changed(network: Network, closing: Closing, left: list[Line]) -> Iterable[Restatement]:
    """Yield what a change of the charter, in days that closed months were computed with, would change."""
    last = network.ledger.last_month
    if last is None or network.ledger.first_sealed is None:
        return
    held = book_at(network.ledger, last).charter
    before = {(row.parameter.casefold(), row.effective_from): row.value for row in held}
    now = {(row.parameter.casefold(), row.effective_from): row.value for row in network.book.charter}
    changed = sorted(
        {
            f"{name} {day}" if day else name
            for name, day in {*before, *now}
            if (day is None or day <= last.last_day) and before.get((name, day)) != now.get((name, day))
        }
    )
    if not changed:
        return
    later = [row for row in network.book.charter if _is_later(row, last)]
    charter = charter_of((*(row for row in held if not _is_later(row, last)), *later))
    as_sealed = replace(network, charter=charter, ownership=ownership_of(network.book, charter))
    usual = {line[1:] for line in close_month(as_sealed, closing.month).posted}
    told = _take(left, lambda line: line.kind in ADJUSTMENTS and line[1:] not in usual)
    if told:
        yield _restatement("charter_changed", "charter", changed, told)


def _is_later(row: CharterRow, last: Month) -> bool:
    return row.effective_from is not None and row.effective_from > last.last_day


def _taken_back(left: list[Line]) -> Iterable[Restatement]:
    """Yield the adjustments that take back, in one currency, more than the month otherwise posts."""
    for currency in sorted({line.currency for line in left}):
        lines = [line for line in left if line.currency == currency]
        back = [line for line in lines if line.kind in ADJUSTMENTS and line.amount < 0]
        taken = exact_sum(line.amount for line in back)
        posted = exact_sum(line.amount for line in lines) - taken
        if -taken > max(posted, ZERO):
            yield _restatement("taken_back", "ledger", sorted({line.event_id for line in back}), back)


def _take(left: list[Line], told: Callable[[Line], bool]) -> list[Line]:
    """Take the lines that are told out of a list, and return them."""
    found: list[Line] = []
    kept: list[Line] = []
    for line in left:
        (found if told(line) else kept).append(line)
    left[:] = kept
    return found


def _restatement(cause: Cause, tab: str, rows: Iterable[str], lines: Iterable[Line]) -> Restatement:
    held = tuple(lines)
    sums: dict[tuple[str, str, str], Decimal] = {}
    for line in held:
        key = (line.payee_id, line.payer_id, line.currency)
        sums[key] = sums.get(key, ZERO) + line.amount
    amounts = tuple(Owing(*key, amount) for key, amount in sorted(sums.items()) if amount)
    return Restatement(cause, tab, tuple(rows), len(held), amounts)
