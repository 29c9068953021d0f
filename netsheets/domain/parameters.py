"""The charter's parameters, one line each as in rules.md, 1, and how a typed value is read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from netsheets.domain.currencies import CURRENCIES
from netsheets.domain.typed import Ambiguous, typed_day, typed_decimal, typed_percent

CASE_PREFIX = "case."


@dataclass(frozen=True, slots=True)
class Tier:
    """A bracket: what lies above `above` (excluding VAT) earns `rate`, up to the next bracket's bound."""

    above: Decimal
    rate: Decimal


Value = Any
"""A parameter's value: Decimal, int, str, day, tuple of tiers, or None for "none"."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as read, or the code of the finding that says why it could not be."""

    value: Value = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its name, the field of `Terms` it fills, its default, and how it is read."""

    name: str
    field: str
    default: Value
    read: Callable[[str], Reading]
    expected: str


_UNREADABLE = Reading(problem="unreadable_value")
_NONE_WORDS = frozenset({"none", "aucun", "aucune", "-"})


def _percent(text: str) -> Reading:
    """Read `15%` or the 0.15 a percentage cell holds; a bare 15 is never guessed.

    `33.333%` has one reading: the other, thirty-three thousand percent, is no part of a whole.
    """
    if "%" in text:
        found = typed_percent(text)
        readings = (found.first, found.second) if isinstance(found, Ambiguous) else (found,)
        parts = [part for part in readings if part is not None and 0 <= part <= 1]
        return Reading(parts[0]) if len(parts) == 1 else _UNREADABLE
    bare = typed_decimal(text)
    if not isinstance(bare, Decimal) or bare < 0:
        return _UNREADABLE
    return Reading(bare) if bare < 1 else Reading(problem="bare_percent")


def _tiers(text: str) -> Reading:
    """Read `0:20%;10000:15%`: the first bound 0, bounds strictly rising."""
    if text.casefold() in _NONE_WORDS:
        return Reading(())
    tiers: list[Tier] = []
    for piece in text.split(";"):
        bound, mark, rate = piece.partition(":")
        above, part = typed_decimal(bound.strip()), _percent(rate.strip())
        if not mark or not isinstance(above, Decimal) or part.problem:
            return Reading(problem=part.problem if mark and part.problem == "bare_percent" else "unreadable_value")
        tiers.append(Tier(above, part.value))
    bounds = [tier.above for tier in tiers]
    if bounds[0] != 0 or any(low >= high for low, high in pairwise(bounds)):
        return Reading(problem="tiers_with_gap")
    return Reading(tuple(tiers))


def _money(text: str) -> Reading:
    found = typed_decimal(text)
    exact = isinstance(found, Decimal) and found >= 0 and found == round(found, 2)
    return Reading(found) if exact else _UNREADABLE


def _money_or_none(text: str) -> Reading:
    return Reading(None) if text.casefold() in _NONE_WORDS else _money(text)


def _whole(lowest: int, highest: int) -> Callable[[str], Reading]:
    def read(text: str) -> Reading:
        found = typed_decimal(text)
        whole = isinstance(found, Decimal) and found == int(found) and lowest <= found <= highest
        return Reading(int(found)) if whole and isinstance(found, Decimal) else _UNREADABLE

    return read


def _multiplier(text: str) -> Reading:
    found = typed_decimal(text)
    return Reading(found) if isinstance(found, Decimal) and 0 <= found <= 100 else _UNREADABLE


def _word(*words: str) -> Callable[[str], Reading]:
    return lambda text: Reading(text.casefold()) if text.casefold() in words else _UNREADABLE


def _text(text: str) -> Reading:
    return Reading(text)


def _matching(pattern: str) -> Callable[[str], Reading]:
    return lambda text: Reading(text) if re.fullmatch(pattern, text) else _UNREADABLE


def _currency(text: str) -> Reading:
    return Reading(text) if text in CURRENCIES else _UNREADABLE


def _day_or_none(text: str) -> Reading:
    if text.casefold() in _NONE_WORDS:
        return Reading(None)
    found = typed_day(text)
    return Reading(found) if isinstance(found, dt.date) else _UNREADABLE


_RATE, _AMOUNT, _DAY = "15%", "1000.00", "2026-01-31"

PARAMETERS: Mapping[str, Parameter] = {
    each.name: each
    for each in (
        Parameter("commission.rate", "rate", Decimal("0.15"), _percent, _RATE),
        Parameter("commission.rate_min", "rate_min", Decimal("0.15"), _percent, _RATE),
        Parameter("commission.rate_max", "rate_max", Decimal("0.20"), _percent, "20%"),
        Parameter("commission.tiers", "tiers", (), _tiers, "0:20%;10000:15%"),
        Parameter("commission.basis", "basis", "paid", _word("paid", "invoiced", "won"), "paid, invoiced, won"),
        Parameter("commission.cap", "cap", None, _money_or_none, _AMOUNT),
        Parameter("commission.hold_days", "hold_days", 0, _whole(0, 3660), "30"),
        Parameter("case.standard", "", Decimal(1), _multiplier, "1"),
        Parameter("case.double", "", Decimal(2), _multiplier, "2"),
        Parameter("case.reduced", "", Decimal("0.5"), _multiplier, "0.5"),
        Parameter("case.waived", "", Decimal(0), _multiplier, "0"),
        Parameter("network.share", "network_share", Decimal(0), _percent, "10%"),
        Parameter("team.share", "team_share", Decimal(0), _percent, "10%"),
        Parameter("ownership.months", "ownership_months", 12, _whole(0, 1200), "12"),
        Parameter(
            "ownership.starts",
            "ownership_starts",
            "won",
            _word("given", "won", "first_billing"),
            "given, won, first_billing",
        ),
        Parameter("ownership.renews", "ownership_renews", "never", _word("never", "billing"), "never, billing"),
        Parameter("ownership.conflict", "ownership_conflict", "each", _word("each", "first"), "each, first"),
        Parameter("ownership.notice_days", "notice_days", 30, _whole(0, 3660), "30"),
        Parameter("recruitment.interviews", "interviews", 2, _whole(0, 20), "2"),
        Parameter("recruitment.experience_months", "experience_months", 12, _whole(0, 1200), "12"),
        Parameter("team.size_max", "team_size_max", 6, _whole(1, 100000), "6"),
        Parameter("activity.attendance_good", "attendance_good", Decimal("0.75"), _percent, "75%"),
        Parameter("activity.attendance_fair", "attendance_fair", Decimal("0.50"), _percent, "50%"),
        Parameter("activity.referrals_good", "referrals_good", 3, _whole(0, 100000), "3"),
        Parameter("activity.referrals_fair", "referrals_fair", 1, _whole(0, 100000), "1"),
        Parameter("activity.one_to_ones_good", "one_to_ones_good", 2, _whole(0, 100000), "2"),
        Parameter("activity.one_to_ones_fair", "one_to_ones_fair", 1, _whole(0, 100000), "1"),
        Parameter("activity.thanks_good", "thanks_good", Decimal("0.80"), _percent, "80%"),
        Parameter("activity.thanks_fair", "thanks_fair", Decimal("0.50"), _percent, "50%"),
        Parameter("vat.rate", "vat_rate", Decimal("0.20"), _percent, "20%"),
        Parameter("payout.minimum", "payout_minimum", Decimal(0), _money, _AMOUNT),
        Parameter("ledger.opens_on", "ledger_opens_on", None, _day_or_none, _DAY),
        Parameter("currency", "currency", "EUR", _currency, "EUR"),
        Parameter("locale", "locale", "fr_FR", _matching(r"[a-z]{2}(?:[_-][A-Z]{2})?"), "fr_FR"),
        Parameter("network.name", "network_name", "", _text, ""),
        Parameter("network.address", "network_address", "", _text, ""),
        Parameter("network.siren", "network_siren", "", _text, ""),
        Parameter("network.vat_number", "network_vat_number", "", _text, ""),
        Parameter("network.iban", "network_iban", "", _text, ""),
    )
}
"""Every parameter by its name, in the order of the rules page."""


def parameter_named(name: str) -> Parameter | None:
    """Return the parameter of that name, a case of the network's own under `case.`, None for any other name."""
    written = name.strip()
    found = PARAMETERS.get(written.casefold())
    if found or not re.fullmatch(r"case\.[^\s.][^\s]{0,31}", written):
        return found
    return Parameter(written, "", None, _multiplier, "1")


def read_value(parameter: Parameter, text: str) -> Reading:
    """Return the value a text means for a parameter, or why it means none."""
    return parameter.read(text.strip())
