"""What referrals earn, where it can hardly be meant: more commission than the payments it is computed on."""

from __future__ import annotations

from collections.abc import Iterator

from netsheets.domain.commissions import Earning, account_of, plan_of
from netsheets.domain.findings import Finding, finding
from netsheets.domain.money import ZERO
from netsheets.domain.network import Network
from netsheets.domain.records import Referral


def commissions_above_payments(network: Network) -> Iterator[Finding]:
    """Yield every referral that has earned more by an event than all was paid by then, at the first such event."""
    for referral in network.book.referrals:
        if not _may_exceed(referral, network):
            continue
        account = account_of(referral, network, until=network.today)
        first = next((each for each in account.earnings if _exceeds(each)), None)
        if first is not None:
            yield _above(first, referral, network)


def _may_exceed(referral: Referral, network: Network) -> bool:
    """Tell whether a referral's terms can give more than they are computed on: nearly none do."""
    plan = plan_of(referral, network.terms_on[referral.given_on])
    return plan.multiplier * max(tier.rate for tier in plan.tiers) > 1


def _exceeds(earning: Earning) -> bool:
    return earning.commission > 0 and earning.cumulated_commission > max(earning.cumulated_base, ZERO)


def _above(earning: Earning, referral: Referral, network: Network) -> Finding:
    row = network.book.billing_by_id.get(earning.event.event_id)
    tab, number, column = ("billing", row.row, "amount") if row else ("referrals", referral.row, "deal_amount")
    low, high = max(earning.cumulated_base, ZERO), earning.cumulated_commission
    value, details = f"{abs(earning.event.base):.2f}", {"low": f"{low:.2f}", "high": f"{high:.2f}"}
    return finding("commission_above_payment", tab, number, column, value, other=referral.referral_id, **details)
