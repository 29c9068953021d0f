"""`statements`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netsheets.cli.options import Session, counting, dry_run_option, in_session, month_argument
from netsheets.cli.present import note, say
from netsheets.commands.closing import month_named
from netsheets.commands.statements import StatementOptions, statements


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
@dry_run_option
@in_session
def statements_command(session: Session, month: str | None, **given: Any) -> int:
    """Write one Excel statement a member, and one for the network, of a closed month.

    MONTH is YYYY-MM; left out, the month before today's. The same month gives the same files, byte for byte.
    """
    network = session.network()
    chosen = month_named(month, network)

    options = StatementOptions(tuple(given["members"]), given["templates"], dry_run=given["dry_run"])
    with counting() as progress:
        found = statements(network, chosen, given["folder"], options, progress=progress)
    if given["dry_run"]:
        note("dry_run", session.language)
    for path in found.paths:
        say(str(path))
    if not given["dry_run"]:
        note("statements_written", session.language, count=len(found.paths), month=chosen, folder=given["folder"])
    return 0
