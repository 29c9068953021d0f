"""A month at a glance, for people: what was earned, who brought it, what is under way, what ends soon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from netsheets.domain.book import Book
from netsheets.domain.closing import Closing
from netsheets.domain.findings import SEVERITIES, Severity
from netsheets.domain.ledger import ADJUSTMENTS, Line
from netsheets.domain.money import ZERO
from netsheets.domain.month import Month
from netsheets.domain.network import Network, OwnedClient
from netsheets.domain.records import NETWORK
from netsheets.domain.settlement import Transfer

MONTHS_SHOWN = 12
REFERRERS_SHOWN = 10
STATUSES = ("given", "contacted", "quoted", "won", "lost", "cancelled")


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """What a month makes anybody owe in one currency, excluding VAT; `base` counts each event once.

    `commissions` has the month's own bonuses, corrections by hand and opening balances too.
    """

    currency: str
    base: Decimal
    commissions: Decimal
    adjustments: Decimal
    held: Decimal


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """What the closing of a month posted in all, commissions and adjustments together."""

    month: Month
    amount: Decimal


@dataclass(frozen=True, slots=True)
class TopReferrer:
    """A member's year up to the month: referrals given, those won, and what they were posted."""

    member_id: str
    name: str
    given: int
    won: int
    earned: Decimal


@dataclass(frozen=True, slots=True)
class Stage:
    """How many referrals stand at one status, and what their deals come to."""

    status: str
    referrals: int
    deal_amount: Decimal


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything on the `summary` tab. Amounts by month, by referrer and by stage are in `currency`.

    `on` is the day the ownerships are counted from, `names` says how people call members and the network.
    """

    month: Month
    closed: bool
    on: dt.date
    currency: str
    totals: tuple[CurrencyTotal, ...]
    by_month: tuple[MonthTotal, ...]
    top_referrers: tuple[TopReferrer, ...]
    pipeline: tuple[Stage, ...]
    expiring: tuple[OwnedClient, ...]
    transfers: tuple[Transfer, ...]
    issues: Mapping[Severity, int]
    names: Mapping[str, str]


def summary_of(
    closing: Closing,
    network: Network,
    currency: str,
    *,
    owned: tuple[OwnedClient, ...],
    transfers: tuple[Transfer, ...],
) -> Summary:
    """Return the summary of a month as it is today; the ledger may or may not hold the month's own lines already."""
    earlier = tuple(line for line in network.ledger.lines if line.month < closing.month)
    lines = tuple(line for line in (*earlier, *closing.posted) if line.family != "payment")
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in network.findings:
        counts[finding.severity] += 1
    return Summary(
        closing.month,
        closing.status == "closed",
        network.today,
        currency,
        _totals(closing, currency),
        _by_month(lines, closing.month, currency),
        _top_referrers(network.book, lines, closing.month, currency),
        _pipeline(network.book, currency),
        tuple(each for each in owned if each.status == "expiring"),
        transfers,
        counts,
        network.book.names(network.terms_at(closing.month).network_name),
    )


def _totals(closing: Closing, currency: str) -> tuple[CurrencyTotal, ...]:
    """Return the month's totals, the network's own currency first and always."""
    codes = {line.currency for line in closing.posted} | {each.line.currency for each in closing.held}
    ordered = (currency, *sorted(codes - {currency}))
    return tuple(_currency_total(closing, code) for code in ordered)


def _currency_total(closing: Closing, currency: str) -> CurrencyTotal:
    posted = [line for line in closing.posted if line.currency == currency and line.family != "payment"]
    bases = {(line.referral_id, line.event_id): line.base for line in posted if line.kind == "commission"}
    return CurrencyTotal(
        currency,
        sum(bases.values(), ZERO),
        sum((line.amount for line in posted if line.kind not in ADJUSTMENTS), ZERO),
        sum((line.amount for line in posted if line.kind in ADJUSTMENTS), ZERO),
        sum((each.line.amount for each in closing.held if each.line.currency == currency), ZERO),
    )


def _by_month(lines: Iterable[Line], month: Month, currency: str) -> tuple[MonthTotal, ...]:
    """Return the last twelve months' postings, those before the first line left out."""
    sums: dict[Month, Decimal] = {}
    for line in lines:
        if line.currency == currency:
            sums[line.month] = sums.get(line.month, ZERO) + line.amount
    months = [month]
    while len(months) < MONTHS_SHOWN:
        months.append(months[-1].previous)
    first = min(sums, default=month)
    return tuple(MonthTotal(each, sums.get(each, ZERO)) for each in reversed(months) if each >= min(first, month))


def _top_referrers(book: Book, lines: Iterable[Line], month: Month, currency: str) -> tuple[TopReferrer, ...]:
    """Return who was posted most over the twelve months up to the month; the network itself is no member."""
    start = Month(month.year - 1, month.number)
    earned: dict[str, Decimal] = {}
    for line in lines:
        if start < line.month <= month and line.currency == currency and line.payee_id != NETWORK:
            earned[line.payee_id] = earned.get(line.payee_id, ZERO) + line.amount
    given: dict[str, int] = {}
    won: dict[str, int] = {}
    for referral in book.referrals:
        if start < Month.of(referral.given_on) <= month and referral.referrer_id != NETWORK:
            given[referral.referrer_id] = given.get(referral.referrer_id, 0) + 1
            won[referral.referrer_id] = won.get(referral.referrer_id, 0) + (referral.status == "won")
    ranked = sorted({*earned, *given}, key=lambda each: (-earned.get(each, ZERO), -given.get(each, 0), each))
    names = book.member_by_id
    return tuple(
        TopReferrer(each, names[each].name if each in names else each, given.get(each, 0), won.get(each, 0),
                    earned.get(each, ZERO))
        for each in islice(ranked, REFERRERS_SHOWN)
    )  # fmt: skip


def _pipeline(book: Book, currency: str) -> tuple[Stage, ...]:
    """Return the referrals by status, in the order of a deal's life; deals in another currency add no amount."""
    counts: dict[str, int] = {}
    amounts: dict[str, Decimal] = {}
    for referral in book.referrals:
        counts[referral.status] = counts.get(referral.status, 0) + 1
        if referral.deal_amount and referral.currency in ("", currency):
            amounts[referral.status] = amounts.get(referral.status, ZERO) + referral.deal_amount
    return tuple(Stage(each, counts.get(each, 0), amounts.get(each, ZERO)) for each in STATUSES)
