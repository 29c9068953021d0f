"""Documents: what each payer owes each payee for a month, numbered, with the VAT of its day (rules.md, 5)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from netsheets.domain.closing import Key, key_of
from netsheets.domain.ledger import ADJUSTMENTS, Document, Ledger, Line
from netsheets.domain.money import ZERO, exact_sum
from netsheets.domain.month import Month, days_later
from netsheets.domain.network import Network
from netsheets.domain.parties import party_of
from netsheets.domain.statements.vat import vat_on

CHARGED = frozenset({"referral", "bonus", "correction"})
"""The families that a document charges; an opening balance was charged before, a payment pays."""


@dataclass(frozen=True, slots=True)
class DocumentTerms:
    """What documents follow besides the rules: days until they are due, and what a VAT status asks to be said."""

    payment_days: int = 30
    mention: Callable[[str, dt.date], str] = lambda _status, _day: ""


class _Rated(NamedTuple):
    """What the lines of one document share."""

    payee_id: str
    currency: str
    payer_id: str
    vat_rate: Decimal | None
    mention: str


def documents_of(lines: Iterable[Line], network: Network, month: Month, terms: DocumentTerms) -> tuple[Document, ...]:
    """Return the documents of a month's lines, in order of payee, currency and payer, numbered after the ledger's own.

    One a payer, payee and currency; a further one where lines correct documents of another rate of VAT. The rate is
    that of the charter on the month's last day where the payee's status, as sealed, is standard. VAT is computed once
    on each document, rounded half up.
    """
    corrected = _corrected_documents(network.ledger, month)
    groups: dict[_Rated, list[tuple[Line, Document | None]]] = {}
    rates: dict[str, tuple[Decimal | None, str]] = {}
    for line in lines:
        if line.family not in CHARGED:
            continue
        if line.payee_id not in rates:
            rates[line.payee_id] = _rate(line.payee_id, network, month, terms)
        before = corrected.get(key_of(line)) if line.kind in ADJUSTMENTS else None
        rate, mention = (before.vat_rate, before.mention) if before else rates[line.payee_id]
        rated = _Rated(line.payee_id, line.currency, line.payer_id, rate, mention)
        groups.setdefault(rated, []).append((line, before))
    taken = _last_numbers(network.ledger, month.year)
    found = []
    for rated in sorted(groups, key=lambda each: (each[:3], each.vat_rate is None, each.vat_rate or 0, each.mention)):
        taken[rated.payee_id] += 1
        number = f"{rated.payee_id}-{month.year:04d}-{taken[rated.payee_id]:04d}"
        found.append(_document(number, month, rated, groups[rated], terms))
    return tuple(found)


def every_document(network: Network) -> tuple[Document, ...]:
    """Return the documents of all closed months; those of months that the first edition closed as they would be."""
    ledger = network.ledger
    found: list[Document] = []
    for month in sorted(ledger.seals_of):
        sealed = ledger.documents_of.get(month)
        lines = ledger.lines_of.get(month, ())
        found.extend(sealed if sealed is not None else documents_of(lines, network, month, DocumentTerms()))
    return tuple(found)


def _document(
    number: str, month: Month, rated: _Rated, lines: list[tuple[Line, Document | None]], terms: DocumentTerms
) -> Document:
    net = exact_sum(line.amount for line, _ in lines)
    charged = vat_on(net, "standard", rated.vat_rate).amount if rated.vat_rate is not None else None
    vat = charged or ZERO
    named = sorted({before.number for _, before in lines if before})
    return Document(
        number, month, "credit_note" if net < 0 else "charge", rated.payer_id, rated.payee_id, rated.currency,
        net, rated.vat_rate, rated.mention, vat, net + vat,
        days_later(month.last_day, terms.payment_days),
        "; ".join(named) if all(before for _, before in lines) else "",
    )  # fmt: skip


def _rate(payee_id: str, network: Network, month: Month, terms: DocumentTerms) -> tuple[Decimal | None, str]:
    """Return the rate a payee charges at a month's end, None for none, and what is to be said about it."""
    charter = network.terms_at(month)
    status = party_of(payee_id, network, month).vat_status
    return (charter.vat_rate if status == "standard" else None), terms.mention(status, month.last_day)


def _corrected_documents(ledger: Ledger, month: Month) -> dict[Key, Document]:
    """Return, by the key of a line, the document of the month that first posted it."""
    first_of: dict[tuple[Month, str, str, str], Document] = {}
    for document in ledger.documents:
        first_of.setdefault((document.month, document.payer_id, document.payee_id, document.currency), document)
    found: dict[Key, Document] = {}
    for line in ledger.until(month.previous):
        of_line = first_of.get((line.month, line.payer_id, line.payee_id, line.currency))
        if of_line:
            found.setdefault(key_of(line), of_line)
    return found


def _last_numbers(ledger: Ledger, year: int) -> Counter[str]:
    """Return how many documents each payee has in a year."""
    return Counter(each.payee_id for each in ledger.documents if each.month.year == year)
