"""Going through a FEC once, from the first line to the last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import BinaryIO

from netsheets.domain.money import ZERO
from netsheets.exports.accounting.fec_check.entries import Entries
from netsheets.exports.accounting.fec_check.fields import DAY, JOURNAL, NUMBER, VALIDATED, Fields, Sides
from netsheets.exports.accounting.fec_check.findings import CODES, FecFinding, Tally
from netsheets.exports.accounting.fec_check.header import (
    FEC_COLUMNS,
    SEPARATORS,
    FiscalYear,
    Header,
    closing_day_named,
    header_of,
    said,
    year_ending,
)
from netsheets.exports.accounting.fec_check.text import Lines


@dataclass(frozen=True, slots=True)
class FecReport:
    """What a file holds and what is wrong with it.

    `counts` has the number of findings of each code; `findings` the first few of each, in the order of the lines.
    """

    lines: int
    entries: int
    encoding: str
    year: FiscalYear
    debit: Decimal
    credit: Decimal
    findings: tuple[FecFinding, ...]
    counts: Mapping[str, int]

    @property
    def errors(self) -> int:
        """Return how many findings are errors."""
        return sum(count for code, count in self.counts.items() if CODES[code] == "error")

    @property
    def warnings(self) -> int:
        """Return how many findings are warnings."""
        return sum(count for code, count in self.counts.items() if CODES[code] == "warning")


@dataclass(frozen=True, slots=True)
class YearNamed:
    """The fiscal year that a person names, where the file's name does not tell it, or not rightly."""

    closing_on: dt.date | None = None
    opening_on: dt.date | None = None


def fec_report(file: BinaryIO, name: str, named: YearNamed) -> FecReport:
    """Return what a file holds and what is wrong with it.

    The file is read once and never held, so its length does not matter.
    """
    tally = Tally()
    closing_on = closing_day_named(name, tally)
    year = year_ending(named.closing_on or closing_on, named.opening_on)
    lines = Lines(file, tally)
    rest = iter(lines)
    first = next(rest, None)
    header = header_of(first, tally) if first is not None else None
    if header is None or first is None:
        if not lines.read:
            tally.add("empty", None)
        return FecReport(lines.read, 0, lines.encoding, year, ZERO, ZERO, tally.findings, dict(tally.counts))
    check = _Check(header, year, tally)
    debit, credit = check.read(chain((first,), rest) if header.absent else rest, 0 if header.absent else 1)
    if lines.read == 1 and not header.absent:
        tally.add("no_entries", None)
    return FecReport(
        lines=lines.read,
        entries=check.entries.count,
        encoding=lines.encoding,
        year=year,
        debit=Decimal(debit).scaleb(-2),
        credit=Decimal(credit).scaleb(-2),
        findings=tally.findings,
        counts=dict(tally.counts),
    )


class _Check:
    """The lines below the first one."""

    def __init__(self, header: Header, year: FiscalYear, tally: Tally) -> None:
        self._header, self._tally = header, tally
        self._year = year
        self.entries = Entries(tally, told=not header.missing.intersection((JOURNAL, NUMBER)))

    def read(self, lines: Iterator[bytes], line: int) -> Sides:
        """Go through the lines that follow a line of this number, and return the totals in cents."""
        entries, separator = self.entries, self._header.separator
        first = next(lines, None)
        if first is not None:
            self._header = self._header.fitted(first.split(separator))
            lines = chain((first,), lines)
        fields, plain = Fields(self._header, self._year, self._tally), self._header.plain
        debits = credits_ = 0
        for text in lines:
            line += 1
            found = text.split(separator)
            sides = fields.quick(found) if plain and len(found) == len(FEC_COLUMNS) else None
            if sides is None:
                looked = self._look(fields, text, found, line)
                if looked is None:
                    continue
                found, sides = looked
            entry = entries.current
            if found[NUMBER] != entry.number or found[JOURNAL] != entry.journal:
                entries.begin(found[JOURNAL], found[NUMBER], (found[DAY], found[VALIDATED]), line)
            elif found[DAY] != entry.day:
                entries.another_day(found[DAY], line)
            if sides is None:
                entries.spoil()
                continue
            debit, credit = sides
            entries.current.balance += debit - credit
            debits += debit
            credits_ += credit
        entries.conclude(debits, credits_, line)
        return debits, credits_

    def _look(
        self, fields: Fields, text: bytes, found: list[bytes], line: int
    ) -> tuple[list[bytes], Sides | None] | None:
        """Return the fields and sides of a line that is not plainly right, None where it has too few or too many."""
        if not text.strip():
            self._tally.add("empty_line", line)
            return None
        if len(found) != self._header.width:
            found = self._parted_otherwise(text, line) or found
        if len(found) != self._header.width:
            self._tally.add("number_of_fields", line, "", found=len(found), expected=self._header.width)
            self.entries.broken(line)
            return None
        bare = [_bare(each) for each in found]
        if bare != found:
            place = next(place for place, each in enumerate(found) if each != bare[place])
            self._tally.add("quotes", line, FEC_COLUMNS[place] if self._header.plain else "", found[place])
        return fields.look(bare, line)

    def _parted_otherwise(self, text: bytes, line: int) -> list[bytes] | None:
        """Return the fields of a line that the other separator parts, None where that does not help."""
        for other in SEPARATORS:
            if other != self._header.separator and text.count(other) == self._header.width - 1:
                self._tally.add("separators_mixed", line, found=said(other), usual=said(self._header.separator))
                return text.split(other)
        return None


def _bare(field: bytes) -> bytes:
    """Return a field without the quotes around it."""
    return field[1:-1] if len(field) > 1 and field[:1] == field[-1:] == b'"' else field
