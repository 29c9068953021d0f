"""A report as one HTML page: it holds all it needs, asks no network for anything, and runs no script.

What it looks like is in `templates/report.html` and `templates/report.css`, which a network may restyle. All text is
escaped by the template engine; member text never becomes markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from netsheets.domain.book import grouped
from netsheets.exports.document.report import Bullets, Column, Facts, Page, Part, Report, Row, Table, Text
from netsheets.exports.document.wording import decimals_in, in_words, total_row, typeset
from netsheets.exports.document.words import words_of
from netsheets.resources import resource
from netsheets.texts import Language

_PAGES_TO_LIST = 3
"""From so many pages on, a list of them stands at the top."""
_LONGEST_LABEL = 40
"""A longer label is a question: its answer stands below it, with room to write."""
_PORTRAIT, _LANDSCAPE = 115, 165
"""So many characters beside each other fit on paper, upright and on its side; more are printed smaller."""
_SHORT = 8
"""A table of at most so many rows stands on one sheet of paper."""
_PILL = 4
"""So many characters wider than its word is a coloured pill."""
_WIDEST, _LONG = 30, 54
"""A text needs no more characters to a line; where there is room, a longer one has more of it."""
_LONGEST_WORD = 20
_Widths = Mapping[tuple[str, ...], tuple[Sequence[int], Sequence[int], int]]
"""The widths of each kind of table: what its columns want to be, what they have to be, and the whole."""
_BREAKABLE = re.compile("[ \t\n]+")
"""Where a line may end: not at a no-break space."""


def html(report: Report) -> str:
    """Return the report as an HTML page."""
    single = len(report.pages) == 1 and report.pages[0].title == report.title
    widths = _widths(report)
    pages = [_page(each, report, widths) for each in report.pages]
    for number, each in enumerate(pages, 1):
        each |= {"anchor": f"page-{number}", "titled": not single}
    return page_of(
        "report.html",
        report.language,
        name=report.name,
        title=typeset(report.title, report.language),
        subtitle=typeset(report.subtitle, report.language),
        pages=pages,
        contents=len(pages) >= _PAGES_TO_LIST,
        words=words_of("shared", report.language),
    )


def page_of(template: str, language: Language, **given: Any) -> str:
    """Return a page from a template of `templates/`, which gets `css` (report.css), `language` and what is given."""
    css = resource("templates", "report.css").read_text(encoding="utf-8")
    # The style sheet is ours: inside <style> nothing is escaped.
    page = _templates().get_template(template)
    return page.render(css=Markup(css), language=language, **given)  # noqa: S704


@cache
def _templates() -> Environment:
    folder = resource("templates", "report.html").parent
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _page(page: Page, report: Report, widths: _Widths) -> dict[str, Any]:
    wide = any(sum(_breadths((each,))) > _PORTRAIT for each in page.parts if isinstance(each, Table))
    parts = [_part(each, page, report, widths) for each in page.parts]
    return {"title": typeset(page.title, report.language), "wide": wide, "parts": parts}


def _part(part: Part, page: Page, report: Report, widths: _Widths) -> dict[str, Any]:
    """Return what the template shows of a part."""
    language = report.language
    shown: dict[str, Any] = {"kind": "", "heading": typeset(part.heading, language), "empty": "", "note": ""}
    match part:
        case Text(paragraphs):
            return shown | {"kind": "text", "paragraphs": [typeset(each, language) for each in paragraphs if each]}
        case Bullets(items, empty=empty) if not items:
            return shown | {"empty": typeset(empty, language)}
        case Bullets(items):
            said = [typeset(each, language) for each in items]
            return shown | {"kind": "bullets", "items": said, "boxes": part.boxes}
        case Facts(rows):
            facts = [
                {
                    "label": typeset(label, language),
                    "value": in_words(value, language),
                    "asking": len(label) > _LONGEST_LABEL,
                }
                for label, value in rows
            ]
            return shown | {"kind": "facts" if rows else "", "rows": facts}
        case Table(rows=()):
            return shown | {"empty": typeset(part.empty, language) or words_of("shared", language)("nothing")}
        case Table():
            note = typeset(part.note, language)
            caption = typeset(part.heading or page.title, language)
            return shown | {"kind": "table", "note": note, "caption": caption} | _table(part, report.language, widths)


def _table(table: Table, language: Language, widths: _Widths) -> dict[str, Any]:
    breadths, leasts, whole = widths[_shape(table)]
    columns = [
        {
            "title": typeset(each.title, language),
            "look": _look(each),
            "least": least,
            "share": round(100 * breadth / sum(breadths), 1),
        }
        for each, breadth, least in zip(table.columns, breadths, leasts, strict=True)
    ]
    decimals = decimals_in(table)
    total = total_row(table, language)
    rows = [
        [_cell(column, row, places, language) for column, places in zip(table.columns, decimals, strict=True)]
        for row in (*table.rows, total)
    ]
    return {
        "columns": columns,
        "rows": rows[:-1],
        "total": rows[-1] if total else [],
        "dense": whole > _LANDSCAPE,
        "short": len(rows) <= _SHORT,
    }


def _widths(report: Report) -> _Widths:
    """Return the widths of each kind of table: those of one kind have the same, so that they stand in line."""
    by_shape = grouped((each for each in report.parts if isinstance(each, Table) and each.rows), _shape)
    return {
        shape: (_breadths(alike, _LONG), _leasts(alike, report.language), sum(_breadths(alike)))
        for shape, alike in by_shape.items()
    }


def _shape(table: Table) -> tuple[str, ...]:
    return (table.key, *(each.key for each in table.columns))


def _cell(column: Column, row: Row, decimals: int, language: Language) -> Mapping[str, str]:
    value = row.get(column.key)
    text = in_words(column.shown(value), language, column.kind, decimals)
    tone = column.tones.get(value, "") if isinstance(value, str) else ""
    return {"text": text, "look": _look(column), "tone": tone if text else ""}


def _look(column: Column) -> str:
    return {"text": "", "day": "figure day"}.get(column.kind, "figure")


def _leasts(tables: Iterable[Table], language: Language) -> list[int]:
    """Return how many characters wide each column of tables of one kind is at least."""
    return _widest([_least(each, table, language) for each in table.columns] for table in tables)


def _least(column: Column, table: Table, language: Language) -> int:
    """Return how wide a column is at least: no word is cut that fits on a line, and no pill."""
    texts = (in_words(column.shown(row.get(column.key)), language, column.kind) for row in table.rows)
    if column.tones:
        return round(1.2 * min(max(map(len, texts), default=0) + _PILL, _WIDEST))
    longest = max((len(word) for text in texts for word in _BREAKABLE.split(text)), default=0)
    return round(1.3 * min(longest, _LONGEST_WORD))


def _breadths(tables: Iterable[Table], most: int = _WIDEST) -> list[int]:
    """Return how many characters wide each column of tables of one kind wants to be, at most so many for a text."""
    return _widest([_breadth(each, table, most) for each in table.columns] for table in tables)


def _widest(tables: Iterable[Sequence[int]]) -> list[int]:
    return [max(column) for column in zip(*tables, strict=True)]


def _breadth(column: Column, table: Table, most: int) -> int:
    values = (in_words(column.shown(row.get(column.key)), "en", column.kind) for row in table.rows)
    longest = max(map(len, values), default=0) + (_PILL if column.tones else 0)
    title = max(*map(len, column.title.split()), len(column.title) // 2 + 2, 4)
    return max(min(longest, most), title) + 3
