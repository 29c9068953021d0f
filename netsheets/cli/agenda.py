"""`agenda`: what there is to talk about at the next meeting."""

from __future__ import annotations

from typing import Any

import click

from netsheets.cli.options import Session, day_named, report_options
from netsheets.cli.paper import Where, publish


@click.command("agenda", epilog="Example: netsheets agenda -w network.xlsx -o agenda.html")
@click.argument("day", required=False)
@report_options
def agenda_command(session: Session, day: str | None, **given: Any) -> int:
    """Write the agenda of the members' next meeting, on or after DAY: YYYY-MM-DD; left out, today.

    The news round with what is new from each member's rows, whose turn it is to present, whom to visit, the
    candidates, the client ownerships running out, what to celebrate, who should talk to whom. No amounts.
    """
    return publish(session, "agenda", Where(**given), day=day_named(day))
