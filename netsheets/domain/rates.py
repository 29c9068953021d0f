"""Which rate, case and recipient hold for a referral on a day, and why (rules.md, 4, "Dated facts")."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal, NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.charter import Terms
from netsheets.domain.month import months_later
from netsheets.domain.network import Network
from netsheets.domain.records import Amendment, Referral

Source = Literal["referral", "amendment", "member", "age", "charter", "tiers", "volume"]
"""What says the rate: the referral's row or its amendment, the referrer's own rate, the age of the relation, the
charter's flat rate, its brackets on what the referral brings, or on what its referrers bring in a period."""


class Applied(NamedTuple):
    """What rate holds on a day: `rate` is None where brackets decide.

    `since` is the day an amendment holds from, or the months of age from which a rate by age does.
    """

    source: Source
    rate: Decimal | None
    since: dt.date | int | None = None


def applied_on(referral: Referral, terms: Terms, day: dt.date, starts_on: dt.date, network: Network) -> Applied:
    """Return the rate that holds for a referral on a day, `starts_on` being the day its window starts."""
    amendment = amended(referral, "rate", day, network.book)
    if amendment:
        return Applied("amendment", amendment.rate, amendment.from_on)
    if referral.rate is not None:
        return Applied("referral", referral.rate)
    if referral.referrer_id in network.rated:
        own = network.member_fact(referral.referrer_id, "rate", day)
        if own is not None:
            return Applied("member", own)
    if terms.rate_by_age:
        reached = [
            each for each in terms.rate_by_age if each.above == 0 or day > months_later(starts_on, int(each.above))
        ]
        return Applied("age", reached[-1].rate, int(reached[-1].above))
    if terms.tiers:
        return Applied("volume" if terms.tiers_on == "member" else "tiers", None)
    return Applied("charter", terms.rate)


def multiplier_on(referral: Referral, terms: Terms, day: dt.date, book: Book) -> Decimal | None:
    """Return the multiplier of the case in force on a day, None for a case the charter does not name."""
    amendment = amended(referral, "case", day, book)
    return terms.multiplier(amendment.case if amendment else referral.case)


def recipient_on(referral: Referral, day: dt.date, book: Book) -> str:
    """Return who does the work on a day."""
    amendment = amended(referral, "recipient_id", day, book)
    return amendment.recipient_id if amendment else referral.recipient_id


def amended(
    referral: Referral, name: Literal["rate", "case", "recipient_id"], day: dt.date, book: Book
) -> Amendment | None:
    """Return the latest amendment on or before a day that says this, None where there is none."""
    for amendment in reversed(book.amendments_of.get(referral.referral_id, ())):
        if amendment.from_on <= day and getattr(amendment, name) not in ("", None):
            return amendment
    return None
