"""`validate`: everything that is wrong with the workbook, written to its `issues` tab."""

from __future__ import annotations

from dataclasses import dataclass

from netsheets.commands.changes import TabChange, applied
from netsheets.commands.network import OpenNetwork
from netsheets.domain.findings import Finding
from netsheets.sheets.layout.issues import highlights, issues_tab


@dataclass(frozen=True, slots=True)
class Validation:
    """What `validate` found, and what it changed in the workbook."""

    findings: tuple[Finding, ...]
    changes: tuple[TabChange, ...]


def validate(network: OpenNetwork, *, dry_run: bool = False) -> Validation:
    """Write all findings to the `issues` tab, colour their cells, and return them."""
    edits = (
        issues_tab(network.findings, network.placements, network.written_in),
        *highlights(network.placements, network.written_in),
    )
    return Validation(network.findings, applied(network, edits, dry_run=dry_run))
