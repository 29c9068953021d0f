"""Overlaps: two members who share a skill, and what they agreed on who does what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from netsheets.domain.book import Book
from netsheets.domain.checks.spellings import skill_key
from netsheets.domain.practice.ranking import Levels, Members, best_pairs, later, one, pairs_with_points, raised
from netsheets.domain.records import Agreement

Pairing = tuple[str, str, str]
"""Two members, the smaller id first, and the key of a skill."""
Agreements = Mapping[Pairing, Agreement]


def agreements_of(book: Book) -> Agreements:
    """Return the latest agreement of each two members on each skill; of one day, the one further down the sheet."""
    by_day = sorted(book.agreements, key=lambda each: (each.agreed_on, each.row))
    return {between(each.member_a, each.member_b, each.skill): each for each in by_day}


def between(member_id: str, other_id: str, skill: str) -> Pairing:
    """Return what finds an agreement, whichever member is named first and however the skill is spelt."""
    first, second = sorted((member_id, other_id))
    return first, second, skill_key(skill)


@dataclass(frozen=True, slots=True)
class SharedSkill:
    """A skill two members share, as most members spell it, with their agreement on it: "" and None without one."""

    skill: str
    terms: str
    agreed_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two members, the smaller id first, and the skills they share in the order of the first one's."""

    member_a: str
    member_b: str
    skills: tuple[SharedSkill, ...]

    @property
    def settled(self) -> bool:
        """Tell whether they agreed on every one of them."""
        return all(each.agreed_on for each in self.skills)


def overlaps_of(
    book: Book, skills: Mapping[str, Mapping[str, str]], holders: Mapping[str, Members], *, most: int
) -> tuple[tuple[Overlap, ...], int]:
    """Return the overlaps, at most so many without an agreement, and how many there are in all.

    `skills` are each member's by key, as they are to be spelt, in the order of the members; `holders` who has each
    skill. Those with most to agree on come first, those who agreed on everything last.
    """
    ids = tuple(skills)
    agreements = agreements_of(book)
    levels = _unsettled(skills, holders, agreements)
    found = [_overlap(ids[first], ids[second], skills, agreements) for first, second in best_pairs(levels, most, most)]
    agreed = {(first, second) for first, second, _ in agreements if first in skills and second in skills}
    with_agreement = (_overlap(*pair, skills, agreements) for pair in sorted(agreed))
    settled = [each for each in with_agreement if each.skills and each.settled]
    return (*found, *settled), pairs_with_points(levels) + len(settled)


def _unsettled(
    skills: Mapping[str, Mapping[str, str]], holders: Mapping[str, Members], agreements: Agreements
) -> Sequence[Levels]:
    """Return with whom of the later members each one shares how many skills without an agreement."""
    places = {member_id: place for place, member_id in enumerate(skills)}
    agreed: dict[tuple[str, str], Members] = {}
    for first, second, key in agreements:
        if first in places and second in places:
            agreed[first, key] = agreed.get((first, key), 0) | one(places[second])
    levels = []
    for place, (member_id, own) in enumerate(skills.items()):
        level: Levels = {0: later(place, len(skills))}
        for key in own:
            level = raised(level, holders[key] & ~agreed.get((member_id, key), 0), 1)
        levels.append(level)
    return levels


def _overlap(member_a: str, member_b: str, skills: Mapping[str, Mapping[str, str]], agreements: Agreements) -> Overlap:
    shared = ((key, skill) for key, skill in skills[member_a].items() if key in skills[member_b])
    found = ((skill, agreements.get((member_a, member_b, key))) for key, skill in shared)
    return Overlap(
        member_a,
        member_b,
        tuple(
            SharedSkill(skill, agreement.terms, agreement.agreed_on) if agreement else SharedSkill(skill, "", None)
            for skill, agreement in found
        ),
    )
