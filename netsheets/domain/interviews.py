"""Interviews: which of them count towards those the charter asks for (rules.md, 1, `recruitment`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

from netsheets.domain.charter import Charter
from netsheets.domain.month import months_later
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
