"""The worked example of the charter: one referral with its payments, computed by the rules themselves.

The amounts are made up so that the terms of the day show: both payments together pass the last bracket's bound and
reach the cap, where the charter has any, and half cents come up. The days lie inside the ownership window; where
payments or invoices earn, one more comes the day after its last.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from netsheets.domain.book import Book
from netsheets.domain.charter import Charter, Terms
from netsheets.domain.fields import blank
from netsheets.domain.ledger import Ledger
from netsheets.domain.money import ZERO
from netsheets.domain.month import days_later, months_later
from netsheets.domain.network import Network
from netsheets.domain.ownership import ownership_of
from netsheets.domain.records import Billing, Client, Member, Referral
from netsheets.domain.story import Story, story_of
from netsheets.domain.tiers import amount_of, pieces_between

REFERRER, RECIPIENT, LEAD = "A", "B", "C"
CLIENT, REFERRAL = "D", "R1"
FIRST, SECOND, CREDIT_NOTE, LATE = "F1", "F2", "F3", "F4"

_Record = TypeVar("_Record", Billing, Client, Member, Referral)
_SIZES = tuple(Decimal(step).scaleb(zeros) for zeros in range(3, 9) for step in (1, 2, 3, 5))


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """The rows of the example, which may be typed into a workbook, and the story the rules make of them."""

    book: Book
    story: Story


def worked_example(charter: Charter, given_on: dt.date) -> WorkedExample:
    """Return the example of a referral given on a day, told to its end."""
    terms = charter.on(given_on)
    book = _book(terms, given_on)
    if terms.basis != "won":
        last_day = ownership_of(book, charter).windows[REFERRAL].last_day
        late = _billing(LATE, Decimal("1500.00"), days_later(last_day, 1), days_later(last_day, 1))
        book = replace(book, billing=(*book.billing, late))
    network = Network(book, charter, ownership_of(book, charter), Ledger(), (), given_on)
    ended_on = max(row.paid_on or row.issued_on for row in book.billing)
    told_on = days_later(ended_on, terms.hold_days)
    story = story_of(REFERRAL, network, on=told_on)
    return WorkedExample(book, story)


def _book(terms: Terms, given_on: dt.date) -> Book:
    """Return the rows of the example but the last payment."""
    room = (months_later(given_on, terms.ownership_months) - given_on).days // 5
    won_on = days_later(given_on, min(14, room))
    paid_on, second_on, credit_on = (
        days_later(won_on, min(days, fifths * room)) for days, fifths in ((31, 1), (76, 2), (110, 3))
    )
    first, second, credit = _amounts(terms)
    referral = _row(
        Referral, referral_id=REFERRAL, given_on=given_on, referrer_id=REFERRER, recipient_id=RECIPIENT,
        client_id=CLIENT, kind="recommendation", status="won", won_on=won_on, deal_amount=first + second,
    )  # fmt: skip
    members = (_member(REFERRER, LEAD), _member(RECIPIENT), _member(LEAD))
    billing = (
        _billing(FIRST, first, won_on, paid_on),
        _billing(SECOND, second, max(won_on, days_later(second_on, -30)), second_on),
        _billing(CREDIT_NOTE, credit, credit_on, credit_on, corrects=SECOND),
    )
    client = _row(Client, client_id=CLIENT, name=CLIENT)
    return Book(members=members, clients=(client,), referrals=(referral,), billing=billing)


def _amounts(terms: Terms) -> tuple[Decimal, Decimal, Decimal]:
    """Return the first invoice, the second and the credit note, as small as the terms can be seen on them."""
    multiplier = terms.multiplier("") or ZERO

    def shows(size: Decimal) -> bool:
        first, second, _ = _sized(size)
        whole = first + second
        if whole <= max((each.above for each in terms.tiers), default=ZERO) or whole < terms.deal_minimum:
            return False
        earned = Fraction(multiplier) * _plan(terms, whole) + Fraction(terms.fixed)
        return terms.cap is None or earned > terms.cap

    return _sized(next((size for size in _SIZES if shows(size)), _SIZES[0]))


def _plan(terms: Terms, base: Decimal) -> Fraction:
    """Return what a base earns before the multiplier of its case, at the first of the rates by age."""
    if terms.tiers and not terms.rate_by_age:
        return amount_of(pieces_between(terms.tiers, terms.tiers_apply, Fraction(0), Fraction(base)))
    return Fraction(terms.rate_by_age[0].rate if terms.rate_by_age else terms.rate) * Fraction(base)


def _sized(size: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    return size + Decimal("234.50"), 2 * size + Decimal("345.67"), size / 5 + Decimal("145.60")


def _member(member_id: str, lead_id: str = "") -> Member:
    return _row(Member, member_id=member_id, name=member_id, status="active", lead_id=lead_id)


def _billing(billing_id: str, amount: Decimal, issued_on: dt.date, paid_on: dt.date, corrects: str = "") -> Billing:
    """Return an invoice, or a credit note where it corrects one."""
    return _row(
        Billing, billing_id=billing_id, referral_id=REFERRAL, issued_on=issued_on, amount=amount,
        kind="credit_note" if corrects else "invoice", corrects=corrects, paid_on=paid_on,
    )  # fmt: skip


def _row(record: type[_Record], **given: object) -> _Record:
    """Return a row with these cells filled in, the others as blank as a sheet's."""
    values: dict[str, Any] = {**blank(record), **given}
    return record(**values)
