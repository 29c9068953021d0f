"""Words as people type them: names and skills as they compare, and what was probably meant by one that does not exist.

Names compare without accents, case, punctuation and, for a company, its legal form.

Skills and types of clients stand in the sheet as `Pompes-à-chaleur`, `pompe a chaleur` and `pompe à challeur`. The
first two are one skill wherever skills are compared: case, accents, hyphens, blanks and plurals make no difference. The
third has a letter more: that may be a slip or another word, so people are asked (`skills_spelt_otherwise`), and until
they say so it is a skill of its own. The spelling that most members use is the one that is shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import combinations

_WORDS = re.compile(r"[^\W_]+")

# fmt: off
_LEGAL_FORMS = frozenset({
    "sa", "sas", "sasu", "sarl", "eurl", "snc", "sci", "scop", "scs", "sca", "selarl", "selas", "ei", "eirl", "gie",
    "cie", "ltd", "limited", "llc", "llp", "plc", "inc", "corp", "co", "gmbh", "ag", "kg", "ohg", "ug", "se", "bv",
    "nv", "srl", "spa", "sl", "slu", "sprl", "et", "and", "und",
})
# fmt: on
"""Legal forms and the word for `&`: what one person types and another leaves out."""

ONE_LETTER = 6
"""How long a word must be for one letter more or less to be a slip: `bars` is not `bois`."""
TWO_LETTERS = 9
"""How long for two letters, or one letter in place of another: `painting` is not `printing`."""
WHOLE = -1
"""The place of no word: nothing was left out of any."""
_Mark = tuple[int, tuple[str, ...]]
"""The place of the word that letters were left out of, and all words without them."""
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"))
_SINGULAR = 3
"""So many letters are left of a word without its plural's ending: `bus` is no plural."""
_TELLING = 3
"""A skill of fewer letters is its signs too: `C`, `C++` and `C#`."""
_SILENT_WORDS = frozenset({"a", "and", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "of", "the"})


def plain_name(name: str) -> str:
    """Return a name's words without accents, case and punctuation: `L'Été` is `l ete`."""
    return " ".join(_plain_words(name))


def company_words(name: str) -> tuple[str, ...]:
    """Return the words that tell a company from others: `Dupont & Fils S.A.R.L.` is `dupont`, `fils`."""
    words = _plain_words(name)
    telling = tuple(word for word in words if word not in _LEGAL_FORMS)
    return telling or tuple(words)


def _plain_words(name: str) -> list[str]:
    if not name.isascii():
        name = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    return _WORDS.findall(name.casefold().replace(".", ""))


def nearest_word(typed: str, words: Iterable[str]) -> str:
    """Return the word of a short list that resembles the typed one most, "" where none does."""
    by_plain = {plain_name(word): word for word in words}
    found = get_close_matches(plain_name(typed), by_plain, n=1)
    return by_plain[found[0]] if found else ""


@lru_cache(maxsize=10_000)
def skill_key(skill: str) -> str:
    """Return what the spellings of one skill, or type of clients, have in common."""
    # The plural of `battery` is `batteries`, in French that of `batterie`.
    words = (_singular(each) for each in _skill_words(skill))
    key = "".join(f"{each[:-2]}y" if each.endswith("ie") else each for each in words)
    return key if len(key) >= _TELLING else _as_seen(skill).casefold()


def keyed(skills: Iterable[str]) -> dict[str, str]:
    """Return skills as they were typed by their key, the first of each."""
    found: dict[str, str] = {}
    for skill in skills:
        found.setdefault(skill_key(skill), skill)
    return found


