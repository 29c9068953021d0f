"""Days of a FEC: YYYYMMDD, real ones, inside the fiscal year where that is known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

_FIRST_YEAR, _LAST_YEAR = 1950, 2099
_WRITTEN: Final = 8


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """The first and the last day of a fiscal year, None where they are not known."""

    opening_on: dt.date | None = None
    closing_on: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day lies in the year, as far as that is known."""
        return not (
            (self.opening_on is not None and day < self.opening_on)
            or (self.closing_on is not None and day > self.closing_on)
        )


def year_ending(closing_on: dt.date | None, opening_on: dt.date | None = None) -> FiscalYear:
    """Return the fiscal year that ends on a day; it begins a year before, where no other day is named."""
    if closing_on and not opening_on:
        after = closing_on + dt.timedelta(days=1) if closing_on < dt.date.max else closing_on
        opening_on = after.replace(year=max(after.year - 1, 1), day=1 if after.month == 2 else after.day)
    return FiscalYear(opening_on, closing_on)


def day_read(text: bytes) -> tuple[dt.date | None, str]:
    """Return the day that is written, and the code of what is wrong with it; None where it is no day."""
    if len(text) != _WRITTEN or not text.isdigit():
        return None, "day_format"
    try:
        day = dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None, "day_unreal"
    return day, "" if _FIRST_YEAR <= day.year <= _LAST_YEAR else "day_implausible"
