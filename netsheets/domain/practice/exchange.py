"""The exchange: who gave how many referrals to whom between two days, and how much business they brought."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.charter import Charter, charter_of
from netsheets.domain.events import events_of
from netsheets.domain.money import ZERO
from netsheets.domain.records import Referral


class Brought(NamedTuple):
    """Business that a referral brought on a day, excluding VAT; a credit note's is negative."""

    referral: Referral
    on: dt.date
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Exchange:
    """What each member brought each other one, by (referrer, recipient), the first and the last day included.

    `given` counts the referrals given on those days, `brought` the business of those days excluding VAT, whenever its
    referral was given, in `currency`; `elsewhere` that in other currencies, by (referrer, recipient, currency). A
    referral that several members share counts for those its row names. Who refers a client to themselves brings
    nobody anything and is left out. `member_ids` are those who appear, in order, the network among them.
    """

    since: dt.date
    until: dt.date
    currency: str
    member_ids: tuple[str, ...]
    given: Mapping[tuple[str, str], int]
    brought: Mapping[tuple[str, str], Decimal]
    elsewhere: Mapping[tuple[str, str, str], Decimal]


def exchange_of(book: Book, since: dt.date, until: dt.date) -> Exchange:
    """Return who brought what to whom between two days, in order of their ids."""
    charter = charter_of(book.charter)
    currency = charter.on(until).currency
    given = Counter(
        (each.referrer_id, each.recipient_id)
        for each in book.referrals
        if since <= each.given_on <= until and each.referrer_id != each.recipient_id
    )
    brought: dict[tuple[str, str], Decimal] = {}
    elsewhere: dict[tuple[str, str, str], Decimal] = {}
    for each in business(book, charter, since, until):
        pair = (each.referral.referrer_id, each.referral.recipient_id)
        if each.currency == currency:
            brought[pair] = brought.get(pair, ZERO) + each.amount
        else:
            elsewhere[(*pair, each.currency)] = elsewhere.get((*pair, each.currency), ZERO) + each.amount
    ids = {member_id for pair in (*given, *brought, *(key[:2] for key in elsewhere)) for member_id in pair}
    return Exchange(
        since,
        until,
        currency,
        tuple(sorted(ids)),
        dict(sorted(given.items())),
        dict(sorted(brought.items())),
        dict(sorted(elsewhere.items())),
    )


def business(book: Book, charter: Charter, since: dt.date, until: dt.date) -> Iterator[Brought]:
    """Yield the business that referrals between two brought, on the days between two days.

    It counts as it would for a commission, by the charter of the day the referral was given (rules.md, 2): what was
    paid, what was invoiced, or the deal that was won.
    """
    for referral in book.referrals:
        if referral.referrer_id == referral.recipient_id:
            continue
        terms = charter.on(referral.given_on)
        for event in events_of(referral, terms, book, until):
            if event.occurred_on >= since:
                yield Brought(referral, event.occurred_on, referral.currency or terms.currency, event.base)
