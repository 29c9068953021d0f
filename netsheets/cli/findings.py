"""Findings as the command line shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from netsheets.cli.grid import Table
from netsheets.cli.present import tab_columns
from netsheets.commands.network import OpenNetwork
from netsheets.domain.findings import SEVERITIES, Finding
from netsheets.sheets.schema import tab
from netsheets.sheets.wording import column_title, tab_title, worded


def as_rows(findings: Iterable[Finding], network: OpenNetwork) -> list[dict[str, Any]]:
    """Return findings as the JSON of cli.md has them: keys and addresses as they are, sentences in the language."""
    return [_row(each, network) for each in findings]


def counts_of(findings: Iterable[Finding]) -> Mapping[str, int]:
    """Return how many findings there are of each severity."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for each in findings:
        counts[each.severity] += 1
    return {severity: counts[severity] for severity in SEVERITIES}


def findings_table(findings: Iterable[Finding], network: OpenNetwork, *, for_people: bool) -> Table:
    """Return findings as a table: for people, titles and few columns; for programs, every key."""
    rows = as_rows(findings, network)
    if not for_people:
        return Table(tab_columns("issues", network.language), rows)
    severity = tab("issues").column_by_key["severity"]
    shown = [
        {
            **row,
            "severity": severity.label(row["severity"], network.language),
            "tab": f"{_title(row['tab'], network)}{'!' if row['cell'] else ''}{row['cell']}",
            "column": column_title(row["tab"], row["column"], network.language) if row["column"] else "",
            "message": f"{row['message']} {row['suggestion']}".strip(),
        }
        for row in rows
    ]
    titles = dict(tab_columns("issues", network.language))
    columns = tuple((key, titles[key]) for key in ("severity", "tab", "message"))
    tints = {severity.label(word, network.language): tint for word, tint in _TINTS.items()}
    return Table(columns, shown, tints=tints)


_TINTS = {"error": "red", "warning": "yellow"}


def _row(finding: Finding, network: OpenNetwork) -> dict[str, Any]:
    placement = network.placements.get(finding.tab)
    said, suggestion = worded(finding, network.language)
    return {
        "severity": finding.severity,
        "code": finding.code,
        "tab": finding.tab,
        "row": finding.row,
        "cell": placement.address(finding.row, finding.column) if placement else "",
        "column": finding.column,
        "value": finding.value,
        "message": said,
        "suggestion": suggestion,
    }


def _title(key: str, network: OpenNetwork) -> str:
    placement = network.placements.get(key)
    return placement.title if placement else tab_title(key, network.language)
