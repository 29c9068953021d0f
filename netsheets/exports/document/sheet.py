"""A sheet of an Excel report: its parts below each other, in columns they share."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from netsheets.exports.document.looks import Looks
from netsheets.exports.document.report import Bullets, Column, Facts, Kind, Page, Part, Row, Table, Text, Value
from netsheets.exports.document.widths import LONGEST_LABEL, sheet_widths
from netsheets.exports.document.wording import decimals_in, in_words, readable, total_row
from netsheets.ooxml.cells import FIRST_SURE_DAY, column_letters, shortened
from netsheets.texts import Language

_LINE_HEIGHT: Final = 13.5
_SIZE: Final = 10
_SIZES: Final = {"title": 18, "page": 14, "heading": 12}
_MOST_LINES: Final = 24
_TALLEST: Final = 400
"""Excel makes no row taller than 409 points: it holds so many lines of usual size."""
_BLANK_HEIGHT: Final = 24
_LINE_END, _LINE_GOES_ON = "\n", "\n    "
_RULES: Final = 3
"""So many lines are left for the answer to a question."""


class Sheet:
    """A worksheet that is filled from top to bottom; `row` is the next one, counted from 0."""

    def __init__(self, worksheet: Any, looks: Looks, language: Language, parts: Iterable[Part]) -> None:
        self._worksheet = worksheet
        self._looks = looks
        self._language: Language = language
        self.widths = sheet_widths(parts)
        self.row = 0
        self.headers: list[int] = []
        for number, width in enumerate(self.widths):
            worksheet.set_column(number, number, width)

    def line(self, text: str, look: str) -> None:
        """Write text over the whole width of the sheet, as tall as it takes."""
        size = _SIZES.get(look, _SIZE)
        room = max(int(sum(self.widths) * _SIZE / size), 1)
        for own in readable(text).split("\n"):
            for piece in _pieces(own, room * (_MOST_LINES * _SIZE // size)):
                lines = len(textwrap.wrap(piece, room)) or 1
                height = lines * _LINE_HEIGHT * size / _SIZE + (size - _SIZE) / 2
                self._worksheet.set_row(self.row, min(height, _TALLEST))
                self._across(0, piece, self._looks.of(look))
                self.row += 1

    def parts(self, page: Page) -> None:
        """Write the parts of a page, an empty row before each."""
        for part in page.parts:
            self._part(part)

    def _part(self, part: Part) -> None:
        if part.heading or _filled(part) or _unfilled(part):
            self.row += 1
        if part.heading:
            self.line(part.heading, "heading")
        match part:
            case Text(paragraphs):
                self._lines(filter(str.strip, paragraphs))
            case Bullets(items, boxes=boxes):
                mark = "☐" if boxes else "•"
                self._lines(f"{mark} {readable(each).replace(_LINE_END, _LINE_GOES_ON)}" for each in items)
            case Facts(rows):
                for label, value in rows:
                    self._fact(label, value)
            case Table() if part.rows:
                self._table(part)
        if not _filled(part) and _unfilled(part):
            self.line(_unfilled(part), "note")

    def _lines(self, texts: Iterable[str]) -> None:
        for each in texts:
            self.line(each, "text")

    def _fact(self, label: str, value: Value) -> None:
        """Write a label and what it stands for; below a long label there is room for an answer."""
        blank = value in (None, "", ())
        if len(label) > LONGEST_LABEL:
            self.line(label, "question")
            for _ in range(_RULES if blank else 0):
                self._worksheet.set_row(self.row, _BLANK_HEIGHT)
                self._across(0, "", self._looks.of("blank"))
                self.row += 1
            if not blank:
                self.line(in_words(value, self._language), "text")
            return
        kind, decimals = _kind_of(value)
        text = in_words(value, self._language)
        self._tall(_line_count(text, sum(self.widths[1:])), _BLANK_HEIGHT - _LINE_HEIGHT if blank else 3)
        self._worksheet.write_string(self.row, 0, readable(label), self._looks.of("label"))
        look = self._looks.of("blank") if blank else self._looks.fact(kind, decimals)
        self._across(1, None if blank else value if kind != "text" else text, look)
        self.row += 1

    def _table(self, table: Table) -> None:
        titles = (_line_count(each.title, width - 2) for each, width in zip(table.columns, self.widths, strict=False))
        self._tall(max(titles), 5)
        self.headers.append(self.row)
        for number, each in enumerate(table.columns):
            self._worksheet.write_string(self.row, number, readable(each.title), self._looks.header(each.kind))
        decimals = decimals_in(table)
        for row in table.rows:
            self.row += 1
            self._cells(table.columns, decimals, row)
        self.row += 1
        if total := total_row(table, self._language):
            self._total(table, decimals, total)
        if table.note:
            self.line(table.note, "note")

    def _cells(self, columns: Sequence[Column], decimals: Sequence[int], row: Row) -> None:
        lines = 1
        for number, (column, places) in enumerate(zip(columns, decimals, strict=True)):
            raw = row.get(column.key)
            shown = column.shown(raw)
            tone = column.tones.get(raw) if isinstance(raw, str) and shown else None
            plain = column.kind == "text" or isinstance(shown, (str, tuple))
            value = in_words(shown, self._language) if plain else shown
            lines = max(lines, _line_count(value, self.widths[number]))
            look = self._looks.value(column.kind, places, tone)
            if column.minus and isinstance(value, Decimal):
                keys = [each.key for each in columns]
                first, second = (f"{column_letters(keys.index(key) + 1)}{self.row + 1}" for key in column.minus)
                formula = f"=ROUND({first}-{second},2)"
                self._worksheet.write_formula(self.row, number, formula, look, float(value))
            else:
                self._write(number, value, look)
        self._tall(lines)

    def _tall(self, lines: int, more: float = 4) -> None:
        """Make the row as tall as so many lines of text; not every program does it by itself."""
        self._worksheet.set_row(self.row, min(lines, _MOST_LINES) * _LINE_HEIGHT + more)

    def _total(self, table: Table, decimals: Sequence[int], total: Row) -> None:
        """Write a row of sums, as formulas that carry their result."""
        for number, (column, places) in enumerate(zip(table.columns, decimals, strict=True)):
            value, look = total.get(column.key), self._looks.total(column.kind, places)
            if isinstance(value, (int, Decimal)):
                letters = column_letters(number + 1)
                formula = f"=SUM({letters}{self.row - len(table.rows) + 1}:{letters}{self.row})"
                self._worksheet.write_formula(self.row, number, formula, look, float(value))
            else:
                self._write(number, value, look)
        self.row += 1

    def _across(self, first: int, value: Value, look: Any) -> None:
        """Write a value from a column to the sheet's last one."""
        last = len(self.widths) - 1
        if first < last:
            self._worksheet.merge_range(self.row, first, self.row, last, "", look)
        self._write(first, value, look)

    def _write(self, column: int, value: Value, look: Any) -> None:
        """Write a value as what it is: text is never taken for a formula, a number or a link."""
        place = (self.row, column)
        if value is None or value == "":
            self._worksheet.write_blank(*place, None, look)
        elif isinstance(value, (int, Decimal)):
            self._worksheet.write_number(*place, float(value), look)
        elif isinstance(value, dt.date) and value >= FIRST_SURE_DAY:
            self._worksheet.write_datetime(*place, dt.datetime(value.year, value.month, value.day), look)  # noqa: DTZ001 - a day has no zone
        else:
            self._worksheet.write_string(*place, shortened(in_words(value, self._language)), look)


