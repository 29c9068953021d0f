"""What a parameter of the charter is: one record from which reading, checks, explanations and pages derive.

The parameters themselves are the fields of `domain/charter.py`, one line each, as in rules.md, 1.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

from netsheets.domain.currencies import CURRENCIES
from netsheets.domain.money import percentage
from netsheets.domain.typed import Ambiguous, typed_day, typed_decimal, typed_percent

Value = Any
"""A parameter's value: Decimal, int, str, day, tuple of tiers, or None for "none"."""

Kind = Literal["percent", "money", "number", "tiers", "ages", "word", "day", "currency", "text"]

Scope = Literal["referral", "month", "joining", "interview", "day"]
"""What a change applies to (rules.md, 1): referrals given, months that end, members who join, interviews held or
whatever happens from its day on."""


@dataclass(frozen=True, slots=True)
class Tier:
    """A bracket: what lies above `above` (excluding VAT, or months of age) earns `rate`, up to the next one's bound."""

    above: Decimal
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as read, or the code of the finding that says why it could not be."""

    value: Value = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the charter, and all that is known of it but the rule that uses it.

    A `default` of None or () may be typed as "none". `bounds`, both inclusive, are those of a number, which is whole
    where the default is; `words` those a word is one of; `pattern` what a text matches,
    `example` one of its values where the default says little. `governs`: it decides about
    cents of a referral, so `explain` names it and the charter's text tells it. `rate`: its rates lie between
    `commission.rate_min` and `commission.rate_max`.
    """

    name: str
    kind: Kind
    scope: Scope
    default: Value
    bounds: tuple[int, int] = (0, 0)
    words: tuple[str, ...] = ()
    pattern: str = ""
    example: str = ""
    governs: bool = False
    rate: bool = False

    @property
    def optional(self) -> bool:
        """Tell whether "none" is one of its values; a case of the network's own has no default and can't be none."""
        return self.kind != "number" and (self.default is None or self.default == ())

    @property
    def expected(self) -> str:
        """Return what may be typed: its words, its default, or an example where that is nothing."""
        if self.words:
            return ", ".join(self.words)
        if self.example or self.default in (None, ()) or self.kind == "money":
            return self.example or _EXAMPLES[self.kind]
        if self.kind == "percent":
            return percentage(self.default) if self.default else _EXAMPLES[self.kind]
        return str(self.default)


_EXAMPLES: Mapping[Kind, str] = {
    "percent": "10%",
    "money": "1000.00",
    "number": "1",
    "tiers": "0:20%;10000:15%",
    "ages": "0:20%;12:10%",
    "day": "2026-01-31",
}


def read_value(parameter: Parameter, text: str) -> Reading:
    """Return the value a text means for a parameter, or why it means none."""
    written = text.strip()
    if parameter.optional and written.casefold() in _NONE_WORDS:
        return Reading(parameter.default)
    return _READERS[parameter.kind](parameter, written)


_UNREADABLE = Reading(problem="unreadable_value")
_NONE_WORDS = frozenset({"none", "aucun", "aucune", "-"})


def _percent(_parameter: Parameter, text: str) -> Reading:
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


def _tiers(parameter: Parameter, text: str) -> Reading:
    """Read `0:20%;10000:15%`: the first bound 0, bounds strictly rising."""
    tiers: list[Tier] = []
    for piece in text.split(";"):
        bound, _, rate = piece.partition(":")
        above, part = typed_decimal(bound.strip()), _percent(parameter, rate.strip())
        if not isinstance(above, Decimal) or part.problem:
            return Reading(problem=part.problem if part.problem == "bare_percent" else "unreadable_value")
        tiers.append(Tier(above, part.value))
    bounds = [tier.above for tier in tiers]
    if bounds[0] != 0 or any(low >= high for low, high in pairwise(bounds)):
        return Reading(problem="tiers_with_gap")
    return Reading(tuple(tiers))


def _ages(parameter: Parameter, text: str) -> Reading:
    """Read `0:20%;12:10%`: months of age, whole and within the parameter's bounds."""
    found = _tiers(parameter, text)
    lowest, highest = parameter.bounds
    if found.problem is None and any(
        tier.above != int(tier.above) or not lowest <= tier.above <= highest for tier in found.value
    ):
        return _UNREADABLE
    return found


def _money(_parameter: Parameter, text: str) -> Reading:
    found = typed_decimal(text)
    exact = isinstance(found, Decimal) and found >= 0 and found == round(found, 2)
    return Reading(found) if exact else _UNREADABLE


def _number(parameter: Parameter, text: str) -> Reading:
    found = typed_decimal(text)
    lowest, highest = parameter.bounds
    if not isinstance(found, Decimal) or not lowest <= found <= highest:
        return _UNREADABLE
    if not isinstance(parameter.default, int):
        return Reading(found)
    return Reading(int(found)) if found == int(found) else _UNREADABLE


def _word(parameter: Parameter, text: str) -> Reading:
    return Reading(text.casefold()) if text.casefold() in parameter.words else _UNREADABLE


def _day(_parameter: Parameter, text: str) -> Reading:
    found = typed_day(text)
    return Reading(found) if isinstance(found, dt.date) else _UNREADABLE


def _currency(_parameter: Parameter, text: str) -> Reading:
    return Reading(text) if text in CURRENCIES else _UNREADABLE


def _text(parameter: Parameter, text: str) -> Reading:
    return Reading(text) if re.fullmatch(parameter.pattern or ".*", text, re.DOTALL) else _UNREADABLE


_READERS: Mapping[Kind, Callable[[Parameter, str], Reading]] = {
    "percent": _percent,
    "money": _money,
    "number": _number,
    "tiers": _tiers,
    "ages": _ages,
    "word": _word,
    "day": _day,
    "currency": _currency,
    "text": _text,
}


def raw_value(value: Value) -> Value:
    """Return a value as JSON has it: brackets as they are typed in the tab `charter`, none as None."""
    if isinstance(value, tuple):
        return ";".join(f"{each.above:f}:{percentage(each.rate)}" for each in value) or None
    return value
