"""The yearly declaration of commissions paid (DAS2): per payee, on what was really paid, including VAT.

Source: accounting.md, "DAS2". Who pays declares: `by_payer` says what each payer paid whom.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from netsheets.domain.book import Book, grouped
from netsheets.domain.charter import Terms
from netsheets.domain.closing import currency_of
from netsheets.domain.money import ZERO, exact_sum
from netsheets.domain.network import Network
from netsheets.domain.records import NETWORK, Payout

CURRENCY = "EUR"
"""What is declared is in euros; whoever paid in another currency converts it."""
_ASKED_FOR = ("siren", "trade", "address", "postcode", "city")


@dataclass(frozen=True, slots=True)
class PayeeTotal:
    """What a payee was paid in the year, including VAT; `above`: it must be declared.

    `missing` are the columns of the payee's row that the declaration asks for and that are empty.
    """

    payee_id: str
    payments: int
    paid: Decimal
    above: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairTotal:
    """What one payer paid one payee in the year, including VAT; `above`: that payer must declare it."""

    payer_id: str
    payee_id: str
    paid: Decimal
    above: bool


@dataclass(frozen=True, slots=True)
class OtherCurrency:
    """What a payee was paid in another currency, including VAT: to be converted by who declares it."""

    payee_id: str
    currency: str
    paid: Decimal


@dataclass(frozen=True, slots=True)
class Declaration:
    """A year's commissions paid. `threshold`: declared strictly above it; `due_on`: the last day to declare."""

    year: int
    threshold: Decimal
    due_on: dt.date
    payees: tuple[PayeeTotal, ...]
    by_payer: tuple[PairTotal, ...]
    other_currencies: tuple[OtherCurrency, ...]


def declaration_of(network: Network, terms: Terms, year: int, threshold: Decimal, *, payer_id: str = "") -> Declaration:
    """Return the declaration of a year, the largest payee first; `payer_id` leaves out what others paid.

    A payout from someone to themselves is no payment.
    """
    book = network.book
    paid = [
        each
        for each in book.payouts
        if each.paid_on.year == year and each.payer_id != each.payee_id and payer_id in ("", each.payer_id)
    ]
    euros = [each for each in paid if currency_of(each, network) == CURRENCY]
    others = [each for each in paid if currency_of(each, network) != CURRENCY]
    payees = [
        PayeeTotal(
            payee_id, len(rows), total := _total(rows), total > threshold, _missing(payee_id, network.book, terms)
        )
        for payee_id, rows in grouped(euros, lambda each: each.payee_id).items()
    ]
    pairs = [
        PairTotal(*pair, total := _total(rows), total > threshold)
        for pair, rows in grouped(euros, lambda each: (each.payer_id, each.payee_id)).items()
    ]
    foreign = grouped(others, lambda each: (each.payee_id, currency_of(each, network)))
    return Declaration(
        year,
        threshold,
        due_day(year),
        tuple(sorted(payees, key=lambda each: (-each.paid, each.payee_id))),
        tuple(sorted(pairs, key=lambda each: (each.payer_id, -each.paid, each.payee_id))),
        tuple(OtherCurrency(*key, _total(rows)) for key, rows in sorted(foreign.items())),
    )


def due_day(year: int) -> dt.date:
    """Return the second working day after 1 May of the year after; 8 May can't be one of the two."""
    day, working = dt.date(year + 1, 5, 1), 0
    while working < 2:
        day += dt.timedelta(days=1)
        working += day.isoweekday() <= 5
    return day


def _total(rows: Iterable[Payout]) -> Decimal:
    return exact_sum(each.amount for each in rows) or ZERO


def _missing(payee_id: str, book: Book, terms: Terms) -> tuple[str, ...]:
    if payee_id == NETWORK:
        known = {"siren": terms.network_siren, "name": terms.network_name, "address": terms.network_address}
        return tuple(name for name, text in known.items() if not text)
    member = book.member_by_id.get(payee_id)
    return tuple(name for name in _ASKED_FOR if member is None or not getattr(member, name))
