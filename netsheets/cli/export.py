"""`export`: what the accountant and the bank get: `journal`, `das2`, `sepa`."""

from __future__ import annotations

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
    report_options,
    working,
)
from netsheets.cli.paper import Where, shown_or_written
from netsheets.cli.present import emit, names_of, note, say
from netsheets.commands.booked_months import period_named
from netsheets.commands.journal import JournalFiles, JournalOptions, accounting_named, journal_files, write_journal
from netsheets.commands.network import OpenNetwork, month_named
from netsheets.commands.payment_order import OrderOptions, PaymentOrder, payment_order
from netsheets.commands.reports import das2_of
from netsheets.domain.month import Month
from netsheets.domain.settlement import Transfer
from netsheets.exports.accounting.layouts import BOOKS_CURRENCY, LAYOUTS
from netsheets.exports.document import Table, table_of
from netsheets.sheets.schema import tab
from netsheets.texts import message, number_in_words


@click.group("export", epilog="Example: netsheets export sepa 2026-10 -o october.xml -w network.xlsx")
@in_session
def export_command(_session: Session) -> None:
    """Write what the accountant and the bank get."""


@export_command.command("journal", epilog="Example: netsheets export journal 2026-10 -o books/ -w network.xlsx")
@month_argument
@click.option("--from", "first", metavar="MONTH", help="The first of several months.")
@click.option("--to", "last", metavar="MONTH", help="The last of them [the month before today's].")
@click.option("--layout", type=click.Choice(list(LAYOUTS)), default="generic", help="What the program reads.")
@click.option(
    "-o", "--output", metavar="FILE", required=True,
    help="The file to write; in a folder, it gets a name of its own.",
)  # fmt: skip
@click.option("--for", "firm_id", metavar="ID", default="", help="The books of this member, or of NETWORK, alone.")
@click.option("--currency", metavar="CODE", default="", help="Only this currency [a file for each].")
@click.option(
    "--encoding", type=click.Choice(["utf-8", "iso8859-15"]), default=None,
    help="Of the FEC layout: iso8859-15 for programs that ask for it [utf-8].",
)  # fmt: skip
@click.option("--draft", is_flag=True, help="Also months that are not closed yet: every line says that it is a draft.")
@dry_run_option
@in_session
def journal(session: Session, month: str | None, first: str | None, last: str | None, **given: Any) -> int:
    """Write closed months in double entry, for an accounting program.

    Without --for, the books of a network that pays every member's commissions and receives its own share. Accounts,
    journals and labels are those of the section [accounting] of netsheets.toml. Layouts: generic (CSV), fec (18
    columns), sage100, quadra. MONTH is YYYY-MM; left out, the month before today's. The same month gives the same
    file, byte for byte.
    """
    network = session.network()
    period = period_named(month, first, last, network)
    named = {key: given[key] or "" for key in ("layout", "firm_id", "currency", "encoding")}
    options = JournalOptions(**named, draft=given["draft"])
    with working():
        found = journal_files(network, period, given["output"], accounting_named(Path.cwd()), options)
        if not given["dry_run"]:
            write_journal(found)
    if given["dry_run"]:
        note("dry_run", network.language)
    _tell(found, options, network)
    return 0


def _tell(found: JournalFiles, options: JournalOptions, network: OpenNetwork) -> None:
    """Name the files on standard output, and say what to know of them on standard error."""
    language = network.language
    for each in found.files:
        say(str(each.path))
        total = number_in_words(each.total, language)
        if each.entries:
            note(
                "journal_written", language, entries=each.entries, lines=each.lines, total=total, currency=each.currency
            )
        else:
            note("journal_empty", language, currency=each.currency)
        if each.currency != BOOKS_CURRENCY:
            note("journal_foreign", language, currency=each.currency)
    if found.without_status:
        names = names_of(network, network.today)
        members = ", ".join(f"{names.get(each, each)} ({each})" for each in found.without_status)
        note("journal_vat_unknown", language, members=members)
    if options.layout == "fec":
        note("journal_import_only", language)
    if LAYOUTS[options.layout].confirm:
        note("journal_confirm", language)
    if found.draft:
        note("journal_draft", language)


@export_command.command("das2", epilog="Example: netsheets export das2 2026 -o das2.xlsx -w network.xlsx")
@click.argument("year", type=click.IntRange(1000, 9999))
@click.option("--payer", "payer_id", metavar="ID", default="", help="Only what this member, or NETWORK, paid.")
@report_options
def das2(session: Session, year: int, payer_id: str, **given: Any) -> int:
    """Write the yearly declaration of commissions paid (DAS2).

    Per payee, what was really paid according to the tab Payouts, including VAT: who is above the limit, and what is
    missing to declare them. Each payer declares what they paid: --payer keeps one of them.
    """
    network = session.network()
    return shown_or_written(das2_of(network, year, payer_id), Where(**given), network)


