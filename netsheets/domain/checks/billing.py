"""Billing: on a referral that was won, paid after it was issued, inside the window; credit notes; payouts.

A credit note takes back part of one invoice of the same referral. A payout moves money, and no more VAT than that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from netsheets.domain.book import grouped
from netsheets.domain.findings import Finding, finding
from netsheets.domain.network import Network
from netsheets.domain.ownership import Window, billing_day
from netsheets.domain.records import NETWORK, Billing


def billing_not_won(network: Network) -> Iterator[Finding]:
    """Yield every billing row on a referral whose status is not won."""
    status_of = {each.referral_id: each.status for each in network.book.referrals if each.status != "won"}
    for row in network.book.billing if status_of else ():
        if row.referral_id in status_of:
            place = ("billing", row.row, "referral_id", row.referral_id)
            yield finding("billing_not_won", *place, choices=status_of[row.referral_id])


def implausible_payments(network: Network) -> Iterator[Finding]:
    """Yield every row paid before it was issued, or paid on a day to come."""
    today = network.today
    for row in network.book.billing:
        paid_on = row.paid_on
        if paid_on is None:
            continue
        if paid_on < row.issued_on:
            yield finding("paid_before_issued", "billing", row.row, "paid_on", paid_on, day=row.issued_on)
        if paid_on > today:
            yield finding("paid_in_future", "billing", row.row, "paid_on", paid_on, day=today)


def billing_outside_window(network: Network) -> Iterator[Finding]:
    """Yield every row whose day lies before its referral's window, or after it (rules.md, 3).

    The day is the one that earns: paid or issued, as the charter says; with basis `won` no row does. A credit note
    that names the invoice it corrects is tested with that invoice's day.
    """
    windows = network.ownership.windows
    for row in network.book.billing:
        window = windows.get(row.referral_id)
        if window is None:
            continue
        # A row whose every day lies inside earns whatever its basis: nearly all do, and need no further look.
        starts_on, last_day, paid_on = window.starts_on, window.last_day, row.paid_on
        inside = starts_on <= row.issued_on <= last_day and (paid_on is None or starts_on <= paid_on <= last_day)
        if not inside or row.corrects:
            yield from _outside(row, window, network)


def taken_event_ids(network: Network) -> Iterator[Finding]:
    """Yield every billing row whose id is also that of a referral that earns by being won: both would be one event."""
    if not any(terms.basis == "won" for terms in network.terms_on.values()):
        return
    referrals, rows = network.book.referral_by_id, network.book.billing_by_id
    for taken in sorted(referrals.keys() & rows.keys()):
        other, row = referrals[taken], rows[taken]
        if network.terms_on[other.given_on].basis == "won":
            details = {"other_row": other.row, "reference_tab": "referrals"}
            yield finding("event_id_taken", "billing", row.row, "billing_id", taken, **details)


def _outside(row: Billing, window: Window, network: Network) -> Iterator[Finding]:
    """Yield the finding of one row where the day it is tested with lies outside the window."""
    referral = network.book.referral_by_id[row.referral_id]
    basis = network.terms_on[referral.given_on].basis
    day = billing_day(row, basis) if basis != "won" else None
    if day is None:
        return
    tested_on = _corrected_day(row, basis, network) or day
    column = "paid_on" if basis == "paid" else "issued_on"
    if tested_on < window.starts_on:
        yield finding("billed_before_window", "billing", row.row, column, day, day=window.starts_on)
    elif tested_on > window.last_day:
        yield finding("billed_after_window", "billing", row.row, column, day, last_day=window.last_day)


def _corrected_day(row: Billing, basis: str, network: Network) -> dt.date | None:
    """Return the day of the invoice a credit note corrects, None where it names none that counts yet."""
    names_invoice = row.kind == "credit_note" and row.corrects
    invoice = network.book.billing_by_id.get(row.corrects) if names_invoice else None
    return billing_day(invoice, basis) if invoice else None


def misplaced_credit_notes(network: Network) -> Iterator[Finding]:
    """Yield every credit note that names no invoice, or one that is none or belongs to another referral."""
    rows = network.book.billing_by_id
    for row in network.book.billing:
        if row.kind != "credit_note":
            continue
        place = ("billing", row.row, "corrects", row.corrects)
        if not row.corrects:
            yield finding("credit_note_without_invoice", *place)
            continue
        invoice = rows.get(row.corrects)
        if invoice is not None and invoice.kind == "credit_note":
            yield finding("credit_note_not_of_invoice", *place, other=invoice.billing_id)
        if invoice is not None and invoice.referral_id != row.referral_id:
            other = invoice.billing_id
            yield finding("credit_note_other_referral", *place, other=other, nearest=invoice.referral_id)


def excessive_credit_notes(network: Network) -> Iterator[Finding]:
    """Yield the credit notes, in order of their day, from which on an invoice is taken back by more than its amount."""
    invoices = network.book.billing_by_id
    correcting = (each for each in network.book.billing if each.kind == "credit_note" and each.corrects)
    for invoice_id, notes in grouped(correcting, lambda each: each.corrects).items():
        invoice = invoices.get(invoice_id)
        if invoice is not None and invoice.kind != "credit_note":
            yield from _beyond(invoice, notes)


def _beyond(invoice: Billing, notes: Iterable[Billing]) -> Iterator[Finding]:
    left = invoice.amount
    for note in sorted(notes, key=lambda each: (each.issued_on, each.row)):
        if note.amount > left:
            details = {"limit": f"{left:.2f}", "other": invoice.billing_id}
            yield finding("credit_note_too_large", "billing", note.row, "amount", f"{note.amount:.2f}", **details)
        left = max(left - note.amount, left * 0)


def payouts_to_self(network: Network) -> Iterator[Finding]:
    """Yield every payout from someone to themselves."""
    for row in network.book.payouts:
        if row.payer_id == row.payee_id:
            yield finding("payout_to_self", "payouts", row.row, "payee_id", row.payee_id, member=row.payee_id)


def impossible_vat(network: Network) -> Iterator[Finding]:
    """Yield every payout between members that holds more VAT than money.

    Less than none is sound: VAT the payee owed, taken off. Through the network all or more may be VAT: a balance that
    was paid before, or that the payee owes, is taken off too.
    """
    for row in network.book.payouts:
        if row.vat is not None and row.vat >= row.amount and NETWORK not in (row.payer_id, row.payee_id):
            yield finding("payout_vat_impossible", "payouts", row.row, "vat", row.vat, limit=row.amount)
