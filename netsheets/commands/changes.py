"""What a command is about to change in the workbook, and changing it; and the columns that members' tabs lack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netsheets.commands.network import OpenNetwork
from netsheets.commands.workbook import Workbook
from netsheets.sheets.layout.dressing import dressing
from netsheets.sheets.placing import place
from netsheets.sheets.schema import tab
from netsheets.stores.port import (
    AppendRows,
    Changeset,
    DressTab,
    Edit,
    Highlight,
    Identify,
    ReplaceTab,
    RetypeCells,
    Snapshot,
)
from netsheets.texts import Language


@dataclass(frozen=True, slots=True)
class TabChange:
    """One edit in words: what is done to which tab, with how many rows or cells.

    What is done is `replace`, `append`, `dress`, `highlight` or `retype`.
    """

    action: str
    tab: str
    rows: int | None = None


def described(edits: tuple[Edit, ...]) -> tuple[TabChange, ...]:
    """Return what edits change, one change an edit."""
    return tuple(_change(edit) for edit in edits)


def _change(edit: Edit) -> TabChange:
    match edit:
        case ReplaceTab(title, content):
            return TabChange("replace", title, sum(len(block.rows) for block in content.blocks))
        case AppendRows(title=title, rows=rows):
            return TabChange("append", title, len(rows))
        case DressTab(title=title):
            return TabChange("dress", title)
        case Highlight(title=title):
            return TabChange("highlight", title)
        case RetypeCells(title=title, cells=cells):
            return TabChange("retype", title, len(cells))
        case Identify(identity):
            return TabChange("identify", identity)


def applied(
    network: OpenNetwork, edits: tuple[Edit, ...], *, dry_run: bool, once: str | None = None
) -> tuple[TabChange, ...]:
    """Apply edits to the state that was read, unless `dry_run`, and return what they change."""
    if edits and not dry_run:
        network.workbook.store.apply(Changeset(edits, network.snapshot.revision, once))
    return described(edits)


def with_all_columns(workbook: Workbook, snapshot: Snapshot, keys: Iterable[str], language: Language) -> Snapshot:
    """Add the columns that these tabs lack, if any, and return the workbook as it is then.

    A write of its own, since only the store knows where a new column comes to stand: a coloured empty cell counts as
    used in one and not in the other, and what is written next must not miss its column.
    """
    placements, _ = place(snapshot)
    lacking = [
        key
        for key in keys
        if key in placements and any(each.key not in placements[key].columns for each in tab(key).columns)
    ]
    if not lacking:
        return snapshot
    workbook.store.apply(Changeset(dressing(lacking, placements, language), snapshot.revision))
    return workbook.store.read()
