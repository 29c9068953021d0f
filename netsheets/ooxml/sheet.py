"""A sheet in two: its rows, which stay bytes however many there are, and the small frame of elements around them.

Hand-written: a library that parses a sheet writes back what it knows of it, and forgets the rest.
"""

from __future__ import annotations

import copy
import re
from typing import Final

from lxml import etree

from netsheets.errors import StoreRefused
from netsheets.ooxml import names as xml
from netsheets.ooxml.cells import column_number
from netsheets.ooxml.draft import in_utf8, number, parsed, serialised

ORDER: Final = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
"""The one order in which Excel accepts what a sheet holds (CT_Worksheet)."""

_RANK: Final = {xml.main(name): rank for rank, name in enumerate(ORDER)}
_START: Final = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData(?:\s[^>]*?)?(/?)>")
_ALTERNATIVES: Final = f"{{{xml.COMPATIBILITY}}}AlternateContent"
_ROW: Final = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s/>])([^>]*?)(/?)>")
_NUMBER: Final = re.compile(rb"""\sr=["'](\d+)["']""")
_CELL: Final = re.compile(rb"""<(?:[\w.-]+:)?c(?=[\s/>])(?:[^>]*?\sr=["']([A-Z]+)\d+["'])?""")
_USED: Final = re.compile(rb"<(?:[\w.-]+:)?(?:v|is|f)(?=[\s>])")
_SPANS: Final = re.compile(rb"""\sspans=["'][^"']*["']""")


class SheetFrame:
    """A worksheet part; `rows` is what lies inside its sheetData, `root` all the rest."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content = in_utf8(content, name)
        found = _START.search(self._content)
        if found is None:
            raise StoreRefused("workbook_damaged", part=name)
        self.prefix = found[1]
        after = found.end()
        self.rows = b""
        if not found[2]:
            closing = self._content.rfind(b"</" + self.prefix + b"sheetData")
            if closing < 0:
                raise StoreRefused("workbook_damaged", part=name)
            self.rows = self._content[found.end() : closing]
            after = self._content.index(b">", closing) + 1
        self._rows_before = self.rows
        empty = b"<" + self.prefix + b"sheetData/>"
        self.root = parsed(self._content[: found.start()] + empty + self._content[after:], name)
        self._before = etree.tostring(self.root)

    def content(self) -> bytes:
        """Return the part as it is now; exactly what it was where nothing was changed."""
        if self.rows == self._rows_before and etree.tostring(self.root) == self._before:
            return self._content
        frame = serialised(self.root)
        found = _START.search(frame)
        assert found is not None, "a frame always holds its sheetData"
        name = self.prefix + b"sheetData"
        inner = b"<" + name + b">" + self.rows + b"</" + name + b">" if self.rows else b"<" + name + b"/>"
        return b"".join((frame[: found.start()], inner, frame[found.end() :]))

    def prefixed(self, written: bytes) -> bytes:
        """Return XML written without a prefix with the one this sheet uses; text holds no bare `<`."""
        return re.sub(rb"<(/?)(?=\w)", rb"<\1" + self.prefix, written) if self.prefix else written

    def find(self, name: str) -> etree._Element | None:
        """Return the frame's element of this name."""
        return self.root.find(xml.main(name))

    def obtain(self, name: str) -> etree._Element:
        """Return the frame's element of this name, added in its place where it is missing."""
        found = self.find(name)
        return found if found is not None else self.place(etree.Element(xml.main(name)))

    def place(self, element: etree._Element) -> etree._Element:
        """Add an element to the frame, after those that come before it or are its like."""
        rank = _RANK[str(element.tag)]
        position = sum(1 for each in self.root if _rank(each) <= rank)
        self.root.insert(position, element)
        return element

    def drop(self, element: etree._Element) -> None:
        """Remove an element from the frame."""
        self.root.remove(element)


def _rank(element: etree._Element) -> int:
    if element.tag == _ALTERNATIVES:
        inner = [each for choice in element for each in choice]
        return min((_rank(each) for each in inner), default=-1)
    return _RANK.get(str(element.tag), -1)


