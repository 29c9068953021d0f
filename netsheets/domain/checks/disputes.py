"""Disputes that are half resolved."""

from __future__ import annotations

from collections.abc import Iterator

from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.findings import Finding, finding


def half_resolved_disputes(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every dispute with a day of resolution and no outcome, or an outcome and no day."""
    for row in circumstances.book.disputes:
        if row.resolved_on is not None and not row.outcome:
            yield finding("dispute_without_outcome", "disputes", row.row, "outcome")
        elif row.outcome and row.resolved_on is None:
            yield finding("dispute_without_day", "disputes", row.row, "resolved_on")
