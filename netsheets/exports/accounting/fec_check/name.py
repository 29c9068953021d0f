"""The name of a FEC: `SirenFECYYYYMMDD.txt`, the firm and the last day of its fiscal year."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePath
from typing import Final

from netsheets.exports.accounting.fec_check.days import day_read
from netsheets.exports.accounting.fec_check.findings import Tally

_PARTS: Final = re.compile(r"([0-9]{9})FEC([0-9]{8})(.*)", re.IGNORECASE)
_SUFFIXES: Final = (".txt", ".csv", "")


def closing_day_named(name: str, tally: Tally) -> dt.date | None:
    """Return the closing day that a file's name tells, None where it tells none; add what is wrong with the name."""
    from stdnum.fr import siren  # noqa: PLC0415 - only this command needs it

    path = PurePath(name)
    parts = _PARTS.fullmatch(path.stem)
    if parts is None:
        tally.add("name", None, value=path.name)
        return None
    if parts[3] or path.suffix.lower() not in _SUFFIXES:
        tally.add("name", None, value=path.name)
    if not siren.is_valid(parts[1]):
        tally.add("siren", None, value=parts[1])
    day, fault = day_read(parts[2].encode())
    if fault:
        tally.add("closing_day", None, value=parts[2])
    return day
