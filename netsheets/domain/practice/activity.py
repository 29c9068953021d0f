"""Activity: each member's part in a month, the six and the twelve months that end with it, and their traffic lights.

Counts only; the amounts are in `amounts.py`, so that what everybody may see can never hold one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from netsheets.domain.book import Book
from netsheets.domain.charter import Threshold
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.practice.involvement import (
    Involvement,
    Tallies,
    involvement,
    meetings_noted,
    membership,
    tallies_of,
)
from netsheets.domain.records import Member

Light = Literal["good", "fair", "poor"]

LIGHT_MONTHS = 6
"""The lights look at that many months."""
YEAR_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Lights:
    """A light for each of the charter's criteria; None where nothing can be said."""

    attendance: Light | None = None
    referrals: Light | None = None
    one_to_ones: Light | None = None
    thanks: Light | None = None


def lights_of(thresholds: Mapping[str, Threshold], done: Involvement, *, newcomer: bool) -> Lights:
    """Return the lights for what a member did: good and fair begin at their threshold, below fair is poor.

    Nothing can be said of attendance where no meeting was held, nor of thanks where no referral received was won. A
    newcomer, a member for less than the months looked at, has had less time than the thresholds mean: a count of
    theirs is never poor.
    """
    counted: Light | None = None if newcomer else "poor"
    return Lights(
        _part(done.attended, done.meetings, thresholds["attendance"]),
        _light(done.given, 1, thresholds["referrals"]) or counted,
        _light(done.one_to_ones, 1, thresholds["one_to_ones"]) or counted,
        _part(done.thanked, done.won, thresholds["thanks"]),
    )


def _part(reached: int, whole: int, threshold: Threshold) -> Light | None:
    return (_light(reached, whole, threshold) or "poor") if whole else None


def _light(reached: int, whole: int, threshold: Threshold) -> Light | None:
    """Return whether what was reached of a whole is good or fair, None where it is neither: exact, nothing rounded."""
    if reached >= threshold.good * whole:
        return "good"
    return "fair" if reached >= threshold.fair * whole else None


@dataclass(frozen=True, slots=True)
class MemberActivity:
    """A member's month, and the six and the twelve months that end with it. `newcomer`: a member for less than six."""

    member_id: str
    joined_on: dt.date | None
    left_on: dt.date | None
    newcomer: bool
    lights: Lights
    month: Involvement
    six_months: Involvement
    twelve_months: Involvement


@dataclass(frozen=True, slots=True)
class Outsider:
    """Someone who gave or received referrals without being a member in the month: who left, and the network itself."""

    member_id: str
    six_months: Involvement
    twelve_months: Involvement


@dataclass(frozen=True, slots=True)
class NetworkMonth:
    """A month of all members together: of the `expected` places at its `meetings`, so many `attended`.

    `given` are the referrals between two that were given in it, the network's own among them, `won` those won in it.
    """

    month: Month
    meetings: int
    expected: int
    attended: int
    given: int
    won: int
    one_to_ones: int
    presentations: int


@dataclass(frozen=True, slots=True)
class Activity:
    """The activity of a month. `members` are those who were members on one of its days, in order of their ids.

    `outsiders` gave or received referrals in the twelve months too, so that all that was given adds up to all that
    was received. `by_month` begins with the first of the twelve months in which anything happened. `unnoted` are the
    meetings of the six months of which nobody noted who came; they count for nobody.
    """

    month: Month
    six_months_since: Month
    twelve_months_since: Month
    thresholds: Mapping[str, Threshold]
    members: tuple[MemberActivity, ...]
    outsiders: tuple[Outsider, ...]
    by_month: tuple[NetworkMonth, ...]
    unnoted: tuple[str, ...]

    @property
    def everyone(self) -> tuple[MemberActivity | Outsider, ...]:
        """Return the members, then the outsiders."""
        return (*self.members, *self.outsiders)


def activity_of(network: Network, month: Month) -> Activity:
    """Return the activity of a month up to today, by the thresholds that are in force on its last day."""
    book, today = network.book, network.today
    year = months_ending(month, YEAR_MONTHS)
    half = year[-LIGHT_MONTHS:]
    tallies = tallies_of(book, year, today)
    thresholds = network.terms_at(month).thresholds
    present = sorted(
        (each for each in book.members if _was_member(each, month, today)), key=lambda each: each.member_id
    )
    members = tuple(_member_activity(each, tallies, year, thresholds) for each in present)
    known = {each.member_id for each in present}
    active = {member_id for (member_id, _), done in tallies.items() if done["given"] or done["received"]}
    outsiders = tuple(
        Outsider(each, involvement(tallies, each, half), involvement(tallies, each, year))
        for each in sorted(active - known)
    )
    _, unnoted = meetings_noted(book, half, today)
    return Activity(
        month,
        half[0],
        year[0],
        thresholds,
        members,
        outsiders,
        _by_month(book, tallies, year, today),
        tuple(each.meeting_id for each in sorted(unnoted, key=lambda each: (each.held_on, each.meeting_id))),
    )


def months_ending(month: Month, count: int) -> tuple[Month, ...]:
    """Return so many months up to and with this one, the first one first; the calendar begins with the year 1."""
    months = [month]
    while len(months) < count and months[-1] > Month(1, 1):
        months.append(months[-1].previous)
    return tuple(reversed(months))


def _was_member(member: Member, month: Month, today: dt.date) -> bool:
    first, last = membership(member)
    return first <= max(min(month.last_day, today), month.first_day) and last >= month.first_day


def _member_activity(
    member: Member, tallies: Tallies, year: tuple[Month, ...], thresholds: Mapping[str, Threshold]
) -> MemberActivity:
    half = year[-LIGHT_MONTHS:]
    newcomer = membership(member)[0] > half[0].first_day
    six_months = involvement(tallies, member.member_id, half)
    return MemberActivity(
        member.member_id,
        member.joined_on,
        member.left_on,
        newcomer,
        lights_of(thresholds, six_months, newcomer=newcomer),
        involvement(tallies, member.member_id, year[-1:]),
        six_months,
        involvement(tallies, member.member_id, year),
    )


def _by_month(book: Book, tallies: Tallies, year: tuple[Month, ...], today: dt.date) -> tuple[NetworkMonth, ...]:
    won = Counter(
        Month.of(each.won_on)
        for each in book.referrals
        if each.status == "won" and each.won_on and each.won_on <= today and each.referrer_id != each.recipient_id
    )
    noted, _ = meetings_noted(book, year, today)
    meetings = Counter(Month.of(each.held_on) for each in noted)
    one_to_ones = Counter(
        Month.of(each.held_on) for each in book.meetings if each.kind == "one_to_one" and each.held_on <= today
    )
    sums: dict[Month, Counter[str]] = {each: Counter() for each in year}
    for (_, month), done in tallies.items():
        sums[month].update(done)
    found = tuple(
        NetworkMonth(
            month,
            meetings[month],
            done["meetings"],
            done["attended"],
            done["given"],
            won[month],
            one_to_ones[month],
            done["presentations"],
        )
        for month, done in sums.items()
    )
    started = next((index for index, each in enumerate(found) if any(_counts(each))), len(found) - 1)
    return found[started:]


def _counts(month: NetworkMonth) -> tuple[int, ...]:
    return (month.meetings, month.given, month.won, month.one_to_ones, month.presentations)
