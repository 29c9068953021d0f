"""What is found in a FEC: collected, never raised, all counted and of each code the first few kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from netsheets.domain.findings import Severity
from netsheets.resources import resource
from netsheets.texts import Language

MOST_SHOWN: Final = 20
"""So many findings of one code are kept; of the others, only their number."""

_LONGEST_VALUE: Final = 80


@dataclass(frozen=True, slots=True)
class FecFinding:
    """One thing to say about a file (no line), a line (no column) or a field; `value` is what stands there."""

    severity: Severity
    code: str
    line: int | None
    column: str
    value: str
    details: tuple[tuple[str, str], ...] = ()


class Tally:
    """The findings of one file, as they come."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self._kept: list[FecFinding] = []

    def add(self, code: str, line: int | None, column: str = "", value: bytes | str = "", **details: object) -> None:
        """Count a finding, and keep it where it is one of the first of its code."""
        self.counts[code] = self.counts.get(code, 0) + 1
        if self.counts[code] <= MOST_SHOWN:
            said = tuple((name, str(each)) for name, each in details.items())
            self._kept.append(FecFinding(CODES[code], code, line, column, legible(value), said))

    def count(self, code: str, times: int) -> None:
        """Count findings that are not kept."""
        self.counts[code] = self.counts.get(code, 0) + times

    @property
    def findings(self) -> tuple[FecFinding, ...]:
        """Return what was kept, in the order of the file."""
        order = list(CODES)
        return tuple(sorted(self._kept, key=lambda each: (each.line or 0, order.index(each.code))))


def legible(value: bytes | str) -> str:
    """Return a value as a person may read it: not endless, and without a sign that does something to a terminal."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    text = text.replace("\t", " ")
    seen = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text[: _LONGEST_VALUE + 1])
    return seen if len(seen) <= _LONGEST_VALUE else f"{seen[:_LONGEST_VALUE]}…"


def worded(finding: FecFinding, language: Language) -> tuple[str, str]:
    """Return what is wrong, and what to do about it."""
    said = {"line": finding.line or "", "column": finding.column, "value": finding.value, **dict(finding.details)}
    sentence, advice = _texts()[finding.code][language]
    return sentence.format(**said), advice.format(**said)


@cache
def _texts() -> Mapping[str, Mapping[Language, tuple[str, str]]]:
    found: Mapping[str, Mapping[Language, tuple[str, str]]] = json.loads(
        resource("templates", "fec_findings.json").read_text(encoding="utf-8")
    )
    return found


CODES: Final[Mapping[str, Severity]] = MappingProxyType(
    {
        # the file
        "name": "warning",
        "siren": "error",
        "closing_day": "error",
        "empty": "error",
        "no_entries": "warning",
        "not_text": "error",
        "utf16": "error",
        "bom": "error",
        "line_ends": "error",
        "line_too_long": "error",
        "bytes": "error",
        "encodings_mixed": "error",
        "control_characters": "error",
        # the first line
        "separator": "error",
        "separators_mixed": "error",
        "header_absent": "error",
        "header_name": "error",
        "header_missing": "error",
        "header_extra": "error",
        "header_order": "error",
        # a line
        "empty_line": "error",
        "last_line_open": "warning",
        "number_of_fields": "error",
        "quotes": "error",
        "blank": "error",
        "pair": "error",
        "account": "error",
        "account_names": "warning",
        "journal_names": "warning",
        "day_format": "error",
        "day_unreal": "error",
        "day_implausible": "warning",
        "day_outside_year": "error",
        "days_order": "warning",
        "amount_blank": "error",
        "amount_point": "error",
        "amount_thousands": "error",
        "amount_sign": "error",
        "amount_decimals": "warning",
        "amount_too_precise": "error",
        "amount_unreadable": "error",
        "both_sides": "error",
        "side_unknown": "error",
        "currency": "warning",
        # entries
        "number_unreadable": "warning",
        "number_gap": "error",
        "number_back": "error",
        "entry_apart": "error",
        "entry_days": "error",
        "entry_unbalanced": "error",
        "validation_order": "warning",
        "total_unbalanced": "error",
    }
)
"""Every code and its severity. An error is what the tax office refuses or what no accounts may hold; a warning is worth
a look."""
