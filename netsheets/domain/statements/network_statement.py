"""The network's statement: a month over all members in one currency. Amounts exclude VAT."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from netsheets.domain.closing import Closing
from netsheets.domain.money import ZERO, allocated
from netsheets.domain.month import Month
from netsheets.domain.parties import Party
from netsheets.domain.records import NETWORK
from netsheets.domain.settlement import Balance, transfers_for
from netsheets.domain.statements.register import Register
from netsheets.domain.summary import MonthTotal, TopReferrer, summary_of


@dataclass(frozen=True, slots=True)
class MemberTotal:
    """One member's month: the bases of the month's events they brought, and their running balance."""

    member: Party
    brought: Decimal
    balance: Balance


@dataclass(frozen=True, slots=True)
class PartyTransfer:
    """One payment that settles balances, with who is meant."""

    payer: Party
    payee: Party
    amount: Decimal


@dataclass(frozen=True, slots=True)
class NetworkStatement:
    """All that the network's statement says, in one currency. `closed_on` is None for a month not closed yet.

    `members` has everyone with a balance, a line or a payout, the network too: their closing balances sum to zero.
    `fingerprint` is that of the closing, "" for a draft. `top_referrers` looks back over twelve months, as the tab
    `summary` does.
    """

    month: Month
    closed_on: dt.date | None
    currency: str
    locale: str
    network: Party
    adjustments: Decimal
    held: Decimal
    by_month: tuple[MonthTotal, ...]
    top_referrers: tuple[TopReferrer, ...]
    members: tuple[MemberTotal, ...]
    transfers: tuple[PartyTransfer, ...]
    review_until: dt.date | None = None
    fingerprint: str = ""


def network_statements_of(register: Register) -> tuple[NetworkStatement, ...]:
    """Return the network's statements: one in its own currency, and one in each other that has a balance."""
    own = register.terms.currency
    others = {currency for _, currency in register.balances} | {each.line.currency for each in register.closing.held}
    return tuple(network_statement_of(register, currency) for currency in (own, *sorted(others - {own})))


def network_statement_of(register: Register, currency: str) -> NetworkStatement:
    """Return the network's statement in one currency."""
    closing, terms = register.closing, register.terms
    balances = [each for each in register.balances.values() if each.currency == currency]
    transfers = transfers_for(balances, terms.payout_minimum)
    summary = summary_of(closing, register.network, currency, owned=(), transfers=transfers)
    brought = _brought(register, currency)
    return NetworkStatement(
        month=register.month,
        closed_on=register.closed_on,
        currency=currency,
        locale=terms.locale,
        network=register.party(NETWORK),
        adjustments=summary.totals[0].adjustments,
        held=summary.totals[0].held,
        by_month=summary.by_month,
        top_referrers=summary.top_referrers,
        members=tuple(_member_total(each, brought, register) for each in _with_bringers(balances, brought, currency)),
        transfers=tuple(
            PartyTransfer(register.party(each.payer_id), register.party(each.payee_id), each.amount)
            for each in transfers
        ),
        review_until=register.review_until,
        fingerprint=register.fingerprint,
    )


def _member_total(balance: Balance, brought: Mapping[str, Decimal], register: Register) -> MemberTotal:
    return MemberTotal(register.party(balance.member_id), brought.get(balance.member_id, ZERO), balance)


def _with_bringers(balances: list[Balance], brought: Mapping[str, Decimal], currency: str) -> list[Balance]:
    """Return the balances, in order of member id, with those added who brought business and have none."""
    known = {each.member_id for each in balances}
    added = [Balance(each, currency, ZERO, ZERO, ZERO, ZERO, ZERO) for each in brought if each not in known]
    return sorted((*balances, *added), key=lambda each: each.member_id)


def _brought(register: Register, currency: str) -> dict[str, Decimal]:
    """Return the bases of the month's own events by who brought them, joint referrers sharing by weight to the cent."""
    found: dict[str, Decimal] = {}
    for (referral_id, _), base in _bases(register.closing, currency).items():
        shares = [each for each in register.network.book.shares_of.get(referral_id, ()) if each.role == "referrer"]
        referral = register.network.book.referral_by_id.get(referral_id)
        weights = {(each.member_id, ""): Fraction(each.weight) for each in shares}
        if not weights and referral:
            weights = {(referral.referrer_id, ""): Fraction(1)}
        for (member_id, _), part in allocated(abs(base), weights).items() if weights else ():
            found[member_id] = found.get(member_id, ZERO) + (part if base >= 0 else -part)
    return found


def _bases(closing: Closing, currency: str) -> dict[tuple[str, str], Decimal]:
    """Return the base of each event that the month posts a commission for, each once."""
    return {
        (line.referral_id, line.event_id): line.base
        for line in closing.posted
        if line.kind == "commission" and line.currency == currency
    }
