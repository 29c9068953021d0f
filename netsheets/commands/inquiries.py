"""`ownership`, `balances`, `explain`: what the workbook says, without changing it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from netsheets.commands.network import OpenNetwork
from netsheets.domain.month import Month
from netsheets.domain.network import OwnedClient, owned_clients
from netsheets.domain.settlement import Balance, Transfer, balances_of, moved_lines, outstanding_lines, transfers_for
from netsheets.domain.story import Story, story_of
from netsheets.errors import InvalidRows, Misuse
from netsheets.sheets.labels import nearest


def ownership(network: OpenNetwork, on: dt.date, *, expiring: bool = False) -> tuple[OwnedClient, ...]:
    """Return who owns which client on a day; `expiring` keeps those whose last day is near."""
    rows = owned_clients(network, on)
    return tuple(each for each in rows if each.status == "expiring") if expiring else rows


@dataclass(frozen=True, slots=True)
class Settlement:
    """Running balances at a month's end, and the transfers that settle them."""

    month: Month
    balances: tuple[Balance, ...]
    transfers: tuple[Transfer, ...]


def balances(network: OpenNetwork, month: Month) -> Settlement:
    """Return the running balances at a month's end, from what is posted and what was paid.

    Raise Conflict where the ledger no longer is what was posted.
    """
    network.require_unaltered_ledger()
    seen = network.at_close(month)
    closed = month in seen.ledger.seals_of
    posted = seen.ledger.lines_of.get(month, ())
    lines = moved_lines(seen, month, posted) if closed else outstanding_lines(seen, month, month.last_day)
    found = balances_of(lines, month)
    return Settlement(month, found, transfers_for(found, seen.terms_at(month).payout_minimum))


def explain(network: OpenNetwork, referral_id: str) -> Story:
    """Return the whole story of one referral.

    Raise Misuse where there is none of that id, InvalidRows where an error keeps it from being computed.
    """
    if referral_id not in network.book.referral_by_id:
        if any(each.tab == "referrals" and each.record_id == referral_id for each in network.book.rejected):
            raise InvalidRows("referral_invalid", referral=referral_id)
        near = nearest(referral_id, tuple(network.book.referral_by_id))
        raise Misuse("unknown_referral_nearest" if near else "unknown_referral", referral=referral_id, nearest=near)
    return story_of(referral_id, network, on=network.today)
