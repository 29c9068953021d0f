"""What is to be put right in the workbook: how much, in which tab, and in the treasurer's page each of it in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from netsheets.domain.findings import SEVERITIES, Finding, Severity
from netsheets.exports.dashboard.view import View
from netsheets.exports.document.wording import readable
from netsheets.sheets.schema import tab
from netsheets.sheets.wording import tab_title, worded

SENTENCES_SHOWN = 25
_TONES: Mapping[Severity, str] = {"error": "poor", "warning": "fair", "info": "plain"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A finding in words: its tone in the style, how severe, where, what is wrong, and what to do."""

    tone: str
    label: str
    place: str
    wrong: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Issues:
    """Counts by severity and by tab, their titles in `columns`; `sentences` says the errors and warnings first."""

    reading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sentences: tuple[Sentence, ...]
    more: str


def issues(view: View) -> Issues:
    """Return what is to be put right; in public nothing that quotes a cell."""
    board, words = view.dashboard, view.words
    labels = {each: tab("issues").column_by_key["severity"].label(each, view.language) for each in SEVERITIES}
    rows = tuple(
        (tab_title(each.tab, view.language), *(view.integer(getattr(each, severity)) for severity in SEVERITIES))
        for each in board.issues
    )
    findings = () if board.public else view.findings
    shown = tuple(_sentence(each, labels, view) for each in findings[:SENTENCES_SHOWN])
    more = words(
        "sentences_more", shown=len(shown), count=view.integer(len(findings)), tab=tab_title("issues", view.language)
    )
    return Issues(
        _reading(view),
        (words("tab"), *labels.values()),
        rows,
        shown,
        more if len(findings) > len(shown) else "",
    )


def _reading(view: View) -> str:
    counts = {key: sum(getattr(each, key) for each in view.dashboard.issues) for key in SEVERITIES}
    if not any(counts.values()):
        return view.words("issues_none")
    said = view.words("issues", **{f"{key}s": view.counted(f"{key}s", count) for key, count in counts.items()})
    note = f" {view.words('issues_note')}" if counts["error"] else ""
    return said[0].upper() + said[1:] + note


def _sentence(finding: Finding, labels: Mapping[Severity, str], view: View) -> Sentence:
    wrong, remedy = worded(finding, view.language)
    place = tab_title(finding.tab, view.language)
    if finding.row:
        place = f"{place}, {view.words('row', row=finding.row)}"
    said = (view.typeset(readable(each)) for each in (wrong, remedy))
    return Sentence(_TONES[finding.severity], labels[finding.severity], place, *said)
