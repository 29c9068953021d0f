"""Recruitment: each candidate, the opinions on them side by side, what keeps them from joining, and their admission.

An admission is what a candidate's row has to say once they are a member.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from netsheets.domain.book import grouped
from netsheets.domain.charter import Charter
from netsheets.domain.checks.members import leaves_past_networks_unexplained
from netsheets.domain.checks.practice import Unfit, in_order, interviewers, unfit
from netsheets.domain.checks.spellings import keyed
from netsheets.domain.network import Network
from netsheets.domain.practice.overlaps import Agreements, agreements_of, between
from netsheets.domain.practice.teams import Teams
from netsheets.domain.records import Interview, Member

WhyNot = Unfit | Literal["future", "again"]
"""Why a talk does not count: unfit, not held yet, or a further one by the same member."""
Obstacle = Literal["row_in_error", "interview_in_error", "interviews_missing"]
"""What keeps a candidate from joining: what the charter asks for, or a row nobody can read for sure."""
Caution = Literal[
    "unfavourable",
    "verdicts_diverge",
    "marks_diverge",
    "site_visit_missing",
    "past_networks_unexplained",
    "overlap_without_agreement",
]
"""What members should talk about before they decide; it keeps nobody from joining."""
Criterion = Literal["ethics", "generosity", "network_spirit"]
CRITERIA: tuple[Criterion, ...] = ("ethics", "generosity", "network_spirit")
FAR_APART = 2
"""Two marks that differ by so much, of five, are two opinions."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A row of the interviews, and whether it counts towards those the charter asks for, else why not."""

    interview: Interview
    counts: bool
    why_not: WhyNot | None


@dataclass(frozen=True, slots=True)
class Divergence:
    """Where opinions are far apart: the least and the most favourable, and the ids of the interviews that hold them."""

    on: Criterion | Literal["verdict"]
    low: int | str
    low_in: tuple[str, ...]
    high: int | str
    high_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CandidateOverlap:
    """A skill that a candidate shares with an active member, and what the two agreed on it: "" and None for nothing."""

    skill: str
    member_id: str
    terms: str
    agreed_on: dt.date | None

    @property
    def agreed(self) -> bool:
        """Tell whether the two agreed on who does what."""
        return self.agreed_on is not None


@dataclass(frozen=True, slots=True)
class Candidacy:
    """A candidate. `asked` is how many interviews by different experienced members the charter asks for.

    `interviewed_by` are those who held one that counts, `missing` how many are still to come. Visits and references
    are the days they took place on. `ready`: no obstacle is left.
    """

    member_id: str
    name: str
    company: str
    trade: str
    skills: tuple[str, ...]
    current_business: str
    expectations: str
    contribution: str
    past_networks: str
    past_networks_left_because: str
    talks: tuple[Talk, ...]
    asked: int
    interviewed_by: tuple[str, ...]
    missing: int
    site_visits: tuple[dt.date, ...]
    guest_visits: tuple[dt.date, ...]
    references: tuple[dt.date, ...]
    divergences: tuple[Divergence, ...]
    overlaps: tuple[CandidateOverlap, ...]
    obstacles: tuple[Obstacle, ...]
    cautions: tuple[Caution, ...]
    ready: bool

    @property
    def opinions(self) -> tuple[Talk, ...]:
        """Return what others thought of the candidate: the talks that took place, without those with themselves."""
        return tuple(each for each in self.talks if each.why_not not in {"own", "future"})


@dataclass(frozen=True, slots=True)
class Recruitment:
    """Every candidate on a day: those who are ready first, then those who lack least."""

    on: dt.date
    candidates: tuple[Candidacy, ...]


