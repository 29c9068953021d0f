"""A template filled: the bytes of the workbook, the same for the same document on any day."""

from __future__ import annotations

from difflib import get_close_matches

from lxml import etree

from netsheets.errors import Misuse
from netsheets.exports.template.cells import Strings, writable
from netsheets.exports.template.chart_part import Shown, fill_chart, fill_texts
from netsheets.exports.template.document import Document, UnknownPlaceholder
from netsheets.exports.template.package import (
    CONTENT_TYPES,
    RELATIONSHIP,
    RELATIONSHIPS,
    main,
    parsed,
    related,
    root_element,
    serialised,
    zipped,
)
from netsheets.exports.template.placement import Page, figures_of, pages_of
from netsheets.exports.template.references import moved_all, on_sheet, split_sheet
from netsheets.exports.template.sheet_part import Filling, move_drawing, sheet_element
from netsheets.exports.template.style import with_day_format
from netsheets.exports.template.template import Template

_WORKBOOK = "xl/workbook.xml"
_STRINGS = "xl/sharedStrings.xml"
_CORE, _APPLICATION = "docProps/core.xml", "docProps/app.xml"
_STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def workbook_of(template: Template, document: Document) -> bytes:
    """Return the document as a workbook. Raise Misuse where the template asks for what the document does not have."""
    try:
        return zipped(_parts(template, document))
    except UnknownPlaceholder as error:
        asked = str(error.args[0])
        known = [*document.values, *document.rows, *(f"word.{each}" for each in document.words), *_fields(document)]
        nearest = next(iter(get_close_matches(asked, known, 1)), "closing")
        raise Misuse("template_unknown", name=template.name, placeholder=asked, nearest=nearest) from error


def _parts(template: Template, document: Document) -> dict[str, bytes]:
    """Return every part: those that name rows, sheets or this document written anew, all others as they are."""
    parts = dict(template.parts)
    relations = related(parts, _WORKBOOK)
    paths = dict(relations.values())
    pages = pages_of(template, document)
    filling = Filling(document, figures_of(pages), template.styles, Strings())
    elements = {page.sheet.part: sheet_element(page, filling) for page in pages}
    parts.update((part, serialised(element)) for part, element in elements.items())
    parts[paths.get("sharedStrings", _STRINGS)] = serialised(filling.strings.element())
    if "sharedStrings" not in paths:
        _announce_strings(parts)
    styles = parsed(parts[paths["styles"]])
    with_day_format(styles, document.day_format)
    parts[paths["styles"]] = serialised(styles)
    parts[_WORKBOOK] = _workbook(parts[_WORKBOOK], pages)
    _fill_drawings(parts, pages, _shown(pages, elements, filling.strings), document)
    _write_properties(parts, document)
    return parts


def _workbook(content: bytes, pages: tuple[Page, ...]) -> bytes:
    """Return the workbook's part with the sheets' own names, and the names of ranges moved with their rows."""
    root = parsed(content)
    for sheet, page in zip(root.iterfind(f"{main('sheets')}/{main('sheet')}"), pages, strict=True):
        sheet.set("name", page.name)
    by_name = {page.sheet.name: page for page in pages}
    for name in root.iterfind(f"{main('definedNames')}/{main('definedName')}"):
        name.text = ",".join(_moved_name(each, by_name) for each in (name.text or "").split(","))
    for calculation in root.iterfind(main("calcPr")):
        if "fullCalcOnLoad" in calculation.attrib:
            del calculation.attrib["fullCalcOnLoad"]
    return serialised(root)


def _moved_name(reference: str, by_name: dict[str, Page]) -> str:
    sheet, cells = split_sheet(reference)
    page = by_name.get(sheet)
    return on_sheet(page.name, moved_all(cells, page.moves) or cells) if page else reference


def _fill_drawings(parts: dict[str, bytes], pages: tuple[Page, ...], shown: Shown, document: Document) -> None:
    """Move pictures with their rows, and fill charts with their ranges and values."""
    for page in pages:
        for kind, part in related(parts, page.sheet.part).values():
            if kind != "drawing":
                continue
            drawing = parsed(parts[part])
            move_drawing(drawing, page.moves)
            fill_texts(drawing, document)
            for below, chart_part in related(parts, part).values():
                if below == "chart":
                    chart = parsed(parts[chart_part])
                    fill_chart(chart, pages, shown, document)
                    parts[chart_part] = serialised(chart)
            parts[part] = serialised(drawing)


def _shown(pages: tuple[Page, ...], elements: dict[str, etree._Element], strings: Strings) -> Shown:
    """Return what each cell of the workbook holds, as text, for the charts."""
    shown = {}
    for page in pages:
        for cell in elements[page.sheet.part].iter(main("c")):
            value = cell.findtext(main("v"), "")
            text = strings.items[int(value)] if cell.get("t") == "s" else value
            if isinstance(text, str):
                shown[page.name, cell.get("r", "")] = text
    return shown


def _announce_strings(parts: dict[str, bytes]) -> None:
    """Make the part of shared strings known to a package that had none."""
    types = parsed(parts["[Content_Types].xml"])
    override = etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override")
    override.set("PartName", f"/{_STRINGS}")
    override.set("ContentType", _STRINGS_TYPE)
    parts["[Content_Types].xml"] = serialised(types)
    relations = parsed(parts["xl/_rels/workbook.xml.rels"])
    relation = etree.SubElement(relations, f"{{{RELATIONSHIPS}}}Relationship")
    relation.set("Id", "rIdStrings")
    relation.set("Type", f"{RELATIONSHIP}/sharedStrings")
    relation.set("Target", "sharedStrings.xml")
    parts["xl/_rels/workbook.xml.rels"] = serialised(relations)


def _write_properties(parts: dict[str, bytes], document: Document) -> None:
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
    application = root_element("Properties", properties)
    etree.SubElement(application, f"{{{properties}}}Application").text = "netsheets"
    for part, element in ((_CORE, root), (_APPLICATION, application)):
        if part in parts:
            parts[part] = serialised(element)


def _fields(document: Document) -> list[str]:
    return [f"{name}.{field}" for name, rows in document.rows.items() for row in rows[:1] for field in row]
