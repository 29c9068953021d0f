"""What of a cell's style decides how tall its row must be, and the number formats of days."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from lxml import etree

from netsheets.ooxml import names as xml

TEMPLATE_DAY_FORMAT: Final = "dd/mm/yyyy"
"""The format of days that a document's own language replaces; any other a network chose stays."""

_LINE: Final = 1.25
"""A line is so much taller than its font."""
_NARROW: Final = frozenset(" \u00a0\u202f.,;:!'’|()[]/-ijlftrI")
_WIDE: Final = frozenset("mwMW@%&—…")
_FIRST_DOUBLE: Final = 0x1100
"""From here on letters are as wide as they are tall: Hangul, ideographs, emoji."""
_CAUTION: Final = 1.08
"""Fonts differ between computers: rather a line too many than one cut off."""
_BOLD: Final = 1.08
"""Bold letters are so much wider."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell's text is set: font size in points, width beside the default font's, whether it wraps."""

    size: float
    breadth: float
    wraps: bool

    def height(self, text: str, width: float) -> float:
        """Return the height in points a text needs in a column of this width; one line for text that does not wrap."""
        if not self.wraps:
            return self.size * _LINE
        room = max(1.0, (width - 1) / self.breadth / _CAUTION)
        lines = sum(max(1, math.ceil(_wrapped_length(line, room) / room)) for line in text.split("\n"))
        return lines * self.size * _LINE


def styles_of(stylesheet: etree._Element) -> tuple[Style, ...]:
    """Return the styles cells name by their number."""
    sizes = []
    for font in stylesheet.iterfind(f"{xml.main('fonts')}/{xml.main('font')}"):
        size = font.find(xml.main("sz"))
        points = float(size.get("val", "10")) if size is not None else 10.0
        sizes.append((points, _BOLD if font.find(xml.main("b")) is not None else 1.0))
    default = sizes[0][0] if sizes else 10.0
    found = []
    for style in stylesheet.iterfind(f"{xml.main('cellXfs')}/{xml.main('xf')}"):
        points, weight = sizes[int(style.get("fontId", "0"))]
        alignment = style.find(xml.main("alignment"))
        wraps = alignment is not None and alignment.get("wrapText") in ("1", "true")
        found.append(Style(points, weight * points / default, wraps))
    return tuple(found)


def with_day_format(stylesheet: etree._Element, day_format: str) -> None:
    """Give the template's own format of days the form of another language."""
    for each in stylesheet.iterfind(f"{xml.main('numFmts')}/{xml.main('numFmt')}"):
        if each.get("formatCode") == TEMPLATE_DAY_FORMAT:
            each.set("formatCode", day_format)


def _wrapped_length(line: str, room: float) -> float:
    """Return a line's length in digits, with what breaking between words wastes once it needs several lines."""
    length = sum(_breadth(letter) for letter in line)
    return length if length <= room else length * 1.12


def _breadth(letter: str) -> float:
    """Return about how wide a letter is beside a digit in a proportional font; ideographs and emoji count double."""
    if letter in _NARROW:
        return 0.55
    if letter in _WIDE:
        return 1.5
    if ord(letter) >= _FIRST_DOUBLE:
        return 2.0
    return 1.22 if letter.isupper() else 1.0
