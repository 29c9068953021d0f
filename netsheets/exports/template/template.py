"""A template as read: its sheets' rows and cells with what each says, and every other part as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from netsheets.errors import Misuse, StoreRefused
from netsheets.exports.template.document import Fragment
from netsheets.exports.template.style import Style, styles_of
from netsheets.ooxml import names as xml
from netsheets.ooxml.archive import Package, opened
from netsheets.ooxml.cells import split_cell
from netsheets.ooxml.draft import Draft
from netsheets.ooxml.workbook import SheetEntry, WorkbookParts

_NAME: Final = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?"
_PLACEHOLDER: Final = re.compile(r"\{\{\s*(?:(if|unless)\s+)?(" + _NAME + r")\s*\}\}")
_MOST_BYTES: Final = 100 * 1024**2
"""No template inflates to more than 100 MB."""
_REFUSED: Final = ("tableParts", "legacyDrawing")
"""Excel tables and comments name rows in parts of their own."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Keep a row only where the document holds `name`, or (not `wanted`) only where it does not."""

    name: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what it says in pieces, or (`kept`) the children of a cell without placeholders, as they are."""

    column: str
    style: int
    pieces: tuple[Fragment, ...]
    kind: str = ""
    kept: tuple[etree._Element, ...] = ()

    @property
    def name(self) -> str:
        """Return the one placeholder the cell consists of, "" for anything else."""
        return self.pieces[0].text if len(self.pieces) == 1 and self.pieces[0].is_name else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its height and style, when to keep it, and the list it is repeated for ("" for once)."""

    number: int
    attributes: Mapping[str, str]
    cells: tuple[Cell, ...]
    conditions: tuple[Condition, ...]
    repeats: str


@dataclass(frozen=True, slots=True)
class TemplateSheet:
    """One sheet: its part, its name with placeholders, its rows, and all else of it (`frame`, its rows empty)."""

    part: str
    name: str
    rows: tuple[Row, ...]
    frame: etree._Element


@dataclass(frozen=True, slots=True)
class Template:
    """A template, read once and filled many times."""

    name: str
    package: Package
    sheets: tuple[TemplateSheet, ...]
    strings: tuple[etree._Element, ...]
    styles: tuple[Style, ...]


def template_of(content: bytes, name: str = "statement.xlsx") -> Template:
    """Return the template in these bytes; `name` is what messages call it.

    Raise Misuse where it is no workbook, or holds what can't follow rows that move: formulas, tables, comments.
    """
    try:
        package = opened(content)
        if sum(each.size for each in package.entries) > _MOST_BYTES:
            raise Misuse("template_unreadable", name=name)
        for each in package.entries:
            # A damaged picture is said here, and not by the program of whoever gets a statement.
            each.content()
        return _read(package, name)
    except (StoreRefused, ValueError, IndexError) as error:
        raise Misuse("template_unreadable", name=name) from error


def pieces_of(text: str) -> tuple[Fragment, ...]:
    """Return a text as placeholders and what stands between them; conditions are left out."""
    pieces, position = [], 0
    for found in _PLACEHOLDER.finditer(text):
        pieces.append(Fragment(text[position : found.start()], False))
        if not found[1]:
            pieces.append(Fragment(found[2], True))
        position = found.end()
    pieces.append(Fragment(text[position:], False))
    return tuple(each for each in pieces if each.text)


def _read(package: Package, name: str) -> Template:
    draft = Draft(package)
    workbook = WorkbookParts(draft)
    shared = workbook.related(xml.SHARED_STRINGS)
    strings = tuple(draft.tree(shared)) if shared else ()
    sheets = tuple(_sheet(draft.tree(each.part), each, strings, name) for each in workbook.sheets())
    return Template(name, package, sheets, strings, styles_of(draft.tree(workbook.related(xml.STYLES) or "")))


def _sheet(frame: etree._Element, sheet: SheetEntry, strings: tuple[etree._Element, ...], name: str) -> TemplateSheet:
    for refused in _REFUSED:
        if frame.find(xml.main(refused)) is not None:
            raise Misuse("template_table", name=name, sheet=sheet.title)
    data = frame.find(xml.main("sheetData"))
    if data is None:
        raise ValueError(sheet.part)
    rows = tuple(_row(row, strings, name, sheet.title) for row in data)
    for row in list(data):
        data.remove(row)
    return TemplateSheet(sheet.part, sheet.title, rows, frame)


def _row(row: etree._Element, strings: tuple[etree._Element, ...], name: str, title: str) -> Row:
    number = int(row.get("r", "0"))
    cells, conditions, lists = [], [], []
    for element in row:
        if element.find(xml.main("f")) is not None:
            raise Misuse("template_formula", name=name, sheet=title, cell=element.get("r"))
        cell, text = _cell(element, strings)
        cells.append(cell)
        for found in _PLACEHOLDER.finditer(text):
            if found[1]:
                conditions.append(Condition(found[2], found[1] == "if"))
            elif "." in found[2] and not found[2].startswith("word."):
                lists.append(found[2].partition(".")[0])
        if any("{{" in each.text or "}}" in each.text for each in cell.pieces if not each.is_name):
            raise Misuse("template_placeholder", name=name, sheet=title, cell=element.get("r"), placeholder=text)
    if len(set(lists)) > 1:
        raise Misuse("template_two_lists", name=name, sheet=title, row=number, lists=", ".join(sorted(set(lists))))
    attributes = {str(key): str(value) for key, value in row.attrib.items() if key not in ("r", "spans")}
    return Row(number, attributes, tuple(cells), tuple(conditions), lists[0] if lists else "")


def _cell(element: etree._Element, strings: tuple[etree._Element, ...]) -> tuple[Cell, str]:
    """Return a cell and its text, "" where it holds none."""
    column, _ = split_cell(element.get("r", ""))
    style, kind = int(element.get("s", "0")), element.get("t", "")
    text = "".join(_texts(element, kind, strings))
    if "{{" in text or "}}" in text:
        return Cell(column, style, pieces_of(text)), text
    if kind in ("s", "inlineStr"):
        holder = strings[int(element.findtext(xml.main("v"), ""))] if kind == "s" else element.find(xml.main("is"))
        return Cell(column, style, (), "s", tuple(holder) if holder is not None else ()), text
    return Cell(column, style, (), kind, tuple(element)), text


def _texts(element: etree._Element, kind: str, strings: tuple[etree._Element, ...]) -> Iterator[str]:
    """Yield a cell's text run by run; how it is pronounced (phonetic runs) is no part of it."""
    holder: etree._Element | None = None
    if kind == "s":
        holder = strings[int(element.findtext(xml.main("v"), ""))]
    elif kind == "inlineStr":
        holder = element.find(xml.main("is"))
    if holder is not None:
        yield from (each.text or "" for each in holder.iterfind(xml.main("t")))
        yield from (each.findtext(xml.main("t"), "") for each in holder.iterfind(xml.main("r")))
