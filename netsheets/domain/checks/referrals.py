"""Referrals: who gave them to whom, at what rate, what winning one must say, and a case that someone else justifies."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from netsheets.domain.book import NEVER
from netsheets.domain.checks.spellings import nearest_word
from netsheets.domain.findings import Finding, finding
from netsheets.domain.money import percentage
from netsheets.domain.network import Network
from netsheets.domain.records import Referral

_TAKEN_UP = frozenset({"contacted", "quoted", "won"})


def self_referrals(network: Network) -> Iterator[Finding]:
    """Yield every referral someone gave themselves: nobody owes themselves, so it earns nothing (rules.md, 4)."""
    for row in network.book.referrals:
        if row.referrer_id == row.recipient_id:
            member = row.recipient_id
            yield finding("self_referral", "referrals", row.row, "recipient_id", member, member=member)


def inactive_parties(network: Network) -> Iterator[Finding]:
    """Yield every referral whose referrer or recipient was no active member on the day it was given."""
    active = network.book.active_days
    # Who has no readable row of their own (the network among them) is not judged here.
    always = NEVER[::-1]
    for row in network.book.referrals:
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


def rates_out_of_bounds(network: Network) -> Iterator[Finding]:
    """Yield every row whose own rate the charter of its day does not allow (rules.md, 1)."""
    bounds = {day: (terms.rate_min, terms.rate_max) for day, terms in network.terms_on.items()}
    # What every charter of these days allows needs no look at its own day.
    always_low = max((low for low, _ in bounds.values()), default=Decimal(0))
    always_high = min((high for _, high in bounds.values()), default=Decimal(0))
    for row in network.book.referrals:
        rate = row.rate
        if rate is None or always_low <= rate <= always_high:
            continue
        low, high = bounds[row.given_on]
        if not low <= rate <= high:
            details = {"low": percentage(low), "high": percentage(high)}
            yield finding("rate_out_of_bounds", "referrals", row.row, "rate", percentage(rate), **details)


def incomplete_wins(network: Network) -> Iterator[Finding]:
    """Yield every won referral without the day or the amount that its charter computes from.

    The day is needed where it starts the window (`ownership.starts` won) or earns (`commission.basis` won); the
    amount where the deal itself earns.
    """
    needs = {
        day: (terms.ownership_starts == "won" or terms.basis == "won", terms.basis == "won")
        for day, terms in network.terms_on.items()
    }
    for row in network.book.referrals:
        if row.status != "won" or (row.won_on is not None and row.deal_amount is not None):
            continue
        needs_day, needs_amount = needs[row.given_on]
        if row.won_on is None and needs_day:
            yield finding("won_without_day", "referrals", row.row, "won_on")
        elif row.won_on is not None and needs_amount:
            yield finding("won_without_amount", "referrals", row.row, "deal_amount")


def missing_consents(network: Network) -> Iterator[Finding]:
    """Yield every referral that was taken up without the day on which the client agreed to be named."""
    for row in network.book.referrals:
        if row.client_consent_on is None and row.status in _TAKEN_UP:
            yield finding("consent_missing", "referrals", row.row, "client_consent_on", client=row.client_id)


def projects_of_other_clients(network: Network) -> Iterator[Finding]:
    """Yield every referral whose project is for another client."""
    projects = network.book.project_by_id
    for row in network.book.referrals:
        project = projects.get(row.project_id) if row.project_id else None
        if project is not None and project.client_id != row.client_id:
            details = {"client": project.client_id, "other": project.project_id}
            yield finding("project_client_differs", "referrals", row.row, "project_id", row.project_id, **details)


def unknown_cases(network: Network) -> Iterator[Finding]:
    """Yield every case that the charter did not name on the day the referral was given."""
    named = {day: frozenset(terms.cases) for day, terms in network.terms_on.items()}
    always = frozenset.intersection(*named.values()) if named else frozenset()
    for row in network.book.referrals:
        case = row.case
        if case and case not in always and case not in named[row.given_on]:
            cases = tuple(network.terms_on[row.given_on].cases)
            details = {"nearest": nearest_word(case, cases), "cases": ", ".join(cases)}
            yield finding("unknown_case", "referrals", row.row, "case", case, **details)


def unjustified_cases(network: Network) -> Iterator[Finding]:
    """Yield every case other than the standard one without a reason, or without an approver who gains nothing.

    Who gains are the parties, everyone with a share and, where the charter pays them, the referrers' leads.
    """
    team_paid = any(terms.team_share for terms in network.terms_on.values())
    only_parties = not team_paid and not network.book.shares
    for row in network.book.referrals:
        case = row.case
        if not case or case == "standard":
            continue
        if not row.case_reason:
            yield finding("case_without_reason", "referrals", row.row, "case_reason", case)
        approver = row.case_approved_by
        if not approver:
            yield finding("case_without_approver", "referrals", row.row, "case_approved_by", case)
            continue
        party = approver == row.referrer_id or approver == row.recipient_id  # noqa: PLR1714 - no tuple a row
        if party or (not only_parties and approver in _others_paid(row, network)):
            place = ("referrals", row.row, "case_approved_by", approver)
            yield finding("case_approver_gains", *place, member=approver)


def _others_paid(row: Referral, network: Network) -> set[str]:
    """Return who else earns or pays by a referral: those with a share in it, and the referrers' leads if they do."""
    shares = network.book.shares_of.get(row.referral_id, ())
    paid = {share.member_id for share in shares}
    if network.terms_on[row.given_on].team_share:
        members = network.book.member_by_id
        referrers = {share.member_id for share in shares if share.role == "referrer"} or {row.referrer_id}
        paid |= {members[each].lead_id for each in referrers if each in members}
    return paid
