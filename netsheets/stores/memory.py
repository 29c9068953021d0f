"""A store that keeps its workbook in memory: for trials, and for what comes from elsewhere than a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from netsheets.errors import Changed, Conflict
from netsheets.stores.port import (
    NEW,
    AppendRows,
    Cell,
    Changeset,
    Content,
    DressTab,
    Edit,
    Grid,
    Highlight,
    Identify,
    Link,
    ReplaceTab,
    RetypeCells,
    Snapshot,
    Written,
)

Rows = Sequence[Sequence[Cell]]


class MemoryStore:
    """A workbook that lasts as long as the process; `applied` is every Changeset that was applied to it."""

    def __init__(self, tabs: Mapping[str, Rows] | None = None, name: str = "memory") -> None:
        self._tabs: dict[str, list[list[Cell]]] = {
            title: [list(row) for row in rows] for title, rows in (tabs or {}).items()
        }
        self._name = name
        self._state = 0
        self._identity = ""
        self.applied: list[Changeset] = []
        self.dressed: dict[str, DressTab] = {}
        self.highlights: dict[str, Highlight] = {}

    @property
    def name(self) -> str:
        """Return what it was called."""
        return self._name

    def read(self) -> Snapshot:
        """Return the workbook as it is now."""
        grids = tuple(
            Grid(title, tuple(tuple(row) for row in rows), index=index)
            for index, (title, rows) in enumerate(self._tabs.items())
        )
        return Snapshot(self._name, grids, str(self._state), identity=self._identity)

    def apply(self, changeset: Changeset) -> None:
        """Apply every edit or none."""
        if changeset.revision == NEW and self._tabs:
            raise Conflict("workbook_exists", workbook=self._name)
        if changeset.revision not in (NEW, str(self._state)):
            raise Changed("workbook_changed", workbook=self._name)
        before = {title: [list(row) for row in rows] for title, rows in self._tabs.items()}
        try:
            for edit in changeset.edits:
                self._make(edit)
        except BaseException:
            self._tabs = before
            raise
        if self._tabs != before:
            self._state += 1
        self.applied.append(changeset)

    def tab(self, title: str) -> list[list[Cell]]:
        """Return the rows of a tab, from row 1."""
        return self._tabs[title]

    def _make(self, edit: Edit) -> None:
        if isinstance(edit, ReplaceTab):
            self._replace(edit)
        elif isinstance(edit, AppendRows):
            self._append(edit)
        elif isinstance(edit, DressTab):
            self._dress(edit)
        elif isinstance(edit, RetypeCells):
            self._retype(edit)
        elif isinstance(edit, Identify):
            self._identity = self._identity or edit.identity
        else:
            self._existing(edit.title)
            self.highlights[edit.title] = edit

    def _replace(self, edit: ReplaceTab) -> None:
        rows = stacked(edit.content)
        if edit.title in self._tabs or not edit.first:
            self._tabs[edit.title] = rows
        else:
            self._tabs = {edit.title: rows, **self._tabs}

    def _append(self, edit: AppendRows) -> None:
        rows = self._existing(edit.title)
        while rows and all(cell in (None, "") for cell in rows[-1]):
            rows.pop()
        for line in edit.rows:
            row: list[Cell] = [None] * max(edit.positions)
            for position, value in zip(edit.positions, line, strict=True):
                row[position - 1] = as_read(value)
            rows.append(row)

    def _retype(self, edit: RetypeCells) -> None:
        rows = self._existing(edit.title)
        for each in edit.cells:
            row = rows[each.row - 1]
            if str(row[each.column - 1]) == each.was:
                row[each.column - 1] = each.text or None

    def _dress(self, edit: DressTab) -> None:
        rows = self._tabs.setdefault(edit.title, [])
        self.dressed[edit.title] = edit
        rows += [[] for _ in range(edit.header_row - len(rows))]
        width = max((len(row) for row in rows), default=0)
        header = rows[edit.header_row - 1]
        for column, position in zip(edit.columns, edit.positions, strict=True):
            if position is None:
                header += [None] * (width - len(header))
                header.append(column.title)
                width += 1

    def _existing(self, title: str) -> list[list[Cell]]:
        if title not in self._tabs:
            raise Conflict("tab_not_found", tab=title)
        return self._tabs[title]


def stacked(content: Content) -> list[list[Cell]]:
    """Return the rows of a tool-owned tab: blocks from the top, one empty row between them."""
    rows: list[list[Cell]] = []
    for block in content.blocks:
        rows += [[]] if rows else []
        rows += [[block.heading]] if block.heading else []
        rows += [] if block.headless else [[column.title for column in block.columns]]
        rows += [[as_read(value) for value in row] for row in block.rows]
    return rows


def as_read(value: Written) -> Cell:
    """Return what a cell holds once this was written in it."""
    return value.text if isinstance(value, Link) else value
