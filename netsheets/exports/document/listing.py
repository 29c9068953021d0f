"""A report as CSV: keys and raw values, for programs."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

from netsheets.exports.document.report import Report, Table


def csv_of(report: Report) -> str:
    """Return a report's listing as CSV, else its first table and all of that kind."""
    tables = [each for each in report.parts if isinstance(each, Table)]
    first = report.listing or next(iter(tables), Table("", (), ()))
    alike = [first] if report.listing else [each for each in tables if each.key == first.key]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([each.key for each in first.columns])
    for table in alike:
        for row in table.rows:
            writer.writerow([_cell(row.get(each.key)) for each in first.columns])
    return text.getvalue()


def _cell(value: Any) -> Any:
    """Return a value as CSV writes it: an amount with all its decimals, never an exponent; several texts with `;`."""
    if isinstance(value, tuple):
        return "; ".join(value)
    return f"{value:f}" if isinstance(value, Decimal) else value
