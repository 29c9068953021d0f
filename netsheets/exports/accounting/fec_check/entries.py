"""Entries of a FEC: their numbers, rising without a gap, and what their lines must agree on and add up to.

Only entries that do not balance are held, for their other lines may still come; so a file whose entries stand together
takes no room, however long it is.
"""

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

_MOST_OPEN: Final = 10_000
"""So many entries may wait for lines that stand elsewhere; then the oldest is taken for unbalanced."""


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
class NumberSequence:
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
        self._by_journal: dict[tuple[bytes, bytes], NumberSequence] = {}
        self._over_all: dict[bytes, NumberSequence] = {}
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
        self._over_all.setdefault(prefix, NumberSequence()).take(digits, number, line)
        return self._by_journal.setdefault((journal, prefix), NumberSequence()).take(digits, number, line)

    def conclude(self) -> None:
        """Add what is wrong, by whichever way of numbering explains the file better."""
        if self._lost:
            self._tally.add("number_unreadable", None, "EcritureNum")
            return
        by_journal, over_all = self._by_journal.values(), self._over_all.values()
        fewer = sum(each.wrong for each in over_all) < sum(each.wrong for each in by_journal)
        for sequence in over_all if fewer else by_journal:
            self._add(sequence)

    def _add(self, sequence: NumberSequence) -> None:
        for gap in sequence.gaps:
            missing = str(gap.first) if gap.first == gap.last else f"{gap.first}-{gap.last}"
            self._tally.add("number_gap", gap.line, "EcritureNum", str(gap.last + 1), missing=missing)
        for fault in sequence.faults:
            self._tally.add(fault.code, fault.line, "EcritureNum", fault.value, before=fault.before)
        for code, times in sequence.more.items():
            self._tally.count(code, times)


@dataclass(slots=True)
class FecEntry:
    """An entry so far. `spoiled`: an amount of it could not be read, so nothing is said about its balance."""

    journal: bytes
    number: bytes
    day: bytes
    line: int
    balance: int = 0
    spoiled: bool = False
    days_told: bool = False


class Entries:
    """The entries of a file, one after the other. `told` is False where nothing tells them apart."""

    def __init__(self, tally: Tally, *, told: bool) -> None:
        self._tally, self._told = tally, told
        self._numbering = Numbering(tally)
        self._open: dict[tuple[bytes, bytes], FecEntry] = {}
        self._validated = b""
        self._broken_at = 0
        self.current = FecEntry(b"", b"", b"", 0)
        self.count = 0
        self.spoiled = False

    def begin(self, journal: bytes, number: bytes, days: tuple[bytes, bytes], line: int) -> None:
        """Begin the entry that a line belongs to; `days` are that of the entry and that of its validation."""
        self._end()
        day, validated = days
        if not self._told:
            self.current = FecEntry(journal, number, day, line, days_told=True)
            return
        entry = self._open.pop((journal, number), None)
        if self._numbering.take(journal, number, line) and entry is None:
            self._look_at_validation(validated, line)
        if entry is None:
            entry = FecEntry(journal, number, day, line)
            self.count += 1
        self.current = entry
        if self._broken_at and self._broken_at == line - 1:
            self.spoil()

    def another_day(self, day: bytes, line: int) -> None:
        """Say that a line of the entry has another day than those before it, once an entry."""
        if not self.current.days_told and day:
            self._tally.add("entry_days", line, "EcritureDate", day, number=_text(self.current.number),
                            before=_text(self.current.day))  # fmt: skip
        self.current.days_told = True

    def spoil(self) -> None:
        """Say nothing of the balance of the entry, and of the file: something of it could not be read."""
        self.current.spoiled = self.spoiled = True

    def broken(self, line: int) -> None:
        """Take note of a line that can't be read: it belongs to the entry before it, or to the one that begins next."""
        self.spoil()
        self._broken_at = line

    def conclude(self, debit: int, credit: int, line: int) -> None:
        """Add what does not balance once all lines are read, and what is wrong with the numbers."""
        self._end()
        for entry in self._open.values():
            self._unbalanced(entry)
        self._numbering.conclude()
        if debit != credit and not self.spoiled:
            self._tally.add("total_unbalanced", line, "", difference=amount(debit - credit), debit=amount(debit),
                            credit=amount(credit))  # fmt: skip

    def _look_at_validation(self, validated: bytes, line: int) -> None:
        if validated < self._validated and validated.isdigit():
            self._tally.add("validation_order", line, "ValidDate", validated, before=_text(self._validated))
        self._validated = validated

    def _end(self) -> None:
        entry = self.current
        if (entry.balance or entry.spoiled) and entry.line and self._told:
            self._open[entry.journal, entry.number] = entry
            if len(self._open) > _MOST_OPEN:
                self._unbalanced(self._open.pop(next(iter(self._open))))

    def _unbalanced(self, entry: FecEntry) -> None:
        if entry.balance and not entry.spoiled:
            self._tally.add("entry_unbalanced", entry.line, "EcritureNum", entry.number,
                            journal=_text(entry.journal), difference=amount(entry.balance))  # fmt: skip


def amount(cents: int) -> str:
    """Return cents as a FEC writes an amount: `-1234,50`."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole},{rest:02d}"


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
