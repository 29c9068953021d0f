"""VAT: computed once on each document by the payee's status, and what of it is still due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from netsheets.domain.book import grouped
from netsheets.domain.ledger import Document
from netsheets.domain.money import ZERO, exact_sum, product, rounded
from netsheets.domain.records import Payout

Account = tuple[str, str]
"""A member's id and a currency."""


@dataclass(frozen=True, slots=True)
class Vat:
    """The VAT on a total. `rate` None: no VAT applies (`amount` 0.00), or nobody has said whether (`amount` None)."""

    status: str
    rate: Decimal | None
    amount: Decimal | None


NO_VAT = Vat("exempt", None, ZERO)
"""The VAT of what stands on no document: an opening balance was charged before."""


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


def vat_by_payer(documents: Iterable[Document], status: str) -> dict[str, Vat]:
    """Return the VAT of each payer's documents of one payee and currency; without a rate where they differ in it.

    A `status` nobody has said leaves the amount unknown.
    """
    return {
        payer_id: vat_of(found, status) for payer_id, found in grouped(documents, lambda each: each.payer_id).items()
    }


def vat_of(documents: Iterable[Document], status: str) -> Vat:
    """Return the VAT of some documents of one payee: without a rate where they differ in it or have none."""
    held = tuple(documents)
    if not held:
        return NO_VAT
    rates = {each.vat_rate for each in held}
    if rates == {None}:
        return vat_on(ZERO, status if status != "standard" else "exempt", ZERO)
    return Vat("standard", rates.pop() if len(rates) == 1 else None, exact_sum(each.vat for each in held))


def vat_due(documents: Iterable[Document], paid: Iterable[tuple[Payout, str]]) -> Mapping[Account, Decimal]:
    """Return what each member, or the network, is owed of VAT, by their id and currency; negative: what they owe.

    It is the VAT of these documents less the VAT named in what was paid, each payout with its currency.
    """
    positions: dict[Account, Decimal] = {}

    def add(account: Account, amount: Decimal) -> None:
        positions[account] = positions.get(account, ZERO) + amount

    for each in documents:
        add((each.payee_id, each.currency), each.vat)
        add((each.payer_id, each.currency), -each.vat)
    for payout, currency in paid:
        add((payout.payee_id, currency), -(payout.vat or ZERO))
        add((payout.payer_id, currency), payout.vat or ZERO)
    return positions
