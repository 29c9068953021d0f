"""A sheet's part written anew: its rows in place, and whatever names rows moved along with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from lxml import etree

from netsheets.exports.template.cells import Strings, cell_element, cell_value, kept_element, own_cells, resolved
from netsheets.exports.template.document import Computed, Contents, Value, in_words
from netsheets.exports.template.placement import Figures, Placed, PlacedSheet, RowMoves, moved, moved_all
from netsheets.exports.template.style import Style
from netsheets.exports.template.template import Cell, pieces_of
from netsheets.ooxml import names as xml
from netsheets.ooxml.cells import column_number, split_cell, writable

_TALLEST: Final = 409.0
"""Excel knows no taller row."""
_WIDTH: Final = 8.43
"""A column's width where the template says nothing, in characters."""
_ROOM: Final = 3.0
"""Points left above and below a text that needs several lines."""

_PAGE_TEXT: Final = 80
"""So much of a value goes into a header or footer: Excel refuses one beyond 255 characters in all."""
_NAMING_ROWS: Final = (
    ("conditionalFormatting", "sqref"),
    ("dataValidation", "sqref"),
    ("ignoredError", "sqref"),
    ("protectedRange", "sqref"),
    ("hyperlink", "ref"),
    ("autoFilter", "ref"),
)


@dataclass(frozen=True, slots=True)
class Filling:
    """What every sheet of one workbook is filled from and into."""

    document: Contents
    figures: Figures
    styles: tuple[Style, ...]
    strings: Strings


def sheet_element(page: PlacedSheet, filling: Filling) -> etree._Element:
    """Return the sheet's part. Raise UnknownPlaceholder."""
    root = deepcopy(page.sheet.frame)
    merges = tuple(_merges(page))
    _write_merges(root, merges)
    data = root.find(xml.main("sheetData"))
    assert data is not None  # template_of has seen it
    widths = _Widths(root, merges)
    for placed in page.placed:
        data.append(_row(placed, page, filling, widths))
    _move_names_of_rows(root, page)
    for text in root.iterfind(f"{xml.main('headerFooter')}/*"):
        text.text = _page_text(text.text or "", filling.document)
    return root


def move_drawing(drawing: etree._Element, moves: RowMoves) -> None:
    """Move the pictures and charts of a sheet with the rows they are anchored to (counted from 0 there)."""
    for row in drawing.iter(f"{{{xml.SHEET_DRAWING}}}row"):
        row.text = str(moves.first(int(row.text or "0") + 1) - 1)


class _Widths:
    """How wide the columns of a sheet are, merged cells taken together, in characters."""

    def __init__(self, root: etree._Element, merges: Iterable[str]) -> None:
        self._columns = [
            (int(each.get("min", "0")), int(each.get("max", "0")), float(each.get("width", _WIDTH)))
            for each in root.iterfind(f"{xml.main('cols')}/{xml.main('col')}")
        ]
        self._spans: dict[str, tuple[int, int]] = {}
        for merge in merges:
            first, _, last = merge.partition(":")
            start, end = split_cell(first)[0], split_cell(last or first)[0]
            self._spans[first] = (column_number(start), column_number(end))

    def at(self, column: str, row: int) -> float:
        """Return the width of the cell, or of the merged cells it leads."""
        number = column_number(column)
        first, last = self._spans.get(f"{column}{row}", (number, number))
        return sum(self._one(each) for each in range(first, last + 1))

    def _one(self, column: int) -> float:
        return next((width for first, last, width in self._columns if first <= column <= last), _WIDTH)


def _row(placed: Placed, page: PlacedSheet, filling: Filling, widths: _Widths) -> etree._Element:
    element = etree.Element(xml.main("row"))
    element.set("r", str(placed.number))
    for key, value in placed.row.attributes.items():
        element.set(key, value)
    own = own_cells(placed.row.cells, placed.number)
    needed = 0.0
    for cell in placed.row.cells:
        if not cell.pieces:
            element.append(kept_element(cell, placed.number, filling.strings))
            continue
        found = _value(cell, placed, page, filling, own)
        element.append(cell_element(cell, placed.number, found, filling.strings))
        text = in_words(found, filling.document.language)
        needed = max(needed, _needed(text, filling.styles[cell.style], widths.at(cell.column, placed.number)))
    if needed > float(placed.row.attributes.get("ht", "0")):
        element.set("ht", f"{min(needed, _TALLEST):.2f}")
        element.set("customHeight", "1")
    return element


