"""The agenda of the members' next meeting: the news round, whose turn it is, what to decide, what to celebrate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.network import Network, OwnedClient, owned_clients
from netsheets.domain.practice.celebrations import Celebrations, celebrations_of
from netsheets.domain.practice.meetings import Gathering, Turn, next_gathering, presentations_due, visits_due
from netsheets.domain.practice.news import News, news_of
from netsheets.domain.practice.recruitment import Caution, Obstacle, recruitment_of
from netsheets.domain.practice.synergies import Reason, synergies_of
from netsheets.domain.records import Meeting

PointName = Literal["news", "presentation", "turns", "candidates", "ownerships", "celebrations", "introductions"]
INTRODUCTIONS = 3
"""More introductions than that are not made in one meeting."""

UPCOMING = 2
"""So many of the next meetings, of whatever kind, are announced."""

_TALKATIVE = 15
"""Up to so many members, each has two minutes for their news; more have one."""


class Point(NamedTuple):
    """A point of the agenda, and how many minutes it wants."""

    name: PointName
    minutes: int


class Candidate(NamedTuple):
    """A candidate: whether the members can decide, how many interviews are missing, what else stands in the way.

    `cautions` are what to talk about before the decision (`recruitment.Caution`).
    """

    member_id: str
    name: str
    ready: bool
    missing: int
    obstacles: tuple[Obstacle, ...]
    cautions: tuple[Caution, ...]


class Introduction(NamedTuple):
    """Two members who should talk, and why."""

    member_a: str
    member_b: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What there is to talk about at a meeting. `points` are those that have something to say, in their order.

    No amounts: a meeting is no place for them. `ownerships` run out before the meeting, or within the charter's
    notice of it.
    """

    gathering: Gathering
    points: tuple[Point, ...]
    news: tuple[News, ...]
    presentations: tuple[Turn, ...]
    visits: tuple[Turn, ...]
    candidates: tuple[Candidate, ...]
    ownerships: tuple[OwnedClient, ...]
    celebrations: Celebrations
    introductions: tuple[Introduction, ...]
    upcoming: tuple[Meeting, ...]

    @property
    def minutes(self) -> int:
        """Return how long the meeting takes."""
        return sum(each.minutes for each in self.points)


def agenda_of(network: Network, *, day: dt.date | None = None) -> Agenda:
    """Return the agenda of the next meeting on or after a day, today where none is named."""
    book = network.book
    gathering = next_gathering(book, day or network.today)
    found = Agenda(
        gathering,
        (),
        news_of(book, gathering),
        presentations_due(book, gathering),
        visits_due(book, gathering),
        tuple(
            Candidate(each.member_id, each.name, each.ready, each.missing, each.obstacles, each.cautions)
            for each in recruitment_of(network).candidates
        ),
        _running_out(network, (network.today, gathering.held_on)),
        celebrations_of(book, network.terms, gathering),
        tuple(_introductions(network, gathering)),
        _upcoming(book, gathering),
    )
    return replace(found, points=_points(found))


def _running_out(network: Network, days: tuple[dt.date, dt.date]) -> tuple[OwnedClient, ...]:
    """Return the ownerships that are expiring on one of two days, as they stand on the later one where they still do.

    An extension counts only while the ownership lasts (rules.md, 3): one that ends before the meeting is told too.
    """
    found: dict[tuple[str, str], OwnedClient] = {}
    for day in (min(days), days[1]):
        for each in owned_clients(network, day):
            if each.status == "expiring":
                found[each.client_id, each.referral_id] = each
    return tuple(sorted(found.values(), key=lambda each: (each.last_day or dt.date.max, each.client_id)))


def _introductions(network: Network, gathering: Gathering) -> Iterator[Introduction]:
    """Yield the best pairs whose two members are expected, nobody in two of them."""
    free = set(gathering.expected)
    pairs = sorted(synergies_of(network).pairs, key=lambda each: (-each.score, each.member_a, each.member_b))
    made = 0
    for pair in pairs:
        if made < INTRODUCTIONS and {pair.member_a, pair.member_b} <= free:
            free -= {pair.member_a, pair.member_b}
            made += 1
            yield Introduction(pair.member_a, pair.member_b, pair.reasons)


def _upcoming(book: Book, gathering: Gathering) -> tuple[Meeting, ...]:
    later = (each for each in book.meetings if each.held_on > gathering.held_on and each.kind != "one_to_one")
    return tuple(sorted(later, key=lambda each: (each.held_on, each.meeting_id))[:UPCOMING])


def _points(agenda: Agenda) -> tuple[Point, ...]:
    """Return the points that have something to say, with the minutes they want."""
    members = len(agenda.news)
    meeting = agenda.gathering.meeting
    minutes: dict[PointName, int] = {
        "news": members * (2 if members <= _TALKATIVE else 1),
        "presentation": 15 if meeting and meeting.presenter_id else 0,
        "turns": 3 if agenda.presentations or agenda.visits else 0,
        "candidates": sum(5 if each.ready else 2 for each in agenda.candidates),
        "ownerships": len(agenda.ownerships),
        "celebrations": min(len(agenda.celebrations), 5),
        "introductions": len(agenda.introductions),
    }
    return tuple(Point(name, wanted) for name, wanted in minutes.items() if wanted)
