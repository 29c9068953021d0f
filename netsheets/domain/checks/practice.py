"""The practices of a network: interviews that count (rules.md, 1), projects with one in charge, attendance noted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Literal

from netsheets.domain.book import grouped
from netsheets.domain.charter import Charter
from netsheets.domain.checks.spellings import keyed, skill_key
from netsheets.domain.findings import Finding, finding
from netsheets.domain.month import months_later
from netsheets.domain.network import Network
from netsheets.domain.records import Attendance, Interview, Meeting, Member, Project

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


def leads_outside_project(network: Network) -> Iterator[Finding]:
    """Yield every project that a member signs whose lead is not among the participants."""
    for row in network.book.projects:
        if row.signatory == "member" and row.lead_id not in row.participants:
            place = ("projects", row.row, "lead_id", row.lead_id)
            yield finding("signatory_not_participant", *place, member=row.lead_id)


def rival_leads(network: Network) -> Iterator[Finding]:
    """Yield every ongoing project of a client that another member leads another ongoing project for."""
    open_projects = (each for each in network.book.projects if ongoing(each))
    for client_id, rows in grouped(open_projects, lambda each: each.client_id).items():
        leads = {each.lead_id for each in rows}
        for row in rows if len(leads) > 1 else ():
            others = ", ".join(each.project_id for each in rows if each.lead_id != row.lead_id)
            details = {"client": client_id, "count": len(leads), "other": others}
            yield finding("several_open_leads", "projects", row.row, "lead_id", row.lead_id, **details)


def new_partners(network: Network) -> Iterator[Finding]:
    """Yield every two participants of a project who were in no earlier project together; a lead was in theirs."""
    for row, member_id, other_id in strangers(network.book.projects):
        place = ("projects", row.row, "participants", "; ".join(row.participants))
        yield finding("partners_never_worked_together", *place, member=member_id, other=other_id)


def strangers(projects: Iterable[Project]) -> Iterator[tuple[Project, str, str]]:
    """Yield each project with every two participants who were in no earlier one together; a lead was in theirs.

    Projects are in order of the day they started, those without one last, as they stand in the sheet.
    """
    together: set[tuple[str, str]] = set()
    for row in sorted(projects, key=lambda each: (each.started_on or dt.date.max, each.row)):
        for member_id, other_id in _pairs(row.participants):
            if (member_id, other_id) not in together:
                yield row, member_id, other_id
        together.update(_pairs((*row.participants, row.lead_id)))


def overlapping_skills(network: Network) -> Iterator[Finding]:
    """Yield every skill that two participants of an ongoing project share without an agreement between them on it.

    What two members didn't agree on in a project that is over needs no agreement any more.
    """
    skills = {each.member_id: keyed(each.skills) for each in network.book.members}
    agreed = {(*sorted((each.member_a, each.member_b)), skill_key(each.skill)) for each in network.book.agreements}
    for row in filter(ongoing, network.book.projects):
        for member_id, other_id in _pairs(row.participants):
            for skill in _shared(skills, member_id, other_id):
                if (member_id, other_id, skill) not in agreed:
                    place = ("projects", row.row, "participants", "; ".join(row.participants))
                    named = skills[member_id][skill]
                    yield finding("skills_overlap", *place, member=member_id, other=other_id, skill=named)


def ongoing(project: Project) -> bool:
    """Tell whether nobody says that a project has ended."""
    return project.ended_on is None and project.outcome in {"", "ongoing"}


def _pairs(member_ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield every two different members once, the smaller id first."""
    return combinations(sorted(set(member_ids)), 2)


def _shared(skills: Mapping[str, Mapping[str, str]], member_id: str, other_id: str) -> list[str]:
    return sorted(skills.get(member_id, {}).keys() & skills.get(other_id, {}).keys())


PRESENT = frozenset({"present", "late"})
"""Who came themselves; whose substitute came didn't."""


