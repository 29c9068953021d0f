"""What people type as text, read surely or not at all (tabs.md, "Findings": cells)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from netsheets.domain.typed import Ambiguous, signed_currencies, typed_day, typed_decimal, typed_percent
from tests.support.build import day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", "1234"),
        ("1234.5", "1234.5"),
        ("1234,56", "1234.56"),
        ("1 234,56 €", "1234.56"),
        ("1\u202f234,56\u00a0€", "1234.56"),
        ("€1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1'234.50 CHF", "1234.50"),
        ("1’234", "1234"),
        ("1 234 567", "1234567"),
        ("1.234.567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("-12", "-12"),
        ("−12,5", "-12.5"),
        ("+3", "3"),
        ("12 euros", "12"),
        ("0,123", "0.123"),
        ("1234,567", "1234.567"),
        ("1 234,567", "1234.567"),
    ],
)
def test_an_amount_with_one_reading_is_read(text: str, number: str) -> None:
    assert typed_decimal(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [("1,234", "1234", "1.234"), ("1.234", "1234", "1.234"), ("12,345 €", "12345", "12.345")],
)
def test_an_amount_with_two_readings_shows_both(text: str, first: str, second: str) -> None:
    assert typed_decimal(text) == Ambiguous(Decimal(first), Decimal(second))


@pytest.mark.parametrize(
    "text", ["", "abc", "12 34", "1 23", "1,23,456", "12.", "1.2.3", "12,", "1e5", "12 pieces", "--1", "1.234,", "١٢"]
)
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    assert typed_decimal(text) is None


@pytest.mark.parametrize(("text", "part"), [("15%", "0.15"), ("15 %", "0.15"), ("17,5 %", "0.175"), ("0%", "0")])
def test_a_percentage_has_a_percent_sign(text: str, part: str) -> None:
    assert typed_percent(text) == Decimal(part)


@pytest.mark.parametrize("text", ["15", "%", "% 15", "15 % HT", "fifteen %"])
def test_without_a_sign_or_a_number_it_is_no_percentage(text: str) -> None:
    assert typed_percent(text) is None


def test_a_percentage_with_two_readings_shows_both() -> None:
    assert typed_percent("1,234%") == Ambiguous(Decimal("12.34"), Decimal("0.01234"))


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-12",
        "2026/3/12",
        "12 mars 2026",
        "12 March 2026",
        "March 12, 2026",
        "mar. 12th 2026",
        "2026-03-12 00:00:00",
        "2026-03-12T10:30",
    ],
)
def test_a_day_with_one_reading_is_read(text: str) -> None:
    assert typed_day(text) == day("2026-03-12")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("31/12/2026", "2026-12-31"),
        ("12/31/2026", "2026-12-31"),
        ("05/05/2026", "2026-05-05"),
        ("1er août 2026", "2026-08-01"),
        ("25 déc. 2026", "2026-12-25"),
        ("29.02.2024", "2024-02-29"),
    ],
)
def test_a_day_that_can_only_be_one_is_read(text: str, read: str) -> None:
    assert typed_day(text) == day(read)


def test_a_day_and_month_that_can_be_exchanged_show_both() -> None:
    assert typed_day("03/04/2026") == Ambiguous(day("2026-04-03"), day("2026-03-04"))


@pytest.mark.parametrize("text", ["", "31/02/2026", "29/02/2026", "12/03/26", "12 brumaire 2026", "2026-13-40", "soon"])
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert typed_day(text) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [("100 €", {"EUR"}), ("chf 100", {"CHF"}), ("US$ 100", {"USD"}), ("100", set()), ("€ 100 EUR", {"EUR"})],
)
def test_a_sign_stands_for_the_currencies_that_bear_it(text: str, meant: set[str]) -> None:
    assert signed_currencies(text) == meant
    assert typed_decimal(text) == Decimal(100)


def test_a_dollar_is_any_dollar() -> None:
    assert {"USD", "CAD"} < signed_currencies("100 $") == signed_currencies("$100")
