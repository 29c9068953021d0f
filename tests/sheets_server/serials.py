"""Date serials: days since 1899-12-30, the time of day as the fraction."""

from __future__ import annotations

import datetime

EPOCH = datetime.datetime(1899, 12, 30)  # noqa: DTZ001 — a spreadsheet's days have no time zone


def to_serial(moment: datetime.datetime) -> float:
    """Return the serial of *moment* (without a time zone)."""
    span = moment - EPOCH
    return span.days + (span.seconds + span.microseconds / 1e6) / 86400


def day_serial(year: int, month: int, day: int) -> int:
    """Return the serial of a day; raise ValueError if there is no such day."""
    return (datetime.date(year, month, day) - EPOCH.date()).days


def from_serial(serial: float) -> datetime.datetime:
    """Return the moment of *serial*, rounded to the millisecond."""
    days = int(serial // 1)
    milliseconds = round((serial - days) * 86_400_000)
    return EPOCH + datetime.timedelta(days=days, milliseconds=milliseconds)
