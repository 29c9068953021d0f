"""What a command that writes is about to change, and changing it."""

from __future__ import annotations

from dataclasses import dataclass

from netsheets.commands.network import OpenNetwork
from netsheets.stores.port import AppendRows, Changeset, DressTab, Edit, Highlight, ReplaceTab, RetypeCells


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


def applied(
    network: OpenNetwork, edits: tuple[Edit, ...], *, dry_run: bool, once: str | None = None
) -> tuple[TabChange, ...]:
    """Apply edits to the state that was read, unless `dry_run`, and return what they change."""
    if edits and not dry_run:
        network.workbook.store.apply(Changeset(edits, network.snapshot.revision, once))
    return described(edits)
