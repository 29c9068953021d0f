"""Cells read as amounts, weights, percentages and scores (tabs.md, "Findings": cells; rules.md, 1: percentages)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from netsheets.stores.port import Cell
from tests.support.sheets import moment, read_cell


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (1200, "1200.00"),
        (1200.0, "1200.00"),
        (0.01, "0.01"),
        (1234.5, "1234.50"),
        (0.1 + 0.2, "0.30"),
        (1.1 * 3, "3.30"),
        (999999999999.99, "999999999999.99"),
    ],
)
def test_a_number_is_an_amount(cell: float, amount: str) -> None:
    assert read_cell("billing.amount", cell) == (Decimal(amount), "", {})
    assert str(read_cell("billing.amount", cell)[0]) == amount


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1 234,56 €", "1234.56"),
        ("1\u202f234,56\u00a0€", "1234.56"),
        ("1,234.56", "1234.56"),
        ("€12", "12.00"),
        ("12,5", "12.50"),
        ("\u200b12.50\ufeff", "12.50"),
        ("  7 ", "7.00"),
    ],
)
def test_an_amount_typed_as_text_is_read_with_a_warning(typed: str, amount: str) -> None:
    assert read_cell("billing.amount", typed) == (Decimal(amount), "text_for_number", {"read_as": amount})


@pytest.mark.parametrize(("typed", "first", "second"), [("1,234", "1234", "1.234"), ("12.345 €", "12345", "12.345")])
def test_an_amount_with_two_readings_shows_both_and_is_not_guessed(typed: str, first: str, second: str) -> None:
    assert read_cell("billing.amount", typed) == (None, "ambiguous_number", {"first": first, "second": second})


@pytest.mark.parametrize("typed", ["twelve", "12k", "1e5", "12 34", "=B2", "(12.50)", "😀", "١٢"])
def test_what_is_no_amount_is_an_error(typed: str) -> None:
    assert read_cell("billing.amount", typed) == (None, "unreadable_number", {"expected": "positive_money"})


@pytest.mark.parametrize(
    "cell", [True, dt.date(2026, 1, 5), moment("2026-01-05T09:00"), dt.time(9), dt.timedelta(1), float("nan")]
)
def test_another_kind_of_cell_is_no_amount(cell: Cell) -> None:
    assert read_cell("billing.amount", cell) == (None, "wrong_type", {"expected": "positive_money"})


@pytest.mark.parametrize(
    ("cell", "nearest"), [(12.345, "12.35"), (12.344, "12.34"), (0.005, "0.01"), ("1234,567", "1234.57")]
)
def test_too_many_decimals_shows_the_amount_rounded_half_up(cell: Cell, nearest: str) -> None:
    assert read_cell("billing.amount", cell) == (None, "too_many_decimals", {"limit": "2", "nearest": nearest})


@pytest.mark.parametrize("cell", [0, 0.0, -0.0, -0.01, -1200.0, "-5", "0,00 €", -1e300])
def test_an_amount_billed_is_above_zero(cell: Cell) -> None:
    assert read_cell("billing.amount", cell) == (None, "out_of_range", {"low": "0.01"})


@pytest.mark.parametrize("cell", [-0.01, -100, "-5"])
def test_a_deal_is_worth_nothing_at_least(cell: Cell) -> None:
    assert read_cell("referrals.deal_amount", cell) == (None, "out_of_range", {"low": "0.00"})


@pytest.mark.parametrize("cell", [1e12, 10**30, 10**400, 1e300, "1000000000000"])
def test_an_amount_has_twelve_digits_at_most(cell: Cell) -> None:
    assert read_cell("billing.amount", cell) == (None, "out_of_range", {"high": "999999999999.99"})


@pytest.mark.parametrize("cell", [float("inf"), -float("inf")])
def test_no_amount_is_infinite(cell: float) -> None:
    assert read_cell("billing.amount", cell)[:2] == (None, "wrong_type")


@pytest.mark.parametrize(("cell", "weight"), [(2, "2"), (0.5, "0.5"), (0.333333, "0.333333"), (999999999, "999999999")])
def test_a_weight_is_a_number_above_zero(cell: float, weight: str) -> None:
    assert read_cell("shares.weight", cell) == (Decimal(weight), "", {})


@pytest.mark.parametrize(
    ("cell", "code"),
    [(0, "out_of_range"), (-1, "out_of_range"), (1e9, "out_of_range"), (1 / 3, "too_many_decimals")],
)
def test_a_weight_out_of_bounds_is_an_error(cell: float, code: str) -> None:
    assert read_cell("shares.weight", cell)[:2] == (None, code)


@pytest.mark.parametrize(
    ("cell", "part"),
    [(0.15, "0.15"), (0.155, "0.155"), (0, "0"), (0.1 + 0.2, "0.3"), ("15%", "0.15"), ("15,5 %", "0.155"),
     ("15\u00a0%", "0.15"), ("100%", "1"), ("150%", "1.5"), ("33.333%", "0.33333"), ("0,5 %", "0.005")],
)  # fmt: skip
def test_a_percentage_is_typed_with_its_sign_or_held_by_a_percentage_cell(cell: Cell, part: str) -> None:
    assert read_cell("referrals.rate", cell) == (Decimal(part), "", {})


@pytest.mark.parametrize(
    ("cell", "meant"), [(15, "15%"), (15.0, "15%"), ("15", "15%"), ("17,5", "17.5%"), (1.5, "1.5%"), (1500, "1500%")]
)
def test_a_bare_percentage_is_never_guessed(cell: Cell, meant: str) -> None:
    assert read_cell("referrals.rate", cell) == (None, "bare_percent", {"read_as": meant})


def test_a_bare_one_may_be_one_percent_or_the_whole_so_neither_is_proposed() -> None:
    assert read_cell("referrals.rate", 1.0) == (None, "bare_percent", {"read_as": ""})


def test_a_part_typed_as_text_is_read_with_a_warning() -> None:
    assert read_cell("referrals.rate", "0,15") == (Decimal("0.15"), "text_for_number", {"read_as": "15%"})


@pytest.mark.parametrize("cell", [-0.15, "-5%", "1000%", "1 500 %"])
def test_a_percentage_is_within_bounds(cell: Cell) -> None:
    assert read_cell("referrals.rate", cell) == (None, "out_of_range", {"low": "0%", "high": "999%"})


@pytest.mark.parametrize(("cell", "nearest"), [(1 / 3, "33.3333%"), ("0.00005%", "0.0001%")])
def test_a_percentage_has_four_decimals_at_most(cell: Cell, nearest: str) -> None:
    assert read_cell("referrals.rate", cell) == (None, "too_many_decimals", {"limit": "4", "nearest": nearest})


@pytest.mark.parametrize("typed", ["%", "quinze %", "15 % HT", "fifteen"])
def test_what_is_no_percentage_is_an_error(typed: str) -> None:
    assert read_cell("referrals.rate", typed) == (None, "unreadable_number", {"expected": "percent"})


@pytest.mark.parametrize("cell", [True, dt.date(2026, 1, 15), dt.time(15), float("nan"), float("inf")])
def test_another_kind_of_cell_is_no_percentage(cell: Cell) -> None:
    assert read_cell("referrals.rate", cell)[:2] == (None, "wrong_type")


@pytest.mark.parametrize(("cell", "score"), [(1, 1), (5.0, 5)])
def test_a_score_is_a_whole_number_from_one_to_five(cell: float, score: int) -> None:
    assert read_cell("interviews.ethics", cell) == (score, "", {})


@pytest.mark.parametrize(
    ("cell", "code"),
    [(0, "out_of_range"), (6, "out_of_range"), (3.5, "wrong_type"), ("4/5", "unreadable_number"), (True, "wrong_type"),
     (dt.date(2026, 5, 4), "wrong_type"), ("1,234", "ambiguous_number"), (float("nan"), "wrong_type")],
)  # fmt: skip
def test_what_is_no_score_is_an_error(cell: Cell, code: str) -> None:
    assert read_cell("interviews.ethics", cell)[:2] == (None, code)
