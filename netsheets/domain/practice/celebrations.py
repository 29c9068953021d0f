"""What to celebrate: referrals and projects that were won, a newcomer's first referral, thanks, years of membership."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.charter import Terms
from netsheets.domain.month import months_later
from netsheets.domain.parties import performers_of, referrers_of
from netsheets.domain.practice.meetings import Gathering, members_on
from netsheets.domain.records import Referral

THANKS_MONTHS = 12
"""A thank you that nobody said for longer is no longer asked for."""


class Win(NamedTuple):
    """A referral that was won: who brought it, who does the work. `joint`: two members or more share either."""

    referral_id: str
    won_on: dt.date
    client_id: str
    referrer_ids: tuple[str, ...]
    performer_ids: tuple[str, ...]
    joint: bool


class Success(NamedTuple):
    """A project that ended well."""

    project_id: str
    ended_on: dt.date
    client_id: str
    lead_id: str
    participants: tuple[str, ...]


class FirstReferral(NamedTuple):
    """The first referral a member ever gave, while they were not experienced yet, by the charter."""

    referral_id: str
    given_on: dt.date
    member_id: str
    recipient_id: str
    client_id: str


class Thanks(NamedTuple):
    """A thank you that is not noted yet, of who received a referral that was won to those who brought it."""

    referral_id: str
    won_on: dt.date
    member_id: str
    referrer_ids: tuple[str, ...]
    client_id: str


class Anniversary(NamedTuple):
    """A day on which someone has been a member for so many years."""

    member_id: str
    on: dt.date
    years: int


@dataclass(frozen=True, slots=True)
class Celebrations:
    """What there is to celebrate at a meeting, each in order of day.

    What a dispute is open about is left out: nobody claps for it yet.
    """

    wins: tuple[Win, ...]
    successes: tuple[Success, ...]
    first_referrals: tuple[FirstReferral, ...]
    thanks: tuple[Thanks, ...]
    anniversaries: tuple[Anniversary, ...]

    def __len__(self) -> int:
        """Return how many things there are to celebrate."""
        return sum(map(len, (self.wins, self.successes, self.first_referrals, self.thanks, self.anniversaries)))


def celebrations_of(book: Book, terms: Terms, gathering: Gathering) -> Celebrations:
    """Return what there is to celebrate since the last meeting; thanks go back twelve months."""
    disputed = {each.referral_id for each in book.disputes if each.resolved_on is None}
    won = [each for each in _won(book, gathering) if each.referral_id not in disputed]
    return Celebrations(
        tuple(sorted((each for each in won if gathering.covers(each.won_on)), key=_by("won_on"))),
        tuple(sorted(_successes(book, gathering), key=attrgetter("ended_on", "project_id"))),
        tuple(sorted(_first_referrals(book, terms, gathering), key=_by("given_on"))),
        tuple(sorted(_thanks(won, book, gathering), key=_by("won_on"))),
        tuple(sorted(_anniversaries(book, gathering), key=attrgetter("on", "member_id"))),
    )


def _by(day: str) -> attrgetter[tuple[object, ...]]:
    return attrgetter(day, "referral_id")


def _won(book: Book, gathering: Gathering) -> Iterator[Win]:
    """Yield every referral that was won before the meeting."""
    for row in book.referrals:
        if row.status != "won" or row.won_on is None or row.referrer_id == row.recipient_id:
            continue
        if row.won_on < gathering.held_on:
            referrers, performers = referrers_of(row, book), performers_of(row, book)
            joint = row.kind == "joint_response" or len(referrers) > 1 or len(performers) > 1
            yield Win(row.referral_id, row.won_on, row.client_id, referrers, performers, joint)


def _successes(book: Book, gathering: Gathering) -> Iterator[Success]:
    for row in book.projects:
        if row.outcome == "success" and row.ended_on and gathering.covers(row.ended_on):
            yield Success(row.project_id, row.ended_on, row.client_id, row.lead_id, row.participants)


def _first_referrals(book: Book, terms: Terms, gathering: Gathering) -> Iterator[FirstReferral]:
    first: dict[str, Referral] = {}
    for row in sorted(book.referrals, key=attrgetter("given_on", "referral_id")):
        if row.referrer_id != row.recipient_id:
            first.setdefault(row.referrer_id, row)
    for member in book.members:
        given, joined_on = first.get(member.member_id), member.joined_on
        if given is None or joined_on is None or not gathering.covers(given.given_on):
            continue
        if given.given_on < months_later(joined_on, terms.experience_months):
            about = (member.member_id, given.recipient_id, given.client_id)
            yield FirstReferral(given.referral_id, given.given_on, *about)


def _thanks(won: list[Win], book: Book, gathering: Gathering) -> Iterator[Thanks]:
    """Yield the thanks that are due between active members. Who notes no thanks at all is not asked for them."""
    if not any(each.thanked_on for each in book.referrals):
        return
    active = {each.member_id for each in members_on(book, gathering.held_on)}
    for each in won:
        row = book.referral_by_id[each.referral_id]
        late = months_later(each.won_on, THANKS_MONTHS) < gathering.held_on
        referrers = tuple(member_id for member_id in each.referrer_ids if member_id in active - {row.recipient_id})
        if row.thanked_on is None and not late and row.recipient_id in active and referrers:
            yield Thanks(row.referral_id, each.won_on, row.recipient_id, referrers, row.client_id)


def _anniversaries(book: Book, gathering: Gathering) -> Iterator[Anniversary]:
    """Yield the years of membership completed after the last meeting and up to the day of this one."""
    for member in members_on(book, gathering.held_on):
        joined_on = member.joined_on or gathering.held_on
        for years in range(max(gathering.since.year - joined_on.year, 1), gathering.held_on.year - joined_on.year + 1):
            on = months_later(joined_on, 12 * years)
            if gathering.since < on <= gathering.held_on:
                yield Anniversary(member.member_id, on, years)
