"""Payouts that move no money, or hold more VAT than money."""

from __future__ import annotations

from collections.abc import Iterator

from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.findings import Finding, finding
from netsheets.domain.records import NETWORK


def payouts_to_self(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every payout from someone to themselves."""
    for row in circumstances.book.payouts:
        if row.payer_id == row.payee_id:
            yield finding("payout_to_self", "payouts", row.row, "payee_id", row.payee_id, member=row.payee_id)


def impossible_vat(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every payout between members that holds more VAT than money.

    Less than none is sound: VAT the payee owed, taken off. Through the network all or more may be VAT: a balance that
    was paid before, or that the payee owes, is taken off too.
    """
    for row in circumstances.book.payouts:
        if row.vat is not None and row.vat >= row.amount and NETWORK not in (row.payer_id, row.payee_id):
            yield finding("payout_vat_impossible", "payouts", row.row, "vat", row.vat, limit=row.amount)
