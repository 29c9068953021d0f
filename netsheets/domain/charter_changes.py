"""The charter's rules: those in force on a day, those already decided for later, and what changed between two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from netsheets.domain.charter import CASE_PREFIX, PARAMETERS, Charter, parameter_named
from netsheets.domain.parameters import Scope, Value


@dataclass(frozen=True, slots=True)
class Rule:
    """A parameter's value on a day, since when (None: since ever), and the row of the tab `charter` that says so.

    `row` is None where the parameter has its default.
    """

    parameter: str
    value: Value
    since: dt.date | None
    row: int | None


@dataclass(frozen=True, slots=True)
class Revision:
    """A rule that changes: from the day `on` it is `after`, by that row of the tab `charter`; until then `before`.

    A case of the network's own is None before its first row.
    """

    parameter: str
    before: Value
    after: Value
    on: dt.date
    row: int
    scope: Scope


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed after one day and up to another, in order of day; `lasting` are the rules that differ on both."""

    earlier: dt.date
    later: dt.date
    revisions: tuple[Revision, ...]
    lasting: tuple[str, ...]


def rules_on(charter: Charter, day: dt.date) -> tuple[Rule, ...]:
    """Return every rule in force on a day, in the order of the rules page."""
    return tuple(
        Rule(name, change.value, change.since, change.row)
        if change
        else Rule(name, PARAMETERS[name].default, None, None)
        for name in _names(charter)
        if (change := charter.in_force(name, day)) or name in PARAMETERS
    )


def revisions_after(charter: Charter, day: dt.date) -> tuple[Revision, ...]:
    """Return what is decided already and in force only after a day."""
    return _revisions(charter, day, dt.date.max)


def difference(charter: Charter, first: dt.date, second: dt.date) -> Difference:
    """Return what differs between two days, whichever is named first."""
    earlier, later = sorted((first, second))
    lasting = (name for name in _names(charter) if charter.value(name, earlier) != charter.value(name, later))
    return Difference(earlier, later, _revisions(charter, earlier, later), tuple(lasting))


def _names(charter: Charter) -> tuple[str, ...]:
    """Return every parameter, the network's own cases after the usual ones."""
    own = sorted(name for name in charter.changes if name not in PARAMETERS)
    usual = [name for name in PARAMETERS if name.startswith(CASE_PREFIX)]
    place = list(PARAMETERS).index(usual[-1]) + 1
    names = tuple(PARAMETERS)
    return (*names[:place], *own, *names[place:])


def _revisions(charter: Charter, after: dt.date, until: dt.date) -> tuple[Revision, ...]:
    names = _names(charter)
    found = [each for name in names for each in _revisions_of(name, charter, after, until)]
    return tuple(sorted(found, key=lambda each: (each.on, names.index(each.parameter))))


def _revisions_of(name: str, charter: Charter, after: dt.date, until: dt.date) -> Iterator[Revision]:
    """Yield each day on which a parameter's value changes: a row that repeats the value before it changes nothing."""
    before = charter.value(name, after)
    for day in sorted({each.since for each in charter.changes.get(name, ()) if each.since}):
        change = charter.in_force(name, day)
        if change and after < day <= until and change.value != before:
            yield Revision(name, before, change.value, day, change.row, _scope(name))
            before = change.value


def _scope(name: str) -> Scope:
    parameter = parameter_named(name)
    return parameter.scope if parameter else "day"
