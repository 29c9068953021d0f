"""The charter: its parameters, and the terms in force on a day (rules.md, 1)."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from netsheets.domain.parameters import Value, read_value
from netsheets.domain.records import CharterRow
from netsheets.domain.terms import CASE_PREFIX, FIELDS, PARAMETERS, Terms, parameter_named


@dataclass(frozen=True, slots=True)
class Change:
    """A parameter's value from a day on (None: since ever), and the row that says so."""

    since: dt.date | None
    value: Value
    row: int


@dataclass(frozen=True)
class Charter:
    """Every parameter's values through time. A parameter without a row has its default."""

    changes: Mapping[str, tuple[Change, ...]]

    @cached_property
    def _periods(self) -> tuple[tuple[dt.date, ...], tuple[Terms, ...]]:
        """Return the first days of the periods in which nothing changes, and the terms of each."""
        starts = {each.since for changes in self.changes.values() for each in changes if each.since}
        days = (dt.date.min, *sorted(starts))
        return days, tuple(self._terms(day) for day in days)

    def on(self, day: dt.date) -> Terms:
        """Return the terms in force on a day."""
        days, terms = self._periods
        return terms[bisect_right(days, day) - 1]

    def in_force(self, name: str, day: dt.date) -> Change | None:
        """Return the change that governs a parameter on a day, None where its default does."""
        started = [each for each in self.changes.get(name, ()) if each.since is None or each.since <= day]
        return max(started, key=lambda each: each.since or dt.date.min) if started else None

    def value(self, name: str, day: dt.date) -> Value:
        """Return the value of a parameter in force on a day, None for a case that no row names yet."""
        change = self.in_force(name, day)
        return change.value if change else PARAMETERS[name].default if name in PARAMETERS else None

    def _terms(self, day: dt.date) -> Terms:
        values = {name: self.value(found[0].name, day) for name, found in FIELDS.items()}
        names = [name for name in (*PARAMETERS, *self.changes) if name.startswith(CASE_PREFIX)]
        cases = {name.removeprefix(CASE_PREFIX): self.value(name, day) for name in dict.fromkeys(names)}
        values["cases"] = {name: multiplier for name, multiplier in cases.items() if multiplier is not None}
        return Terms(**values)


def charter_of(rows: Iterable[CharterRow]) -> Charter:
    """Return the charter the rows say; a row that can't be read is left out (`checks.charter` says so)."""
    changes: dict[str, list[Change]] = {}
    for row in rows:
        parameter = parameter_named(row.parameter)
        reading = read_value(parameter, row.value) if parameter else None
        if parameter and reading and reading.problem is None:
            changes.setdefault(parameter.name, []).append(Change(row.effective_from, reading.value, row.row))
    return Charter({name: tuple(found) for name, found in changes.items()})
