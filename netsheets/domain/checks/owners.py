"""Referrals to a client whom another member owned that day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

from netsheets.domain.book import grouped
from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.findings import Finding, finding
from netsheets.domain.ownership import Window
from netsheets.domain.records import Referral

_OVER = frozenset({"lost", "cancelled"})
_EARLIEST = attrgetter("starts_on", "referral_id")
_GIVEN_ON = attrgetter("given_on")


def clients_of_others(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every referral, but lost and cancelled ones, to a client owned by another referrer on the day it was given.

    The owner is the one of rules.md, 3: of the windows that cover the day, the earliest started, then the smallest
    id. It is a warning whatever `ownership.conflict` says: two members should talk.
    """
    windows, referrals = circumstances.windows, circumstances.book.referrals
    first: dict[str, str] = {}
    # Most clients have one referrer ever, and need no further look.
    several = {
        row.client_id for row in referrals if first.setdefault(row.client_id, row.referrer_id) != row.referrer_id
    }
    for rows in grouped((row for row in referrals if row.client_id in several), attrgetter("client_id")).values():
        opened = [window for row in rows if (window := windows.get(row.referral_id))]
        yield from _owned_by_other(rows, opened)


def _owned_by_other(referrals: Iterable[Referral], opened: Iterable[Window]) -> Iterator[Finding]:
    """Yield the referrals to one client whose owner is another, walking days and windows side by side, once."""
    in_order = iter(sorted(opened, key=_EARLIEST))
    owning = next(in_order, None)
    for row in sorted(referrals, key=_GIVEN_ON):
        day = row.given_on
        while owning is not None and owning.last_day < day:
            owning = next(in_order, None)
        if owning is None:
            return
        if row.status in _OVER:
            continue
        if owning.starts_on <= day and owning.referrer_id != row.referrer_id:
            details = {"client": row.client_id, "owner": owning.referrer_id, "last_day": owning.last_day, "day": day}
            yield finding("client_owned_by_other", "referrals", row.row, "client_id", row.client_id, **details)
