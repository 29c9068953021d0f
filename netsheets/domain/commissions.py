"""What referrals earn: the plan, events, cumulated commission, who is paid by whom (rules.md, 2 and 4). Excluding VAT.

Everything telescopes: an event's commission is the difference between what the referral has earned in all after it
and before it, so that rounding, brackets, caps and credit notes never lose or make a cent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.charter import Terms
from netsheets.domain.money import ZERO, allocated, exact_sum, product, rounded
from netsheets.domain.month import days_later
from netsheets.domain.network import Network
from netsheets.domain.ownership import Window, billing_day
from netsheets.domain.parameters import Tier
from netsheets.domain.parties import Pair, weights_of
from netsheets.domain.records import Billing, Referral

Reason = Literal["outside_window", "no_window", "on_hold", "disputed", "waived", "invalid", "before_ledger"]
UNCOUNTED: frozenset[Reason | None] = frozenset({"outside_window", "no_window", "on_hold"})
"""Why an event does not even count in the cumulated base."""


class Bracket(NamedTuple):
    """What of a base lies in one tier, and what it earns there before the case's multiplier, unrounded."""

    tier: Tier
    base: Decimal
    amount: Decimal


class Plan(NamedTuple):
    """A referral's tiers (a flat rate is one tier from 0 on), the multiplier of its case, and the most it can earn."""

    tiers: tuple[Tier, ...]
    multiplier: Decimal
    cap: Decimal | None

    def commission(self, base: Decimal) -> Decimal:
        """Return C: the exact amount rounded half up to the cent, once, and at most the cap."""
        amount = rounded(self.exact(base))
        return amount if self.cap is None else min(amount, rounded(self.cap))

    def exact(self, base: Decimal) -> Decimal:
        """Return the multiplier x plan(base), before rounding and cap."""
        if len(self.tiers) == 1:
            return product(self.multiplier, self.tiers[0].rate, base)
        return product(self.multiplier, exact_sum(each.amount for each in self.brackets(base)))

    def brackets(self, base: Decimal) -> Iterator[Bracket]:
        """Yield the tiers the base reaches, each with what lies between its bound and the next."""
        for tier, bound in zip(self.tiers, (*(tier.above for tier in self.tiers[1:]), base), strict=True):
            inside = min(base, bound) - tier.above
            if inside > 0:
                yield Bracket(tier, inside, product(tier.rate, inside))


def plan_of(referral: Referral, terms: Terms, *, reversed_by_dispute: bool = False) -> Plan:
    """Return a referral's plan: its own rate, else the charter's tiers, else the charter's rate.

    A dispute that was upheld makes the multiplier 0 (rules.md, 5), and so does a case the charter does not name.
    """
    multiplier = None if reversed_by_dispute else terms.multiplier(referral.case)
    if referral.rate is not None:
        tiers: tuple[Tier, ...] = (Tier(ZERO, referral.rate),)
    else:
        tiers = terms.tiers or (Tier(ZERO, terms.rate),)
    return Plan(tiers, multiplier or ZERO, terms.cap)


class Event(NamedTuple):
    """Something that may earn: a payment, an invoice, a credit note (negative base) or a deal won.

    `tested_on` is the day that must lie in the window: for a credit note that names its invoice, the invoice's.
    """

    commissionable_on: dt.date
    event_id: str
    occurred_on: dt.date
    tested_on: dt.date
    base: Decimal


class Earning(NamedTuple):
    """What became of one event: the base and the commission cumulated after it, and each pair's part of its own.

    `reason` says why an event that earns nothing does not.
    """

    event: Event
    reason: Reason | None
    cumulated_base: Decimal
    cumulated_commission: Decimal
    commission: Decimal
    parts: Mapping[Pair, Decimal]


class Account(NamedTuple):
    """A referral's earnings up to a day, in order of (commissionable day, event id).

    `held_by` names a dispute that was open on that day, "" where there is none; `upheld`: one took all earnings away.
    """

    referral: Referral
    terms: Terms
    window: Window | None
    currency: str
    earnings: tuple[Earning, ...]
    held_by: str
    upheld: bool


@dataclass(frozen=True, slots=True)
class Excluded:
    """An event that earns nothing in this month, and why; the base excludes VAT."""

    referral_id: str
    event_id: str
    base: Decimal | None
    reason: Reason


