"""The cells of a sheet: real numbers, days, live formulas with their values, and text that stays text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Final

from lxml import etree

from netsheets.exports.template.document import Computed, Contents, Row, Value, in_words, plain
from netsheets.exports.template.placement import Figures
from netsheets.exports.template.template import Cell
from netsheets.ooxml import names as xml
from netsheets.ooxml.cells import FIRST_SURE_DAY, serial, writable

_REFERENCE: Final = re.compile(r"\{([a-z0-9_.]+)(?::([0-9]+):([0-9]+))?\}")
_LINE_END: Final = re.compile(r"\r\n?")


class Strings:
    """The shared strings of one workbook as they are collected: each once, in order of first use."""

    def __init__(self) -> None:
        self.items: list[tuple[etree._Element, ...] | str] = []
        self.used = 0
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        """Return the number of a text."""
        self.used += 1
        if text not in self._places:
            self._places[text] = len(self.items)
            self.items.append(text)
        return self._places[text]

    def place_formatted(self, runs: tuple[etree._Element, ...]) -> int:
        """Return the number of a text of the template as it is, with its own fonts inside the cell."""
        self.used += 1
        self.items.append(runs)
        return len(self.items) - 1

    def element(self) -> etree._Element:
        """Return the part that holds them."""
        root = xml.element("sst", count=str(self.used), uniqueCount=str(len(self.items)))
        for each in self.items:
            item = etree.SubElement(root, xml.main("si"))
            if isinstance(each, str):
                text = etree.SubElement(item, xml.main("t"))
                text.text = each
                text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            else:
                item.extend(deepcopy(run) for run in each)
        return root


def cell_element(cell: Cell, row: int, value: Value, strings: Strings) -> etree._Element:
    """Return a cell that holds a value; formulas are resolved already."""
    element = _empty(cell, row)
    found = plain(value)
    if isinstance(found, str):
        if found:
            element.set("t", "s")
            etree.SubElement(element, xml.main("v")).text = str(strings.place(writable(_LINE_END.sub("\n", found))))
        return element
    if isinstance(value, Computed):
        etree.SubElement(element, xml.main("f")).text = value.formula
    if found is not None:
        etree.SubElement(element, xml.main("v")).text = _number(found)
    return element


def kept_element(cell: Cell, row: int, strings: Strings) -> etree._Element:
    """Return a cell of the template that holds no placeholder."""
    element = _empty(cell, row)
    if cell.kind == "s":
        element.set("t", "s")
        etree.SubElement(element, xml.main("v")).text = str(strings.place_formatted(cell.kept))
        return element
    if cell.kind:
        element.set("t", cell.kind)
    element.extend(deepcopy(each) for each in cell.kept)
    return element


def cell_value(cell: Cell, document: Contents, item: Row | None) -> Value:
    """Return what a cell with placeholders holds: the value itself where it is one placeholder, else a sentence.

    Raise UnknownPlaceholder.
    """
    if not cell.name:
        return document.said(cell.pieces, item)
    value = document.asked(cell.name, item)
    found = plain(value)
    if isinstance(found, dt.date) and found < FIRST_SURE_DAY:
        return in_words(found, document.language)
    return value


def resolved(value: Computed, document: Contents, figures: Figures, sheet: str, own: Mapping[str, str]) -> Value:
    """Return a computed number with the cells of this workbook in its formula.

    `own` are the cells of the same row by their field. Where the template has no cell for a part of the formula, the
    number alone: a formula that leaves something out would be wrong. What is nothing needs no cell.
    """
    places: list[str] = []

    def cells(found: re.Match[str]) -> str:
        name, part = found[1], slice(int(found[2]), int(found[3])) if found[2] else slice(None)
        place, nothing = _place(name, part, sheet, (document, figures, own))
        if place or not nothing:
            places.append(place)
        return place or "0"

    formula = _REFERENCE.sub(cells, value.formula)
    return Computed(value.value, formula) if places and all(places) else value.value


def own_cells(cells: Iterable[Cell], row: int) -> dict[str, str]:
    """Return the cells of one repeated row by the field they hold."""
    return {cell.name.partition(".")[2]: f"{cell.column}{row}" for cell in cells if _is_field(cell.name)}


def _place(name: str, part: slice, sheet: str, known: tuple[Contents, Figures, Mapping[str, str]]) -> tuple[str, bool]:
    """Return where a part of a formula stands, "" for nowhere, and whether it is nothing: no rows, or 0."""
    document, figures, own = known
    if name.startswith("."):
        return own.get(name[1:], ""), False
    if "." in name:
        return figures.field(name, sheet, part), not document.rows_of(name.partition(".")[0])[part]
    return figures.value(name, sheet), not plain(document.value(name))


def _is_field(name: str) -> bool:
    return "." in name and not name.startswith("word.")


def _empty(cell: Cell, row: int) -> etree._Element:
    element = etree.Element(xml.main("c"))
    element.set("r", f"{cell.column}{row}")
    if cell.style:
        element.set("s", str(cell.style))
    return element


def _number(value: int | Decimal | dt.date) -> str:
    if isinstance(value, dt.date):
        return str(serial(value))
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
