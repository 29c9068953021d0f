"""The plan: what a referral earns in all on a cumulated base (rules.md, 4). Amounts exclude VAT."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from netsheets.domain.charter import Terms
from netsheets.domain.money import ZERO, exact_sum, product, rounded
from netsheets.domain.parameters import Tier
from netsheets.domain.records import Referral


class Bracket(NamedTuple):
    """What of a base lies in one tier, and what it earns there before the case's multiplier, unrounded."""

    tier: Tier
    base: Decimal
    amount: Decimal


class Plan(NamedTuple):
    """A referral's tiers (a flat rate is one tier from 0 on), the multiplier of its case, and the most it can earn."""

    tiers: tuple[Tier, ...]
    multiplier: Decimal
    cap: Decimal | None

    def commission(self, base: Decimal) -> Decimal:
        """Return C: the exact amount rounded half up to the cent, once, and at most the cap."""
        amount = rounded(self.exact(base))
        return amount if self.cap is None else min(amount, rounded(self.cap))

    def exact(self, base: Decimal) -> Decimal:
        """Return the multiplier x plan(base), before rounding and cap."""
        if len(self.tiers) == 1:
            return product(self.multiplier, self.tiers[0].rate, base)
        return product(self.multiplier, exact_sum(each.amount for each in self.brackets(base)))

    def brackets(self, base: Decimal) -> Iterator[Bracket]:
        """Yield the tiers the base reaches, each with what lies between its bound and the next."""
        for tier, bound in zip(self.tiers, (*(tier.above for tier in self.tiers[1:]), base), strict=True):
            inside = min(base, bound) - tier.above
            if inside > 0:
                yield Bracket(tier, inside, product(tier.rate, inside))


def plan_of(referral: Referral, terms: Terms, *, reversed_by_dispute: bool = False) -> Plan:
    """Return a referral's plan: its own rate, else the charter's tiers, else the charter's rate.

    A dispute that was upheld makes the multiplier 0 (rules.md, 5), and so does a case the charter does not name.
    """
    multiplier = None if reversed_by_dispute else terms.multiplier(referral.case)
    if referral.rate is not None:
        tiers: tuple[Tier, ...] = (Tier(ZERO, referral.rate),)
    else:
        tiers = terms.tiers or (Tier(ZERO, terms.rate),)
    return Plan(tiers, multiplier or ZERO, terms.cap)
