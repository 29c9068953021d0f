"""`export das2`."""

from __future__ import annotations

from typing import Any

import click

from netsheets.cli.options import Session, report_options
from netsheets.cli.paper import Where, shown_or_written
from netsheets.commands.declaration import das2_of


@click.command("das2", epilog="Example: netsheets export das2 2026 -o das2.xlsx -w network.xlsx")
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
