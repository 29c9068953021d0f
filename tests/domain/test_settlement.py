"""Balances and the transfers that settle them (rules.md, 6)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from netsheets.domain.ledger import Line
from netsheets.domain.network import Network
from netsheets.domain.settlement import (
    Balance,
    Transfer,
    balances_of,
    outstanding_lines,
    through_network,
    transfers_for,
)
from tests.support.build import billing, book, day, members, payout, referral
from tests.support.closings import closed, month, paid_lines


def line(of: str, payer_id: str, payee_id: str, amount: str, currency: str = "EUR") -> Line:
    found = month(of)
    return Line(
        "", found, found, "commission", "R1", "B1", "C1", payer_id, payee_id, currency, Decimal(0), Decimal(amount)
    )


def shown(balances: tuple[Balance, ...]) -> list[str]:
    """Return each balance as `M1 EUR: opening +earned -owed +paid_out -received = closing`."""
    return [
        f"{each.member_id} {each.currency}: {each.opening} +{each.earned} -{each.owed} +{each.paid_out}"
        f" -{each.received} = {each.closing}"
        for each in balances
    ]


def balance(member_id: str, closing: str, currency: str = "EUR") -> Balance:
    return Balance(member_id, currency, Decimal(closing), Decimal(0), Decimal(0), Decimal(0), Decimal(0))


def transfers(*balances: Balance, minimum: str = "0") -> list[str]:
    found = transfers_for(balances, Decimal(minimum))
    return [f"{each.payer_id}>{each.payee_id} {each.currency} {each.amount}" for each in found]


def test_a_balance_is_opening_plus_posted_less_paid() -> None:
    lines = (
        line("2026-01", "M2", "M1", "100.00"),
        line("2026-02", "M2", "M1", "50.00"),
        line("2026-02", "M1", "M2", "20.00"),
        line("2026-03", "M2", "M1", "999.00"),
    )
    paid = (
        payout("P1", paid_on="2026-01-31", amount="30.00"),
        payout("P2", paid_on="2026-02-01", amount="60.00"),
        payout("P3", paid_on="2026-03-01", amount="999.00"),
    )
    assert shown(balances_of((*lines, *paid_lines(paid)), month("2026-02"))) == [
        "M1 EUR: 70.00 +50.00 -20.00 +0.00 -60.00 = 40.00",
        "M2 EUR: -70.00 +20.00 -50.00 +60.00 -0.00 = -40.00",
    ]


def test_the_vat_in_a_payout_settles_nothing() -> None:
    lines = [line("2026-02", "M2", "M1", "100.00")]
    payouts = [payout("P1", paid_on="2026-02-20", amount="120.00", vat="20.00")]
    assert shown(balances_of((*lines, *paid_lines(payouts)), month("2026-02"))) == [
        "M1 EUR: 0.00 +100.00 -0.00 +0.00 -100.00 = 0.00",
        "M2 EUR: 0.00 +0.00 -100.00 +100.00 -0.00 = 0.00",
    ]


def test_currencies_are_kept_apart_and_a_payout_without_one_has_the_networks() -> None:
    lines = (line("2026-02", "M2", "M1", "100.00", "CHF"), line("2026-02", "M2", "M1", "50.00"))
    paid = (
        payout("P1", paid_on="2026-02-20", amount="50.00"),
        payout("P2", paid_on="2026-02-20", amount="9.00", currency="CHF"),
    )
    assert shown(balances_of((*lines, *paid_lines(paid)), month("2026-02"))) == [
        "M1 CHF: 0.00 +100.00 -0.00 +0.00 -9.00 = 91.00",
        "M2 CHF: 0.00 +0.00 -100.00 +9.00 -0.00 = -91.00",
        "M1 EUR: 0.00 +50.00 -0.00 +0.00 -50.00 = 0.00",
        "M2 EUR: 0.00 +0.00 -50.00 +50.00 -0.00 = 0.00",
    ]


def test_the_network_has_a_balance_too() -> None:
    (first, second) = balances_of((line("2026-02", "M2", "NETWORK", "15.00"),), month("2026-02"))
    assert [(each.member_id, str(each.closing)) for each in (first, second)] == [("M2", "-15.00"), ("NETWORK", "15.00")]


def test_a_transfer_goes_from_a_net_payer_to_a_net_payee() -> None:
    assert transfers(balance("M1", "40.00"), balance("M2", "-40.00")) == ["M2>M1 EUR 40.00"]


def test_there_is_one_transfer_fewer_than_members_at_most_the_largest_first() -> None:
    found = transfers(balance("M1", "100.00"), balance("M2", "-60.00"), balance("M3", "-70.00"), balance("M4", "30.00"))
    assert found == ["M3>M1 EUR 70.00", "M2>M1 EUR 30.00", "M2>M4 EUR 30.00"]


def test_who_is_even_needs_no_transfer() -> None:
    assert transfers(balance("M1", "0.00"), balance("M2", "0.00")) == []
    assert transfers() == []


def test_transfers_settle_each_currency_on_its_own() -> None:
    assert transfers(
        balance("M1", "10.00"), balance("M2", "-10.00"), balance("M1", "-5.00", "CHF"), balance("M2", "5.00", "CHF")
    ) == ["M1>M2 CHF 5.00", "M2>M1 EUR 10.00"]


def test_a_balance_under_the_minimum_is_carried_forward() -> None:
    assert transfers(balance("M1", "50.00"), balance("M2", "-50.00"), minimum="50.00") == ["M2>M1 EUR 50.00"]
    assert transfers(balance("M1", "49.99"), balance("M2", "-49.99"), minimum="50.00") == []


def test_with_a_minimum_what_stays_is_what_was_carried() -> None:
    found = transfers(balance("M1", "100.00"), balance("M2", "-90.00"), balance("M3", "-10.00"), minimum="20.00")
    assert found == ["M2>M1 EUR 90.00"]


def test_what_was_paid_since_the_months_end_is_no_longer_due() -> None:
    rows = book(referral(), billing(amount="666.67"), *members("M1", "M2"))
    ledger = closed(rows, "2026-02")
    paid = replace(rows, payouts=(payout(paid_on="2026-03-10", amount="40.00"),))
    seen = Network.of(paid, day("2026-04-01"), ledger=ledger)
    assert shown(balances_of(outstanding_lines(seen, month("2026-02")), month("2026-02"))) == [
        "M1 EUR: 0.00 +100.00 -0.00 +0.00 -40.00 = 60.00",
        "M2 EUR: 0.00 +0.00 -100.00 +40.00 -0.00 = -60.00",
    ]


def test_through_the_network_each_member_pays_or_is_paid_once() -> None:
    balances = [balance("M1", "50.00"), balance("M2", "-70.00"), balance("M3", "0.00"), balance("NETWORK", "20.00")]
    assert through_network(balances) == (
        Transfer("M2", "NETWORK", "EUR", Decimal("70.00")),
        Transfer("NETWORK", "M1", "EUR", Decimal("50.00")),
    )


@pytest.mark.parametrize(("minimum", "members"), [("49.99", ["M1"]), ("50.00", ["M1"]), ("50.01", [])])
def test_an_amount_under_the_minimum_waits(minimum: str, members: list[str]) -> None:
    found = through_network([balance("M1", "50.00")], Decimal(minimum))
    assert [each.payee_id for each in found] == members


def test_vat_is_paid_with_the_balance_and_may_turn_it_round() -> None:
    vat = {("M1", "EUR"): Decimal("10.00"), ("M2", "EUR"): Decimal("-30.00")}
    assert through_network([balance("M1", "50.00"), balance("M2", "20.00")], vat=vat) == (
        Transfer("M2", "NETWORK", "EUR", Decimal("10.00"), Decimal("30.00")),
        Transfer("NETWORK", "M1", "EUR", Decimal("60.00"), Decimal("10.00")),
    )


def test_vat_that_was_left_over_is_paid_though_the_balance_is_settled() -> None:
    vat = {("M1", "EUR"): Decimal("50.00"), ("M2", "EUR"): Decimal("-49.99")}
    assert through_network([balance("M1", "0.00"), balance("M2", "0.00")], Decimal("50.00"), vat) == (
        Transfer("NETWORK", "M1", "EUR", Decimal("50.00"), Decimal("50.00")),
    )


def test_the_network_pays_after_it_was_paid_in_order_of_currency_and_member() -> None:
    balances = [
        balance("M2", "-1.00"), balance("M1", "5.00"), balance("M3", "-2.00"), balance("M1", "-3.00", "CHF"),
        balance("M3", "7.00", "CHF"),
    ]  # fmt: skip
    assert [(each.payer_id, each.payee_id, each.currency, str(each.amount)) for each in through_network(balances)] == [
        ("M1", "NETWORK", "CHF", "3.00"),
        ("M2", "NETWORK", "EUR", "1.00"),
        ("M3", "NETWORK", "EUR", "2.00"),
        ("NETWORK", "M3", "CHF", "7.00"),
        ("NETWORK", "M1", "EUR", "5.00"),
    ]


def test_less_than_one_is_paid_too() -> None:
    assert transfers(balance("M1", "0.50"), balance("M2", "-0.50")) == ["M2>M1 EUR 0.50"]
    found = through_network([balance("M1", "0.50"), balance("M2", "-0.50")])
    assert [str(each.amount) for each in found] == ["0.50", "0.50"]


def test_who_is_even_is_passed_over_whatever_others_are_owed() -> None:
    found = transfers(balance("M1", "0.00"), balance("M2", "0.50"), balance("M3", "-0.50"), balance("M4", "0.00"))
    assert found == ["M3>M2 EUR 0.50"]


def test_what_is_left_of_the_larger_balance_is_matched_with_the_next() -> None:
    found = transfers(balance("M1", "100.00"), balance("M2", "-60.00"), balance("M3", "-40.00"))
    assert found == ["M2>M1 EUR 60.00", "M3>M1 EUR 40.00"]
    found = transfers(balance("M1", "-100.00"), balance("M2", "60.00"), balance("M3", "50.00"), balance("M4", "-10.00"))
    assert found == ["M1>M2 EUR 60.00", "M1>M3 EUR 40.00", "M4>M3 EUR 10.00"]


@pytest.mark.parametrize("sign", ["", "-"])
def test_where_much_is_carried_forward_one_side_waits_for_the_rest(sign: str) -> None:
    """M3's balance is large enough, but those it would be settled with are carried forward; M6 is even."""
    other = "" if sign else "-"
    balances = [
        balance("M1", f"{sign}60.00"), balance("M2", f"{other}60.00"), balance("M3", f"{other}30.00"),
        balance("M4", f"{sign}15.00"), balance("M5", f"{sign}15.00"),
    ]  # fmt: skip
    pair = "M1>M2" if sign else "M2>M1"
    assert transfers(*balances, minimum="20.00") == [f"{pair} EUR 60.00"]
    assert transfers(*balances[:3], balance("M6", "0.00")) == [f"{pair} EUR 60.00"]


def test_what_the_network_holds_is_no_transfer_of_its_own() -> None:
    assert through_network([balance("NETWORK", "70.00"), balance("NETWORK", "-70.00", "CHF")]) == ()


def test_vat_counts_towards_the_minimum_in_its_own_currency() -> None:
    vat = {("M1", "EUR"): Decimal("10.00"), ("M1", "CHF"): Decimal("-10.00")}
    balances = [balance("M1", "40.00"), balance("M1", "40.00", "CHF")]
    assert through_network(balances, Decimal("50.00"), vat) == (
        Transfer("NETWORK", "M1", "EUR", Decimal("50.00"), Decimal("10.00")),
    )
