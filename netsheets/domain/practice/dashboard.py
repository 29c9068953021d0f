"""The dashboard: a month on one page, for everybody at a meeting or, with amounts, for the treasurer."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from netsheets.domain.findings import SEVERITIES, Finding
from netsheets.domain.money import ZERO, rounded
from netsheets.domain.month import Month
from netsheets.domain.network import Network, OwnedClient
from netsheets.domain.practice.activity import months_ending
from netsheets.domain.practice.exchange import Brought, Exchange, business, exchange_of
from netsheets.domain.practice.involvement import membership
from netsheets.domain.records import NETWORK, Member, Referral
from netsheets.domain.summary import MONTHS_SHOWN, STATUSES, CurrencyTotal, Summary

UNDER_WAY = ("given", "contacted", "quoted")
"""The statuses of a referral that is neither won nor lost yet."""


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """Referrals given and won in a month, and the business of the month; `brought` is None where amounts stay out."""

    month: Month
    given: int
    won: int
    brought: Decimal | None


@dataclass(frozen=True, slots=True)
class Conversion:
    """How many referrals of twelve months are won or lost by now, and the part won of these, None where none is."""

    won: int
    lost: int
    part: Decimal | None


@dataclass(frozen=True, slots=True)
class Membership:
    """The active members at a month's end (or today, if that is earlier), and who came and went in the month."""

    active: int
    joined: int
    left: int


@dataclass(frozen=True, slots=True)
class DashboardStage:
    """Referrals that stand at one status, and what their deals come to; None where amounts stay out."""

    status: str
    referrals: int
    deal_amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Referrer:
    """A member's twelve months: referrals given, how many of these are won, and the business they brought."""

    member_id: str
    given: int
    won: int
    brought: Decimal | None


class Given(NamedTuple):
    """How many referrals one gave another."""

    referrer_id: str
    recipient_id: str
    referrals: int


@dataclass(frozen=True, slots=True)
class TabIssues:
    """How many findings of each severity stand in one tab."""

    tab: str
    error: int
    warning: int
    info: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """A month at a glance. Amounts are in `currency` and exclude VAT; `elsewhere` is the month's business in others.

    `months` are the twelve up to the month, which is the last; `totals` what it posted. `conversion` is that of the
    referrals given in these twelve months. `pipeline`, `owned` and `issues` are as of the day `on`: every referral
    under way, and the decided ones of the twelve months. `referrers` are all members who gave or brought something in
    them, the first first; `given` says who gave whom how many. `public`: amounts stay out, and the order does not tell
    them.
    """

    month: Month
    closed: bool
    public: bool
    on: dt.date
    currency: str
    months: tuple[MonthFigures, ...]
    conversion: Conversion
    membership: Membership
    totals: tuple[CurrencyTotal, ...]
    elsewhere: Mapping[str, Decimal]
    pipeline: tuple[DashboardStage, ...]
    referrers: tuple[Referrer, ...]
    owned: tuple[OwnedClient, ...]
    given: tuple[Given, ...]
    issues: tuple[TabIssues, ...]

    @property
    def current(self) -> MonthFigures:
        """Return the figures of the month itself."""
        return self.months[-1]


def dashboard_of(
    summary: Summary, network: Network, owned: tuple[OwnedClient, ...], *, public: bool = False
) -> Dashboard:
    """Return a month's dashboard from its summary and who owns which client today; nothing later counts."""
    book = network.book
    months = months_ending(summary.month, MONTHS_SHOWN)
    since, until = months[0].first_day, min(summary.month.last_day, network.today)
    referrals = tuple(each for each in book.referrals if each.referrer_id != each.recipient_id)
    year = tuple(each for each in referrals if since <= each.given_on <= until)
    brought = tuple(business(book, network.charter, since, until))
    exchange = exchange_of(book, since, until)
    currency = None if public else summary.currency
    return Dashboard(
        summary.month,
        summary.closed,
        public,
        network.today,
        summary.currency,
        _by_month(months, referrals, brought, network.today, currency),
        _conversion(year),
        _membership_of(book.members, summary.month, until),
        () if public else summary.totals,
        {} if public else _elsewhere(brought, summary.month, summary.currency),
        _pipeline(referrals, since, currency),
        _referrers(year, exchange, public=public),
        owned,
        tuple(Given(*pair, count) for pair, count in exchange.given.items()),
        _issues(network.findings),
    )


