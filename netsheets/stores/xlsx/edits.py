"""All edits of a Changeset on a workbook's bytes, in memory: the new bytes, or the same where nothing changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from netsheets.stores.port import AppendRows, DressTab, Edit, Highlight, ReplaceTab, RetypeCells
from netsheets.stores.xlsx import vocabulary as xml
from netsheets.stores.xlsx.blank import BLANK_SHEET
from netsheets.stores.xlsx.draft import Draft
from netsheets.stores.xlsx.dressing import dress_tab
from netsheets.stores.xlsx.highlights import set_highlight
from netsheets.stores.xlsx.package import opened
from netsheets.stores.xlsx.reading import tab_rows
from netsheets.stores.xlsx.retyping import retype_cells
from netsheets.stores.xlsx.sheet_frame import SheetFrame
from netsheets.stores.xlsx.styles import EMPTY, Styles
from netsheets.stores.xlsx.tabs import append_rows, replace_tab
from netsheets.stores.xlsx.word_lists import TITLE, WordLists, lists_in
from netsheets.stores.xlsx.workbook_parts import WorkbookParts

_DEFAULT_STYLES_PART: Final = "xl/styles.xml"


def edited(content: bytes, edits: Sequence[Edit]) -> bytes:
    """Return the workbook with these edits made in order. What no edit touches stays as it is, byte for byte."""
    package = opened(content)
    draft = Draft(package)
    workbook = WorkbookParts(draft)
    styles = Styles(draft.tree(_styles_part(draft, workbook)))
    lists = WordLists(lists_in(tab_rows(content, TITLE)) if workbook.sheet(TITLE) else [])
    _add_missing_tabs(workbook, edits)
    for each in edits:
        _make(draft, workbook, styles, lists, each)
    if (new_lists := lists.edit()) is not None:
        if workbook.sheet(TITLE) is None:
            workbook.add_sheet(TITLE, hidden=True)
        replace_tab(draft, workbook, styles, new_lists)
    _drop_blank_sheet(draft, workbook)
    parts = draft.parts()
    return package.rewritten(parts) if parts else content


def _make(draft: Draft, workbook: WorkbookParts, styles: Styles, lists: WordLists, edit: Edit) -> None:
    if isinstance(edit, ReplaceTab):
        replace_tab(draft, workbook, styles, edit)
    elif isinstance(edit, AppendRows):
        append_rows(draft, workbook, styles, edit)
    elif isinstance(edit, DressTab):
        dress_tab(draft, workbook, styles, edit, lists)
    elif isinstance(edit, RetypeCells):
        retype_cells(draft, workbook, edit)
    else:
        _highlight(draft, workbook, styles, edit)


def _highlight(draft: Draft, workbook: WorkbookParts, styles: Styles, edit: Highlight) -> None:
    sheet = workbook.existing_sheet(edit.title)
    frame = SheetFrame(draft.read(sheet.part), sheet.part)
    set_highlight(frame, edit, styles)
    draft.write(sheet.part, frame.content())


def _add_missing_tabs(workbook: WorkbookParts, edits: Sequence[Edit]) -> None:
    """Add the tabs that edits create before any is made: a drop-down may point to a tab that a later edit creates."""
    for each in edits:
        if isinstance(each, (ReplaceTab, DressTab)) and workbook.sheet(each.title) is None:
            workbook.add_sheet(each.title, first=isinstance(each, ReplaceTab) and each.first)


def _styles_part(draft: Draft, workbook: WorkbookParts) -> str:
    """Return where the styles are, adding the part to a workbook without one."""
    part = workbook.related(xml.STYLES)
    if part is None or part not in draft:
        part = _DEFAULT_STYLES_PART
        draft.write(part, EMPTY)
        draft.declare(part, xml.STYLES_TYPE)
        draft.relate(workbook.part, xml.STYLES, part)
    return part


def _drop_blank_sheet(draft: Draft, workbook: WorkbookParts) -> None:
    """Remove the sheet of a workbook without tabs as soon as it has one."""
    sheets = workbook.sheets()
    for each in sheets:
        if len(sheets) > 1 and draft.read(each.part) == BLANK_SHEET:
            workbook.remove_sheet(each)
            return
