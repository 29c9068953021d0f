"""The sentences and words people read, in each language, from `schemas/`."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import Any, Literal, get_args

from netsheets.resources import resource

Language = Literal["en", "fr"]
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
