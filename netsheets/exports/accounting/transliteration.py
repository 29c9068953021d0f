"""Texts of people in the few characters that accounting programs read."""

from __future__ import annotations

import unicodedata
from typing import Final

_SAID: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("⁄∕", "/"),
        "…": "...",
        "•": "-",
        "·": ".",
        "€": "EUR",
        "£": "GBP",
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "ß": "ss",
        "ẞ": "SS",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "TH",
        "ł": "l",
        "Ł": "L",
        "ħ": "h",
        "Ħ": "H",
        "ı": "i",
        "ŋ": "n",
        "×": "x",
        "°": "o",
        "№": "No",
    }
)
_JOINER: Final = "\u200d"
"""What holds the parts of one emoji together."""
_FORMULA: Final = ("=", "+", "-", "@")


def one_line(text: str) -> str:
    """Return a text without line breaks, tabs or signs that can't be seen; words are parted by one blank."""
    seen = " ".join(text.split())
    return "".join(each for each in seen if each == _JOINER or unicodedata.category(each) not in ("Cc", "Cf", "Cs"))


def unlike_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before one that could be."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def transliterated(text: str, encoding: str) -> str:
    """Return a text that has no character outside an encoding.

    A letter with an accent loses it, `œ` becomes `oe`, a letter of another script `?`; what is no letter, as an emoji,
    goes.
    """
    return " ".join("".join(_written(each, encoding) for each in one_line(text)).split())


def _written(character: str, encoding: str) -> str:
    if _fits(character, encoding):
        return character
    said = character.translate(_SAID)
    if said != character and _fits(said, encoding):
        return said
    parts = unicodedata.normalize("NFKD", said)
    plain = "".join(each for each in parts if not unicodedata.combining(each)).translate(_SAID)
    if plain and _fits(plain, encoding):
        return plain
    return "?" if unicodedata.category(character)[0] in "LN" else ""


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
