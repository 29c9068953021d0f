"""What may earn: payments, invoices, credit notes and deals won, and the days they count on (rules.md, 2)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.charter import Terms
from netsheets.domain.money import ZERO
from netsheets.domain.month import days_later
from netsheets.domain.ownership import billing_day
from netsheets.domain.records import Billing, Referral


class Event(NamedTuple):
    """Something that may earn: a payment, an invoice, a credit note (negative base) or a deal won.

    What is dated is asked of `terms_on`: its own day, for a credit note that names its invoice the invoice's. Both
    days of an advance are the day on which the window starts. `base` is without the part that earns nothing, and
    `performer_id` who billed it, "" where the row does not say.
    """

    commissionable_on: dt.date
    event_id: str
    occurred_on: dt.date
    terms_on: dt.date
    base: Decimal
    performer_id: str = ""


def events_of(
    referral: Referral, terms: Terms, book: Book, until: dt.date, starts_on: dt.date | None = None
) -> list[Event]:
    """Return the events that occurred up to a day, in order of (commissionable day, event id).

    `starts_on` is the day on which the referral's window starts, None where it has none: what came between
    the referral and that day is an advance, and counts as if it came on that day.
    """
    hold, given_on = terms.hold_days, referral.given_on
    if terms.basis == "won":
        won_on, amount = referral.won_on, referral.deal_amount
        if referral.status != "won" or won_on is None or amount is None:
            return []
        day = _counted(won_on, given_on, starts_on)
        return [Event(days_later(day, hold), referral.referral_id, day, day, amount)] if day <= until else []
    events = []
    for row in book.billing_of.get(referral.referral_id, ()):
        paid = billing_day(row, terms.basis)
        if paid is None:
            continue
        day = _counted(paid, given_on, starts_on)
        if day > until:
            continue
        base, terms_on, performer_id = row.amount - (row.excluded or ZERO), day, row.performer_id
        if row.kind == "credit_note":
            base = -base
            invoice = book.billing_by_id.get(row.corrects) if row.corrects else None
            if invoice:
                terms_on = _counted(billing_day(invoice, terms.basis) or paid, given_on, starts_on)
                performer_id = performer_id or invoice.performer_id
        events.append(Event(days_later(day, hold) if hold else day, row.billing_id, day, terms_on, base, performer_id))
    return sorted(events)


def day_told(event: Event, row: Billing | None, terms: Terms) -> dt.date:
    """Return the day on which an event really happened: for an advance, earlier than the one it counts on."""
    return (billing_day(row, terms.basis) if row else None) or event.occurred_on


def _counted(day: dt.date, given_on: dt.date, starts_on: dt.date | None) -> dt.date:
    return starts_on if starts_on and given_on <= day < starts_on else day
