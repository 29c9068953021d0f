"""Recognising what people call a tab, a column or a word: by its key, its English or its French title.

Case, accents, blanks, typographic apostrophes and dashes make no difference (tabs.md).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache

from netsheets.sheets.schema import Tab, TabColumn, tabs
from netsheets.texts import LANGUAGES

_FOLDED = str.maketrans(
    dict.fromkeys("\u2018\u2019\u02bc\u00b4`\u2032", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u200b\ufeff\u00ad")
    | {"\u00b0": "o", "\u0153": "oe", "\u00e6": "ae", "_": " "}
)
_TRAILING = " *:.?!"
_LOOKALIKES = str.maketrans("oil", "011")
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[^a-z0-9]+")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_SHORTEST = 4
_FEW = 200
"""Up to so many candidates are compared letter by letter; more are looked up."""


def normalised(text: str) -> str:
    """Return what two spellings of one title have in common: `N° d’Apport *` and `no d'apport` are the same."""
    folded = text.casefold().translate(_FOLDED)
    if not folded.isascii():
        folded = "".join(mark for mark in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(mark))
    return " ".join(folded.split()).rstrip(_TRAILING)


def tab_key(title: str) -> str | None:
    """Return the key of the tab that people call so, None where there is none."""
    return _tab_keys().get(normalised(title))


def column_key(tab: Tab, title: str) -> str | None:
    """Return the key of the tab's column that people call so, None where there is none."""
    return _column_keys(tab).get(normalised(title))


def choice_key(column: TabColumn, word: str) -> str | None:
    """Return the English word stored for a word or label of this column, None where it is none of them."""
    words = _words(column)
    return words.get(word) or words.get(normalised(word))


def nearest(word: str, candidates: Collection[str]) -> str:
    """Return the candidate that was probably meant, "" where nothing is close.

    The same word in another spelling comes first: `m-O12` for `M12`. Among many candidates (the ids of a large tab)
    only those one letter away are found: added, missing, changed, or swapped with its neighbour. For a tab's worth
    of look-ups among the same many candidates, pass the same tuple: its index is built once.
    """
    meant = normalised(word)
    if not meant or not candidates:
        return ""
    if len(candidates) > _FEW:
        return _one_letter_away(meant, _index(tuple(candidates)))
    spelled = {normalised(each): each for each in reversed(tuple(candidates))}
    bare = {_bare(each): each for each in reversed(spelled)}
    close = get_close_matches(meant, spelled, n=1, cutoff=0.6)
    found = meant if meant in spelled else bare.get(_bare(meant)) or next(iter(close), "")
    return spelled.get(found, "")


def nearest_of(words: Iterable[str], candidates: Collection[str]) -> str:
    """Return the candidate nearest to the first of these words that has one near, "" where none has."""
    return next((near for word in words if (near := nearest(word, candidates))), "")


@cache
def _tab_keys() -> Mapping[str, str]:
    return {normalised(title): tab.key for tab in tabs() for title in (tab.key, *tab.titles.values())}


@cache
def _column_keys(tab: Tab) -> Mapping[str, str]:
    return {normalised(title): each.key for each in tab.columns for title in (each.key, *each.titles.values())}


@cache
def _words(column: TabColumn) -> Mapping[str, str]:
    """Return the words of a column under all their spellings, as stored and normalised."""
    said = [(word, word) for word in column.labels["en"]]
    said += [(label, word) for language in LANGUAGES for word, label in column.labels[language].items()]
    return {spelling: word for text, word in said for spelling in (text, normalised(text))}


def _bare(meant: str) -> str:
    """Return a word without what people mistype most: punctuation, O for 0, I for 1, zeros before a number."""
    return _LEADING_ZEROS.sub("", _NEITHER_LETTER_NOR_DIGIT.sub("", meant).translate(_LOOKALIKES))


@lru_cache(maxsize=8)
def _index(candidates: tuple[str, ...]) -> Mapping[str, str]:
    """Return the candidates under their spelling, their bare spelling, and each that lacks one letter."""
    found: dict[str, str] = {}
    spelled = tuple((normalised(each), each) for each in candidates)
    for spelling in (str, _bare):
        for meant, each in spelled:
            found.setdefault(spelling(meant), each)
    for meant, each in spelled:
        for shortened in _shortened(meant):
            found.setdefault(shortened, each)
    return found


def _shortened(word: str) -> Iterator[str]:
    """Yield a word of four letters or more without each of its letters; a shorter one has too little to go by."""
    if len(word) >= _SHORTEST:
        for place in range(len(word)):
            yield word[:place] + word[place + 1 :]


def _one_letter_away(meant: str, index: Mapping[str, str]) -> str:
    """Return a candidate that becomes the same word when each of both drops at most one letter."""
    return next((index[each] for each in (meant, _bare(meant), *_shortened(meant)) if each in index), "")
