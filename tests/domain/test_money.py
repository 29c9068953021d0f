"""Money: exact decimals, half up to the cent, shares by largest remainder (rules.md, 4)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

from netsheets.domain.money import allocated, exact_sum, percentage, product, rounded


@pytest.mark.parametrize(
    ("exact", "cents"),
    [
        ("0.004999", "0.00"),
        ("0.005", "0.01"),
        ("150.0045", "150.00"),
        ("150.005", "150.01"),
        ("2.675", "2.68"),
        ("1.0050", "1.01"),
        ("-0.005", "-0.01"),
    ],
)
def test_rounding_is_half_up(exact: str, cents: str) -> None:
    assert rounded(Decimal(exact)) == Decimal(cents)


def test_products_and_sums_lose_no_digit_whatever_the_context() -> None:
    with localcontext() as context:
        context.prec = 3
        assert product(Decimal("12345678.91"), Decimal("0.17775")) == Decimal("2194444.4262525")
        assert exact_sum([Decimal("12345678.91"), Decimal("0.0001")]) == Decimal("12345678.9101")


def thirds(total: str) -> list[str]:
    parts = allocated(Decimal(total), {("a", "x"): Fraction(1), ("b", "x"): Fraction(1), ("c", "x"): Fraction(1)})
    return [str(part) for part in parts.values()]


def test_cents_left_over_go_one_each_ties_to_the_smallest_pair() -> None:
    assert thirds("100.00") == ["33.34", "33.33", "33.33"]
    assert thirds("100.01") == ["33.34", "33.34", "33.33"]
    assert thirds("100.02") == ["33.34", "33.34", "33.34"]


def test_ties_go_by_payee_then_payer_and_not_by_the_order_of_the_rows() -> None:
    weights = {("b", "x"): Fraction(1), ("a", "z"): Fraction(1), ("a", "y"): Fraction(1)}
    assert allocated(Decimal("0.01"), weights)["a", "y"] == Decimal("0.01")


def test_the_largest_remainder_comes_before_the_smallest_pair() -> None:
    weights = {("a", "x"): Fraction(1), ("b", "x"): Fraction(3)}
    assert allocated(Decimal("0.07"), weights) == {("a", "x"): Decimal("0.02"), ("b", "x"): Decimal("0.05")}
    assert allocated(Decimal("0.03"), weights) == {("a", "x"): Decimal("0.01"), ("b", "x"): Decimal("0.02")}


def test_one_pair_gets_the_whole() -> None:
    assert allocated(Decimal("16.67"), {("a", "x"): Fraction(1, 3)}) == {("a", "x"): Decimal("16.67")}


def test_nothing_is_shared_as_nothing() -> None:
    assert thirds("0.00") == ["0.00", "0.00", "0.00"]


def test_the_cent_left_over_goes_to_the_largest_remainder_not_to_the_smallest_part() -> None:
    parts = allocated(Decimal("1.00"), {("a", "x"): Fraction(1), ("b", "x"): Fraction(2), ("c", "x"): Fraction(4)})
    assert [str(part) for part in parts.values()] == ["0.14", "0.29", "0.57"]


@pytest.mark.parametrize(("part", "said"), [("0.155", "15.5%"), ("0.2", "20%"), ("0", "0%"), ("1", "100%")])
def test_a_part_of_one_is_said_as_a_percentage(part: str, said: str) -> None:
    assert percentage(Decimal(part)) == said
