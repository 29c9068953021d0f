"""A report as CSV: keys and raw values, for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from netsheets.exports.document.report import Report, Table


def csv_of(report: Report) -> str:
    """Return a report's listing as CSV, else its first table and all of that kind."""
    tables = [each for each in report.parts if isinstance(each, Table)]
    first = report.listing or next(iter(tables), Table("", (), ()))
    return rows_as_csv([first] if report.listing else [each for each in tables if each.key == first.key] or [first])


def rows_as_csv(tables: Sequence[Table]) -> str:
    """Return the rows of tables with the same columns as CSV, all of them below one header."""
    columns = tables[0].columns
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([each.key for each in columns])
    for table in tables:
        for row in table.rows:
            writer.writerow([_cell(row.get(each.key)) for each in columns])
    return text.getvalue()


def _cell(value: Any) -> Any:
    """Return a value as CSV writes it: an amount with all its decimals, never an exponent; several texts with `;`."""
    if isinstance(value, tuple):
        return "; ".join(value)
    return f"{value:f}" if isinstance(value, Decimal) else value
