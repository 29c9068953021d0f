"""A workbook's own id: in a property of the document and in a hidden name, so that one of them outlives any program."""

from __future__ import annotations

from typing import Final

from lxml import etree

from netsheets.ooxml import names as xml
from netsheets.ooxml.draft import Draft, number
from netsheets.ooxml.workbook import WorkbookParts

_PROPERTY: Final = "netsheets-id"
_NAME: Final = "_netsheets_id"
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""What every property of a document's own making carries (ECMA-376, part 1, 22.3)."""


def identity_of(draft: Draft, workbook: WorkbookParts) -> str:
    """Return a workbook's id, "" where it has none."""
    held = _property(draft)
    if held is not None:
        return "".join(str(each) for each in held.itertext()).strip()
    named = workbook.constant(_NAME)
    return named.strip('"') if named else ""


def identify(draft: Draft, workbook: WorkbookParts, identity: str) -> None:
    """Give a workbook this id, in whichever of the two places lacks one; one that it has stays."""
    identity = identity_of(draft, workbook) or identity
    if _property(draft) is None:
        _add_property(draft, identity)
    workbook.define_constant(_NAME, f'"{identity}"')


def _part(draft: Draft) -> str | None:
    return next((each.target for each in draft.relations("") if each.kind == xml.CUSTOM_PROPERTIES), None)


def _property(draft: Draft) -> etree._Element | None:
    part = _part(draft)
    if part is None or part not in draft:
        return None
    return next((each for each in draft.tree(part) if each.get("name") == _PROPERTY), None)


def _add_property(draft: Draft, identity: str) -> None:
    part = _part(draft)
    if part is None or part not in draft:
        part = draft.free_name("docProps/custom{}.xml") if "docProps/custom.xml" in draft else "docProps/custom.xml"
        draft.write(part, f'{xml.XML_DECLARATION}<Properties xmlns="{xml.CUSTOM}" xmlns:vt="{xml.VARIANT}"/>'.encode())
        draft.declare(part, xml.CUSTOM_PROPERTIES_TYPE)
        draft.relate("", xml.CUSTOM_PROPERTIES, part)
    root = draft.tree(part)
    place = max((number(each, "pid", 1) for each in root), default=1) + 1
    added = etree.SubElement(
        root, f"{{{xml.CUSTOM}}}property", {"fmtid": _FORMAT_ID, "pid": str(place), "name": _PROPERTY}
    )
    etree.SubElement(added, f"{{{xml.VARIANT}}}lpwstr").text = identity
