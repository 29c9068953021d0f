"""The charter: every parameter, one line each as in rules.md, 1, and the terms in force on a day."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, NamedTuple, get_type_hints

from netsheets.domain.parameters import Parameter, Scope, Tier, Value, read_value
from netsheets.domain.records import CharterRow

CASE_PREFIX = "case."


class Threshold(NamedTuple):
    """From what on a member's activity is good, and from what on fair: a count, or a part of one."""

    good: Decimal | int
    fair: Decimal | int


def _percent(name: str, default: str, scope: Scope = "referral", **more: Any) -> Parameter:
    return Parameter(name, "percent", scope, Decimal(default), **more)


def _whole(name: str, default: int, scope: Scope, bounds: tuple[int, int], **more: Any) -> Parameter:
    return Parameter(name, "number", scope, default, bounds, **more)


def _word(name: str, *words: str, default: str) -> Parameter:
    return Parameter(name, "word", "referral", default, words=words, governs=True)


def _case(name: str, default: str) -> Parameter:
    return Parameter(CASE_PREFIX + name, "number", "referral", Decimal(default), (0, 100), governs=True)


_COUNT = 100_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What the charter says on one day. Rates and shares are parts of one (0.15), amounts exclude VAT."""

    rate: Annotated[Decimal, _percent("commission.rate", "0.15", governs=True, rate=True)]
    rate_min: Annotated[Decimal, _percent("commission.rate_min", "0.15", rate=True)]
    rate_max: Annotated[Decimal, _percent("commission.rate_max", "0.20", rate=True)]
    tiers: Annotated[tuple[Tier, ...], Parameter("commission.tiers", "tiers", "referral", (), governs=True, rate=True)]
    tiers_apply: Annotated[str, _word("commission.tiers_apply", "marginal", "whole", default="marginal")]
    tiers_on: Annotated[str, _word("commission.tiers_on", "referral", "member", default="referral")]
    tiers_period: Annotated[str, _word("commission.tiers_period", "month", "quarter", "year", "ever", default="year")]
    rate_by_age: Annotated[
        tuple[Tier, ...],
        Parameter("commission.rate_by_age", "ages", "referral", (), (0, 1200), governs=True, rate=True),
    ]
    fixed: Annotated[Decimal, Parameter("commission.fixed", "money", "referral", Decimal(0), governs=True)]
    minimum: Annotated[Decimal, Parameter("commission.minimum", "money", "referral", Decimal(0), governs=True)]
    deal_minimum: Annotated[
        Decimal, Parameter("commission.deal_minimum", "money", "referral", Decimal(0), governs=True)
    ]
    due: Annotated[str, _word("commission.due", "each", "full", default="each")]
    basis: Annotated[str, _word("commission.basis", "paid", "invoiced", "won", default="paid")]
    cap: Annotated[Decimal | None, Parameter("commission.cap", "money", "referral", None, governs=True)]
    hold_days: Annotated[int, _whole("commission.hold_days", 0, "referral", (0, 3660), governs=True, example="30")]
    cases: Annotated[
        Mapping[str, Decimal],
        _case("standard", "1"),
        _case("double", "2"),
        _case("reduced", "0.5"),
        _case("waived", "0"),
    ]
    network_share: Annotated[Decimal, _percent("network.share", "0", governs=True)]
    team_share: Annotated[Decimal, _percent("team.share", "0", governs=True)]
    ownership_months: Annotated[int, _whole("ownership.months", 12, "referral", (0, 1200), governs=True)]
    ownership_starts: Annotated[str, _word("ownership.starts", "given", "won", "first_billing", default="won")]
    ownership_renews: Annotated[str, _word("ownership.renews", "never", "billing", default="never")]
    ownership_conflict: Annotated[str, _word("ownership.conflict", "each", "first", default="each")]
    after_leaving: Annotated[str, _word("ownership.after_leaving", "keeps", "ends", default="keeps")]
    notice_days: Annotated[int, _whole("ownership.notice_days", 30, "referral", (0, 3660))]
    interviews: Annotated[int, _whole("recruitment.interviews", 2, "joining", (0, 20))]
    experience_months: Annotated[int, _whole("recruitment.experience_months", 12, "interview", (0, 1200))]
    team_size_max: Annotated[int, _whole("team.size_max", 6, "day", (1, _COUNT))]
    attendance_good: Annotated[Decimal, _percent("activity.attendance_good", "0.75", "day")]
    attendance_fair: Annotated[Decimal, _percent("activity.attendance_fair", "0.50", "day")]
    referrals_good: Annotated[int, _whole("activity.referrals_good", 3, "day", (0, _COUNT))]
    referrals_fair: Annotated[int, _whole("activity.referrals_fair", 1, "day", (0, _COUNT))]
    one_to_ones_good: Annotated[int, _whole("activity.one_to_ones_good", 2, "day", (0, _COUNT))]
    one_to_ones_fair: Annotated[int, _whole("activity.one_to_ones_fair", 1, "day", (0, _COUNT))]
    thanks_good: Annotated[Decimal, _percent("activity.thanks_good", "0.80", "day")]
    thanks_fair: Annotated[Decimal, _percent("activity.thanks_fair", "0.50", "day")]
    settlement_through: Annotated[
        str, Parameter("settlement.through", "word", "month", "members", words=("members", "network"))
    ]
    vat_rate: Annotated[Decimal, _percent("vat.rate", "0.20", "month")]
    payout_minimum: Annotated[Decimal, Parameter("payout.minimum", "money", "month", Decimal(0))]
    ledger_opens_on: Annotated[dt.date | None, Parameter("ledger.opens_on", "day", "month", None)]
    currency: Annotated[str, Parameter("currency", "currency", "referral", "EUR")]
    locale: Annotated[str, Parameter("locale", "text", "day", "fr_FR", pattern=r"[a-z]{2}(?:[_-][A-Z]{2})?")]
    network_name: Annotated[str, Parameter("network.name", "text", "month", "")]
    network_address: Annotated[str, Parameter("network.address", "text", "month", "")]
    network_siren: Annotated[str, Parameter("network.siren", "text", "month", "")]
    network_vat_number: Annotated[str, Parameter("network.vat_number", "text", "month", "")]
    network_iban: Annotated[str, Parameter("network.iban", "text", "month", "")]

    @property
    def thresholds(self) -> Mapping[str, Threshold]:
        """Return the thresholds of the activity report by what they judge, in its order."""
        return {
            "attendance": Threshold(self.attendance_good, self.attendance_fair),
            "referrals": Threshold(self.referrals_good, self.referrals_fair),
            "one_to_ones": Threshold(self.one_to_ones_good, self.one_to_ones_fair),
            "thanks": Threshold(self.thanks_good, self.thanks_fair),
        }

    @property
    def rates(self) -> tuple[Decimal, ...]:
        """Return every rate that must lie between the charter's bounds."""
        found: list[Decimal] = []
        for name, parameters in FIELDS.items():
            if parameters[0].rate:
                value = getattr(self, name)
                found.extend(each.rate for each in value) if isinstance(value, tuple) else found.append(value)
        return tuple(found)

    def multiplier(self, case: str) -> Decimal | None:
        """Return the multiplier of a case, None for one the charter does not name; no case is the standard one."""
        return self.cases.get(case or "standard")


FIELDS: Mapping[str, tuple[Parameter, ...]] = {
    name: hint.__metadata__ for name, hint in get_type_hints(Terms, include_extras=True).items()
}
"""The parameters that fill each field of the terms; all but the cases have one."""

PARAMETERS: Mapping[str, Parameter] = {each.name: each for found in FIELDS.values() for each in found}
"""Every parameter by its name, in the order of the rules page."""


def parameter_named(name: str) -> Parameter | None:
    """Return the parameter of that name, a case of the network's own under `case.`, None for any other name."""
    written = name.strip()
    found = PARAMETERS.get(written.casefold())
    if found or not re.fullmatch(r"case\.[^\s.][^\s]{0,31}", written):
        return found
    return replace(_case(written.removeprefix(CASE_PREFIX), "1"), default=None)


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
