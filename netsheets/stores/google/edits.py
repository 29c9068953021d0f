"""A Changeset as the requests of one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from netsheets.errors import Conflict
from netsheets.stores.google.appending import append_rows
from netsheets.stores.google.draft import Draft
from netsheets.stores.google.dressing import dress_tab
from netsheets.stores.google.highlights import set_highlight
from netsheets.stores.google.protections import protect_tab
from netsheets.stores.google.replacing import first_row, replace_tab
from netsheets.stores.google.retyping import retype_cells
from netsheets.stores.google.spreadsheet import CONTENT_MARK, Spreadsheet
from netsheets.stores.google.stamp import Proof, guard, guard_number, stamp
from netsheets.stores.port import AppendRows, Changeset, DressTab, Edit, ReplaceTab, RetypeCells

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """Requests that are done all or not at all; without proof, doing them twice is the same as doing them once."""

    requests: list[Json]
    proof: Proof | None


def batch_of(spreadsheet: Spreadsheet, changeset: Changeset, name: str, *, fresh: bool = False) -> Batch:
    """Return the batch that makes these edits, named so that it can be recognised; empty where nothing changes.

    `fresh` takes the blank sheet away that a new spreadsheet comes with: nobody has ever typed in it. Raise Conflict
    where a tab is missing, or where what may be done once was done before and its traces were deleted.
    """
    if changeset.once and any(each.number == guard_number(changeset.once) for each in spreadsheet.protections):
        raise Conflict("google_posted_before", what=changeset.once)
    draft = Draft(spreadsheet)
    _add_missing_tabs(draft, changeset.edits)
    area: Json | None = None
    for each in changeset.edits:
        area = area or _posted(draft, each)
        _make(draft, each)
    _mend_protections(draft, spreadsheet, changeset.edits)
    if not draft.changes_content:
        return Batch(draft.requests, None)
    if fresh:
        for tab in spreadsheet.tabs:
            draft.add("deleteSheet", sheetId=tab.sheet_id)
    proof = stamp(draft, spreadsheet, name)
    if changeset.once and area:
        proof = Proof(proof.name, proof.seen, guard(draft, changeset.once, name, area))
    return Batch(draft.requests, proof)


def _make(draft: Draft, edit: Edit) -> None:
    if isinstance(edit, ReplaceTab):
        replace_tab(draft, edit)
    elif isinstance(edit, AppendRows):
        append_rows(draft, edit)
    elif isinstance(edit, DressTab):
        dress_tab(draft, edit)
    elif isinstance(edit, RetypeCells):
        retype_cells(draft, edit)
    else:
        set_highlight(draft, edit)


def _mend_protections(draft: Draft, spreadsheet: Spreadsheet, edits: Sequence[Edit]) -> None:
    """Protect again the tool-owned tabs that someone has taken the protection from."""
    replaced = {each.title for each in edits if isinstance(each, ReplaceTab)}
    for each in spreadsheet.tabs:
        if CONTENT_MARK in each.marks and each.title not in replaced:
            protect_tab(draft, draft.tab(each.title))


def _posted(draft: Draft, edit: Edit) -> Json | None:
    """Return where the rows that an edit posts will stand, None where it posts none."""
    if isinstance(edit, AppendRows) and edit.rows:
        tab = draft.tab(edit.title)
        return tab.area(rows=(tab.used_rows, tab.used_rows + len(edit.rows)))
    if isinstance(edit, ReplaceTab) and edit.content.blocks and edit.content.blocks[0].rows:
        return draft.tab(edit.title).area(rows=first_row(edit.content))
    return None


def _add_missing_tabs(draft: Draft, edits: Sequence[Edit]) -> None:
    """Add the tabs that edits create before any is made: a drop-down may point to a tab that a later edit creates."""
    for each in edits:
        if isinstance(each, (ReplaceTab, DressTab)) and not draft.has(each.title):
            columns = len(each.columns) if isinstance(each, DressTab) else 1
            draft.add_tab(each.title, first=isinstance(each, ReplaceTab) and each.first, columns=columns)
