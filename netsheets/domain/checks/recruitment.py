"""Interviews: which of them count (rules.md, 1), enough of them, by the right people, and of one mind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from netsheets.domain.book import grouped
from netsheets.domain.charter import Charter
from netsheets.domain.findings import Finding, finding
from netsheets.domain.month import months_later
from netsheets.domain.network import Network
from netsheets.domain.records import Interview, Member

Unfit = Literal["own", "not_an_interview", "nobody", "interviewer_unread", "not_experienced"]
"""Why a row counts for nothing: the candidate held it, it is a visit or a reference, nobody is named, the interviewer's
own row is missing or in error, or they were not an experienced member on that day."""


def unfit(row: Interview, members: Mapping[str, Member], charter: Charter) -> Unfit | None:
    """Return why a row is no interview by an experienced member, None where it is one."""
    if row.interviewer_id and row.interviewer_id == row.candidate_id:
        return "own"
    if row.kind != "interview":
        return "not_an_interview"
    if not row.interviewer_id:
        return "nobody"
    interviewer = members.get(row.interviewer_id)
    if interviewer is None:
        return "interviewer_unread"
    months = charter.on(row.held_on).experience_months
    return None if _experienced(interviewer, row.held_on, months) else "not_experienced"


def interviewers(
    rows: Iterable[Interview], members: Mapping[str, Member], charter: Charter, *, until: dt.date
) -> tuple[str, ...]:
    """Return the different members whose interviews, held up to a day, count: in the order they held them."""
    fit = (each for each in in_order(rows) if each.held_on <= until and unfit(each, members, charter) is None)
    return tuple(dict.fromkeys(each.interviewer_id for each in fit))


def in_order(rows: Iterable[Interview]) -> list[Interview]:
    """Return interviews in order of their day, those of one day as they stand in the sheet."""
    return sorted(rows, key=lambda each: (each.held_on, each.row))


def _experienced(member: Member, day: dt.date, months: int) -> bool:
    """Tell whether someone was a member on a day and had been one for so many months; no `joined_on` is since ever."""
    if member.status in {"candidate", "rejected"} or (member.left_on is not None and member.left_on < day):
        return False
    return member.joined_on is None or months_later(member.joined_on, months) <= day


def missing_interviews(network: Network) -> Iterator[Finding]:
    """Yield every active member whom too few different experienced members interviewed before they joined.

    Founders, and everyone who joined before the network wrote its interviews down, have none and need none: a member
    is looked at who joined on or after the day of the network's first interview, or has an interview of their own.
    """
    interviews = [each for each in network.book.interviews if each.kind == "interview"]
    if not interviews:
        return
    first = min(each.held_on for each in interviews)
    own = grouped(interviews, lambda each: each.candidate_id)
    for member in network.book.members:
        held = own.get(member.member_id, ())
        recorded = bool(held) or (member.joined_on is not None and member.joined_on >= first)
        if member.status != "active" or not recorded:
            continue
        joined_on = member.joined_on or network.today
        limit = network.charter.on(joined_on).interviews
        members, charter = network.book.member_by_id, network.charter
        count = len(interviewers(held, members, charter, until=joined_on))
        if count < limit:
            details = {"member": member.member_id, "count": count, "limit": limit}
            yield finding("interviews_missing", "members", member.row, "status", member.status, **details)


def unfit_interviewers(network: Network) -> Iterator[Finding]:
    """Yield every interview that a candidate held with themselves, or someone held who was not experienced then."""
    members = network.book.member_by_id
    for row in network.book.interviews:
        interviewer = row.interviewer_id
        place = ("interviews", row.row, "interviewer_id", interviewer)
        if interviewer and interviewer == row.candidate_id:
            yield finding("interviewer_is_candidate", *place, member=interviewer)
        elif unfit(row, members, network.charter) == "not_experienced":
            months = network.charter.on(row.held_on).experience_months
            yield finding("interviewer_not_experienced", *place, member=interviewer, day=row.held_on, limit=months)


def diverging_verdicts(network: Network) -> Iterator[Finding]:
    """Yield the first interview to disagree with a candidate's first verdict, one favourable and one unfavourable."""
    decided = (each for each in network.book.interviews if each.verdict in {"favourable", "unfavourable"})
    for candidate_id, rows in grouped(decided, lambda each: each.candidate_id).items():
        first, *later = in_order(rows)
        for row in later:
            if row.verdict != first.verdict:
                details = {"member": candidate_id, "low": "unfavourable", "high": "favourable"}
                details |= {"other": first.interview_id}
                yield finding("verdicts_diverge", "interviews", row.row, "verdict", row.verdict, **details)
                break


def anonymous_opinions(network: Network) -> Iterator[Finding]:
    """Yield every interview, mark or verdict of which nobody can tell whose it is."""
    for row in network.book.interviews:
        if not row.interviewer_id and row.held_on <= network.today and (row.kind == "interview" or _judged(row)):
            place = ("interviews", row.row, "interviewer_id")
            yield finding("interview_without_interviewer", *place, member=row.candidate_id)


def implausible_interview_days(network: Network) -> Iterator[Finding]:
    """Yield every row of an interview, visit or reference in the future, and every interview after the joining."""
    members, today = network.book.member_by_id, network.today
    for row in network.book.interviews:
        place = ("interviews", row.row, "held_on", row.held_on)
        joined_on = _joined_on(members.get(row.candidate_id))
        if row.held_on > today:
            yield finding("interview_in_future", *place, member=row.candidate_id, day=today)
        elif row.kind == "interview" and joined_on is not None and row.held_on > joined_on:
            yield finding("interview_after_joining", *place, member=row.candidate_id, day=joined_on)


def joined_candidates(network: Network) -> Iterator[Finding]:
    """Yield every candidate whose own row says that they have joined."""
    for member in network.book.members:
        if member.status == "candidate" and member.joined_on and member.joined_on <= network.today:
            place = ("members", member.row, "status", member.status)
            yield finding("candidate_joined", *place, member=member.member_id, day=member.joined_on)


def _joined_on(member: Member | None) -> dt.date | None:
    """Return the day someone joined, None for who is unknown or still a candidate."""
    return member.joined_on if member is not None and member.status != "candidate" else None


def _judged(row: Interview) -> bool:
    return bool(row.verdict) or any(mark is not None for mark in (row.ethics, row.generosity, row.network_spirit))
