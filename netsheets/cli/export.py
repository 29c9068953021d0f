"""`export`: what the accountant and the bank get."""

from __future__ import annotations

import click

from netsheets.cli.das2 import das2
from netsheets.cli.journal import journal
from netsheets.cli.options import Session, in_session
from netsheets.cli.sepa import sepa


@click.group("export", epilog="Example: netsheets export sepa 2026-10 -o october.xml -w network.xlsx")
@in_session
def export_command(_session: Session) -> None:
    """Write what the accountant and the bank get."""


export_command.add_command(journal)
export_command.add_command(das2)
export_command.add_command(sepa)
