"""Charter: unknown parameters, unreadable values, rates outside the bounds, two values from one day (rules.md, 1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from difflib import get_close_matches

from netsheets.domain.book import grouped
from netsheets.domain.charter import PARAMETERS, Charter, Terms, parameter_named
from netsheets.domain.findings import Finding, finding
from netsheets.domain.money import percentage
from netsheets.domain.parameters import Parameter, read_value
from netsheets.domain.records import CharterRow

_ACTIVITY = "activity."
_OF_MONEY = frozenset({"commission.rate_min", "commission.rate_max", "currency"})
"""The parameters that tell no commission by themselves, yet what commissions may be or are in."""


def charter_findings(rows: Iterable[CharterRow], charter: Charter) -> Iterator[Finding]:
    """Yield what is wrong with the charter's rows; `charter` is what could be read of them."""
    rows = tuple(rows)
    for row in rows:
        yield from _value_findings(row)
    yield from _same_day(rows)
    yield from _bounds(rows, charter)
    yield from _tiers_and_ages(rows, charter)


def _value_findings(row: CharterRow) -> Iterator[Finding]:
    parameter = parameter_named(row.parameter)
    if parameter is None:
        nearest = get_close_matches(row.parameter.casefold(), PARAMETERS, n=1, cutoff=0.6)
        yield finding(
            "unknown_parameter", "charter", row.row, "parameter", row.parameter, nearest=nearest[0] if nearest else ""
        )
        return
    problem = read_value(parameter, row.value).problem
    if problem:
        code = problem if _moves_money(parameter) else "unreadable_setting"
        yield finding(
            code, "charter", row.row, "value", row.value, parameter=parameter.name, expected=parameter.expected
        )


def _moves_money(parameter: Parameter) -> bool:
    """Tell whether a month can't be computed rightly without a parameter; one on meetings or looks it can."""
    of_documents = parameter.scope == "month" and parameter.kind != "text"
    return parameter.governs or of_documents or parameter.name in _OF_MONEY


def _same_day(rows: Iterable[CharterRow]) -> Iterator[Finding]:
    """Yield both rows that give one parameter a value from the same day."""
    for (name, since), found in grouped(rows, lambda row: (_name(row), row.effective_from)).items():
        for row in found if len(found) > 1 else ():
            other = next(each.row for each in found if each is not row)
            yield finding(
                "two_values_same_day", "charter", row.row, "effective_from",
                since.isoformat() if since else "", parameter=name, other_row=other,
            )  # fmt: skip


def _name(row: CharterRow) -> str:
    return row.parameter.strip().casefold()


def _bounds(rows: Iterable[CharterRow], charter: Charter) -> Iterator[Finding]:
    """Yield the rows from whose day on the charter contradicts itself.

    A rate is outside its bounds, shares exceed the whole, or what is fair begins above what is good.
    """
    for row in rows:
        parameter = parameter_named(row.parameter)
        if parameter is None or read_value(parameter, row.value).problem:
            continue
        terms = charter.on(row.effective_from or dt.date.min)
        if parameter.rate:
            outside = [rate for rate in terms.rates if not terms.rate_min <= rate <= terms.rate_max]
            if outside:
                yield finding(
                    "charter_rate_out_of_bounds", "charter", row.row, "value", row.value, parameter=parameter.name,
                    low=percentage(terms.rate_min), high=percentage(terms.rate_max),
                )  # fmt: skip
        elif parameter.name in ("network.share", "team.share") and terms.network_share + terms.team_share > 1:
            yield finding("shares_above_whole", "charter", row.row, "value", row.value, parameter=parameter.name)
        elif parameter.name.startswith(_ACTIVITY):
            yield from _threshold_findings(row, parameter.name, terms)


def _tiers_and_ages(rows: Iterable[CharterRow], charter: Charter) -> Iterator[Finding]:
    """Yield the rows from whose day on the charter has both brackets and rates by age (rules.md, 1)."""
    others = {"commission.tiers": "commission.rate_by_age", "commission.rate_by_age": "commission.tiers"}
    for row in rows:
        day, name = row.effective_from or dt.date.min, _name(row)
        terms = charter.on(day)
        if name not in others or not (terms.tiers and terms.rate_by_age):
            continue
        own, other = charter.in_force(name, day), charter.in_force(others[name], day)
        if own and other and own.row == row.row:
            details = {"parameter": name, "other_row": other.row}
            yield finding("tiers_and_ages", "charter", row.row, "value", row.value, **details)


def _threshold_findings(row: CharterRow, name: str, terms: Terms) -> Iterator[Finding]:
    good, fair = terms.thresholds[name.removeprefix(_ACTIVITY).rpartition("_")[0]]
    if fair > good:
        low, high = (percentage(each) if isinstance(each, Decimal) else each for each in (fair, good))
        yield finding("fair_above_good", "charter", row.row, "value", row.value, parameter=name, low=low, high=high)
