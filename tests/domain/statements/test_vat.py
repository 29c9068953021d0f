"""VAT: once on each document, by the payee's status, and what of it is still due (rules.md, 5 and 6)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest

from netsheets.domain.book import Book
from netsheets.domain.documents import DocumentTerms, documents_of
from netsheets.domain.ledger import Document, Line
from netsheets.domain.network import Network
from netsheets.domain.statements.vat import Vat, vat_by_payer, vat_due
from tests.domain.test_settlement import line
from tests.support.build import book, day, member, parameter, payout
from tests.support.closings import month

FIFTH = Decimal("0.2")


def documents(rows: Book, *lines: Line) -> tuple[Document, ...]:
    seen = Network.of(rows, day("2026-03-01"))
    months = sorted({each.month for each in lines})
    return tuple(
        document
        for of in months
        for document in documents_of([each for each in lines if each.month == of], seen, of, DocumentTerms())
    )


def parts(status: str, **nets: str) -> dict[str, Vat]:
    rows = book(member("M9", vat_status=status), *(member(each) for each in nets))
    return vat_by_payer(documents(rows, *(line("2026-02", each, "M9", net) for each, net in nets.items())), status)


def due(rows: Book, lines: Iterable[Line]) -> dict[tuple[str, str], Decimal]:
    return dict(vat_due(documents(rows, *lines), [(each, each.currency or "EUR") for each in rows.payouts]))


def test_each_document_has_the_vat_on_its_own_amount() -> None:
    found = parts("standard", M1="0.02", M2="0.03", M3="100.00")
    assert {payer: each.amount for payer, each in found.items()} == {
        "M1": Decimal("0.00"), "M2": Decimal("0.01"), "M3": Decimal("20.00"),
    }  # fmt: skip
    assert {(each.status, each.rate) for each in found.values()} == {("standard", FIFTH)}


@pytest.mark.parametrize(
    ("status", "vat"), [("franchise", Vat("franchise", None, Decimal("0.00"))), ("", Vat("", None, None))]
)
def test_without_a_rate_every_payer_has_what_the_status_says(status: str, vat: Vat) -> None:
    assert parts(status, M1="100.00", M2="50.00") == {"M1": vat, "M2": vat}


def test_the_vat_due_is_that_of_each_months_documents_less_what_was_paid_of_it() -> None:
    rows = book(
        member("M1", vat_status="standard"),
        member("M2", vat_status="franchise"),
        member("M3"),
        payout("P1", payer_id="M2", payee_id="M1", amount="30.00", vat="5.00"),
    )
    lines = (
        line("2026-01", "M2", "M1", "100.00"),
        line("2026-02", "M2", "M1", "0.02"),
        line("2026-02", "M2", "M1", "0.03"),
        line("2026-02", "M1", "M2", "50.00"),
        line("2026-02", "M1", "M3", "50.00"),
    )
    assert due(rows, lines) == {
        ("M1", "EUR"): Decimal("15.01"),
        ("M2", "EUR"): Decimal("-15.01"),
        ("M3", "EUR"): Decimal("0.00"),
    }


def test_the_vat_due_is_at_the_rate_of_each_month() -> None:
    rows = book(
        member("M1", vat_status="standard"), member("M2"), parameter("vat.rate", "20%"),
        parameter("vat.rate", "25%", "2026-02-28"),
    )  # fmt: skip
    lines = (line("2026-01", "M2", "M1", "100.00"), line("2026-02", "M2", "M1", "100.00"))
    assert due(rows, lines)["M1", "EUR"] == Decimal("45.00")


def test_the_vat_due_keeps_currencies_apart() -> None:
    rows = book(
        member("M1", vat_status="standard"),
        member("M2"),
        payout("P1", payer_id="M2", payee_id="M1", amount="8.00", vat="8.00"),
        payout("P2", payer_id="M2", payee_id="M1", amount="5.00", vat="5.00", currency="CHF"),
        payout("P3", payer_id="M2", payee_id="M1", amount="50.00"),
    )
    lines = (line("2026-01", "M2", "M1", "100.00", "CHF"), line("2026-01", "M2", "M1", "50.00"))
    assert due(rows, lines) == {
        ("M1", "CHF"): Decimal("15.00"),
        ("M2", "CHF"): Decimal("-15.00"),
        ("M1", "EUR"): Decimal("2.00"),
        ("M2", "EUR"): Decimal("-2.00"),
    }


def test_documents_are_numbered_without_a_gap_per_payee_and_year() -> None:
    rows = book(member("M1", vat_status="standard"), member("M2"), member("M3"))
    lines = (
        line("2026-02", "M2", "M1", "10.00"),
        line("2026-02", "M3", "M1", "20.00"),
        line("2026-02", "M1", "M2", "-5.00"),
    )
    seen = Network.of(rows, day("2026-03-01"))
    found = documents_of(lines, seen, month("2026-02"), DocumentTerms(payment_days=30))
    assert [(each.number, each.kind, each.payer_id, str(each.gross), str(each.due_on)) for each in found] == [
        ("M1-2026-0001", "charge", "M2", "12.00", "2026-03-30"),
        ("M1-2026-0002", "charge", "M3", "24.00", "2026-03-30"),
        ("M2-2026-0001", "credit_note", "M1", "-5.00", "2026-03-30"),
    ]
