"""Referrals: who gave them to whom, at what rate, and what winning one must say."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from netsheets.domain.checks.circumstances import NEVER, Circumstances
from netsheets.domain.findings import Finding, finding
from netsheets.domain.money import percentage

_TAKEN_UP = frozenset({"contacted", "quoted", "won"})


def self_referrals(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every referral someone gave themselves: nobody owes themselves, so it earns nothing (rules.md, 4)."""
    for row in circumstances.book.referrals:
        if row.referrer_id == row.recipient_id:
            member = row.recipient_id
            yield finding("self_referral", "referrals", row.row, "recipient_id", member, member=member)


def inactive_parties(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every referral whose referrer or recipient was no active member on the day it was given."""
    active = circumstances.active_days
    # Who has no readable row of their own (the network among them) is not judged here.
    always = NEVER[::-1]
    for row in circumstances.book.referrals:
        day = row.given_on
        first, last = active.get(row.referrer_id, always)
        if not first <= day <= last:
            member = row.referrer_id
            place = ("referrals", row.row, "referrer_id", member)
            yield finding("referrer_not_active", *place, member=member, day=day)
        first, last = active.get(row.recipient_id, always)
        if not first <= day <= last:
            member = row.recipient_id
            place = ("referrals", row.row, "recipient_id", member)
            yield finding("recipient_not_active", *place, member=member, day=day)


def rates_out_of_bounds(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every row whose own rate the charter of its day does not allow (rules.md, 1)."""
    bounds = {day: (terms.rate_min, terms.rate_max) for day, terms in circumstances.terms_on.items()}
    # What every charter of these days allows needs no look at its own day.
    always_low = max((low for low, _ in bounds.values()), default=Decimal(0))
    always_high = min((high for _, high in bounds.values()), default=Decimal(0))
    for row in circumstances.book.referrals:
        rate = row.rate
        if rate is None or always_low <= rate <= always_high:
            continue
        low, high = bounds[row.given_on]
        if not low <= rate <= high:
            details = {"low": percentage(low), "high": percentage(high)}
            yield finding("rate_out_of_bounds", "referrals", row.row, "rate", percentage(rate), **details)


def incomplete_wins(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every won referral without the day or the amount that its charter computes from.

    The day is needed where it starts the window (`ownership.starts` won) or earns (`commission.basis` won); the
    amount where the deal itself earns.
    """
    needs = {
        day: (terms.ownership_starts == "won" or terms.basis == "won", terms.basis == "won")
        for day, terms in circumstances.terms_on.items()
    }
    for row in circumstances.book.referrals:
        if row.status != "won" or (row.won_on is not None and row.deal_amount is not None):
            continue
        needs_day, needs_amount = needs[row.given_on]
        if row.won_on is None and needs_day:
            yield finding("won_without_day", "referrals", row.row, "won_on")
        elif row.won_on is not None and needs_amount:
            yield finding("won_without_amount", "referrals", row.row, "deal_amount")


def missing_consents(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every referral that was taken up without the day on which the client agreed to be named."""
    for row in circumstances.book.referrals:
        if row.client_consent_on is None and row.status in _TAKEN_UP:
            yield finding("consent_missing", "referrals", row.row, "client_consent_on", client=row.client_id)


def projects_of_other_clients(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every referral whose project is for another client."""
    projects = circumstances.book.project_by_id
    for row in circumstances.book.referrals:
        project = projects.get(row.project_id) if row.project_id else None
        if project is not None and project.client_id != row.client_id:
            details = {"client": project.client_id, "other": project.project_id}
            yield finding("project_client_differs", "referrals", row.row, "project_id", row.project_id, **details)
