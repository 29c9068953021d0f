"""Names as they compare: without accents, case, punctuation and, for a company, its legal form."""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"[^\W_]+")

# fmt: off
_SILENT_WORDS = frozenset({
    "sa", "sas", "sasu", "sarl", "eurl", "snc", "sci", "scop", "scs", "sca", "selarl", "selas", "ei", "eirl", "gie",
    "cie", "ltd", "limited", "llc", "llp", "plc", "inc", "corp", "co", "gmbh", "ag", "kg", "ohg", "ug", "se", "bv",
    "nv", "srl", "spa", "sl", "slu", "sprl", "et", "and", "und",
})
# fmt: on
"""Legal forms and the word for `&`: what one person types and another leaves out."""


def plain_name(name: str) -> str:
    """Return a name's words without accents, case and punctuation: `L'Été` is `l ete`."""
    return " ".join(_words(name))


def company_words(name: str) -> tuple[str, ...]:
    """Return the words that tell a company from others: `Dupont & Fils S.A.R.L.` is `dupont`, `fils`."""
    words = _words(name)
    telling = tuple(word for word in words if word not in _SILENT_WORDS)
    return telling or tuple(words)


def _words(name: str) -> list[str]:
    if not name.isascii():
        name = "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
    return _WORDS.findall(name.casefold().replace(".", ""))
