"""Results on standard output, as a table for people, JSON or CSV for programs; everything else on standard error."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import click

from netsheets.cli.options import Format
from netsheets.commands.outcome import Change
from netsheets.domain.month import Month
from netsheets.sheets.schema import tab
from netsheets.sheets.wording import day_in_words, number_in_words
from netsheets.texts import Language, message

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to show: the key and the title of each column, and a line above."""

    columns: tuple[tuple[str, str], ...]
    rows: Sequence[Row]
    heading: str = ""


def tab_columns(key: str, language: Language, *, without: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """Return the keys and titles of a tab's columns."""
    left_out = set(without)
    return tuple((each.key, each.titles[language]) for each in tab(key).columns if each.key not in left_out)


def emit(document: Any, tables: Sequence[Table], shape: Format, language: Language) -> None:
    """Write a result: `document` as JSON, the first of the tables as CSV, or all of them for people."""
    if shape == "json":
        click.echo(json.dumps(_plain(document), ensure_ascii=False, indent=2))
    elif shape == "csv":
        _write_csv(tables[0])
    else:
        for table in tables:
            _show(table, language)


def note(code: str, language: Language, **details: object) -> None:
    """Write a sentence of `schemas/messages.json` on standard error."""
    click.echo(message(code, language, **details), err=True)


def note_changes(changes: Iterable[Change], language: Language) -> None:
    """Write what would change, or has changed, one line a tab."""
    for change in changes:
        note(f"change_{change.action}", language, tab=change.tab, rows=change.rows)


def _plain(value: Any) -> Any:
    """Return a value as JSON writes it: money and days as strings, exact to the digit."""
    match value:
        case Mapping():
            return {key: _plain(each) for key, each in value.items()}
        case str() | bool() | int() | None:
            return value
        case Decimal():
            return f"{value:f}"
        case dt.date() | Month():
            return str(value)
        case Iterable():
            return [_plain(each) for each in value]
        case _:
            return str(value)


def _write_csv(table: Table) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([key for key, _ in table.columns])
    for row in table.rows:
        writer.writerow(["" if (value := _plain(row.get(key))) is None else value for key, _ in table.columns])


def _show(table: Table, language: Language) -> None:
    """Write a table for people: aligned, numbers right, coloured on a terminal only."""
    from rich.console import Console  # noqa: PLC0415 - slow to import, and only people need it
    from rich.table import Table as Grid  # noqa: PLC0415 - likewise
    from rich.text import Text  # noqa: PLC0415 - likewise

    people = sys.stdout.isatty()
    console = Console(highlight=False, width=None if people else _UNFOLDED)
    if table.heading and (table.rows or not table.columns):
        console.print(Text(table.heading, style="bold"))
    if not table.rows:
        return
    grid = Grid(box=None, pad_edge=False, header_style="bold", show_header=any(title for _, title in table.columns))
    for key, title in table.columns:
        right = any(isinstance(row.get(key), Decimal | int) for row in table.rows)
        grid.add_column(title, justify="right" if right else "left", no_wrap=right)
    for row in table.rows:
        grid.add_row(*(Text(_spoken(row.get(key), language)) for key, _ in table.columns))
    console.print(grid, crop=False)
    console.print()


_UNFOLDED = 1000
"""The width in which a file or a pipe takes a table: nothing of it is folded."""


def _spoken(value: Any, language: Language) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return number_in_words(f"{value:f}", language)
        case dt.date():
            return day_in_words(value.isoformat())
        case _:
            return " ".join(str(value).split())
