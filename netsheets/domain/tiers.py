"""Brackets: what a base earns in them, piece by piece, in exact fractions (rules.md, 1 and 4)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from netsheets.domain.parameters import Tier


class Piece(NamedTuple):
    """A part of a base, excluding VAT, and the rate it earns; a negative one takes back."""

    rate: Decimal
    base: Fraction


def marginal_pieces(tiers: tuple[Tier, ...], base: Fraction) -> Iterator[Piece]:
    """Yield what of a base lies in each bracket it reaches."""
    bounds = [Fraction(each.above) for each in tiers]
    for tier, above, bound in zip(tiers, bounds, (*bounds[1:], base), strict=True):
        inside = min(base, bound) - above
        if inside > 0:
            yield Piece(tier.rate, inside)


def whole_pieces(tiers: tuple[Tier, ...], base: Fraction) -> Iterator[Piece]:
    """Yield the whole base at the rate of the bracket it reaches: that of the largest bound not above it."""
    if base > 0:
        yield Piece([each.rate for each in tiers if each.above <= base][-1], base)


def pieces_between(tiers: tuple[Tier, ...], apply: str, before: Fraction, after: Fraction) -> tuple[Piece, ...]:
    """Return what makes up plan(after) - plan(before), with brackets that apply `marginal` or `whole`.

    A negative base earns nothing.
    """
    pieces = whole_pieces if apply == "whole" else marginal_pieces
    sums: dict[Decimal, Fraction] = {}
    for sign, base in ((1, after), (-1, before)):
        for piece in pieces(tiers, base):
            sums[piece.rate] = sums.get(piece.rate, Fraction(0)) + sign * piece.base
    return tuple(Piece(rate, base) for rate, base in sums.items() if base)


def amount_of(pieces: tuple[Piece, ...]) -> Fraction:
    """Return what pieces earn together, exactly."""
    return sum((Fraction(each.rate) * each.base for each in pieces), Fraction(0))
