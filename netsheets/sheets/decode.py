"""Grids become records: every tab decoded, every finding about tabs, headers and cells collected in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from typing import Any

from netsheets.domain.book import Book, Rejected
from netsheets.domain.currencies import places_of
from netsheets.domain.findings import Finding, finding
from netsheets.domain.ledger import Document, Ledger, Line, Seal, SealedRow, Standing
from netsheets.domain.matching import matched
from netsheets.domain.money import rounded
from netsheets.domain.month import Month
from netsheets.domain.needed import is_needed
from netsheets.domain.records import RECORDS
from netsheets.sheets.cells import Days
from netsheets.sheets.columns import ColumnReading, read_column
from netsheets.sheets.formulas import formula_findings
from netsheets.sheets.placing import Placement, place
from netsheets.sheets.reading import blank_value
from netsheets.sheets.schema import Tab, input_tabs, tab
from netsheets.stores.port import Cell, Snapshot


@dataclass(frozen=True, slots=True)
class Decoded:
    """A workbook as records: the input tabs' rows, the ledger, where each tab stands, and what is wrong with cells."""

    book: Book
    ledger: Ledger
    placements: Mapping[str, Placement]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    """A tab's rows: values by column key, the sheet row of each, the findings, and what is known of rejected rows."""

    values: Mapping[str, Sequence[Any]]
    numbers: Sequence[int]
    findings: tuple[Finding, ...] = ()
    rejected: tuple[Rejected, ...] = ()


def decode(snapshot: Snapshot) -> Decoded:
    """Return the workbook's rows as records. Nothing is raised for what a person typed."""
    placements, found = place(snapshot)
    findings = list(found)
    days = Days(snapshot.epoch, snapshot.serial_days)
    records: dict[str, tuple[Any, ...]] = {}
    rejected: list[Rejected] = []
    for schema in input_tabs():
        rows = _decoded_tab(schema, placements.get(schema.key), days)
        ordered = [rows.values.get(column.key, repeat(blank_value(column))) for column in schema.columns]
        records[schema.key] = tuple(map(RECORDS[schema.key], *ordered, rows.numbers))
        findings.extend(rows.findings)
        rejected.extend(rows.rejected)
    ledger = _ledger(placements, days)
    book = matched(Book(**records, rejected=tuple(rejected)), ledger)
    return Decoded(book, ledger, placements, tuple(findings))


def _decoded_tab(schema: Tab, placement: Placement | None, days: Days) -> _Rows:
    """Return a tab's rows; none where the tab is missing or its header can't be understood."""
    if placement is None or not placement.readable or not placement.rows:
        return _Rows({}, ())
    cells = _transposed(placement.rows)
    height = len(placement.rows)
    nothing: Sequence[Cell] = (None,) * height
    readings: dict[str, ColumnReading] = {}
    findings: list[Finding] = []
    for column in schema.columns:
        number = placement.columns.get(column.key)
        if number is None:
            continue
        index = number - placement.first_column
        readings[column.key] = read_column(cells[index] if index < len(cells) else nothing, column, days)
    required = [column.key for column in schema.columns if column.required]
    absent = _absent(readings, required)
    empty = _empty_rows(readings, absent)
    in_error = {row for row, missing in absent.items() if any(is_needed(schema.key, key) for key in missing)} - empty
    for key, reading in readings.items():
        if reading.problems:
            column = schema.column_by_key[key]
            findings.extend(reading.findings(schema.key, column, placement.first_row))
            in_error.update(reading.unreadable if is_needed(schema.key, key) else ())
    findings.extend(formula_findings(schema, placement, readings) if placement.formulas else ())
    for row in sorted(set(absent) - empty):
        findings.extend(_incomplete(schema.key, placement.first_row + row, absent[row], required))
    values = {key: reading.values for key, reading in readings.items()}
    numbers = range(placement.first_row, placement.first_row + height)
    rejected = tuple(_rejected(schema.key, row, numbers[row], values, schema) for row in sorted(in_error))
    if not empty and not in_error:
        return _Rows(values, numbers, tuple(findings), rejected)
    kept = [row not in empty and row not in in_error for row in range(height)]
    return _Rows(
        {key: list(compress(each, kept)) for key, each in values.items()},
        list(compress(numbers, kept)),
        tuple(findings),
        rejected,
    )


