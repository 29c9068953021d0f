"""What a FEC says before its first entry: its name, `SirenFECYYYYMMDD.txt`, and its first line, the columns.

The name tells the firm and the last day of its fiscal year; the line which sign parts the fields, and which column
stands where.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from netsheets.exports.accounting.fec_check.findings import Tally

FEC_COLUMNS: Final = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib",
    "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise",
    "Idevise",
)  # fmt: skip

_FIRST_YEAR, _LAST_YEAR = 1950, 2099
_WRITTEN: Final = 8

_PARTS: Final = re.compile(r"([0-9]{9})FEC([0-9]{8})(.*)", re.IGNORECASE)
_SUFFIXES: Final = (".txt", ".csv", "")

SEPARATORS: Final = (b"\t", b"|")
_OTHERS: Final = (b";", b",")
_FEW: Final = 5
_CASH: Final = ("DateRglt", "ModeRglt", "NatOp", "IdClient")
"""What those have besides who keep accounts of what is paid, not of what is due (articles A47 A-1, VIII, 5 and 7)."""
_SIDED: Final = {"Montant": "Debit", "Sens": "Credit"}
"""The pair of columns that may stand for debit and credit: an amount, and its side."""
_NAMES: Final[Mapping[str, str]] = {each.casefold(): each for each in (*FEC_COLUMNS, *_CASH, *_SIDED)}
Place = int | None
"""Where a column stands, None where it is missing."""
DAYS: Final = (FEC_COLUMNS.index("EcritureDate"), FEC_COLUMNS.index("PieceDate"), FEC_COLUMNS.index("ValidDate"))
ACCOUNT: Final = FEC_COLUMNS.index("CompteNum")


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """The first and the last day of a fiscal year, None where they are not known."""

    opening_on: dt.date | None = None
    closing_on: dt.date | None = None

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day lies in the year, as far as that is known."""
        return not (
            (self.opening_on is not None and day < self.opening_on)
            or (self.closing_on is not None and day > self.closing_on)
        )


def year_ending(closing_on: dt.date | None, opening_on: dt.date | None = None) -> FiscalYear:
    """Return the fiscal year that ends on a day; it begins a year before, where no other day is named."""
    if closing_on and not opening_on:
        after = closing_on + dt.timedelta(days=1) if closing_on < dt.date.max else closing_on
        opening_on = after.replace(year=max(after.year - 1, 1), day=1 if after.month == 2 else after.day)
    return FiscalYear(opening_on, closing_on)


def day_read(text: bytes) -> tuple[dt.date | None, str]:
    """Return the day that is written, and the code of what is wrong with it; None where it is no day."""
    if len(text) != _WRITTEN or not text.isdigit():
        return None, "day_format"
    try:
        day = dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None, "day_unreal"
    return day, "" if _FIRST_YEAR <= day.year <= _LAST_YEAR else "day_implausible"


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


@dataclass(frozen=True, slots=True)
class Header:
    """How lines are read. `places` has the place of each of the 18 columns, None where they stand as they should.

    `sided`: debit and credit are an amount and its side. `absent`: the first line is one of fields already.
    """

    separator: bytes
    width: int = len(FEC_COLUMNS)
    places: tuple[Place, ...] | None = None
    sided: bool = False
    absent: bool = False

    @property
    def plain(self) -> bool:
        """Tell whether the 18 columns, and no other, stand where they should."""
        return self.places is None and not self.sided and self.width == len(FEC_COLUMNS)

    @property
    def missing(self) -> frozenset[int]:
        """Return the numbers, from 0 on, of the columns that are missing."""
        return frozenset(number for number, place in enumerate(self.places or ()) if place is None)

    def fields(self, found: Sequence[bytes]) -> list[bytes]:
        """Return the fields of a line in the order of the 18 columns, blank where a column is missing."""
        if self.places is None:
            return list(found[: len(FEC_COLUMNS)])
        return [b"" if place is None else found[place] for place in self.places]

    def fitted(self, found: Sequence[bytes]) -> Header:
        """Return the header that a line of fields bears out: titles may have been moved without what is below them."""
        if self.places is None or len(found) != self.width or self.width < len(FEC_COLUMNS):
            return self
        plain = replace(self, places=None)
        return plain if _likeness(plain.fields(found)) > _likeness(self.fields(found)) else self


def header_of(line: bytes, tally: Tally) -> Header | None:
    """Return how the file is to be read by its first line, None where it is nothing like a FEC."""
    separator = _separator(line, tally)
    if separator is None:
        return None
    mixed = next((each for each in SEPARATORS if each != separator and each in line), None)
    if mixed and separator in SEPARATORS:
        tally.add("separators_mixed", 1, found=said(mixed), usual=said(separator))
        line = line.replace(mixed, separator)
    names = [each.strip() for each in line.decode("utf-8", "replace").split(separator.decode())]
    bare = [each.strip('"').strip() for each in names]
    if bare != names:
        tally.add("quotes", 1, value=line)
    known = [_NAMES.get(each.casefold(), "") for each in bare]
    if not any(known):
        tally.add("header_absent", 1, value=line)
        return Header(separator, absent=True) if len(names) == len(FEC_COLUMNS) else None
    return _placed(bare, known, separator, tally)


def _separator(line: bytes, tally: Tally) -> bytes | None:
    """Return the sign that parts the fields of the first line."""
    separator = max(SEPARATORS, key=line.count)
    if separator in line:
        return separator
    other = max(_OTHERS, key=line.count)
    found = other if line.count(other) >= _FEW else None
    tally.add("separator", 1, value=line if found is None else found)
    return found


def said(separator: bytes) -> str:
    """Return what a sentence calls a separator."""
    return "tab" if separator == b"\t" else separator.decode()


def _placed(names: list[str], known: list[str], separator: bytes, tally: Tally) -> Header:
    """Return the place of each column, and add what is wrong with their names and order."""
    sided = "Montant" in known and "Sens" in known
    meant = [_SIDED.get(each, each) if sided else each for each in known]
    places: dict[str, int] = {}
    for place, name in enumerate(meant):
        if name and name not in places:
            places[name] = place
    strangers = [place for place, name in enumerate(meant) if not name or places[name] != place]
    for place in tuple(strangers):
        expected = FEC_COLUMNS[place] if place < len(FEC_COLUMNS) else ""
        if expected and expected not in places:
            tally.add("header_name", 1, expected, names[place], place=place + 1)
            places[expected] = place
            strangers.remove(place)
    for place in strangers:
        tally.add("header_extra", 1, value=names[place], place=place + 1)
    for name in FEC_COLUMNS:
        if name not in places:
            tally.add("header_missing", 1, name, place=FEC_COLUMNS.index(name) + 1)
    found = tuple(places.get(each) for each in FEC_COLUMNS)
    order = [each for each in FEC_COLUMNS if each in places]
    moved = [name for name, wanted in zip(sorted(order, key=places.__getitem__), order, strict=True) if name != wanted]
    if moved:
        wanted = [each for each in order if each in moved]
        tally.add("header_order", 1, moved[0], ", ".join(moved), wanted=", ".join(wanted))
    return Header(separator, len(names), None if found == tuple(range(len(FEC_COLUMNS))) else found, sided)


def _likeness(fields: Sequence[bytes]) -> int:
    """Return how many fields of a line look like what their column holds."""
    days = sum(len(fields[place]) == 8 and fields[place].isdigit() for place in DAYS)
    return days + (fields[ACCOUNT][:3].isdigit() and len(fields[ACCOUNT]) < 8)
