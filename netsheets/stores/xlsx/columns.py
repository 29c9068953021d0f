"""Widths and formats of whole columns, which new cells take; a column someone has formatted keeps its format."""

from __future__ import annotations

import copy

from lxml import etree

from netsheets.stores.xlsx import vocabulary as xml
from netsheets.stores.xlsx.draft import number
from netsheets.stores.xlsx.sheet_frame import SheetFrame


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
