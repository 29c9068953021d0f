"""Another currency's sign in an amount (tabs.md, "Findings", money that may be wrong)."""

from __future__ import annotations

import pytest

from netsheets.domain.checks.signs import foreign_signs
from netsheets.domain.findings import finding
from netsheets.domain.records import Record
from tests.support.build import billing, client, members, network, parameter, payout, referral

ROWS: tuple[Record, ...] = (*members("M1", "M2"), client(), referral(), billing(), payout())


def signs(text: str, *rows: Record, tab: str = "billing", column: str = "amount") -> list[str]:
    """Return the currency of the row where a text in its second row bears the sign of another."""
    cell = finding("text_for_number", tab, 2, column, text, read_as="100.00")
    found = list(foreign_signs(network(*(rows or ROWS)), [cell]))
    assert all((each.severity, each.code) == ("warning", "currency_sign_differs") for each in found)
    assert all((each.tab, each.row, each.column, each.value) == (tab, 2, column, text) for each in found)
    return [dict(each.details)["currency"] for each in found]


@pytest.mark.parametrize("text", ["100 $", "$100", "100 £", "CHF 100", "100 usd", "100 FCFA", "100 ¥", "US$ 100"])
def test_another_currencys_sign_is_told_with_the_rows_currency(text: str) -> None:
    assert signs(text) == ["EUR"]


@pytest.mark.parametrize("text", ["100", "100 €", "€100", "100 euros", "100 EUR", "1 00"])
def test_its_own_sign_and_none_are_sound(text: str) -> None:
    assert signs(text) == []


def test_the_currency_is_the_referrals_else_the_networks_on_the_day_it_was_given() -> None:
    swiss: tuple[Record, ...] = (
        *members("M1", "M2"),
        client(),
        referral(currency="CHF"),
        billing(),
        parameter("currency", "CAD", "2026-03-01"),
    )
    assert (signs("100 €", *swiss), signs("CHF 100", *swiss)) == (["CHF"], [])
    canadian = (*ROWS, parameter("currency", "CAD", "2026-01-05"))
    assert (signs("100 $", *canadian), signs("100 US$", *canadian), signs("100 €", *canadian)) == ([], ["CAD"], ["CAD"])


def test_a_payout_and_a_deal_have_their_own() -> None:
    rows: tuple[Record, ...] = (*members("M1", "M2"), client(), referral(currency="USD"), payout(currency="GBP"))
    assert signs("100 €", *rows, tab="payouts") == ["GBP"]
    assert signs("100 £", *rows, tab="payouts") == signs("100 $", *rows, tab="referrals", column="deal_amount") == []
    assert signs("100 £", *rows, tab="referrals", column="deal_amount") == ["USD"]


def test_a_row_that_is_not_computed_and_a_tab_without_currency_are_passed_over() -> None:
    assert signs("100 $", *ROWS[:3]) == []
    assert signs("100 $", tab="shares", column="weight") == []
