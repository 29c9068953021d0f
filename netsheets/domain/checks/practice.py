"""Working together: who leads a project and who does what in it; attendance of meetings noted, of members, in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from netsheets.domain.book import grouped
from netsheets.domain.checks.spellings import keyed, skill_key
from netsheets.domain.findings import Finding, finding
from netsheets.domain.network import Network
from netsheets.domain.records import Attendance, Meeting, Member, Project


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
