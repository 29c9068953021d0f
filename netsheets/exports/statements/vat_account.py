"""The VAT that is still due between members: charged month by month on what was posted, less what was paid of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from netsheets.domain.book import Book
from netsheets.domain.charter import Charter
from netsheets.domain.ledger import Line
from netsheets.domain.money import ZERO
from netsheets.domain.month import Month
from netsheets.exports.statements.party import party_of
from netsheets.exports.statements.register import Account
from netsheets.exports.statements.vat import vat_by_payer

Charged = tuple[Month, str, str]
"""What VAT is computed on once: a month, a payee and a currency."""


def vat_due(lines: Iterable[Line], book: Book, charter: Charter, currency: str) -> Mapping[Account, Decimal]:
    """Return what each member, or the network, is owed of VAT, by their id and currency; negative: what they owe.

    VAT is that of the statements: once on a payee's month, by the payee's status today and the rate of that month; a
    status nobody has said bears none. `currency` is that of payouts that name none.
    """
    positions: dict[Account, Decimal] = {}

    def add(account: Account, amount: Decimal) -> None:
        positions[account] = positions.get(account, ZERO) + amount

    for (month, payee_id, code), nets in _nets(lines).items():
        terms = charter.on(month.last_day)
        status = party_of(payee_id, book, terms).vat_status
        for payer_id, vat in vat_by_payer(nets, status, terms.vat_rate).items():
            add((payee_id, code), vat.amount or ZERO)
            add((payer_id, code), -(vat.amount or ZERO))
    for payout in book.payouts:
        code = payout.currency or currency
        add((payout.payee_id, code), -(payout.vat or ZERO))
        add((payout.payer_id, code), payout.vat or ZERO)
    return positions


def _nets(lines: Iterable[Line]) -> dict[Charged, dict[str, Decimal]]:
    """Return what each payer owes each payee's month, excluding VAT."""
    found: dict[Charged, dict[str, Decimal]] = {}
    for line in lines:
        sums = found.setdefault((line.month, line.payee_id, line.currency), {})
        sums[line.payer_id] = sums.get(line.payer_id, ZERO) + line.amount
    return found
