"""A network: its rows, charter, ownership and ledger, what is wrong with them, and the day they are looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from netsheets.domain.book import Book
from netsheets.domain.charter import Charter, Terms, charter_of
from netsheets.domain.findings import Finding
from netsheets.domain.ledger import Ledger
from netsheets.domain.month import Month
from netsheets.domain.ownership import Ownership, ownership_of


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

    def terms_at(self, month: Month) -> Terms:
        """Return the terms at a month's end, where the network's own parameters are read (rules.md, 1)."""
        return self.charter.on(month.last_day)

    @cached_property
    def terms_on(self) -> Mapping[dt.date, Terms]:
        """Return the terms in force on every day on which a referral was given."""
        return {day: self.charter.on(day) for day in {each.given_on for each in self.book.referrals}}
