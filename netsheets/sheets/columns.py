"""A whole column read at once: each distinct cell is read and validated a single time, however often it stands there.

Validation is the schema's: jsonschema-rs decides, over all distinct cells in one call; only where it says no does
jsonschema explain which cell breaks which keyword.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import jsonschema_rs

from netsheets.domain.findings import CODES, Finding, finding
from netsheets.sheets.cells import Days, read_cell
from netsheets.sheets.reading import LIMITS, CellReading, blank_value, is_blank, refused, shown
from netsheets.sheets.schema import TabColumn
from netsheets.stores.port import Cell

_TOO_MUCH = 1e12
"""An amount of thirteen digits or more is read by itself, to be refused."""


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """A column's values, one a row, and the readings that give a finding, by place (from 0)."""

    values: Sequence[Any]
    problems: Mapping[int, CellReading]
    cells: Sequence[Cell]
    blank_cells: frozenset[Cell]

    @property
    def blanks(self) -> Iterable[int]:
        """Yield the places of the blank cells."""
        return (place for place, cell in enumerate(self.cells) if cell in self.blank_cells) if self.blank_cells else ()

    def findings(self, tab: str, column: TabColumn, first_row: int) -> Iterable[Finding]:
        """Yield a finding for each problem, `first_row` being the sheet row of place 0."""
        for place, reading in self.problems.items():
            details = dict(reading.details)
            yield finding(reading.code, tab, first_row + place, column.key, shown(self.cells[place]), **details)

    @property
    def unreadable(self) -> Iterable[int]:
        """Yield the places whose cell can't be read."""
        return (place for place, reading in self.problems.items() if CODES[reading.code] == "error")


def read_column(cells: Sequence[Cell], column: TabColumn, days: Days) -> ColumnReading:
    """Return what a column's cells mean, in their order.

    What is plainly what the column holds is taken as it is, all at once; the rest is read cell by cell.
    """
    kinds = set(map(type, cells))
    if bool in kinds and kinds & {int, float}:
        return _read_column_cellwise(cells, column, days)
    distinct = set(cells)
    if kinds == {str} and _is_clean_text(distinct, column):
        return ColumnReading(cells, {}, cells, frozenset(distinct & {""}))
    table = _plain_values(column, distinct)
    rest = distinct - table.keys() if table else distinct
    blank = frozenset(cell for cell in rest if is_blank(cell))
    readings = {cell: read_cell(cell, column, days) for cell in rest if cell not in blank}
    broken = _refused({**_as_json(column, table), **_forms(readings)}, column)
    readings.update((cell, _explained(form, column)) for cell, form in broken.items())
    table.update((cell, reading.value) for cell, reading in readings.items())
    table.update(dict.fromkeys(blank, blank_value(column)))
    problems = {cell: reading for cell, reading in readings.items() if reading.code}
    return ColumnReading(
        list(map(table.__getitem__, cells)),
        {place: problems[cell] for place, cell in enumerate(cells) if cell in problems} if problems else {},
        cells,
        blank,
    )


def _read_column_cellwise(cells: Sequence[Cell], column: TabColumn, days: Days) -> ColumnReading:
    """Read a column in which TRUE and 1 both stand: Python takes them for the same key."""
    readings = {place: read_cell(cell, column, days) for place, cell in enumerate(cells) if not is_blank(cell)}
    broken = _refused(_forms(readings), column)
    readings.update((place, _explained(form, column)) for place, form in broken.items())
    empty = CellReading(blank_value(column))
    return ColumnReading(
        [readings.get(place, empty).value for place in range(len(cells))],
        {place: reading for place, reading in readings.items() if reading.code},
        cells,
        frozenset(filter(is_blank, cells)),
    )


def _is_clean_text(texts: set[Any], column: TabColumn) -> bool:
    """Tell whether every text of a column means itself: printable, no blanks around it, and the schema has it."""
    if column.type not in ("id", "text") or column.labels["en"]:
        return False
    words = list(texts - {""})
    if not "".join(words).isprintable() or words != list(map(str.strip, words)):
        return False
    whole, _ = _validators(column)
    return bool(column.type == "id" and column.reference) or bool(whole.is_valid(words))


