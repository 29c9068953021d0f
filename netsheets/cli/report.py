"""`report NAME`: the reports on the life of the network; and `agenda`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netsheets.cli.options import (
    Session,
    day_named,
    dry_run_option,
    format_option,
    in_session,
    month_argument,
    report_options,
    working,
)
from netsheets.cli.paper import Where, publish, show_list
from netsheets.cli.present import emit, note, say
from netsheets.commands.network import month_named
from netsheets.commands.reports import dashboard, require_page, write_dashboard
from netsheets.exports.document.document import document_of


@click.group("report", invoke_without_command=True, epilog="Example: netsheets report teams -w network.xlsx")
@in_session
def report_command(session: Session) -> int:
    """Show a report on the life of the network, and write it to its tab of the workbook.

    With `-o FILE` it goes to a file instead, and the workbook stays as it is: .xlsx, .html, .md, .json or .csv, by
    the name's end. Without a name, it lists the reports.
    """
    if click.get_current_context().invoked_subcommand is None:
        show_list(report_command.commands.values(), session.language)
    return 0


public_option = click.option("--public", is_flag=True, help="Leave amounts out, for everybody's eyes.")


@report_command.command(
    "recruitment", epilog="Example: netsheets report recruitment -w network.xlsx -o candidates.html"
)
@report_options
def recruitment(session: Session, **given: Any) -> int:
    """Show each candidate: what was said, and what is missing.

    Interviews held and still to come, opinions and marks side by side, what to talk about before a decision.
    """
    return publish(session, "recruitment", Where(**given))


@report_command.command("interview", epilog="Example: netsheets report interview M27 -w network.xlsx -o sheet.html")
@click.argument("candidate", required=False)
@report_options
def interview(session: Session, candidate: str | None, **given: Any) -> int:
    """Show a blank interview sheet to print.

    For a candidate, or for whoever it will be. Its questions avoid prepared answers. It has no tab in the workbook.
    """
    return publish(session, "interview", Where(**given), member_id=candidate or "")


@report_command.command("directory", epilog="Example: netsheets report directory -w network.xlsx -o directory.html")
@click.option("--member", "member_id", metavar="ID", default="", help="Only this member's page.")
@report_options
def directory(session: Session, member_id: str, **given: Any) -> int:
    """Show who can do what, and for whom.

    With how complete and how recent each member's row is. A file also holds a page on each member.
    """
    return publish(session, "directory", Where(**given), member_id=member_id)


@report_command.command("synergies", epilog="Example: netsheets report synergies -w network.xlsx")
@report_options
def synergies(session: Session, **given: Any) -> int:
    """Show who should talk to whom first, and why.

    With who shares a skill with whom, agreed or not.
    """
    return publish(session, "synergies", Where(**given))


@report_command.command("teams", epilog="Example: netsheets report teams -w network.xlsx")
@report_options
def teams(session: Session, **given: Any) -> int:
    """Show each team: what its members gave, and who needs a hand."""
    return publish(session, "teams", Where(**given))


@report_command.command("projects", epilog="Example: netsheets report projects -w network.xlsx -o projects.html")
@report_options
@public_option
def projects(session: Session, public: bool, **given: Any) -> int:
    """Show each project: who answers for it, and how it ended.

    Who signs, who brought the client, what the trials decided, which successes to tell.
    """
    return publish(session, "projects", Where(**given), public=public)


@report_command.command("activity", epilog="Example: netsheets report activity 2026-10 -w network.xlsx")
@month_argument
@report_options
@public_option
def activity(session: Session, month: str | None, public: bool, **given: Any) -> int:
    """Show each member's part: meetings, referrals, thanks.

    Attendance, referrals given and received, one-to-ones, thanks, give and take. The traffic lights look at the six
    months that end with MONTH (YYYY-MM; left out, the month before today's), by the charter's thresholds.
    """
    return publish(session, "activity", Where(**given), month, public=public)


@report_command.command(
    "dashboard", epilog="Example: netsheets report dashboard 2026-10 -w network.xlsx -o october.html"
)
@month_argument
@click.option(
    "-o", "--output", "file", metavar="FILE", type=click.Path(path_type=Path),
    help="The page to write; its name ends in .html.",
)  # fmt: skip
@public_option
@format_option
@dry_run_option
@in_session
def dashboard_command(session: Session, month: str | None, public: bool, **given: Any) -> int:
    """Write the month at a glance, as a page: -o FILE.html.

    Key figures, revenue by month, pipeline, top referrers, who owns which client until when, who gave whom how many
    referrals, and what is to be put right. It opens in any browser, from a mail too and without the internet, and
    prints on A4. --format json gives its figures instead. A month that is not closed yet is marked as a draft. MONTH is
    YYYY-MM; left out, the month before today's.
    """
    return show_page(session, Where(**given), month, public=public)


def show_page(session: Session, where: Where, month: str | None, *, public: bool) -> int:
    """Write the dashboard's page, or show its figures; return the exit code."""
    network = session.network()
    figures_only = where.file is None and where.shape == "json"
    path = None if figures_only else require_page(where.file)
    chosen = month_named(month, network)
    with working():
        found = dashboard(network, chosen, public=public)
        if path is not None and not where.dry_run:
            write_dashboard(found, network, path)
    if path is None:
        emit(document_of(found), (), "json", session.language)
        return 0
    state = "dashboard_written" if found.closed else "dashboard_draft"
    note("dry_run" if where.dry_run else state, session.language, month=chosen)
    say(str(path))
    return 0


@click.command("agenda", epilog="Example: netsheets agenda -w network.xlsx -o agenda.html")
@click.argument("day", required=False)
@report_options
def agenda_command(session: Session, day: str | None, **given: Any) -> int:
    """Write the agenda of the members' next meeting, on or after DAY: YYYY-MM-DD; left out, today.

    The news round with what is new from each member's rows, whose turn it is to present, whom to visit, the
    candidates, the client ownerships running out, what to celebrate, who should talk to whom. No amounts.
    """
    return publish(session, "agenda", Where(**given), day=day_named(day))
