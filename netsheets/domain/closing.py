"""Closing a month: what it posts, what it holds back, what it leaves out and why (rules.md, 5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Literal, NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.commissions import UNCOUNTED, Account, Excluded, accounts
from netsheets.domain.currencies import places_of
from netsheets.domain.ledger import ADJUSTMENT_OF, FAMILY_OF, KIND_OF, KINDS, Family, Ledger, Line, Seal
from netsheets.domain.money import ZERO, rounded
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.records import Payout


class Key(NamedTuple):
    """What a difference is posted under (rules.md, 4 and 5).

    A referral whose currency is corrected is taken back in the old one and posted in the new.
    """

    family: Family
    event_id: str
    payer_id: str
    payee_id: str
    currency: str


class Due(NamedTuple):
    """What the rules say one payer owes, or paid, one payee for one event, and the event's month and base."""

    amount: Decimal
    period: Month
    referral_id: str = ""
    client_id: str = ""
    base: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Held:
    """A line that an open dispute keeps from being posted."""

    line: Line
    dispute_id: str


@dataclass(frozen=True, slots=True)
class Total:
    """What a payee is posted in a month, in one currency, excluding VAT."""

    currency: str
    payee_id: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Closing:
    """A month, as it would close now (`draft`, lines without id) or as it was closed."""

    month: Month
    status: Literal["draft", "closed"]
    posted: tuple[Line, ...]
    held: tuple[Held, ...]
    excluded: tuple[Excluded, ...]
    totals: tuple[Total, ...]
    seals: tuple[Seal, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a month can't be closed: a code of `schemas/messages.json` and what its sentence names."""

    code: str
    month: Month
    first: Month | None = None


def refusal(ledger: Ledger, month: Month, today: dt.date) -> Refusal | None:
    """Return why `month` can't be closed today, None where it can, or is closed already (rules.md, 5)."""
    if month in ledger.seals_of:
        return None
    if today <= month.last_day:
        return Refusal("month_not_ended", month)
    first, last = ledger.first_month, ledger.last_month
    if first and month < first:
        return Refusal("month_before_first", month, first)
    if last and month != last.next:
        return Refusal("month_out_of_order", month, last.next)
    return None


def close_month(network: Network, month: Month) -> Closing:
    """Return the month as the rules have it: posted as it was where it is closed, as it would be where it is not.

    The `rejected` rows of its book are named under `excluded`.
    """
    closed = month in network.ledger.seals_of
    earlier = tuple(network.ledger.until(month if closed else month.previous))
    due: dict[Key, Due] = {}
    excluded: list[Excluded] = []
    held_by: dict[str, str] = {}
    since = max((each for each in network.ledger.seals_of if each < month), default=None)
    for account in accounts(network, month.last_day):
        if account.held_by:
            held_by[account.referral.referral_id] = account.held_by
        if account.earnings:
            add_due(due, account)
            excluded.extend(_excluded(account, since, month))
    due.update(entry_dues(network, month.last_day))
    due.update(payment_dues(network, month.last_day))
    lines = differences(due, earlier, month)
    held = tuple(Held(line, held_by[line.referral_id]) for line in lines if line.referral_id in held_by)
    posted = tuple(line for line in lines if line.referral_id not in held_by)
    if closed:
        posted = tuple(
            sorted(network.ledger.lines_of.get(month, ()), key=lambda line: (len(line.line_id), line.line_id))
        )
    return Closing(
        month,
        "closed" if closed else "draft",
        posted,
        held,
        (*excluded, *_invalid(network.book)),
        totals_of(posted),
        network.ledger.seals_of.get(month, ()),
    )


def numbered(closing: Closing) -> tuple[Line, ...]:
    """Return a draft's lines with their ids, `2026-10-0001` on."""
    return tuple(
        Line(f"{closing.month}-{number:04d}", *line[1:]) for number, line in enumerate(closing.posted, start=1)
    )


def totals_of(lines: Iterable[Line]) -> tuple[Total, ...]:
    """Return what each payee is posted per currency, payments apart, in order of currency and payee."""
    sums: dict[tuple[str, str], Decimal] = {}
    for line in lines:
        if line.family == "payment":
            continue
        key = (line.currency, line.payee_id)
        sums[key] = sums.get(key, ZERO) + line.amount
    return tuple(Total(currency, payee, amount) for (currency, payee), amount in sorted(sums.items()))


def add_due(due: dict[Key, Due], account: Account) -> None:
    """Add what an account's earning events owe; events before the ledger opened owe nothing that is posted."""
    for earning in account.earnings:
        if earning.reason in UNCOUNTED or earning.reason == "before_ledger":
            continue
        for pair, amount in earning.parts.items():
            event, referral = earning.event, account.referral
            key = Key("referral", event.event_id, pair.payer_id, pair.payee_id, account.currency)
            due[key] = Due(
                amount, Month.of(event.commissionable_on), referral.referral_id, referral.client_id, event.base
            )


def entry_dues(network: Network, until: dt.date) -> dict[Key, Due]:
    """Return what the tab `entries` says is owed up to a day; nobody owes themselves.

    Without a currency it has the network's of its day.
    """
    return {
        Key(
            FAMILY_OF[each.kind], each.entry_id, each.payer_id, each.payee_id,
            each.currency or network.charter.on(each.on_day).currency,
        ): Due(each.amount, Month.of(each.on_day))
        for each in network.book.entries
        if each.on_day <= until and each.payer_id != each.payee_id
    }  # fmt: skip


def payment_dues(network: Network, until: dt.date) -> dict[Key, Due]:
    """Return what the tab `payouts` says was paid up to a day; nobody pays themselves."""
    return {
        Key("payment", each.payout_id, each.payer_id, each.payee_id, currency_of(each, network)): Due(
            each.net, Month.of(each.paid_on)
        )
        for each in network.book.payouts
        if each.paid_on <= until and each.payer_id != each.payee_id
    }


def currency_of(payout: Payout, network: Network) -> str:
    """Return the currency of a payout: the network's on its day where it names none."""
    return payout.currency or network.charter.on(payout.paid_on).currency


def _excluded(account: Account, since: Month | None, month: Month) -> Iterable[Excluded]:
    """Yield the account's events that earn nothing, each in the one month that would have posted it.

    That is the month of its period, or the first month closed for what lies before it. An event on hold is named
    until the hold is over.
    """
    for earning in account.earnings:
        if earning.reason is None:
            continue
        period = Month.of(earning.event.commissionable_on)
        if earning.reason == "on_hold" or ((since is None or period > since) and period <= month):
            yield Excluded(account.referral.referral_id, earning.event.event_id, earning.event.base, earning.reason)


def _invalid(book: Book) -> Iterable[Excluded]:
    """Yield the referrals and billing rows that hold an error and are not computed."""
    for row in book.rejected:
        if row.tab == "referrals":
            yield Excluded(row.record_id, "", row.amount, "invalid")
        elif row.tab == "billing":
            yield Excluded(row.referral_id, row.record_id, row.amount, "invalid")


def differences(due: Mapping[Key, Due], earlier: Iterable[Line], month: Month) -> tuple[Line, ...]:
    """Return a line for every key whose due amount is not what was posted under it so far.

    A key that is no longer due keeps the period, referral and client it was last posted with.
    """
    sums: dict[Key, Decimal] = {}
    latest: dict[Key, Line] = {}
    for line in earlier:
        key = key_of(line)
        sums[key] = sums.get(key, ZERO) + line.amount
        if key not in latest or latest[key].month < line.month:
            latest[key] = line
    lines = []
    for key, owed in due.items():
        amount = owed.amount - sums.get(key, ZERO)
        if amount:
            lines.append(_line(key, owed, month, amount, known=key in sums))
    for key, posted in sums.items():
        if posted and key not in due:
            kind = ADJUSTMENT_OF[key.family]
            lines.append(latest[key]._replace(line_id="", month=month, kind=kind, base=ZERO, amount=-posted))
    lines.sort(key=_ORDER)
    lines.sort(key=lambda line: _PLACES[line.kind])
    return tuple(lines)


def _line(key: Key, due: Due, month: Month, amount: Decimal, *, known: bool) -> Line:
    """Return a line: of the month's own where its period is the month and its key was never posted, else adjusting."""
    kind = KIND_OF[key.family] if due.period == month and not known else ADJUSTMENT_OF[key.family]
    amount = rounded(amount, places_of(key.currency))
    return Line(
        "", month, due.period, kind, due.referral_id, key.event_id,
        due.client_id, key.payer_id, key.payee_id, key.currency, due.base, amount,
    )  # fmt: skip


def key_of(line: Line) -> Key:
    """Return the key a line was posted under."""
    return Key(FAMILY_OF[line.kind], line.event_id, line.payer_id, line.payee_id, line.currency)


_ORDER = attrgetter("period", "referral_id", "event_id", "payer_id", "payee_id", "currency")
_PLACES = {kind: place for place, kind in enumerate(KINDS)}
"""The order of a month's lines: by kind as `KINDS` has them, each in order of period and ids."""