def _line_count(value: Value, width: float) -> int:
    """Return how many lines a value takes in a cell so many characters wide."""
    if not isinstance(value, str):
        return 1
    return sum(len(textwrap.wrap(each, max(int(width), 1))) or 1 for each in value.split("\n"))


def _filled(part: Part) -> bool:
    match part:
        case Text(paragraphs):
            return any(map(str.strip, paragraphs))
        case Bullets(items):
            return bool(items)
        case Facts(rows) | Table(rows=rows):
            return bool(rows)


def _unfilled(part: Part) -> str:
    """Return what is said of a part where there is nothing in it."""
    return part.empty if isinstance(part, (Bullets, Table)) else ""


def _pieces(text: str, room: int) -> list[str]:
    """Return a text in pieces of at most so many characters, cut between words where it can be."""
    return textwrap.wrap(text, room, replace_whitespace=False, drop_whitespace=True) if len(text) > room else [text]


def _kind_of(value: Value) -> tuple[Kind, int]:
    """Return how a value beside a label is shown."""
    match value:
        case dt.date():
            return "day", 0
        case Decimal():
            exponent = value.as_tuple().exponent
            return "decimal", min(max(-exponent, 0), 2) if isinstance(exponent, int) else 0
        case int():
            return "integer", 0
        case _:
            return "text", 0
