"""`status`, and `netsheets` alone on a terminal."""

from __future__ import annotations

import click

from netsheets.cli.options import Format, Session, in_session, result_options
from netsheets.cli.present import emit, names_of
from netsheets.commands.status import Status, status_of
from netsheets.exports.document import Table, table_of
from netsheets.texts import Language, message


@click.command("status", epilog="Example: netsheets status -w network.xlsx")
@result_options
@in_session
def status_command(session: Session, shape: Format) -> int:
    """Say where the network stands, and the one next command, ready to copy."""
    network = session.network()
    found = status_of(network)
    names = names_of(network, network.today)
    document = {
        "last_closed": str(found.last_closed) if found.last_closed else None,
        "errors": found.errors,
        "warnings": found.warnings,
        "unpaid": [
            {"member_id": each.member_id, "currency": each.currency, "amount": each.closing} for each in found.unpaid
        ],
        "next_step": found.next_step,
        "month": str(found.month),
        "command": found.command,
    }
    language = session.language
    rows = [
        {"member": names.get(each.member_id, each.member_id), "amount": each.closing, "currency": each.currency}
        for each in found.unpaid
    ]
    columns = tuple((key, message(f"status_{key}", language)) for key in ("member", "amount", "currency"))
    unpaid = table_of(columns, rows, message("status_unpaid", language))
    emit(document, (_heading(found, language), *((unpaid,) if rows else ())), shape, language)
    return 0


def _heading(found: Status, language: Language) -> Table:
    closed = message("status_closed" if found.last_closed else "status_none_closed", language, month=found.last_closed)
    wrong = message("status_findings", language, errors=found.errors, warnings=found.warnings)
    step = message(f"status_next_{found.next_step}", language, month=found.month, last_day=found.month.last_day)
    return table_of((), (), "\n".join(filter(None, (closed, wrong, step, found.command and f"  {found.command}"))))
