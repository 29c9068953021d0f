"""Entries of a FEC: what their lines must agree on, and add up to.

Only entries that do not balance are held, for their other lines may still come; so a file whose entries stand together
takes no room, however long it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from netsheets.exports.accounting.fec_check.findings import Tally
from netsheets.exports.accounting.fec_check.numbering import Numbering

_MOST_OPEN: Final = 10_000
"""So many entries may wait for lines that stand elsewhere; then the oldest is taken for unbalanced."""


@dataclass(slots=True)
class Entry:
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
        self._open: dict[tuple[bytes, bytes], Entry] = {}
        self._validated = b""
        self._broken_at = 0
        self.current = Entry(b"", b"", b"", 0)
        self.count = 0
        self.spoiled = False

    def begin(self, journal: bytes, number: bytes, days: tuple[bytes, bytes], line: int) -> None:
        """Begin the entry that a line belongs to; `days` are that of the entry and that of its validation."""
        self._end()
        day, validated = days
        if not self._told:
            self.current = Entry(journal, number, day, line, days_told=True)
            return
        entry = self._open.pop((journal, number), None)
        if self._numbering.take(journal, number, line) and entry is None:
            self._look_at_validation(validated, line)
        if entry is None:
            entry = Entry(journal, number, day, line)
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

    def _unbalanced(self, entry: Entry) -> None:
        if entry.balance and not entry.spoiled:
            self._tally.add("entry_unbalanced", entry.line, "EcritureNum", entry.number,
                            journal=_text(entry.journal), difference=amount(entry.balance))  # fmt: skip


def amount(cents: int) -> str:
    """Return cents as a FEC writes an amount: `-1234,50`."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole},{rest:02d}"


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
