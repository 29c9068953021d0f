"""The charter's names and values as people read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from netsheets.domain.charter import CASE_PREFIX, parameter_named
from netsheets.domain.money import percentage, rounded
from netsheets.domain.month import Month
from netsheets.domain.parameters import Tier, Value
from netsheets.exports.document.words import Words
from netsheets.exports.statements.words import month_in_words
from netsheets.sheets.schema import tab
from netsheets.sheets.wording import ages_in_words, plain_in_words, word_in_words
from netsheets.texts import day_in_words, message, number_in_words

_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Wording:
    """Says the charter in one language."""

    words: Words

    def label(self, parameter: str) -> str:
        """Return what people call a parameter."""
        labels = tab("charter").column_by_key["parameter"].labels[self.words.language]
        own = self.words("own_case", name=parameter.removeprefix(CASE_PREFIX))
        return labels.get(parameter) or (own if parameter.startswith(CASE_PREFIX) else parameter)

    def case(self, name: str) -> str:
        """Return what people call a case."""
        return tab("referrals").column_by_key["case"].label(name, self.words.language)

    def value(self, parameter: str, value: Value) -> str:
        """Return a parameter's value; a case the charter does not name has none."""
        if value is None or value == ():
            return self.words("not_there") if parameter.startswith(CASE_PREFIX) else self._said("story_none")
        known = parameter_named(parameter)
        match known.kind if known else "text":
            case "tiers" | "ages" as kind:
                in_words = ages_in_words(value, self.words.language)
                return in_words if kind == "ages" else "; ".join(map(self._tier, value))
            case "percent":
                return self.percent(value)
            case "money":
                return self.amount(value)
            case "number":
                return self.number(value)
            case "day":
                return day_in_words(value)
            case "word":
                return word_in_words(parameter, value, self.words.language)
            case "text" | "currency":
                return value or self.words("blank")

    def place(self, row: int | None) -> str:
        """Return where a rule stands in the tab `charter`: its row, or nowhere, for a default."""
        return self.words("place_default") if row is None else self.words("place_row", row=row)

    def percent(self, part: Decimal) -> str:
        """Return a part of one as a percentage: `15.5%`."""
        return plain_in_words(percentage(part), self.words.language)

    def amount(self, amount: Decimal) -> str:
        """Return an amount to the cent, without its currency: `1,234.50`."""
        return self.figure(rounded(amount))

    def figure(self, number: Decimal) -> str:
        """Return a number with all its decimals: `185.175`."""
        return number_in_words(number, self.words.language)

    def number(self, number: Decimal | int) -> str:
        """Return a number without zeros at its end: `0.5`, `12`."""
        return plain_in_words(f"{Decimal(number).normalize():f}", self.words.language)

    def day(self, day: dt.date) -> str:
        """Return a day as it stands in a sentence: `1 August 2026`, `1er août 2026`."""
        number = self.words("first_of_month") if day.day == 1 else str(day.day)
        return f"{number}{_NO_BREAK}{self.month(Month.of(day))}"

    def month(self, month: Month) -> str:
        """Return a month with its year: `August 2026`."""
        return month_in_words(month, self.words.language).replace(" ", _NO_BREAK)

    def counted(self, count: int, singular: str, plural: str) -> str:
        """Return a count with its noun: `1 month`, `12 months`; in French, 0 has the singular."""
        one = count == 1 or (count == 0 and self.words.language == "fr")
        return f"{self.number(count)}{_NO_BREAK}{singular if one else plural}"

    def filters(self, currency: str) -> Mapping[str, Callable[..., str]]:
        """Return what a template may say a value with; money is in the charter's currency."""
        return {
            "percent": self.percent,
            "money": lambda amount: f"{self.amount(amount)}{_NO_BREAK}{currency}",
            "number": self.number,
            "day": self.day,
            "month": self.month,
            "counted": self.counted,
        }

    def _tier(self, tier: Tier) -> str:
        return self._said("story_above", amount=self.amount(tier.above), rate=self.percent(tier.rate))

    def _said(self, code: str, **details: object) -> str:
        return message(code, self.words.language, **details)
