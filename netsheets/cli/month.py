"""`commissions`, `close` and `restore`."""

from __future__ import annotations

from typing import Any

import click

from netsheets.cli.findings import as_rows, findings_table
from netsheets.cli.options import Format, Session, dry_run_option, format_option, in_session, month_argument, working
from netsheets.cli.present import Table, emit, note, note_changes, tab_columns
from netsheets.commands.closing import MonthResult, close, commissions, month_named
from netsheets.commands.network import Network
from netsheets.commands.restoring import restore
from netsheets.domain.ledger import Line
from netsheets.domain.records import NETWORK
from netsheets.domain.validity import blocking
from netsheets.sheets.schema import tab
from netsheets.texts import message


@click.command("commissions", epilog="Example: netsheets commissions 2026-10 -w network.xlsx")
@month_argument
@dry_run_option
@format_option
@in_session
def commissions_command(session: Session, month: str | None, shape: Format, **given: Any) -> int:
    """Show a month as it would close now: lines, totals, what is held back or left out, and why.

    Writes the summary tab, and posts nothing. MONTH is YYYY-MM; left out, the month before today's.
    """
    network = session.network()
    with working():
        result = commissions(network, month_named(month, network), dry_run=given["dry_run"])
    _emit_month(result, network, shape)
    if given["dry_run"]:
        note("dry_run", session.language)
        note_changes(result.changes, session.language)
    return 1 if blocking(network.findings) else 0


@click.command("close", epilog="Example: netsheets close 2026-10 -w network.xlsx")
@month_argument
@click.option("--skip-invalid", is_flag=True, help="Close without the rows that hold errors, and list them.")
@dry_run_option
@format_option
@in_session
def close_command(session: Session, month: str | None, shape: Format, **given: Any) -> int:
    """Close a month: post it to the ledger, for good.

    Writes the tabs ledger, closings, ownership, balances and summary, and an archive beside the workbook. A closed
    month never changes: what is corrected later is posted with the next one. MONTH is YYYY-MM; left out, the month
    before today's.
    """
    network = session.network()
    chosen = month_named(month, network)
    with working():
        result = close(network, chosen, skip_invalid=given["skip_invalid"], dry_run=given["dry_run"])
    _emit_month(result, network, shape)
    if result.refused:
        errors = blocking(network.findings)
        tabs = ", ".join(
            dict.fromkeys(network.placements[each.tab].title for each in errors if each.tab in network.placements)
        )
        note("rows_invalid", session.language, count=len(errors), tabs=tabs)
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


@click.command("restore", epilog="Example: netsheets restore 2026-10 -w network.xlsx")
@click.argument("month")
@dry_run_option
@in_session
def restore_command(session: Session, month: str, **given: Any) -> int:
    """Put a month's ledger lines back as the archive of its closing has them."""
    network = session.network()
    result = restore(network, month_named(month, network), dry_run=given["dry_run"])
    note("restored", session.language, month=result.month, lines=result.lines)
    if given["dry_run"]:
        note("dry_run", session.language)
        note_changes(result.changes, session.language)
    for each in result.remaining:
        details = dict(each.details)
        note("ledger_altered", session.language, months=details.get("month", ""), lines=details.get("lines", "?"))
    return 3 if result.remaining else 0


def _emit_month(result: MonthResult, network: Network, shape: Format) -> None:
    """Write a month as cli.md describes it."""
    closing = result.closing
    posted = [_line(each) for each in closing.posted]
    document = {
        "month": closing.month,
        "status": closing.status,
        "posted": posted,
        "held": [{**_line(each.line), "dispute_id": each.dispute_id} for each in closing.held],
        "excluded": [_excluded(each) for each in closing.excluded],
        "totals": [
            {"currency": each.currency, "payee_id": each.payee_id, "amount": each.amount} for each in closing.totals
        ],
        "findings": as_rows(network.findings, network),
    }
    if shape != "table":
        emit(document, (Table(tab_columns("ledger", network.language), posted),), shape, network.language)
        return
    emit(document, _tables(result, network), shape, network.language)


def _line(line: Line) -> dict[str, Any]:
    return {key: getattr(line, key) or None if key == "line_id" else getattr(line, key) for key in _LINE_KEYS}


_LINE_KEYS = tuple(each.key for each in tab("ledger").columns)


def _excluded(excluded: Any) -> dict[str, Any]:
    return {
        "referral_id": excluded.referral_id,
        "event_id": excluded.event_id or None,
        "base": excluded.base,
        "reason": excluded.reason,
    }


_SHORT = ("referral_id", "event_id", "client_id", "payer_id", "payee_id", "base", "amount")


def _tables(result: MonthResult, network: Network) -> tuple[Table, ...]:
    """Return a month as people read it: totals, lines, what is held, what is left out, and the errors."""
    language, closing = network.language, result.closing
    draft = closing.status == "draft"

    def said(code: str, **details: object) -> str:
        return message(code, language, **details)

    names = {each.member_id: each.name for each in network.book.members}
    names[NETWORK] = network.terms_at(closing.month).network_name or NETWORK
    titles = {**dict(tab_columns("ledger", language)), **{key: said(f"short_{key}") for key in _SHORT}}
    clients = network.book.client_by_id
    line_columns = tuple(
        (key, titles[key])
        for key in ("line_id", "referral_id", "event_id", "client_id", "payer_id", "payee_id", "base", "amount")
        if not (draft and key == "line_id")
    )
    currency = (("currency", titles["currency"]),)

    def spoken(line: Line) -> dict[str, Any]:
        client = clients.get(line.client_id)
        return {
            **_line(line),
            "payer_id": names.get(line.payer_id, line.payer_id),
            "payee_id": names.get(line.payee_id, line.payee_id),
            "client_id": client.name if client else line.client_id,
        }

    state = said("month_draft" if draft else "month_closed_heading", month=closing.month)
    totals = [
        {"member": names.get(each.payee_id, each.payee_id), "currency": each.currency, "amount": each.amount}
        for each in closing.totals
    ]
    tables = [
        Table((("member", said("column_member")), ("amount", titles["amount"]), *currency), totals, state),
        *(
            Table(line_columns, [spoken(each) for each in closing.posted if each.kind == kind], said(f"heading_{kind}"))
            for kind in ("commission", "adjustment")
        ),
    ]
    if closing.held:
        held = [{**spoken(each.line), "dispute_id": each.dispute_id} for each in closing.held]
        dispute = ("dispute_id", tab("disputes").column_by_key["dispute_id"].titles[language])
        tables.append(Table((dispute, *line_columns), held, said("heading_held")))
    if closing.excluded:
        rows = [{**_excluded(each), "reason": said(f"reason_{each.reason}")} for each in closing.excluded]
        columns = (("referral_id", titles["referral_id"]), ("event_id", titles["event_id"]), ("base", titles["base"]))
        tables.append(Table((*columns, ("reason", said("column_reason"))), rows, said("heading_excluded")))
    errors = blocking(network.findings)
    if errors:
        found = findings_table(errors, network, for_people=True)
        tables.append(Table(found.columns, found.rows, said("heading_errors")))
    return tuple(tables)
