"""The news round: what is new with each member, from their own rows and those that name them. Counts, no amounts."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Literal, NamedTuple

from netsheets.domain.book import Book, grouped
from netsheets.domain.checks.practice import PRESENT
from netsheets.domain.month import months_later
from netsheets.domain.parties import performers_of, referrers_of
from netsheets.domain.practice.meetings import Gathering
from netsheets.domain.records import Meeting

Kind = Literal[
    "joined",
    "given",
    "received",
    "brought",
    "won",
    "paid",
    "thanked",
    "project_started",
    "project_ended",
    "interview",
    "site_visit",
    "guest_visit",
    "reference",
    "visited",
    "was_visited",
    "one_to_one",
    "presented",
]
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]
"""What can be new with a member, in the order in which it is told.

`brought`: a referral they gave was won; `won`: one they received; `paid`: invoices of theirs, counted.
"""

TOLD_MONTHS = 12
"""What someone told longer ago is no news."""


class Item(NamedTuple):
    """One thing that is new with a member: whom and what it is about, the row that says it, how many."""

    kind: Kind
    on: dt.date
    other_id: str = ""
    client_id: str = ""
    subject_id: str = ""
    number: int = 1
    topic: str = ""


class News(NamedTuple):
    """What is new with a member since the last meeting, and what they last told about themselves, and when."""

    member_id: str
    items: tuple[Item, ...]
    last_told: str
    last_told_on: dt.date | None


def news_of(book: Book, gathering: Gathering) -> tuple[News, ...]:
    """Return what is new with everybody who is expected, in the order in which they speak."""
    items: dict[str, list[Item]] = defaultdict(list)
    for found in (_referrals, _paid, _projects, _interviews, _meetings, _arrivals):
        for member_id, item in found(book, gathering):
            items[member_id].append(item)
    told = _told(book, gathering)
    return tuple(
        News(each, tuple(sorted(items.get(each, ()), key=_order)), *told.get(each, ("", None)))
        for each in gathering.expected
    )


def _order(item: Item) -> tuple[int, dt.date, str, str]:
    return KINDS.index(item.kind), item.on, item.subject_id, item.other_id


_Found = Iterator[tuple[str, Item]]


def _referrals(book: Book, gathering: Gathering) -> _Found:
    for row in book.referrals:
        if row.referrer_id == row.recipient_id:
            continue
        about = (row.client_id, row.referral_id)
        if gathering.covers(row.given_on):
            yield from (
                (each, Item("given", row.given_on, row.recipient_id, *about)) for each in referrers_of(row, book)
            )
            yield row.recipient_id, Item("received", row.given_on, row.referrer_id, *about)
        if row.status == "won" and row.won_on and gathering.covers(row.won_on):
            yield from (
                (each, Item("brought", row.won_on, row.recipient_id, *about)) for each in referrers_of(row, book)
            )
            yield from ((each, Item("won", row.won_on, row.referrer_id, *about)) for each in performers_of(row, book))
        if row.thanked_on and gathering.covers(row.thanked_on):
            yield row.recipient_id, Item("thanked", row.thanked_on, row.referrer_id, *about)


def _paid(book: Book, gathering: Gathering) -> _Found:
    """Yield how many invoices each member was paid; the day is that of the last one."""
    counts = Counter[str]()
    last: dict[str, dt.date] = {}
    for row in book.billing:
        if row.kind == "credit_note" or row.paid_on is None or not gathering.covers(row.paid_on):
            continue
        referral = book.referral_by_id.get(row.referral_id)
        for each in performers_of(referral, book) if referral else ():
            counts[each] += 1
            last[each] = max(last.get(each, row.paid_on), row.paid_on)
    yield from ((each, Item("paid", last[each], number=number)) for each, number in counts.items())


def _projects(book: Book, gathering: Gathering) -> _Found:
    for row in book.projects:
        if row.started_on and gathering.covers(row.started_on):
            yield row.lead_id, Item("project_started", row.started_on, "", row.client_id, row.project_id)
        if row.ended_on and gathering.covers(row.ended_on):
            yield row.lead_id, Item("project_ended", row.ended_on, "", row.client_id, row.project_id)


def _interviews(book: Book, gathering: Gathering) -> _Found:
    kinds: dict[str, Kind] = {
        "interview": "interview",
        "site_visit": "site_visit",
        "guest_visit": "guest_visit",
        "reference": "reference",
    }
    for row in book.interviews:
        if row.kind in kinds and gathering.covers(row.held_on):
            item = Item(kinds[row.kind], row.held_on, row.candidate_id, subject_id=row.interview_id)
            yield row.interviewer_id, item


def _meetings(book: Book, gathering: Gathering) -> _Found:
    """Yield what happened between the last meeting and this one; what happens at a meeting everybody has seen."""
    between = {
        each.meeting_id: each for each in book.meetings if each.kind != "meeting" and gathering.covers(each.held_on)
    }
    rows = (each for each in book.attendance if each.meeting_id in between and each.presence in PRESENT)
    present = {
        key: {each.member_id for each in found} for key, found in grouped(rows, lambda row: row.meeting_id).items()
    }
    for meeting_id, meeting in between.items():
        there = present.get(meeting_id, set()) | ({meeting.host_id} - {""})
        if meeting.kind == "one_to_one":
            for each in there:
                others = sorted(there - {each})
                yield each, Item("one_to_one", meeting.held_on, others[0] if others else "", subject_id=meeting_id)
        elif meeting.kind == "visit" and meeting.host_id:
            yield from _visit(meeting, there)
        elif meeting.presenter_id:
            yield (
                meeting.presenter_id,
                Item("presented", meeting.held_on, subject_id=meeting_id, topic=meeting.topic or meeting.title),
            )


def _visit(meeting: Meeting, there: set[str]) -> _Found:
    yield meeting.host_id, Item("was_visited", meeting.held_on, subject_id=meeting.meeting_id)
    for each in there - {meeting.host_id}:
        yield each, Item("visited", meeting.held_on, meeting.host_id, subject_id=meeting.meeting_id)


def _arrivals(book: Book, gathering: Gathering) -> _Found:
    for each in book.members:
        if each.joined_on and gathering.covers(each.joined_on):
            yield each.member_id, Item("joined", each.joined_on)


def _told(book: Book, gathering: Gathering) -> dict[str, tuple[str, dt.date | None]]:
    """Return what each member last told about themselves at a meeting of the last twelve months, and that day."""
    days = {
        each.meeting_id: each.held_on
        for each in book.meetings
        if each.held_on < gathering.held_on <= months_later(each.held_on, TOLD_MONTHS)
    }
    told: dict[str, tuple[str, dt.date | None]] = {}
    rows = (each for each in book.attendance if each.news and each.meeting_id in days)
    for row in sorted(rows, key=lambda each: (days[each.meeting_id], each.row)):
        told[row.member_id] = (row.news, days[row.meeting_id])
    return told