def _value(cell: Cell, placed: Placed, page: PlacedSheet, filling: Filling, own: dict[str, str]) -> Value:
    """Return what a cell holds, its formula naming the cells of this workbook. Raise UnknownPlaceholder."""
    document = filling.document
    item = None if placed.item is None else document.rows_of(placed.row.repeats)[placed.item]
    found = cell_value(cell, document, item)
    return resolved(found, document, filling.figures, page.name, own) if isinstance(found, Computed) else found


def _needed(text: str, style: Style, width: float) -> float:
    """Return the height a text needs where one line is not enough, else 0: the template's own height is right."""
    height = style.height(text, width)
    return height + _ROOM if height > style.height("", width) else 0.0


def _merges(page: PlacedSheet) -> Iterator[str]:
    """Yield the merged cells in place: those within a repeated row once for each of its rows."""
    by_row: dict[int, list[int]] = {}
    for placed in page.placed:
        by_row.setdefault(placed.row.number, []).append(placed.number)
    repeated = {placed.row.number for placed in page.placed if placed.item is not None}
    for merge in page.sheet.frame.iterfind(f"{xml.main('mergeCells')}/{xml.main('mergeCell')}"):
        first, _, last = merge.get("ref", "").partition(":")
        (start, top), (end, bottom) = split_cell(first), split_cell(last or first)
        if top in repeated:
            yield from (f"{start}{row}:{end}{row + bottom - top}" for row in by_row[top])
        elif reference := moved(f"{first}:{last}", page.moves):
            yield reference


def _write_merges(root: etree._Element, merges: tuple[str, ...]) -> None:
    holder = root.find(xml.main("mergeCells"))
    if holder is None:
        return
    if not merges:
        root.remove(holder)
        return
    for each in list(holder):
        holder.remove(each)
    for reference in merges:
        etree.SubElement(holder, xml.main("mergeCell")).set("ref", reference)
    holder.set("count", str(len(merges)))


def _move_names_of_rows(root: etree._Element, page: PlacedSheet) -> None:
    """Move what stands beside the rows and names them; the used range is left for the reader to find."""
    moves = page.moves
    dimension = root.find(xml.main("dimension"))
    if dimension is not None:
        root.remove(dimension)
    _move_views(root, moves)
    for tag, name in _NAMING_ROWS:
        for each in list(root.iter(xml.main(tag))):
            _move_or_drop(each, name, moves)
    for each in root.iterfind(f"{xml.main('rowBreaks')}/{xml.main('brk')}"):
        each.set("id", str(moves.last(int(each.get("id", "0")))))


def _move_views(root: etree._Element, moves: RowMoves) -> None:
    """Move frozen panes and what is selected."""
    for pane in root.iter(xml.main("pane")):
        rows = int(float(pane.get("ySplit", "0")))
        if rows and pane.get("topLeftCell"):
            column, top = split_cell(pane.get("topLeftCell", ""))
            pane.set("ySplit", str(moves.first(rows + 1) - 1))
            pane.set("topLeftCell", f"{column}{moves.first(top)}")
    for selection in root.iter(xml.main("selection")):
        for name in ("activeCell", "sqref"):
            if selection.get(name):
                selection.set(name, moved_all(selection.get(name, ""), moves) or "A1")


def _move_or_drop(element: etree._Element, name: str, moves: RowMoves) -> None:
    reference = moved_all(element.get(name, ""), moves)
    parent = element.getparent()
    if reference:
        element.set(name, reference)
    elif parent is not None:
        parent.remove(element)


def _page_text(text: str, document: Contents) -> str:
    """Return a header or footer filled in; there `&` begins a code, and a real one is doubled."""
    return "".join(
        writable(document.said((each,))[:_PAGE_TEXT]).replace("&", "&&") if each.is_name else each.text
        for each in pieces_of(text)
    )
