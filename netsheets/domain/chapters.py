"""The chapters of a story: each event of a referral, and how every cent it earned comes about (rules.md, 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.charter import Terms
from netsheets.domain.commissions import Account, Gate, Reason, Working, member_climbs, reason_of
from netsheets.domain.currencies import places_of
from netsheets.domain.events import Event, day_told, events_of
from netsheets.domain.money import ZERO, allocated, rounded
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.parties import Pair, leads_on
from netsheets.domain.rates import Applied, amended
from netsheets.domain.records import Billing
from netsheets.domain.tiers import Piece
from netsheets.domain.volumes import Climb


class Bracket(NamedTuple):
    """A part of the base that earns one rate under one multiplier, and what that is before the multiplier.

    Where volumes are shared by weight, `base` and `amount` may be rounded, for the eye only.
    """

    rate: Decimal
    multiplier: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Calculation:
    """How C(k) comes from b(k): what each rate earns x the multiplier, and a fixed amount, rounded once.

    Then it is at least the minimum and at most the cap. Behind a shut `gate` it is nothing: `lacking` is how much base
    it takes to open it. `multiplier` is that of the latest event.
    """

    cumulated_base: Decimal
    brackets: tuple[Bracket, ...]
    fixed: Decimal
    exact: Decimal
    rounded: Decimal
    commission: Decimal
    gate: Gate
    lacking: Decimal

    multiplier: Decimal

    @property
    def mixed(self) -> bool:
        """Tell whether what was earned so far was multiplied by more than one number."""
        return any(each.multiplier != self.multiplier for each in self.brackets)

    @property
    def capped(self) -> bool:
        """Tell whether the cap cut something off."""
        return self.commission < self.rounded

    @property
    def raised(self) -> bool:
        """Tell whether the minimum added something."""
        return self.commission > self.rounded


@dataclass(frozen=True, slots=True)
class Part:
    """What one payer owes one payee for an event: the allocation of X(k) less that before it.

    X(k) is what all events with the same pairs and weights have earned: C(k), where nothing was amended. `share` is the
    pair's weight as a part of one, `exact` that share of X(k). `allocated` is `exact` rounded down to
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

    `billing` is its row, None for a deal won. `calculation` is None where the event does not count in the base, and so
    is `applied`, the rate that held for it; `climbs` are its referrers' volumes where these decide. An advance
    `happened_on` an earlier day than its event counts on. `lead_ids` are the leads with a part of it, and `case_since`
    is the day from which an amendment says its case.
    """

    event: Event
    happened_on: dt.date
    period: Month
    billing: Billing | None
    reason: Reason | Literal["future"] | None
    calculation: Calculation | None
    commission: Decimal
    parts: tuple[Part, ...]
    applied: Applied | None = None
    climbs: tuple[Climb, ...] = ()
    lead_ids: tuple[str, ...] = ()
    case_since: dt.date | None = None


def past_chapters(account: Account, network: Network, on: dt.date) -> Iterator[Chapter]:
    """Yield what became of the events that have happened, with how every cent of it comes about."""
    referral, terms, places = account.referral, account.terms, places_of(account.currency)
    decided_by_volume = any(
        each.working and each.working.judged.applied.source == "volume" for each in account.earnings
    )
    climbs = member_climbs(network, on) if decided_by_volume else {}
    pools: dict[frozenset[tuple[Pair, Fraction]], Decimal] = {}
    workings: list[Working] = []
    for earning in account.earnings:
        event, working = earning.event, earning.working
        chapter = _chapter(event, terms, earning.reason, network.book)
        if working is None:
            yield chapter
            continue
        workings.append(working)
        pool = frozenset(earning.weights.items())
        before = pools.get(pool, rounded(ZERO, places))
        pools[pool] = before + earning.commission
        amendment = amended(referral, "case", event.terms_on, network.book)
        yield replace(
            chapter,
            calculation=_calculation(earning.cumulated_base, earning.cumulated_commission, workings, account),
            commission=earning.commission,
            parts=_parts(pools[pool], before, earning.weights, places),
            applied=working.judged.applied,
            climbs=climbs.get((referral.referral_id, event.event_id), ()),
            case_since=amendment.from_on if amendment else None,
            lead_ids=tuple(filter(None, leads_on(referral, terms, network, event.terms_on))),
        )


def _chapter(event: Event, terms: Terms, reason: Reason | Literal["future"] | None, book: Book) -> Chapter:
    """Return an event that earns nothing."""
    row, period = book.billing_by_id.get(event.event_id), Month.of(event.commissionable_on)
    return Chapter(event, day_told(event, row, terms), period, row, reason, None, ZERO, ())


def _calculation(base: Decimal, commission: Decimal, workings: Sequence[Working], account: Account) -> Calculation:
    """Return how an event's C(k) comes about from all that was worked out up to it."""
    latest = workings[-1]
    sums: dict[tuple[Decimal, Decimal], Fraction] = {}
    for working in workings:
        multiplier, rate = working.judged.multiplier, working.judged.applied.rate
        before = Fraction(working.base_before)
        pieces = working.pieces if rate is None else (Piece(rate, Fraction(working.base_after) - before),)
        for piece in pieces:
            key = (piece.rate, multiplier)
            sums[key] = sums.get(key, Fraction(0)) + piece.base
    brackets = tuple(
        Bracket(rate, multiplier, readable(part), readable(part * Fraction(rate)))
        for (rate, multiplier), part in sums.items()
        if part
    )
    exact = latest.exact if isinstance(latest.exact, Decimal) else readable(latest.exact)
    goal = account.terms.deal_minimum if latest.gate == "deal_minimum" else account.referral.deal_amount
    lacking = goal - base if latest.gate and goal is not None else ZERO
    to_cent = rounded(latest.exact, places_of(account.currency))
    return Calculation(
        base,
        brackets,
        latest.fixed,
        exact,
        max(to_cent, to_cent * 0),
        commission,
        latest.gate,
        lacking,
        latest.judged.multiplier,
    )


def readable(exact: Fraction) -> Decimal:
    """Return a fraction as a decimal: exactly where six places do, else rounded to them, for the eye only."""
    return (
        rounded(exact, 2) if exact * 100 == int(exact * 100) else Decimal(round(exact * 10**6)).scaleb(-6).normalize()
    )


def _parts(total: Decimal, before: Decimal, weights: Mapping[Pair, Fraction], places: int) -> tuple[Part, ...]:
    """Return each pair's part of X(k) and of X before it, its exact part and whether a cent left over made it up."""
    after, earlier = allocated(total, weights, places), allocated(before, weights, places)
    parts = []
    for pair, weight in sorted(weights.items()):
        exact = Fraction(total) * weight
        parts.append(Part(pair, weight, exact, after[pair], abs(after[pair]) > abs(exact), earlier[pair]))
    return tuple(parts)


def later_chapters(account: Account, book: Book, on: dt.date) -> Iterator[Chapter]:
    """Yield the events that have not happened yet."""
    terms, window = account.terms, account.window
    for event in events_of(account.referral, terms, book, dt.date.max, window.starts_on if window else None):
        if event.occurred_on > on:
            reason = reason_of(event, window, on, None)
            yield _chapter(event, terms, "future" if reason == "on_hold" else reason, book)
