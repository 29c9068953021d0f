"""Results on standard output, as tables for people, JSON or CSV for programs; everything else on standard error.

A table is folded to the width of a terminal; in a pipe it is whole and plain.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import click

from netsheets.cli.options import FILE, Format
from netsheets.commands.changes import TabChange
from netsheets.commands.network import OpenNetwork
from netsheets.commands.writing import json_text, write_file
from netsheets.errors import StoreRefused
from netsheets.exports.document import Column, Page, Report, Table, Text, Tone, shaped
from netsheets.exports.document.listing import rows_as_csv
from netsheets.sheets.schema import tab
from netsheets.texts import Language, day_in_words, message, number_in_words

_Texts = Sequence[tuple[str, ...]]

_MOST_ROWS = 500
"""The most rows of one table that people are shown; JSON and CSV always have them all."""
_COMFORT = 18
"""A column of words that would be narrower than this is left out, where it is spare."""
_LONGEST_WORD = 30
"""A longer word (a path, an address) is cut where there is no room."""
_GAP = 2
_COLOURS: Mapping[Tone, str] = {"good": "green", "fair": "yellow", "poor": "red"}


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


def drawn(table: Table, language: Language) -> str:
    """Return a table as lines of text, "" where it says nothing."""
    if not table.rows and (table.columns or not table.heading):
        return ""
    on_terminal = sys.stdout is not None and sys.stdout.isatty()
    return _folded(table, language) if on_terminal else "\n".join(_aligned(table, language)) + "\n"


def _aligned(table: Table, language: Language) -> Iterator[str]:
    """Yield a table's lines, as wide as they come."""
    if table.heading:
        yield table.heading
    if not table.rows:
        return
    texts = _texts(table, language)
    titles = [each.title for each in table.columns]
    lines = [titles, *texts] if any(titles) else texts
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    right = _right(table)
    for line in lines:
        cells = (
            text.rjust(width) if column.key in right else text.ljust(width)
            for text, width, column in zip(line, widths, table.columns, strict=True)
        )
        yield (" " * _GAP).join(cells).rstrip()
    yield from _more(table, language)


def _folded(table: Table, language: Language) -> str:
    """Return a table as a terminal shows it: no line is wider than the window, and no word is cut.

    Where there are too many columns for that, each row is a paragraph.
    """
    from rich.console import Console  # noqa: PLC0415 - slow to import, and only a terminal needs it
    from rich.text import Text  # noqa: PLC0415 - likewise

    console = Console(highlight=False, color_system=None if os.environ.get("NO_COLOR") else "auto")
    with console.capture() as captured:
        if table.heading:
            console.print(Text(table.heading, style="bold"))
        if table.rows:
            texts = _texts(table, language)
            widths, left_out = _widths(table, texts, console.width)
            if left_out or _total(widths.values()) <= console.width:
                console.print(_grid(table, texts, widths), crop=False)
            else:
                console.print(_paragraphs(table, texts, language))
            for each in (*_more(table, language), *_named(left_out, language)):
                console.print(Text(each, style="dim"))
    return captured.get()


def _grid(table: Table, texts: _Texts, widths: Mapping[str, int]) -> Any:
    """Return the rows below each other, in columns so many characters wide."""
    from rich.table import Table as Grid  # noqa: PLC0415 - slow to import, and only a terminal needs it
    from rich.text import Text  # noqa: PLC0415 - likewise

    grid = Grid(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    grid.show_header = any(each.title for each in table.columns)
    right = _right(table)
    kept = [(index, each) for index, each in enumerate(table.columns) if each.key in widths]
    for _, each in kept:
        aligned: Literal["right", "left"] = "right" if each.key in right else "left"
        grid.add_column(each.title, justify=aligned, width=widths[each.key], overflow="fold")
    for line in texts:
        grid.add_row(*(Text(line[index], style=_style(each, line[index])) for index, each in kept))
    return grid


def _paragraphs(table: Table, texts: _Texts, language: Language) -> Any:
    """Return each row as a paragraph under its first cell: the title of each other cell, and what it says."""
    from rich.console import Group  # noqa: PLC0415 - slow to import, and only a terminal needs it
    from rich.padding import Padding  # noqa: PLC0415 - likewise
    from rich.text import Text  # noqa: PLC0415 - likewise

    colon = " : " if language == "fr" else ": "
    titles = [f"{each.title}{colon}" if each.title else "" for each in table.columns[1:]]
    found: list[Any] = []
    for first, *others in texts:
        pairs = (
            Text.assemble((title, "dim"), (text, _style(column, text)))
            for title, text, column in zip(titles, others, table.columns[1:], strict=True)
            if text
        )
        found += [Text(first, style="bold"), Padding(Text(" · ").join(pairs), (0, 0, 0, _GAP))]
    return Group(*found)


def _style(column: Column, text: str) -> str:
    """Return the colour of a word that stands alone in a cell."""
    tone = column.tones.get(text)
    return _COLOURS[tone] if tone else ""


def _widths(table: Table, texts: _Texts, room: int) -> tuple[Mapping[str, int], list[str]]:
    """Return the width of each column to show in this room, and the titles of those that have to go.

    The widest columns of words give way first, down to their longest word; numbers are never folded.
    """
    right = _right(table)
    widths, least, comfort = {}, {}, {}
    for index, (key, title) in enumerate((each.key, each.title) for each in table.columns):
        longest = max((len(line[index]) for line in texts), default=0)
        words = [] if key in right else [word for line in texts for word in line[index].split(" ")]
        word = longest if key in right else min(max(map(len, words), default=0), _LONGEST_WORD)
        widths[key] = max(longest, len(title))
        least[key] = max(word, *map(len, title.split(" ")))
        comfort[key] = max(least[key], min(longest, _COMFORT))
    left_out: list[str] = []
    for key in table.spare:
        if _total(comfort[each] for each in widths) <= room:
            break
        if widths.pop(key, None) is not None:
            left_out.append(next(each.title for each in table.columns if each.key == key))
    while _total(widths.values()) > room:
        loose = [key for key in widths if widths[key] > least[key]]
        if not loose:
            break
        widths[max(loose, key=lambda key: widths[key])] -= 1
    return widths, left_out


def _total(widths: Iterable[int]) -> int:
    each = tuple(widths)
    return sum(each) + _GAP * (len(each) - 1)


def _texts(table: Table, language: Language) -> _Texts:
    return [tuple(_spoken(row.get(each.key), language) for each in table.columns) for row in table.rows[:_MOST_ROWS]]


def _right(table: Table) -> frozenset[str]:
    """Return the columns of numbers, which are aligned on the right."""
    return frozenset(
        each.key for each in table.columns if any(isinstance(row.get(each.key), Decimal | int) for row in table.rows)
    )


def _more(table: Table, language: Language) -> Iterator[str]:
    if len(table.rows) > _MOST_ROWS:
        yield message("more_rows", language, count=len(table.rows) - _MOST_ROWS)


def _named(left_out: Iterable[str], language: Language) -> Iterator[str]:
    if names := ", ".join(left_out):
        yield message("columns_left_out", language, columns=names)


def _spoken(value: Any, language: Language) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return number_in_words(value, language)
        case dt.date():
            return day_in_words(value)
        case _:
            return " ".join(str(value).split(" "))
