"""What the page is drawn from: a dashboard, and the way people of a language write its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from netsheets.domain.findings import Finding
from netsheets.domain.month import Month
from netsheets.domain.practice.dashboard import Dashboard
from netsheets.exports.document.wording import in_words, readable, typeset
from netsheets.exports.document.words import Words, words_of
from netsheets.exports.statements.words import month_in_short, month_in_words
from netsheets.texts import Language


@dataclass(frozen=True)
class View:
    """A dashboard in a language. `names` are what people call members and the network, by id.

    `findings` are those that the dashboard counts.
    """

    dashboard: Dashboard
    language: Language
    network_name: str
    names: Mapping[str, str]
    findings: tuple[Finding, ...]

    @cached_property
    def words(self) -> Words:
        """Return the words of the page."""
        found = words_of("dashboard", self.language)
        return Words(self.language, {key: self.typeset(text) for key, text in found.texts.items()})

    def typeset(self, text: str) -> str:
        """Return a sentence as it is printed: in French no line begins with a `:` or ends with a `«`."""
        return typeset(text, self.language)

    def name(self, member_id: str) -> str:
        """Return what people call a member; an id that nobody bears is its own."""
        return readable(self.names.get(member_id, member_id))

    def counted(self, key: str, count: int, **details: object) -> str:
        """Return a sentence about so many: its form for none or for one, where it has one, else for several."""
        words = self.words
        form = {0: f"{key}_none", 1: f"{key}_one"}.get(count, key)
        return words(form if form in words.texts else key, count=self.integer(count), **details)

    def number(self, amount: Decimal) -> str:
        """Return an amount to the cent, without its currency."""
        return in_words(amount, self.language, "money")

    def money(self, amount: Decimal, currency: str = "") -> str:
        """Return an amount to the cent with its currency, the network's where none is named."""
        return f"{self.number(amount)}\N{NO-BREAK SPACE}{currency or self.dashboard.currency}"

    def integer(self, count: int | Decimal) -> str:
        """Return a count, or an amount without its cents."""
        return in_words(count, self.language, "integer", 0)

    def percent(self, part: Decimal) -> str:
        """Return a part of one as whole percents."""
        return in_words(part, self.language, "percent", 0)

    def month(self, month: Month) -> str:
        """Return `October 2026`."""
        return month_in_words(month, self.language)

    def short_month(self, month: Month) -> str:
        """Return `Oct 26`."""
        return month_in_short(month, self.language)

    def day(self, day: dt.date | None) -> str:
        """Return a day as DD/MM/YYYY, "" for none."""
        return in_words(day, self.language)
