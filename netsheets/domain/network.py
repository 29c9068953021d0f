"""A network: its rows, charter, ownership and ledger, what is wrong with them, and the day they are looked at.

And who owns each of its clients that day, and for how long (rules.md, 3). Days are inclusive.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Self

from netsheets.domain.book import Book
from netsheets.domain.charter import Charter, Terms, charter_of
from netsheets.domain.findings import Finding
from netsheets.domain.ledger import Ledger
from netsheets.domain.month import Month
from netsheets.domain.ownership import Ownership, Window, ownership_of
from netsheets.domain.records import NETWORK


@dataclass(frozen=True)
class Network:
    """What every rule, check and report looks at: one value, which nothing changes and any process may be sent.

    `book` holds the rows that count; `findings` are in the order people work through.
    """

    book: Book
    charter: Charter
    ownership: Ownership
    ledger: Ledger
    findings: tuple[Finding, ...]
    today: dt.date

    @classmethod
    def of(cls, book: Book, today: dt.date, *, ledger: Ledger | None = None) -> Self:
        """Return the network these rows make: its charter and who owns which client follow from them."""
        charter = charter_of(book.charter)
        return cls(book, charter, ownership_of(book, charter), ledger or Ledger(), (), today)

    @cached_property
    def terms(self) -> Terms:
        """Return the terms in force today."""
        return self.charter.on(self.today)

    def member_fact(self, member_id: str, name: Literal["lead_id", "rate", "vat_status"], day: dt.date) -> Any:
        """Return what holds for a member on a day (rules.md, 4, "Dated facts"): "" or None where nobody has said it.

        The latest row of their terms on or before it; else what was sealed of that month if it is closed (of the first
        closed month for days before); else, and for who was not there then, the members row.
        """
        for terms in reversed(self.book.terms_of.get(member_id, ())):
            if terms.from_on <= day and getattr(terms, name) not in ("", None):
                return getattr(terms, name)
        held = self.ledger.standing_at(member_id, Month.of(day)) or self.book.member_by_id.get(member_id)
        return getattr(held, name) if held else None if name == "rate" else ""

    @cached_property
    def rated(self) -> frozenset[str]:
        """Return the members who have, or had, a rate of their own as referrers."""
        said = (self.book.members, self.book.member_terms, self.ledger.standing)
        return frozenset(each.member_id for rows in said for each in rows if each.rate is not None)

    def terms_at(self, month: Month) -> Terms:
        """Return the terms at a month's end, where the network's own parameters are read (rules.md, 1)."""
        return self.charter.on(month.last_day)

    @cached_property
    def terms_on(self) -> Mapping[dt.date, Terms]:
        """Return the terms in force on every day on which a referral was given."""
        return {day: self.charter.on(day) for day in {each.given_on for each in self.book.referrals}}


@dataclass(frozen=True, slots=True)
class OwnedClient:
    """A row of the `ownership` tab: who owns a client on a day; `days_left` counts from that day to the last."""

    client_id: str
    client: str
    owner_id: str
    referral_id: str
    starts_on: dt.date | None
    last_day: dt.date | None
    days_left: int | None
    status: str


def owned_clients(network: Network, day: dt.date) -> tuple[OwnedClient, ...]:
    """Return one row a client, in order of client id: `owned`, `expiring`, `expired` (the latest window) or `none`."""
    by_client: dict[str, list[Window]] = {}
    for window in network.ownership.windows.values():
        if window.starts_on <= day:
            by_client.setdefault(window.client_id, []).append(window)
    signed = {
        project.client_id
        for project in network.book.projects
        if project.signatory == "network" and (project.started_on is None or project.started_on <= day)
    }
    rows = []
    for client in sorted(network.book.clients, key=lambda each: each.client_id):
        owning = _owning(by_client.get(client.client_id, []), day)
        if owning is None:
            rows.append(OwnedClient(client.client_id, client.name, "", "", None, None, None, "none"))
            continue
        window = owning
        owner = NETWORK if client.client_id in signed else window.referrer_id
        notice = network.charter.on(network.book.referral_by_id[window.referral_id].given_on).notice_days
        left = (window.last_day - day).days
        status = "expired" if left < 0 else "expiring" if left <= notice else "owned"
        rows.append(
            OwnedClient(
                client.client_id, client.name, owner, window.referral_id,
                window.starts_on, window.last_day, max(left, 0), status,
            )
        )  # fmt: skip
    return tuple(rows)


def _owning(started: list[Window], day: dt.date) -> Window | None:
    """Return the window that owns on a day (the earliest started, then the smallest id), else the last to expire."""
    covering = [window for window in started if window.covers(day)]
    if covering:
        return min(covering, key=lambda each: (each.starts_on, each.referral_id))
    return max(started, key=lambda each: (each.last_day, each.referral_id), default=None)
