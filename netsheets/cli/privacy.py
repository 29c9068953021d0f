"""`privacy`: what is held on a person, and erasing it."""

from __future__ import annotations

from typing import Any

import click

from netsheets.cli.options import Format, Session, dry_run_option, file_option, format_option, in_session, working
from netsheets.cli.paper import Where, shown_or_written
from netsheets.cli.present import note, note_changes
from netsheets.commands.privacy import copy_of, erase, left_over, planned_erasure, report_on
from netsheets.commands.reports import form_of


@click.group("privacy", epilog="Example: netsheets privacy export M13 -w network.xlsx -o M13.xlsx")
@in_session
def privacy_command(_session: Session) -> None:
    """Give a person what is held on them, or erase it."""


@privacy_command.command("export", epilog="Example: netsheets privacy export M13 -w network.xlsx -o M13.xlsx")
@click.argument("member")
@file_option
@format_option
@dry_run_option
@in_session
def export(session: Session, member: str, **given: Any) -> int:
    """Show everything that is held on a member.

    Every row about them, tab by tab. Rows in error and the network's own columns are in it. Where rows about others
    name them, only the cell's place is given: no one else's amounts are in the copy. In Excel each tab has its page.
    """
    where = Where(**given)
    if where.file is not None:
        form_of(where.file)
    network = session.network()
    with working():
        report = copy_of(network, member)
    return shown_or_written(report, where, network)


@privacy_command.command("erase", epilog="Example: netsheets privacy erase M13 -w network.xlsx")
@click.argument("member")
@click.option("--yes", is_flag=True, help="Do it. It can't be undone.")
@dry_run_option
@format_option
@in_session
def erase_command(session: Session, member: str, shape: Format, **given: Any) -> int:
    """Show what erasing a member would do; with --yes, do it.

    Everything goes but what the accounts need for ten years; where they need nothing, a number stands in place of the
    name. Says what stays and why, which cells a person must read, and what lies outside the workbook. Refuses with
    every reason, and exit code 3, until they have left, and while anything is still owed or to be posted.
    """
    network = session.network()
    with working():
        plan = planned_erasure(network, member)
    doing = given["yes"] and not given["dry_run"] and not plan.nothing_left
    changes = erase(network, plan, dry_run=not doing)
    shown_or_written(report_on(network, plan, done=doing or plan.nothing_left), Where(shape), network)
    if plan.nothing_left:
        note("erasure_nothing_left", session.language, member=plan.member.member_id)
    elif not doing:
        note("dry_run", session.language)
        note_changes(changes, session.language)
        note("erasure_planned", session.language, member=plan.member.member_id)
    elif left := left_over(network, plan):
        note("erasure_left_over", session.language, cells=", ".join(left))
        return 1
    else:
        note("erasure_done", session.language, member=plan.member.member_id)
        if plan.remains.look_at or plan.remains.again:
            note("erasure_then", session.language)
    return 0
