"""The id a person probably meant by one that does not exist, or none: a wrong guess moves money to somebody else.

Near enough is what reads the same (`RO1` for `R01`, `r-1` for `R1`, `Ml2` for `M12`), the name that stands beside an
id, or a long word with one letter wrong. Another figure is another person: `M13` is not nearly `M12`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from netsheets.domain.checks.spellings import plain_name

NEIGHBOURS = 12
"""How many ids before and after the typed one, in alphabetical order, are looked at for a slip."""
MOST_GUESSED = 200
"""How many unknown ids get a nearest one by a slip: beyond that a whole column is wrong, and no guess helps."""
ONE_LETTER = 6
"""How long an id's letters must be for one of them to be a slip: `DUPOND` for `DUPONT`."""

_LOOK_ALIKES = str.maketrans("oil", "011")
_BLANK = re.compile(r"(?<![0-9]) | (?![0-9])")
"""What signs leave between words; between two figures it tells one number from two."""
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_DIGITS = re.compile(r"[0-9]+")
_SHAPES = ((re.compile(r"[a-z]+"), "a"), (re.compile(r"[A-Z]+"), "A"))


class NearestIds:
    """The ids of a tab, to be asked for the one a person meant and for the one that may be added."""

    def __init__(self, ids: Iterable[str], names: Iterable[tuple[str, str]] = ()) -> None:
        """Take the ids, and pairs of a name and its id; what two ids share stands for neither."""
        known = tuple(dict.fromkeys(each for each in ids if each))
        self._by_start = sorted((each.casefold(), each) for each in known)
        self._by_end = sorted((start[::-1], each) for start, each in self._by_start)
        self._by_name = _sole((plain_name(name), each) for name, each in names)
        self._alike = (
            _sole((each.casefold(), each) for each in known),
            _sole((_read_alike(each), each) for each in known),
            _sole((_without_zeros(each), each) for each in known),
        )
        self._shapes = {_shape(each) for each in known}
        self._stems = {stem.casefold(): stem for each in reversed(known) if (stem := _stem(each)) != each}
        self._asked = 0

    def to(self, typed: str) -> str:
        """Return the id that was meant, "" where none is near enough."""
        keys = (typed.casefold(), _read_alike(typed), _without_zeros(typed))
        named = self._by_name.get(plain_name(typed))
        alike = (found[key] for found, key in zip(self._alike, keys, strict=True) if key and found.get(key))
        return named or next(alike, "") or self._slip(typed)

    def to_add(self, typed: str) -> str:
        """Return the id under which a row may be added for what was typed, "" where it looks like no id of the tab.

        One that is written as the others are, in their capitals: `M13`, for `m13` too, beside `M12`.
        """
        if not _ID.fullmatch(typed):
            return ""
        if not self._shapes:
            return typed if typed == typed.upper() else ""
        digits = _DIGITS.findall(typed)
        if not digits:
            return typed if _shape(typed) in self._shapes else ""
        stem = self._stems.get(_stem(typed).casefold())
        return "" if stem is None else _filled(stem, digits)

    def _slip(self, typed: str) -> str:
        """Return the one long id that has one letter more, less, other or swapped, and the same figures."""
        self._asked += 1
        if self._asked > MOST_GUESSED:
            return ""
        folded = typed.casefold()
        around = {each: key for key, each in _around(self._by_start, folded)}
        around.update((each, key[::-1]) for key, each in _around(self._by_end, folded[::-1]))
        near = [each for each, key in around.items() if _is_slip(folded, key)]
        return near[0] if len(near) == 1 else ""


def _sole(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return ids by a key of theirs; "" where several have the same."""
    found: dict[str, str] = {}
    for key, each in pairs:
        found[key] = "" if found.get(key, each) != each else each
    return found


def _read_alike(text: str) -> str:
    """Return what looks the same: letters small and without accents, no signs, O as 0, I and l as 1."""
    return _BLANK.sub("", plain_name(text.replace(".", " ")).translate(_LOOK_ALIKES))


def _without_zeros(text: str) -> str:
    """Return what reads the same without the zeros before a number, "" for a word: `BOIS` is not `BIS`."""
    return _LEADING_ZEROS.sub("", _read_alike(text)) if _DIGITS.search(text) else ""


def _stem(text: str) -> str:
    """Return an id with `#` for each of its numbers."""
    return _DIGITS.sub("#", text)


def _filled(stem: str, digits: Iterable[str]) -> str:
    for each in digits:
        stem = stem.replace("#", each, 1)
    return stem


def _shape(text: str) -> str:
    """Return how an id is written: its kinds of letters, and `#` for each number."""
    for letters, sign in _SHAPES:
        text = letters.sub(sign, text)
    return _stem(text)


def _around(keys: list[tuple[str, str]], key: str) -> Iterator[tuple[str, str]]:
    place = bisect_left(keys, (key, ""))
    yield from keys[max(place - NEIGHBOURS, 0) : place + NEIGHBOURS]


def _is_slip(typed: str, known: str) -> bool:
    """Tell whether two ids have the same figures, and letters that differ by one slip in a word long enough."""
    if _DIGITS.findall(typed) != _DIGITS.findall(known):
        return False
    shorter = min(sum(map(str.isalpha, typed)), sum(map(str.isalpha, known)))
    return shorter >= ONE_LETTER and _one_apart(typed, known)


def _one_apart(first: str, second: str) -> bool:
    """Tell whether one letter added, left out, changed, or swapped with its neighbour makes one of the other."""
    start = next((place for place, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return abs(len(first) - len(second)) == 1
    first, second = first[start:], second[start:]
    swapped = first[:2] == second[1::-1] and first[2:] == second[2:]
    return swapped or first[1:] == second[1:] or first[1:] == second or first == second[1:]
