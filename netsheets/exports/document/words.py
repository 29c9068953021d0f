"""The words of reports in each language, from `templates/reports/`, which a network may reword."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from netsheets.resources import resource
from netsheets.texts import Language, day_in_words


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one report in one language."""

    language: Language
    texts: Mapping[str, str]

    def __call__(self, key: str, **details: object) -> str:
        """Return a sentence with its details filled in, days as DD/MM/YYYY. Raise KeyError for an unknown key."""
        said = {name: day_in_words(each) if isinstance(each, dt.date) else each for name, each in details.items()}
        return self.texts[key].format(**said)

    def counted(self, key: str, number: int, **details: object) -> str:
        """Return a sentence about a number of things: for one of them, the sentence whose key ends in `_one`."""
        return self(f"{key}_one" if number == 1 else key, number=number, **details)

    def of(self, prefix: str) -> Mapping[str, str]:
        """Return the words whose key starts with `prefix_`, by the rest of their key: the labels of a column."""
        start = f"{prefix}_"
        return {key.removeprefix(start): text for key, text in self.texts.items() if key.startswith(start)}


def words_of(report: str, language: Language) -> Words:
    """Return the words of a report: those all reports share, and its own."""
    shared = _file("shared")
    return Words(language, {key: said[language] for key, said in {**shared, **_file(report)}.items()})


@cache
def _file(name: str) -> Mapping[str, Mapping[str, str]]:
    found: Mapping[str, Mapping[str, str]] = json.loads(
        resource("templates/reports", f"{name}.json").read_text(encoding="utf-8")
    )
    return found
