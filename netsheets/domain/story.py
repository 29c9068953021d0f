"""The story of one referral: everything that decides what it earned, cent by cent, told as on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from netsheets.domain.book import Book
from netsheets.domain.charter import CASE_PREFIX, PARAMETERS, Charter, Terms
from netsheets.domain.closing import Due, Key, add_due, differences
from netsheets.domain.commissions import (
    UNCOUNTED,
    Bracket,
    Earning,
    Event,
    Plan,
    Reason,
    account_of,
    events_of,
    plan_of,
    reason_of,
)
from netsheets.domain.ledger import Line
from netsheets.domain.money import ZERO, allocated, rounded
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.ownership import Ownership, Window, billing_day
from netsheets.domain.parameters import Value
from netsheets.domain.parties import Pair, weights_of
from netsheets.domain.records import Billing, Dispute, Referral


@dataclass(frozen=True, slots=True)
class Governing:
    """A charter parameter that governs the referral: its value and since when, None for "since ever".

    `row` is the charter's row that says so, None where the parameter has its default.
    """

    name: str
    value: Value
    since: dt.date | None
    row: int | None


@dataclass(frozen=True, slots=True)
class Calculation:
    """How C(k) comes from b(k): what each bracket earns, their sum x the multiplier, rounded once, at most the cap."""

    cumulated_base: Decimal
    brackets: tuple[Bracket, ...]
    exact: Decimal
    rounded: Decimal
    commission: Decimal

    @property
    def capped(self) -> bool:
        """Tell whether the cap cut something off."""
        return self.commission < self.rounded


@dataclass(frozen=True, slots=True)
class Part:
    """What one payer owes one payee for an event: the allocation of C(k) less that of C(k-1).

    `share` is the pair's weight as a part of one, `exact` that share of C(k). `allocated` is `exact` rounded down to
    the cent, plus one of the cents left over where `extra_cent` says so: they go to the largest remainders, ties to
    the smallest (payee, payer). Where both are the same the amount is owed by no one.
    """

    pair: Pair
    share: Fraction
    exact: Fraction
    allocated: Decimal
    extra_cent: bool
    allocated_before: Decimal

    @property
    def amount(self) -> Decimal:
        """Return what is owed for this event, 0.00 where someone would owe themselves."""
        return ZERO if self.pair.payee_id == self.pair.payer_id else self.allocated - self.allocated_before


@dataclass(frozen=True, slots=True)
class Chapter:
    """One event: what it earned and for whom, or why it earned nothing; `future` has not happened yet.

    `billing` is its row, None for a deal won. `calculation` is None where the event does not count in the base.
    """

    event: Event
    period: Month
    billing: Billing | None
    reason: Reason | Literal["future"] | None
    calculation: Calculation | None
    commission: Decimal
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What is to be told of a referral on a day.

    Where there is no `window`, `blocked_by` names the referral that keeps the client, or `missing` the column that
    would start it: `won_on`, `paid_on` or `issued_on`. `unpaid` are billing rows without the day that would make them
    events. `to_post` is what differs from the ledger on that day, held back where `held_by` names an open dispute.
    """

    referral: Referral
    on: dt.date
    currency: str
    governing: tuple[Governing, ...]
    plan: Plan
    window: Window | None
    blocked_by: str
    missing: str
    shares: tuple[tuple[Pair, Fraction], ...]
    chapters: tuple[Chapter, ...]
    unpaid: tuple[Billing, ...]
    disputes: tuple[Dispute, ...]
    held_by: str
    posted: tuple[Line, ...]
    to_post: tuple[Line, ...]


def story_of(referral_id: str, network: Network, *, on: dt.date) -> Story:
    """Return the story of a referral of the book. Raise KeyError where the book has none of that id."""
    book = network.book
    referral = book.referral_by_id[referral_id]
    account = account_of(referral, network, until=on)
    terms = account.terms
    plan = plan_of(referral, terms, reversed_by_dispute=account.upheld)
    weights = weights_of(referral, terms, book)
    due: dict[Key, Due] = {}
    add_due(due, account)
    posted, standing = _lines(referral_id, book, network.ledger.lines)
    whole = sum(weights.values())
    return Story(
        referral=referral,
        on=on,
        currency=account.currency,
        governing=tuple(_governing(referral, terms, network.charter, on)),
        plan=plan,
        window=account.window,
        blocked_by=network.ownership.blocked_by.get(referral_id, ""),
        missing=_missing(referral, terms, network.ownership),
        shares=tuple((pair, weight / whole) for pair, weight in sorted(weights.items())),
        chapters=(
            *_chapters(account.earnings, plan, weights, book),
            *_later(referral, terms, account.window, book, on=on),
        ),
        unpaid=_unpaid(referral_id, terms, book),
        disputes=book.disputes_of.get(referral_id, ()),
        held_by=account.held_by,
        posted=posted,
        to_post=differences(due, standing, Month.of(on)),
    )


