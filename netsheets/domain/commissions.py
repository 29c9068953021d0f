"""What referrals earn: events, cumulated commission, who is paid by whom (rules.md, 2 and 4). Excluding VAT.

Everything telescopes: an event's commission is the difference between what the referral has earned in all after it
and before it, so that rounding, brackets, caps, minima and credit notes never lose or make a cent.
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
from netsheets.domain.currencies import places_of
from netsheets.domain.events import Event, events_of
from netsheets.domain.money import ZERO, added, allocated, at_least, at_most, product, rounded
from netsheets.domain.network import Network
from netsheets.domain.ownership import Window
from netsheets.domain.parties import Pair, leads_on, referrer_parts, weights_of
from netsheets.domain.rates import Applied, applied_on, multiplier_on
from netsheets.domain.records import Referral
from netsheets.domain.tiers import Piece, amount_of, pieces_between
from netsheets.domain.volumes import Climbing, Climbs, climbs_of

Reason = Literal["outside_window", "no_window", "on_hold", "disputed", "waived", "invalid", "before_ledger"]
UNCOUNTED: frozenset[Reason | None] = frozenset({"outside_window", "no_window", "on_hold"})
"""Why an event does not even count in the cumulated base."""

Gate = Literal["", "deal_minimum", "due"]
"""What keeps back all that a referral earned: it brought less than the smallest deal, or is not paid in full yet."""


class Judged(NamedTuple):
    """An event, why it earns nothing (None where it does), the rate that holds for it, and its case's multiplier."""

    event: Event
    reason: Reason | None
    applied: Applied
    multiplier: Decimal


class Working(NamedTuple):
    """How C(k) comes about from d(1) to d(k) (rules.md, 4): exact amounts, before rounding.

    `pieces` are what d(k) adds in the brackets, none where one rate holds; `exact` is U(k) with the fixed amount in it,
    0 where the `gate` is shut.
    """

    judged: Judged
    base_before: Decimal
    base_after: Decimal
    pieces: tuple[Piece, ...]
    exact: Decimal | Fraction
    fixed: Decimal
    gate: Gate


class Earning(NamedTuple):
    """What became of one event: the base and the commission cumulated after it, and each pair's part of its own.

    `reason` says why an event that earns nothing does not; `working` is None where it does not count in the base.
    """

    event: Event
    reason: Reason | None
    cumulated_base: Decimal
    cumulated_commission: Decimal
    commission: Decimal
    parts: Mapping[Pair, Decimal]
    weights: Mapping[Pair, Fraction]
    working: Working | None


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


def accounts(network: Network, until: dt.date, referrals: Iterable[Referral] | None = None) -> Iterator[Account]:
    """Yield every referral's account up to the last day of a month, in the sheet's order, or that of some."""
    climbs = member_climbs(network, until)
    for referral in network.book.referrals if referrals is None else referrals:
        yield _account(referral, network, until, climbs)


def account_of(referral: Referral, network: Network, *, until: dt.date) -> Account:
    """Return one referral's account up to a day."""
    terms = network.charter.on(referral.given_on)
    return _account(referral, network, until, member_climbs(network, until) if _climbs(terms) else {})


def member_climbs(network: Network, until: dt.date) -> Climbs:
    """Return what every earning event adds to its referrers' volumes, where the charter has brackets on members."""
    governing = {day for day, terms in network.terms_on.items() if _climbs(terms)}
    climbing: list[Climbing] = []
    for referral in network.book.referrals if governing else ():
        if referral.given_on not in governing:
            continue
        terms = network.terms_on[referral.given_on]
        currency, parts = referral.currency or terms.currency, referrer_parts(referral, network.book)
        upheld, _ = _disputed(referral, network.book, until)
        climbing.extend(
            Climbing(referral.referral_id, each.event, terms, currency, parts)
            for each in judged_events(referral, terms, network, until, upheld=upheld)
            if each.applied.source == "volume" and each.multiplier and each.reason not in UNCOUNTED
        )
    return climbs_of(climbing)


def _climbs(terms: Terms) -> bool:
    return bool(terms.tiers) and terms.tiers_on == "member"


def _account(referral: Referral, network: Network, until: dt.date, climbs: Climbs) -> Account:
    terms = network.charter.on(referral.given_on)
    upheld, held_by = _disputed(referral, network.book, until)
    judged = judged_events(referral, terms, network, until, upheld=upheld)
    earnings = tuple(_Earner(referral, terms, network, climbs).earnings(judged)) if judged else ()
    window = network.ownership.windows.get(referral.referral_id)
    return Account(referral, terms, window, referral.currency or terms.currency, earnings, held_by, upheld)


def judged_events(referral: Referral, terms: Terms, network: Network, until: dt.date, *, upheld: bool) -> list[Judged]:
    """Return a referral's events up to a day, each with why it earns nothing, its rate and its multiplier.

    A dispute that was upheld makes the multiplier 0 (rules.md, 5), and so does a case the charter does not name.
    """
    window = network.ownership.windows.get(referral.referral_id)
    starts_on = window.starts_on if window else None
    opens_on = network.charter.on(until).ledger_opens_on
    changing = (
        referral.referral_id in network.book.amendments_of
        or referral.referrer_id in network.rated
        or bool(terms.rate_by_age)
    )
    found: list[Judged] = []
    for event in events_of(referral, terms, network.book, until, starts_on):
        if changing or not found:
            multiplier = ZERO if upheld else multiplier_on(referral, terms, event.terms_on, network.book) or ZERO
            silent: Reason | None = None if multiplier else "disputed" if upheld else "waived"
            applied = applied_on(referral, terms, event.terms_on, starts_on or event.terms_on, network)
        found.append(Judged(event, reason_of(event, window, until, opens_on) or silent, applied, multiplier))
    return found