def without_empty_end(rows: bytes) -> tuple[bytes, int]:
    """Return the rows up to the last one that holds something, and that one's number (0 where none does)."""
    end = len(rows)
    while True:
        start = _last_row_start(rows, end)
        if start < 0:
            return b"", 0
        if _USED.search(rows, start, end):
            return rows[:end], _row_number(rows, start)
        end = start


def last_row(rows: bytes) -> int:
    """Return the number of the last row there is, used or not."""
    start = _last_row_start(rows, len(rows))
    return 0 if start < 0 else _row_number(rows, start)


def last_column(rows: bytes) -> int:
    """Return the number of the last column that any cell stands in."""
    names = set(_CELL.findall(rows))
    if b"" in names:
        # Cells without an address count from the one before them.
        widest = max((len(_CELL.findall(row)) for row in re.split(rb"</(?:[\w.-]+:)?row>", rows)), default=0)
    else:
        widest = 0
    return max((widest, *(column_number(name.decode()) for name in names if name)))


def with_cells(rows: bytes, number: int, cells: bytes, closing: bytes = b"row") -> bytes:
    """Return the rows with these cells at the end of row `number`, which is made where it is missing."""
    position = 0
    count = 0
    while (found := _ROW.search(rows, position)) is not None:
        stated = _NUMBER.search(found[1])
        count = int(stated[1]) if stated else count + 1
        if count == number:
            return _extended(rows, found, cells, closing)
        if count > number:
            position = found.start()
            break
        position = found.end()
    else:
        position = len(rows)
    row = b'<%s r="%d">%s</%s>' % (closing, number, cells, closing)
    return rows[:position] + row + rows[position:]


def _extended(rows: bytes, found: re.Match[bytes], cells: bytes, closing: bytes) -> bytes:
    opening = _SPANS.sub(b"", found[0])
    if found[2]:
        opening = opening[:-2].rstrip() + b">"
        return rows[: found.start()] + opening + cells + b"</" + closing + b">" + rows[found.end() :]
    end = rows.index(b"</" + closing, found.end())
    return rows[: found.start()] + opening + rows[found.end() : end] + cells + rows[end:]


def _last_row_start(rows: bytes, end: int) -> int:
    """Return where the last row before `end` begins, or -1."""
    position = end
    while (position := rows.rfind(b"row", 0, position)) >= 0:
        start = rows.rfind(b"<", 0, position)
        if start >= 0 and (found := _ROW.match(rows, start)) and found.start() == start and found.end() > position:
            return start
    return -1


def _row_number(rows: bytes, start: int) -> int:
    found = _ROW.match(rows, start)
    stated = _NUMBER.search(found[1]) if found else None
    if stated:
        return int(stated[1])
    return sum(1 for _ in _ROW.finditer(rows, 0, start + 1)) + 1


def set_column(frame: SheetFrame, column: int, *, style: int, width: float) -> None:
    """Give a column (from 1) a width and a style where it has none."""
    section = frame.obtain("cols")
    element = _own(section, column)
    if element is None:
        attributes = {"min": str(column), "max": str(column), "width": f"{width:g}", "customWidth": "1"}
        element = etree.Element(xml.main("col"), attributes)
        place = sum(number(each, "min") < column for each in section)
        section.insert(place, element)
    if style and element.get("style", "0") == "0":
        element.set("style", str(style))


def _own(section: etree._Element, column: int) -> etree._Element | None:
    """Return the element of this column alone, split out of one that covers several; None where there is none."""
    for each in section:
        first, last = number(each, "min"), number(each, "max")
        if not first <= column <= last:
            continue
        for low, high in ((first, column - 1), (column + 1, last)):
            if low <= high:
                part = copy.deepcopy(each)
                part.set("min", str(low))
                part.set("max", str(high))
                section.insert(section.index(each) + (low > column), part)
        each.set("min", str(column))
        each.set("max", str(column))
        return each
    return None
