"""The best pairs among many members, without looking at every pair.

Members stand in an order, and a set of them is a whole number with a bit a member: who shares something with thousands
of others is then found by one `&`. Points are given to sets, so that no pair is written down before it is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Members = int
"""A set of members: the bit of each one's place in the order."""

Levels = dict[int, Members]
"""Who reached how many points."""


def one(place: int) -> Members:
    """Return the set of the member at this place."""
    return 1 << place


def later(place: int, count: int) -> Members:
    """Return the set of the members after this place, of so many in all."""
    return (1 << count) - (1 << place + 1)


def places(members: Members) -> Iterator[int]:
    """Yield the places of the members of a set, in order."""
    while members:
        lowest = members & -members
        yield lowest.bit_length() - 1
        members ^= lowest


def raised(levels: Levels, members: Members, points: int) -> Levels:
    """Return the levels once everyone of a set got so many points more."""
    after: Levels = {}
    for reached, all_there in levels.items():
        for part, more in ((all_there & members, points), (all_there & ~members, 0)):
            if part:
                after[reached + more] = after.get(reached + more, 0) | part
    return after


def pairs_with_points(levels: Sequence[Levels]) -> int:
    """Return how many pairs have any points."""
    return sum(members.bit_count() for each in levels for points, members in each.items() if points)


def best_pairs(levels: Sequence[Levels], most: int, most_each: int) -> list[tuple[int, int]]:
    """Return the pairs with the most points, at most so many in all, and so many with any one member.

    `levels` say for each place what its pairs with later places reached. Of equal pairs those come first whose members
    were named least by then, so that one member's pairs don't stand before all others'; then the smaller places.
    """
    chosen: list[tuple[int, int]] = []
    named = [0] * len(levels)
    for points in sorted({each for level in levels for each in level if each}, reverse=True):
        left = {place: level[points] for place, level in enumerate(levels) if points in level}
        for often in range(1, most_each + 1):
            for pair in _round(left, named, often):
                chosen.append(pair)
                if len(chosen) == most:
                    return chosen
            if not left:
                break
    return chosen


def _round(left: dict[int, Members], named: list[int], often: int) -> Iterator[tuple[int, int]]:
    """Yield pairs of members that were named less often than that, taking them out of what is left."""
    free = sum(one(place) for place, count in enumerate(named) if count < often)
    for place in tuple(left):
        while (candidates := left[place] & free) and free & one(place):
            other = next(places(candidates))
            left[place] ^= one(other)
            for each in (place, other):
                named[each] += 1
                if named[each] == often:
                    free ^= one(each)
            yield place, other
        if not left[place]:
            del left[place]
