"""The sentences people read in each language, from `schemas/`, and how figures and days are written in them.

One figure has one spelling wherever a person reads it, and it is that of the spreadsheet beside it: a day is
DD/MM/YYYY, as the cells of every workbook show it, and what is negative begins with the hyphen that Excel and Google
print, so that a figure copied from a page, a mail or a terminal is a number again where it is pasted. Thousands are
grouped: `1,234.50`, in French `1 234,50` with narrow no-break spaces.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args

from netsheets.resources import resource

Language = Literal["en", "fr"]
_FRENCH = str.maketrans(",.", "\N{NARROW NO-BREAK SPACE},")

LANGUAGES: tuple[Language, ...] = get_args(Language)


def message(code: str, language: Language, **details: object) -> str:
    """Return the sentence of `code` in this language with `details` filled in, days as DD/MM/YYYY.

    Raise KeyError for an unknown code.
    """
    said = {name: day_in_words(each) if isinstance(each, dt.date) else each for name, each in details.items()}
    return str(_file("messages")[code][language]).format(**said)


def day_in_words(day: dt.date) -> str:
    """Return a day as DD/MM/YYYY, with four digits whatever the year."""
    return f"{day:%d/%m}/{day.year:04d}"


def number_in_words(number: Decimal, language: Language, *, grouped: bool = True) -> str:
    """Return a number with all its decimals: `1,234.50`, `-0.5`; one that is zero has no sign."""
    written = f"{number or abs(number):,f}" if grouped else f"{number or abs(number):f}"
    return written.translate(_FRENCH) if language == "fr" else written


def amount_in_words(amount: Decimal, language: Language) -> str:
    """Return an amount with two decimals: `1,234.50`."""
    return number_in_words(Decimal(f"{amount:.2f}"), language)


def percent_in_words(percentage: Decimal, language: Language) -> str:
    """Return a percentage with all its decimals: `15.5%`, in French `15,5 %` with a no-break space."""
    return number_in_words(percentage, language, grouped=False) + ("\N{NO-BREAK SPACE}%" if language == "fr" else "%")


def finding_texts(code: str, language: Language) -> tuple[str, ...]:
    """Return the message of a finding's code and its suggestions, the fullest first, not yet filled in."""
    return tuple(_file("findings")[code][language])


def language_of(locale: str) -> Language:
    """Return the language for a locale such as `fr_FR` or `en-GB`; English for all but French."""
    return "fr" if locale.lower().startswith("fr") else "en"


@cache
def _file(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(resource("schemas", f"{name}.json").read_text(encoding="utf-8"))
    return loaded
