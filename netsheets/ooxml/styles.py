"""The styles part: looks are added to what the workbook has, never renumbered, and found again the next time.

Hand-written: openpyxl numbers all styles anew, and each cell of each sheet names its own by number.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from netsheets.ooxml import names as xml
from netsheets.ooxml.draft import number

_FIRST_OWN_NUMBER_FORMAT: Final = 164
_ORDER: Final = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
_FONT_ORDER: Final = ("b", "i", "u", "sz", "color", "name", "family", "charset", "scheme")
_APPLIES: Final = {
    "applyNumberFormat": "numFmtId", "applyFont": "fontId", "applyFill": "fillId", "applyBorder": "borderId",
}  # fmt: skip

EMPTY: Final = (
    f'{xml.XML_DECLARATION}<styleSheet xmlns="{xml.MAIN}">'
    '<fonts count="1"><font><sz val="11"/><color theme="1"/><name val="Calibri"/><family val="2"/>'
    '<scheme val="minor"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    '<dxfs count="0"/><tableStyles count="0"/>'
    "</styleSheet>"
).encode()
"""The styles of a workbook that has none."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell differs from a plain one. `font` is what changes of the workbook's own font, colours are ARGB.

    The number format is a code, or the number of one that Excel brings.
    """

    number_format: str | int = 0
    font: Mapping[str, str] | None = None
    fill: str | None = None
    top_line: str | None = None
    alignment: Mapping[str, str] | None = None


class Styles:
    """The styles part of a draft."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._numbers: list[tuple[Look, int]] = []

    def number(self, look: Look) -> int:
        """Return the number of the cell style with this look, added where the workbook has none alike."""
        for known, found in self._numbers:
            if known == look:
                return found
        added = self._add("cellXfs", self._cell_style(look))
        self._numbers.append((look, added))
        return added

    def highlight(self, colour: str) -> int:
        """Return the number of the fill that a rule gives to cells."""
        return self._add(
            "dxfs", _element("dxf", _element("fill", _element("patternFill", _element("bgColor", rgb=colour))))
        )

    def _cell_style(self, look: Look) -> etree._Element:
        numbers = {
            "numFmtId": self._number_format(look.number_format),
            "fontId": self._font(look.font),
            "fillId": self._fill(look.fill),
            "borderId": self._top_line(look.top_line),
            "xfId": 0,
        }
        style = _element("xf", **{name: str(number) for name, number in numbers.items()})
        for attribute, name in _APPLIES.items():
            if numbers[name]:
                style.set(attribute, "1")
        if look.alignment:
            style.set("applyAlignment", "1")
            style.append(_element("alignment", **look.alignment))
        return style

    def _number_format(self, code: str | int) -> int:
        if isinstance(code, int):
            return code
        formats = self._section("numFmts")
        for each in formats:
            if each.get("formatCode") == code:
                return number(each, "numFmtId")
        taken = (number(each, "numFmtId") for each in formats)
        free = max((*taken, _FIRST_OWN_NUMBER_FORMAT - 1)) + 1
        self._add("numFmts", _element("numFmt", numFmtId=str(free), formatCode=code))
        return free

    def _font(self, changes: Mapping[str, str] | None) -> int:
        """Return the number of the workbook's own font with these changes."""
        fonts = self._section("fonts")
        if changes is None or not len(fonts):
            return 0
        kept = [each for each in copy.deepcopy(fonts[0]) if etree.QName(each).localname not in changes]
        own = {etree.QName(each).localname: each for each in kept}
        for name, value in changes.items():
            own[name] = _element(name, **({"rgb": value} if name == "color" else {"val": value} if value else {}))
        ordered = [own[name] for name in _FONT_ORDER if name in own]
        return self._add("fonts", _element("font", *ordered))

    def _fill(self, colour: str | None) -> int:
        if colour is None:
            return 0
        pattern = _element("patternFill", _element("fgColor", rgb=colour), _element("bgColor", indexed="64"))
        pattern.set("patternType", "solid")
        return self._add("fills", _element("fill", pattern))

    def _top_line(self, colour: str | None) -> int:
        if colour is None:
            return 0
        names = ("left", "right", "top", "bottom", "diagonal")
        sides = {name: _element(name) for name in names}
        sides["top"].set("style", "thin")
        sides["top"].append(_element("color", rgb=colour))
        return self._add("borders", _element("border", *sides.values()))

    def _section(self, name: str) -> etree._Element:
        found = self._root.find(xml.main(name))
        if found is None:
            found = _element(name, count="0")
            earlier = {xml.main(each) for each in _ORDER[: _ORDER.index(name)]}
            place = sum(each.tag in earlier for each in self._root)
            self._root.insert(place, found)
        return found

    def _add(self, section: str, element: etree._Element) -> int:
        """Return the place of an element alike in its section, added at the end where there is none."""
        siblings = self._section(section)
        wanted = _canonical(element)
        for place, each in enumerate(siblings):
            if _canonical(each) == wanted:
                return place
        siblings.append(element)
        siblings.set("count", str(len(siblings)))
        return len(siblings) - 1


def _element(name: str, *children: etree._Element, **attributes: str) -> etree._Element:
    element = xml.element(name, **attributes)
    element.extend(children)
    return element


def _canonical(element: etree._Element) -> object:
    """Return what two elements that mean the same have in common."""
    attributes = tuple(sorted((str(name), value) for name, value in element.attrib.items()))
    return element.tag, attributes, tuple(_canonical(each) for each in element)
