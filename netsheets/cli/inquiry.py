"""`ownership`, `balances` and `explain`."""

from __future__ import annotations

from typing import Any

import click

from netsheets.cli.options import Format, Session, day_named, in_session, month_argument, result_options
from netsheets.cli.present import emit, names_of, tab_columns
from netsheets.cli.story import Teller
from netsheets.cli.story_document import as_document
from netsheets.commands.inquiries import Settlement, balances, explain, ownership
from netsheets.commands.network import OpenNetwork, month_named
from netsheets.domain.network import OwnedClient
from netsheets.domain.settlement import Balance, Transfer
from netsheets.exports.document import Table, table_of
from netsheets.sheets.schema import tab
from netsheets.texts import day_in_words, message


@click.command("ownership", epilog="Example: netsheets ownership --expiring -w network.xlsx")
@click.option("--on", metavar="DAY", help="Who owns on that day (YYYY-MM-DD) [today].")
@click.option("--expiring", is_flag=True, help="Only those whose last day is near.")
@result_options
@in_session
def ownership_command(session: Session, shape: Format, **given: Any) -> int:
    """Say who owns which client until when."""
    network = session.network()
    day = day_named(given["on"]) or network.today
    found = ownership(network, day, expiring=given["expiring"])
    rows = [_owned(each) for each in found]
    status = tab("ownership").column_by_key["status"]
    names = names_of(network, day)
    shown = [
        {
            **row,
            "owner_id": names.get(row["owner_id"], row["owner_id"]),
            "status": status.label(row["status"], network.language),
        }
        for row in rows
    ]
    heading = message("heading_ownership", network.language, day=day_in_words(day))
    columns = tab_columns("ownership", network.language)
    table = table_of(columns, rows if shape != "table" else shown, heading, spare=("client_id", "starts_on"))
    emit(rows, (table,), shape, network.language)
    return 0


@click.command("balances", epilog="Example: netsheets balances 2026-10 -w network.xlsx")
@month_argument
@result_options
@in_session
def balances_command(session: Session, month: str | None, shape: Format) -> int:
    """Show running balances at a month's end, and the transfers that settle them.

    A positive balance is owed to the member. MONTH is YYYY-MM; left out, the month before today's.
    """
    network = session.network()
    found = balances(network, month_named(month, network))
    rows = [_balance(each) for each in found.balances]
    transfers = [_transfer(each) for each in found.transfers]
    document = {"month": str(found.month), "balances": rows, "transfers": transfers}
    if shape == "table":
        emit(document, _settlement(found, network), shape, network.language)
    else:
        emit(document, (table_of(tab_columns("balances", network.language), rows),), shape, network.language)
    return 0


def _settlement(found: Settlement, network: OpenNetwork) -> tuple[Table, Table]:
    """Return balances and transfers as people read them: names, and the currency said once where there is but one."""
    language, names = network.language, names_of(network, found.month.last_day)

    def named(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, **{key: names.get(row[key], row[key]) for key in _PEOPLE if key in row}}

    currencies = sorted({each.currency for each in found.balances}) or [network.terms_at(found.month).currency]
    titles = {
        **dict(tab_columns("balances", language)),
        "member_id": message("column_member", language),
        "payer_id": message("summary_column_payer", language),
        "payee_id": message("summary_column_payee", language),
        "amount": message("short_amount", language),
    }

    def columns(*keys: str) -> tuple[tuple[str, str], ...]:
        return tuple((key, titles[key]) for key in keys if key != "currency" or len(currencies) > 1)

    heading = message("heading_balances", language, month=found.month, currency=", ".join(currencies))
    sums = ("opening", "earned", "owed", "paid_out", "received", "closing")
    return (
        table_of(columns("member_id", *sums, "currency"), [named(_balance(each)) for each in found.balances], heading),
        table_of(
            columns("payer_id", "payee_id", "amount", "currency"),
            [named(_transfer(each)) for each in found.transfers],
            message("heading_transfers", language),
        ),
    )


_PEOPLE = ("member_id", "payer_id", "payee_id")


@click.command("explain", epilog="Example: netsheets explain R12 -w network.xlsx")
@click.argument("referral")
@result_options
@in_session
def explain_command(session: Session, referral: str, shape: Format) -> int:
    """Tell the whole story of one referral, to the cent.

    The charter's values in force and since when, the ownership window and why it ends there, every event with what
    it earned or why it earned nothing, who was paid by whom, and what is posted.
    """
    network = session.network()
    story = explain(network, referral)
    document = as_document(story)
    tables = Teller(story, network).tables() if shape == "table" else (table_of(_EVENT_COLUMNS, document["events"]),)
    emit(document, tables, shape, network.language)
    return 0


_EVENT_COLUMNS = tuple(
    (key, key)
    for key in (
        "event_id", "occurred_on", "commissionable_on", "period", "base", "reason",
        "cumulated_base", "cumulated_commission", "commission",
    )
)  # fmt: skip


def _owned(row: OwnedClient) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in tab("ownership").columns}


def _balance(row: Balance) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in tab("balances").columns}


def _transfer(row: Transfer) -> dict[str, Any]:
    return {key: getattr(row, key) for key in ("payer_id", "payee_id", "currency", "amount")}
