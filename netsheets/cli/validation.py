"""`validate`."""

from __future__ import annotations

from typing import Any

import click

from netsheets.cli.findings import as_rows, counts_of, findings_table
from netsheets.cli.options import Format, Session, dry_run_option, format_option, in_session
from netsheets.cli.present import emit, note, note_changes
from netsheets.commands.validate import validate


@click.command("validate", epilog="Example: netsheets validate -w network.xlsx")
@dry_run_option
@format_option
@in_session
def validate_command(session: Session, shape: Format, **given: Any) -> int:
    """Say what is wrong with the rows.

    Lists every finding with its cell and what to do, writes them to the issues tab, and colours the cells. Members'
    cells are never changed. Ends with exit code 1 where there are errors.
    """
    network = session.network()
    result = validate(network, dry_run=given["dry_run"])
    counts = counts_of(result.findings)
    document = {"findings": as_rows(result.findings, network), "counts": counts}
    table = findings_table(result.findings, network, for_people=shape == "table")
    if shape != "table" or result.findings:
        emit(document, (table,), shape, session.language)
    note("found", session.language, **counts)
    if given["dry_run"]:
        note("dry_run", session.language)
        note_changes(result.changes, session.language)
    return 1 if counts["error"] else 0
