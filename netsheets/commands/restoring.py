"""`restore`: put a month's ledger lines back as its archive has them."""

from __future__ import annotations

from dataclasses import dataclass

from netsheets.commands import archive
from netsheets.commands.network import OpenNetwork
from netsheets.commands.outcome import TabChange, applied
from netsheets.domain.findings import Finding
from netsheets.domain.ledger import Ledger, altered
from netsheets.domain.month import Month
from netsheets.sheets.layout.closing import rewriting


@dataclass(frozen=True, slots=True)
class Restoration:
    """What was put back, and what of the ledger is still not what was posted."""

    month: Month
    lines: int
    changes: tuple[TabChange, ...]
    remaining: tuple[Finding, ...]


def restore(network: OpenNetwork, month: Month, *, dry_run: bool = False) -> Restoration:
    """Put a month's lines and seals back from its archive; other months stay as they are.

    Raise Conflict where there is no archive, or it is not the one that was written at the closing.
    """
    lines, seals = archive.archived(network.workbook.archives, month)
    kept_lines = tuple(line for line in network.ledger.lines if line.month != month)
    kept_seals = tuple(seal for seal in network.ledger.seals if seal.month != month)
    ledger = Ledger(
        tuple(sorted((*kept_lines, *lines), key=lambda line: (line.month, len(line.line_id), line.line_id))),
        tuple(sorted((*kept_seals, *seals), key=lambda seal: (seal.month, seal.currency))),
    )
    edits = rewriting(ledger, network.placements, network.written_in)
    changes = applied(network, edits, dry_run=dry_run)
    return Restoration(month, len(lines), changes, altered(ledger, archive.lines_by_month(network.workbook.archives)))
