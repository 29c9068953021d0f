"""`statements`."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from netsheets.cli.options import Session, counting, dry_run_option, in_session, month_argument
from netsheets.cli.present import emit, note, say
from netsheets.commands.dossier import Dossier, write_dossier
from netsheets.commands.journal import accounting_named
from netsheets.commands.mailing import Delivery, MailOptions, mail_statements
from netsheets.commands.network import month_named
from netsheets.commands.postbox import mail_settings
from netsheets.commands.statements import StatementOptions, statements
from netsheets.commands.workbook import settings
from netsheets.errors import Misuse
from netsheets.exports.document import Tone, table_of
from netsheets.sheets.schema import tab
from netsheets.texts import message


@click.command("statements", epilog="Example: netsheets statements 2026-10 -o statements/ -w network.xlsx")
@month_argument
@click.option(
    "-o", "--output", "folder", metavar="DIR", required=True, type=click.Path(path_type=Path),
    help="The folder to write to; it is made where it is missing.",
)  # fmt: skip
@click.option("--member", "members", multiple=True, metavar="ID", help="Only this member's; may be given again.")
@click.option(
    "--templates", metavar="DIR", type=click.Path(path_type=Path),
    help="A folder with a statement.xlsx or network.xlsx of your own style.",
)  # fmt: skip
@click.option("--pdf", is_flag=True, help="Print each as a PDF too, beside it; LibreOffice does it.")
@click.option(
    "--zip", "zipped", is_flag=True,
    help="Also one file for the accountant: statements, journal, DAS2 so far, reconciliation.",
)  # fmt: skip
@click.option("--draft", is_flag=True, help="Of a month that is not closed yet; every page says so.")
@click.option("--mail", is_flag=True, help="One mail a member with their own statement: .eml files, or sent ([mail]).")
@click.option("--again", multiple=True, metavar="ID", help="Mail this member again; may be given again.")
@dry_run_option
@in_session
def statements_command(session: Session, month: str | None, **given: Any) -> int:
    """Write one Excel statement a member, and one for the network, of a closed month.

    With --mail also one mail a member with their own statement: .eml files that a mail program opens ready to send, or,
    where netsheets.toml has a section [mail] with a host, sent by that server, each once, whatever breaks. MONTH is
    YYYY-MM; left out, the month before today's. The same month gives the same files, byte for byte.
    """
    if given["mail"] and given["draft"]:
        raise Misuse("mail_of_draft")
    if given["zipped"] and given["members"]:
        raise Misuse("zip_of_some")
    accounting = accounting_named(Path.cwd()) if given["zipped"] else None
    mail = mail_settings(settings(Path.cwd()).get("mail"), os.environ) if given["mail"] else None
    network = session.network()
    chosen = month_named(month, network)
    options = StatementOptions(
        tuple(given["members"]), given["templates"], given["dry_run"], draft=given["draft"], pdf=given["pdf"]
    )
    with counting() as progress:
        found = statements(network, chosen, given["folder"], options, progress=progress)
    if given["dry_run"]:
        note("dry_run", session.language)
    for path in (*found.paths, *found.pdfs):
        say(str(path))
    if not given["dry_run"]:
        note("statements_written", session.language, count=len(found.files), month=chosen, folder=given["folder"])
    if accounting and not given["dry_run"]:
        _say_dossier(write_dossier(network, found, given["folder"], accounting), session)
    if mail is None:
        return 0
    with counting() as progress:
        mailing = MailOptions(mail, tuple(given["again"]), dry_run=given["dry_run"])
        deliveries = mail_statements(network, found, given["folder"] / "mail", mailing, progress=progress)
    return _told(deliveries, session, dry_run=given["dry_run"])


def _say_dossier(dossier: Dossier, session: Session) -> None:
    say(str(dossier.path))
    differing = dossier.reconciliation.differing
    code = "dossier_differs" if differing else "dossier_written"
    note(code, session.language, path=dossier.path, files=len(dossier.names), count=differing)


_TONES: Mapping[str, Tone] = {
    "sent": "good", "written": "good", "unsure": "poor", "refused": "poor", "bad_address": "fair",
}  # fmt: skip
_FAILED = ("unsure", "refused", "bad_address")


def _told(deliveries: Sequence[Delivery], session: Session, *, dry_run: bool) -> int:
    """Show what became of each mail; return 1 where one failed. Who has no address gets theirs by hand."""
    language = session.language
    titles = {each.key: each.titles[language] for each in tab("members").columns}
    columns = (("name", titles["name"]), ("address", titles["email"]), ("fate", message("column_mail", language)))
    words = {each.fate: message(f"mail_{each.fate}", language) for each in deliveries}
    rows = [{"name": each.name, "address": each.address, "fate": words[each.fate]} for each in deliveries]
    tones = {words[fate]: tone for fate, tone in _TONES.items() if fate in words}
    table = table_of(columns, rows, tones=tones)
    emit(None, (table,), "table", language)
    undone = sum(each.fate in (*_FAILED, "no_address") for each in deliveries)
    if undone and not dry_run:
        note("mail_undone", language, count=undone)
    return 1 if any(each.fate in _FAILED for each in deliveries) else 0
