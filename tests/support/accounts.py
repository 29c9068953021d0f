"""A referral's account in tests: what its events earn, in short."""

from __future__ import annotations

from netsheets.domain.commissions import Account, account_of
from netsheets.domain.network import Network
from netsheets.domain.records import Record
from tests.support.build import billing, book, day


def account(*rows: Record, until: str = "2026-12-31") -> Account:
    """Return the account of the first referral among these rows."""
    seen = book(*rows)
    return account_of(seen.referrals[0], Network.of(seen, day(until)), until=day(until))


def commissions(*rows: Record, until: str = "2026-12-31") -> list[str]:
    """Return each event and its commission, in order: `B1 150.00`."""
    return [f"{each.event.event_id} {each.commission}" for each in account(*rows, until=until).earnings]


def bills(*amounts: str) -> list[Record]:
    """Return invoices B1, B2, … on R1, paid one a day from 1 February 2026 on."""
    return [
        billing(f"B{number}", amount=amount, paid_on=f"2026-02-{number:02d}")
        for number, amount in enumerate(amounts, start=1)
    ]
