"""`commissions` and `close`."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from netsheets.cli.findings import as_rows
from netsheets.cli.month_words import MonthTables, comparison, note_restatement
from netsheets.cli.options import (
    Format,
    Session,
    day_named,
    dry_run_option,
    format_option,
    in_session,
    month_argument,
    result_options,
    working,
)
from netsheets.cli.present import drawn, emit, note, note_changes, tab_columns
from netsheets.commands.closing import CloseOptions, MonthResult, close, commissions
from netsheets.commands.network import OpenNetwork, month_named
from netsheets.commands.statements import StatementOptions, register_of, statements
from netsheets.commands.workbook import settings
from netsheets.domain.commissions import Excluded
from netsheets.domain.ledger import Line
from netsheets.domain.restatements import Restatement
from netsheets.domain.validity import blocking
from netsheets.exports.accounting.accounts import accounting_of
from netsheets.exports.document import table_of
from netsheets.sheets.schema import tab
from netsheets.texts import message


@click.command("commissions", epilog="Example: netsheets commissions 2026-10 -w network.xlsx")
@month_argument
@click.option(
    "--review", metavar="DAY", help="Also write everyone's draft statement, for objections up to that day (YYYY-MM-DD)."
)
@click.option(
    "-o", "--output", "folder", metavar="DIR", type=click.Path(path_type=Path), default=Path("review"),
    help="The folder for the drafts [review].",
)  # fmt: skip
@dry_run_option
@format_option
@in_session
def commissions_command(session: Session, month: str | None, shape: Format, **given: Any) -> int:
    """Show a month as it would close now: lines, totals, what is held back or left out, and why.

    Writes the summary tab, and posts nothing. With --review, members get draft statements to object to before the
    month is closed. MONTH is YYYY-MM; left out, the month before today's.
    """
    network = session.network()
    chosen = month_named(month, network)
    until = day_named(given["review"])
    options = StatementOptions(dry_run=given["dry_run"], draft=True, review_until=until)
    if until:
        register_of(network, chosen, options)
    with working():
        result = commissions(network, chosen, dry_run=given["dry_run"])
    _emit_month(result, network, shape)
    if until:
        found = statements(network, chosen, given["folder"], options)
        note("review_written", session.language, count=len(found.files), folder=given["folder"], day=until)
    if given["dry_run"]:
        note("dry_run", session.language)
        note_changes(result.changes, session.language)
    return 1 if blocking(network.findings) else 0


@click.command("close", epilog="Example: netsheets close 2026-10 -w network.xlsx")
@month_argument
@click.option("--skip-invalid", is_flag=True, help="Close without the rows that hold errors, and list them.")
@click.option("--restate", is_flag=True, help="What looks like an accident in closed months is meant.")
@click.option("--yes", is_flag=True, help="Do not ask before posting.")
@dry_run_option
@result_options
@in_session
def close_command(session: Session, month: str | None, shape: Format, **given: Any) -> int:
    """Close a month: post it to the ledger, for good.

    Writes the tabs ledger, standing, documents, closings, ownership, balances and summary, and an archive beside the
    workbook. A closed month never changes: what is corrected later is posted with the next one. What smells of an
    accident (rows that are gone, a charter changed in place) stops it, unless --restate. On a terminal the month is
    shown beside the last one before anything is posted. MONTH is YYYY-MM; left out, the month before today's.
    """
    network = session.network()
    chosen = month_named(month, network)
    options = CloseOptions(
        skip_invalid=given["skip_invalid"], restate=given["restate"], dry_run=given["dry_run"],
        payment_days=accounting_of(settings(Path.cwd()).get("accounting")).payment_days,
    )  # fmt: skip
    if not (given["yes"] or given["dry_run"]) and sys.stdin.isatty() and sys.stderr.isatty():
        with working():
            planned = close(network, chosen, replace(options, dry_run=True))
        if not planned.refused and not planned.already:
            click.echo(drawn(comparison(planned.closing, network), network.language), err=True)
            if not click.confirm(message("close_ask", session.language, month=chosen), err=True):
                note("close_not_done", session.language, month=chosen)
                return 1
    with working():
        result = close(network, chosen, options)
    _emit_month(result, network, shape)
    if result.refused:
        if errors := blocking(network.findings):
            tabs = (network.placements[each.tab].title for each in errors if each.tab in network.placements)
            note("rows_invalid", session.language, count=len(errors), tabs=", ".join(dict.fromkeys(tabs)))
        return 1
    if result.already:
        closed_on = result.closing.seals[0].closed_on
        note("month_closed", session.language, month=chosen, closed_on=closed_on)
    elif given["dry_run"]:
        note("dry_run", session.language)
        note_changes(result.changes, session.language)
    else:
        note("month_posted", session.language, month=chosen, lines=len(result.closing.posted))
        for path in result.archives:
            note("archive_written", session.language, path=path)
    return 0


def _emit_month(result: MonthResult, network: OpenNetwork, shape: Format) -> None:
    """Write a month as cli.md describes it."""
    closing = result.closing
    posted = [_line(each) for each in closing.posted]
    document = {
        "month": str(closing.month),
        "status": closing.status,
        "posted": posted,
        "held": [{**_line(each.line), "dispute_id": each.dispute_id} for each in closing.held],
        "excluded": [_excluded(each) for each in closing.excluded],
        "totals": [
            {"currency": each.currency, "payee_id": each.payee_id, "amount": each.amount} for each in closing.totals
        ],
        "findings": as_rows(network.findings, network),
        "restatements": [_restatement(each) for each in result.restatements],
    }
    refused = result.refused and not blocking(network.findings)
    for each in result.restatements:
        note_restatement(each, network, chosen=closing.month, refused=refused)
    if shape != "table":
        emit(document, (table_of(tab_columns("ledger", network.language), posted),), shape, network.language)
        return
    emit(document, MonthTables(closing, network).tables(), shape, network.language)


def _restatement(found: Restatement) -> dict[str, Any]:
    return {
        "cause": found.cause,
        "rows": list(found.rows),
        "amounts": [asdict(each) for each in found.amounts],
    }


def _line(line: Line) -> dict[str, Any]:
    values = {key: getattr(line, key) for key in _LINE_KEYS}
    return {**values, "line_id": line.line_id or None, "month": str(line.month), "period": str(line.period)}


_LINE_KEYS = tuple(each.key for each in tab("ledger").columns)


def _excluded(excluded: Excluded) -> dict[str, Any]:
    return {
        "referral_id": excluded.referral_id,
        "event_id": excluded.event_id or None,
        "base": excluded.base,
        "reason": excluded.reason,
    }
