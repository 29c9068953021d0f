"""Validate a workbook of 100,000 referrals: netsheets against a bare read, and against frictionless.

python -m benchmarks.validate [--quick] [--runs N] [--without-frictionless]

frictionless gets a package of the members, clients and referrals with the same types, patterns, word lists, required
columns, keys and references; netsheets checks the charter, ownership and all other findings besides.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.data import REFERRALS, Tab, network, write_workbook
from benchmarks.processes import Times, bare_read, in_pairs, netsheets, python, ratio, seconds_of
from netsheets.sheets.schema import TabColumn, tab

QUICK = 10_000
_FRICTIONLESS = (
    "import json, sys\n"
    "from frictionless import Package, system\n"
    "system.trusted = True\n"
    "report = Package.from_descriptor(json.loads(open(sys.argv[1]).read())).validate()\n"
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
            package = Path(folder, "package.json")
            package.write_text(json.dumps(data_package(path, tabs)), encoding="utf-8")
            theirs = Times((seconds_of(python("-c", _FRICTIONLESS, package)),))
            print(f"frictionless         {theirs}")
            print(f"faster than it by    {theirs.seconds[0] / sorted(ours.seconds)[len(ours.seconds) // 2]:7.1f} x")


def data_package(path: Path, tabs: Mapping[str, Tab]) -> dict[str, Any]:
    """Return a Data Package that asks of members, clients and referrals what their schemas ask of cells and rows."""
    resources = [
        {
            "name": key,
            "path": str(path),
            "dialect": {"excel": {"sheet": key}},
            "schema": _table_schema(key, tabs[key][0], tabs),
        }
        for key in ("members", "clients", "referrals")
    ]
    return {"name": "network", "resources": resources}


def _table_schema(key: str, header: tuple[str, ...], tabs: Mapping[str, Tab]) -> dict[str, Any]:
    columns = tab(key).column_by_key
    references = [
        {
            "fields": [name],
            "reference": {"resource": columns[name].reference, "fields": [tab(columns[name].reference).key_columns[0]]},
        }
        for name in header
        if columns[name].reference in tabs
    ]
    fields = [_field(columns[name]) for name in header]
    return {"fields": fields, "primaryKey": list(tab(key).key_columns), "foreignKeys": references}


def _field(column: TabColumn) -> dict[str, Any]:
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