@export_command.command("sepa", epilog="Example: netsheets export sepa 2026-10 -o october.xml -w network.xlsx")
@month_argument
@click.option(
    "-o", "--output", "file", metavar="FILE", required=True, type=click.Path(path_type=Path),
    help="The file to give to the bank (.xml).",
)  # fmt: skip
@click.option("--on", metavar="DAY", help="The day the bank pays (YYYY-MM-DD) [today].")
@click.option("--version", type=click.Choice(["09", "03"]), default="09", help="Of pain.001.001: 03 for older banks.")
@click.option("--with-vat", is_flag=True, help="Pay the VAT of the commissions too.")
@dry_run_option
@format_option
@in_session
def sepa(session: Session, month: str | None, shape: Format, **given: Any) -> int:
    """Write a closed month's payment order for the bank (SEPA).

    A pain.001 file: the network pays, from its own account, those who are owed, and collects from those who owe; one
    transfer each, what has been paid since taken off. An account number or a holder's name that is missing or wrong is
    named with its cell, and nothing is written. Afterwards: netsheets payouts record MONTH --via-network --write. MONTH
    is YYYY-MM; left out, the month before today's.
    """
    network = session.network()
    chosen = month_named(month, network)
    options = OrderOptions(day_named(given["on"]), given["version"], given["with_vat"], given["dry_run"])
    found = payment_order(network, chosen, given["file"], options)
    if found.faults:
        rows = {"faults": as_rows(found.faults, network)}
        emit(rows, (findings_table(found.faults, network, for_people=shape == "table"),), shape, session.language)
        note("sepa_refused", session.language, count=len(found.faults))
        return 1
    if found.order or found.to_collect or shape != "table":
        emit(_document(found, chosen), _tables(found, network, chosen, given["with_vat"]), shape, session.language)
    for each in found.elsewhere:
        amount = number_in_words(each.amount, session.language)
        note("sepa_elsewhere", session.language, payer=each.payer_id, payee=each.payee_id, amount=amount,
             currency=each.currency)  # fmt: skip
    if found.order is None:
        note("payouts_none", session.language, month=chosen)
    elif given["dry_run"]:
        note("dry_run", session.language)
    else:
        total = number_in_words(found.order.total, session.language)
        count = len(found.order.transfers)
        told = {"count": count, "total": total, "path": given["file"], "month": chosen}
        note("sepa_written_vat" if given["with_vat"] else "sepa_written", session.language, **told)
    return 0


def _document(found: PaymentOrder, month: Month) -> dict[str, Any]:
    order = found.order
    return {
        "month": month,
        "execute_on": order.execute_on if order else None,
        "total": order.total if order else None,
        "transfers": [
            {"payee_id": each.payee_id, "amount": each.amount, "end_to_end_id": each.end_to_end_id}
            for each in (order.transfers if order else ())
        ],
        "to_collect": [_transfer(each) for each in found.to_collect],
        "elsewhere": [_transfer(each) for each in found.elsewhere],
    }


def _transfer(each: Transfer) -> dict[str, Any]:
    return {"payer_id": each.payer_id, "payee_id": each.payee_id, "currency": each.currency, "amount": each.amount}


def _tables(found: PaymentOrder, network: OpenNetwork, month: Month, with_vat: bool) -> tuple[Table, ...]:
    """Return who is paid from the network's account, and from whom the network collects."""
    language = network.language
    heading = message("heading_sepa_vat" if with_vat else "heading_sepa", language, month=month)
    names = names_of(network, month.last_day)
    titles = {each.key: each.titles[language] for each in tab("payouts").columns}
    paid = [
        {"payee_id": names.get(each.payee_id, each.payee_id), "amount": each.amount, "reference": each.end_to_end_id}
        for each in (found.order.transfers if found.order else ())
    ]
    collected = [
        {"payer_id": names.get(each.payer_id, each.payer_id), "amount": each.amount} for each in found.to_collect
    ]
    columns = tuple((key, titles[key]) for key in ("payee_id", "amount", "reference"))
    tables = [table_of(columns, paid, heading if paid else "")]
    if collected:
        columns = tuple((key, titles[key]) for key in ("payer_id", "amount"))
        tables.append(table_of(columns, collected, message("heading_to_collect", language)))
    return tuple(tables)
