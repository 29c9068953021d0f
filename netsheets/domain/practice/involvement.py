"""Involvement: what each member did for the network in each month: meetings, referrals, one-to-ones, thanks.

Meetings count for the days on which someone was a member, the first and the last included; referrals count whoever
gave them. A referral that several members share counts for those its row names. Status and thanks are those of today.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from netsheets.domain.book import NEVER, Book, active_days, grouped
from netsheets.domain.month import Month
from netsheets.domain.records import NETWORK, Meeting, Member, Referral

Deed = Literal[
    "meetings", "attended", "excused", "absent", "one_to_ones", "presentations",
    "given", "received", "own", "won", "thanked", "deals_won", "deals_lost",
]  # fmt: skip
Tallies = Mapping[tuple[str, Month], Counter[Deed]]
"""How often who did what in which month."""
_Growing = defaultdict[tuple[str, Month], Counter[Deed]]

_PRESENCES: Mapping[str, Deed] = {
    "present": "attended",
    "late": "attended",
    "substitute": "attended",
    "excused": "excused",
    "absent": "absent",
}


@dataclass(frozen=True, slots=True)
class Involvement:
    """What someone did over some months.

    `meetings` were held while they were a member and had attendance noted: `attended` in person, late or through a
    substitute, `excused`, `absent`, or `not_noted` for them. `given` and `received` are referrals between two;
    `balance` is the first less the second; `own` those to themselves. Of the referrals received from members, `won`
    were won in these months and `thanked` thanked for. Of those given in these months, `deals_won` and `deals_lost`
    are decided by now.
    """

    meetings: int
    attended: int
    excused: int
    absent: int
    not_noted: int
    one_to_ones: int
    presentations: int
    given: int
    received: int
    balance: int
    own: int
    won: int
    thanked: int
    deals_won: int
    deals_lost: int


def involvement(tallies: Tallies, member_id: str, months: Iterable[Month]) -> Involvement:
    """Return what someone did over these months."""
    done: Counter[Deed] = Counter()
    for month in months:
        done.update(tallies.get((member_id, month), ()))
    return Involvement(
        meetings=done["meetings"],
        attended=done["attended"],
        excused=done["excused"],
        absent=done["absent"],
        not_noted=done["meetings"] - done["attended"] - done["excused"] - done["absent"],
        one_to_ones=done["one_to_ones"],
        presentations=done["presentations"],
        given=done["given"],
        received=done["received"],
        balance=done["given"] - done["received"],
        own=done["own"],
        won=done["won"],
        thanked=done["thanked"],
        deals_won=done["deals_won"],
        deals_lost=done["deals_lost"],
    )


def tallies_of(book: Book, months: Iterable[Month], today: dt.date) -> Tallies:
    """Return what everybody did in each of these months, up to today."""
    tallies: defaultdict[tuple[str, Month], Counter[Deed]] = defaultdict(Counter)
    looked_at = frozenset(months)
    _count_meetings(tallies, book, looked_at, today)
    _count_referrals(tallies, book, looked_at, today)
    return tallies


def membership(member: Member) -> tuple[dt.date, dt.date]:
    """Return the first and the last day on which someone was a member.

    They are `NEVER` for who left on a day nobody knows: absences after it would be held against them.
    """
    return NEVER if member.status == "left" and member.left_on is None else active_days(member)


def meetings_noted(
    book: Book, months: Iterable[Month], today: dt.date
) -> tuple[tuple[Meeting, ...], tuple[Meeting, ...]]:
    """Return the network's meetings of these months up to today: those with attendance noted, and those without."""
    looked_at, noted = frozenset(months), {each.meeting_id for each in book.attendance}
    held = [
        each
        for each in book.meetings
        if each.kind == "meeting" and each.held_on <= today and Month.of(each.held_on) in looked_at
    ]
    with_attendance = tuple(each for each in held if each.meeting_id in noted)
    return with_attendance, tuple(each for each in held if each.meeting_id not in noted)


def _count_meetings(tallies: _Growing, book: Book, months: frozenset[Month], today: dt.date) -> None:
    days = {each.member_id: membership(each) for each in book.members}
    noted, _ = meetings_noted(book, months, today)
    for month, meetings in grouped(noted, lambda each: Month.of(each.held_on)).items():
        held = sorted(each.held_on for each in meetings)
        for member_id, (first, last) in days.items():
            count = bisect_right(held, last) - bisect_left(held, first)
            if count > 0:
                tallies[member_id, month]["meetings"] += count
    on = {each.meeting_id: each for each in book.meetings if each.held_on <= today and Month.of(each.held_on) in months}
    for row in book.attendance:
        meeting = on.get(row.meeting_id)
        deed = _deed(meeting, row.presence) if meeting and _within(days, row.member_id, meeting.held_on) else None
        if meeting and deed:
            tallies[row.member_id, Month.of(meeting.held_on)][deed] += 1
    for meeting in on.values():
        if _within(days, meeting.presenter_id, meeting.held_on):
            tallies[meeting.presenter_id, Month.of(meeting.held_on)]["presentations"] += 1


def _deed(meeting: Meeting, presence: str) -> Deed | None:
    deed = _PRESENCES[presence]
    if meeting.kind == "one_to_one":
        return "one_to_ones" if deed == "attended" else None
    return deed if meeting.kind == "meeting" else None


def _within(days: Mapping[str, tuple[dt.date, dt.date]], member_id: str, day: dt.date) -> bool:
    first, last = days.get(member_id, NEVER)
    return first <= day <= last


def _count_referrals(tallies: _Growing, book: Book, months: frozenset[Month], today: dt.date) -> None:
    for referral in book.referrals:
        month = Month.of(referral.given_on)
        if month in months and referral.given_on <= today:
            _count_given(tallies, referral, month)
        won_on = referral.won_on
        if (
            referral.status == "won"
            and won_on
            and won_on <= today
            and referral.referrer_id not in (NETWORK, referral.recipient_id)
            and (month := Month.of(won_on)) in months
        ):
            received = tallies[referral.recipient_id, month]
            received["won"] += 1
            received["thanked"] += referral.thanked_on is not None and referral.thanked_on <= today


def _count_given(tallies: _Growing, referral: Referral, month: Month) -> None:
    given = tallies[referral.referrer_id, month]
    if referral.referrer_id == referral.recipient_id:
        given["own"] += 1
        return
    given["given"] += 1
    tallies[referral.recipient_id, month]["received"] += 1
    if referral.status == "won":
        given["deals_won"] += 1
    elif referral.status == "lost":
        given["deals_lost"] += 1
