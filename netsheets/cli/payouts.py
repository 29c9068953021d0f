"""`payouts record`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click

from netsheets.cli.options import Format, Session, day_named, dry_run_option, in_session, month_argument, result_options
from netsheets.cli.present import emit, names_of, note, note_changes, tab_columns
from netsheets.commands.network import OpenNetwork, month_named
from netsheets.commands.payouts import CarriedForward, Proposal, Way, propose_payouts, record_payouts
from netsheets.exports.document import Table, table_of
from netsheets.sheets.schema import tab
from netsheets.sheets.wording import plain_in_words
from netsheets.texts import message


@click.group("payouts", epilog="Example: netsheets payouts record 2026-10 -w network.xlsx")
@in_session
def payouts_command(_session: Session) -> None:
    """Record what was paid."""


@payouts_command.command("record", epilog="Example: netsheets payouts record 2026-10 --write -w network.xlsx")
@month_argument
@click.option("--on", metavar="DAY", help="The day of the payments (YYYY-MM-DD) [today].")
@click.option(
    "--via-network", is_flag=True, help="The network collects from those who owe, and pays those who are owed."
)
@click.option("--with-vat", is_flag=True, help="Through the network, with the VAT of the commissions.")
@click.option("--write", is_flag=True, help="Append the rows to the tab Payouts, instead of only showing them.")
@dry_run_option
@result_options
@in_session
def record(session: Session, month: str | None, shape: Format, **given: Any) -> int:
    """Propose the rows that settle a closed month, for the tab Payouts.

    What has been paid since the month's end is taken off, so after a partial payment only the rest is proposed.
    Balances under the charter's payout.minimum are carried forward. With --format csv the rows can be pasted or
    imported; with --write they are appended to the tab, the only rows netsheets ever adds to what members fill. MONTH
    is YYYY-MM; left out, the month before today's.
    """
    network = session.network()
    day = day_named(given["on"]) or network.today
    way = Way(via_network=given["via_network"] or given["with_vat"], with_vat=given["with_vat"])
    proposal = propose_payouts(network, month_named(month, network), day, way)
    if proposal.payouts or proposal.carried_forward or shape != "table":
        emit(_document(proposal), _tables(proposal, network, shape, way), shape, session.language)
    if proposal.carried_forward:
        limit = plain_in_words(f"{proposal.minimum:.2f}", session.language)
        note("payouts_carried", session.language, count=len(proposal.carried_forward), minimum=limit)
    if not proposal.payouts:
        note("payouts_none", session.language, month=proposal.month)
        return 0
    changes = record_payouts(network, proposal, dry_run=given["dry_run"]) if given["write"] else ()
    if given["dry_run"]:
        note("dry_run", session.language)
        note_changes(changes, session.language)
    elif given["write"]:
        note("payouts_written", session.language, count=len(proposal.payouts))
    else:
        again = " ".join((str(proposal.month), *_options(given)))
        note("payouts_proposed", session.language, count=len(proposal.payouts), again=again)
    return 0


def _options(given: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the options that make the same rows again: who pays whom, and the day."""
    flags = (each for each in ("via_network", "with_vat") if given[each])
    return (*(f"--{each.replace('_', '-')}" for each in flags), *(("--on", given["on"]) if given["on"] else ()))


def _document(proposal: Proposal) -> dict[str, Any]:
    return {
        "month": proposal.month,
        "payouts": [asdict(each) for each in proposal.payouts],
        "carried_forward": [asdict(each) for each in proposal.carried_forward],
    }


def _tables(proposal: Proposal, network: OpenNetwork, shape: Format, way: Way) -> tuple[Table, ...]:
    """Return the rows to record, under the tab's columns, and what is carried forward; people see names too."""
    language = network.language
    names = names_of(network, proposal.month.last_day)
    rows = [asdict(each) for each in proposal.payouts]
    if shape == "table":
        rows = [_named(each, names) for each in rows]
    titles = {each.key: each.titles[language] for each in tab("balances").columns}
    kept = tuple((key, titles[key]) for key in ("member_id", "closing", "currency"))
    carried = [_named(_carried(each), names) for each in proposal.carried_forward]
    heading = message("heading_payouts_vat" if way.with_vat else "heading_payouts", language, month=proposal.month)
    columns = tab_columns("payouts", language, without=() if way.with_vat else ("vat",))
    tables = [table_of(columns, rows, heading if rows else "")]
    if carried:
        tables.append(table_of(kept, carried, message("heading_carried", language)))
    return tuple(tables)


def _named(row: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a row whose ids are followed by names."""
    people = {key: f"{row[key]} {names[row[key]]}" for key in _PEOPLE if row.get(key) in names}
    return {**row, **people}


def _carried(row: CarriedForward) -> dict[str, Any]:
    return {"member_id": row.member_id, "currency": row.currency, "closing": row.balance}


_PEOPLE = ("payer_id", "payee_id", "member_id")
