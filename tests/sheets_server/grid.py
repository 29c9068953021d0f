"""The cells of one sheet: a sparse table of immutable CellData, and the properties of its rows and columns.

A cell is a plain JSON object with the fields of CellData that a user enters; it is replaced, never changed, so a
copy of a grid is cheap and a failed batch leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]
Cell = dict[str, Any]
Place = Callable[[int], int | None]

EMPTY: Cell = {}


class Grid:
    """A sheet's cells by row and column, and what is set on whole rows and columns."""

    __slots__ = ("column_count", "column_properties", "row_count", "row_properties", "rows")

    def __init__(self, row_count: int, column_count: int) -> None:
        self.row_count = row_count
        self.column_count = column_count
        self.rows: dict[int, dict[int, Cell]] = {}
        self.row_properties: dict[int, Json] = {}
        self.column_properties: dict[int, Json] = {}

    def copy(self) -> Grid:
        """Return an independent grid with the same cells."""
        twin = Grid(self.row_count, self.column_count)
        twin.rows = {index: dict(row) for index, row in self.rows.items()}
        twin.row_properties = dict(self.row_properties)
        twin.column_properties = dict(self.column_properties)
        return twin

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell; an empty object if nothing is there."""
        columns = self.rows.get(row)
        return EMPTY if columns is None else columns.get(column, EMPTY)

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Replace the cell; an empty one is dropped."""
        if cell:
            self.rows.setdefault(row, {})[column] = cell
        elif row in self.rows:
            self.rows[row].pop(column, None)
            if not self.rows[row]:
                del self.rows[row]

    def set_value(self, row: int, column: int, value: Json | None) -> None:
        """Replace what is entered in the cell, keeping its format, note and validation."""
        cell = {key: item for key, item in self.cell(row, column).items() if key not in VALUE_FIELDS}
        if value is not None:
            cell["userEnteredValue"] = value
        self.put(row, column, cell)

    def cells(self, top: int, left: int, bottom: int, right: int) -> Iterator[tuple[int, int, Cell]]:
        """Yield (row, column, cell) of the cells that hold something, in order."""
        for row in sorted(index for index in self.rows if top <= index < bottom):
            columns = self.rows[row]
            for column in sorted(index for index in columns if left <= index < right):
                yield row, column, columns[column]

    def properties(self, dimension: str) -> dict[int, Json]:
        """Return what is set on the rows or columns, by index."""
        return self.row_properties if dimension == "ROWS" else self.column_properties

    def count(self, dimension: str) -> int:
        """Return how many rows or columns there are."""
        return self.row_count if dimension == "ROWS" else self.column_count

    def resize(self, dimension: str, count: int) -> None:
        """Set the number of rows or columns; what lies beyond is lost."""
        if dimension == "ROWS":
            self.row_count = count
        else:
            self.column_count = count
        self.rearrange(dimension, lambda index: index if index < count else None)

    def rearrange(self, dimension: str, place: Place) -> None:
        """Move every row or column to where *place* says; None deletes it."""
        if dimension == "ROWS":
            self.rows = _placed(self.rows, place)
            self.row_properties = _placed(self.row_properties, place)
            return
        moved = {row: _placed(columns, place) for row, columns in self.rows.items()}
        self.rows = {row: columns for row, columns in moved.items() if columns}
        self.column_properties = _placed(self.column_properties, place)


VALUE_FIELDS = ("userEnteredValue", "textFormatRuns", "hyperlink", "pivotTable", "chipRuns")


def _placed(items: dict[int, Any], place: Place) -> dict[int, Any]:
    placed = {}
    for index, item in items.items():
        new = place(index)
        if new is not None:
            placed[new] = item
    return placed
