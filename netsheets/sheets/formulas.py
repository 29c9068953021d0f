"""Formulas where a day or an amount is to be typed: what they give may change after a month was closed with it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from netsheets.domain.findings import Finding, finding
from netsheets.domain.needed import is_needed
from netsheets.sheets.columns import ColumnReading
from netsheets.sheets.placing import Placement
from netsheets.sheets.schema import Tab

TYPED = frozenset({"day", "money", "positive_money"})
"""The types of cells that are typed, and stay."""

_FIXED = re.compile(r"(?:\b(?:DATE|ROUND|ROUNDUP|ROUNDDOWN|SUM)\(|[0-9\s.,;+*/^%()-])*", re.IGNORECASE)


def may_change(formula: str) -> bool:
    """Tell whether a formula may give something else tomorrow: `TODAY()`, `B2*C2`; not `1200/1.2`."""
    return _FIXED.fullmatch(formula) is None


def formula_findings(schema: Tab, placement: Placement, readings: Mapping[str, ColumnReading]) -> Iterator[Finding]:
    """Yield every day and amount of the computation that a formula gives and that may change."""
    keys = {number: key for key, number in placement.columns.items()}
    for (row, number), formula in sorted(placement.formulas.items()):
        key, place = keys.get(number, ""), row - placement.first_row
        if key not in readings or not 0 <= place < len(placement.rows) or schema.column_by_key[key].type not in TYPED:
            continue
        value = readings[key].values[place]
        if value is not None and is_needed(schema.key, key) and may_change(formula):
            yield finding("formula_for_value", schema.key, row, key, f"={formula}", read_as=_shown(value))


def _shown(value: dt.date | Decimal) -> str:
    return value.isoformat() if isinstance(value, dt.date) else f"{value:.2f}"