def _by_month(
    months: Iterable[Month],
    referrals: Iterable[Referral],
    brought: Iterable[Brought],
    today: dt.date,
    currency: str | None,
) -> tuple[MonthFigures, ...]:
    """Return each month's figures, without amounts where there is no currency."""
    given = Counter(Month.of(each.given_on) for each in referrals if each.given_on <= today)
    won = Counter(
        Month.of(each.won_on) for each in referrals if each.status == "won" and each.won_on and each.won_on <= today
    )
    sums: dict[Month, Decimal] = {}
    for each in brought:
        if each.currency == currency:
            month = Month.of(each.on)
            sums[month] = sums.get(month, ZERO) + each.amount
    return tuple(
        MonthFigures(each, given[each], won[each], sums.get(each, ZERO) if currency else None) for each in months
    )


def _elsewhere(brought: Iterable[Brought], month: Month, currency: str) -> Mapping[str, Decimal]:
    """Return the month's business in other currencies."""
    sums: dict[str, Decimal] = {}
    for each in brought:
        if Month.of(each.on) == month and each.currency != currency:
            sums[each.currency] = sums.get(each.currency, ZERO) + each.amount
    return dict(sorted(sums.items()))


def _conversion(referrals: Iterable[Referral]) -> Conversion:
    """Return what became of referrals, the part in whole percents; a deal that was cancelled is neither."""
    statuses = Counter(each.status for each in referrals)
    won, lost = statuses["won"], statuses["lost"]
    return Conversion(won, lost, rounded(Decimal(won) / (won + lost)) if won or lost else None)


def _membership_of(members: Iterable[Member], month: Month, day: dt.date) -> Membership:
    days = [membership(each) for each in members]
    return Membership(
        sum(first <= day <= last for first, last in days),
        sum(month.first_day <= first <= month.last_day for first, _ in days),
        sum(month.first_day <= last <= month.last_day for _, last in days),
    )


def _pipeline(referrals: Iterable[Referral], since: dt.date, currency: str | None) -> tuple[DashboardStage, ...]:
    """Return the referrals by status, in the order of a deal's life; deals in another currency add no amount."""
    shown = [each for each in referrals if each.status in UNDER_WAY or each.given_on >= since]
    counts = Counter(each.status for each in shown)
    amounts: dict[str, Decimal] = {}
    for each in shown:
        if each.deal_amount and each.currency in ("", currency):
            amounts[each.status] = amounts.get(each.status, ZERO) + each.deal_amount
    return tuple(DashboardStage(each, counts[each], amounts.get(each, ZERO) if currency else None) for each in STATUSES)


def _referrers(year: Iterable[Referral], exchange: Exchange, *, public: bool) -> tuple[Referrer, ...]:
    """Return the members who gave or brought something, by business, deals won and referrals given.

    The network itself is no member. In public the order is that of deals won.
    """
    given, won = Counter[str](), Counter[str]()
    for each in year:
        given[each.referrer_id] += 1
        won[each.referrer_id] += each.status == "won"
    brought: dict[str, Decimal] = {}
    if not public:
        for (referrer_id, _), amount in exchange.brought.items():
            brought[referrer_id] = brought.get(referrer_id, ZERO) + amount
    found = sorted(
        {*given, *brought} - {NETWORK}, key=lambda each: (-brought.get(each, ZERO), -won[each], -given[each], each)
    )
    return tuple(Referrer(each, given[each], won[each], None if public else brought.get(each, ZERO)) for each in found)


def _issues(findings: Iterable[Finding]) -> tuple[TabIssues, ...]:
    """Return how many findings stand in each tab, in the order they come in: the tabs with errors first."""
    counts: dict[str, Counter[str]] = {}
    for each in findings:
        counts.setdefault(each.tab, Counter())[each.severity] += 1
    return tuple(TabIssues(tab, *(counts[tab][severity] for severity in SEVERITIES)) for tab in counts)
