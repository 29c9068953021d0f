"""`charter show`, `charter render` and `charter diff`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from netsheets.cli.options import Session, day_named, dry_run_option, file_option, format_option, in_session, working
from netsheets.cli.paper import Where, publish, shown_or_written
from netsheets.commands.reports import charter, charter_difference


@click.group("charter", epilog="Example: netsheets charter show -w network.xlsx")
@in_session
def charter_command(_session: Session) -> None:
    """Put the charter in words: the rules in force, an example computed by them, what changed."""


def reading_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what says which charter is read, and from which text."""
    for option in (
        click.option("--template", metavar="FILE", type=click.Path(path_type=Path), help="A text of your own."),
        click.option("--on", "day", metavar="DAY", help="The rules in force on that day (YYYY-MM-DD) [today]."),
    ):
        function = option(function)
    return function


@charter_command.command("show", epilog="Example: netsheets charter show -w network.xlsx")
@reading_options
@dry_run_option
@format_option
@in_session
def show(session: Session, day: str | None, template: Path | None, **given: Any) -> int:
    """Show the rules in force as a text, and write its tab.

    With --on another day it is only shown: the tab holds the rules in force today. --format json and csv list every
    rule with its value, since when, and its row in the tab charter (none: the default). The text comes from
    templates/charter/en.md or fr.md; --template names one of your own instead.
    """
    on, where = day_named(day), Where(**given)
    if on is None or on == session.today:
        return publish(session, "charter", where, template=template)
    network = session.network()
    with working():
        report = charter(network, on, template)
    return shown_or_written(report, where, network)


@charter_command.command("render", epilog="Example: netsheets charter render -o charter.html -w network.xlsx")
@reading_options
@click.option(
    "-o", "--output", "file", metavar="FILE", required=True, type=click.Path(path_type=Path),
    help="The file to write: .html, .xlsx, .md, .json or .csv.",
)  # fmt: skip
@dry_run_option
@in_session
def render(session: Session, day: str | None, template: Path | None, **given: Any) -> int:
    """Write the rules in force as a text to a file.

    The workbook stays as it is.
    """
    on = day_named(day)
    network = session.network()
    with working():
        report = charter(network, on, template)
    return shown_or_written(report, Where(**given), network)


@charter_command.command("diff", epilog="Example: netsheets charter diff 2025-12-31 2026-01-01 -w network.xlsx")
@click.argument("day")
@click.argument("other_day", required=False)
@format_option
@file_option
@in_session
def diff(session: Session, day: str, other_day: str | None, **given: Any) -> int:
    """Show what changes in the charter between two days.

    DAY and OTHER_DAY are YYYY-MM-DD; OTHER_DAY, left out, is today. Each rule before and after, from which day on, by
    which row of the tab charter, and what it applies to: referrals given before keep the old rule.
    """
    first, second = (day_named(each) for each in (day, other_day))
    network = session.network()
    return shown_or_written(charter_difference(network, first or network.today, second), Where(**given), network)
