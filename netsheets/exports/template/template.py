"""A template as read: its sheets' rows and cells with what each says, and every other part as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from netsheets.errors import Misuse
from netsheets.exports.template.document import Piece
from netsheets.exports.template.package import RELATIONSHIP, main, parsed, related, unzipped
from netsheets.exports.template.references import split_cell
from netsheets.exports.template.style import Style, styles_of

_NAME: Final = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?"
_PLACEHOLDER: Final = re.compile(r"\{\{\s*(?:(if|unless)\s+)?(" + _NAME + r")\s*\}\}")
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
    pieces: tuple[Piece, ...]
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
class Sheet:
    """One sheet: its part, its name with placeholders, its rows, and all else of it (`frame`, its rows empty)."""

    part: str
    name: str
    rows: tuple[Row, ...]
    frame: etree._Element


@dataclass(frozen=True, slots=True)
class Template:
    """A template, read once and filled many times."""

    name: str
    parts: Mapping[str, bytes]
    sheets: tuple[Sheet, ...]
    strings: tuple[etree._Element, ...]
    styles: tuple[Style, ...]


def template_of(content: bytes, name: str = "statement.xlsx") -> Template:
    """Return the template in these bytes; `name` is what messages call it.

    Raise Misuse where it is no workbook, or holds what can't follow rows that move: formulas, tables, comments.
    """
    parts = unzipped(content, name)
    try:
        return _read(parts, name)
    except (etree.XMLSyntaxError, KeyError, ValueError, IndexError) as error:
        raise Misuse("template_unreadable", name=name) from error


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Return a text as placeholders and what stands between them; conditions are left out."""
    pieces, position = [], 0
    for found in _PLACEHOLDER.finditer(text):
        pieces.append(Piece(text[position : found.start()], False))
        if not found[1]:
            pieces.append(Piece(found[2], True))
        position = found.end()
    pieces.append(Piece(text[position:], False))
    return tuple(each for each in pieces if each.text)


def _read(parts: Mapping[str, bytes], name: str) -> Template:
    relations = related(parts, "xl/workbook.xml")
    by_kind = dict(relations.values())
    strings = tuple(parsed(parts[by_kind["sharedStrings"]])) if "sharedStrings" in by_kind else ()
    sheets = []
    for sheet in parsed(parts["xl/workbook.xml"]).iterfind(f"{main('sheets')}/{main('sheet')}"):
        relation = sheet.get(f"{{{RELATIONSHIP}}}id", "")
        sheets.append(_sheet(relations[relation][1], sheet.get("name", ""), parts, strings, name))
    return Template(name, parts, tuple(sheets), strings, styles_of(parsed(parts[by_kind["styles"]])))


def _sheet(part: str, title: str, parts: Mapping[str, bytes], strings: tuple[etree._Element, ...], name: str) -> Sheet:
    frame = parsed(parts[part])
    for refused in _REFUSED:
        if frame.find(main(refused)) is not None:
            raise Misuse("template_table", name=name, sheet=title)
    data = frame.find(main("sheetData"))
    if data is None:
        raise ValueError(part)
    rows = tuple(_row(row, strings, name, title) for row in data)
    for row in list(data):
        data.remove(row)
    return Sheet(part, title, rows, frame)


def _row(row: etree._Element, strings: tuple[etree._Element, ...], name: str, title: str) -> Row:
    number = int(row.get("r", "0"))
    cells, conditions, lists = [], [], []
    for element in row:
        if element.find(main("f")) is not None:
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
        holder = strings[int(element.findtext(main("v"), ""))] if kind == "s" else element.find(main("is"))
        return Cell(column, style, (), "s", tuple(holder) if holder is not None else ()), text
    return Cell(column, style, (), kind, tuple(element)), text


def _texts(element: etree._Element, kind: str, strings: tuple[etree._Element, ...]) -> Iterator[str]:
    """Yield a cell's text run by run; how it is pronounced (phonetic runs) is no part of it."""
    holder: etree._Element | None = None
    if kind == "s":
        holder = strings[int(element.findtext(main("v"), ""))]
    elif kind == "inlineStr":
        holder = element.find(main("is"))
    if holder is not None:
        yield from (each.text or "" for each in holder.iterfind(main("t")))
        yield from (each.findtext(main("t"), "") for each in holder.iterfind(main("r")))
