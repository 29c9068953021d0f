"""The words of statements in each language, from `templates/statement.json`, which a network may reword."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from netsheets.domain.month import Month
from netsheets.resources import resource
from netsheets.texts import Language


@cache
def words(language: Language) -> Mapping[str, str]:
    """Return every word and sentence by its key."""
    found = json.loads(resource("templates", "statement.json").read_text(encoding="utf-8"))
    return {key: texts[language] for key, texts in found.items()}


def word(key: str, language: Language, **details: object) -> str:
    """Return a sentence with its details filled in. Raise KeyError for an unknown key."""
    return words(language)[key].format(**details)


def month_in_words(month: Month, language: Language) -> str:
    """Return `October 2026` or `octobre 2026`."""
    return f"{words(language)['months'].split()[month.number - 1]} {month.year:04d}"


def month_in_short(month: Month, language: Language) -> str:
    """Return `Oct 26` or `oct. 26`."""
    return f"{words(language)['months_short'].split()[month.number - 1]} {month.year % 100:02d}"


def vat_mention(status: str, on: dt.date, language: Language) -> str:
    """Return the sentence a status asks for on a day, "" where there is none.

    The sentences and the days they hold, both inclusive, are in `templates/vat_mentions.json`.
    """
    for each in _mentions():
        held = (each["from"] or "0001-01-01") <= on.isoformat() <= (each["until"] or "9999-12-31")
        if each["vat_status"] == status and held:
            return str(each["text"][language])
    return ""


@cache
def _mentions() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(resource("templates", "vat_mentions.json").read_text(encoding="utf-8"))["mentions"])
