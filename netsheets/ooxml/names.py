"""The names an .xlsx package is written in: namespaces, kinds of relationships, kinds of parts."""

from __future__ import annotations

from typing import Final

from lxml import etree

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIP: Final = _OFFICE
RELATIONSHIPS: Final = f"{_PACKAGE}/relationships"
CONTENT_TYPES: Final = f"{_PACKAGE}/content-types"
COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SPREADSHEET_2009: Final = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
EXCEL_2006: Final = "http://schemas.microsoft.com/office/excel/2006/main"
DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SHEET_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VARIANT: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
STRICT: Final = "http://purl.oclc.org/ooxml/"

OFFICE_DOCUMENT: Final = f"{_OFFICE}/officeDocument"
WORKSHEET: Final = f"{_OFFICE}/worksheet"
STYLES: Final = f"{_OFFICE}/styles"
THEME: Final = f"{_OFFICE}/theme"
SHARED_STRINGS: Final = f"{_OFFICE}/sharedStrings"
CALCULATION_CHAIN: Final = f"{_OFFICE}/calcChain"
COMMENTS: Final = f"{_OFFICE}/comments"
VML_DRAWING: Final = f"{_OFFICE}/vmlDrawing"
SHEET_DRAWING_PART: Final = f"{_OFFICE}/drawing"
CUSTOM_PROPERTIES: Final = f"{_OFFICE}/custom-properties"
CHART_PART: Final = f"{_OFFICE}/chart"

WORKBOOK_TYPE: Final = f"{_SPREADSHEET}.sheet.main+xml"
WORKSHEET_TYPE: Final = f"{_SPREADSHEET}.worksheet+xml"
STYLES_TYPE: Final = f"{_SPREADSHEET}.styles+xml"
SHARED_STRINGS_TYPE: Final = f"{_SPREADSHEET}.sharedStrings+xml"
COMMENTS_TYPE: Final = f"{_SPREADSHEET}.comments+xml"
THEME_TYPE: Final = "application/vnd.openxmlformats-officedocument.theme+xml"
DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawing+xml"
CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
CUSTOM_PROPERTIES_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
RELATIONSHIPS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"

XML_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
"""How Excel begins every part."""


def main(name: str) -> str:
    """Return the qualified name of a SpreadsheetML element."""
    return f"{{{MAIN}}}{name}"


def element(name: str, **attributes: str) -> etree._Element:
    """Return a new element of SpreadsheetML, written without prefix."""
    found = etree.fromstring(f'<{name} xmlns="{MAIN}"/>')
    for key, value in attributes.items():
        found.set(key, value)
    return found


def relationship(name: str) -> str:
    """Return the qualified name of an attribute that points to a relationship, such as `r:id`."""
    return f"{{{RELATIONSHIP}}}{name}"
