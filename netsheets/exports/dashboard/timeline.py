"""Who owns which client until when, as bars along the calendar in the rows of a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from netsheets.domain.month import Month, months_later
from netsheets.domain.network import OwnedClient
from netsheets.exports.dashboard.view import View
from netsheets.exports.document.wording import readable

OWNED_SHOWN = 30
_MONTHS_BEFORE, _MONTHS_AFTER = 12, 18
"""The calendar reaches at most so many months to either side of the day."""
_MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class Stretch:
    """A row: a client, its owner, and where its bar stands, in percents of the calendar's width.

    `since` and `until` are in words; `cut` is a class of the style: the ownership began before the calendar does, or
    ends after it.
    """

    client: str
    owner: str
    since: str
    until: str
    left: str
    expiring: bool
    start: str
    width: str
    cut: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rows, those that end first at the top. `ticks` are months with their places, `lines` draws them.

    `today` is the day's place.
    """

    reading: str
    rows: tuple[Stretch, ...]
    ticks: tuple[tuple[str, str], ...]
    lines: str
    today: str
    more: str


def timeline(view: View) -> Timeline:
    """Return the ownerships of the day; very large networks see those that end first."""
    board = view.dashboard
    owned = sorted(
        (each for each in board.owned if each.status in {"owned", "expiring"}),
        key=lambda each: (each.last_day or dt.date.max, each.client.casefold(), each.client_id),
    )
    shown = owned[:OWNED_SHOWN]
    calendar = _calendar(shown, board.on)
    more = (
        view.words("shown_of_owned", shown=len(shown), count=view.integer(len(owned)))
        if len(owned) > len(shown)
        else ""
    )
    return Timeline(
        _reading(view, owned),
        tuple(_stretch(each, calendar, view) for each in shown),
        tuple((view.short_month(each), calendar.place(each.first_day)) for each in calendar.ticks),
        _lines([calendar.place(each.first_day) for each in calendar.ticks]),
        calendar.place(board.on),
        more,
    )


def _reading(view: View, owned: list[OwnedClient]) -> str:
    expiring = [each for each in owned if each.status == "expiring"]
    ended = sum(each.status == "expired" for each in view.dashboard.owned)
    sentences = [view.counted("owned", len(owned))]
    if owned:
        first = expiring[0] if expiring else owned[0]
        sentences.append(
            view.counted("ending", len(expiring), client=readable(first.client), day=view.day(first.last_day))
        )
    if ended:
        sentences.append(view.counted("ended", ended))
    return " ".join(sentences)


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The days from the first of a month to the last of another."""

    first: dt.date
    last: dt.date

    def place(self, day: dt.date) -> str:
        """Return where a day begins, in percents of the width; a day outside is at the edge."""
        inside = min(max(day, self.first), self.last) - self.first
        part = Decimal(100 * inside.days) / ((self.last - self.first).days + 1)
        return f"{part:.2f}%"

    @property
    def ticks(self) -> tuple[Month, ...]:
        """Return the first months of quarters, or of half-years where they would stand too close."""
        months, month = [], Month.of(self.first).next
        while month.first_day <= self.last:
            months.append(month)
            month = month.next
        quarters = [each for each in months if each.number % 3 == 1]
        halves = [each for each in months if each.number % 6 == 1]
        return tuple(quarters if len(quarters) <= _MOST_TICKS else halves)


def _calendar(owned: Iterable[OwnedClient], on: dt.date) -> _Calendar:
    starts = [each.starts_on for each in owned if each.starts_on]
    ends = [each.last_day for each in owned if each.last_day]
    first = max(min(starts, default=on), months_later(on, -_MONTHS_BEFORE))
    last = min(max(ends, default=on), months_later(on, _MONTHS_AFTER))
    return _Calendar(Month.of(min(first, on)).first_day, Month.of(max(last, on)).last_day)


def _lines(places: Iterable[str]) -> str:
    """Return a background (CSS) with a thin line at each place, and nothing between them: rules show through."""
    line = "linear-gradient(var(--line), var(--line))"
    return ", ".join(f"{line} {each} 0 / 1px 100% no-repeat" for each in places) or "none"


def _stretch(each: OwnedClient, calendar: _Calendar, view: View) -> Stretch:
    starts_on, last_day = each.starts_on or calendar.first, each.last_day or calendar.last
    start = Decimal(calendar.place(starts_on).rstrip("%"))
    end = Decimal(100) if last_day >= calendar.last else Decimal(calendar.place(last_day + dt.timedelta(1)).rstrip("%"))
    cut = (starts_on < calendar.first, last_day > calendar.last)
    return Stretch(
        readable(each.client),
        view.name(each.owner_id),
        view.day(each.starts_on),
        view.day(each.last_day),
        view.counted("days", each.days_left or 0),
        each.status == "expiring",
        f"{start}%",
        f"{end - start}%",
        " ".join(name for name, is_cut in zip(("from-before", "to-after"), cut, strict=True) if is_cut),
    )
