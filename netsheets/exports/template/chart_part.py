"""Charts: the ranges they draw moved with their rows, and the values kept beside them for mere viewers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

from netsheets.exports.template.document import Contents
from netsheets.exports.template.placement import PlacedSheet, moved
from netsheets.exports.template.template import pieces_of
from netsheets.ooxml import names as xml
from netsheets.ooxml.cells import column_letters, column_number, on_sheet, split_cell, split_sheet, writable

_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

Shown = Mapping[tuple[str, str], str]
"""What each cell of the workbook holds, as text, by the sheet's name and the cell's."""


def fill_chart(chart: etree._Element, pages: tuple[PlacedSheet, ...], shown: Shown, document: Contents) -> None:
    """Fill a chart's titles, ranges and kept values. Raise UnknownPlaceholder."""
    fill_texts(chart, document)
    by_name = {page.sheet.name: page for page in pages}
    for formula in chart.iter(_chart("f")):
        sheet, cells = split_sheet(formula.text or "")
        page = by_name.get(sheet)
        if page is None:
            continue
        reference = moved(cells, page.moves)
        formula.text = on_sheet(page.name, reference or cells)
        _keep_values(formula, [shown.get((page.name, each), "") for each in _cells_of(reference)])
    _start_at_zero(chart)


def _start_at_zero(chart: etree._Element) -> None:
    """Make the axis of values start at zero where none is negative and the template sets no bound of its own."""
    drawn = [value.text or "" for cache in chart.iter(_chart("numCache")) for value in cache.iter(_chart("v"))]
    if any(value.startswith("-") for value in drawn):
        return
    for scaling in chart.iterfind(f".//{_chart('valAx')}/{_chart('scaling')}"):
        if scaling.find(_chart("min")) is None:
            etree.SubElement(scaling, _chart("min")).set("val", "0")


def fill_texts(drawing: etree._Element, document: Contents) -> None:
    """Fill the texts of shapes and titles. Raise UnknownPlaceholder."""
    for text in drawing.iter(f"{{{xml.DRAWING}}}t"):
        if text.text and "{{" in text.text:
            text.text = writable(document.said(pieces_of(text.text)))


def _keep_values(formula: etree._Element, values: list[str]) -> None:
    """Write the values a reference has beside it, in place of those kept from before."""
    parent = formula.getparent()
    if parent is None:
        return
    kind = "strCache" if parent.tag == _chart("strRef") else "numCache"
    cache = parent.find(_chart(kind))
    if cache is None:
        cache = etree.Element(_chart(kind))
        formula.addnext(cache)
    for each in [*cache.iterfind(_chart("pt")), *cache.iterfind(_chart("ptCount"))]:
        cache.remove(each)
    count = etree.SubElement(cache, _chart("ptCount"))
    count.set("val", str(len(values)))
    for number, value in enumerate(values):
        if kind == "numCache" and not _NUMBER.fullmatch(value):
            continue
        point = etree.SubElement(cache, _chart("pt"))
        point.set("idx", str(number))
        etree.SubElement(point, _chart("v")).text = value


def _cells_of(reference: str) -> list[str]:
    """Return the cells of a range in one column or one row, without dollar signs."""
    plain = reference.replace("$", "")
    if not plain:
        return []
    first, _, last = plain.partition(":")
    (start, top), (end, bottom) = split_cell(first), split_cell(last or first)
    if start == end:
        return [f"{start}{row}" for row in range(top, bottom + 1)]
    return [f"{column_letters(number)}{top}" for number in range(column_number(start), column_number(end) + 1)]


def _chart(name: str) -> str:
    return f"{{{xml.CHART}}}{name}"
