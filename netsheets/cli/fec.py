"""`check-fec`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from netsheets.cli.options import ANY_PATH, Format, Session, day_named, in_session, result_options, working
from netsheets.cli.present import emit, note
from netsheets.commands.journal import check_fec
from netsheets.exports.accounting.fec_check import CODES, FecFinding, FecReport, YearNamed, worded
from netsheets.exports.document import Tone, table_of
from netsheets.sheets.schema import tab
from netsheets.texts import Language, message, number_in_words


@click.command("check-fec", epilog="Example: netsheets check-fec 123456789FEC20261231.txt")
@click.argument("file", type=ANY_PATH)
@click.option("--closing-day", metavar="DAY", help="The last day of the fiscal year [the one in the file's name].")
@click.option("--opening-day", metavar="DAY", help="Its first day, where it is not twelve months long.")
@result_options
@in_session
def check_fec_command(session: Session, file: str, shape: Format, **given: Any) -> int:
    """Say what is wrong with a FEC, the file of entries that the tax office asks for, line by line.

    Any program's file: its name, its characters, columns, days and amounts, numbers that are missing or come twice,
    entries that do not balance. Needs no workbook. Ends with exit code 1 where there are errors.
    """
    year = YearNamed(day_named(given["closing_day"]), day_named(given["opening_day"]))
    with working():
        report = check_fec(Path(file), year)
    language = session.language
    rows = [_row(each, language) for each in report.findings]
    columns = tuple((key, message(f"fec_{key}", language)) for key in _SHOWN)
    if shape == "table":
        shown = [
            {
                **each,
                "message": f"{each['message']} {each['suggestion']}",
                "severity": _label(each["severity"], language),
            }
            for each in rows
        ]
        emit(None, (table_of(columns, shown, tones=_tones(language)),), shape, language, quiet=True)
    else:
        keys = (*_SHOWN[:2], "code", "column", "value", "message", "suggestion")
        emit(_document(file, report, rows), (table_of(tuple((key, key) for key in keys), rows),), shape, language)
    _tell(report, language)
    return 1 if report.errors else 0


_SHOWN = ("severity", "line", "message")
_TONES: Mapping[str, Tone] = {"error": "poor", "warning": "fair"}


def _row(finding: FecFinding, language: Language) -> dict[str, Any]:
    said, suggestion = worded(finding, language)
    return {
        "severity": finding.severity,
        "code": finding.code,
        "line": finding.line,
        "column": finding.column or None,
        "value": finding.value,
        "message": said,
        "suggestion": suggestion,
    }


def _document(file: str, report: FecReport, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "file": file,
        "lines": report.lines,
        "entries": report.entries,
        "encoding": report.encoding,
        "closing_day": report.year.closing_on,
        "debit": report.debit,
        "credit": report.credit,
        "counts": {"error": report.errors, "warning": report.warnings},
        "by_code": {code: report.counts[code] for code in CODES if code in report.counts},
        "findings": rows,
    }


def _tell(report: FecReport, language: Language) -> None:
    """Say on standard error what was read, how much of it is wrong, and what is not shown one by one."""
    kept = [each.code for each in report.findings]
    for code, more in _not_shown(report, kept):
        note("fec_more", language, count=more, kind=code)
    debit, credit = (number_in_words(each, language) for each in (report.debit, report.credit))
    note("fec_read", language, lines=report.lines, entries=report.entries, debit=debit, credit=credit)
    if report.errors or report.warnings:
        note("fec_found", language, error=report.errors, warning=report.warnings)
    else:
        note("fec_clean", language)


def _not_shown(report: FecReport, kept: list[str]) -> Iterator[tuple[str, int]]:
    for code, count in report.counts.items():
        if count > kept.count(code):
            yield code, count - kept.count(code)


def _label(severity: str, language: Language) -> str:
    return tab("issues").column_by_key["severity"].label(severity, language)


def _tones(language: Language) -> dict[str, Tone]:
    return {_label(severity, language): tone for severity, tone in _TONES.items()}
