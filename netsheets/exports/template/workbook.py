"""A template filled: the bytes of the workbook, the same for the same document on any day."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Final

from lxml import etree

from netsheets.errors import Misuse
from netsheets.exports.template.cells import Strings
from netsheets.exports.template.chart_part import Shown, fill_chart, fill_texts
from netsheets.exports.template.document import Contents, UnknownPlaceholder
from netsheets.exports.template.placement import PlacedSheet, figures_of, moved_all, pages_of
from netsheets.exports.template.sheet_part import Filling, move_drawing, sheet_element
from netsheets.exports.template.style import with_day_format
from netsheets.exports.template.template import Template
from netsheets.ooxml import names as xml
from netsheets.ooxml.cells import on_sheet, split_sheet, writable
from netsheets.ooxml.draft import CONTENT_TYPES_PART, Draft, parsed, relations_part
from netsheets.ooxml.workbook import WorkbookParts

_STRINGS: Final = "sharedStrings.xml"
_CORE, _APPLICATION = "docProps/core.xml", "docProps/app.xml"


def workbook_of(template: Template, document: Contents) -> bytes:
    """Return the document as a workbook. Raise Misuse where the template asks for what the document does not have."""
    try:
        draft = Draft(template.package)
        _fill(draft, template, document)
        return template.package.rewritten(draft.parts())
    except UnknownPlaceholder as error:
        asked = str(error.args[0])
        known = [*document.values, *document.rows, *(f"word.{each}" for each in document.words), *_fields(document)]
        nearest = next(iter(get_close_matches(asked, known, 1)), "closing")
        raise Misuse("template_unknown", name=template.name, placeholder=asked, nearest=nearest) from error


def _fill(draft: Draft, template: Template, document: Contents) -> None:
    """Write the parts that name rows, sheets or this document anew; all others stay as they are."""
    workbook = WorkbookParts(draft)
    pages = pages_of(template, document)
    filling = Filling(document, figures_of(pages), template.styles, Strings())
    elements = {page.sheet.part: sheet_element(page, filling) for page in pages}
    for part, element in elements.items():
        draft.write(part, _written(element))
    draft.write(_strings_part(draft, workbook), _written(filling.strings.element()))
    with _rewritten(draft, workbook.related(xml.STYLES) or "") as styles:
        with_day_format(styles, document.day_format)
    with _rewritten(draft, workbook.part) as root:
        _name_sheets(root, pages)
    _fill_drawings(draft, pages, _shown(pages, elements, filling.strings), document)
    _write_properties(draft, document)


@contextmanager
def _rewritten(draft: Draft, part: str) -> Iterator[etree._Element]:
    """Yield the root of a part, which is written once it has been changed."""
    root = parsed(draft.read(part), part)
    yield root
    draft.write(part, _written(root))


def _written(root: etree._Element) -> bytes:
    """Return a part's bytes, letters as they are."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _strings_part(draft: Draft, workbook: WorkbookParts) -> str:
    """Return where the shared strings are, made known to a package that had none."""
    part = workbook.related(xml.SHARED_STRINGS)
    if part is not None:
        return part
    part = posixpath.join(posixpath.dirname(workbook.part), _STRINGS)
    override = {"PartName": f"/{part}", "ContentType": xml.SHARED_STRINGS_TYPE}
    with _rewritten(draft, CONTENT_TYPES_PART) as types:
        etree.SubElement(types, f"{{{xml.CONTENT_TYPES}}}Override", override)
    relation = {"Id": "rIdStrings", "Type": xml.SHARED_STRINGS, "Target": _STRINGS}
    with _rewritten(draft, relations_part(workbook.part)) as relations:
        etree.SubElement(relations, f"{{{xml.RELATIONSHIPS}}}Relationship", relation)
    return part


def _name_sheets(root: etree._Element, pages: tuple[PlacedSheet, ...]) -> None:
    """Give the sheets their own names, and move the names of ranges with their rows."""
    for sheet, page in zip(root.iterfind(f"{xml.main('sheets')}/{xml.main('sheet')}"), pages, strict=True):
        sheet.set("name", page.name)
    by_name = {page.sheet.name: page for page in pages}
    for name in root.iterfind(f"{xml.main('definedNames')}/{xml.main('definedName')}"):
        name.text = ",".join(_moved_name(each, by_name) for each in (name.text or "").split(","))
    for calculation in root.iterfind(xml.main("calcPr")):
        if "fullCalcOnLoad" in calculation.attrib:
            del calculation.attrib["fullCalcOnLoad"]


def _moved_name(reference: str, by_name: dict[str, PlacedSheet]) -> str:
    sheet, cells = split_sheet(reference)
    page = by_name.get(sheet)
    return on_sheet(page.name, moved_all(cells, page.moves) or cells) if page else reference


def _fill_drawings(draft: Draft, pages: tuple[PlacedSheet, ...], shown: Shown, document: Contents) -> None:
    """Move pictures with their rows, and fill charts with their ranges and values."""
    for page in pages:
        for part in _related(draft, page.sheet.part, xml.SHEET_DRAWING_PART):
            with _rewritten(draft, part) as drawing:
                move_drawing(drawing, page.moves)
                fill_texts(drawing, document)
            for chart_part in _related(draft, part, xml.CHART_PART):
                with _rewritten(draft, chart_part) as chart:
                    fill_chart(chart, pages, shown, document)


def _related(draft: Draft, part: str, kind: str) -> list[str]:
    return [each.target for each in draft.relations(part) if each.kind == kind]


def _shown(pages: tuple[PlacedSheet, ...], elements: dict[str, etree._Element], strings: Strings) -> Shown:
    """Return what each cell of the workbook holds, as text, for the charts."""
    shown = {}
    for page in pages:
        for cell in elements[page.sheet.part].iter(xml.main("c")):
            value = cell.findtext(xml.main("v"), "")
            text = strings.items[int(value)] if cell.get("t") == "s" else value
            if isinstance(text, str):
                shown[page.name, cell.get("r", "")] = text
    return shown


def _write_properties(draft: Draft, document: Contents) -> None:
    """Write the file's own properties: the document's, not those of whoever restyled the template."""
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    dublin, terms = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
    instance = "http://www.w3.org/2001/XMLSchema-instance"
    root = etree.Element(
        f"{{{core}}}coreProperties", nsmap={"cp": core, "dc": dublin, "dcterms": terms, "xsi": instance}
    )
    etree.SubElement(root, f"{{{dublin}}}title").text = writable(document.title)
    etree.SubElement(root, f"{{{dublin}}}creator").text = writable(document.author)
    for name in ("created", "modified"):
        day = etree.SubElement(root, f"{{{terms}}}{name}")
        day.set(f"{{{instance}}}type", "dcterms:W3CDTF")
        day.text = f"{document.month_end.isoformat()}T00:00:00Z"
    properties = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    application = etree.fromstring(f'<Properties xmlns="{properties}"/>')
    etree.SubElement(application, f"{{{properties}}}Application").text = "netsheets"
    for part, element in ((_CORE, root), (_APPLICATION, application)):
        if part in draft:
            draft.write(part, _written(element))


def _fields(document: Contents) -> list[str]:
    return [f"{name}.{field}" for name, rows in document.rows.items() for row in rows[:1] for field in row]
