"""Results on standard output, as tables for people, JSON or CSV for programs; everything else on standard error."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from netsheets.cli.grid import drawn
from netsheets.cli.options import FILE, Format
from netsheets.commands.changes import TabChange
from netsheets.commands.json_text import json_text
from netsheets.commands.network import OpenNetwork
from netsheets.errors import StoreRefused
from netsheets.exports.document import Page, Report, Table, Text, shaped
from netsheets.exports.document.listing import rows_as_csv
from netsheets.sheets.schema import tab
from netsheets.texts import Language, message


def names_of(network: OpenNetwork, on: dt.date) -> Mapping[str, str]:
    """Return what people call every member by id, and the network as the charter of that day gives it."""
    return network.book.names(network.charter.on(on).network_name)


def tab_columns(key: str, language: Language, *, without: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """Return the keys and titles of a tab's columns."""
    left_out = set(without)
    return tuple((each.key, each.titles[language]) for each in tab(key).columns if each.key not in left_out)


def emit(document: Any, tables: Sequence[Table], shape: Format, language: Language, *, quiet: bool = False) -> None:
    """Write a result: `document` as JSON, the first of the tables as CSV, or all of them for people.

    It goes to the file that `-o` names, else to standard output; `quiet` leaves unsaid that there is nothing to show.
    """
    context = click.get_current_context(silent=True)
    file = context.meta.get(FILE) if context else None
    if context and file:
        _to_file(document, tables, (file, language), context)
        return
    if shape == "json":
        say(json_text(document))
        return
    if shape == "csv":
        say(rows_as_csv(tables[:1]).removesuffix("\n"))
        return
    shown = [text for text in (drawn(table, language) for table in tables) if text]
    if shown:
        say("\n".join(shown).rstrip("\n"))
    elif not quiet:
        note("nothing", language)


def _to_file(document: Any, tables: Sequence[Table], where: tuple[Path, Language], context: click.Context) -> None:
    """Write a result to a file, in the form its name ends with, and say so."""
    from netsheets.commands.reports import form_of  # noqa: PLC0415 - only a file needs it
    from netsheets.commands.writing import write_file  # noqa: PLC0415 - likewise

    file, language = where
    told = [_told(each) for each in tables if each.rows or (each.heading.strip() and not each.columns)]
    title = next((each.heading for each in told if each.heading), str(context.info_name))
    if told and told[0].heading == title:
        told[0] = replace(told[0], heading="")
    parts = tuple(each for each in told if isinstance(each, Table) or each.paragraphs or each.heading)
    parts = parts or (Text((message("nothing", language),)),)
    report = Report(str(context.info_name), title, "", language, (Page(title, parts),), document, tables[0])
    write_file(file, form_of(file)(report))
    note("report_written", language, title=title)
    say(str(file))


def _told(table: Table) -> Table | Text:
    """Return a table as a document has it: lines without titles are text, a heading's further lines stand below it."""
    heading, *below = table.heading.strip().split("\n")
    if any(each.title for each in table.columns):
        return replace(shaped(table), heading=heading)
    said = (" ".join(str(value).strip() for value in row.values()) for row in table.rows)
    return Text((*below, *said), heading)


def say(text: str) -> None:
    """Write a result on standard output.

    Who stops reading (`| head`) has seen enough, and what the command does goes on. Raise StoreRefused where the
    output can't be written.
    """
    try:
        click.echo(text)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise StoreRefused("output_unwritable", reason=error.strerror) from error


def note(code: str, language: Language, **details: object) -> None:
    """Write a sentence of `schemas/messages.json` on standard error."""
    click.echo(folded(message(code, language, **details)), err=True)


def folded(text: str) -> str:
    """Return a text as standard error shows it: on a terminal no word is cut at the window's edge."""
    if sys.stderr is None or not sys.stderr.isatty():
        return text
    width = shutil.get_terminal_size().columns
    indent = " " * (len(text) - len(text.lstrip()))
    lines = textwrap.wrap(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return "\n".join(lines)


def note_changes(changes: Iterable[TabChange], language: Language) -> None:
    """Write what would change: a line for each tab that gets rows, one for each thing done to several tabs alike."""
    alike: dict[str, list[str]] = {}
    for change in changes:
        if change.rows is None:
            alike.setdefault(change.action, []).append(change.tab)
        else:
            note(f"change_{change.action}", language, tab=change.tab, rows=change.rows)
    for action, titles in alike.items():
        note(f"change_{action}", language, tab=", ".join(titles))
