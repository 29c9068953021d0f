"""`doctor`: is everything in order around the workbook, and what to do where it is not."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from netsheets.commands import archive
from netsheets.commands.network import Network, network
from netsheets.commands.workbook import Workbook
from netsheets.errors import NetsheetsError
from netsheets.sheets.schema import output_tabs, tab
from netsheets.texts import Language, message

Verdict = Literal["ok", "warning", "error"]
LIBRARIES = ("python-calamine", "jsonschema-rs", "jsonschema", "lxml", "openpyxl", "click", "rich", "gspread")


@dataclass(frozen=True, slots=True)
class Examination:
    """One thing that was looked at: the verdict, what was seen, and what to do where it is not in order."""

    subject: str
    verdict: Verdict
    seen: str
    advice: str = ""


def examine(workbook: Workbook, *, today: dt.date, language: Language) -> tuple[Examination, ...]:
    """Return everything that was looked at, in the order in which to mend it. Nothing is changed."""
    found = [_versions(language)]
    try:
        read = network(workbook, today=today, language=language)
    except NetsheetsError as error:
        return (
            *found,
            Examination(_subject("workbook", language), "error", workbook.store.name, error.message(language)),
        )
    found.append(Examination(_subject("workbook", language), "ok", workbook.store.name))
    found.extend(_tabs(read))
    found.extend(_ledger(read))
    found.extend(_archives(read, workbook.archives))
    found.append(_findings(read))
    return tuple(found)


def _subject(name: str, language: Language) -> str:
    return message(f"doctor_{name}", language)


def _versions(language: Language) -> Examination:
    libraries = ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)
    return Examination(
        _subject("versions", language),
        "ok",
        f"netsheets {_version('netsheets')}, Python {platform.python_version()}, {libraries}",
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


def _tabs(read: Network) -> Iterator[Examination]:
    """Yield the tabs and headers that are there, and those that are not."""
    subject = _subject("tabs", read.language)
    wrong = [each for each in read.findings if each.code.startswith(("tab_", "header_"))]
    missing = [each.titles[read.language] for each in output_tabs() if each.key not in read.placements]
    bare = [
        f"{placement.title}: {', '.join(absent)}"
        for key, placement in read.placements.items()
        if (absent := _absent_columns(key, placement.columns, read.language))
    ]
    seen = ", ".join(placement.title for placement in read.placements.values())
    if wrong:
        yield Examination(subject, "error", seen, message("doctor_tabs_wrong", read.language))
    elif missing or bare:
        advice = message("doctor_upgrade", read.language, missing="; ".join((*missing, *bare)))
        yield Examination(subject, "warning", seen, advice)
    else:
        yield Examination(subject, "ok", seen)


def _absent_columns(key: str, present: object, language: Language) -> list[str]:
    """Return the titles of the columns a tab lacks."""
    return [each.titles[language] for each in tab(key).columns if each.key not in present]  # type: ignore[operator]


def _ledger(read: Network) -> Iterator[Examination]:
    subject = _subject("ledger", read.language)
    last = read.ledger.last_month
    seen = message("doctor_ledger_seen", read.language, lines=len(read.ledger.lines), month=last or "-")
    try:
        read.require_unaltered_ledger()
    except NetsheetsError as error:
        yield Examination(subject, "error", seen, error.message(read.language))
    else:
        yield Examination(subject, "ok", seen)


def _archives(read: Network, folder: Path) -> Iterator[Examination]:
    """Yield whether every closed month has its archive."""
    if not read.ledger.seals:
        return
    there = archive.lines_by_month(folder)
    missing = [str(month) for month in sorted(read.ledger.seals_of) if month not in there]
    advice = message("doctor_archives_missing", read.language, months=", ".join(missing)) if missing else ""
    yield Examination(_subject("archives", read.language), "warning" if missing else "ok", str(folder), advice)


def _findings(read: Network) -> Examination:
    counts = {severity: sum(each.severity == severity for each in read.findings) for severity in ("error", "warning")}
    seen = message("doctor_findings_seen", read.language, errors=counts["error"], warnings=counts["warning"])
    advice = message("doctor_validate", read.language) if counts["error"] else ""
    return Examination(_subject("rows", read.language), "warning" if counts["error"] else "ok", seen, advice)