def _governing(referral: Referral, terms: Terms, charter: Charter, on: dt.date) -> Iterator[Governing]:
    """Yield the parameters that matter for this referral, in force on its `given_on` day (rules.md, 1)."""
    for name in _names(referral, terms):
        change = charter.in_force(name, referral.given_on)
        since, row = (change.since, change.row) if change else (None, None)
        yield Governing(name, charter.value(name, referral.given_on), since, row)
    opening = charter.in_force("ledger.opens_on", on)
    if opening and opening.value:
        yield Governing("ledger.opens_on", opening.value, opening.since, opening.row)


def _names(referral: Referral, terms: Terms) -> Iterator[str]:
    """Yield every parameter that governs the referral's cents, but the rates and cases that another one replaces."""
    own = CASE_PREFIX + (referral.case or "standard")
    replaced = {"commission.rate", "commission.tiers"}
    if referral.rate is None:
        replaced.remove("commission.tiers" if terms.tiers else "commission.rate")
    for name in _TOLD:
        if name not in replaced:
            yield own if name == CASE_PREFIX else name


def _missing(referral: Referral, terms: Terms, ownership: Ownership) -> str:
    """Return the column whose day would start the window, "" where it started or another referral keeps the client."""
    if referral.referral_id in ownership.windows or referral.referral_id in ownership.blocked_by:
        return ""
    if terms.ownership_starts == "won":
        return "won_on"
    return "paid_on" if terms.basis == "paid" else "issued_on"


def _chapters(
    earnings: Iterable[Earning], plan: Plan, weights: Mapping[Pair, Fraction], book: Book
) -> Iterator[Chapter]:
    """Yield what became of the events that have happened, with how every cent of it comes about."""
    before = ZERO
    for earning in earnings:
        event = earning.event
        calculation: Calculation | None = None
        parts: tuple[Part, ...] = ()
        if earning.reason not in UNCOUNTED:
            calculation = _calculation(plan, earning.cumulated_base)
            parts = _parts(calculation.commission, before, weights)
            before = calculation.commission
        yield Chapter(
            event,
            Month.of(event.commissionable_on),
            book.billing_by_id.get(event.event_id),
            earning.reason,
            calculation,
            earning.commission,
            parts,
        )


def _calculation(plan: Plan, base: Decimal) -> Calculation:
    exact = plan.exact(base)
    return Calculation(base, tuple(plan.brackets(base)), exact, rounded(exact), plan.commission(base))


def _parts(total: Decimal, before: Decimal, weights: Mapping[Pair, Fraction]) -> tuple[Part, ...]:
    """Return each pair's part of C(k) and of C(k-1), with its exact part and whether a cent left over made it up."""
    whole = sum(weights.values())
    after, earlier = allocated(total, weights), allocated(before, weights)
    parts = []
    for pair, weight in sorted(weights.items()):
        exact = Fraction(total) * weight / whole
        parts.append(Part(pair, weight / whole, exact, after[pair], after[pair] > exact, earlier[pair]))
    return tuple(parts)


def _later(referral: Referral, terms: Terms, window: Window | None, book: Book, *, on: dt.date) -> Iterator[Chapter]:
    """Yield the events that have not happened yet."""
    for event in events_of(referral, terms, book, dt.date.max):
        if event.occurred_on > on:
            reason = reason_of(event, window, on, None)
            yield Chapter(
                event,
                Month.of(event.commissionable_on),
                book.billing_by_id.get(event.event_id),
                "future" if reason == "on_hold" else reason,
                None,
                ZERO,
                (),
            )


def _unpaid(referral_id: str, terms: Terms, book: Book) -> tuple[Billing, ...]:
    if terms.basis == "won":
        return ()
    return tuple(row for row in book.billing_of.get(referral_id, ()) if billing_day(row, terms.basis) is None)


def _lines(referral_id: str, book: Book, lines: Iterable[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines posted for this referral or its events, and those that count against what is due now.

    A billing row that was moved to another referral takes its lines along: closing goes by event, payer and payee.
    """
    posted, standing = [], []
    for line in lines:
        row = book.billing_by_id.get(line.event_id)
        belongs = (row.referral_id if row else line.referral_id) == referral_id
        if belongs or line.referral_id == referral_id:
            posted.append(line)
        if belongs:
            standing.append(line)
    return tuple(posted), tuple(standing)


def _told() -> Iterator[str]:
    """Yield the parameters that govern cents, all cases as one, and a window's start before its length."""
    names = [name for name, each in PARAMETERS.items() if each.governs]
    first = next(name for name in names if name.startswith("ownership."))
    names.remove("ownership.starts")
    names.insert(names.index(first), "ownership.starts")
    return iter(dict.fromkeys(CASE_PREFIX if name.startswith(CASE_PREFIX) else name for name in names))


_TOLD = tuple(_told())
