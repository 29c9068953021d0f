"""VAT: computed once on a total by the payee's status, parted over the payers, and what of it is still due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from netsheets.domain.book import Book
from netsheets.domain.charter import Charter
from netsheets.domain.ledger import Line
from netsheets.domain.money import ZERO, apportioned, exact_sum, product, rounded
from netsheets.domain.month import Month
from netsheets.domain.parties import party_of

Account = tuple[str, str]
"""A member's id and a currency."""


@dataclass(frozen=True, slots=True)
class Vat:
    """The VAT on a total. `rate` None: no VAT applies (`amount` 0.00), or nobody has said whether (`amount` None)."""

    status: str
    rate: Decimal | None
    amount: Decimal | None


def vat_on(net: Decimal, status: str, rate: Decimal) -> Vat:
    """Return the VAT on a total excluding VAT, rounded half up once.

    `standard` bears the charter's rate, `franchise` and `exempt` none. Any other status is never guessed: no amount,
    and the statement says what is missing.
    """
    if status == "standard":
        return Vat(status, rate, rounded(product(net, rate)))
    if status in ("franchise", "exempt"):
        return Vat(status, None, ZERO)
    return Vat("", None, None)


def vat_by_payer(nets: Mapping[str, Decimal], status: str, rate: Decimal) -> dict[str, Vat]:
    """Return what each payer bears of the VAT on a payee's total, which the parts sum up to.

    `nets` is what each payer owes the payee, excluding VAT. A part may be a cent off the VAT on its own amount.
    """
    whole = vat_on(exact_sum(nets.values()), status, rate)
    if whole.rate is None:
        return dict.fromkeys(nets, whole)
    parts = apportioned({payer_id: product(net, whole.rate) for payer_id, net in nets.items()})
    return {payer_id: Vat(status, whole.rate, part) for payer_id, part in parts.items()}


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