def recruitment_of(network: Network) -> Recruitment:
    """Return the candidates as of today, by the charter in force; those whose row holds an error too."""
    book = network.book
    surroundings = _surroundings(network)
    found = [_candidacy(each, surroundings, in_error=False) for each in book.members if each.status == "candidate"]
    unread = {each.member_id: each for each in book.half_read_of(Member) if each.status == "candidate"}
    known = {"", *(each.member_id for each in found)}
    found += [_candidacy(each, surroundings, in_error=True) for each in unread.values() if each.member_id not in known]
    return Recruitment(
        network.today, tuple(sorted(found, key=lambda each: (not each.ready, each.missing, each.member_id)))
    )


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What every candidacy is seen against. `unread` are the candidates one of whose interviews holds an error."""

    charter: Charter
    today: dt.date
    members: Mapping[str, Member]
    interviews: Mapping[str, tuple[Interview, ...]]
    unread: frozenset[str]
    by_skill: Mapping[str, tuple[Member, ...]]
    agreements: Agreements


def _surroundings(network: Network) -> _Surroundings:
    book = network.book
    active = (each for each in book.members if each.status == "active")
    skilled = [(key, each) for each in active for key in keyed(each.skills)]
    return _Surroundings(
        network.charter,
        network.today,
        book.member_by_id,
        grouped(book.interviews, lambda each: each.candidate_id),
        frozenset(each.candidate_id for each in book.half_read_of(Interview) if each.candidate_id),
        {skill: tuple(each for _, each in rows) for skill, rows in grouped(skilled, lambda each: each[0]).items()},
        agreements_of(book),
    )


def _candidacy(member: Member, seen: _Surroundings, *, in_error: bool) -> Candidacy:
    rows = in_order(seen.interviews.get(member.member_id, ()))
    talks = tuple(_talks(rows, seen))
    held = [each.interview for each in talks if each.why_not not in {"own", "future"}]
    asked = seen.charter.on(seen.today).interviews
    interviewed_by = interviewers(rows, seen.members, seen.charter, until=seen.today)
    missing = max(asked - len(interviewed_by), 0)
    divergences = tuple(_divergences(held))
    overlaps = tuple(_overlaps(member, seen))
    obstacles = tuple(_obstacles(member, seen, missing, in_error=in_error))
    return Candidacy(
        member.member_id,
        member.name,
        member.company,
        member.trade,
        member.skills,
        member.current_business,
        member.expectations,
        member.contribution,
        member.past_networks,
        member.past_networks_left_because,
        talks,
        asked,
        interviewed_by,
        missing,
        _days(held, "site_visit"),
        _days(held, "guest_visit"),
        _days(held, "reference"),
        divergences,
        overlaps,
        obstacles,
        tuple(_cautions(member, held, divergences, overlaps)),
        not obstacles,
    )


def _talks(rows: Iterable[Interview], seen: _Surroundings) -> Iterator[Talk]:
    counted: set[str] = set()
    for row in rows:
        why_not: WhyNot | None = unfit(row, seen.members, seen.charter)
        if row.held_on > seen.today and why_not != "own":
            why_not = "future"
        if why_not is None:
            why_not = "again" if row.interviewer_id in counted else None
            counted.add(row.interviewer_id)
        yield Talk(row, why_not is None, why_not)


def _divergences(held: Iterable[Interview]) -> Iterator[Divergence]:
    """Yield where opinions differ: one favourable and one unfavourable verdict, or marks that are far apart."""
    rows = tuple(held)
    verdicts = {word: _ids(rows, "verdict", word) for word in ("unfavourable", "favourable")}
    if all(verdicts.values()):
        yield Divergence("verdict", "unfavourable", verdicts["unfavourable"], "favourable", verdicts["favourable"])
    for criterion in CRITERIA:
        marks = [mark for row in rows if (mark := getattr(row, criterion)) is not None]
        if marks and max(marks) - min(marks) >= FAR_APART:
            low, high = min(marks), max(marks)
            yield Divergence(criterion, low, _ids(rows, criterion, low), high, _ids(rows, criterion, high))


def _ids(rows: Iterable[Interview], column: str, value: int | str) -> tuple[str, ...]:
    return tuple(each.interview_id for each in rows if getattr(each, column) == value)


def _days(held: Iterable[Interview], kind: str) -> tuple[dt.date, ...]:
    return tuple(each.held_on for each in held if each.kind == kind)


def _overlaps(member: Member, seen: _Surroundings) -> Iterator[CandidateOverlap]:
    """Yield every skill shared with an active member, by the member's id and in the order of the candidate's skills."""
    shared = [(other, skill) for key, skill in keyed(member.skills).items() for other in seen.by_skill.get(key, ())]
    for other, skill in sorted(shared, key=lambda each: each[0].member_id):
        agreement = seen.agreements.get(between(member.member_id, other.member_id, skill))
        terms, agreed_on = (agreement.terms, agreement.agreed_on) if agreement else ("", None)
        yield CandidateOverlap(skill, other.member_id, terms, agreed_on)


def _obstacles(member: Member, seen: _Surroundings, missing: int, *, in_error: bool) -> Iterator[Obstacle]:
    if in_error:
        yield "row_in_error"
    if member.member_id in seen.unread:
        yield "interview_in_error"
    if missing:
        yield "interviews_missing"


def _cautions(
    member: Member, held: Iterable[Interview], divergences: Iterable[Divergence], overlaps: Iterable[CandidateOverlap]
) -> Iterator[Caution]:
    rows, apart = tuple(held), {each.on for each in divergences}
    if "verdict" in apart:
        yield "verdicts_diverge"
    elif any(each.verdict == "unfavourable" for each in rows):
        yield "unfavourable"
    if apart - {"verdict"}:
        yield "marks_diverge"
    if not any(each.kind == "site_visit" for each in rows):
        yield "site_visit_missing"
    if leaves_past_networks_unexplained(member):
        yield "past_networks_unexplained"
    if any(not each.agreed for each in overlaps):
        yield "overlap_without_agreement"


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
