"""Finding the tabs and headers of a workbook, whatever their order, language, case or place in the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from netsheets.domain.findings import Finding, finding
from netsheets.ooxml.cells import column_letters
from netsheets.sheets.labels import column_key, nearest_of, tab_key
from netsheets.sheets.schema import Tab, tab, tabs
from netsheets.stores.port import Cell, Grid, Snapshot
from netsheets.texts import Language

_HEADER_DEPTH = 10
"""A header is looked for in so many rows from the first used one on: people like a title line above."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a tab stands in the workbook: its sheet's title, its header's row, and each column's number (1-based).

    `last_column` is the last column in use, known or not; `rows` are the cells below the header, the first of them in
    sheet row `header_row + 1`, the first cell of each in sheet column `first_column`. `formulas` are those behind the
    cells, without `=`, by row and column from 1; `headings` are all that stand in the header's row, known or not.
    """

    tab: str
    title: str
    header_row: int
    columns: Mapping[str, int]
    last_column: int
    first_column: int
    rows: Sequence[Sequence[Cell]]
    readable: bool = True
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    headings: Sequence[str] = ()

    @property
    def first_row(self) -> int:
        """Return the sheet row below the header."""
        return self.header_row + 1

    def with_missing_columns(self) -> Placement:
        """Return where the columns stand once the missing ones are added right of the last used one."""
        missing = (each.key for each in tab(self.tab).columns if each.key not in self.columns)
        added = {key: number for number, key in enumerate(missing, start=self.last_column + 1)}
        return replace(self, columns={**self.columns, **added}, last_column=self.last_column + len(added))

    def address(self, row: int | None, column: str | None) -> str:
        """Return a cell's address (`F12`), "" where the row is unknown; the row's first cell where the column is."""
        if row is None:
            return ""
        number = self.columns.get(column or "", min(self.columns.values(), default=self.first_column))
        return f"{column_letters(number)}{row}"


def new_placement(schema: Tab, language: Language) -> Placement:
    """Return where a tab's columns will stand in a workbook that does not have it yet."""
    columns = {each.key: number for number, each in enumerate(schema.columns, start=1)}
    return Placement(schema.key, schema.titles[language], 1, columns, len(columns), 1, ())


def tab_titled(key: str, placements: Mapping[str, Placement], language: Language) -> str:
    """Return the title a tab has in the workbook, or would be given."""
    return placements[key].title if key in placements else tab(key).titles[language]


def place(snapshot: Snapshot) -> tuple[Mapping[str, Placement], tuple[Finding, ...]]:
    """Return where each tab stands, by its key, and what is wrong with tabs and headers."""
    placements: dict[str, Placement] = {}
    findings: list[Finding] = []
    for grid in snapshot.grids:
        key = tab_key(grid.title)
        if key is None:
            continue
        if key in placements:
            # Of a tab without columns (a report's) nothing is read: a person may well have an agenda of their own.
            if tab(key).columns:
                twice = placements[key].title
                findings.append(finding("tab_twice", key, None, None, grid.title, first=twice, second=grid.title))
            continue
        placements[key], found = _placed(tab(key), grid)
        findings.extend(found)
    findings.extend(_missing_tabs(snapshot, placements))
    return placements, tuple(findings)


def _missing_tabs(snapshot: Snapshot, placements: Mapping[str, Placement]) -> Iterator[Finding]:
    """Yield the tabs every network starts with that are not there; a missing one counts as empty (tabs.md)."""
    strangers = tuple(grid.title for grid in snapshot.grids if tab_key(grid.title) is None)
    for each in tabs():
        if each.starting and each.key not in placements:
            yield finding("tab_missing", each.key, None, nearest=nearest_of(each.titles.values(), strangers))


def _placed(schema: Tab, grid: Grid) -> tuple[Placement, list[Finding]]:
    """Return where a tab's columns stand in a grid, and what is wrong with its header."""
    names = [[_name(cell) for cell in row] for row in grid.rows[:_HEADER_DEPTH]]
    recognised = [sum(column_key(schema, name) is not None for name in row if name) for row in names]
    depth = recognised.index(max(recognised)) if any(recognised) else 0
    header = names[depth] if names else []
    columns: dict[str, int] = {}
    findings: list[Finding] = []
    row_number = grid.first_row + depth
    for number, name in enumerate(header, start=grid.first_column):
        key = column_key(schema, name) if name else None
        if key is None:
            continue
        if key in columns:
            letters = {"first": column_letters(columns[key]), "second": column_letters(number)}
            findings.append(finding("header_twice", schema.key, row_number, key, name, **letters))
        columns.setdefault(key, number)
    used = any(cell not in (None, "") for row in grid.rows for cell in row) if not columns else True
    findings.extend(_missing_columns(schema, columns, header, used=used))
    widest = max(map(len, grid.rows), default=0)
    placement = Placement(
        schema.key,
        grid.title,
        row_number,
        columns,
        grid.first_column + widest - 1,
        grid.first_column,
        grid.rows[depth + 1 :],
        readable=not findings and bool(columns),
        formulas=grid.formulas,
        headings=header,
    )
    return placement, findings


def _missing_columns(schema: Tab, columns: Mapping[str, int], header: list[str], *, used: bool) -> Iterator[Finding]:
    """Yield the required columns a used tab lacks; a tab without any column of its own gets one finding."""
    required = tuple(each.key for each in schema.columns if each.required)
    missing = tuple(key for key in required if key not in columns)
    if not columns and used and required:
        yield finding("header_not_found", schema.key, None, missing=", ".join(required))
    elif used:
        strangers = tuple(name for name in header if name and column_key(schema, name) is None)
        for key in missing:
            names = (key, *schema.column_by_key[key].titles.values())
            yield finding("header_missing", schema.key, None, key, nearest=nearest_of(names, strangers))


def _name(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""
