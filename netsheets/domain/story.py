"""The story of one referral: everything that decides what it earned, cent by cent, told as on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from netsheets.domain.book import Book
from netsheets.domain.chapters import Chapter, later_chapters, past_chapters
from netsheets.domain.charter import CASE_PREFIX, FIELDS, PARAMETERS, Charter, Terms
from netsheets.domain.closing import Due, Key, add_due, differences
from netsheets.domain.commissions import (
    account_of,
)
from netsheets.domain.events import Event
from netsheets.domain.ledger import Line
from netsheets.domain.money import ZERO
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.ownership import Ownership, Window, billing_day
from netsheets.domain.parameters import Value
from netsheets.domain.parties import Pair, weights_of
from netsheets.domain.records import Billing, Dispute, Referral


@dataclass(frozen=True, slots=True)
class Governing:
    """A charter parameter that governs the referral: its value and since when, None for "since ever".

    `row` is the charter's row that says so, None where the parameter has its default.
    """

    name: str
    value: Value
    since: dt.date | None
    row: int | None


@dataclass(frozen=True, slots=True)
class Story:
    """What is to be told of a referral on a day.

    Where there is no `window`, `blocked_by` names the referral that keeps the client, or `missing` the column that
    would start it: `won_on`, `paid_on` or `issued_on`. `unpaid` are billing rows without the day that would make them
    events. `to_post` is what differs from the ledger on that day, held back where `held_by` names an open dispute.
    """

    referral: Referral
    on: dt.date
    currency: str
    governing: tuple[Governing, ...]
    window: Window | None
    blocked_by: str
    missing: str
    shares: tuple[tuple[Pair, Fraction], ...]
    chapters: tuple[Chapter, ...]
    unpaid: tuple[Billing, ...]
    disputes: tuple[Dispute, ...]
    held_by: str
    posted: tuple[Line, ...]
    to_post: tuple[Line, ...]


def story_of(referral_id: str, network: Network, *, on: dt.date) -> Story:
    """Return the story of a referral of the book. Raise KeyError where the book has none of that id."""
    book = network.book
    referral = book.referral_by_id[referral_id]
    account = account_of(referral, network, until=on)
    terms = account.terms
    today = weights_of(referral, terms, network, Event(on, "", on, on, ZERO))
    due: dict[Key, Due] = {}
    add_due(due, account)
    posted, standing = _lines(referral_id, book, network.ledger.lines)
    return Story(
        referral=referral,
        on=on,
        currency=account.currency,
        governing=tuple(_governing(referral, terms, network.charter, on)),
        window=account.window,
        blocked_by=network.ownership.blocked_by.get(referral_id, ""),
        missing=_missing(referral, terms, network.ownership),
        shares=tuple(sorted(today.items())),
        chapters=(*past_chapters(account, network, on), *later_chapters(account, book, on)),
        unpaid=_unpaid(referral_id, terms, book),
        disputes=book.disputes_of.get(referral_id, ()),
        held_by=account.held_by,
        posted=posted,
        to_post=differences(due, standing, Month.of(on)),
    )


def _governing(referral: Referral, terms: Terms, charter: Charter, on: dt.date) -> Iterator[Governing]:
    """Yield the parameters that matter for this referral, in force on its `given_on` day (rules.md, 1)."""
    for name in _names(referral, terms):
        change = charter.in_force(name, referral.given_on)
        since, row = (change.since, change.row) if change else (None, None)
        yield Governing(name, charter.value(name, referral.given_on), since, row)
    opening = charter.in_force("ledger.opens_on", on)
    if opening and opening.value:
        yield Governing("ledger.opens_on", opening.value, opening.since, opening.row)


def _names(referral: Referral, terms: Terms) -> Iterator[str]:
    """Yield every parameter that governs the referral's cents, but the rates and cases that another one replaces."""
    own = CASE_PREFIX + (referral.case or "standard")
    kept = "commission.rate_by_age" if terms.rate_by_age else "commission.tiers" if terms.tiers else "commission.rate"
    replaced = {"commission.rate", "commission.tiers", "commission.rate_by_age"}
    if referral.rate is None:
        replaced.remove(kept)
    in_tiers = referral.rate is None and kept == "commission.tiers"
    replaced |= set() if in_tiers else {"commission.tiers_apply", "commission.tiers_on"}
    replaced |= set() if in_tiers and terms.tiers_on == "member" else {"commission.tiers_period"}
    replaced |= {name for name in _SELDOM if getattr(terms, _FIELD_OF[name]) == PARAMETERS[name].default}
    for name in _TOLD:
        if name not in replaced:
            yield own if name == CASE_PREFIX else name


def _missing(referral: Referral, terms: Terms, ownership: Ownership) -> str:
    """Return the column whose day would start the window, "" where it started or another referral keeps the client."""
    if referral.referral_id in ownership.windows or referral.referral_id in ownership.blocked_by:
        return ""
    if terms.ownership_starts == "won":
        return "won_on"
    return "paid_on" if terms.basis == "paid" else "issued_on"


def _unpaid(referral_id: str, terms: Terms, book: Book) -> tuple[Billing, ...]:
    if terms.basis == "won":
        return ()
    return tuple(row for row in book.billing_of.get(referral_id, ()) if billing_day(row, terms.basis) is None)


def _lines(referral_id: str, book: Book, lines: Iterable[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Return the lines posted for this referral or its events, and those that count against what is due now.

    A billing row that was moved to another referral takes its lines along: closing goes by event, payer and payee.
    """
    posted, standing = [], []
    for line in lines:
        row = book.billing_by_id.get(line.event_id)
        belongs = (row.referral_id if row else line.referral_id) == referral_id
        if belongs or line.referral_id == referral_id:
            posted.append(line)
        if belongs:
            standing.append(line)
    return tuple(posted), tuple(standing)


def _told() -> Iterator[str]:
    """Yield the parameters that govern cents, all cases as one, and a window's start before its length."""
    names = [name for name, each in PARAMETERS.items() if each.governs]
    first = next(name for name in names if name.startswith("ownership."))
    names.remove("ownership.starts")
    names.insert(names.index(first), "ownership.starts")
    return iter(dict.fromkeys(CASE_PREFIX if name.startswith(CASE_PREFIX) else name for name in names))


_TOLD = tuple(_told())
_SELDOM = (
    "commission.fixed",
    "commission.minimum",
    "commission.deal_minimum",
    "commission.due",
    "ownership.after_leaving",
)
"""What is told only where the charter says something else than usual."""
_FIELD_OF = {found[0].name: field for field, found in FIELDS.items()}