def _transposed(rows: Sequence[Sequence[Cell]]) -> list[tuple[Cell, ...]]:
    """Return a grid's columns; short rows are filled with nothing."""
    widths = set(map(len, rows))
    if len(widths) > 1:
        width = max(widths)
        rows = [(*row, *repeat(None, width - len(row))) for row in rows]
    return list(zip(*rows, strict=True))


def _absent(readings: Mapping[str, ColumnReading], required: Iterable[str]) -> dict[int, list[str]]:
    """Return, by row, the required columns whose cell is blank."""
    absent: dict[int, list[str]] = {}
    for key in required:
        for row in readings[key].blanks:
            absent.setdefault(row, []).append(key)
    return absent


def _empty_rows(readings: Mapping[str, ColumnReading], candidates: Iterable[int]) -> set[int]:
    """Return the rows, among those that lack something, in which every known column is blank."""
    empty = set(candidates)
    for reading in readings.values():
        if not empty:
            break
        empty = {row for row in empty if reading.cells[row] in reading.blank_cells}
    return empty


def _incomplete(tab_name: str, row: int, missing: Sequence[str], required: Sequence[str]) -> Iterable[Finding]:
    """Yield one finding for a row that lacks its first column and more, else one for each required cell."""
    if required[0] in missing and len(missing) > 1:
        yield finding("half_filled_row", tab_name, row, None, missing=", ".join(missing))
        return
    for key in missing:
        yield finding("required_missing", tab_name, row, key)


def _rejected(tab_name: str, place: int, row: int, values: Mapping[str, Sequence[Any]], schema: Tab) -> Rejected:
    """Return what is known of a row in error, so that what refers to it is not called unknown."""
    known = {key: values[key][place] for key in values}
    record_id = known.get(schema.key_columns[0], "") if len(schema.key_columns) == 1 else ""
    amount = known.get("amount", known.get("deal_amount"))
    fields = [known.get(column.key, blank_value(column)) for column in schema.columns]
    record = RECORDS[schema.key]._make((*fields, row)) if schema.key in RECORDS else None
    return Rejected(tab_name, row, str(record_id), str(known.get("referral_id", "")), amount, record)


def _ledger(placements: Mapping[str, Placement], days: Days) -> Ledger:
    """Return the ledger and its seals; rows that are no line or seal make it unreadable, never guessed."""
    unreadable: list[str] = []

    def read(key: str) -> Iterable[dict[str, Any]]:
        for row in _output_rows(key, placements, days, unreadable):
            yield {name: Month.parse(value) if name in _MONTHS else value for name, value in row.items()}

    return Ledger(
        lines=tuple(_in_units(Line(**row)) for row in read("ledger")),
        closings=tuple(Seal(**{**row, "event": row["event"] or "closed"}) for row in read("closings")),
        standing=tuple(Standing(**row) for row in read("standing")),
        documents=tuple(Document(**row) for row in read("documents")),
        rows=tuple(SealedRow(**row) for row in read("sealed_rows")),
        unreadable=tuple(unreadable),
    )


_MONTHS = frozenset({"month", "period"})


def _in_units(line: Line) -> Line:
    """Return a line with its amount in the smallest units of its currency: no cents of a yen."""
    places = places_of(line.currency)
    return line._replace(amount=rounded(line.amount, places)) if places != 2 else line


def _output_rows(
    key: str, placements: Mapping[str, Placement], days: Days, unreadable: list[str]
) -> Iterable[dict[str, Any]]:
    """Yield an output tab's rows; what can't be read is named in `unreadable`."""
    schema, placement = tab(key), placements.get(key)
    if placement is not None and not placement.readable and placement.rows:
        unreadable.append(placement.title)
    rows = _decoded_tab(schema, placement, days)
    unreadable.extend(
        f"{placement.title}!{placement.address(each.row, each.column)}"
        for each in rows.findings
        if placement is not None and each.severity == "error"
    )
    for number in range(len(rows.numbers)):
        yield {
            column.key: rows.values[column.key][number] if column.key in rows.values else blank_value(column)
            for column in schema.columns
        }
