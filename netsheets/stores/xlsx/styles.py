"""The styles part: looks are added to what the workbook has, never renumbered, and found again the next time."""

from __future__ import annotations

import copy
from typing import Final

from lxml import etree

from netsheets.stores.port import Format, ShownColumn
from netsheets.stores.xlsx import vocabulary as xml
from netsheets.stores.xlsx.draft import number

HEADER: Final = "header"
REQUIRED_HEADER: Final = "required_header"
NUMBER_HEADER: Final = "number_header"
REQUIRED_NUMBER_HEADER: Final = "required_number_header"
Look = str
"""A `Format` of the port, or one of the looks of a header cell."""

_INK, _BAND, _REQUIRED_BAND, _LINE, _SOFT, _LINK, _MUTED = (
    "FF1F3A4D", "FF2F5D7C", "FF1F3A4D", "FFB8C4CE", "FFFDE3E1", "FF1F5FA8", "FF6B7780"
)  # fmt: skip
_FIRST_OWN_NUMBER_FORMAT: Final = 164
_DAY: Final = "dd/mm/yyyy"
_ORDER: Final = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip

_HEADERS: Final = (HEADER, REQUIRED_HEADER, NUMBER_HEADER, REQUIRED_NUMBER_HEADER)
_RIGHT_ALIGNED: Final = ("day", "money", "number", "integer", "percent", "total_money")
_NUMBER_FORMATS: Final[dict[Look, str | int]] = {
    "text": 49, "day": _DAY, "money": 4, "integer": 1, "percent": 10, "total_money": 4,
}  # fmt: skip
"""The number formats: a code, or the number of one that Excel brings. All other looks are General, 0."""

_FONTS: Final[dict[Look, dict[str, str]]] = {
    "heading": {"b": "", "sz": "14", "color": _INK},
    "note": {"i": "", "color": _MUTED},
    "link": {"u": "", "color": _LINK},
    "total": {"b": ""},
    "total_money": {"b": ""},
    **{look: {"b": "", "color": "FFFFFFFF"} for look in _HEADERS},
}
_FILLS: Final[dict[Look, str]] = {
    HEADER: _BAND, NUMBER_HEADER: _BAND, REQUIRED_HEADER: _REQUIRED_BAND, REQUIRED_NUMBER_HEADER: _REQUIRED_BAND,
}  # fmt: skip
_TOP_LINED: Final = ("total", "total_money")
_IN_HEADER: Final = {"vertical": "center", "wrapText": "1"}
_RIGHT: Final = {"horizontal": "right", "indent": "1", "vertical": "top"}
_ALIGNMENTS: Final[dict[Look, dict[str, str]]] = {
    **dict.fromkeys(_RIGHT_ALIGNED, _RIGHT),
    "text": {"vertical": "top"},
    "wrapped": {"vertical": "top", "wrapText": "1"},
    HEADER: _IN_HEADER,
    REQUIRED_HEADER: _IN_HEADER,
    NUMBER_HEADER: {**_RIGHT, **_IN_HEADER},
    REQUIRED_NUMBER_HEADER: {**_RIGHT, **_IN_HEADER},
}

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


def header_look(column: ShownColumn) -> Look:
    """Return the look of a column's header: over numbers it stands where they do, required ones are darker."""
    if column.format in _RIGHT_ALIGNED:
        return REQUIRED_NUMBER_HEADER if column.required else NUMBER_HEADER
    return REQUIRED_HEADER if column.required else HEADER


class Styles:
    """The styles part of a draft."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._numbers: dict[Look, int] = {}

    def number(self, look: Look | Format) -> int:
        """Return the number of the cell style with this look, added where the workbook has none alike."""
        if look not in self._numbers:
            self._numbers[look] = self._add("cellXfs", self._cell_style(look))
        return self._numbers[look]

    def highlight(self) -> int:
        """Return the number of the soft red fill that marks a wrong cell."""
        return self._add(
            "dxfs", _element("dxf", _element("fill", _element("patternFill", _element("bgColor", rgb=_SOFT))))
        )

    def _cell_style(self, look: Look) -> etree._Element:
        numbers = {
            "numFmtId": self._number_format(_NUMBER_FORMATS.get(look, 0)),
            "fontId": self._font(_FONTS.get(look)),
            "fillId": self._fill(_FILLS.get(look)),
            "borderId": self._top_line() if look in _TOP_LINED else 0,
            "xfId": 0,
        }
        style = _element("xf", **{name: str(number) for name, number in numbers.items()})
        applies = {
            "applyNumberFormat": "numFmtId",
            "applyFont": "fontId",
            "applyFill": "fillId",
            "applyBorder": "borderId",
        }
        for attribute, name in applies.items():
            if numbers[name]:
                style.set(attribute, "1")
        if look in _ALIGNMENTS:
            style.set("applyAlignment", "1")
            style.append(_element("alignment", **_ALIGNMENTS[look]))
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

    def _font(self, changes: dict[str, str] | None) -> int:
        """Return the number of the workbook's own font with these changes."""
        fonts = self._section("fonts")
        if changes is None or not len(fonts):
            return 0
        kept = [each for each in copy.deepcopy(fonts[0]) if etree.QName(each).localname not in changes]
        own = {etree.QName(each).localname: each for each in kept}
        for name, value in changes.items():
            own[name] = _element(name, **({"rgb": value} if name == "color" else {"val": value} if value else {}))
        names = ("b", "i", "u", "sz", "color", "name", "family", "charset", "scheme")
        ordered = [own[name] for name in names if name in own]
        return self._add("fonts", _element("font", *ordered))

    def _fill(self, colour: str | None) -> int:
        if colour is None:
            return 0
        pattern = _element("patternFill", _element("fgColor", rgb=colour), _element("bgColor", indexed="64"))
        pattern.set("patternType", "solid")
        return self._add("fills", _element("fill", pattern))

    def _top_line(self) -> int:
        names = ("left", "right", "top", "bottom", "diagonal")
        sides = {name: _element(name) for name in names}
        sides["top"].set("style", "thin")
        sides["top"].append(_element("color", rgb=_LINE))
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