def unnoted_attendance(network: Network) -> Iterator[Finding]:
    """Yield every meeting held without anybody's attendance noted, of the kinds for which the network notes it.

    It notes it for a kind where at least half of those held have attendance, counted from the first one that has.
    """
    noted = {each.meeting_id for each in network.book.attendance}
    noted |= {each.meeting_id for each in network.book.half_read_of(Attendance)}
    held = (each for each in network.book.meetings if each.held_on < network.today)
    for meetings in grouped(held, lambda each: each.kind).values():
        begun = min((each.held_on for each in meetings if each.meeting_id in noted), default=dt.date.max)
        since = [each for each in meetings if each.held_on >= begun]
        missing = [each for each in since if each.meeting_id not in noted]
        for row in missing if 2 * len(missing) <= len(since) else ():
            place = ("meetings", row.row, "meeting_id", row.meeting_id)
            yield finding("attendance_missing", *place, day=row.held_on, reference_tab="attendance")


def attendance_of_others(network: Network) -> Iterator[Finding]:
    """Yield every attendance of someone who had left before, or not joined yet. Social events are for everybody.

    A guest is someone whom the network has begun to recruit: a candidate, or who joined later and had a first visit,
    interview or reference noted by that day. Who left without a `left_on` has a finding of their own.
    """
    meetings, members = _meetings(network), network.book.member_by_id
    first = _first_talks(network)
    for row in network.book.attendance:
        meeting, member = meetings.get(row.meeting_id), members.get(row.member_id)
        if meeting is None or member is None or meeting.kind == "social":
            continue
        details: dict[str, object] = {"member": member.member_id, "day": meeting.held_on}
        if member.status == "left" and member.left_on is not None and member.left_on < meeting.held_on:
            yield finding("attendee_had_left", "attendance", row.row, "member_id", row.member_id, **details)
        elif _too_early(member, meeting.held_on, first) and row.presence in PRESENT:
            details["reference_tab"] = "interviews"
            yield finding("attendee_not_joined", "attendance", row.row, "member_id", row.member_id, **details)


def attendance_ahead(network: Network) -> Iterator[Finding]:
    """Yield everybody noted as present at a meeting to come; who says beforehand that they will not come may be."""
    meetings, today = _meetings(network), network.today
    for row in network.book.attendance:
        meeting = meetings.get(row.meeting_id)
        if meeting is not None and meeting.held_on > today and row.presence in PRESENT:
            details = {"member": row.member_id, "day": meeting.held_on}
            yield finding("attendance_in_future", "attendance", row.row, "presence", row.presence, **details)


def inactive_hosts(network: Network) -> Iterator[Finding]:
    """Yield every host and presenter of a meeting who was no active member that day. Candidates may present."""
    members, first = network.book.member_by_id, _first_talks(network)
    for row in network.book.meetings:
        for column, member_id in (("host_id", row.host_id), ("presenter_id", row.presenter_id)):
            member = members.get(member_id)
            if member is not None and not _takes_part(member, row, network, first):
                place = ("meetings", row.row, column, member_id)
                yield finding("host_not_active", *place, member=member_id, day=row.held_on)


def _takes_part(member: Member, meeting: Meeting, network: Network, first: Mapping[str, dt.date]) -> bool:
    """Tell whether someone may host or present: a member that day, or whom the network recruits.

    Of who is suspended or was rejected nobody knows since when: only meetings to come are looked at.
    """
    if member.status in {"rejected", "suspended"} and member.left_on is None:
        return meeting.held_on < network.today
    gone = member.left_on is not None and member.left_on < meeting.held_on
    return not gone and not _too_early(member, meeting.held_on, first)


def _too_early(member: Member, day: dt.date, first: Mapping[str, dt.date]) -> bool:
    """Tell whether someone who joined later was not even recruited yet."""
    joins_later = member.joined_on is not None and day < member.joined_on
    return joins_later and day < first.get(member.member_id, dt.date.max)


def _first_talks(network: Network) -> Mapping[str, dt.date]:
    """Return the day of each candidate's first visit, interview or reference."""
    first: dict[str, dt.date] = {}
    for row in network.book.interviews:
        first[row.candidate_id] = min(first.get(row.candidate_id, row.held_on), row.held_on)
    return first


def _meetings(network: Network) -> Mapping[str, Meeting]:
    return {each.meeting_id: each for each in network.book.meetings}
