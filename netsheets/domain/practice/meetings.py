"""Meetings: the next one, since when there is news to tell, who is expected, and whose turn it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.month import months_later
from netsheets.domain.practice.involvement import membership
from netsheets.domain.records import Meeting, Member

VISIT_MONTHS = 24
"""A place nobody visited for so long wants a visit."""

_AWAY = frozenset({"excused", "absent", "substitute"})


@dataclass(frozen=True, slots=True)
class Gathering:
    """The members' next meeting. `meeting` is None where none is planned: then it is a day.

    What happened from `since` on and before `held_on` is new: from the day of the last meeting on, or over a month
    where there was none. `expected` are in the order in which they speak, `away` those who said they will not come.
    """

    held_on: dt.date
    meeting: Meeting | None
    last: Meeting | None
    since: dt.date
    expected: tuple[str, ...]
    away: tuple[str, ...]

    def covers(self, day: dt.date | None) -> bool:
        """Tell whether what happened on a day is new: so each row is told at one meeting, and no row at two."""
        return day is not None and self.since <= day < self.held_on


class Turn(NamedTuple):
    """A member whose turn it is: the last time it was, None for never, and the next time that is planned."""

    member_id: str
    last_on: dt.date | None
    planned_on: dt.date | None


def next_gathering(book: Book, day: dt.date) -> Gathering:
    """Return the next meeting of the members on or after a day, else the day itself."""
    meetings = sorted((each for each in book.meetings if each.kind == "meeting"), key=_order)
    meeting = next((each for each in meetings if each.held_on >= day), None)
    held_on = meeting.held_on if meeting else day
    before = [each for each in meetings if each.held_on < held_on]
    last = before[-1] if before else None
    members = sorted(each.member_id for each in members_on(book, held_on))
    meeting_id = meeting.meeting_id if meeting else ""
    excused = {each.member_id for each in book.attendance if each.meeting_id == meeting_id and each.presence in _AWAY}
    return Gathering(
        held_on,
        meeting,
        last,
        last.held_on if last else months_later(held_on, -1),
        _from_another(tuple(each for each in members if each not in excused), len(before)),
        tuple(each for each in members if each in excused),
    )


def members_on(book: Book, day: dt.date) -> tuple[Member, ...]:
    """Return who is an active member on a day; who left without saying when is none."""
    days = ((each, membership(each)) for each in book.members)
    return tuple(each for each, (first, last) in days if first <= day <= last)


def presentations_due(book: Book, gathering: Gathering) -> tuple[Turn, ...]:
    """Return the members but those who present at the meeting, who never presented first, then the longest ago."""
    presenting = {each.presenter_id for each in book.meetings if each.held_on == gathering.held_on}
    days = [(each.presenter_id, each.held_on) for each in book.meetings]
    members = [each for each in members_on(book, gathering.held_on) if each.member_id not in presenting]
    return _turns(members, days, gathering)


def visits_due(book: Book, gathering: Gathering) -> tuple[Turn, ...]:
    """Return the members whose place nobody visited in the last 24 months, a candidate's site visit included."""
    days = [(each.host_id, each.held_on) for each in book.meetings if each.kind == "visit"]
    days += [(each.candidate_id, each.held_on) for each in book.interviews if each.kind == "site_visit"]
    turns = _turns(members_on(book, gathering.held_on), days, gathering)
    return tuple(
        each for each in turns if not each.last_on or months_later(each.last_on, VISIT_MONTHS) < gathering.held_on
    )


def _turns(members: Iterable[Member], days: Sequence[tuple[str, dt.date]], gathering: Gathering) -> tuple[Turn, ...]:
    """Return whose turn it is: never first, the longest a member before others, then the longest ago."""
    last: dict[str, dt.date] = {}
    planned: dict[str, dt.date] = {}
    for member_id, day in days:
        if day < gathering.held_on:
            last[member_id] = max(last.get(member_id, day), day)
        else:
            planned[member_id] = min(planned.get(member_id, day), day)

    def longest_ago(member: Member) -> tuple[dt.date, dt.date, str]:
        return last.get(member.member_id, dt.date.min), member.joined_on or dt.date.min, member.member_id

    return tuple(
        Turn(each.member_id, last.get(each.member_id), planned.get(each.member_id))
        for each in sorted(members, key=longest_ago)
    )


def _from_another(member_ids: tuple[str, ...], meetings_before: int) -> tuple[str, ...]:
    """Return the members with another one first at each meeting, so that everybody begins in turn."""
    start = meetings_before % len(member_ids) if member_ids else 0
    return member_ids[start:] + member_ids[:start]


def _order(meeting: Meeting) -> tuple[dt.date, str]:
    return meeting.held_on, meeting.meeting_id
