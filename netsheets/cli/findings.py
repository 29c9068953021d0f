"""`validate`, and findings as the command line shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from netsheets.cli.options import Format, Session, dry_run_option, in_session, result_options
from netsheets.cli.present import emit, note, note_changes, tab_columns
from netsheets.commands.network import OpenNetwork
from netsheets.commands.validate import validate
from netsheets.domain.findings import SEVERITIES, Finding
from netsheets.exports.document import Table, Tone, table_of
from netsheets.sheets.schema import tab
from netsheets.sheets.wording import column_title, tab_title, worded


@click.command("validate", epilog="Example: netsheets validate -w network.xlsx")
@dry_run_option
@result_options
@in_session
def validate_command(session: Session, shape: Format, **given: Any) -> int:
    """Say what is wrong with the rows.

    Lists every finding with its cell and what to do, writes them to the issues tab, and colours the cells. Members'
    cells are never changed. Ends with exit code 1 where there are errors.
    """
    network = session.network()
    result = validate(network, dry_run=given["dry_run"])
    counts = counts_of(result.findings)
    document = {"findings": as_rows(result.findings, network), "counts": counts}
    table = findings_table(result.findings, network, for_people=shape == "table")
    emit(document, (table,), shape, session.language, quiet=True)
    note("found", session.language, **counts)
    if given["dry_run"]:
        note("dry_run", session.language)
        note_changes(result.changes, session.language)
    return 1 if counts["error"] else 0


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
        return table_of(tab_columns("issues", network.language), rows)
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
    tones = {severity.label(word, network.language): tone for word, tone in _TONES.items()}
    return table_of(columns, shown, tones=tones)


_TONES: Mapping[str, Tone] = {"error": "poor", "warning": "fair"}


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
