"""`doctor`: is everything in order around the workbook, and what to do where it is not."""

from __future__ import annotations

import datetime as dt
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from netsheets.commands.network import OpenNetwork, network
from netsheets.commands.workbook import Workbook
from netsheets.errors import NetsheetsError
from netsheets.sheets.schema import output_tabs, tab, tabs
from netsheets.stores.google import GoogleStore
from netsheets.stores.port import Store
from netsheets.texts import Language, message

Verdict = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Examination:
    """The subject, the verdict, what was seen, and what to do where it is not in order."""

    subject: str
    verdict: Verdict
    seen: str
    advice: str = ""


def subject(name: str, language: Language) -> str:
    """Return how a subject of `doctor` is called."""
    return message(f"doctor_{name}", language)


LIBRARIES = ("python-calamine", "jsonschema-rs", "jsonschema", "lxml", "click", "rich", "gspread")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that was looked at, in the order in which to mend it, and the language it is told in."""

    language: Language
    examinations: tuple[Examination, ...]


def examine(workbook: Workbook, *, today: dt.date, language: Language | None, fallback: Language = "en") -> Diagnosis:
    """Return what is in order and what is not, told in `language`, else the workbook's. Nothing is changed.

    The `fallback` is for a workbook that doesn't say its language, or can't be read.
    """
    google = _google(workbook.store)
    spoken = language or fallback
    before = [_versions(spoken)]
    if google is not None:
        before.append(credentials(google, spoken))
        if before[-1].verdict == "error":
            return Diagnosis(spoken, tuple(before))
    try:
        read = network(workbook, today=today, language=language, fallback=fallback)
    except NetsheetsError as error:
        refused = Examination(subject("workbook", spoken), "error", workbook.store.name, error.message(spoken))
        return Diagnosis(spoken, (*before, refused))
    spoken = read.language
    found = [_versions(spoken), Examination(subject("workbook", spoken), "ok", workbook.store.name)]
    if google is not None:
        found.insert(1, credentials(google, spoken))
        found.extend(rights(google, read))
    found.extend(_tabs(read))
    found.extend(_ledger(read))
    found.extend(_archives(read, workbook.archives))
    found.append(_findings(read))
    return Diagnosis(spoken, tuple(found))


def _google(store: Store) -> GoogleStore | None:
    return store if isinstance(store, GoogleStore) else None


def _versions(language: Language) -> Examination:
    libraries = ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)
    return Examination(
        subject("versions", language),
        "ok",
        f"netsheets {_version('netsheets')}, Python {platform.python_version()}, {libraries}",
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


def _tabs(read: OpenNetwork) -> Iterator[Examination]:
    """Yield the tabs and headers that are there, and those that are not."""
    title = subject("tabs", read.language)
    wrong = any(each.severity == "error" and each.code.startswith(("tab_", "header_")) for each in read.findings)
    needed = [each for each in tabs() if each.starting or (each.owner == "netsheets" and each.columns)]
    missing = [each.titles[read.language] for each in needed if each.key not in read.placements]
    bare = [
        f"{placement.title}: {', '.join(absent)}"
        for key, placement in read.placements.items()
        if (absent := _absent_columns(key, placement.columns, read.language))
    ]
    seen = ", ".join(placement.title for placement in read.placements.values())
    if wrong:
        yield Examination(title, "error", seen, message("doctor_tabs_wrong", read.language))
    elif missing or bare:
        advice = message("doctor_upgrade", read.language, missing="; ".join((*missing, *bare)))
        yield Examination(title, "warning", seen, advice)
    else:
        yield Examination(title, "ok", seen)


def _absent_columns(key: str, present: Mapping[str, int], language: Language) -> list[str]:
    """Return the titles of the columns a tab lacks."""
    return [each.titles[language] for each in tab(key).columns if each.key not in present]


def _ledger(read: OpenNetwork) -> Iterator[Examination]:
    ledger = subject("ledger", read.language)
    last = read.ledger.last_month
    seen = message("doctor_ledger_seen", read.language, lines=len(read.ledger.lines), month=last or "-")
    try:
        read.require_unaltered_ledger()
    except NetsheetsError as error:
        yield Examination(ledger, "error", seen, error.message(read.language))
    else:
        yield Examination(ledger, "ok", seen)


def _archives(read: OpenNetwork, folder: Path | None) -> Iterator[Examination]:
    """Yield whether every closed month has its archive."""
    if not read.ledger.seals or folder is None:
        return
    there = read.own_archives
    missing = [str(month) for month in sorted(read.ledger.seals_of) if month not in there]
    advice = message("doctor_archives_missing", read.language, months=", ".join(missing)) if missing else ""
    yield Examination(subject("archives", read.language), "warning" if missing else "ok", str(folder), advice)


def _findings(read: OpenNetwork) -> Examination:
    counts = {severity: sum(each.severity == severity for each in read.findings) for severity in ("error", "warning")}
    seen = message("doctor_findings_seen", read.language, errors=counts["error"], warnings=counts["warning"])
    advice = message("doctor_validate", read.language) if counts["error"] else ""
    return Examination(subject("rows", read.language), "warning" if counts["error"] else "ok", seen, advice)


def credentials(store: GoogleStore, language: Language) -> Examination:
    """Return whether there are credentials, and the address that the sheet has to be shared with. Asks nothing."""
    try:
        kind, account = store.signed_in()
    except NetsheetsError as error:
        return Examination(subject("google_credentials", language), "error", "-", error.message(language))
    seen = message(f"doctor_google_{kind}", language, account=account or "?")
    return Examination(subject("google_credentials", language), "ok", seen)


def rights(store: GoogleStore, read: OpenNetwork) -> Iterator[Examination]:
    """Yield whether netsheets may write to the sheet, and which tool-owned tabs have lost their protection."""
    sharing = subject("google_sharing", read.language)
    try:
        store.check_writable()
    except NetsheetsError as error:
        yield Examination(sharing, "error", store.name, error.message(read.language))
    else:
        yield Examination(sharing, "ok", message("doctor_google_writable", read.language))
    titles = tuple(read.placements[each.key].title for each in output_tabs() if each.key in read.placements)
    bare = store.unprotected(titles)
    advice = message("doctor_google_unprotected", read.language) if bare else ""
    verdict, seen = ("warning", ", ".join(bare)) if bare else ("ok", ", ".join(titles))
    yield Examination(subject("google_protection", read.language), verdict, seen, advice)  # type: ignore[arg-type]
