"""Money: exact decimals, rounded to the cent where the rules say so and nowhere else.

A "cent" is the smallest unit of the currency: a hundredth of a euro, a whole yen, a thousandth of a Tunisian dinar.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import reduce
from math import floor
from typing import TypeVar

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
_UNITS = tuple(Decimal(1).scaleb(-places) for places in range(5))
"""A currency's smallest unit, by the decimals it has."""
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)

_Key = TypeVar("_Key", bound=tuple[str, str])


def product(*factors: Decimal) -> Decimal:
    """Return the exact product: no digit is lost, whatever the caller's decimal context."""
    return reduce(_EXACT.multiply, factors)


def added(one: Decimal, other: Decimal) -> Decimal:
    """Return the exact sum of two amounts."""
    return _EXACT.add(one, other)


def exact_sum(amounts: Iterable[Decimal]) -> Decimal:
    """Return the exact sum: no digit is lost, whatever the caller's decimal context."""
    return reduce(_EXACT.add, amounts, ZERO)


def rounded(amount: Decimal | Fraction, places: int = 2) -> Decimal:
    """Return the amount rounded half up to the cent (rules.md, 4); half up is away from zero for a negative one.

    `places` are the decimals of the currency's smallest unit: 0 for yen.
    """
    if isinstance(amount, Fraction):
        units = floor(abs(amount) * 10**places + Fraction(1, 2))
        return Decimal(units if amount >= 0 else -units).scaleb(-places)
    return amount.quantize(_UNITS[places], context=_EXACT)


def at_least(amount: Decimal, places: int) -> Decimal:
    """Return the smallest amount in whole units of a currency that is not below one."""
    return amount.quantize(_UNITS[places], rounding=ROUND_CEILING, context=_EXACT)


def at_most(amount: Decimal, places: int) -> Decimal:
    """Return the largest amount in whole units of a currency that is not above one."""
    return amount.quantize(_UNITS[places], rounding=ROUND_FLOOR, context=_EXACT)


def percentage(part: Decimal) -> str:
    """Return a part of one as people write it: 0.155 is `15.5%`."""
    return f"{(part * 100).normalize():f}%"


def allocated(total: Decimal, weights: Mapping[_Key, Fraction], places: int = 2) -> dict[_Key, Decimal]:
    """Return `total` (in whole units of `places` decimals) shared over the keys by weight; the parts sum to the total.

    Each key gets its exact part rounded down, and the units left over go one each to the largest remainders, ties to
    the smallest key; a negative total is shared as its mirror image (rules.md, 4, "Who pays").
    """
    units = int(abs(total).scaleb(places))
    whole = sum(weights.values(), Fraction(0))
    parts: dict[_Key, int] = {}
    remainders: list[tuple[Fraction, _Key]] = []
    for key, weight in weights.items():
        exact = weight * units / whole
        parts[key] = exact.numerator // exact.denominator
        remainders.append((parts[key] - exact, key))
    left_over = units - sum(parts.values())
    for _, key in sorted(remainders)[:left_over]:
        parts[key] += 1
    return {key: Decimal(part if total >= 0 else -part).scaleb(-places) for key, part in parts.items()}
