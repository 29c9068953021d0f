"""A report where it was asked for: on the screen and in its tab of the workbook, or in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from click import Command

from netsheets.cli.options import Format, Session, working
from netsheets.cli.present import emit, note, note_changes, say
from netsheets.commands.network import OpenNetwork, month_named
from netsheets.commands.reports import TABS, form_of, report_of, write_report, write_tab
from netsheets.domain.book import INPUT_TABS
from netsheets.domain.findings import rows_in_error
from netsheets.exports.document import Bullets, Column, Facts, Part, Report, Table, Text, Value, table_of
from netsheets.exports.document.listing import csv_of
from netsheets.exports.document.wording import decimals_in, in_words, readable, rounded, total_row
from netsheets.exports.document.words import words_of
from netsheets.exports.reports import Asked
from netsheets.sheets.wording import tab_title
from netsheets.texts import Language, message

_WITHOUT_ROWS = frozenset({"charter", "interview"})
"""The reports that leave out no member's row: the charter names those of its own in its text."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a report goes, and in what shape."""

    shape: Format = "table"
    file: Path | None = None
    dry_run: bool = False


def publish(session: Session, name: str, where: Where, month: str | None = None, **asked: Any) -> int:
    """Write a report to a file, or show it and write its tab; return the exit code. `asked` are fields of `Asked`."""
    if where.file is not None:
        form_of(where.file)
    network = session.network()
    asking = Asked(name, month_named(month, network), brief=where.file is None, **asked)
    with working():
        report = report_of(network, asking)
    shown_or_written(report, where, network)
    if name not in _WITHOUT_ROWS:
        _note_left_out(network)
    if where.file is None and name in TABS:
        changes = write_tab(network, asking, dry_run=where.dry_run)
        if where.dry_run:
            note("dry_run", session.language)
            note_changes(changes, session.language)
        else:
            note("report_in_tab", session.language, tab=changes[0].tab)
    return 0


def show_list(commands: Iterable[Command], language: Language) -> None:
    """Show the reports there are: each command's name, and what it is about."""
    words = words_of("shared", language).of("about")
    rows = [
        {"name": each.name, "about": words.get(str(each.name)) or each.get_short_help_str(100)} for each in commands
    ]
    heading = message("heading_reports", language) + "\n"
    emit(None, (table_of((("name", ""), ("about", "")), rows, heading),), "table", language)


def shown_or_written(report: Report, where: Where, network: OpenNetwork) -> int:
    """Write a report to a file, or show it where none is named; return the exit code."""
    language = network.language
    if where.file is not None:
        write_report(report, where.file, network, dry_run=where.dry_run)
        note("dry_run" if where.dry_run else "report_written", language, title=report.title)
        say(str(where.file))
    elif where.shape == "csv":
        say(csv_of(report).removesuffix("\n"))
    else:
        emit(report.document, tuple(_drawn(report)), where.shape, language)
    return 0


def _note_left_out(network: OpenNetwork) -> None:
    """Say how many rows of which tabs a report leaves out because of an error: who misses a name knows why."""
    rows = rows_in_error(network.findings)
    language = network.language
    tabs = [f"{tab_title(key, language)} ({len(rows[key])})" for key in INPUT_TABS if key in rows]
    if tabs:
        note("rows_left_out", language, tabs=", ".join(tabs))


def _drawn(report: Report) -> Iterator[Table]:
    """Yield what people see of a report on a terminal."""
    yield table_of((), (), report.title)
    yield table_of((), (), f"{report.subtitle}\n")
    for page in report.pages:
        if len(report.pages) > 1:
            yield table_of((), (), f"== {page.title}\n")
        for part in page.parts:
            yield _part(part, report.language)
            if isinstance(part, Table) and part.rows and part.note:
                yield _lines("", (part.note,))


def _part(part: Part, language: Language) -> Table:
    match part:
        case Text(paragraphs, heading):
            return _lines(heading, paragraphs)
        case Bullets(items, heading, empty, boxes):
            mark = "☐" if boxes else "-"
            return _lines(heading, tuple(f"{mark} {each}" for each in items) or (empty,))
        case Facts(rows, heading):
            facts = [{"label": label, "value": line} for fact in rows for label, line in _fact(*fact, language)]
            return table_of((("label", ""), ("value", "")), facts, heading)
        case Table():
            return _table(part, language)


def _fact(label: str, value: Value, language: Language) -> Iterator[tuple[str, Value]]:
    """Yield a fact's lines: its label stands beside the first one only."""
    for number, line in enumerate(in_words(value, language).split("\n")):
        yield "" if number else label, line


def _lines(heading: str, lines: tuple[str, ...]) -> Table:
    return table_of((("text", ""),), [{"text": readable(each)} for each in lines if each], heading)


def _table(table: Table, language: Language) -> Table:
    if not table.rows:
        return _lines(table.heading, (table.empty,))
    columns = tuple((each.key, each.title) for each in table.columns)
    decimals = decimals_in(table)
    rows = [
        {
            column.key: _said(column, row.get(column.key), places, language)
            for column, places in zip(table.columns, decimals, strict=True)
        }
        for row in filter(None, (*table.rows, total_row(table, language)))
    ]
    tones = {str(column.shown(word)): tone for column in table.columns for word, tone in column.tones.items()}
    return table_of(columns, rows, table.heading, tones=tones)


def _said(column: Column, value: Value, decimals: int, language: Language) -> Value:
    """Return a value for the terminal; counts and amounts stay numbers, so that they stand on the right."""
    value = column.shown(value)
    if isinstance(value, Decimal):
        if column.kind == "percent":
            return in_words(value, language, "percent", decimals)
        return rounded(value, column.kind, decimals) if column.kind == "decimal" else value
    return " ".join(in_words(value, language).split("\n")) if isinstance(value, str | tuple) else value
