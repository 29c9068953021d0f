"""What a check may look at: the rows, the charter, who owns which client, and today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from netsheets.domain.book import Book
from netsheets.domain.charter import Charter, Terms
from netsheets.domain.ownership import Window
from netsheets.domain.records import Member

NEVER = (dt.date.max, dt.date.min)
"""A first and a last day that no day lies between."""


@dataclass(frozen=True)
class Circumstances:
    """Everything the checks read. `windows` holds the open ownership windows by their referral's id."""

    book: Book
    charter: Charter
    windows: Mapping[str, Window]
    today: dt.date

    @cached_property
    def terms_on(self) -> Mapping[dt.date, Terms]:
        """Return the terms in force on every day on which a referral was given."""
        on = self.charter.on
        return {day: on(day) for day in {each.given_on for each in self.book.referrals}}

    @cached_property
    def active_days(self) -> Mapping[str, tuple[dt.date, dt.date]]:
        """Return the first and the last day on which each member was active, by the member's id."""
        return {each.member_id: active_days(each) for each in self.book.members}


def active_days(member: Member) -> tuple[dt.date, dt.date]:
    """Return the first and the last day on which someone was an active member, `NEVER` for who never was.

    An empty `joined_on` is since ever. A suspended member was active up to their `left_on`; without one nobody can
    tell, and every referral of theirs deserves a look. Who left without a `left_on` counts as active: the missing
    day is a finding of its own, and one is enough.
    """
    if member.status in {"candidate", "rejected"} or (member.status == "suspended" and member.left_on is None):
        return NEVER
    return member.joined_on or dt.date.min, member.left_on or dt.date.max
