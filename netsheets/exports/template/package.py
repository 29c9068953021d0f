"""The zip of an .xlsx: its parts by name, and the relations between them."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from lxml import etree

from netsheets.errors import Misuse

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIP: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SHEET_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"

_MOST_BYTES: Final = 100 * 1024**2
"""No template inflates to more than 100 MB."""
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The first day a zip knows: the same document gives the same bytes on any day."""


def main(name: str) -> str:
    """Return the qualified name of a SpreadsheetML element."""
    return f"{{{MAIN}}}{name}"


def root_element(name: str, namespace: str) -> etree._Element:
    """Return a new part's root, its namespace the default one as Excel writes it."""
    return etree.fromstring(f'<{name} xmlns="{namespace}"/>')


def parsed(content: bytes) -> etree._Element:
    """Return a part's root element; nothing outside the part is ever fetched."""
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def serialised(root: etree._Element) -> bytes:
    """Return a part's bytes, always the same for the same element."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def unzipped(content: bytes, name: str) -> dict[str, bytes]:
    """Return the parts of a template in their order. Raise Misuse, naming the template, where it is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > _MOST_BYTES:
                raise Misuse("template_unreadable", name=name)
            parts = {each.filename: archive.read(each) for each in archive.infolist() if not each.is_dir()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise Misuse("template_unreadable", name=name) from error
    if "xl/workbook.xml" not in parts or "[Content_Types].xml" not in parts:
        raise Misuse("template_unreadable", name=name)
    return parts


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return the zip of these parts, the same bytes for the same parts; the content types come first, as in Excel's."""
    ordered = sorted(parts, key=lambda name: name != "[Content_Types].xml")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ordered:
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, parts[name])
    return buffer.getvalue()


def related(parts: Mapping[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    """Return a part's relations by their id: the last word of the kind, and the part it points to."""
    folder, file_name = posixpath.split(part)
    content = parts.get(f"{folder}/_rels/{file_name}.rels")
    if content is None:
        return {}
    found = {}
    for each in parsed(content):
        target = each.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], path)
    return found
