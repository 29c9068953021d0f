"""What the reports on the life of the network are drawn from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.exports.document.words import Words, words_of
from netsheets.texts import Language, day_in_words


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asked for: which report, of which month, about which member ("" for all of them).

    `public` leaves amounts out, because everybody will see it. `day` is the day a report of a day is about (None:
    today), `template` the network's own text of the charter (None: the one that comes with netsheets). `brief` leaves
    out the pages on single members, because a screen or one sheet is to hold it.
    """

    name: str
    month: Month
    member_id: str = ""
    public: bool = False
    day: dt.date | None = None
    template: Path | None = None
    brief: bool = False


@dataclass(frozen=True)
class Setting:
    """What a report is drawn from: a network, what was asked, and the language it is told in."""

    network: Network
    asked: Asked
    language: Language

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return what people call every member and the network, by id."""
        return self.network.book.names(self.network.terms.network_name)

    def name(self, member_id: str) -> str:
        """Return what people call a member, on one line; an id that nobody bears is its own."""
        return " ".join(self.names.get(member_id, member_id).split())

    def client(self, client_id: str) -> str:
        """Return what people call a client, on one line; an id that nobody bears is its own."""
        client = self.network.book.client_by_id.get(client_id)
        return " ".join(client.name.split()) if client else client_id

    def words(self, report: str) -> Words:
        """Return a report's words in the language asked for."""
        return words_of(report, self.language)

    @property
    def subtitle(self) -> str:
        """Return the line below the title of a report on today."""
        return self.subtitle_on(self.network.today)

    def subtitle_on(self, day: dt.date) -> str:
        """Return the line below the title of a report on a day: the network, if it has a name, and the day."""
        return " · ".join(filter(None, (self.network.terms.network_name, day_in_words(day))))
