"""`commissions` and `close`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from netsheets.cli.findings import as_rows, findings_table
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
from netsheets.cli.present import drawn, emit, names_of, note, note_changes, tab_columns
from netsheets.commands.closing import CloseOptions, MonthResult, close, commissions
from netsheets.commands.network import OpenNetwork, month_named
from netsheets.commands.statements import StatementOptions, register_of, statements
from netsheets.commands.workbook import settings
from netsheets.domain.chain import listed
from netsheets.domain.closing import Closing, close_month
from netsheets.domain.commissions import Excluded
from netsheets.domain.ledger import ADJUSTMENTS, Line
from netsheets.domain.money import ZERO
from netsheets.domain.month import Month
from netsheets.domain.restatements import Restatement
from netsheets.domain.validity import blocking
from netsheets.exports.accounting.accounts import accounting_of
from netsheets.exports.document import Table, table_of
from netsheets.sheets.placing import tab_titled
from netsheets.sheets.schema import tab
from netsheets.texts import Language, amount_in_words, message


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
            _compare(planned.closing, network)
            if not click.confirm(message("close_ask", session.language, month=chosen), err=True):
                note("close_not_done", session.language, month=chosen)
                return 1
    with working():
        result = close(network, chosen, options)
    _emit_month(result, network, shape)
    if result.refused and not blocking(network.findings):
        return 1
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
    for each in result.restatements:
        refused = result.refused and not blocking(network.findings)
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


def note_restatement(found: Restatement, network: OpenNetwork, *, chosen: Month, refused: bool) -> None:
    """Say in one sentence what would be restated, with the amounts by member, and what to do."""
    language = network.language
    names = names_of(network, chosen.last_day)
    owing: dict[tuple[str, str], Decimal] = {}
    for each in found.amounts:
        owing[each.payee_id, each.currency] = owing.get((each.payee_id, each.currency), ZERO) + each.amount
    amounts = ", ".join(
        f"{names.get(member, member)} {_priced(amount, currency, language)}"
        for (member, currency), amount in sorted(owing.items())
    )
    title = tab_titled(found.tab, network.placements, language)
    details = {"tab": title, "rows": listed(found.rows), "count": len(found.rows), "lines": found.lines}
    said = message(f"restated_{found.cause}", language, **details)
    note("restatement", language, said=said, amounts=amounts or "-")
    if refused:
        note(f"restated_{found.cause}_to_do", language, month=chosen, workbook=network.workbook.store.name)


def _compare(closing: Closing, network: OpenNetwork) -> None:
    """Show a month beside the last closed one: lines, totals, who owes most."""
    language, last = network.language, network.ledger.last_month
    before = close_month(network, last) if last else None
    rows = []
    names = names_of(network, closing.month.last_day)
    for each in (*((before,) if before else ()), closing):
        totals: dict[str, Decimal] = {}
        owed: dict[tuple[str, str], Decimal] = {}
        for line in each.posted:
            if line.family != "payment":
                totals[line.currency] = totals.get(line.currency, ZERO) + line.amount
                key = (line.payer_id, line.currency)
                owed[key] = owed.get(key, ZERO) + line.amount
        most = max(owed, key=lambda key: owed[key], default=None)
        rows.append(
            {
                "month": str(each.month),
                "lines": len(each.posted),
                "total": ", ".join(
                    f"{amount_in_words(amount, language)} {code}" for code, amount in sorted(totals.items())
                ),
                "most": f"{names.get(most[0], most[0])}: {amount_in_words(owed[most], language)} {most[1]}"
                if most
                else "",
            }
        )
    columns = tuple((key, message(f"compare_{key}", language)) for key in ("month", "lines", "total", "most"))
    click.echo(drawn(table_of(columns, rows, message("compare_heading", language)), language), err=True)


def _priced(amount: Decimal, currency: str, language: Language) -> str:
    return f"{amount_in_words(amount, language)} {currency}"


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


_HEADINGS: Mapping[str, frozenset[str]] = {
    "commission": frozenset({"commission"}),
    "entries": frozenset({"opening", "bonus", "correction"}),
    "payment": frozenset({"payment"}),
    "adjustment": ADJUSTMENTS,
}
"""The tables of a month's lines, and the kinds each holds."""

_SHORT = ("referral_id", "event_id", "client_id", "payer_id", "payee_id", "base", "amount")
_SPARE = ("line_id", "event_id", "base")
"""What a narrow terminal does without: the ledger tab has it all."""


