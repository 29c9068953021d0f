"""`commissions` and `close`: a month as it would close now, and closed for good."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from netsheets.commands import archive
from netsheets.commands.changes import TabChange, applied
from netsheets.commands.network import OpenNetwork
from netsheets.domain.closing import Closing, close_month, refusal
from netsheets.domain.documents import DocumentTerms
from netsheets.domain.findings import Finding
from netsheets.domain.ledger import Ledger
from netsheets.domain.month import Month
from netsheets.domain.network import Network, owned_clients
from netsheets.domain.restatements import Restatement, restatements_of
from netsheets.domain.sealing import sealed
from netsheets.domain.settlement import balances_of, moved_lines, transfers_for
from netsheets.domain.summary import summary_of
from netsheets.domain.validity import blocking
from netsheets.errors import Conflict, StoreRefused
from netsheets.sheets.layout.closing import balances_tab, ownership_tab, posting, summary_tab
from netsheets.sheets.placing import tab_titled
from netsheets.stores.port import Edit, Identify
from netsheets.texts import language_of


@dataclass(frozen=True, slots=True)
class MonthResult:
    """A month, the findings of the workbook it was computed from, what changed, and the archives written.

    `refused`: errors stand in the way of closing, or restatements that nobody has said are meant, and nothing was
    posted. `already`: it was closed before.
    """

    closing: Closing
    findings: tuple[Finding, ...]
    changes: tuple[TabChange, ...] = ()
    archives: tuple[Path, ...] = ()
    refused: bool = False
    already: bool = False
    restatements: tuple[Restatement, ...] = ()


@dataclass(frozen=True, slots=True)
class CloseOptions:
    """How a month is closed: without the rows in error, with restatements that are meant, for trial only.

    Its documents are due `payment_days` after the month's end.
    """

    skip_invalid: bool = False
    restate: bool = False
    dry_run: bool = False
    payment_days: int = 30


def commissions(network: OpenNetwork, month: Month, *, dry_run: bool = False) -> MonthResult:
    """Return the month as it would close now, or as it was closed, and write the `summary` tab.

    The tabs `ownership` and `balances` stay those of the last close.
    """
    closing = close_month(network, month)
    *_, summary = _month_tabs(network, closing, network.ledger)
    changes = applied(network, (summary,), dry_run=dry_run)
    return MonthResult(closing, network.findings, changes, restatements=restatements_of(network, closing))


def close(network: OpenNetwork, month: Month, options: CloseOptions | None = None) -> MonthResult:
    """Post a month to the ledger and write its archive. Posting it twice is impossible: the second time says so.

    Raise Conflict where the ledger was altered, the month has not ended, another month comes first, or a whole tab
    that earlier months were computed from is gone or unreadable.
    """
    options = options or CloseOptions()
    network.require_unaltered_ledger()
    closing = close_month(network, month)
    if closing.status == "closed":
        written = () if options.dry_run else _archived(network, month, network.ledger, network.snapshot.identity)
        return MonthResult(closing, network.findings, archives=written, already=True)
    _require_turn(network, month)
    _require_tabs(network, skip_invalid=options.skip_invalid)
    restatements = restatements_of(network, closing)
    errors = [each for each in blocking(network.findings) if not (options.restate and each.code == "column_emptied")]
    if (errors and not options.skip_invalid) or (restatements and not options.restate):
        nothing = replace(closing, posted=(), totals=())
        return MonthResult(nothing, network.findings, refused=True, restatements=restatements)
    posted = sealed(network, closing, document_terms(network, options.payment_days))
    final = replace(closing, status="closed", posted=posted.lines, seals=posted.closings)
    ledger = network.ledger.joined(posted)
    identity = network.snapshot.identity or secrets.token_hex(8)
    edits = (
        *(() if network.snapshot.identity else (Identify(identity),)),
        *posting(posted, ledger, network.placements, network.written_in),
        *_month_tabs(network, final, ledger),
    )
    changes = applied(network, edits, dry_run=options.dry_run, once=_once(month, ledger))
    if options.dry_run:
        return MonthResult(closing, network.findings, changes, restatements=restatements)
    archives = _archived(network, month, ledger, identity)
    return MonthResult(final, network.findings, changes, archives, restatements=restatements)


def document_terms(network: Network, payment_days: int = 30) -> DocumentTerms:
    """Return what documents follow besides the rules: when they are due, what is to be said of VAT, in whose words."""
    from netsheets.exports.statements.words import vat_mention  # noqa: PLC0415 - few months are closed in one run

    language = language_of(network.terms.locale)
    return DocumentTerms(payment_days, lambda status, day: vat_mention(status, day, language))


def _once(month: Month, ledger: Ledger) -> str:
    """Return what names a closing: a month that was taken back is closed under another name than before."""
    again = sum(each[0].event == "reopened" and each[0].month == month for each in ledger.chain)
    return f"closing-{month}" + (f"-{again + 1}" if again else "")


def _archived(network: OpenNetwork, month: Month, ledger: Ledger, identity: str) -> tuple[Path, ...]:
    """Write the archives of a ledger that is posted. Raise StoreRefused saying that it is where they can't be."""
    folder = network.workbook.archives_of(identity) if identity else None
    try:
        return archive.write_missing(folder, ledger, identity, network.file)
    except StoreRefused as error:
        reason = error.message(network.language)
        raise StoreRefused("archive_unwritten", month=month, path=folder, reason=reason) from error


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
    if any(line.family == "referral" and line.event_id != line.referral_id for line in lines):
        needed.add("billing")
    gone = [each.tab for each in network.findings if each.code == "tab_missing" and each.tab in needed]
    unread = [each.tab for each in blocking(network.findings) if each.code.startswith(_WHOLE_TABS)]
    if gone:
        raise Conflict("tab_gone", tabs=_titles(network, gone))
    if unread and skip_invalid:
        raise Conflict("tab_unreadable", tabs=_titles(network, unread))


_WHOLE_TABS = ("tab_", "header_", "column_lost")
"""How the codes of findings begin that are about a whole tab or column, not a row that could be left out."""


def _titles(network: OpenNetwork, keys: Iterable[str]) -> str:
    return ", ".join(tab_titled(key, network.placements, network.language) for key in dict.fromkeys(keys))


def _month_tabs(network: OpenNetwork, closing: Closing, ledger: Ledger) -> tuple[Edit, Edit, Edit]:
    """Return the tabs that show a month: ownership, balances, summary."""
    month, terms = closing.month, network.terms_at(closing.month)
    owned = owned_clients(network, network.today)
    balances = balances_of(moved_lines(network, month, closing.posted), month)
    transfers = transfers_for(balances, terms.payout_minimum)
    summary = summary_of(closing, replace(network, ledger=ledger), terms.currency, owned=owned, transfers=transfers)
    return (
        ownership_tab(owned, network.placements, network.written_in),
        balances_tab(balances, network.placements, network.written_in),
        summary_tab(summary, network.placements, network.written_in),
    )
