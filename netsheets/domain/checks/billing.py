"""Billing: on a referral that was won, paid after it was issued, once, inside the window; credit notes.

A credit note takes back part of one invoice of the same referral, and where payments earn it is paid when that is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from netsheets.domain.book import grouped
from netsheets.domain.findings import Finding, finding
from netsheets.domain.network import Network
from netsheets.domain.ownership import Window, billing_day
from netsheets.domain.records import Billing


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
    """Yield every row whose day lies before its referral, or after its window (rules.md, 2 and 3).

    What comes between the two is an advance, which earns as if paid on the window's first day.

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
    if tested_on < min(referral.given_on, window.starts_on):
        yield finding("billed_before_window", "billing", row.row, column, day, day=referral.given_on)
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


def repeated_billing(network: Network) -> Iterator[Finding]:
    """Yield every row that has the referral, the kind, the amount and the earning day of an earlier one.

    The day is the one that earns: paid or issued, as the charter says. Two rows of one invoice that are paid on two
    days are instalments, and with basis `won` no row earns twice.
    """
    first: dict[object, Billing] = {}
    bases: dict[str, str] = {}
    for row in network.book.billing:
        if row.referral_id not in bases:
            bases[row.referral_id] = _basis(row, network)
        basis = bases[row.referral_id]
        day = billing_day(row, basis) if basis != "won" else None
        if day is None:
            continue
        key = row.referral_id, row.kind == "credit_note", row.corrects, row.amount, day, row.paid_on
        other = first.setdefault(key, row)
        if other is not row:
            details = {"other": other.billing_id, "other_row": other.row, "limit": f"{row.amount:.2f}", "day": day}
            yield finding("duplicate_billing", "billing", row.row, "billing_id", row.billing_id, **details)


def half_paid_corrections(network: Network) -> Iterator[Finding]:
    """Yield every credit note that is open while its invoice is paid, or paid while its invoice is not.

    Where payments earn, the one still earns what it takes back, and the other takes back what nobody earned.
    """
    invoices = network.book.billing_by_id
    for row in network.book.billing:
        invoice = invoices.get(row.corrects) if row.kind == "credit_note" and row.corrects else None
        if invoice is None or (row.paid_on is None) == (invoice.paid_on is None) or _basis(row, network) != "paid":
            continue
        code = "credit_note_open" if row.paid_on is None else "credit_note_before_invoice"
        yield finding(code, "billing", row.row, "paid_on", row.paid_on, other=invoice.billing_id, other_row=invoice.row)


def _basis(row: Billing, network: Network) -> str:
    """Return what earns on the referral of a row; "won" where there is no such referral: the row earns nothing."""
    referral = network.book.referral_by_id.get(row.referral_id)
    return network.terms_on[referral.given_on].basis if referral else "won"
