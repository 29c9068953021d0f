"""`export journal`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netsheets.cli.names import names_of
from netsheets.cli.options import Session, dry_run_option, in_session, month_argument, working
from netsheets.cli.present import note, say
from netsheets.commands.booked_months import period_named
from netsheets.commands.journal import JournalFiles, JournalOptions, accounting_named, journal_files, write_journal
from netsheets.commands.network import OpenNetwork
from netsheets.exports.accounting.layouts import BOOKS_CURRENCY, LAYOUTS
from netsheets.sheets.wording import decimal_in_words


@click.command("journal", epilog="Example: netsheets export journal 2026-10 -o books/ -w network.xlsx")
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
        total = decimal_in_words(each.total, language)
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
