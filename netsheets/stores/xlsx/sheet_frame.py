"""A sheet in two: its rows, which stay bytes however many there are, and the small frame of elements around them."""

from __future__ import annotations

import codecs
import re
from typing import Final

from lxml import etree

from netsheets.errors import StoreRefused
from netsheets.stores.xlsx import vocabulary as xml
from netsheets.stores.xlsx.draft import parsed, serialised

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


class SheetFrame:
    """A worksheet part; `rows` is what lies inside its sheetData, `root` all the rest."""

    def __init__(self, content: bytes, name: str) -> None:
        self._content = _utf8(content)
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


def _utf8(content: bytes) -> bytes:
    """Return the XML in UTF-8, which is what all but a few odd programs write."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            text = content.decode(encoding)
            return re.sub(r"^<\?xml[^>]*\?>", xml.XML_DECLARATION.strip(), text).encode()
    return content.removeprefix(codecs.BOM_UTF8)
