"""Interviews: enough of them, by the right people, and of one mind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from netsheets.domain.book import grouped
from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.findings import Finding, finding
from netsheets.domain.month import months_later
from netsheets.domain.records import Interview, Member


def missing_interviews(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every active member whom too few different experienced members interviewed before they joined.

    Founders, and everyone who joined before the network wrote its interviews down, have none and need none: a member
    is looked at who joined on or after the day of the network's first interview, or has an interview of their own.
    """
    interviews = [each for each in circumstances.book.interviews if each.kind == "interview"]
    if not interviews:
        return
    first = min(each.held_on for each in interviews)
    own = grouped(interviews, lambda each: each.candidate_id)
    for member in circumstances.book.members:
        held = own.get(member.member_id, ())
        recorded = bool(held) or (member.joined_on is not None and member.joined_on >= first)
        if member.status != "active" or not recorded:
            continue
        joined_on = member.joined_on or circumstances.today
        limit = circumstances.charter.on(joined_on).interviews
        count = len({each.interviewer_id for each in held if each.held_on <= joined_on and _fit(each, circumstances)})
        if count < limit:
            details = {"member": member.member_id, "count": count, "limit": limit}
            yield finding("interviews_missing", "members", member.row, "status", member.status, **details)


def unfit_interviewers(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every interview that a candidate held with themselves, or someone held who was not experienced then."""
    members = circumstances.book.member_by_id
    for row in circumstances.book.interviews:
        interviewer = row.interviewer_id
        place = ("interviews", row.row, "interviewer_id", interviewer)
        if interviewer and interviewer == row.candidate_id:
            yield finding("interviewer_is_candidate", *place, member=interviewer)
        elif row.kind == "interview" and interviewer in members and not _fit(row, circumstances):
            months = circumstances.charter.on(row.held_on).experience_months
            yield finding("interviewer_not_experienced", *place, member=interviewer, day=row.held_on, limit=months)


def diverging_verdicts(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield the first interview to disagree with a candidate's first verdict, one favourable and one unfavourable."""
    decided = (each for each in circumstances.book.interviews if each.verdict in {"favourable", "unfavourable"})
    for candidate_id, rows in grouped(decided, lambda each: each.candidate_id).items():
        first, *later = sorted(rows, key=lambda each: (each.held_on, each.row))
        for row in later:
            if row.verdict != first.verdict:
                details = {"member": candidate_id, "low": "unfavourable", "high": "favourable"}
                details |= {"other": first.interview_id}
                yield finding("verdicts_diverge", "interviews", row.row, "verdict", row.verdict, **details)
                break


def _fit(row: Interview, circumstances: Circumstances) -> bool:
    """Tell whether the interviewer is someone else, and was an experienced member on the day of the interview."""
    members: Mapping[str, Member] = circumstances.book.member_by_id
    interviewer = members.get(row.interviewer_id)
    if interviewer is None or row.interviewer_id == row.candidate_id:
        return False
    return _experienced(interviewer, row.held_on, circumstances.charter.on(row.held_on).experience_months)


def _experienced(member: Member, day: dt.date, months: int) -> bool:
    """Tell whether someone was a member on a day and had been one for so many months; no `joined_on` is since ever."""
    if member.status in {"candidate", "rejected"} or (member.left_on is not None and member.left_on < day):
        return False
    return member.joined_on is None or months_later(member.joined_on, months) <= day
