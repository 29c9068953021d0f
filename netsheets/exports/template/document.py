"""A document: the values and rows a template asks for, and how a value reads inside a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from netsheets.texts import Language, amount_in_words, day_in_words


class UnknownPlaceholder(LookupError):
    """A template asks for what the document does not have; `workbook_of` says so to the user."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A number that stands in its cell as a live formula, with the value the formula has.

    In the formula `{opening}` is the cell of that value, `{lines.amount}` the range of that column,
    `{lines.amount:2:5}` the range of its rows 2 to 4 counted from 0, `{.net}` the cell in the same row.
    """

    value: Decimal
    formula: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """A placeholder's name, or literal text between placeholders."""

    text: str
    is_name: bool


Value = str | int | Decimal | dt.date | Computed | None
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Contents:
    """What fills a template. Sums, VAT and balances are `Computed`; `month_end` dates the file itself.

    `words` are named `word.base` in a template, rows `lines.amount`. `day_format` is the language's number format
    for days, as Excel writes it.
    """

    title: str
    author: str
    language: Language
    month_end: dt.date
    day_format: str
    values: Mapping[str, Value]
    rows: Mapping[str, tuple[Row, ...]]
    words: Mapping[str, str]

    def value(self, name: str) -> Value:
        """Return a value or a word. Raise UnknownPlaceholder where the document has none of this name."""
        first, _, rest = name.partition(".")
        known: Mapping[str, Value] = self.words if first == "word" else self.values
        key = rest if first == "word" else name
        if key not in known:
            raise UnknownPlaceholder(name)
        return known[key]

    def rows_of(self, name: str) -> tuple[Row, ...]:
        """Return the rows of a list. Raise UnknownPlaceholder where the document has none of this name."""
        if name not in self.rows:
            raise UnknownPlaceholder(name)
        return self.rows[name]

    def holds(self, name: str) -> bool:
        """Tell whether a list has rows, or a value is there and not 0. Raise UnknownPlaceholder for any other name."""
        return bool(self.rows[name]) if name in self.rows else bool(plain(self.value(name)))

    def said(self, pieces: Iterable[Fragment], item: Row | None = None) -> str:
        """Return pieces of text with what their placeholders say. Raise UnknownPlaceholder."""
        return "".join(
            in_words(self.asked(each.text, item), self.language) if each.is_name else each.text for each in pieces
        )

    def asked(self, name: str, item: Row | None) -> Value:
        """Return what a placeholder stands for, `item` its row of a list. Raise UnknownPlaceholder."""
        first, _, field = name.partition(".")
        if item is None or first == "word" or not field:
            return self.value(name)
        if field not in item:
            raise UnknownPlaceholder(name)
        return item[field]


def plain(value: Value) -> str | int | Decimal | dt.date | None:
    """Return a value without its formula."""
    return value.value if isinstance(value, Computed) else value


def in_words(value: Value, language: Language) -> str:
    """Return a value as it reads inside a sentence: `1,234.50` or `31/10/2026`."""
    found = plain(value)
    if isinstance(found, Decimal):
        return amount_in_words(found, language)
    if isinstance(found, dt.date):
        return day_in_words(found)
    return "" if found is None else str(found)
