"""Amounts with a currency's sign that is not the currency of their row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from netsheets.domain.findings import Finding, finding
from netsheets.domain.network import Network
from netsheets.domain.records import Billing, Payout, Referral
from netsheets.domain.typed import signed_currencies


def foreign_signs(network: Network, cells: Iterable[Finding]) -> Iterator[Finding]:
    """Yield every amount typed with another currency's sign than its row's, of what is said of `cells`.

    A number without a sign is in the row's currency; `$` is the sign of any dollar.
    """
    signed = [
        (each, meant)
        for each in cells
        if each.code == "text_for_number" and each.tab in _CURRENCY_OF and (meant := signed_currencies(each.value))
    ]
    for tab in dict.fromkeys(each.tab for each, _ in signed):
        rows = {row.row: row for row in getattr(network.book, tab)}
        for each, meant in signed:
            row = rows.get(each.row) if each.tab == tab else None
            currency = _CURRENCY_OF[tab](row, network) if row else ""
            if currency and currency not in meant:
                details = {**dict(each.details), "currency": currency}
                yield finding("currency_sign_differs", tab, each.row, each.column, each.value, **details)


def _of_referral(row: Referral, network: Network) -> str:
    return row.currency or network.charter.on(row.given_on).currency


def _of_billing(row: Billing, network: Network) -> str:
    referral = network.book.referral_by_id.get(row.referral_id)
    return _of_referral(referral, network) if referral else ""


def _of_payout(row: Payout, network: Network) -> str:
    return row.currency or network.charter.on(row.paid_on).currency


_CURRENCY_OF: Mapping[str, Callable[[Any, Network], str]] = MappingProxyType(
    {"referrals": _of_referral, "billing": _of_billing, "payouts": _of_payout}
)
"""What tells the currency of a row's amounts, in each tab that has some."""
