"""`demo`: the sample network through every command, as a treasurer would type them."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click

from netsheets.cli.options import Session, dry_run_option, in_session
from netsheets.cli.present import note, say
from netsheets.commands.writing import write_file
from netsheets.errors import Conflict
from netsheets.resources import resource

TODAY = "2026-11-22"
"""The day the sample network is told on."""


@click.command("demo", epilog="Example: netsheets demo my-demo")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@dry_run_option
@in_session
def demo_command(session: Session, folder: Path, *, dry_run: bool) -> int:
    """Take a sample network through all of the above.

    Makes DIR with a filled workbook, and closes three months in it, each command shown as you would type it. Two
    rows come in late, after August is closed: see how September makes up for them. The workbook is yours to play with.
    """
    workbook = folder / ("reseau.xlsx" if session.language == "fr" else "network.xlsx")
    if workbook.exists():
        raise Conflict("demo_exists", path=workbook)
    if dry_run:
        note("dry_run", session.language)
        for _, arguments in _steps(folder, workbook, session.language):
            say("$ netsheets " + shlex.join(arguments))
        return 0
    write_file(folder / "late" / "billing.csv", resource("templates/sample/late", "billing.csv").read_bytes())
    for name, arguments in _steps(folder, workbook, session.language):
        note(f"demo_{name}", session.language)
        say("$ netsheets " + shlex.join(arguments))
        _run(arguments)
        say("")
    note("demo_done", session.language, path=workbook, folder=folder / "statements")
    return 0


def _steps(folder: Path, workbook: Path, language: str) -> tuple[tuple[str, list[str]], ...]:
    """Return the steps of the demonstration: the sentence that announces each, and what is typed."""
    named = ["-w", str(workbook), "--today", TODAY]
    late, statements = str(folder / "late"), str(folder / "statements")
    return (
        ("init", ["init", str(workbook), "--sample", "--lang", language]),
        ("validate", ["validate", *named]),
        ("commissions", ["commissions", "2026-08", *named]),
        ("close", ["close", "2026-08", *named]),
        ("late", ["import", late, *named]),
        ("september", ["close", "2026-09", *named]),
        ("october", ["close", "2026-10", *named]),
        ("again", ["close", "2026-10", *named]),
        ("ownership", ["ownership", "--expiring", *named]),
        ("explain", ["explain", "R33", *named]),
        ("balances", ["balances", "2026-10", *named]),
        ("statements", ["statements", "2026-10", "-o", statements, *named]),
        ("doctor", ["doctor", *named]),
    )


def _run(arguments: list[str]) -> None:
    """Run one command of the same program. A failure of the demonstration is one of the program: nothing is hidden."""
    from netsheets.cli.app import app  # noqa: PLC0415 - the app imports this module when it is called

    status: Any = app.main(arguments, prog_name="netsheets", standalone_mode=False, obj=Session())
    if status:
        raise click.exceptions.Exit(int(status))
