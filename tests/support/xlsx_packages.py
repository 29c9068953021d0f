"""Workbooks made by hand, part by part, for what no library writes."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

from netsheets.ooxml import names as xml

SHEETS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    """Return a worksheet part with these rows, and elements around them."""
    names = f'xmlns="{xml.MAIN}" xmlns:r="{xml.RELATIONSHIP}"'
    return f"<worksheet {names}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def workbook(
    sheets: Mapping[str, str],
    *,
    properties: str = "",
    states: Mapping[str, str] | None = None,
    kinds: Mapping[str, str] | None = None,
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """Return a workbook with these sheets, in order."""
    listed = "".join(
        f'<sheet name="{title}" sheetId="{number}" r:id="rId{number}"'
        + (f' state="{states[title]}"' if states and title in states else "")
        + "/>"
        for number, title in enumerate(sheets, 1)
    )
    related = {
        f"worksheets/sheet{number}.xml": f"{SHEETS}/{(kinds or {}).get(title, 'worksheet')}"
        for number, title in enumerate(sheets, 1)
    }
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{xml.WORKSHEET_TYPE}"/>'
        for number in range(1, len(sheets) + 1)
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{xml.CONTENT_TYPES}"><Default Extension="rels" '
        f'ContentType="{xml.RELATIONSHIPS_TYPE}"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{xml.WORKBOOK_TYPE}"/>{types}</Types>',
        "_rels/.rels": relations({"xl/workbook.xml": xml.OFFICE_DOCUMENT}),
        "xl/workbook.xml": f'<workbook xmlns="{xml.MAIN}" xmlns:r="{xml.RELATIONSHIP}">{properties}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(related),
    }
    parts |= {f"xl/worksheets/sheet{number}.xml": part for number, part in enumerate(sheets.values(), 1)}
    return zipped(parts | dict(more or {}))


def relations(targets: Mapping[str, str]) -> str:
    """Return a part of relationships: the kind of each target."""
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{xml.RELATIONSHIPS}">{related}</Relationships>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of these parts."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()
