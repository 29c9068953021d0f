"""The circle of active members in the order of their ids, as sets: what they have in common, who talked with whom."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from netsheets.domain.book import Book, grouped
from netsheets.domain.charter import Charter
from netsheets.domain.checks.practice import PRESENT
from netsheets.domain.checks.spellings import keyed, spellings_of
from netsheets.domain.month import months_later
from netsheets.domain.practice.ranking import Members, one
from netsheets.domain.records import Member


def talks_of(book: Book, today: dt.date) -> Iterator[tuple[dt.date, frozenset[str]]]:
    """Yield the day of everything up to today but meetings of all, and who was there.

    Host and presenter were there where no row says otherwise.
    """
    rows = grouped(book.attendance, lambda each: each.meeting_id)
    for meeting in book.meetings:
        if meeting.kind == "meeting" or meeting.held_on > today:
            continue
        presence = {each.member_id: each.presence for each in rows.get(meeting.meeting_id, ())}
        expected = {each: "present" for each in (meeting.host_id, meeting.presenter_id) if each}
        yield meeting.held_on, frozenset(each for each, how in {**expected, **presence}.items() if how in PRESENT)


@dataclass(frozen=True)
class Circle:
    """The active members on a day. A member's place is that of their id in `ids`."""

    book: Book
    charter: Charter
    today: dt.date

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Return the members' ids in order."""
        return tuple(sorted(each.member_id for each in self.book.members if each.status == "active"))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Return each member's place, by id."""
        return {member_id: place for place, member_id in enumerate(self.ids)}

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """Return the members, each at their place."""
        return tuple(self.book.member_by_id[each] for each in self.ids)

    @cached_property
    def skills(self) -> Mapping[str, Mapping[str, str]]:
        """Return every member's skills by key, in their own order, spelt as most members spell them."""
        return dict(zip(self.ids, self._spelt("skills"), strict=True))

    @cached_property
    def client_types(self) -> Mapping[str, Mapping[str, str]]:
        """Return every member's types of clients in the same way."""
        return dict(zip(self.ids, self._spelt("client_types"), strict=True))

    @cached_property
    def skilled(self) -> Mapping[str, Members]:
        """Return who has each skill."""
        return _sets(self.skills.values())

    @cached_property
    def serving(self) -> Mapping[str, Members]:
        """Return who works for each type of clients."""
        return _sets(self.client_types.values())

    @cached_property
    def with_skills(self) -> Members:
        """Return who says what they can do."""
        return sum(one(place) for place, each in enumerate(self.skills.values()) if each)

    @cached_property
    def talks(self) -> Mapping[int, tuple[tuple[dt.date, Members], ...]]:
        """Return for each place the days on which that member talked, and with whom."""
        found: dict[int, list[tuple[dt.date, Members]]] = defaultdict(list)
        for day, ids in talks_of(self.book, self.today):
            there = [self.places[each] for each in ids if each in self.places]
            members = sum(map(one, there))
            for place in there:
                found[place].append((day, members))
        return {place: tuple(each) for place, each in found.items()}

    @cached_property
    def given(self) -> Mapping[tuple[str, str], int]:
        """Return how many referrals each member gave each other one up to today.

        A referral that several members share counts for those its row names.
        """
        named = ((each.referrer_id, each.recipient_id) for each in self.book.referrals if each.given_on <= self.today)
        return Counter(pair for pair in named if pair[0] != pair[1] and self.places.keys() >= set(pair))

    @cached_property
    def newcomers(self) -> Members:
        """Return who isn't experienced yet, by the charter, and has neither given nor received a referral."""
        months = self.charter.on(self.today).experience_months
        referrals = [each for each in self.book.referrals if each.given_on <= self.today]
        known = {each.referrer_id for each in referrals} | {each.recipient_id for each in referrals}
        return sum(
            one(place)
            for place, each in enumerate(self.members)
            if each.joined_on and months_later(each.joined_on, months) > self.today and each.member_id not in known
        )

    def _spelt(self, column: str) -> Iterable[Mapping[str, str]]:
        in_sheet = sorted(self.members, key=lambda each: each.row)
        spellings = spellings_of(getattr(each, column) for each in in_sheet)
        return ({key: spellings.of(key) for key in keyed(getattr(each, column))} for each in self.members)


def _sets(words: Iterable[Iterable[str]]) -> Mapping[str, Members]:
    """Return the set of the members who have each word; the members' words come in the order of their places."""
    found: dict[str, Members] = defaultdict(int)
    for place, own in enumerate(words):
        for each in own:
            found[each] |= one(place)
    return found
