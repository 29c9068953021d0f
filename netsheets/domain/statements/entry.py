"""An entry of a statement: one line of the ledger with all that a reader needs to check it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from netsheets.domain.charter import Terms
from netsheets.domain.closing import key_of
from netsheets.domain.currencies import places_of
from netsheets.domain.events import events_of
from netsheets.domain.ledger import ADJUSTMENTS, Family, Line
from netsheets.domain.money import ZERO, exact_sum, product
from netsheets.domain.month import Month
from netsheets.domain.ownership import billing_day
from netsheets.domain.parties import Pair, Party, weights_of
from netsheets.domain.rates import applied_on, multiplier_on
from netsheets.domain.records import Referral
from netsheets.domain.statements.register import Register

_TELESCOPED = 2
"""Rounding C(k) and C(k-1), and allocating both, may move an event's line by so many cents (rules.md, 4)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What made a line of its base: rate x multiplier of the case x the payee's and payer's share of the commission.

    `part` is None where the charter's brackets decide. `explains`: base and rate give the line's amount; a cap, or a
    cumulated base below zero, make another one.
    """

    part: Decimal | None
    multiplier: Decimal
    share: Fraction
    explains: bool


Reason = Literal["late", "settled", "corrected", "taken_back", "upheld"]


@dataclass(frozen=True, slots=True)
class Correction:
    """Why a closed month's event has a line now, and what it had and has come to.

    `late`: its row came after the close; `settled`: a dispute on it was rejected; `corrected`: it comes to another
    amount; `taken_back`: it comes to nothing any more; `upheld`: a dispute on it was.
    """

    reason: Reason
    period: Month
    before: Decimal
    after: Decimal
    dispute_id: str = ""


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """One line, seen from a payee or a payer; `counterparty` is the other one.

    `day` is None and `client` the id alone where the rows they stood in are gone; `amount` is the ledger's. What is no
    commission has its `family`, and its reason for `client`.
    """

    day: dt.date | None
    referral_id: str
    client: str
    counterparty: Party
    event_id: str
    base: Decimal
    rate: Rate | None
    amount: Decimal
    correction: Correction | None
    family: Family = "referral"


def entry_of(line: Line, counterparty_id: str, register: Register) -> StatementEntry:
    """Return the entry of a line. What a correction changes by has no rate of its own."""
    referral = register.network.book.referral_by_id.get(line.referral_id)
    client = register.network.book.client_by_id.get(line.client_id)
    correction = _correction(line, register) if line.kind in ADJUSTMENTS else None
    if line.family != "referral":
        row = register.entry_by_id.get(line.event_id)
        return StatementEntry(
            row.on_day if row else None, "", row.reason if row else "", register.party(counterparty_id),
            line.event_id, line.base, None, line.amount, correction, line.family,
        )  # fmt: skip
    day, rate = None, None
    if referral:
        terms = register.network.charter.on(referral.given_on)
        day = _day(line, referral, terms, register)
        if correction is None or correction.reason in ("late", "settled"):
            rate = _rate(line, referral, terms, register)
    client_name = (client.name if client else "") or line.client_id
    return StatementEntry(
        day, line.referral_id, client_name, register.party(counterparty_id),
        line.event_id, line.base, rate, line.amount, correction,
    )  # fmt: skip


def _day(line: Line, referral: Referral, terms: Terms, register: Register) -> dt.date | None:
    if terms.basis == "won":
        return referral.won_on if line.event_id == referral.referral_id else None
    row = register.network.book.billing_by_id.get(line.event_id)
    return billing_day(row, terms.basis) if row else None


def _rate(line: Line, referral: Referral, terms: Terms, register: Register) -> Rate | None:
    network = register.network
    window = network.ownership.windows.get(referral.referral_id)
    starts_on = window.starts_on if window else None
    events = events_of(referral, terms, network.book, dt.date.max, starts_on)
    event = next((each for each in events if each.event_id == line.event_id), None)
    share = weights_of(referral, terms, network, event).get(Pair(line.payee_id, line.payer_id)) if event else None
    if event is None or share is None:
        return None
    multiplier = multiplier_on(referral, terms, event.terms_on, network.book) or ZERO
    applied = applied_on(referral, terms, event.terms_on, starts_on or event.terms_on, network)
    if applied.rate is None:
        return Rate(None, multiplier, share, explains=True)
    exact = Fraction(product(line.base, applied.rate, multiplier)) * share
    telescoped = Fraction(_TELESCOPED, 10 ** places_of(line.currency))
    return Rate(applied.rate, multiplier, share, explains=abs(exact - Fraction(line.amount)) <= telescoped)


def _correction(line: Line, register: Register) -> Correction:
    """Return why an adjustment was posted."""
    posted = register.earlier.get(key_of(line), ())
    before = exact_sum(each.amount for each in posted)
    after = before + line.amount
    upheld, rejected = _decided(line, register)
    if not posted:
        reason: Reason = "settled" if rejected else "late"
        return Correction(reason, line.period, ZERO, after, rejected)
    if after:
        return Correction("corrected", line.period, before, after)
    return Correction("upheld" if upheld else "taken_back", line.period, before, after, upheld)


def _decided(line: Line, register: Register) -> tuple[str, str]:
    """Return the disputes on a line's referral decided by the month's end: one upheld and one rejected, "" for none."""
    upheld = rejected = ""
    for dispute in register.network.book.disputes_of.get(line.referral_id, ()):
        if dispute.resolved_on is None or dispute.resolved_on > register.month.last_day:
            continue
        if dispute.outcome == "upheld":
            upheld = upheld or dispute.dispute_id
        elif dispute.resolved_on > line.period.last_day:
            rejected = rejected or dispute.dispute_id
    return upheld, rejected
