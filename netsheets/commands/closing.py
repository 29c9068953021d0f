"""`commissions` and `close`: a month as it would close now, and closing it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from netsheets.commands import archive
from netsheets.commands.network import Network
from netsheets.commands.outcome import Change, applied
from netsheets.domain.closing import Closing, close_month, refusal, sealed
from netsheets.domain.findings import Finding
from netsheets.domain.ledger import Ledger
from netsheets.domain.month import Month
from netsheets.domain.ownership import owned_clients
from netsheets.domain.settlement import balances_of, transfers_for
from netsheets.domain.summary import Surroundings, summary_of
from netsheets.domain.validity import blocking
from netsheets.errors import Conflict, Misuse
from netsheets.sheets.layout.ledger import posting
from netsheets.sheets.layout.ownership import balances_tab, ownership_tab
from netsheets.sheets.layout.summary import summary_tab
from netsheets.stores.port import Edit


@dataclass(frozen=True, slots=True)
class MonthResult:
    """A month, the findings of the workbook it was computed from, what changed, and the archives written.

    `refused`: errors stand in the way of closing, and nothing was posted. `already`: it was closed before.
    """

    closing: Closing
    findings: tuple[Finding, ...]
    changes: tuple[Change, ...] = ()
    archives: tuple[Path, ...] = ()
    refused: bool = False
    already: bool = False


def commissions(network: Network, month: Month, *, dry_run: bool = False) -> MonthResult:
    """Return the month as it would close now, or as it was closed, and write the `summary` tab."""
    closing = close_month(network.book, network.charter, network.ownership, network.ledger, month)
    edits = _summary(network, closing, network.ledger)
    return MonthResult(closing, network.findings, applied(network, edits, dry_run=dry_run))


def close(network: Network, month: Month, *, skip_invalid: bool = False, dry_run: bool = False) -> MonthResult:
    """Post a month to the ledger and write its archive. Posting it twice is impossible: the second time says so.

    Raise Conflict where the ledger was altered, the month has not ended, or another month comes first.
    """
    network.require_unaltered_ledger()
    closing = close_month(network.book, network.charter, network.ownership, network.ledger, month)
    if closing.status == "closed":
        written = () if dry_run else archive.write_missing(network.workbook.archives, network.ledger)
        return MonthResult(closing, network.findings, archives=written, already=True)
    _require_turn(network, month)
    if blocking(network.findings) and not skip_invalid:
        return MonthResult(replace(closing, posted=(), totals=()), network.findings, refused=True)
    currency = network.terms_at(month).currency
    closing = sealed(closing, network.ledger, closed_on=network.today, currency=currency)
    ledger = Ledger((*network.ledger.lines, *closing.posted), (*network.ledger.seals, *closing.seals))
    edits = (
        *posting(closing.posted, closing.seals, network.placements, network.language),
        *_summary(network, closing, ledger),
    )
    changes = applied(network, edits, dry_run=dry_run, once=f"closing-{month}")
    if dry_run:
        return MonthResult(closing, network.findings, changes)
    return MonthResult(closing, network.findings, changes, archive.write_missing(network.workbook.archives, ledger))


def _require_turn(network: Network, month: Month) -> None:
    """Raise where it is not this month's turn to be closed."""
    refused = refusal(network.ledger, month, network.today)
    if refused:
        details = {"month": month, "first": refused.first, "last_day": month.last_day}
        raise Conflict(refused.code, **details)


def _summary(network: Network, closing: Closing, ledger: Ledger) -> tuple[Edit, ...]:
    """Return the tabs that show a month: ownership and balances once it is closed, the summary always."""
    month, terms = closing.month, network.terms_at(closing.month)
    owned = owned_clients(network.book, network.charter, network.ownership, network.today)
    lines = ledger.lines if closing.status == "closed" else (*ledger.lines, *closing.posted)
    balances = balances_of(lines, network.book.payouts, month, terms.currency)
    transfers = transfers_for(balances, terms.payout_minimum)
    around = Surroundings(network.today, owned, transfers, network.findings)
    summary = summary_of(closing, ledger, network.book, around, terms.currency)
    edits: tuple[Edit, ...] = (summary_tab(summary, network.placements, network.language),)
    if closing.status == "closed":
        edits = (
            ownership_tab(owned, network.placements, network.language),
            balances_tab(balances, network.placements, network.language),
            *edits,
        )
    return edits


def month_named(text: str | None, network: Network) -> Month:
    """Return the month a person named, or the month before today's. Raise Misuse for what is no month."""
    if text is None:
        return Month.of(network.today).previous
    month = Month.parse(text)
    if month is None:
        raise Misuse("month_unreadable", value=text)
    return month
