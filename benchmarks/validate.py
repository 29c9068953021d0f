"""Validate a workbook of 100,000 referrals: netsheets against a bare read, and against frictionless.

python -m benchmarks.validate [--quick] [--runs N] [--without-frictionless]

frictionless gets a Table Schema with the same types, patterns, word lists and required columns for the referrals
alone; netsheets checks every tab, references, keys, charter, ownership and all other findings besides.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.data import REFERRALS, network, write_workbook
from benchmarks.processes import Times, bare_read, in_pairs, netsheets, python, ratio, seconds_of
from netsheets.sheets.schema import Column, tab

QUICK = 10_000
_FRICTIONLESS = (
    "import sys\n"
    "from frictionless import Resource, Schema, system\n"
    "from frictionless.formats import ExcelControl\n"
    "system.trusted = True\n"
    "control = ExcelControl(sheet='referrals')\n"
    "resource = Resource(path=sys.argv[1], control=control, schema=Schema.from_descriptor(sys.argv[2]))\n"
    "report = resource.validate()\n"
    "assert report.valid, report.flatten(['rowNumber', 'fieldName', 'note'])[:3]\n"
)


def main() -> None:
    """Print the times and the two ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} referrals instead of {REFERRALS:,}")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each")
    parser.add_argument("--without-frictionless", action="store_true")
    given = parser.parse_args()
    count = QUICK if given.quick else REFERRALS
    tabs = network(count)
    del tabs["billing"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "network.xlsx")
        write_workbook(path, tabs)
        command = netsheets("validate", "-w", path, "--dry-run", "--today", "2026-11-22")
        ours, bare = in_pairs(command, bare_read(path), given.runs)
        print(f"validate {count:,} referrals x {len(tabs['referrals'][0])} columns, whole processes, {given.runs} runs")
        print(f"netsheets validate   {ours}")
        print(f"bare calamine read   {bare}")
        print(f"ratio to the read    {ratio(ours, bare):7.2f} x")
        if not given.without_frictionless and importlib.util.find_spec("frictionless"):
            schema = Path(folder, "schema.json")
            schema.write_text(json.dumps(table_schema(tabs["referrals"][0])), encoding="utf-8")
            theirs = Times((seconds_of(python("-c", _FRICTIONLESS, path, schema)),))
            print(f"frictionless         {theirs}")
            print(f"faster than it by    {theirs.seconds[0] / sorted(ours.seconds)[len(ours.seconds) // 2]:7.1f} x")


def table_schema(header: tuple[str, ...]) -> dict[str, Any]:
    """Return a Table Schema that asks of the referrals what their JSON Schema asks of single cells."""
    columns = tab("referrals").column_by_key
    return {"fields": [_field(columns[key]) for key in header]}


def _field(column: Column) -> dict[str, Any]:
    kinds = {"day": "date", "money": "number", "percent": "number"}
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.type == "choice":
        constraints["enum"] = list(column.choices)
    if column.type in ("id", "currency"):
        constraints["pattern"] = column.json["pattern"]
    if column.type == "text":
        constraints["maxLength"] = column.json["maxLength"]
    return {"name": column.key, "type": kinds.get(column.type, "string"), "constraints": constraints}


if __name__ == "__main__":
    main()