class MonthTables:
    """Puts one month in words, in the language of messages; amounts exclude VAT."""

    def __init__(self, closing: Closing, network: OpenNetwork) -> None:
        self._closing = closing
        self._network = network
        self._language = network.language
        self._names = names_of(network, closing.month.last_day)
        self._titles = dict(tab_columns("ledger", network.language)) | {
            key: self._said(f"short_{key}") for key in _SHORT
        }
        lines = (*closing.posted, *(each.line for each in closing.held))
        self._currencies = tuple(sorted({each.currency for each in lines})) or (
            network.terms_at(closing.month).currency,
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the month's tables, in the order to read them."""
        closing = self._closing
        return (
            table_of((), (), self._heading()),
            self._totals(),
            *(
                self._lines([each for each in closing.posted if each.kind in kinds], f"heading_{heading}")
                for heading, kinds in _HEADINGS.items()
            ),
            self._held(),
            *self._left_out(),
            *self._errors(),
        )

    def _said(self, code: str, **details: object) -> str:
        return message(code, self._language, **details)

    def _heading(self) -> str:
        closing = self._closing
        code = "month_draft" if closing.status == "draft" else "month_closed_heading"
        said = self._said(code, month=closing.month, currency=", ".join(self._currencies))
        return said if closing.posted else f"{said}\n{self._said('month_without_lines')}"

    def _currency(self) -> tuple[tuple[str, str], ...]:
        """Return the column of the currency, where there are several: the heading names a single one."""
        return (("currency", self._titles["currency"]),) if len(self._currencies) > 1 else ()

    def _totals(self) -> Table:
        columns = (("member", self._said("column_member")), ("amount", self._said("column_earned")), *self._currency())
        rows = [
            {"member": self._name(each.payee_id), "currency": each.currency, "amount": each.amount}
            for each in self._closing.totals
        ]
        return table_of(columns, rows)

    def _name(self, member_id: str) -> str:
        return self._names.get(member_id, member_id)

    def _line_columns(self, *, numbered: bool) -> tuple[tuple[str, str], ...]:
        keys = ("referral_id", "event_id", "client_id", "payer_id", "payee_id", "base", "amount")
        shown = ("line_id", *keys) if numbered else keys
        return (*((key, self._titles[key]) for key in shown), *self._currency())

    def _spoken(self, line: Line) -> dict[str, Any]:
        client = self._network.book.client_by_id.get(line.client_id)
        return {
            **{key: getattr(line, key) for key in ("line_id", "referral_id", "event_id", "base", "amount", "currency")},
            "payer_id": self._name(line.payer_id),
            "payee_id": self._name(line.payee_id),
            "client_id": client.name if client else line.client_id,
        }

    def _lines(self, lines: Iterable[Line], heading: str) -> Table:
        columns = self._line_columns(numbered=self._closing.status == "closed")
        if heading == "heading_payment":
            paid = {"payer_id": self._said("column_paid_by"), "payee_id": self._said("column_paid_to")}
            kept = [(key, paid.get(key, title)) for key, title in columns]
            columns = tuple(each for each in kept if each[0] not in ("referral_id", "client_id", "base"))
        return table_of(columns, [self._spoken(each) for each in lines], self._said(heading), spare=_SPARE)

    def _held(self) -> Table:
        dispute = ("dispute_id", tab("disputes").column_by_key["dispute_id"].titles[self._language])
        rows = [{**self._spoken(each.line), "dispute_id": each.dispute_id} for each in self._closing.held]
        return table_of((dispute, *self._line_columns(numbered=False)), rows, self._said("heading_held"), spare=_SPARE)

    def _left_out(self) -> Iterator[Table]:
        """Yield what earns nothing; what lies before the ledger opened is counted only, for it may be years."""
        earlier = sum(each.reason == "before_ledger" for each in self._closing.excluded)
        if earlier:
            yield table_of((), (), self._said("before_ledger_left_out", count=earlier))
        rows = [
            {
                "referral_id": each.referral_id,
                "event_id": each.event_id,
                "base": each.base,
                "reason": self._said(f"reason_{each.reason}"),
            }
            for each in self._closing.excluded
            if each.reason != "before_ledger"
        ]
        columns = tuple((key, self._titles[key]) for key in ("referral_id", "event_id", "base"))
        yield table_of((*columns, ("reason", self._said("column_reason"))), rows, self._said("heading_excluded"))

    def _errors(self) -> Iterator[Table]:
        found = findings_table(blocking(self._network.findings), self._network, for_people=True)
        yield replace(found, heading=self._said("heading_errors"))
