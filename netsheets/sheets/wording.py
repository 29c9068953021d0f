"""Findings in words: the sentences of `schemas/findings.json`, filled in the way people write days, numbers and words.

A finding's details are raw (ISO days, decimal points, keys, English words). Here they become DD/MM/YYYY, `1 234,50`,
titles and labels. docs/findings.md shows every sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from string import Formatter

from netsheets.domain.findings import UNREADABLE, Finding
from netsheets.domain.money import percentage
from netsheets.domain.parameters import Tier
from netsheets.sheets.labels import choice_key, nearest
from netsheets.sheets.schema import TabColumn, tab, type_names
from netsheets.texts import Language, finding_texts, message, number_in_words, percent_in_words

LONGEST_VALUE = 80
"""So many characters of a cell are quoted in a sentence."""

_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DECIMAL = re.compile(r"(-?[0-9]+(\.[0-9]+)?)(%?)")
_TYPED = frozenset(
    {
        "text_for_day", "text_for_number", "number_for_day", "currency_sign_differs", "ambiguous_day",
        "ambiguous_number",
    }
)  # fmt: skip
"""The codes whose value is quoted exactly as it was typed: its form is what is wrong."""

_TITLES = frozenset({"missing", "other"})
_WORDS = frozenset({"nearest", "choices", "low", "high", "cases"})
_FIGURES = frozenset({"day", "last_day", "until", "first", "second", "read_as", "limit", "low", "high", "nearest"})


def worded(finding: Finding, language: Language) -> tuple[str, str]:
    """Return what is wrong, and what to do about it, as sentences of this language.

    Of a code's suggestions, the first whose every detail is known is taken; "" where none is.
    """
    said = _spoken(finding, language)
    sentence, *suggestions = finding_texts(finding.code, language)
    fitting = (each for each in suggestions if all(said.get(name) for name in _placeholders(each)))
    known = {name: said.get(name, "") for name in _placeholders(sentence)}
    message_said = " ".join(filter(None, (sentence.format(**known), _consequence(finding, language))))
    return message_said, next(fitting, "").format(**said)


def _consequence(finding: Finding, language: Language) -> str:
    """Return what becomes of the row of a cell that is missing or can't be read, "" where its sentence says enough."""
    if finding.code == "required_missing":
        return message("row_not_counted" if finding.severity == "error" else "row_counts", language)
    if finding.code not in UNREADABLE or finding.severity == "error":
        return ""
    column = _column(finding.tab, finding.column or "")
    return (column.if_unread if column else {}).get(language) or message("row_counts_without_cell", language)


def iso_day_in_words(text: str) -> str:
    """Return an ISO day as DD/MM/YYYY, any other text as it is."""
    found = _ISO_DAY.fullmatch(text)
    return f"{found[3]}/{found[2]}/{found[1]}" if found else text


def word_in_words(parameter: str, word: str, language: Language) -> str:
    """Return what a word of the charter means for a parameter, the word itself where nothing says it."""
    for code in (f"word_{parameter.rpartition('.')[2]}_{word}", f"word_{word}"):
        try:
            return message(code, language)
        except KeyError:
            continue
    return word


def ages_in_words(ages: Iterable[Tier], language: Language) -> str:
    """Return rates by age: `at first: 20%; after 12 months: 10%`."""
    return "; ".join(
        message(
            "story_age" if each.above else "story_age_first",
            language,
            months=f"{each.above:f}",
            rate=plain_in_words(percentage(each.rate), language),
        )
        for each in ages
    )


def plain_in_words(plain: str, language: Language) -> str:
    """Return `1234.50` or `15.5%` as this language writes it, any other text as it is.

    Thousands are grouped where there are decimals: what has none may be an id or a year.
    """
    found = _DECIMAL.fullmatch(plain)
    if not found:
        return plain
    number = Decimal(found[1])
    if found[3]:
        return percent_in_words(number, language)
    return number_in_words(number, language, grouped=bool(found[2]))


def column_title(tab_key: str, key: str, language: Language) -> str:
    """Return the title of a column; a key that is no column's is its own."""
    column = _column(tab_key, key)
    return column.titles[language] if column else key


def tab_title(key: str, language: Language) -> str:
    """Return the title of a tab; a key that is no tab's is its own."""
    try:
        return tab(key).titles[language]
    except KeyError:
        return key


def _spoken(finding: Finding, language: Language) -> dict[str, str]:
    """Return every name a sentence may use, with what people read for it."""
    column = _column(finding.tab, finding.column or "")
    details = dict(finding.details)
    if column and column.labels[language] and not details.get("nearest", "-"):
        details["nearest"] = _nearest_word(finding.value, column)
    said = {name: _detail(name, text, finding, language) for name, text in details.items()}
    value = _value(finding, column, language)
    return {
        **said,
        "value": value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…",
        "column": column.titles[language] if column else finding.column or "",
        "tab": tab_title(finding.tab, language),
        "row": str(finding.row or ""),
    }


def _value(finding: Finding, column: TabColumn | None, language: Language) -> str:
    """Return what stands in the cell as people read it: a word of a choice by its label, a figure in their way."""
    if column and column.type == "choice":
        return column.label(finding.value, language)
    return finding.value if finding.code in _TYPED else _figure(finding.value, language)


def _nearest_word(typed: str, column: TabColumn) -> str:
    """Return the English word whose spelling, in any language, is closest to what was typed."""
    spellings = (spelling for labels in column.labels.values() for pair in labels.items() for spelling in pair)
    found = nearest(typed, tuple(dict.fromkeys(spellings)))
    return choice_key(column, found) or ""


def _detail(name: str, text: str, finding: Finding, language: Language) -> str:
    """Return one detail as people read it, by its name."""
    if name == "reference_tab":
        return tab_title(text, language)
    if name in _TITLES:
        return ", ".join(column_title(finding.tab, key, language) for key in text.split(", "))
    if name == "expected":
        return type_names()[text][language] if text in type_names() else text
    if name == "parameter":
        return _rule(text, language)
    if name == "reason":
        return _reason(text, language)
    if name == "nearest" and (finding.tab, finding.column) == ("charter", "parameter"):
        return _rule(text, language)
    if name in _WORDS:
        text = _labelled(text, finding, language)
    return _figure(text, language) if name in _FIGURES else text


def _rule(parameter: str, language: Language) -> str:
    """Return a parameter of the charter by both its names, as a row may hold either: `VAT rate (vat.rate)`."""
    label = tab("charter").column_by_key["parameter"].label(parameter, language)
    return f"{label} ({parameter})" if label != parameter else parameter


def _figure(text: str, language: Language) -> str:
    return plain_in_words(iso_day_in_words(text), language)


def _reason(word: str, language: Language) -> str:
    try:
        return message(f"reason_{word}", language)
    except KeyError:
        return word


def _labelled(text: str, finding: Finding, language: Language) -> str:
    """Return English words, separated by commas, as the labels of the finding's column."""
    labels = _labels(finding, language)
    return ", ".join(labels.get(word, word) for word in text.split(", "))


def _labels(finding: Finding, language: Language) -> Mapping[str, str]:
    """Return the labels of a finding's column; for one that refers to a tab, those of the status in that tab."""
    column = _column(finding.tab, finding.column or "")
    if column and column.reference:
        column = _column(column.reference, "status")
    return column.labels[language] if column else {}


def _column(tab_key: str, key: str) -> TabColumn | None:
    try:
        return tab(tab_key).column_by_key.get(key)
    except KeyError:
        return None


@cache
def _placeholders(template: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)
