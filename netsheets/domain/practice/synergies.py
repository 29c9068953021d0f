"""Synergies: which members should talk to each other first, and why; which share a skill.

Every reason gives a pair points, and the points add up. Members who bring each other referrals both ways are left out:
they talk.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from netsheets.domain.network import Network
from netsheets.domain.practice.circle import Circle
from netsheets.domain.practice.overlaps import Overlap, overlaps_of
from netsheets.domain.practice.ranking import Levels, Members, best_pairs, later, one, pairs_with_points, raised

Kind = Literal["one_way", "newcomer", "complementary", "never_met"]

MOST_PAIRS = 50
"""So many pairs are named: more than that nobody introduces."""

MOST_EACH = 5
"""So many pairs are named with any one member, so that the others find themselves too."""

MOST_OVERLAPS = 100
"""So many overlaps without an agreement are named."""

NEVER_MET_POINTS = 2
NEWCOMER_POINTS = 3
TYPE_POINTS, TYPES_COUNTED = 1, 3
"""The points of each type of clients two members both serve with different skills, and how many of them count."""

ONE_WAY_POINTS, REFERRALS_COUNTED = 1, 3
"""The points of the first referral that went one way only less one, and how many referrals count, a point each."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two members should talk, and the points it gives.

    `member_id` is who gave the referrals of `one_way`, or who is the `newcomer`; `number` counts those referrals;
    `client_types` are those two `complementary` members both serve, as most members spell them.
    """

    kind: Kind
    points: int
    member_id: str = ""
    number: int = 0
    client_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Synergy:
    """Two members who should talk, the smaller id first. `talked_on` is when they last did, None for never."""

    member_a: str
    member_b: str
    score: int
    reasons: tuple[Reason, ...]
    talked_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Synergies:
    """The pairs who should talk, those with most points first, and the overlaps; and how many there are in all."""

    on: dt.date
    pairs: tuple[Synergy, ...]
    pairs_in_all: int
    overlaps: tuple[Overlap, ...]
    overlaps_in_all: int


def synergies_of(network: Network, *, most: int = MOST_PAIRS, most_each: int = MOST_EACH) -> Synergies:
    """Return which active members should talk today, and who shares a skill with whom."""
    circle = Circle(network.book, network.charter, network.today)
    levels = _levels(circle)
    chosen = best_pairs(levels, most, most_each)
    overlaps, overlaps_in_all = overlaps_of(network.book, circle.skills, circle.skilled, most=MOST_OVERLAPS)
    pairs = tuple(_pair(first, second, circle) for first, second in chosen)
    return Synergies(network.today, pairs, pairs_with_points(levels), overlaps, overlaps_in_all)


def _pair(first: int, second: int, circle: Circle) -> Synergy:
    reasons = tuple(_reasons(first, second, circle))
    score = sum(each.points for each in reasons)
    return Synergy(circle.ids[first], circle.ids[second], score, reasons, _talked_on(first, second, circle))


def _reasons(first: int, second: int, circle: Circle) -> Iterator[Reason]:
    """Yield why two members should talk. `_levels` gives the same points to sets of members."""
    ids = (circle.ids[first], circle.ids[second])
    for giver, receiver in (ids, ids[::-1]):
        if number := circle.given.get((giver, receiver), 0):
            yield Reason("one_way", _one_way_points(number), giver, number)
    new = [place for place in (first, second) if circle.newcomers & one(place)]
    if len(new) == 1:
        yield Reason("newcomer", NEWCOMER_POINTS, circle.ids[new[0]])
    skills, types = ([words[each] for each in ids] for words in (circle.skills, circle.client_types))
    shared = tuple(spelt for key, spelt in types[0].items() if key in types[1])
    if shared and all(skills) and not skills[0].keys() & skills[1].keys():
        yield Reason("complementary", _complementary_points(len(shared)), client_types=shared)
    if _talked_on(first, second, circle) is None:
        yield Reason("never_met", NEVER_MET_POINTS)


def _talked_on(first: int, second: int, circle: Circle) -> dt.date | None:
    talks = circle.talks.get(first, ())
    return max((day for day, members in talks if members & one(second)), default=None)


def _one_way_points(number: int) -> int:
    return ONE_WAY_POINTS + min(number, REFERRALS_COUNTED)


def _complementary_points(number: int) -> int:
    return TYPE_POINTS * min(number, TYPES_COUNTED)


def _levels(circle: Circle) -> list[Levels]:
    """Return for each place how many points that member's pairs with later places have."""
    one_way, both_ways = _exchanges(circle)
    found = []
    for place in range(len(circle.ids)):
        levels = _complementary(place, later(place, len(circle.ids)) & ~both_ways[place], circle)
        met = 0
        for _, members in circle.talks.get(place, ()):
            met |= members
        levels = raised(levels, ~met, NEVER_MET_POINTS)
        is_new = circle.newcomers & one(place)
        levels = raised(levels, ~circle.newcomers if is_new else circle.newcomers, NEWCOMER_POINTS)
        for points, members in one_way[place].items():
            levels = raised(levels, members, points)
        found.append(levels)
    return found


def _complementary(place: int, others: Members, circle: Circle) -> Levels:
    """Return the others by the points of the types of clients they share with a member, if they share no skill."""
    member_id = circle.ids[place]
    alike = 0 if circle.skills[member_id] else ~0
    for skill in circle.skills[member_id]:
        alike |= circle.skilled[skill]
    shared: Levels = {0: others & circle.with_skills & ~alike}
    for client_type in circle.client_types[member_id]:
        shared = raised(shared, circle.serving[client_type], 1)
    levels: Levels = {0: others & ~(circle.with_skills & ~alike)}
    for number, members in shared.items():
        points = _complementary_points(number)
        levels[points] = levels.get(points, 0) | members
    return levels


def _exchanges(circle: Circle) -> tuple[Mapping[int, Levels], Mapping[int, Members]]:
    """Return, for each place, whom referrals went to or came from one way only, by their points, and whom both ways."""
    one_way: dict[int, Levels] = defaultdict(dict)
    both_ways: dict[int, Members] = defaultdict(int)
    for (giver, receiver), number in circle.given.items():
        pair = (circle.places[giver], circle.places[receiver])
        for place, other in (pair, pair[::-1]):
            if (receiver, giver) in circle.given:
                both_ways[place] |= one(other)
            else:
                points = _one_way_points(number)
                one_way[place][points] = one_way[place].get(points, 0) | one(other)
    return one_way, both_ways
