"""Closing months in tests: what the commands do with the core, without a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from netsheets.domain.book import Book
from netsheets.domain.closing import Closing, close_month
from netsheets.domain.documents import DocumentTerms
from netsheets.domain.ledger import Ledger, Line
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.records import Payout
from netsheets.domain.sealing import sealed

EMPTY = Ledger()


def month(text: str) -> Month:
    """Return the month written `2026-10`."""
    found = Month.parse(text)
    assert found
    return found


def draft(book: Book, of: str | Month, ledger: Ledger = EMPTY) -> Closing:
    """Return a month as it would close now, or as it was closed."""
    wanted = month(of) if isinstance(of, str) else of
    return close_month(Network.of(book, wanted.last_day, ledger=ledger), wanted)


def closed(book: Book, of: str | Month, ledger: Ledger = EMPTY) -> Ledger:
    """Return the ledger after closing a month on the day after its last."""
    wanted = month(of) if isinstance(of, str) else of
    network = Network.of(book, wanted.next.first_day, ledger=ledger)
    return ledger.joined(sealed(network, close_month(network, wanted), DocumentTerms()))


def paid_lines(payouts: Iterable[Payout], currency: str = "EUR") -> tuple[Line, ...]:
    """Return the lines that payouts are posted with, each in its own month."""
    return tuple(
        Line(
            "", Month.of(each.paid_on), Month.of(each.paid_on), "payment", "", each.payout_id, "", each.payer_id,
            each.payee_id, each.currency or currency, Decimal(0), each.net,
        )
        for each in payouts
    )  # fmt: skip


def closed_through(book: Book, months: Iterable[str], ledger: Ledger = EMPTY) -> Ledger:
    """Return the ledger after closing months in order."""
    for each in months:
        ledger = closed(book, each, ledger)
    return ledger


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Return the months from the first to the last, both included."""
    found, end = [month(first)], month(last)
    while found[-1] < end:
        found.append(found[-1].next)
    return tuple(str(each) for each in found)


def day_after(of: str) -> dt.date:
    """Return the first day on which a month can be closed."""
    return month(of).next.first_day


def posted(book: Book, of: str, ledger: Ledger = EMPTY) -> tuple[str, ...]:
    """Return what closing a month posts, a line each: `B1 M2>M1 150.00`, who owes whom how much for which event."""
    return tuple(
        f"{line.event_id} {line.payer_id}>{line.payee_id} {line.amount}" for line in draft(book, of, ledger).posted
    )


def kinds(book: Book, of: str, ledger: Ledger = EMPTY) -> tuple[str, ...]:
    """Return what closing a month posts, a line each, with kind and period: `commission 2026-02 B1 150.00`."""
    return tuple(f"{line.kind} {line.period} {line.event_id} {line.amount}" for line in draft(book, of, ledger).posted)


def excluded(book: Book, of: str, ledger: Ledger = EMPTY) -> tuple[str, ...]:
    """Return what earns nothing in a month and why, one each: `R1 B1 100.00 outside_window`."""
    return tuple(
        f"{each.referral_id} {each.event_id} {each.base} {each.reason}" for each in draft(book, of, ledger).excluded
    )
