"""A report as a tab of the workbook: its parts stacked in one sheet, whose columns they share.

Only tables set how wide columns are. Longer text is folded to the width of the sheet, a row a line, and runs over the
empty cells on its right: a sheet has no paragraphs.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

from netsheets.exports.document.report import Bullets, Column, Facts, Kind, Part, Report, Row, Table, Text, Value
from netsheets.exports.document.widths import PORTRAIT, sheet_widths
from netsheets.exports.document.wording import decimals_in, in_words, readable, rounded, total_row
from netsheets.stores import port
from netsheets.stores.port import Block, Content, Format, Grid, ReplaceTab, Written
from netsheets.texts import LANGUAGES, Language, message

_FORMATS: dict[Kind, Format] = {
    "text": "wrapped",
    "day": "day",
    "money": "money",
    "integer": "integer",
    "decimal": "number",
    "percent": "percent",
}
_SIGNED_WITHIN = 5
"""The signature stands in one of the first rows, also where a person put a row above."""


def report_tab(report: Report, title: str) -> ReplaceTab:
    """Return the edit that makes the tab with this title hold the report, signed as a tab that is written anew."""
    widths = sheet_widths(report.parts)
    blocks = [_top(report, widths)]
    for page in report.pages:
        if len(report.pages) > 1:
            blocks.append(_lines((), heading=page.title))
        for part in page.parts:
            blocks.extend(_blocks(part, widths, report.language))
    return ReplaceTab(title, Content(tuple(blocks), landscape=sum(widths) > PORTRAIT))


def is_report(grid: Grid) -> bool:
    """Tell whether a tab is a report that we wrote, in whatever language; an empty one may become one."""
    used = [cell for row in grid.rows[:_SIGNED_WITHIN] for cell in row if cell not in (None, "")]
    signatures = tuple(message("tab_signature", language) for language in LANGUAGES)
    empty = not used and not any(cell not in (None, "") for row in grid.rows for cell in row)
    return empty or any(cell in signatures for cell in used)


def _top(report: Report, widths: Sequence[float]) -> Block:
    """Return what stands above a report; its columns set how wide the sheet's are."""
    columns = tuple(port.ShownColumn("", "note", each) for each in widths)
    blank = (None,) * (len(widths) - 1)
    rows = [(each, *blank) for each in (report.subtitle, message("tab_signature", report.language))]
    return Block(columns, rows, heading=report.title, headless=True)


def _blocks(part: Part, widths: tuple[float, ...], language: Language) -> Iterator[Block]:
    """Yield the blocks a part takes: none where it has nothing to say."""
    room = int(sum(widths))
    match part:
        case Text(paragraphs, heading):
            lines = _folded(paragraphs, room)
            if lines or heading:
                yield _lines(lines, heading=heading)
        case Bullets(items, heading, empty, boxes):
            lines = _folded(items, room, mark="☐ " if boxes else "• ") or _folded((empty,), room)
            if lines:
                yield _lines(lines, heading=heading)
        case Facts(rows, heading):
            if rows:
                yield _facts(rows, heading, (widths[0], room - widths[0]), language)
        case Table():
            yield from _table(part, widths, language)


def _lines(lines: Iterable[str], *, heading: str = "", look: Format = "text") -> Block:
    """Return lines below each other: their column asks for no width, and stays as wide as it is."""
    return Block((port.ShownColumn("", look, 1),), [(each,) for each in lines], heading=heading, headless=True)


def _folded(texts: Iterable[str], room: int, mark: str = "") -> tuple[str, ...]:
    """Return texts folded to so many characters a line; a mark stands before the first line of each."""
    return tuple(
        line
        for text in texts
        if text
        for number, own in enumerate(filter(str.strip, readable(text).split("\n")))
        for line in textwrap.wrap(
            own,
            room,
            initial_indent=mark if number == 0 else " " * len(mark),
            subsequent_indent=" " * len(mark),
            break_on_hyphens=False,
        )
    )


def _facts(rows: Iterable[tuple[str, Value]], heading: str, widths: tuple[float, float], language: Language) -> Block:
    """Return facts as two columns, a long label or value folded over several rows."""
    label_width, value_width = widths
    lines: list[tuple[Written, ...]] = []
    for label, value in rows:
        labels = _folded((label,), int(label_width))
        values = _folded((in_words(value, language),), int(value_width))
        lines += zip_longest(labels, values)
    columns = (port.ShownColumn("", "text", 1), port.ShownColumn("", "text", 1))
    return Block(columns, lines, heading=heading, headless=True)


def _table(table: Table, widths: Sequence[float], language: Language) -> Iterator[Block]:
    room = int(sum(widths))
    if not table.rows:
        lines = _folded((table.empty,), room)
        if lines or table.heading:
            yield _lines(lines, heading=table.heading)
        return
    decimals = decimals_in(table)
    rows = [
        tuple(_cell(column, row, places) for column, places in zip(table.columns, decimals, strict=True))
        for row in filter(None, (*table.rows, total_row(table, language)))
    ]
    columns = tuple(
        port.ShownColumn(each.title, _FORMATS[each.kind], width)
        for each, width in zip(table.columns, widths, strict=False)
    )
    yield Block(columns, rows, heading=table.heading)
    if table.note:
        yield _lines(_folded((table.note,), room), look="note")


def _cell(column: Column, row: Row, decimals: int) -> Written:
    """Return a value as a sheet holds it: days and numbers as such, all else as text."""
    value = column.shown(row.get(column.key))
    if column.kind == "text" or isinstance(value, (str, tuple)):
        return in_words(value, "en") or None
    return float(rounded(value, column.kind, decimals)) if isinstance(value, Decimal) else value
