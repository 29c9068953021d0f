"""Credit notes: each takes back part of one invoice of the same referral."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netsheets.domain.book import grouped
from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.findings import Finding, finding
from netsheets.domain.records import Billing


def misplaced_credit_notes(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every credit note that names no invoice, or one that is none or belongs to another referral."""
    rows = circumstances.book.billing_by_id
    for row in circumstances.book.billing:
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


def excessive_credit_notes(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield the credit notes, in order of their day, from which on an invoice is taken back by more than its amount."""
    invoices = circumstances.book.billing_by_id
    correcting = (each for each in circumstances.book.billing if each.kind == "credit_note" and each.corrects)
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
