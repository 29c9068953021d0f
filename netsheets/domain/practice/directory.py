"""The directory: who can do what, for whom, and how well one is told about it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from netsheets.domain.book import Book
from netsheets.domain.checks.practice import PRESENT
from netsheets.domain.checks.spellings import keyed, plain_name, spellings_of
from netsheets.domain.records import Member

FIELDS = ("company", "trade", "phone", "email", "skills", "client_types", "current_business", "cv_url")
"""The columns that a member should fill to be recommended."""

_SHOWN = frozenset({"active", "suspended"})


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """What a member shows the others. `missing` are the empty ones among FIELDS, `filled` counts the others.

    Nobody notes when a row was changed, so its age is that of the last sign of its member: `heard_on` is the day they
    joined, told news at a meeting or gave a presentation, whichever was last; None where no row says.
    """

    member_id: str
    name: str
    status: str
    company: str
    trade: str
    phone: str
    email: str
    skills: tuple[str, ...]
    client_types: tuple[str, ...]
    current_business: str
    cv_url: str
    joined_on: dt.date | None
    filled: int
    missing: tuple[str, ...]
    heard_on: dt.date | None
    age_days: int | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A skill, or a type of clients, as most members spell it, and the active members who have it."""

    name: str
    member_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """The active and the suspended members in the order of their names, and what the active ones offer."""

    on: dt.date
    fields: tuple[str, ...]
    entries: tuple[DirectoryEntry, ...]
    skills: tuple[Offer, ...]
    client_types: tuple[Offer, ...]


def directory_of(book: Book, today: dt.date) -> Directory:
    """Return the directory on a day."""
    members = sorted((each for each in book.members if each.status in _SHOWN), key=_by_name)
    heard = _heard(book, today)
    active = [each for each in members if each.status == "active"]
    return Directory(
        today,
        FIELDS,
        tuple(_entry(each, heard.get(each.member_id), today) for each in members),
        tuple(_offers(active, "skills")),
        tuple(_offers(active, "client_types")),
    )


def _by_name(member: Member) -> tuple[str, str]:
    return plain_name(member.name), member.member_id


def _entry(member: Member, heard_on: dt.date | None, today: dt.date) -> DirectoryEntry:
    missing = tuple(each for each in FIELDS if not getattr(member, each))
    return DirectoryEntry(
        member.member_id,
        member.name,
        member.status,
        member.company,
        member.trade,
        member.phone,
        member.email,
        member.skills,
        member.client_types,
        member.current_business,
        member.cv_url,
        member.joined_on,
        len(FIELDS) - len(missing),
        missing,
        heard_on,
        (today - heard_on).days if heard_on else None,
    )


def _heard(book: Book, today: dt.date) -> dict[str, dt.date]:
    """Return when each member was last heard of, by id."""
    heard: dict[str, dt.date] = {}
    for member_id, day in _signs(book):
        if member_id and day <= today:
            heard[member_id] = max(heard.get(member_id, day), day)
    return heard


def _signs(book: Book) -> Iterator[tuple[str, dt.date]]:
    """Yield every day on which something was heard of a member, and who that was.

    Who sent a substitute told nothing; who was to present gave their presentation unless a row says they were away.
    """
    yield from ((each.member_id, each.joined_on) for each in book.members if each.joined_on)
    days = {each.meeting_id: each.held_on for each in book.meetings}
    away = set()
    for row in book.attendance:
        if row.presence not in PRESENT:
            away.add((row.meeting_id, row.member_id))
        elif row.news and row.meeting_id in days:
            yield row.member_id, days[row.meeting_id]
    yield from (
        (each.presenter_id, each.held_on) for each in book.meetings if (each.meeting_id, each.presenter_id) not in away
    )


def _offers(members: Iterable[Member], column: str) -> Iterator[Offer]:
    """Yield what members have in a column with who has it, in alphabetical order."""
    members = tuple(members)
    in_sheet = sorted(members, key=lambda each: each.row)
    spellings = spellings_of(getattr(each, column) for each in in_sheet)
    having: dict[str, list[str]] = defaultdict(list)
    for member in members:
        for key in keyed(getattr(member, column)):
            having[key].append(member.member_id)
    for key in sorted(having, key=lambda each: (plain_name(spellings.of(each)), each)):
        yield Offer(spellings.of(key), tuple(having[key]))
