"""What members bring in a month, a quarter, a year or ever, where that climbs the brackets (rules.md, 4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from netsheets.domain.charter import Terms
from netsheets.domain.events import Event
from netsheets.domain.tiers import Piece, pieces_between


class Climbing(NamedTuple):
    """An event that adds to its referrers' volumes, each by their part of the base, in one currency."""

    referral_id: str
    event: Event
    terms: Terms
    currency: str
    parts: Mapping[str, Fraction]


class Climb(NamedTuple):
    """One referrer's volume in a period before and after an event, excluding VAT, and what it earns in the brackets."""

    referrer_id: str
    period: str
    before: Fraction
    after: Fraction
    pieces: tuple[Piece, ...]


Climbs = Mapping[tuple[str, str], tuple[Climb, ...]]
"""Every event's climbs, by its referral's id and its own."""


def climbs_of(climbing: Iterable[Climbing]) -> Climbs:
    """Return what each event adds to its referrers' volumes, in order of (commissionable day, event id)."""
    volumes: dict[tuple[str, str, str], Fraction] = {}
    found: dict[tuple[str, str], tuple[Climb, ...]] = {}
    for each in sorted(climbing, key=lambda every: (every.event[:2], every.referral_id)):
        period = period_of(each.event.terms_on, each.terms.tiers_period)
        climbs = []
        for referrer_id, part in sorted(each.parts.items()):
            before = volumes.get((referrer_id, period, each.currency), Fraction(0))
            after = before + part * Fraction(each.event.base)
            volumes[referrer_id, period, each.currency] = after
            pieces = pieces_between(each.terms.tiers, each.terms.tiers_apply, before, after)
            climbs.append(Climb(referrer_id, period, before, after, pieces))
        found[each.referral_id, each.event.event_id] = tuple(climbs)
    return found


def period_of(day: dt.date, length: str) -> str:
    """Return the calendar `month`, `quarter` or `year` a day lies in: `2026-05`, `2026-Q2`, `2026`; "" for `ever`."""
    match length:
        case "month":
            return f"{day.year:04d}-{day.month:02d}"
        case "quarter":
            return f"{day.year:04d}-Q{(day.month + 2) // 3}"
        case "year":
            return f"{day.year:04d}"
        case _:
            return ""
