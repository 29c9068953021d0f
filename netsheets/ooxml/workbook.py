"""The workbook part: which sheets there are, in which order, the names defined for them; and a new, empty workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from netsheets.errors import Conflict, StoreRefused
from netsheets.ooxml import names as xml
from netsheets.ooxml.archive import zipped
from netsheets.ooxml.draft import Draft, number
from netsheets.ooxml.styles import EMPTY

_BEFORE_DEFINED_NAMES = ("sheets", "functionGroups", "externalReferences")
BLANK_SHEET: Final = (
    f'{xml.XML_DECLARATION}<worksheet xmlns="{xml.MAIN}"><sheetPr codeName="netsheets_blank"/><sheetData/></worksheet>'
).encode()
"""The sheet of a workbook without any tab yet: a workbook can't be without. It goes when the first tab comes."""
_COLOURS: Final = {
    "dk1": "1B262C", "lt1": "FFFFFF", "dk2": "1F3A4D", "lt2": "F1F4F6", "accent1": "2F5D7C", "accent2": "E08E45",
    "accent3": "5B8E7D", "accent4": "BC4B51", "accent5": "8E7DBE", "accent6": "F2C14E", "hlink": "1F5FA8",
    "folHlink": "6B4E8E",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet as the workbook lists it."""

    title: str
    index: int
    sheet_id: int
    relation_id: str
    part: str
    kind: str

    @property
    def is_grid(self) -> bool:
        """Return whether this is a sheet of cells, not of one chart or dialog."""
        return self.kind == xml.WORKSHEET


class WorkbookParts:
    """The workbook part of a draft, and what points to its sheets."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        found = [each for each in draft.relations("") if each.kind.endswith("/officeDocument")]
        if not found or found[0].target not in draft:
            raise StoreRefused("workbook_damaged", part="_rels/.rels")
        if found[0].kind.startswith(xml.STRICT):
            raise StoreRefused("workbook_strict")
        self.part = found[0].target
        self.root = draft.tree(self.part)
        if self.root.tag != xml.main("workbook"):
            raise StoreRefused("workbook_damaged", part=self.part)

    @property
    def uses_1904(self) -> bool:
        """Return whether day 0 is 1 January 1904."""
        properties = self.root.find(xml.main("workbookPr"))
        return properties is not None and properties.get("date1904") in ("1", "true", "on")

    def sheets(self) -> tuple[SheetEntry, ...]:
        """Return the sheets in order."""
        relations = {each.id: each for each in self._draft.relations(self.part)}
        sheets = []
        for index, each in enumerate(self.root.iterfind(f"{xml.main('sheets')}/{xml.main('sheet')}")):
            relation = relations.get(each.get(xml.relationship("id"), ""))
            if relation is None:
                raise StoreRefused("workbook_damaged", part=self.part)
            identifier = number(each, "sheetId")
            sheets.append(
                SheetEntry(each.get("name", ""), index, identifier, relation.id, relation.target, relation.kind)
            )
        return tuple(sheets)

    def sheet(self, title: str) -> SheetEntry | None:
        """Return the sheet with this title; a workbook can't hold two that differ in case only."""
        sheets = self.sheets()
        exact = [each for each in sheets if each.title == title]
        alike = [each for each in sheets if each.title.casefold() == title.casefold()]
        found = next(iter(exact or alike), None)
        if found is not None and not found.is_grid:
            raise StoreRefused("tab_without_cells", tab=title)
        return found

    def existing_sheet(self, title: str) -> SheetEntry:
        """Return the sheet with this title. Raise Conflict where it is missing."""
        found = self.sheet(title)
        if found is None:
            raise Conflict("tab_not_found", tab=title)
        return found

    def add_sheet(self, title: str, *, first: bool = False, hidden: bool = False) -> SheetEntry:
        """Return a new sheet, first or last; its part is still empty."""
        part = self._draft.free_name("xl/worksheets/sheet{}.xml")
        self._draft.write(part, b"")
        self._draft.declare(part, xml.WORKSHEET_TYPE)
        relation_id = self._draft.relate(self.part, xml.WORKSHEET, part)
        identifier = max((each.sheet_id for each in self.sheets()), default=0) + 1
        sheets = self.root.find(xml.main("sheets"))
        if sheets is None:
            raise StoreRefused("workbook_damaged", part=self.part)
        index = 0 if first else len(sheets)
        attributes = {"name": title, "sheetId": str(identifier)}
        if hidden:
            attributes["state"] = "hidden"
        element = etree.Element(xml.main("sheet"), {**attributes, xml.relationship("id"): relation_id})
        sheets.insert(index, element)
        self._renumber(lambda old: old + (old >= index))
        return SheetEntry(title, index, identifier, relation_id, part, xml.WORKSHEET)

    def remove_sheet(self, sheet: SheetEntry) -> None:
        """Remove a sheet that nothing refers to."""
        sheets = self.root.find(xml.main("sheets"))
        if sheets is not None:
            sheets.remove(sheets[sheet.index])
        self._draft.unrelate(self.part, sheet.relation_id)
        self._draft.remove_orphans([sheet.part])
        self._renumber(lambda old: old - (old > sheet.index))

    def define_name(self, name: str, sheet: SheetEntry, refers_to: str | None, *, hidden: bool = False) -> None:
        """Make a name of this sheet refer to a range; None removes it."""
        names = self._defined_names()
        found = [each for each in names if each.get("name") == name and each.get("localSheetId") == str(sheet.index)]
        for each in found[1:] if refers_to is not None else found:
            names.remove(each)
        if refers_to is not None:
            element = found[0] if found else etree.SubElement(names, xml.main("definedName"))
            element.set("name", name)
            element.set("localSheetId", str(sheet.index))
            if hidden:
                element.set("hidden", "1")
            element.text = refers_to
        if not len(names):
            self.root.remove(names)

    def constant(self, name: str) -> str | None:
        """Return what a name of the whole workbook stands for, None where there is none."""
        for each in self.root.iterfind(f"{xml.main('definedNames')}/{xml.main('definedName')}"):
            if each.get("name") == name and each.get("localSheetId") is None:
                return each.text or ""
        return None

    def define_constant(self, name: str, text: str) -> None:
        """Make a hidden name of the whole workbook stand for this, unless there is one of that name."""
        if self.constant(name) is None:
            element = etree.SubElement(self._defined_names(), xml.main("definedName"))
            element.set("name", name)
            element.set("hidden", "1")
            element.text = text

    def calculate_on_load(self) -> None:
        """Have formulas of other tabs that read what was written follow, where the file's results come from Excel."""
        chained = any(each.kind == xml.CALCULATION_CHAIN for each in self._draft.relations(self.part))
        if not chained:
            return
        calculation = self.root.find(xml.main("calcPr"))
        if calculation is None:
            calculation = etree.Element(xml.main("calcPr"))
            self._insert_after(calculation, (*_BEFORE_DEFINED_NAMES, "definedNames"))
        calculation.set("fullCalcOnLoad", "1")

    def drop_calculation_chain(self) -> None:
        """Remove the order of calculation: it names cells that are gone, and Excel makes it anew."""
        for each in self._draft.relations(self.part):
            if each.kind == xml.CALCULATION_CHAIN:
                self._draft.unrelate(self.part, each.id)
                self._draft.remove_orphans([each.target])

    def related(self, kind: str) -> str | None:
        """Return the part of this kind that the workbook points to."""
        return next((each.target for each in self._draft.relations(self.part) if each.kind == kind), None)

    def _defined_names(self) -> etree._Element:
        names = self.root.find(xml.main("definedNames"))
        if names is None:
            names = etree.Element(xml.main("definedNames"))
            self._insert_after(names, _BEFORE_DEFINED_NAMES)
        return names

    def _insert_after(self, element: etree._Element, names: tuple[str, ...]) -> None:
        """Put an element where the schema has it: after the last of these that is there."""
        places = [self.root.index(each) for each in self.root if each.tag in {xml.main(name) for name in names}]
        self.root.insert(max(places, default=len(self.root) - 1) + 1, element)

    def _renumber(self, moved: Callable[[int], int]) -> None:
        """Keep names and views pointing to their sheets, which they do by its place."""
        for each in self.root.iterfind(f"{xml.main('definedNames')}/{xml.main('definedName')}"):
            if each.get("localSheetId") is not None:
                each.set("localSheetId", str(moved(number(each, "localSheetId"))))
        for view in self.root.iterfind(f"{xml.main('bookViews')}/{xml.main('workbookView')}"):
            for attribute in ("activeTab", "firstSheet"):
                if view.get(attribute) is not None:
                    view.set(attribute, str(moved(number(view, attribute))))


def blank_workbook() -> bytes:
    """Return the bytes of a workbook without tabs. The same ones each time."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships({xml.OFFICE_DOCUMENT: "xl/workbook.xml"}),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relationships(
            {xml.WORKSHEET: "worksheets/sheet1.xml", xml.STYLES: "styles.xml", xml.THEME: "theme/theme1.xml"}
        ),
        "xl/worksheets/sheet1.xml": BLANK_SHEET,
        "xl/styles.xml": EMPTY,
        "xl/theme/theme1.xml": _theme(),
    }
    return zipped(parts)


def _content_types() -> bytes:
    overrides = {
        "/xl/workbook.xml": xml.WORKBOOK_TYPE,
        "/xl/worksheets/sheet1.xml": xml.WORKSHEET_TYPE,
        "/xl/styles.xml": xml.STYLES_TYPE,
        "/xl/theme/theme1.xml": xml.THEME_TYPE,
    }
    named = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'{xml.XML_DECLARATION}<Types xmlns="{xml.CONTENT_TYPES}">'
        f'<Default Extension="rels" ContentType="{xml.RELATIONSHIPS_TYPE}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    ).encode()


def _relationships(targets: dict[str, str]) -> bytes:
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'{xml.XML_DECLARATION}<Relationships xmlns="{xml.RELATIONSHIPS}">{related}</Relationships>'.encode()


def _workbook() -> bytes:
    return (
        f'{xml.XML_DECLARATION}<workbook xmlns="{xml.MAIN}" xmlns:r="{xml.RELATIONSHIP}">'
        '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="15000"/></bookViews>'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ).encode()


def _theme() -> bytes:
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    fonts = "".join(
        f'<a:{name}><a:latin typeface="{face}"/><a:ea typeface=""/><a:cs typeface=""/></a:{name}>'
        for name, face in (("majorFont", "Calibri Light"), ("minorFont", "Calibri"))
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{width}">{fill}<a:prstDash val="solid"/></a:ln>' for width in (6350, 12700, 19050))
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'{xml.XML_DECLARATION}<a:theme xmlns:a="{xml.DRAWING}" name="netsheets"><a:themeElements>'
        f'<a:clrScheme name="netsheets">{colours}</a:clrScheme><a:fontScheme name="netsheets">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="netsheets"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    ).encode()
