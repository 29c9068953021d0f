"""The numbers of entries: rising without a gap, in each journal or over all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

from netsheets.exports.accounting.fec_check.findings import MOST_SHOWN, Tally

_LAST_DIGITS: Final = re.compile(rb"(.*?)([0-9]+)([^0-9]*)", re.DOTALL)
_MOST_GAPS: Final = 2_000
"""What has more gaps is not numbered in this way."""
_MOST_SEQUENCES: Final = 2_000


@dataclass(slots=True)
class Gap:
    """Numbers that are missing, the first and the last included, and the line that shows it."""

    first: int
    last: int
    line: int


@dataclass(slots=True)
class Fault:
    """A number that comes late (`back`) or a second time (`again`), and the one before it."""

    code: str
    line: int
    value: bytes
    before: int


@dataclass(slots=True)
class Sequence:
    """Numbers as they come; what is missing is held, not what is there, so that a whole sequence takes no room."""

    last: int | None = None
    gaps: list[Gap] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    more: dict[str, int] = field(default_factory=dict)

    def take(self, number: int, value: bytes, line: int) -> bool:
        """Take the number of the next entry; tell whether it is above all before it."""
        if self.last is None or number == self.last + 1:
            self.last = number
        elif number > self.last:
            if len(self.gaps) < _MOST_GAPS:
                self.gaps.append(Gap(self.last + 1, number - 1, line))
            else:
                self._count("number_gap")
            self.last = number
        else:
            self._fault("number_back" if self._filled(number) else "entry_apart", value, line)
            return False
        return True

    @property
    def wrong(self) -> int:
        """Return how many things are wrong with the sequence."""
        return len(self.gaps) + len(self.faults) + sum(self.more.values())

    def _fault(self, code: str, value: bytes, line: int) -> None:
        if len(self.faults) < 2 * MOST_SHOWN:
            self.faults.append(Fault(code, line, value, self.last or 0))
        else:
            self._count(code)

    def _count(self, code: str) -> None:
        self.more[code] = self.more.get(code, 0) + 1

    def _filled(self, number: int) -> bool:
        """Take a number out of the gap it was missing in; tell whether there is one."""
        place = bisect_right(self.gaps, number, key=lambda gap: gap.first) - 1
        if place < 0 or number > self.gaps[place].last:
            return False
        gap = self.gaps.pop(place)
        if number < gap.last:
            self.gaps.insert(place, Gap(number + 1, gap.last, gap.line))
        if gap.first < number:
            self.gaps.insert(place, Gap(gap.first, number - 1, gap.line))
        return True


class Numbering:
    """The sequences of a file: one for each journal, and one over all. What is wrong is said of the one that fits."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._by_journal: dict[tuple[bytes, bytes], Sequence] = {}
        self._over_all: dict[bytes, Sequence] = {}
        self._lost = False

    def take(self, journal: bytes, number: bytes, line: int) -> bool:
        """Take the number of the next entry; tell whether it is above all before it in its journal.

        Letters before a number make a sequence of their own: `OD-2026-0001`.
        """
        parts = _LAST_DIGITS.fullmatch(number)
        if parts is None:
            self._tally.add("number_unreadable", line, "EcritureNum", number)
            return True
        prefix, digits = parts[1], int(parts[2][-30:])
        if len(self._by_journal) >= _MOST_SEQUENCES and (journal, prefix) not in self._by_journal:
            self._lost = True
            return True
        self._over_all.setdefault(prefix, Sequence()).take(digits, number, line)
        return self._by_journal.setdefault((journal, prefix), Sequence()).take(digits, number, line)

    def conclude(self) -> None:
        """Add what is wrong, by whichever way of numbering explains the file better."""
        if self._lost:
            self._tally.add("number_unreadable", None, "EcritureNum")
            return
        by_journal, over_all = self._by_journal.values(), self._over_all.values()
        fewer = sum(each.wrong for each in over_all) < sum(each.wrong for each in by_journal)
        for sequence in over_all if fewer else by_journal:
            self._add(sequence)

    def _add(self, sequence: Sequence) -> None:
        for gap in sequence.gaps:
            missing = str(gap.first) if gap.first == gap.last else f"{gap.first}-{gap.last}"
            self._tally.add("number_gap", gap.line, "EcritureNum", str(gap.last + 1), missing=missing)
        for fault in sequence.faults:
            self._tally.add(fault.code, fault.line, "EcritureNum", fault.value, before=fault.before)
        for code, times in sequence.more.items():
            self._tally.count(code, times)
