"""RetypeCells: single cells of a members' tab typed anew, and what they held taken out of the workbook's texts."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from netsheets.stores.addresses import column_letters
from netsheets.stores.port import RetypeCells, Retyping
from netsheets.stores.xlsx import vocabulary as xml
from netsheets.stores.xlsx.draft import Draft
from netsheets.stores.xlsx.sheet_frame import SheetFrame
from netsheets.stores.xlsx.text import text_element
from netsheets.stores.xlsx.workbook_parts import WorkbookParts

_INDEX: Final = re.compile(rb"""\st=["']s["'][^>]*>\s*<(?:[\w.-]+:)?v[^>]*>(\d+)<""")
_FORMULA: Final = re.compile(rb"<(?:[\w.-]+:)?f(?=[\s/>])")
_STYLE: Final = re.compile(rb"""\ss=["'](\d+)["']""")


def retype_cells(draft: Draft, workbook: WorkbookParts, edit: RetypeCells) -> None:
    """Type cells anew, their format kept. Raise Conflict where the tab is missing.

    The file is the one that was read, byte for byte, so each cell still holds what it held. One without an address of
    its own, as a few odd programs write them, is left alone, and so is one with a formula: others may share it.
    """
    sheet = workbook.existing_sheet(edit.title)
    frame = SheetFrame(draft.read(sheet.part), sheet.part)
    dropped: set[int] = set()
    for each in edit.cells:
        frame.rows, index = _retyped(frame, each)
        if index is not None:
            dropped.add(index)
    draft.write(sheet.part, frame.content())
    workbook.calculate_on_load()
    _forget(draft, workbook, dropped)


def _retyped(frame: SheetFrame, cell: Retyping) -> tuple[bytes, int | None]:
    """Return the rows with one cell typed anew, and which shared text it held."""
    start, end = _row(frame, cell.row)
    name = re.escape(frame.prefix + b"c")
    address = f"{column_letters(cell.column)}{cell.row}".encode()
    opening = rb"<" + name + rb"(?=\s)[^>]*?\sr=[\"']" + address + rb"[\"'][^>]*?"
    pattern = re.compile(rb"(?:" + opening + rb"/>)|(?:" + opening + rb">.*?</" + name + rb"\s*>)", re.DOTALL)
    found = pattern.search(frame.rows, start, end)
    if found is None or _FORMULA.search(found[0]):
        return frame.rows, None
    index = _INDEX.search(found[0])
    style = _STYLE.search(found[0][: found[0].index(b">")])
    looks = b' s="' + style[1] + b'"' if style else b""
    written = f'<c r="{address.decode()}"'.encode() + looks
    written += f' t="inlineStr"><is>{text_element(cell.text)}</is></c>'.encode() if cell.text else b"/>"
    rows = frame.rows[: found.start()] + frame.prefixed(written) + frame.rows[found.end() :]
    return rows, int(index[1]) if index else None


def _row(frame: SheetFrame, number: int) -> tuple[int, int]:
    """Return where a row begins and ends; nowhere for one that is not there, or that does not say its number."""
    name = re.escape(frame.prefix + b"row")
    found = re.search(rb"<" + name + rb"(?=\s)[^>]*?\sr=[\"']" + str(number).encode() + rb"[\"']", frame.rows)
    if found is None:
        return 0, 0
    end = frame.rows.find(b"</" + frame.prefix + b"row", found.end())
    return found.end(), end if end >= 0 else len(frame.rows)


def _forget(draft: Draft, workbook: WorkbookParts, dropped: set[int]) -> None:
    """Empty those of these shared texts that no cell of any sheet refers to any more; the others keep their place."""
    part = workbook.related(xml.SHARED_STRINGS)
    if part is None or part not in draft or not dropped:
        return
    for sheet in workbook.sheets():
        dropped -= {int(each) for each in _INDEX.findall(draft.read(sheet.part))}
    texts = draft.tree(part).findall(xml.main("si"))
    for index in dropped:
        if index < len(texts):
            for each in list(texts[index]):
                texts[index].remove(each)
            etree.SubElement(texts[index], xml.main("t"))
