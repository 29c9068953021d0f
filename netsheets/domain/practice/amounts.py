"""Amounts: the business members brought each other and their commissions, for the treasurer's eyes. Excluding VAT."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from netsheets.domain.money import ZERO
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.practice.activity import LIGHT_MONTHS, YEAR_MONTHS, months_ending
from netsheets.domain.practice.exchange import business


@dataclass(frozen=True, slots=True)
class Flow:
    """What passed through someone's hands over some months, and the balance of what they brought less received.

    `brought` is the business of the referrals they gave, `received` that of those they received; `earned` and `owed`
    are the commissions that the closings of these months posted.
    """

    brought: Decimal
    received: Decimal
    balance: Decimal
    earned: Decimal
    owed: Decimal


@dataclass(frozen=True, slots=True)
class MemberAmounts:
    """Someone's amounts in one currency: of a month, and of the six and the twelve months that end with it."""

    currency: str
    member_id: str
    month: Flow
    six_months: Flow
    twelve_months: Flow


@dataclass(frozen=True, slots=True)
class MonthAmounts:
    """The business that all referrals brought in a month, and the commissions that its closing posted."""

    month: Month
    brought: Decimal
    commissions: Decimal


@dataclass(frozen=True, slots=True)
class Amounts:
    """The amounts of the twelve months that end with a month, of everybody who has any, in order of their ids.

    `members` and `by_month` are in the network's `currency`; `elsewhere` in others, which are never added to it.
    """

    month: Month
    currency: str
    members: tuple[MemberAmounts, ...]
    elsewhere: tuple[MemberAmounts, ...]
    by_month: tuple[MonthAmounts, ...]


class _Place(NamedTuple):
    currency: str
    member_id: str
    month: Month


class _Sums(NamedTuple):
    """What is added up for each place."""

    brought: defaultdict[_Place, Decimal]
    received: defaultdict[_Place, Decimal]
    earned: defaultdict[_Place, Decimal]
    owed: defaultdict[_Place, Decimal]


def amounts_of(network: Network, month: Month) -> Amounts:
    """Return everybody's amounts of a month and of the months before it, up to today; the network has its own row."""
    year = months_ending(month, YEAR_MONTHS)
    sums = _Sums(defaultdict(Decimal), defaultdict(Decimal), defaultdict(Decimal), defaultdict(Decimal))
    for each in business(network.book, network.charter, year[0].first_day, min(month.last_day, network.today)):
        sums.brought[_Place(each.currency, each.referral.referrer_id, Month.of(each.on))] += each.amount
        sums.received[_Place(each.currency, each.referral.recipient_id, Month.of(each.on))] += each.amount
    for line in network.ledger.lines:
        if year[0] <= line.month <= month and line.family != "payment":
            sums.earned[_Place(line.currency, line.payee_id, line.month)] += line.amount
            sums.owed[_Place(line.currency, line.payer_id, line.month)] += line.amount
    found = sorted({(place.currency, place.member_id) for each in sums for place in each})
    everyone = [_member_amounts(currency, member_id, sums, year) for currency, member_id in found]
    currency = network.terms_at(month).currency
    brought, commissions = _month_sums(sums.brought, currency), _month_sums(sums.earned, currency)
    return Amounts(
        month,
        currency,
        tuple(each for each in everyone if each.currency == currency),
        tuple(each for each in everyone if each.currency != currency),
        tuple(MonthAmounts(each, brought.get(each, ZERO), commissions.get(each, ZERO)) for each in year),
    )


def _member_amounts(currency: str, member_id: str, sums: _Sums, year: tuple[Month, ...]) -> MemberAmounts:
    def flow(months: Iterable[Month]) -> Flow:
        places = [_Place(currency, member_id, each) for each in months]
        brought, received, earned, owed = (sum((each.get(at, ZERO) for at in places), ZERO) for each in sums)
        return Flow(brought, received, brought - received, earned, owed)

    return MemberAmounts(currency, member_id, flow(year[-1:]), flow(year[-LIGHT_MONTHS:]), flow(year))


def _month_sums(amounts: Mapping[_Place, Decimal], currency: str) -> Mapping[Month, Decimal]:
    sums: dict[Month, Decimal] = {}
    for place, amount in amounts.items():
        if place.currency == currency:
            sums[place.month] = sums.get(place.month, ZERO) + amount
    return sums
