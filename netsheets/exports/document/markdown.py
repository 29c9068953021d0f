"""A report as Markdown, as GitHub shows it. What members typed is escaped, so that it stays the text it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from netsheets.exports.document.report import Bullets, Facts, Part, Report, Row, Table, Text
from netsheets.exports.document.wording import decimals_in, in_words, readable, total_row
from netsheets.exports.document.words import words_of
from netsheets.texts import Language

BLANK = "…" * 24
"""A line to fill in by hand."""

_MARKUP = re.compile(r"[\\`*_\[\]<>|~$]|&(?=#?\w)|!(?=\[)|:(?=//|[\w+-]+:)|(?<=www)\.|#(?=#*$)", re.IGNORECASE)
_AT_LINE_START = re.compile(r"(?:#{1,6}|[+-])(?=\s|$)|-(?=[-\s:]*$)|=(?==*\s*$)|:(?=-)|\d{1,9}(?=[.)](?:\s|$))")
_BLANKS = re.compile(r"[ \t\n]+")
_SENTENCE_ENDS = tuple(":?!.…")


def markdown(report: Report) -> str:
    """Return the report as Markdown."""
    single = len(report.pages) == 1 and report.pages[0].title == report.title
    lines = [f"# {_line(report.title)}", ""]
    if report.subtitle:
        lines += [_line(report.subtitle), ""]
    for page in report.pages:
        if not single:
            lines += [f"## {_line(page.title)}", ""]
        for part in page.parts:
            heading = [f"{'##' if single else '###'} {_line(part.heading)}", ""] if part.heading else []
            said = tuple(_part(part, report.language))
            lines += [*heading, *said] if said or isinstance(part, Text) else []
    return "\n".join(lines).rstrip("\n") + "\n"


def escaped(text: str) -> str:
    """Return a line of text so that Markdown reads nothing into it, also at the start of a line."""
    text = _MARKUP.sub(lambda found: f"\\{found[0]}", text)
    start = _AT_LINE_START.match(text)
    if start is None:
        return text
    return f"{start[0]}\\{text[start.end() :]}" if start[0].isdigit() else f"\\{text}"


def _part(part: Part, language: Language) -> Iterator[str]:
    match part:
        case Text(paragraphs):
            for lines in filter(None, map(_lines, paragraphs)):
                yield from (lines, "")
        case Bullets(items, empty=empty, boxes=boxes):
            mark = "- [ ] " if boxes else "- "
            yield from (f"{mark}{_lines(each, indent=2)}" for each in items)
            yield from (_lines(empty),) if empty and not items else ()
            yield ""
        case Facts(rows):
            yield from (f"- {_label(label, language)} {_value(in_words(value, language))}" for label, value in rows)
            yield ""
        case Table(rows=()):
            yield from (_lines(part.empty or words_of("shared", language)("nothing")), "")
        case Table():
            yield from _table(part, language)
            yield ""
            yield from (_lines(part.note), "") if part.note else ()


def _label(label: str, language: Language) -> str:
    """Return a label in bold, with a colon where it does not end a sentence of its own."""
    text = _line(label)
    colon = "" if text.endswith(_SENTENCE_ENDS) else "\N{NO-BREAK SPACE}:" if language == "fr" else ":"
    return f"**{text}**{colon}"


def _value(text: str) -> str:
    return _lines(text, indent=2) if text.strip() else BLANK


def _table(table: Table, language: Language) -> Iterator[str]:
    decimals = decimals_in(table)
    yield _row(each.title for each in table.columns)
    yield f"| {' | '.join('---' if each.kind in ('text', 'day') else '---:' for each in table.columns)} |"
    for row in table.rows:
        yield _row(_cells(table, row, decimals, language))
    if total := total_row(table, language):
        cells = map(_line, _cells(table, total, decimals, language))
        yield f"| {' | '.join(f'**{each}**' if each else '' for each in cells)} |"


def _cells(table: Table, row: Row, decimals: Sequence[int], language: Language) -> Iterator[str]:
    for column, places in zip(table.columns, decimals, strict=True):
        yield in_words(column.shown(row.get(column.key)), language, column.kind, places)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_line, cells))} |"


def _line(text: str) -> str:
    """Return text as one line: a heading and a cell have no more."""
    return escaped(_unbroken(readable(text)))


def _lines(text: str, indent: int = 0) -> str:
    """Return text with its lines kept, those after the first indented: a list goes on there."""
    lines = map(_unbroken, readable(text).split("\n"))
    return f"\\\n{' ' * indent}".join(escaped(each) for each in lines if each)


def _unbroken(text: str) -> str:
    """Return text with one blank where there are several; those that keep a number together stay."""
    return _BLANKS.sub(" ", text).strip()
