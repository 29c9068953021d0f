"""VAT: once on a total, by the payee's status, parted over the payers, and what of it is still due (rules.md, 6)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from netsheets.domain.charter import charter_of
from netsheets.domain.statements.vat import Vat, vat_by_payer, vat_due
from tests.domain.test_settlement import line
from tests.support.build import book, member, parameter, payout

FIFTH = Decimal("0.2")


def parts(status: str, **nets: str) -> dict[str, Vat]:
    return vat_by_payer({payer: Decimal(net) for payer, net in nets.items()}, status, FIFTH)


def test_the_parts_sum_up_to_the_vat_on_the_total() -> None:
    """20 % of 0.06 is 0.01; of each 0.02 it would be nothing."""
    found = parts("standard", M1="0.02", M2="0.02", M3="0.02")
    assert sum((each.amount for each in found.values() if each.amount), Decimal(0)) == Decimal("0.01")
    assert {(each.status, each.rate) for each in found.values()} == {("standard", FIFTH)}


@pytest.mark.parametrize(
    ("status", "vat"), [("franchise", Vat("franchise", None, Decimal("0.00"))), ("", Vat("", None, None))]
)
def test_without_a_rate_every_payer_has_what_the_total_has(status: str, vat: Vat) -> None:
    assert parts(status, M1="100.00", M2="50.00") == {"M1": vat, "M2": vat}


def test_the_vat_due_is_that_of_each_payees_months_less_what_was_paid_of_it() -> None:
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
    assert vat_due(lines, rows, charter_of([]), "EUR") == {
        ("M1", "EUR"): Decimal("15.01"),
        ("M2", "EUR"): Decimal("-15.01"),
        ("M3", "EUR"): Decimal("0.00"),
    }


def test_the_vat_due_is_at_the_rate_of_each_month() -> None:
    rows = book(member("M1", vat_status="standard"), member("M2"))
    charter = charter_of([parameter("vat.rate", "20%"), parameter("vat.rate", "25%", "2026-02-28")])
    lines = (line("2026-01", "M2", "M1", "100.00"), line("2026-02", "M2", "M1", "100.00"))
    assert vat_due(lines, rows, charter, "EUR")["M1", "EUR"] == Decimal("45.00")


def test_the_vat_due_keeps_currencies_apart_and_takes_a_payout_without_one_for_the_networks() -> None:
    rows = book(
        member("M1", vat_status="standard"),
        member("M2"),
        payout("P1", payer_id="M2", payee_id="M1", amount="8.00", vat="8.00"),
        payout("P2", payer_id="M2", payee_id="M1", amount="5.00", vat="5.00", currency="CHF"),
        payout("P3", payer_id="M2", payee_id="M1", amount="50.00"),
    )
    lines = (line("2026-01", "M2", "M1", "100.00", "CHF"), line("2026-01", "M2", "M1", "50.00"))
    assert vat_due(lines, rows, charter_of([]), "EUR") == {
        ("M1", "CHF"): Decimal("15.00"),
        ("M2", "CHF"): Decimal("-15.00"),
        ("M1", "EUR"): Decimal("2.00"),
        ("M2", "EUR"): Decimal("-2.00"),
    }
