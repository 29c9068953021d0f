"""`check-fec`: what is wrong with a FEC, whoever made it."""

from __future__ import annotations

from pathlib import Path

from netsheets.errors import StoreRefused
from netsheets.exports.accounting.fec_check import FecReport, YearNamed, fec_report

_BUFFER = 1 << 20
"""So many bytes are read at once: a year of a large firm is gigabytes of short lines."""


def check_fec(path: Path, year: YearNamed) -> FecReport:
    """Return what is wrong with a file. Raise StoreRefused where it can't be read."""
    try:
        with path.open("rb", buffering=_BUFFER) as file:
            return fec_report(file, path.name, year)
    except OSError as error:
        raise StoreRefused("cannot_read", path=path, reason=error.strerror) from error
