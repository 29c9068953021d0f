"""Where a person shows in texts that people typed: their name, their mail address, their telephone number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from netsheets.domain.records import Member
from netsheets.sheets.labels import normalised
from netsheets.stores.port import Cell

_SHORTEST = 3
"""A name, an address or a number shorter than this is not looked for: it would be found everywhere."""
_SUBSCRIBER = 9
"""So many last digits of a telephone number stay the same with a country's prefix and without."""
_FEWEST_DIGITS = 8
_NOT_A_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Traces:
    """What to look for: words as `normalised` spells them, and the last digits of telephone numbers."""

    words: re.Pattern[str] | None
    digits: str

    def found_in(self, cell: Cell) -> bool:
        """Tell whether a cell shows the person."""
        if isinstance(cell, str):
            return self._in_text(cell)
        if not self.digits or not isinstance(cell, int | float) or isinstance(cell, bool):
            return False
        return float(cell).is_integer() and str(int(cell)).endswith(self.digits)

    def _in_text(self, text: str) -> bool:
        if self.words is not None and self.words.search(normalised(text)):
            return True
        return bool(self.digits) and self.digits in _NOT_A_DIGIT.sub("", text)


def traces_of(member: Member, *, named: bool = True) -> Traces:
    """Return what shows a member in a text: their name, also with its last word first, and how to reach them.

    `named` says whether the name is theirs: a pseudonym is not looked for.
    """
    name = normalised(member.name).split() if named else []
    wanted = {" ".join(name), " ".join((*name[-1:], *name[:-1])), normalised(member.email)}
    words = sorted(each for each in wanted if len(each) >= _SHORTEST)
    digits = _NOT_A_DIGIT.sub("", member.phone)
    pattern = "|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in words)
    return Traces(
        re.compile(pattern) if words else None, digits[-_SUBSCRIBER:] if len(digits) >= _FEWEST_DIGITS else ""
    )
