"""Days that come before the one they follow."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.findings import Finding, finding

ORDERS: tuple[tuple[str, str, str], ...] = (
    ("members", "joined_on", "left_on"),
    ("referrals", "given_on", "won_on"),
    ("referrals", "given_on", "thanked_on"),
    ("disputes", "opened_on", "resolved_on"),
    ("projects", "started_on", "ended_on"),
)
"""Tab, the column of a day, and the column whose day never comes before it. Billing has findings of its own."""


def days_out_of_order(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every day that comes before the one it follows. The same day is in order."""
    for tab, earlier, later in ORDERS:
        rows: tuple[Any, ...] = getattr(circumstances.book, tab)
        days = attrgetter(earlier, later)
        for row in rows:
            first, second = days(row)
            if first is not None and second is not None and second < first:
                yield finding("days_out_of_order", tab, row.row, later, second, other=earlier, day=first)
