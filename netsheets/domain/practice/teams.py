"""Teams: each lead with their members, and who needs a hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from netsheets.domain.book import Book, grouped
from netsheets.domain.charter import Terms
from netsheets.domain.month import months_later
from netsheets.domain.parties import referrers_of
from netsheets.domain.records import Member

Need = Literal["first_referral", "quiet"]
"""Why a member needs a hand: they never gave a referral to another member, or gave none for half a year."""

QUIET_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Mate:
    """A member of a team: referrals given in all and over the last twelve months, the last one's day, what they need.

    Referrals that a member gave to themselves do not count, those brought together with others do. `newcomer`: joined
    too lately to be experienced, by the charter.
    """

    member_id: str
    joined_on: dt.date | None
    newcomer: bool
    given: int
    given_this_year: int
    last_given_on: dt.date | None
    need: Need | None


@dataclass(frozen=True, slots=True)
class Team:
    """A lead and their active members, newest first. `lead_id` is "" for the active members without a lead."""

    lead_id: str
    mates: tuple[Mate, ...]
    size_max: int

    @property
    def too_large(self) -> bool:
        """Tell whether the lead has more members than the charter allows."""
        return bool(self.lead_id) and len(self.mates) > self.size_max


@dataclass(frozen=True, slots=True)
class Teams:
    """Every team in the order of the leads' ids, those without a lead last."""

    on: dt.date
    teams: tuple[Team, ...]


def teams_of(book: Book, terms: Terms, today: dt.date) -> Teams:
    """Return the teams of the active members on a day.

    Who has no lead, or one who is not active, is without; a lead without a lead of their own is not looked for one.
    """
    active = [each for each in book.members if each.status == "active"]
    known = {each.member_id for each in active}
    by_lead = grouped(active, lambda each: each.lead_id if each.lead_id in known and not _own_lead(each) else "")
    leads = sorted(each for each in by_lead if each)
    mates = _mates(book, active, terms, today)
    found = [
        Team(lead_id, tuple(mates[each.member_id] for each in _newest_first(by_lead[lead_id])), terms.team_size_max)
        for lead_id in leads
    ]
    alone = [each for each in by_lead.get("", ()) if each.member_id not in by_lead]
    if alone:
        found.append(Team("", tuple(mates[each.member_id] for each in _newest_first(alone)), terms.team_size_max))
    return Teams(today, tuple(found))


def _own_lead(member: Member) -> bool:
    return member.lead_id == member.member_id


def _newest_first(members: Iterable[Member]) -> list[Member]:
    return sorted(members, key=lambda each: (-(each.joined_on or dt.date.min).toordinal(), each.member_id))


def _mates(book: Book, active: Iterable[Member], terms: Terms, today: dt.date) -> dict[str, Mate]:
    since = months_later(today, -12)
    given, this_year, last = Counter[str](), Counter[str](), dict[str, dt.date]()
    for referral in book.referrals:
        if referral.given_on > today:
            continue
        for member_id in referrers_of(referral, book):
            if member_id != referral.recipient_id:
                given[member_id] += 1
                this_year[member_id] += referral.given_on > since
                last[member_id] = max(last.get(member_id, dt.date.min), referral.given_on)
    return {
        each.member_id: Mate(
            each.member_id,
            each.joined_on,
            each.joined_on is not None and months_later(each.joined_on, terms.experience_months) > today,
            given[each.member_id],
            this_year[each.member_id],
            last.get(each.member_id),
            _need(last.get(each.member_id), today),
        )
        for each in active
    }


def _need(last_given_on: dt.date | None, today: dt.date) -> Need | None:
    if last_given_on is None:
        return "first_referral"
    return "quiet" if months_later(last_given_on, QUIET_MONTHS) < today else None
