"""`init`, `upgrade` and `import`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netsheets.cli.options import ANY_PATH, Session, dry_run_option, in_session, working
from netsheets.cli.present import note, note_changes
from netsheets.commands.importing import import_folder
from netsheets.commands.preparing import init, upgrade
from netsheets.commands.workbook import to_make
from netsheets.sheets.wording import tab_title


@click.command("init", epilog="Example: netsheets init network.xlsx --lang en --tab shares --tab projects")
@click.argument("ref", type=ANY_PATH)
@click.option("--sample", is_flag=True, help="Fill it with a sample network to play with.")
@click.option("--tab", "tabs", multiple=True, metavar="NAME", help="Also make this tab: shares, projects, meetings …")
@dry_run_option
@in_session
def init_command(session: Session, ref: str, **given: Any) -> int:
    """Make a new workbook ready to fill.

    Tabs with help on every heading, drop-downs, date and money formats, a guide for members, and the tabs that
    netsheets writes. REF is the path of the new workbook (network.xlsx), or the address of an empty Google Sheet.
    """
    made = init(
        to_make(ref),
        language=session.language,
        sample=given["sample"],
        tabs=given["tabs"],
        dry_run=given["dry_run"],
    )
    if given["dry_run"]:
        note("dry_run", session.language)
        note_changes(made.changes, session.language)
    else:
        note("initialised", session.language, path=made.name)
    return 0


@click.command("upgrade", epilog="Example: netsheets upgrade -w network.xlsx")
@click.option("--tab", "tabs", multiple=True, metavar="NAME", help="Also add this tab: disputes, entries, amendments …")
@dry_run_option
@in_session
def upgrade_command(session: Session, **given: Any) -> int:
    """Bring a workbook's tabs, headings, drop-downs and protection up to date, without touching a member's cell.

    Its months stay as they were closed. --tab adds a tab that not every network needs: Disputes, Entries, Amendments …
    """
    made = upgrade(session.workbook(), language=session.language, tabs=given["tabs"], dry_run=given["dry_run"])
    session.language = session.chosen or made.language
    if given["dry_run"]:
        note("dry_run", session.language)
        note_changes(made.changes, session.language)
    else:
        note("upgraded", session.language, path=made.name)
    return 0


@click.command("import", epilog="Example: netsheets import crm/ --map crm.json -w network.xlsx")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--map", "map_path", metavar="FILE", type=click.Path(path_type=Path, readable=False), help="What becomes what."
)
@dry_run_option
@in_session
def import_command(session: Session, folder: Path, map_path: Path | None, **given: Any) -> int:
    """Load CSV files into the members' tabs, below the rows that are there.

    One file a tab, named after it (clients.csv), with the tab's headings. For files of another program, a map says
    which column becomes which; docs/import.md explains it.
    """
    with working():
        done = import_folder(
            session.workbook(), folder, map_path=map_path, language=session.language, dry_run=given["dry_run"]
        )
    language = session.language = session.chosen or done.language
    if given["dry_run"]:
        note("dry_run", language)
    for key, count in done.rows:
        note("imported", language, tab=tab_title(key, language), rows=count)
    for each in done.ignored:
        note("import_ignored", language, name=each)
    return 0
