"""What a person probably meant by an id or a word that does not exist."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from difflib import get_close_matches

from netsheets.domain.checks.names import plain_name

NEIGHBOURS = 12
"""How many ids before and after the typed one, in alphabetical order, are looked at."""

MOST = 200
"""How many unknown ids get a nearest one by likeness: beyond that a whole column is wrong, and no guess helps."""


def nearest_word(typed: str, words: Iterable[str]) -> str:
    """Return the word of a short list that resembles the typed one most, "" where none does."""
    by_plain = {plain_name(word): word for word in words}
    found = get_close_matches(plain_name(typed), by_plain, n=1)
    return by_plain[found[0]] if found else ""


class NearestIds:
    """The ids of a tab, to be asked for the one a person meant; by the name that stands beside it, or by likeness.

    However many ids there are, only those are compared that share the typed one's beginning or its end.
    """

    def __init__(self, ids: Iterable[str], names: Iterable[tuple[str, str]] = ()) -> None:
        """Take the ids, and pairs of a name and its id; a name that two ids share stands for neither."""
        self._by_start = sorted((each.casefold(), each) for each in ids)
        self._by_end = sorted((start[::-1], each) for start, each in self._by_start)
        self._by_name: dict[str, str] = {}
        for name, each in names:
            key = plain_name(name)
            self._by_name[key] = "" if self._by_name.get(key, each) != each else each
        self._asked = 0

    def to(self, typed: str) -> str:
        """Return the id that was meant, "" where none resembles what was typed."""
        named = self._by_name.get(plain_name(typed))
        if named:
            return named
        self._asked += 1
        if self._asked > MOST:
            return ""
        folded = typed.casefold()
        around = dict(_around(self._by_start, folded))
        around.update((key[::-1], each) for key, each in _around(self._by_end, folded[::-1]))
        found = get_close_matches(folded, around, n=1)
        return around[found[0]] if found else ""


def _around(keys: list[tuple[str, str]], key: str) -> list[tuple[str, str]]:
    place = bisect_left(keys, (key, ""))
    return keys[max(place - NEIGHBOURS, 0) : place + NEIGHBOURS]
