"""Months and days of the calendar (rules.md, preamble and 3)."""

from __future__ import annotations

import pytest

from netsheets.domain.month import Month, days_later, months_later
from tests.support.build import day
from tests.support.closings import month


@pytest.mark.parametrize(("text", "year", "number"), [("2026-01", 2026, 1), (" 2026-12 ", 2026, 12)])
def test_a_month_is_written_year_first(text: str, year: int, number: int) -> None:
    assert Month.parse(text) == Month(year, number)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "2026-1", "01-2026", "2026-10-31", "0000-01"])
def test_what_is_not_written_so_is_no_month(text: str) -> None:
    assert Month.parse(text) is None


def test_a_month_has_a_first_and_a_last_day() -> None:
    assert (month("2026-02").first_day, month("2026-02").last_day) == (day("2026-02-01"), day("2026-02-28"))
    assert month("2024-02").last_day == day("2024-02-29")


def test_a_day_lies_in_its_month() -> None:
    assert str(Month.of(day("2026-10-31"))) == "2026-10"
    assert str(Month.of(day("2026-11-01"))) == "2026-11"


def test_months_follow_each_other_over_the_year_end() -> None:
    assert (str(month("2026-12").next), str(month("2027-01").previous)) == ("2027-01", "2026-12")
    assert (str(month("2026-05").next), str(month("2026-05").previous)) == ("2026-06", "2026-04")
    assert (str(month("2026-11").next), str(month("2026-12").previous)) == ("2026-12", "2026-11")


def test_months_are_ordered() -> None:
    assert month("2025-12") < month("2026-01") < month("2026-02")


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2026-03-15", 12, "2027-03-15"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-01-31", 2, "2026-03-31"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-02-28", 1, "2026-03-28"),
        ("2026-03-15", 0, "2026-03-15"),
    ],
)
def test_months_later_is_the_same_day_of_the_month_or_its_last(start: str, months: int, last: str) -> None:
    assert months_later(day(start), months) == day(last)


def test_a_day_past_the_calendars_end_is_its_last_day() -> None:
    assert months_later(day("9999-12-01"), 1) == day("9999-12-31")
    assert days_later(day("9999-12-31"), 30) == day("9999-12-31")


def test_days_later_counts_calendar_days() -> None:
    assert days_later(day("2026-02-27"), 2) == day("2026-03-01")


def test_the_calendars_last_year_is_reached_and_never_passed() -> None:
    assert months_later(day("9998-12-15"), 1) == day("9999-01-15")
    assert months_later(day("9999-11-30"), 1) == day("9999-12-30")
    assert months_later(day("9999-12-15"), 1) == day("9999-12-31")
