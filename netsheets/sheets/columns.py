"""A whole column read at once: each distinct cell is read and validated a single time, however often it stands there.

Validation is the schema's: jsonschema-rs decides, over all distinct cells in one call; only where it says no does
jsonschema explain which cell breaks which keyword.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import jsonschema_rs

from netsheets.domain.findings import CODES, Finding, finding
from netsheets.sheets.cells import Days, Reading, blank_value, is_blank, read_cell, shown
from netsheets.sheets.schema import Column
from netsheets.stores.port import Cell


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """A column's values, one a row, and the readings that give a finding, by place (from 0)."""

    values: Sequence[Any]
    problems: Mapping[int, Reading]
    cells: Sequence[Cell]
    blank_cells: frozenset[Cell]

    @property
    def blanks(self) -> Iterable[int]:
        """Yield the places of the blank cells."""
        return (place for place, cell in enumerate(self.cells) if cell in self.blank_cells) if self.blank_cells else ()

    def findings(self, tab: str, column: Column, first_row: int) -> Iterable[Finding]:
        """Yield a finding for each problem, `first_row` being the sheet row of place 0."""
        for place, reading in self.problems.items():
            details = dict(reading.details)
            yield finding(reading.code, tab, first_row + place, column.key, shown(self.cells[place]), **details)

    @property
    def errors(self) -> Iterable[int]:
        """Yield the places whose cell can't be read."""
        return (place for place, reading in self.problems.items() if CODES[reading.code] == "error")


def read_column(cells: Sequence[Cell], column: Column, days: Days) -> ColumnReading:
    """Return what a column's cells mean, in their order.

    What is plainly what the column holds is taken as it is, all at once; the rest is read cell by cell.
    """
    kinds = set(map(type, cells))
    if bool in kinds and kinds & {int, float}:
        return _read_column_cellwise(cells, column, days)
    distinct = set(cells)
    table = _plain_values(column, distinct)
    rest = distinct - table.keys() if table else distinct
    blank = frozenset(cell for cell in rest if is_blank(cell))
    readings = {cell: read_cell(cell, column, days) for cell in rest if cell not in blank}
    refused = _refused({**_as_json(column, table), **_forms(readings)}, column)
    readings.update((cell, _explained(form, readings.get(cell), column)) for cell, form in refused.items())
    table.update((cell, reading.value) for cell, reading in readings.items())
    table.update(dict.fromkeys(blank, blank_value(column)))
    problems = {cell: reading for cell, reading in readings.items() if reading.code}
    return ColumnReading(
        list(map(table.__getitem__, cells)),
        {place: problems[cell] for place, cell in enumerate(cells) if cell in problems} if problems else {},
        cells,
        blank,
    )


def _read_column_cellwise(cells: Sequence[Cell], column: Column, days: Days) -> ColumnReading:
    """Read a column in which TRUE and 1 both stand: Python takes them for the same key."""
    readings = {place: read_cell(cell, column, days) for place, cell in enumerate(cells) if not is_blank(cell)}
    refused = _refused(_forms(readings), column)
    readings.update((place, _explained(form, readings[place], column)) for place, form in refused.items())
    empty = Reading(blank_value(column))
    return ColumnReading(
        [readings.get(place, empty).value for place in range(len(cells))],
        {place: reading for place, reading in readings.items() if reading.code},
        cells,
        frozenset(filter(is_blank, cells)),
    )


def _plain_values(column: Column, cells: set[Cell]) -> dict[Cell, Any]:
    """Return the value of every cell that is plainly what its column holds: clean text, a day, an amount in cents."""
    if column.type in ("id", "text") and not column.labels["en"]:
        return {cell: cell for cell in cells if type(cell) is str and cell.isprintable() and cell.strip() == cell != ""}
    if column.type == "day":
        return {cell: cell for cell in cells if type(cell) is dt.date}
    if column.type in ("money", "positive_money"):
        return {
            cell: Decimal(cents)
            for cell in cells
            if type(cell) is float and float(cents := f"{cell:.2f}") == cell and cents != "-0.00"
        }
    return {}


def _as_json(column: Column, plain: Mapping[Cell, Any]) -> Mapping[Any, Any]:
    """Return plain values in the form the schema describes; a reference is not held to the pattern of ids."""
    if column.type == "id" and column.reference:
        return {}
    return plain if column.type in ("id", "text") else {cell: str(value) for cell, value in plain.items()}


def _forms(readings: Mapping[Any, Reading]) -> Mapping[Any, Any]:
    """Return, by cell, the readings' form in JSON, where there is one."""
    return {cell: reading.as_json for cell, reading in readings.items() if reading.as_json is not None}


def _refused(forms: Mapping[Any, Any], column: Column) -> Mapping[Any, Any]:
    """Return the forms, by cell, that the column's schema refuses."""
    whole, single = _validators(column)
    if whole.is_valid(list(forms.values())):
        return {}
    return {cell: form for cell, form in forms.items() if not single.is_valid(form)}


@cache
def _validators(column: Column) -> tuple[Any, Any]:
    """Return the column's compiled schema: for a list of values at once, and for one."""
    schema = {name: each for name, each in column.json.items() if not name.startswith("x-")}
    items = {"type": "array", "items": schema}
    return jsonschema_rs.validator_for(items), jsonschema_rs.validator_for(schema)


def _explained(form: Any, reading: Reading | None, column: Column) -> Reading:
    """Return a refused reading with its finding, by the keyword of the schema that its form breaks."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - slow to import, and rarely needed

    broken = {error.validator for error in Draft202012Validator(column.json).iter_errors(form)}
    if broken == {"maxLength"}:
        limit = column.json["maxLength"]
        return Reading(
            reading.value if reading else form, code="too_long", details={"limit": limit, "count": len(form)}
        )
    code, details = _REFUSALS.get(column.type, ("wrong_type", {"expected": column.type}))
    if column.type == "id" and form == "NETWORK":
        code, details = "reserved_id", {}
    if column.type == "id" and code == "invalid_id":
        cleaned = "".join(mark if mark.isalnum() or mark in "._-" else "-" for mark in str(form))
        details = {"nearest": cleaned.strip("-._")[:32] if cleaned.isascii() else ""}
    return Reading(blank_value(column), code=code, details=details)


_REFUSALS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "id": ("invalid_id", {}),
    "day": ("out_of_range", {"low": "1900-01-01", "high": "2199-12-31"}),
    "money": ("out_of_range", {"low": "0"}),
    "positive_money": ("out_of_range", {"low": "0.01"}),
    "number": ("out_of_range", {"low": "0.000001", "high": "999999999"}),
    "percent": ("out_of_range", {"low": "0%", "high": "999%"}),
    "score": ("out_of_range", {"low": "1", "high": "5"}),
    "currency": ("invalid_currency", {"nearest": ""}),
}
