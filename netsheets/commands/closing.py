"""`commissions`, `close` and `restore`: a month as it would close now, closed, and put back as it was closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from netsheets.commands import archive
from netsheets.commands.changes import TabChange, applied
from netsheets.commands.network import OpenNetwork
from netsheets.domain.closing import Closing, close_month, refusal, sealed
from netsheets.domain.findings import Finding
from netsheets.domain.ledger import Ledger, altered
from netsheets.domain.month import Month
from netsheets.domain.network import owned_clients
from netsheets.domain.settlement import balances_of, transfers_for
from netsheets.domain.summary import summary_of
from netsheets.domain.validity import blocking
from netsheets.errors import Conflict, StoreRefused
from netsheets.sheets.layout.closing import balances_tab, ownership_tab, posting, rewriting, summary_tab
from netsheets.sheets.placing import tab_titled
from netsheets.stores.port import Edit


@dataclass(frozen=True, slots=True)
class MonthResult:
    """A month, the findings of the workbook it was computed from, what changed, and the archives written.

    `refused`: errors stand in the way of closing, and nothing was posted. `already`: it was closed before.
    """

    closing: Closing
    findings: tuple[Finding, ...]
    changes: tuple[TabChange, ...] = ()
    archives: tuple[Path, ...] = ()
    refused: bool = False
    already: bool = False


def commissions(network: OpenNetwork, month: Month, *, dry_run: bool = False) -> MonthResult:
    """Return the month as it would close now, or as it was closed, and write the `summary` tab.

    The tabs `ownership` and `balances` stay those of the last close.
    """
    closing = close_month(network, month)
    *_, summary = _month_tabs(network, closing, network.ledger)
    return MonthResult(closing, network.findings, applied(network, (summary,), dry_run=dry_run))


def close(network: OpenNetwork, month: Month, *, skip_invalid: bool = False, dry_run: bool = False) -> MonthResult:
    """Post a month to the ledger and write its archive. Posting it twice is impossible: the second time says so.

    Raise Conflict where the ledger was altered, the month has not ended, another month comes first, or a whole tab
    that earlier months were computed from is gone or unreadable.
    """
    network.require_unaltered_ledger()
    closing = close_month(network, month)
    if closing.status == "closed":
        written = () if dry_run else _archived(network, month, network.ledger)
        return MonthResult(closing, network.findings, archives=written, already=True)
    _require_turn(network, month)
    _require_tabs(network, skip_invalid=skip_invalid)
    if blocking(network.findings) and not skip_invalid:
        return MonthResult(replace(closing, posted=(), totals=()), network.findings, refused=True)
    currency = network.terms_at(month).currency
    final = sealed(closing, network.ledger, closed_on=network.today, currency=currency)
    posted = Ledger(final.posted, final.seals)
    ledger = Ledger((*network.ledger.lines, *posted.lines), (*network.ledger.seals, *posted.seals))
    edits = (
        *posting(posted, ledger, network.placements, network.written_in),
        *_month_tabs(network, final, ledger),
    )
    changes = applied(network, edits, dry_run=dry_run, once=f"closing-{month}")
    if dry_run:
        return MonthResult(closing, network.findings, changes)
    return MonthResult(final, network.findings, changes, _archived(network, month, ledger))


def _archived(network: OpenNetwork, month: Month, ledger: Ledger) -> tuple[Path, ...]:
    """Write the archives of a ledger that is posted. Raise StoreRefused saying that it is where they can't be."""
    try:
        return archive.write_missing(network.workbook.archives, ledger)
    except StoreRefused as error:
        reason = error.message(network.language)
        raise StoreRefused("archive_unwritten", month=month, path=network.workbook.archives, reason=reason) from error


def _require_turn(network: OpenNetwork, month: Month) -> None:
    """Raise where it is not this month's turn to be closed."""
    refused = refusal(network.ledger, month, network.today)
    if refused:
        details = {"month": month, "first": refused.first, "last_day": month.last_day}
        raise Conflict(refused.code, **details)


def _require_tabs(network: OpenNetwork, *, skip_invalid: bool) -> None:
    """Raise where a whole tab is gone or unreadable: closing without its rows would take back what they were posted.

    `skip_invalid` passes over rows, which are listed; not over tabs. Without it, an unreadable tab is one more error.
    """
    lines = network.ledger.lines
    needed = {"members", "clients", "referrals"} if lines else set()
    if any(line.event_id != line.referral_id for line in lines):
        needed.add("billing")
    gone = [each.tab for each in network.findings if each.code == "tab_missing" and each.tab in needed]
    unread = [each.tab for each in blocking(network.findings) if each.code.startswith(("tab_", "header_"))]
    if gone:
        raise Conflict("tab_gone", tabs=_titles(network, gone))
    if unread and skip_invalid:
        raise Conflict("tab_unreadable", tabs=_titles(network, unread))


def _titles(network: OpenNetwork, keys: Iterable[str]) -> str:
    return ", ".join(tab_titled(key, network.placements, network.language) for key in dict.fromkeys(keys))


def _month_tabs(network: OpenNetwork, closing: Closing, ledger: Ledger) -> tuple[Edit, Edit, Edit]:
    """Return the tabs that show a month: ownership, balances, summary."""
    month, terms = closing.month, network.terms_at(closing.month)
    owned = owned_clients(network, network.today)
    lines = ledger.lines if closing.status == "closed" else (*ledger.lines, *closing.posted)
    balances = balances_of(lines, network.book.payouts, month, terms.currency)
    transfers = transfers_for(balances, terms.payout_minimum)
    summary = summary_of(closing, replace(network, ledger=ledger), terms.currency, owned=owned, transfers=transfers)
    return (
        ownership_tab(owned, network.placements, network.written_in),
        balances_tab(balances, network.placements, network.written_in),
        summary_tab(summary, network.placements, network.written_in),
    )


@dataclass(frozen=True, slots=True)
class Restoration:
    """What was put back, and what of the ledger is still not what was posted."""

    month: Month
    lines: int
    changes: tuple[TabChange, ...]
    remaining: tuple[Finding, ...]


def restore(network: OpenNetwork, month: Month, *, dry_run: bool = False) -> Restoration:
    """Put a month's lines and seals back from its archive; other months stay as they are.

    Raise Conflict where there is no archive, or it is not the one that was written at the closing.
    """
    lines, seals = archive.archived(network.workbook.folder, month)
    kept_lines = tuple(line for line in network.ledger.lines if line.month != month)
    kept_seals = tuple(seal for seal in network.ledger.seals if seal.month != month)
    ledger = Ledger(
        tuple(sorted((*kept_lines, *lines), key=lambda line: (line.month, len(line.line_id), line.line_id))),
        tuple(sorted((*kept_seals, *seals), key=lambda seal: (seal.month, seal.currency))),
    )
    edits = rewriting(ledger, network.placements, network.written_in)
    changes = applied(network, edits, dry_run=dry_run)
    return Restoration(month, len(lines), changes, altered(ledger, archive.lines_by_month(network.workbook.archives)))
