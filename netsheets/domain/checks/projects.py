"""Projects: one person in charge, and partners who know who does what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from netsheets.domain.book import grouped
from netsheets.domain.checks.spellings import keyed, skill_key
from netsheets.domain.findings import Finding, finding
from netsheets.domain.network import Network
from netsheets.domain.records import Project


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