def accounts(network: Network, until: dt.date) -> Iterator[Account]:
    """Yield every referral's account up to the last day of a month, in the sheet's order."""
    for referral in network.book.referrals:
        yield account_of(referral, network, until=until)


def account_of(referral: Referral, network: Network, *, until: dt.date) -> Account:
    """Return one referral's account up to a day."""
    terms = network.charter.on(referral.given_on)
    window = network.ownership.windows.get(referral.referral_id)
    upheld, held_by = _disputed(referral, network.book, until)
    earnings: tuple[Earning, ...] = ()
    events = events_of(referral, terms, network.book, until)
    if events:
        plan = plan_of(referral, terms, reversed_by_dispute=upheld)
        silent: Reason | None = None if plan.multiplier else "disputed" if upheld else "waived"
        opens_on = network.charter.on(until).ledger_opens_on
        judged = [(event, reason_of(event, window, until, opens_on) or silent) for event in events]
        earnings = tuple(_earnings(judged, plan, weights_of(referral, terms, network.book)))
    return Account(referral, terms, window, referral.currency or terms.currency, earnings, held_by, upheld)


def events_of(referral: Referral, terms: Terms, book: Book, until: dt.date) -> list[Event]:
    """Return the events that occurred up to a day, in order of (commissionable day, event id)."""
    hold = terms.hold_days
    if terms.basis == "won":
        won_on, amount = referral.won_on, referral.deal_amount
        if referral.status != "won" or won_on is None or amount is None or won_on > until:
            return []
        return [Event(days_later(won_on, hold), referral.referral_id, won_on, won_on, amount)]
    events = []
    for row in book.billing_of.get(referral.referral_id, ()):
        day = billing_day(row, terms.basis)
        if day is None or day > until:
            continue
        credit = row.kind == "credit_note"
        tested_on = _corrected_day(row, terms, book) or day if credit else day
        base = -row.amount if credit else row.amount
        events.append(Event(days_later(day, hold) if hold else day, row.billing_id, day, tested_on, base))
    return sorted(events)


def _corrected_day(row: Billing, terms: Terms, book: Book) -> dt.date | None:
    """Return the day of the invoice a credit note corrects, None where it names none."""
    invoice = book.billing_by_id.get(row.corrects) if row.corrects else None
    return billing_day(invoice, terms.basis) if invoice else None


def reason_of(event: Event, window: Window | None, until: dt.date, opens_on: dt.date | None) -> Reason | None:
    """Return why an event does not earn, or is never posted, by itself; None where it does (rules.md, 1 to 3)."""
    if window is None:
        return "no_window"
    if not window.starts_on <= event.tested_on <= window.last_day:
        return "outside_window"
    if event.commissionable_on > until:
        return "on_hold"
    return "before_ledger" if opens_on and event.commissionable_on < opens_on else None


def _disputed(referral: Referral, book: Book, until: dt.date) -> tuple[bool, str]:
    """Return whether a dispute was upheld by a day, and the id of one still open on it, "" for none (rules.md, 5)."""
    upheld, held_by = False, ""
    for dispute in book.disputes_of.get(referral.referral_id, ()):
        if dispute.opened_on > until:
            continue
        if dispute.resolved_on is None or dispute.resolved_on > until:
            held_by = min(held_by or dispute.dispute_id, dispute.dispute_id)
        elif dispute.outcome == "upheld":
            upheld = True
    return upheld, held_by


def _earnings(
    judged: Iterable[tuple[Event, Reason | None]], plan: Plan, weights: Mapping[Pair, Fraction]
) -> Iterator[Earning]:
    """Yield what became of each event: C(k) - C(k-1), and the same difference of what each pair is allocated of C.

    Nobody owes themselves: the part of a pair of one and the same is allocated, then left out.
    """
    owed = [pair for pair in weights if pair.payee_id != pair.payer_id]
    allocation: Mapping[Pair, Decimal] = {}
    base, cumulated, earned = ZERO, ZERO, ZERO
    for event, reason in judged:
        before = earned
        if reason not in UNCOUNTED:
            base += event.base
            cumulated = max(base, ZERO)
            earned = plan.commission(cumulated)
        commission = earned - before
        if len(weights) == 1:
            parts = dict.fromkeys(owed, commission)
        else:
            allocated_before, allocation = allocation, allocated(earned, weights)
            parts = {pair: allocation[pair] - allocated_before.get(pair, ZERO) for pair in owed}
        yield Earning(event, reason, cumulated, earned, commission, parts)
