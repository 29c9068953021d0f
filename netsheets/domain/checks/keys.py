"""Ids that stand twice in a tab."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from netsheets.domain.book import grouped
from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.findings import Finding, finding

KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("members", ("member_id",)),
    ("interviews", ("interview_id",)),
    ("clients", ("client_id",)),
    ("referrals", ("referral_id",)),
    ("billing", ("billing_id",)),
    ("shares", ("referral_id", "member_id", "role")),
    ("disputes", ("dispute_id",)),
    ("payouts", ("payout_id",)),
    ("projects", ("project_id",)),
    ("meetings", ("meeting_id",)),
    ("attendance", ("meeting_id", "member_id")),
)
"""The columns that together tell a tab's rows apart. The charter's are its own check's."""


def duplicate_keys(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every row whose key another row of its tab has too, naming the first such other row.

    The other row may be one that could not be read: mending it would not tell the two apart.
    """
    book = circumstances.book
    for tab, columns in KEYS:
        rows: tuple[Any, ...] = getattr(book, tab)
        key: Callable[[Any], Any] = attrgetter(*columns)
        unread = {each.record_id: each.row for each in book.rejected if each.tab == tab} if len(columns) == 1 else {}
        if len(set(map(key, rows))) == len(rows) and not unread:
            continue
        for found, group in grouped(rows, key).items():
            numbers = [row.row for row in group] + ([unread[found]] if found in unread else [])
            value = found if isinstance(found, str) else ", ".join(found)
            for number in numbers[: len(group)] if len(numbers) > 1 else ():
                other = numbers[1] if number == numbers[0] else numbers[0]
                yield finding("duplicate_key", tab, number, columns[0], value, other_row=other)
