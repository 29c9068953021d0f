"""Admission: what a candidate's row has to say once they are a member."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from netsheets.domain.practice.recruitment import Candidacy, CandidateOverlap
from netsheets.domain.practice.teams import Teams
from netsheets.domain.records import Member


@dataclass(frozen=True, slots=True)
class Admission:
    """The day of joining and the lead that a new member's row is to hold, and the skills to agree on first.

    `lead_id` is "" where nobody leads a team with room (`teams_full`), or nobody leads one; `team` is how many members
    that lead has so far.
    """

    joined_on: dt.date
    lead_id: str
    team: int
    teams_full: bool
    to_agree: tuple[CandidateOverlap, ...]


def admission_of(member: Member, candidacy: Candidacy, teams: Teams, today: dt.date) -> Admission:
    """Return how a candidate becomes a member on a day. What their row says already stands where it can."""
    sizes = {each.lead_id: len(each.mates) for each in teams.teams if each.lead_id}
    lead_id = member.lead_id or lead_with_room(teams)
    joined_on = member.joined_on if member.joined_on and _met_by(candidacy, member.joined_on) else today
    to_agree = tuple(each for each in candidacy.overlaps if not each.agreed)
    return Admission(joined_on, lead_id, sizes.get(lead_id, 0), bool(sizes) and not lead_id, to_agree)


def lead_with_room(teams: Teams) -> str:
    """Return the lead with the smallest team the charter lets grow, among equals the first by id; "" for none."""
    sizes = [
        (len(each.mates), each.lead_id) for each in teams.teams if each.lead_id and len(each.mates) < each.size_max
    ]
    return min(sizes, default=(0, ""))[1]


def _met_by(candidacy: Candidacy, day: dt.date) -> bool:
    """Tell whether the interviews that count were held by a day: later ones count for nobody who has joined."""
    by_then = {
        each.interview.interviewer_id for each in candidacy.talks if each.counts and each.interview.held_on <= day
    }
    return len(by_then) >= candidacy.asked
