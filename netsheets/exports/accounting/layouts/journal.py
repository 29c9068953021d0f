"""A journal to be written: entries in one currency, and how they are called."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from netsheets.errors import Misuse
from netsheets.exports.accounting.accounts import Accounting
from netsheets.exports.accounting.entries import Entry, Posting
from netsheets.resources import resource
from netsheets.texts import Language

BOOKS_CURRENCY = "EUR"
"""The currency of books kept in France."""


@dataclass(frozen=True, slots=True)
class Journal:
    """Entries in one currency, in the order of their numbers, and the language of what stands around them."""

    entries: tuple[Entry, ...]
    accounting: Accounting
    currency: str
    language: Language

    @property
    def lines(self) -> Iterator[tuple[Entry, Posting]]:
        """Yield each posting with its entry."""
        return ((entry, posting) for entry in self.entries for posting in entry.postings)


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: what it writes, the beginning and the end of its files' names, and the encodings it may be in.

    `confirm`: programs differ, and an accountant should import one entry before all of them.
    """

    write: Callable[[Journal, str], bytes]
    stem: str
    suffix: str
    encodings: tuple[str, ...]
    confirm: bool = False


def word(key: str, language: Language) -> str:
    """Return a word of journals, from `templates/journal.json`."""
    return _words()[key][language]


def comma(amount: Decimal) -> str:
    """Return an amount with two decimals after a comma, and nothing between the thousands: `1234,50`."""
    return f"{amount:.2f}".replace(".", ",")


def short_day(day: dt.date) -> str:
    """Return a day as DDMMYY."""
    return f"{day:%d%m%y}"


def shortened_auxiliaries(journal: Journal, longest: int) -> Mapping[str, str]:
    """Return each auxiliary account in capital letters and digits, in at most so many of them.

    Raise Misuse where two of them would become one.
    """
    found: dict[str, str] = {}
    taken: dict[str, str] = {}
    for _, posting in journal.lines:
        if posting.auxiliary and posting.auxiliary.code not in found:
            code = posting.auxiliary.code
            short = "".join(filter(str.isalnum, code)).upper()[:longest]
            if short in taken:
                raise Misuse("auxiliaries_alike", first=taken[short], second=code, short=short, longest=longest)
            found[code], taken[short] = short, code
    return found


@cache
def _words() -> Mapping[str, Mapping[Language, str]]:
    found: Mapping[str, Mapping[Language, str]] = json.loads(
        resource("templates", "journal.json").read_text(encoding="utf-8")
    )
    return found
