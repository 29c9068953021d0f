"""The archives of the closings: `closings/<workbook>/2026-10.json`, all that a close sealed, enough to put it back.

Each names the workbook it is of. One of another workbook, or with another fingerprint than the ledger has, is never
used, replaced or renamed unless a person asks for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from netsheets.commands.writing import json_text, write_file
from netsheets.domain.chain import Archive, fingerprint, last_fingerprint
from netsheets.domain.fields import exact_text, field_readers
from netsheets.domain.ledger import Document, Ledger, Line, Seal, SealedRow, Standing
from netsheets.domain.month import Month
from netsheets.errors import Conflict, StoreRefused

_Record = TypeVar("_Record", Line, Seal, Standing, Document, SealedRow)


def archive_path(folder: Path, month: Month) -> Path:
    """Return where a month's archive lies."""
    return folder / f"{month}.json"


def write_missing(folder: Path | None, ledger: Ledger, workbook_id: str, file: str) -> tuple[Path, ...]:
    """Write the archive of every closed month that has none, and return their paths.

    So a close that was cut off between the workbook and the archive is completed by the next one, and a reopening
    before its archive was set aside. A damaged archive is set aside. `file` is what the workbook is called: an archive
    tells from which it was written.
    """
    if folder is None:
        return ()
    written = []
    passed = {each.sha256 for each in ledger.passed}
    for month in sorted(ledger.seals_of):
        path = archive_path(folder, month)
        found = _sha256_in(path)
        if found in passed:
            set_aside(folder, (month,), "reopened")
        elif found == "":
            set_aside(folder, (month,), "damaged")
        if not path.exists():
            held = Archive(workbook_id, file, ledger.of_month(month), ledger.passed)
            write_file(path, _as_json(month, held).encode())
            written.append(path)
    return tuple(written)


def _sha256_in(path: Path) -> str | None:
    """Return the fingerprint that an archive says it has, "" for one that is damaged, None where there is none."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["closings"][0]["sha256"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return ""


def archives_in(folder: Path | None, workbook_id: str, ledger: Ledger) -> Mapping[Month, Archive]:
    """Return this workbook's archives in a folder, as far as they can be read and are what was closed.

    Those of the first edition name no workbook, and several may have shared a folder: only what has a fingerprint of
    the ledger's chain, or continues it, is this workbook's then.
    """
    known = {each[0].sha256 for each in ledger.chain}
    last = last_fingerprint(ledger)
    found: dict[Month, Archive] = {}
    for path in sorted(folder.glob("*.json")) if folder and folder.is_dir() else ():
        month = Month.parse(path.stem)
        if month:
            try:
                archive = archived(path, month)
            except (Conflict, StoreRefused):
                continue
            linked = archive.sha256 in known or bool(last and archive.sealed.closings[0].previous_sha256 == last)
            if archive.workbook_id == workbook_id if workbook_id else linked:
                found[month] = archive
    return found


def archived(path: Path, month: Month) -> Archive:
    """Return a month's archive. Raise Conflict where it is missing, or not what was closed."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        sealed = Ledger(
            lines=_records(Line, held["lines"], month),
            closings=_records(Seal, held["closings"], month),
            standing=_records(Standing, held.get("standing", ()), month),
            documents=_records(Document, held.get("documents", ()), month),
            rows=_records(SealedRow, held.get("rows", ()), month),
        )
        history = tuple(_record(Seal, each) for each in held.get("history", ()))
        archive = Archive(str(held.get("workbook", "")), str(held.get("file", "")), sealed, history)
    except FileNotFoundError as error:
        raise Conflict("archive_missing", month=month, path=path) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as error:
        raise StoreRefused("archive_unreadable", path=path, reason=type(error).__name__) from error
    if not sealed.closings or any(fingerprint(sealed) != seal.sha256 for seal in sealed.closings):
        raise Conflict("archive_mismatch", month=month, path=path)
    return archive


def set_aside(folder: Path | None, months: Iterable[Month], why: str) -> tuple[Path, ...]:
    """Give the archives of months, those that are there, another name that says why; return their new paths."""
    moved: list[Path] = []
    if folder is None:
        return ()
    for month in months:
        path = archive_path(folder, month)
        if path.exists():
            aside = _free(path, why)
            path.replace(aside)
            moved.append(aside)
    return tuple(moved)


def vouched(archives: Mapping[Month, Archive], ledger: Ledger) -> Mapping[Month, Archive]:
    """Return the archives, in order, that make one chain with each other and with the other rows of `closings`."""
    links = {each.sha256: each.previous_sha256 for each in ledger.closings}
    found: dict[Month, Archive] = {}
    previous: str | None = None
    for month, archive in sorted(archives.items()):
        before = archive.sealed.closings[0].previous_sha256
        if previous is not None and before != previous and not _leads(before, previous, links):
            break
        found[month] = archive
        previous = archive.sha256
    return found


def _leads(after: str, before: str, links: Mapping[str, str]) -> bool:
    """Tell whether a fingerprint is reached from an earlier one over the rows of `closings` between."""
    seen: set[str] = set()
    while after in links and after not in seen:
        seen.add(after)
        after = links[after]
        if after == before:
            return True
    return False


def _free(path: Path, why: str) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.stem}.{why}-{number}.json")).exists():
        number += 1
    return aside


def _as_json(month: Month, archive: Archive) -> str:
    sealed = archive.sealed
    held = {
        "workbook": archive.workbook_id,
        "file": archive.file,
        "month": str(month),
        "closings": [_texts(each) for each in sealed.closings],
        "lines": [_texts(each) for each in sealed.lines],
        "standing": [_texts(each) for each in sealed.standing],
        "documents": [_texts(each) for each in sealed.documents],
        "rows": [_texts(each) for each in sealed.rows],
        "history": [{"month": str(each.month), **_texts(each)} for each in archive.history],
    }
    return json_text(held) + "\n"


def _texts(record: Any) -> dict[str, Any]:
    """Return a record as JSON holds it; its month is the archive's."""
    return {name: _plain(getattr(record, name)) for name in field_readers(type(record)) if name != "month"}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return exact_text(value)
    return value if value is None or isinstance(value, (int, str)) else str(value)


def _records(kind: Callable[..., _Record], held: Iterable[Mapping[str, Any]], month: Month) -> tuple[_Record, ...]:
    return tuple(_record(kind, {"month": str(month), **each}) for each in held)


def _record(kind: Callable[..., _Record], held: Mapping[str, Any]) -> _Record:
    readers = field_readers(kind)
    return kind(**{name: None if text is None else readers[name](text) for name, text in held.items()})
