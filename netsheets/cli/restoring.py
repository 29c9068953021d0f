"""`reopen` and `restore`."""

from __future__ import annotations

import getpass
from typing import Any

import click

from netsheets.cli.options import Session, dry_run_option, in_session, month_argument
from netsheets.cli.present import note, note_changes
from netsheets.commands.network import month_named
from netsheets.commands.restoring import Decision, Restoration, accept, reopen, restore


def _decision(text: str | None) -> Decision:
    try:
        who = getpass.getuser()
    except (OSError, KeyError, ImportError):
        who = ""
    return Decision(who, text or "")


@click.command("reopen", epilog="Example: netsheets reopen 2026-10 --reason typo -w network.xlsx")
@month_argument
@click.option("--reason", metavar="TEXT", help="Why: it is kept in the tab closings.")
@click.option("--even-so", is_flag=True, help="Although something of it was paid, mailed or sent to the bank.")
@dry_run_option
@in_session
def reopen_command(session: Session, month: str | None, **given: Any) -> int:
    """Take the last closed month back, so that it can be put right and closed again.

    Its lines leave the ledger, its archive is set aside, and the tab closings says who did it, when and why. What was
    paid, mailed or sent to the bank keeps it from being taken back, unless --even-so. MONTH is YYYY-MM; left out, the
    month before today's.
    """
    network = session.network()
    chosen = month_named(month, network)
    result = reopen(network, chosen, _decision(given["reason"]), even_so=given["even_so"], dry_run=given["dry_run"])
    if given["dry_run"]:
        note("dry_run", session.language)
        note_changes(result.changes, session.language)
    else:
        note("reopened", session.language, month=chosen, lines=result.lines)
    return 0


@click.command("restore", epilog="Example: netsheets restore -w network.xlsx")
@click.argument("month", required=False)
@click.option("--from-workbook", is_flag=True, help="Go on from the workbook as it stands; the archives are set aside.")
@click.option("--reason", metavar="TEXT", help="Why, with --from-workbook: it is kept in the tab closings.")
@dry_run_option
@in_session
def restore_command(session: Session, month: str | None, **given: Any) -> int:
    """Put the ledger back as the archives of its closings have it: one MONTH, or all of them.

    Only archives that the chain of closings vouches for are taken. With --from-workbook the other way round: the
    workbook is taken as it stands, and the archives that differ are set aside.
    """
    network = session.network()
    result: Restoration
    if given["from_workbook"]:
        result = accept(network, _decision(given["reason"]), dry_run=given["dry_run"])
    else:
        result = restore(network, month_named(month, network) if month else None, dry_run=given["dry_run"])
    if given["dry_run"]:
        note("dry_run", session.language)
        note_changes(result.changes, session.language)
    elif given["from_workbook"]:
        note("accepted", session.language)
    else:
        months = ", ".join(map(str, result.months))
        note("restored", session.language, month=months, lines=result.lines)
    for each in result.remaining:
        said, to_do = network.worded(each)
        note("ledger_apart", session.language, said=said, to_do=to_do)
    return 3 if result.remaining else 0
