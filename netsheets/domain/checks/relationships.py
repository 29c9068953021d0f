"""Extensions of an ownership."""

from __future__ import annotations

from collections.abc import Iterator

from netsheets.domain.checks.circumstances import Circumstances
from netsheets.domain.findings import Finding, finding


def extensions_without_until(circumstances: Circumstances) -> Iterator[Finding]:
    """Yield every extension that does not say until when."""
    for row in circumstances.book.relationships:
        if row.event == "extension" and row.until is None:
            yield finding("extension_without_until", "relationships", row.row, "until")
