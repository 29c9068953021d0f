"""The archive of every closing: `closings/2026-10.json` beside the workbook, enough to put the ledger back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from netsheets.commands.writing import json_text, write_file
from netsheets.domain.findings import Finding, finding
from netsheets.domain.ledger import Ledger, Line, Seal, fingerprint, last_fingerprint, listed
from netsheets.domain.month import Month
from netsheets.errors import Conflict, StoreRefused

_LINE_TEXTS = (
    "line_id", "kind", "referral_id", "event_id", "client_id", "payer_id", "payee_id", "currency",
)  # fmt: skip


def archive_path(folder: Path, month: Month) -> Path:
    """Return where a month's archive lies."""
    return folder / f"{month}.json"


def write_missing(folder: Path | None, ledger: Ledger) -> tuple[Path, ...]:
    """Write the archive of every closed month that has none, and return their paths.

    So a close that was cut off between the workbook and the archive is completed by the next one. An archive of the
    same month with other lines (another workbook of the same folder, an older copy) is kept under another name.
    """
    if folder is None:
        return ()
    written = []
    for month, seals in sorted(ledger.seals_of.items()):
        path = archive_path(folder, month)
        text = _as_json(month, ledger.lines_of.get(month, ()), seals)
        if path.exists():
            if _sha256_in(path) == seals[0].sha256:
                continue
            path.replace(_aside(path))
        write_file(path, text.encode())
        written.append(path)
    return tuple(written)


def archived(folder: Path, month: Month) -> tuple[tuple[Line, ...], tuple[Seal, ...]]:
    """Return the lines and seals of a month's archive. Raise Conflict where it is missing, or not what was closed."""
    path = archive_path(folder, month)
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        lines = tuple(_line(month, each) for each in held["lines"])
        seals = tuple(_seal(month, each) for each in held["closings"])
    except FileNotFoundError as error:
        raise Conflict("archive_missing", month=month, path=path) from error
    except (OSError, ValueError, KeyError, TypeError, InvalidOperation) as error:
        raise StoreRefused("archive_unreadable", path=path, reason=type(error).__name__) from error
    if not seals or any(fingerprint(lines, seals) != seal.sha256 for seal in seals):
        raise Conflict("archive_mismatch", month=month, path=path)
    return lines, seals


def lines_by_month(folder: Path | None) -> Mapping[Month, tuple[Line, ...]]:
    """Return the lines of every archive of a folder that can be read."""
    found: dict[Month, tuple[Line, ...]] = {}
    if folder is None:
        return found
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        month = Month.parse(path.stem)
        if month:
            try:
                found[month], _ = archived(folder, month)
            except (Conflict, StoreRefused):
                continue
    return found


def taken_away(folder: Path | None, ledger: Ledger) -> tuple[Finding, ...]:
    """Return a finding where the month after the last one was closed too, and is gone from the ledger without a trace.

    The chain alone can't tell: what is left of it is whole. The month's archive can: it continues this very chain. A
    ledger without any closing is left alone, for it has no chain to continue.
    """
    if ledger.last_month is None or folder is None:
        return ()
    month = ledger.last_month.next
    try:
        lines, seals = archived(folder, month)
    except (Conflict, StoreRefused):
        return ()
    if seals[0].previous_sha256 != last_fingerprint(ledger):
        return ()
    return (finding("chain_broken", "ledger", None, month=month, lines=listed(line.line_id for line in lines)),)


def _aside(path: Path) -> Path:
    """Return a free name beside an archive that must make room."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.replaced-{number}.json")).exists():
        number += 1
    return aside


def _sha256_in(path: Path) -> str:
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["closings"][0]["sha256"])
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return ""


def _as_json(month: Month, lines: tuple[Line, ...], seals: tuple[Seal, ...]) -> str:
    held = {
        "month": str(month),
        "closings": [
            {
                "closed_on": seal.closed_on.isoformat(),
                "lines": seal.lines,
                "currency": seal.currency,
                "total": f"{seal.total:.2f}",
                "sha256": seal.sha256,
                "previous_sha256": seal.previous_sha256,
            }
            for seal in seals
        ],
        "lines": [
            {
                **{name: getattr(line, name) for name in _LINE_TEXTS},
                "period": str(line.period),
                "base": f"{line.base:.2f}",
                "amount": f"{line.amount:.2f}",
            }
            for line in lines
        ],
    }
    return json_text(held) + "\n"


def _line(month: Month, held: Mapping[str, Any]) -> Line:
    texts = {name: str(held[name]) for name in _LINE_TEXTS}
    period = Month.parse(held["period"])
    if period is None or texts["kind"] not in ("commission", "adjustment"):
        raise ValueError(held["period"])
    amounts = {name: Decimal(held[name]) for name in ("base", "amount")}
    return Line(month=month, period=period, **texts, **amounts)  # type: ignore[arg-type]


def _seal(month: Month, held: Mapping[str, Any]) -> Seal:
    return Seal(
        month,
        dt.date.fromisoformat(held["closed_on"]),
        int(held["lines"]),
        str(held["currency"]),
        Decimal(held["total"]),
        str(held["sha256"]),
        str(held["previous_sha256"]),
    )
