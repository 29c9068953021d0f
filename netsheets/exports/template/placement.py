"""Where the rows of a template land once lists are as long as they are, and in which cell each figure stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from netsheets.exports.template.document import Contents
from netsheets.exports.template.template import Row, Template, TemplateSheet, pieces_of
from netsheets.ooxml.cells import on_sheet

_LONGEST_NAME: Final = 31
"""Excel refuses longer names of sheets."""
_ROW_IN_REFERENCE: Final = re.compile(r"(\$?[A-Z]{0,3}\$?)([0-9]+)(?::(\$?[A-Z]{0,3}\$?)([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Placed:
    """A template's row at its place in the workbook; `item` is the place in the list it is repeated for."""

    row: Row
    number: int
    item: int | None


@dataclass(frozen=True, slots=True)
class RowMoves:
    """Where each row of one sheet went. Rows the template does not have follow the last one before them."""

    firsts: Mapping[int, int]
    lasts: Mapping[int, int]

    def first(self, row: int) -> int:
        """Return the first row it became; where it was left out, the row that took its place."""
        return self.firsts[row] if row in self.firsts else self._beyond(row)

    def last(self, row: int) -> int:
        """Return the last row it became; where it was left out, the one before the row that took its place."""
        return self.lasts[row] if row in self.lasts else self._beyond(row)

    def _beyond(self, row: int) -> int:
        before = max((each for each in self.lasts if each < row), default=0)
        return self.lasts[before] + row - before if before else row


@dataclass(frozen=True, slots=True)
class PlacedSheet:
    """One sheet of the workbook: its name, its rows in place, and where the template's rows went."""

    sheet: TemplateSheet
    name: str
    placed: tuple[Placed, ...]
    moves: RowMoves


@dataclass(frozen=True, slots=True)
class Figures:
    """The cells of values, and of the fields of lists: the sheet, the column and the row or rows, first place first."""

    values: Mapping[str, tuple[str, str, int]]
    fields: Mapping[str, tuple[str, str, tuple[int, ...]]]

    def value(self, name: str, sheet: str) -> str:
        """Return the cell of a value as a formula on `sheet` names it, "" where the template has none."""
        found = self.values.get(name)
        return _named(found[0], f"{found[1]}{found[2]}", sheet) if found else ""

    def field(self, name: str, sheet: str, part: slice) -> str:
        """Return the range of a field over a part of its list, "" where the template has no such column."""
        found = self.fields.get(name)
        rows = found[2][part] if found else ()
        if not found or not rows:
            return ""
        first, last = f"{found[1]}{rows[0]}", f"{found[1]}{rows[-1]}"
        return _named(found[0], first if first == last else f"{first}:{last}", sheet)


def pages_of(template: Template, document: Contents) -> tuple[PlacedSheet, ...]:
    """Return the sheets with their rows in place. Raise UnknownPlaceholder."""
    return tuple(_page(sheet, document) for sheet in template.sheets)


def figures_of(pages: tuple[PlacedSheet, ...]) -> Figures:
    """Return where each value and each field of a list stands."""
    values: dict[str, tuple[str, str, int]] = {}
    fields: dict[str, tuple[str, str, list[int]]] = {}
    for page in pages:
        for placed in page.placed:
            for cell in placed.row.cells:
                if not cell.name:
                    continue
                if placed.item is None:
                    values.setdefault(cell.name, (page.name, cell.column, placed.number))
                    continue
                place = fields.setdefault(cell.name, (page.name, cell.column, []))
                if place[:2] == (page.name, cell.column) and len(place[2]) == placed.item:
                    place[2].append(placed.number)
    return Figures(values, {name: (sheet, column, tuple(rows)) for name, (sheet, column, rows) in fields.items()})


def moved(reference: str, moves: RowMoves) -> str:
    """Return a reference (cells, ranges or whole rows) after the move; "" where nothing of it is left."""
    found = _ROW_IN_REFERENCE.fullmatch(reference)
    if not found:
        return reference
    head, first, tail, last = found[1], int(found[2]), found[3], found[4]
    start, end = moves.first(first), moves.last(int(last or first))
    if start > end:
        return ""
    if last is None and start == end:
        return f"{head}{start}"
    return f"{head}{start}:{tail if tail is not None else head}{end}"


def moved_all(references: str, moves: RowMoves) -> str:
    """Return references separated by blanks after the move."""
    return " ".join(filter(None, (moved(each, moves) for each in references.split())))


def _named(sheet: str, cells: str, from_sheet: str) -> str:
    return cells if sheet == from_sheet else on_sheet(sheet, cells)


def _page(sheet: TemplateSheet, document: Contents) -> PlacedSheet:
    """Return a sheet with its rows in place: those a condition drops left out, those of a list repeated."""
    placed: list[Placed] = []
    firsts: dict[int, int] = {}
    lasts: dict[int, int] = {}
    shift = 0
    for name, group in groupby(sheet.rows, key=lambda row: row.repeats):
        block = tuple(group)
        height = block[-1].number - block[0].number + 1
        dropped = [row.number for row in block if not _kept(row, document)]
        count = len(document.rows_of(name)) if name else 1
        step = height - len(dropped)
        for row in block:
            first = row.number + shift - bisect_left(dropped, row.number)
            kept = row.number not in dropped
            firsts[row.number] = first
            lasts[row.number] = first + (count - 1) * step if kept and count else first - 1
            if kept:
                placed.extend(Placed(row, first + item * step, item if name else None) for item in range(count))
        shift += count * step - height
    placed.sort(key=lambda each: each.number)
    return PlacedSheet(
        sheet, document.said(pieces_of(sheet.name))[:_LONGEST_NAME], tuple(placed), RowMoves(firsts, lasts)
    )


def _kept(row: Row, document: Contents) -> bool:
    return all(document.holds(each.name) == each.wanted for each in row.conditions)
