"""`demo`: the sample network through three months, as a treasurer would type them."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from netsheets.cli.options import Session, dry_run_option, in_session
from netsheets.cli.present import note, say
from netsheets.commands.workbook import new_google_sheet
from netsheets.commands.writing import write_file
from netsheets.errors import Conflict
from netsheets.resources import resource

TODAY = "2026-11-22"
"""The day the sample network is told on."""
LOCAL_TOKEN = "recorded"  # noqa: S105 - it opens nothing but the local Google (docs/sheets-server.md)


@click.command("demo", epilog="Example: netsheets demo my-demo")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("demo"))
@click.option("--google", "sheet", metavar="URL", help="Fill an empty Google Sheet instead (docs/google.md).")
@dry_run_option
@in_session
def demo_command(session: Session, folder: Path, sheet: str | None, *, dry_run: bool) -> int:
    """Take a sample network through three months, command by command.

    Makes DIR [demo] with a filled workbook, and closes three months in it, each command shown as you would type it. Two
    rows come in late, after August is closed: see how September makes up for them. The workbook is yours to play with.
    """
    path = folder / ("reseau.xlsx" if session.language == "fr" else "network.xlsx")
    if not sheet and path.exists():
        raise Conflict("demo_exists", path=path)
    workbook = sheet or str(path)
    if dry_run:
        note("dry_run", session.language)
        for _, arguments in _steps(folder, workbook, session.language):
            say("$ netsheets " + shlex.join(arguments))
        return 0
    if sheet:
        workbook = _empty_sheet(sheet)
    write_file(
        folder / "late" / "billing.csv", resource("templates/sample/late", "billing.csv").read_bytes(), shared=True
    )
    for name, arguments in _steps(folder, workbook, session.language):
        note(f"demo_{name}", session.language)
        say("$ netsheets " + shlex.join(arguments))
        _run(arguments)
        say("")
    note("demo_done", session.language, path=workbook, folder=folder / "statements", reports=folder / "reports")
    return 0


def _empty_sheet(named: str) -> str:
    """Return the address of the sheet to fill; a local Google, named by its own address, is asked for an empty one."""
    parts = urlsplit(named)
    if parts.hostname not in ("127.0.0.1", "localhost"):
        return named
    os.environ.update({"NETSHEETS_GOOGLE_ENDPOINT": named, "NETSHEETS_GOOGLE_TOKEN": LOCAL_TOKEN})
    return new_google_sheet(os.environ, Path.cwd())


Step = tuple[str, list[str]]
"""The sentence that announces a step, and what is typed."""


def _steps(folder: Path, workbook: str, language: str) -> tuple[Step, ...]:
    """Return the steps of the demonstration."""
    named = ["-w", workbook, "--today", TODAY]
    return (*_months(folder, workbook, language, named), *_life(folder, named), *_accounts(folder, named))


def _months(folder: Path, workbook: str, language: str, named: list[str]) -> tuple[Step, ...]:
    """Return the steps of three months: filled, checked, closed, explained, stated."""
    late, statements = str(folder / "late"), str(folder / "statements")
    return (
        ("init", ["init", workbook, "--sample", "--lang", language]),
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
        ("statements", ["statements", "2026-10", "-o", statements, "--zip", "--mail", *named]),
    )


def _life(folder: Path, named: list[str]) -> tuple[Step, ...]:
    """Return the steps of the network's life: each report in its tab, and those to hand round in a file."""
    reports = folder / "reports"
    return (
        ("recruitment", ["report", "recruitment", *named]),
        ("admit", ["admit", "M14", *named]),
        ("interview", ["report", "interview", "M15", "-o", str(reports / "interview.html"), *named]),
        ("directory", ["report", "directory", "-o", str(reports / "directory.html"), *named]),
        ("synergies", ["report", "synergies", *named]),
        ("teams", ["report", "teams", *named]),
        ("projects", ["report", "projects", *named]),
        ("activity", ["report", "activity", "2026-10", *named]),
        ("agenda", ["agenda", "-o", str(reports / "agenda.html"), *named]),
        ("charter", ["charter", "render", "-o", str(reports / "charter.html"), *named]),
        ("charter_diff", ["charter", "diff", "2025-12-31", "2026-01-01", *named]),
        ("dashboard", ["report", "dashboard", "2026-10", "-o", str(reports / "dashboard.html"), *named]),
    )


def _accounts(folder: Path, named: list[str]) -> tuple[Step, ...]:
    """Return the steps of the accountant and the bank, and of someone who asks what is held on them."""
    books = folder / "books"
    return (
        ("journal", ["export", "journal", "2026-10", "--layout", "fec", "-o", f"{books}/", *named]),
        ("check_fec", ["check-fec", str(books / "000009902FEC20261231.txt")]),
        ("das2", ["export", "das2", "2026", "-o", str(books / "das2.xlsx"), *named]),
        ("sepa", ["export", "sepa", "2026-10", "-o", str(books / "october.xml"), *named]),
        ("payouts", ["payouts", "record", "2026-10", "--via-network", "--write", *named]),
        ("privacy", ["privacy", "export", "M13", "-o", str(folder / "M13.xlsx"), *named]),
        ("doctor", ["doctor", *named]),
    )


def _run(arguments: list[str]) -> None:
    """Run one command of the same program. A failure of the demonstration is one of the program: nothing is hidden."""
    from netsheets.cli.app import app  # noqa: PLC0415 - the app imports this module when it is called

    status: Any = app.main(arguments, prog_name="netsheets", standalone_mode=False, obj=Session())
    if status:
        raise click.exceptions.Exit(int(status))