def reason_of(event: Event, window: Window | None, until: dt.date, opens_on: dt.date | None) -> Reason | None:
    """Return why an event does not earn, or is never posted, by itself; None where it does (rules.md, 1 to 3)."""
    if window is None:
        return "no_window"
    if not window.starts_on <= event.terms_on <= window.last_day:
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


class _Earner:
    """Goes through a referral's events, in order, and says what became of each: C(k) - C(k-1), and who has which part.

    Events with the same pairs and weights are allocated together: each pair has the difference of its part of X(k),
    what these events have earned so far. Nobody owes themselves: the part of a pair of one and the same is allocated,
    then left out.
    """

    def __init__(self, referral: Referral, terms: Terms, network: Network, climbs: Climbs) -> None:
        self.referral, self.terms, self.network, self.climbs = referral, terms, network, climbs
        self.places = places_of(referral.currency or terms.currency)
        self.nothing = rounded(ZERO, self.places)
        self.base, self.cumulated, self.earned = ZERO, ZERO, self.nothing
        self.at_one_rate: Decimal = ZERO
        self.in_tiers = Fraction(0)
        self.steady = not terms.team_share and referral.referral_id not in network.book.amendments_of
        self.weights: dict[object, Mapping[Pair, Fraction]] = {}
        self.pools: dict[frozenset[tuple[Pair, Fraction]], tuple[Decimal, Mapping[Pair, Decimal]]] = {}

    def earnings(self, judged: Iterable[Judged]) -> Iterator[Earning]:
        """Yield what became of each event."""
        for each in judged:
            before, working = self.earned, None
            if each.reason not in UNCOUNTED:
                working = self._count(each)
                self.earned = self._commission(working.exact)
            commission = self.earned - before
            weights = self._weights(each.event)
            parts = self._parts(weights, commission)
            yield Earning(each.event, each.reason, self.cumulated, self.earned, commission, parts, weights, working)

    def _count(self, judged: Judged) -> Working:
        """Add an event's base and d(k), and return U(k) with how it came about."""
        before = self.cumulated
        self.base += judged.event.base
        self.cumulated = max(self.base, ZERO)
        pieces: tuple[Piece, ...] = ()
        if judged.applied.rate is not None:
            part = product(judged.multiplier, judged.applied.rate, self.cumulated - before)
            self.at_one_rate = added(self.at_one_rate, part)
        else:
            pieces = self._pieces(judged, before)
            self.in_tiers += Fraction(judged.multiplier) * amount_of(pieces)
        fixed = product(judged.multiplier, self.terms.fixed) if self.terms.fixed else ZERO
        gate = self._gate()
        exact: Decimal | Fraction = added(self.at_one_rate, fixed) if fixed else self.at_one_rate
        if self.in_tiers:
            exact = Fraction(exact) + self.in_tiers
        return Working(
            judged, before, self.cumulated, pieces, ZERO if gate or not self.cumulated else exact, fixed, gate
        )

    def _pieces(self, judged: Judged, before: Decimal) -> tuple[Piece, ...]:
        """Return what makes up d(k) in the brackets: of the referral, or of its referrers."""
        if judged.applied.source == "volume":
            climbs = self.climbs.get((self.referral.referral_id, judged.event.event_id), ())
            return tuple(piece for climb in climbs for piece in climb.pieces)
        tiers, apply = self.terms.tiers, self.terms.tiers_apply
        return pieces_between(tiers, apply, Fraction(before), Fraction(self.cumulated))

    def _gate(self) -> Gate:
        if self.cumulated < self.terms.deal_minimum:
            return "deal_minimum"
        amount = self.referral.deal_amount
        return "due" if self.terms.due == "full" and amount is not None and self.cumulated < amount else ""

    def _commission(self, exact: Decimal | Fraction) -> Decimal:
        """Return C(k) of U(k): rounded once, at least the minimum and then at most the cap; of nothing, nothing."""
        if exact <= 0:
            return self.nothing
        amount = rounded(exact, self.places)
        if self.terms.minimum:
            amount = max(amount, at_least(self.terms.minimum, self.places))
        return amount if self.terms.cap is None else min(amount, at_most(self.terms.cap, self.places))

    def _weights(self, event: Event) -> Mapping[Pair, Fraction]:
        """Return what part each pair has of an event's commission; computed once for events that differ in nothing."""
        key: object = event.performer_id
        if not self.steady and self.referral.referral_id in self.network.book.amendments_of:
            key = (event.performer_id, event.terms_on)
        elif not self.steady:
            key = (event.performer_id, leads_on(self.referral, self.terms, self.network, event.terms_on))
        if key not in self.weights:
            self.weights[key] = weights_of(self.referral, self.terms, self.network, event)
        return self.weights[key]

    def _parts(self, weights: Mapping[Pair, Fraction], commission: Decimal) -> Mapping[Pair, Decimal]:
        owed = [pair for pair in weights if pair.payee_id != pair.payer_id]
        if len(weights) == 1:
            return dict.fromkeys(owed, commission)
        pool = frozenset(weights.items())
        total, before = self.pools.get(pool, (self.nothing, {}))
        total += commission
        after = allocated(total, weights, self.places)
        self.pools[pool] = total, after
        return {pair: after[pair] - before.get(pair, self.nothing) for pair in owed}
