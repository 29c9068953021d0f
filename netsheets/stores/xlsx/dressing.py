"""DressTab: a members' tab made ready to fill, no cell of theirs touched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lxml import etree

from netsheets.stores.addresses import column_letters
from netsheets.stores.port import Check, Choices, DressTab, Reference, ShownColumn
from netsheets.stores.xlsx import vocabulary as xml
from netsheets.stores.xlsx.columns import set_column
from netsheets.stores.xlsx.comments import set_notes
from netsheets.stores.xlsx.draft import Draft
from netsheets.stores.xlsx.row_bytes import last_column, last_row, with_cells
from netsheets.stores.xlsx.sheet_frame import SheetFrame
from netsheets.stores.xlsx.sheet_rows import RowWriter
from netsheets.stores.xlsx.styles import Styles, header_look
from netsheets.stores.xlsx.tab_sheet import header_height, page, view
from netsheets.stores.xlsx.validations import LAST_ROW, Rule, set_rules
from netsheets.stores.xlsx.word_lists import WordLists
from netsheets.stores.xlsx.workbook_parts import WorkbookParts

_GENERAL: Final = ("number", "note", "heading", "link", "total", "total_money")
"""Formats that need no column style: an empty cell is like that anyway, or never typed in."""


def dress_tab(draft: Draft, workbook: WorkbookParts, styles: Styles, edit: DressTab, lists: WordLists) -> None:
    """Add what the tab lacks: its missing columns, notes, formats of empty cells, rules, the frozen header."""
    sheet = workbook.existing_sheet(edit.title)
    if not draft.read(sheet.part):
        draft.write(sheet.part, _new_sheet(edit))
    frame = SheetFrame(draft.read(sheet.part), sheet.part)
    positions = _positions(edit, frame)
    added = {at: each for at, each, had in zip(positions, edit.columns, edit.positions, strict=True) if had is None}
    if added:
        _add_headers(frame, styles, edit.header_row, added)
    for at, each in zip(positions, edit.columns, strict=True):
        style = 0 if each.format in _GENERAL else styles.number(each.format)
        set_column(frame, at, style=style, width=each.width)
    rules = [
        Rule(at, each.check, lists.place(each.check) if isinstance(each.check, Choices) else "")
        for at, each in zip(positions, edit.columns, strict=True)
        if each.check is not None and not _leads_nowhere(workbook, each.check)
    ]
    rows = (edit.header_row + 1, max(LAST_ROW, last_row(frame.rows)))
    set_rules(frame, rules, rows, uses_1904=workbook.uses_1904)
    _freeze(frame, edit.header_row)
    notes = {
        f"{column_letters(at)}{edit.header_row}": each.note
        for at, each in zip(positions, edit.columns, strict=True)
        if each.note
    }
    set_notes(draft, sheet.part, frame, notes)
    draft.write(sheet.part, frame.content())


def _new_sheet(edit: DressTab) -> bytes:
    return (
        f'{xml.XML_DECLARATION}<worksheet xmlns="{xml.MAIN}" xmlns:r="{xml.RELATIONSHIP}">'
        f'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>{view(edit.header_row)}<sheetFormatPr defaultRowHeight="15"/>'
        f"<sheetData/>{page(landscape=True)}</worksheet>"
    ).encode()


def _positions(edit: DressTab, frame: SheetFrame) -> list[int]:
    """Return where each column stands, missing ones right of all that is used."""
    known = [at for at in edit.positions if at is not None]
    if len(known) == len(edit.positions):
        return known
    last = max((last_column(frame.rows), *known))
    positions = []
    for at in edit.positions:
        last += at is None
        positions.append(last if at is None else at)
    return positions


def _add_headers(frame: SheetFrame, styles: Styles, row: int, added: Mapping[int, ShownColumn]) -> None:
    writer = RowWriter()
    looks = [styles.number(header_look(each)) for each in added.values()]
    if last_row(frame.rows) == 0:
        cells = [(at, look, each.title) for (at, each), look in zip(added.items(), looks, strict=True)]
        written = writer.row(row, cells, height=header_height(tuple(added.values())))
        frame.rows = frame.prefixed(written.encode())
        return
    titles = [each.title for each in added.values()]
    [written] = writer.rows(row, list(added), looks, [titles])
    cells_only = written[written.index(">") + 1 : written.rindex("<")]
    frame.rows = with_cells(frame.rows, row, frame.prefixed(cells_only.encode()), frame.prefix + b"row")


def _leads_nowhere(workbook: WorkbookParts, check: Check) -> bool:
    """Return whether a drop-down points to a tab that isn't there: Excel would call the file damaged."""
    return isinstance(check, Reference) and workbook.sheet(check.title) is None


def _freeze(frame: SheetFrame, rows: int) -> None:
    """Freeze the header row, unless someone has arranged the panes already."""
    views = frame.obtain("sheetViews")
    if not len(views):
        etree.SubElement(views, xml.main("sheetView"), workbookViewId="0")
    first = views[0]
    if first.find(xml.main("pane")) is not None:
        return
    attributes = {"ySplit": str(rows), "topLeftCell": f"A{rows + 1}", "activePane": "bottomLeft", "state": "frozen"}
    first.insert(0, etree.Element(xml.main("pane"), attributes))
    selections = first.findall(xml.main("selection"))
    if not selections:
        etree.SubElement(first, xml.main("selection"), pane="bottomLeft")
    for each in selections:
        each.set("pane", "bottomLeft")