def _plain_values(column: TabColumn, cells: set[Cell]) -> dict[Cell, Any]:
    """Return the value of every cell that is plainly what its column holds: clean text, a day, an amount in cents."""
    if column.type in ("id", "text") and not column.labels["en"]:
        return {cell: cell for cell in cells if type(cell) is str and cell.isprintable() and cell.strip() == cell != ""}
    if column.type == "day":
        return {cell: cell for cell in cells if type(cell) is dt.date}
    if column.type in ("money", "exact_money", "positive_money"):
        return {
            cell: Decimal(cents)
            for cell in cells
            if type(cell) is float
            and abs(cell) < _TOO_MUCH
            and float(cents := f"{cell:.2f}") == cell
            and cents != "-0.00"
        }
    return {}


def _as_json(column: TabColumn, plain: Mapping[Cell, Any]) -> Mapping[Any, Any]:
    """Return plain values in the form the schema describes; a reference is not held to the pattern of ids."""
    if column.type == "id" and column.reference:
        return {}
    return plain if column.type in ("id", "text") else {cell: str(value) for cell, value in plain.items()}


def _forms(readings: Mapping[Any, CellReading]) -> Mapping[Any, Any]:
    """Return, by cell, the readings' form in JSON, where there is one."""
    return {cell: reading.as_json for cell, reading in readings.items() if reading.as_json is not None}


def _refused(forms: Mapping[Any, Any], column: TabColumn) -> Mapping[Any, Any]:
    """Return the forms, by cell, that the column's schema refuses."""
    whole, single = _validators(column)
    if whole.is_valid(list(forms.values())):
        return {}
    return {cell: form for cell, form in forms.items() if not single.is_valid(form)}


@cache
def _validators(column: TabColumn) -> tuple[Any, Any]:
    """Return the column's compiled schema: for a list of values at once, and for one."""
    schema = {name: each for name, each in column.json.items() if not name.startswith("x-")}
    items = {"type": "array", "items": schema}
    return jsonschema_rs.validator_for(items), jsonschema_rs.validator_for(schema)


def _explained(form: Any, column: TabColumn) -> CellReading:
    """Return the reading of a refused form with its finding, by the keyword of the schema that it breaks."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - slow to import, and rarely needed

    broken = {error.validator for error in Draft202012Validator(column.json).iter_errors(form)}
    if broken == {"maxLength"}:
        return _shortened(form, column)
    if column.type == "id" and form.upper() == "NETWORK":
        return refused(column, "reserved_id")
    if column.type == "id":
        return refused(column, "invalid_id", nearest=_id_like(form))
    if column.type in ("money", "exact_money", "positive_money"):
        least = LIMITS["positive_money"][0] if column.type == "positive_money" else _NOTHING
        return refused(column, "out_of_range", low=least)
    code, details = _REFUSALS.get(column.type, ("wrong_type", {"expected": column.type}))
    return CellReading(blank_value(column), code=code, details=details)


def _shortened(form: Any, column: TabColumn) -> CellReading:
    """Return the beginning of a text, or of each word of a list, that is too long."""
    limit = column.json.get("items", column.json)["maxLength"]
    words = form if isinstance(form, list) else [form]
    details = {"limit": limit, "count": max(map(len, words))}
    value = tuple(word[:limit] for word in words) if isinstance(form, list) else form[:limit]
    return CellReading(value, code="too_long", details=details)


def _id_like(text: str) -> str:
    """Return an id made of a text that is none: no accents, no blanks, `-` for any other mark."""
    plain = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    made = "".join(mark if mark.isalnum() or mark in "._-" else "-" for mark in plain if not mark.isspace())
    return made.strip("-._")[:32] if made.isascii() else ""


_NOTHING = "0.00"
"""The least a column of amounts holds that refuses one below zero: what its type refuses never comes so far."""

_REFUSALS: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "day": ("out_of_range", {"low": "1900-01-01", "high": "2199-12-31"}),
    "number": ("out_of_range", dict(zip(("low", "high"), LIMITS["number"], strict=True))),
    "score": ("out_of_range", {"low": "1", "high": "5"}),
}
