"""Months and days of the calendar, without time zones."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from typing import NamedTuple

_WRITTEN = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class Month(NamedTuple):
    """A calendar month, written `YYYY-MM`; an earlier one is less than a later one."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month | None:
        """Return the month written as `YYYY-MM`, None where the text is no month."""
        found = _WRITTEN.fullmatch(text.strip())
        return cls(int(found[1]), int(found[2])) if found and found[1] != "0000" else None

    @classmethod
    def of(cls, day: dt.date) -> Month:
        """Return the month a day lies in."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> dt.date:
        """Return the month's first day."""
        return dt.date(self.year, self.number, 1)

    @property
    def last_day(self) -> dt.date:
        """Return the month's last day."""
        return dt.date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def next(self) -> Month:
        """Return the month after this one."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def previous(self) -> Month:
        """Return the month before this one."""
        return Month(self.year - (self.number == 1), (self.number - 2) % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day-of-month `months` later, or that month's last day where it has no such day (rules.md, 3).

    29 February 2024 + 12 months is 28 February 2025. A day past the calendar's end is its last day.
    """
    year, number = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    try:
        return day.replace(year=year, month=number + 1)
    except ValueError:
        return dt.date(year, number + 1, monthrange(year, number + 1)[1])


def days_later(day: dt.date, days: int) -> dt.date:
    """Return the day `days` later; one past the calendar's end is its last day."""
    return day + dt.timedelta(days=min(days, (dt.date.max - day).days))
