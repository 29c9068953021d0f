"""Who owns a client relationship, from which day to which last day (rules.md, 3). Days are inclusive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.charter import Charter, Terms
from netsheets.domain.month import months_later
from netsheets.domain.records import Billing, Referral, Relationship

ONE_DAY = dt.timedelta(days=1)


class Move(NamedTuple):
    """One reason why a window's last day is what it is: `opened`, `renewed`, `extended`, `released` or `left`.

    `on` is the day it happened, `cause` the billing id of a renewal, "" for anything else.
    """

    kind: str
    on: dt.date
    last_day: dt.date
    cause: str = ""


class Window(NamedTuple):
    """The days on which a referral earns, and on which its referrer owns the client."""

    referral_id: str
    client_id: str
    referrer_id: str
    starts_on: dt.date
    last_day: dt.date
    moves: tuple[Move, ...] = ()

    def covers(self, day: dt.date) -> bool:
        """Tell whether a day lies in the window; its first and its last day do."""
        return self.starts_on <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Ownership:
    """Every open window by its referral's id, and which referral kept which other one from opening a window."""

    windows: Mapping[str, Window]
    blocked_by: Mapping[str, str]


def ownership_of(book: Book, charter: Charter) -> Ownership:
    """Return every referral's window, or which other referral keeps the client from it."""
    windows: dict[str, Window] = {}
    contested: set[str] = set()
    openings = _Openings()
    for referral in book.referrals:
        terms = charter.on(referral.given_on)
        window = _window(referral, terms, book, openings)
        if window:
            windows[referral.referral_id] = window
            if terms.ownership_conflict == "first":
                contested.add(referral.client_id)
    blocked: dict[str, str] = {}
    for client_id in sorted(contested):
        blocked.update(_blocked(book.referrals_of[client_id], windows, charter))
    opened = {each: window for each, window in windows.items() if each not in blocked} if blocked else windows
    return Ownership(opened, blocked)


def billing_day(row: Billing, basis: str) -> dt.date | None:
    """Return the day a billing row counts on: paid with basis `paid`, else issued (rules.md, 2 and 3)."""
    return row.paid_on if basis == "paid" else row.issued_on


def window_start(referral: Referral, billing: Iterable[Billing], terms: Terms) -> dt.date | None:
    """Return the day a referral's window starts, None while that day is missing."""
    if terms.ownership_starts == "given":
        return referral.given_on
    if terms.ownership_starts == "won":
        return referral.won_on
    days = [day for row in billing if (day := billing_day(row, terms.basis))]
    return min(days, default=None)


class _Openings(dict[tuple[dt.date, int], tuple[Move, ...]]):
    """The first move of a window, by its start and its months: many windows of a network start on the same day."""

    def __missing__(self, key: tuple[dt.date, int]) -> tuple[Move, ...]:
        start, months = key
        found = self[key] = (Move("opened", start, months_later(start, months)),)
        return found


def _window(referral: Referral, terms: Terms, book: Book, openings: _Openings) -> Window | None:
    """Return a referral's window with the changes 1 to 3 of rules.md, 3, before conflicts."""
    billing = book.billing_of.get(referral.referral_id, ())
    start = window_start(referral, billing, terms)
    if start is None:
        return None
    moves = openings[start, terms.ownership_months]
    if terms.ownership_renews == "billing":
        moves = (*moves, *_renewals(moves[0], billing, terms))
    relationships = book.relationships_of.get(referral.client_id)
    if relationships:
        moves = (*moves, *_changes(moves[-1], start, relationships))
    if terms.after_leaving == "ends":
        referrer = book.member_by_id.get(referral.referrer_id)
        left_on = referrer.left_on if referrer else None
        if left_on and left_on < moves[-1].last_day:
            moves = (*moves, Move("left", left_on, left_on))
    return Window(referral.referral_id, referral.client_id, referral.referrer_id, start, moves[-1].last_day, moves)


def _renewals(opened: Move, billing: Iterable[Billing], terms: Terms) -> list[Move]:
    """Return what invoices inside the window add to it, in order of their day; credit notes add nothing."""
    invoices = [
        (day, row.billing_id)
        for row in billing
        if row.kind != "credit_note" and (day := billing_day(row, terms.basis)) is not None
    ]
    moves, last_day = [], opened.last_day
    for day, billing_id in sorted(invoices):
        renewed = months_later(day, terms.ownership_months)
        if opened.on <= day <= last_day < renewed:
            last_day = renewed
            moves.append(Move("renewed", day, last_day, billing_id))
    return moves


def _changes(latest: Move, start: dt.date, relationships: Iterable[Relationship]) -> list[Move]:
    """Return what extensions and releases make of the last day, in order of their date."""
    moves, last_day = [], latest.last_day
    for row in sorted(relationships, key=lambda each: (each.date, each.event, each.until or each.date)):
        if not start <= row.date <= last_day:
            continue
        if row.event == "release":
            last_day = row.date - ONE_DAY
            moves.append(Move("released", row.date, last_day))
        elif row.until and row.until > last_day:
            last_day = row.until
            moves.append(Move("extended", row.date, last_day))
    return moves


def _blocked(referrals: Iterable[Referral], windows: Mapping[str, Window], charter: Charter) -> dict[str, str]:
    """Return the referrals of one client that open no window, each with the one that keeps the client (change 4)."""
    blocked: dict[str, str] = {}
    opened: list[Window] = []
    started = [(windows[each.referral_id], each) for each in referrals if each.referral_id in windows]
    for window, referral in sorted(started, key=lambda pair: (pair[0].starts_on, pair[0].referral_id)):
        holders = [each for each in opened if each.referrer_id != window.referrer_id and each.covers(window.starts_on)]
        if holders and charter.on(referral.given_on).ownership_conflict == "first":
            blocked[window.referral_id] = holders[0].referral_id
        else:
            opened.append(window)
    return blocked
