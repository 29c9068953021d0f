"""Money: exact decimals, rounded to the cent where the rules say so and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import reduce
from typing import TypeVar

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)

_Key = TypeVar("_Key", bound=tuple[str, str])


def product(*factors: Decimal) -> Decimal:
    """Return the exact product: no digit is lost, whatever the caller's decimal context."""
    return reduce(_EXACT.multiply, factors)


def exact_sum(amounts: Iterable[Decimal]) -> Decimal:
    """Return the exact sum: no digit is lost, whatever the caller's decimal context."""
    return reduce(_EXACT.add, amounts, ZERO)


def rounded(amount: Decimal) -> Decimal:
    """Return the amount rounded half up to the cent (rules.md, 4); half up is away from zero for a negative one."""
    return amount.quantize(CENT, context=_EXACT)


def percentage(part: Decimal) -> str:
    """Return a part of one as people write it: 0.155 is `15.5%`."""
    return f"{(part * 100).normalize():f}%"


def allocated(total: Decimal, weights: Mapping[_Key, Fraction]) -> dict[_Key, Decimal]:
    """Return `total` (cents, not negative) shared over the keys by weight, to the cent; the parts sum to the total.

    Each key gets its exact part rounded down, and the cents left over go one each to the largest remainders, ties to
    the smallest key (rules.md, 4, "Who pays").
    """
    cents = int(total.scaleb(2))
    whole = sum(weights.values(), Fraction(0))
    parts: dict[_Key, int] = {}
    remainders: list[tuple[Fraction, _Key]] = []
    for key, weight in weights.items():
        exact = weight * cents / whole
        parts[key] = exact.numerator // exact.denominator
        remainders.append((parts[key] - exact, key))
    left_over = cents - sum(parts.values())
    for _, key in sorted(remainders)[:left_over]:
        parts[key] += 1
    return {key: Decimal(part).scaleb(-2) for key, part in parts.items()}
