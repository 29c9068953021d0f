"""The store of a workbook in an .xlsx file: one read, one write, each whole; and the edits, made in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from netsheets.errors import Changed
from netsheets.ooxml import names as xml
from netsheets.ooxml.archive import MOST_BYTES, opened
from netsheets.ooxml.draft import Draft
from netsheets.ooxml.styles import EMPTY, Styles
from netsheets.ooxml.workbook import BLANK_SHEET, WorkbookParts, blank_workbook
from netsheets.stores.port import AppendRows, Changeset, DressTab, Edit, Identify, ReplaceTab, RetypeCells, Snapshot
from netsheets.stores.xlsx.dressing import LISTS_TITLE, WordLists, lists_in
from netsheets.stores.xlsx.file import create_file, locked, read_whole, refuse_open_elsewhere, replace_file
from netsheets.stores.xlsx.identity import identify
from netsheets.stores.xlsx.member_tab import dress_tab, retype_cells, set_highlight
from netsheets.stores.xlsx.owned_tab import append_rows, replace_tab
from netsheets.stores.xlsx.reading import (
    read_workbook,
    refuse_other_formats,
    refuse_other_packages,
    revision_of,
    tab_rows,
)

NEW: Final = ""
"""The revision of a workbook that does not exist yet."""
_DEFAULT_STYLES_PART: Final = "xl/styles.xml"


class XlsxStore:
    """A workbook in an .xlsx (or .xlsm) file. Errors are those of `netsheets.errors`."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)

    @classmethod
    def create(cls, path: str | Path) -> XlsxStore:
        """Write a workbook without tabs and return its store. Raise Conflict where there is a file already."""
        create_file(Path(path), blank_workbook())
        return cls(path)

    @property
    def name(self) -> str:
        """Return the workbook's path."""
        return str(self._path)

    def read(self) -> Snapshot:
        """Return the workbook as it is now: the file's bytes are read once, and named by their SHA-256."""
        return read_workbook(self._bytes(), self.name)

    def apply(self, changeset: Changeset) -> None:
        """Apply every edit or none. Raise `Changed` where the file is no longer what was read.

        With the revision `NEW` the file is made, and must not be there yet. Where the edits change nothing, nothing is
        written. `once` needs no keeping here: who applies a Changeset twice comes with an old revision.
        """
        if changeset.revision == NEW:
            create_file(self._path, edited(blank_workbook(), changeset.edits))
            return
        refuse_open_elsewhere(self._path)
        before = self._bytes()
        with locked(self._path.resolve()):
            before = self._bytes()
            if revision_of(before) != changeset.revision:
                raise Changed("workbook_changed", workbook=self.name)
            after = edited(before, changeset.edits)
            refuse_open_elsewhere(self._path)
            if after != before:
                replace_file(self._path.resolve(), after, before)

    def _bytes(self) -> bytes:
        """Return the file's bytes, known to be a workbook's."""
        content = read_whole(self._path, MOST_BYTES)
        refuse_other_formats(content, self.name)
        refuse_other_packages(opened(content), self.name)
        return content


def edited(content: bytes, edits: Sequence[Edit]) -> bytes:
    """Return the workbook with these edits made in order. What no edit touches stays as it is, byte for byte."""
    package = opened(content)
    draft = Draft(package)
    workbook = WorkbookParts(draft)
    styles = Styles(draft.tree(_styles_part(draft, workbook)))
    lists = WordLists(lists_in(tab_rows(content, LISTS_TITLE)) if workbook.sheet(LISTS_TITLE) else [])
    _add_missing_tabs(workbook, edits)
    for each in edits:
        _make(draft, workbook, styles, lists, each)
    if (new_lists := lists.edit()) is not None:
        if workbook.sheet(LISTS_TITLE) is None:
            workbook.add_sheet(LISTS_TITLE, hidden=True)
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
    elif isinstance(edit, Identify):
        identify(draft, workbook, edit.identity)
    else:
        set_highlight(draft, workbook, styles, edit)


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
