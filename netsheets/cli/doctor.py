"""`doctor`."""

from __future__ import annotations

import click

from netsheets.cli.options import Format, Session, in_session, result_options
from netsheets.cli.present import emit
from netsheets.commands.doctor import examine
from netsheets.exports.document import table_of
from netsheets.texts import message


@click.command("doctor", epilog="Example: netsheets doctor -w network.xlsx")
@result_options
@in_session
def doctor_command(session: Session, shape: Format) -> int:
    """Check that everything is in order, and say what to do where it is not."""
    diagnosis = examine(session.workbook(), today=session.today, language=session.chosen, fallback=session.language)
    session.language, found = diagnosis.language, diagnosis.examinations
    rows = [
        {"subject": each.subject, "verdict": each.verdict, "seen": each.seen, "advice": each.advice} for each in found
    ]
    shown = [{**row, "verdict": message(f"verdict_{row['verdict']}", session.language)} for row in rows]
    columns = tuple(
        (key, message(f"column_{key}", session.language)) for key in ("subject", "verdict", "seen", "advice")
    )
    emit({"checks": rows}, (table_of(columns, shown if shape == "table" else rows),), shape, session.language)
    return 1 if any(each.verdict == "error" for each in found) else 0
