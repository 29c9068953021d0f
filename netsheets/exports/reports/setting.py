"""What the reports on the life of the network are drawn from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from netsheets.domain.book import Book
from netsheets.domain.charter import Charter, Terms
from netsheets.domain.findings import Finding
from netsheets.domain.ledger import Ledger
from netsheets.domain.month import Month
from netsheets.domain.ownership import Ownership
from netsheets.exports.document.words import Words, words_of
from netsheets.texts import Language, day_in_words


@dataclass(frozen=True)
class Setting:
    """A network on a day, and how its report was asked for.

    `month` is the month a report of a month is about, `member_id` the member one about a member is about ("": all).
    `public`: amounts are left out, because everybody will see it. `day` is the day a report of a day is about (None:
    today), `template` the network's own text of the charter. `brief`: pages on single members are left out, because a
    screen or one sheet is to hold it.
    """

    book: Book
    charter: Charter
    ownership: Ownership
    ledger: Ledger
    findings: tuple[Finding, ...]
    today: dt.date
    language: Language
    month: Month
    member_id: str = ""
    public: bool = False
    day: dt.date | None = None
    template: Path | None = None
    brief: bool = False

    @cached_property
    def terms(self) -> Terms:
        """Return the charter in force today."""
        return self.charter.on(self.today)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return what people call every member and the network, by id."""
        return self.book.names(self.terms.network_name)

    def name(self, member_id: str) -> str:
        """Return what people call a member, on one line; an id that nobody bears is its own."""
        return " ".join(self.names.get(member_id, member_id).split())

    def client(self, client_id: str) -> str:
        """Return what people call a client, on one line; an id that nobody bears is its own."""
        client = self.book.client_by_id.get(client_id)
        return " ".join(client.name.split()) if client else client_id

    def words(self, report: str) -> Words:
        """Return a report's words in the language asked for."""
        return words_of(report, self.language)

    @property
    def subtitle(self) -> str:
        """Return the line below the title of a report on today."""
        return self.subtitle_on(self.today)

    def subtitle_on(self, day: dt.date) -> str:
        """Return the line below the title of a report on a day: the network, if it has a name, and the day."""
        return " · ".join(filter(None, (self.terms.network_name, day_in_words(day))))