@dataclass(frozen=True)
class Spellings:
    """How members spell: the most common spelling of each key, those that most members have first."""

    common: Mapping[str, str]

    def of(self, key: str) -> str:
        """Return how most members spell a skill, by its key; a key that nobody has is its own."""
        return self.common.get(key, key)

    def proposed(self, skill: str) -> str:
        """Return the spelling to write instead of one, "" where it is the common one."""
        key = skill_key(skill)
        common = self.of(self.meant.get(key, key))
        return "" if _as_seen(common) == _as_seen(skill) else common

    @cached_property
    def meant(self) -> Mapping[str, str]:
        """Return of which more common key each is probably a slip, where it is one."""
        return _slips(self.common)


def spellings_of(lists: Iterable[Iterable[str]]) -> Spellings:
    """Return the spellings in the members' lists, which come in the order of the sheet.

    The one that most members use is the common one; among several, the one that comes first.
    """
    uses: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, str] = {}
    for skills in lists:
        for skill in {_as_seen(each): each for each in skills}.values():
            seen = _as_seen(skill)
            uses[skill_key(skill)][seen] += 1
            first.setdefault(seen, skill)
    # What is equally common stays in the order of the sheet.
    often = sorted(uses.items(), key=lambda item: -item[1].total())
    return Spellings({key: first[spelt.most_common(1)[0][0]] for key, spelt in often})


def _slips(common: Mapping[str, str]) -> dict[str, str]:
    """Return of which more common key each is probably a slip; the spellings come by their key, the most common first.

    Two words a letter apart become one when that letter is left out of either or both, so that nobody compares all
    pairs. A slip of a slip is one of what that one stands for.
    """
    known: dict[_Mark, list[tuple[str, int]]] = defaultdict(list)
    rank = {key: number for number, key in enumerate(common)}
    meant: dict[str, str] = {}
    for key, skill in common.items():
        marks = tuple(_marks(_telling_words(skill)))
        near = {
            other
            for mark, left_out in marks
            for other, other_left_out in known.get(mark, ())
            if _is_slip(mark, left_out, other_left_out)
        }
        if near:
            nearest = min(near, key=rank.__getitem__)
            meant[key] = meant.get(nearest, nearest)
        for mark, left_out in marks:
            known[mark].append((key, left_out))
    return meant


def _marks(words: tuple[str, ...]) -> Iterator[tuple[_Mark, int]]:
    """Yield a skill's words, and what is left of them without one or two letters of one word; and how many it lacks.

    The first letter stays: it is hardly ever mistyped, and tells most (`toiture` is not `voiture`). So do digits.
    """
    yield (WHOLE, words), 0
    for place, word in enumerate(words):
        if len(word) < ONE_LETTER or not word.isalpha():
            continue
        for count in (0, 1, 2) if len(word) >= TWO_LETTERS else (0, 1):
            for left_out in combinations(range(1, len(word)), count):
                kept = "".join(letter for number, letter in enumerate(word) if number not in left_out)
                yield (place, (*words[:place], kept, *words[place + 1 :])), count


def _is_slip(mark: _Mark, left_out: int, other_left_out: int) -> bool:
    """Tell whether two skills that leave the same mark are one: the shorter word must be long for what differs."""
    place, words = mark
    if place == WHOLE:
        return True
    shorter = len(words[place]) + min(left_out, other_left_out)
    differing = left_out + other_left_out
    return differing <= 2 and shorter >= (ONE_LETTER if differing == 1 else TWO_LETTERS)


def _skill_words(skill: str) -> list[str]:
    return plain_name(skill.translate(_LIGATURES)).split()


def _telling_words(skill: str) -> tuple[str, ...]:
    words = tuple(_singular(each) for each in _skill_words(skill) if each not in _SILENT_WORDS)
    return words if len("".join(words)) >= _TELLING else (skill_key(skill),)


def _singular(word: str) -> str:
    plural = word[-1] in "sx" and len(word) > _SINGULAR and not word.endswith("ss")
    return word[:-1] if plural else word


def _as_seen(skill: str) -> str:
    """Return a skill with what nobody sees taken out: kinds of blanks and of apostrophes."""
    return " ".join(skill.translate(_APOSTROPHES).split())
