"""What a person typed as text, read as a number, a percentage or a day: surely, or not at all.

French and English habits are both read (`1 234,56 €`, `1,234.56`, `31/12/2026`, `12 mars 2026`). Where two readings
are possible, both are returned and nobody guesses.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from netsheets.domain.currencies import SIGNS

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Ambiguous(Generic[_Value]):
    """A text with two readings."""

    first: _Value
    second: _Value


_CURRENCY = f"(?:{'|'.join(re.escape(each) for each in sorted(SIGNS, key=len, reverse=True))})"
_AMOUNT = re.compile(rf"(?:{_CURRENCY} ?)?([-+]?)(?:{_CURRENCY})? ?([0-9][0-9 .,]*?) ?(?:{_CURRENCY})?", re.IGNORECASE)
_SIGN = re.compile(_CURRENCY, re.IGNORECASE)
_SPACED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?![0-9 ])")


def typed_decimal(text: str) -> Decimal | Ambiguous[Decimal] | None:
    """Return the number a text means, both readings where it has two (`1,234`), None where it is no number."""
    plain = _plain_spaces(text).replace("−", "-").replace("'", " ").replace("’", " ")
    found = _AMOUNT.fullmatch(plain)
    if not found:
        return None
    sign, digits = found[1], found[2]
    spaced = " " in digits
    if spaced:
        if not _SPACED.match(digits):
            return None
        digits = digits.replace(" ", "")
    readings = [reading for reading in _separated(digits, spaced) if reading is not None]
    if not readings:
        return None
    values = [Decimal(sign + reading) for reading in readings]
    return values[0] if len(values) == 1 else Ambiguous(values[0], values[1])


def signed_currencies(text: str) -> frozenset[str]:
    """Return the currencies that an amount's own sign may stand for; none where it has no sign."""
    found = [SIGNS[sign.upper()] for sign in _SIGN.findall(text)]
    return frozenset.intersection(*found) if found else frozenset()


def _separated(digits: str, spaced: bool) -> tuple[str | None, ...]:
    """Return the readings of digits with points and commas, as plain decimals: one or two, (None,) for none."""
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return (digits,)
    last = marks[-1]
    whole, _, decimals = digits.rpartition(last)
    if len(set(marks)) == 2:
        group = "," if last == "." else "."
        return (f"{whole.replace(group, '')}.{decimals}" if _grouped(whole, group) and decimals else None,)
    if len(marks) > 1:
        return (digits.replace(last, "") if _grouped(digits, last) else None,)
    if not decimals:
        return (None,)
    reading = f"{whole}.{decimals}"
    if len(decimals) == 3 and len(whole) <= 3 and not whole.startswith("0") and not spaced:
        return (whole + decimals, reading)
    return (reading,)


def _grouped(digits: str, group: str) -> bool:
    """Tell whether digits stand in groups of three."""
    return re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+", digits) is not None


def typed_percent(text: str) -> Decimal | Ambiguous[Decimal] | None:
    """Return the part a percentage means (`15 %` is 0.15), None where the text has no percent sign or no number."""
    number, sign, rest = _plain_spaces(text).partition("%")
    if not sign or rest.strip():
        return None
    match typed_decimal(number.strip()):
        case Ambiguous(first, second):
            return Ambiguous(first.scaleb(-2), second.scaleb(-2))
        case Decimal() as value:
            return value.scaleb(-2)
        case _:
            return None


_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T][0-9:.]+)?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?: [0-9:.]+)?")
_NAMED = re.compile(
    r"([0-9]{1,2})(?:er|st|nd|rd|th)? ([a-z]+)\.? ([0-9]{4})|([a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})"
)
_MONTH_NAMES = (
    ("jan", "janv", "january", "janvier"),
    ("feb", "fev", "fevr", "february", "fevrier"),
    ("mar", "mars", "march"),
    ("apr", "avr", "april", "avril"),
    ("may", "mai"),
    ("jun", "june", "juin"),
    ("jul", "juil", "july", "juillet"),
    ("aug", "aout", "august"),
    ("sep", "sept", "september", "septembre"),
    ("oct", "october", "octobre"),
    ("nov", "november", "novembre"),
    ("dec", "december", "decembre"),
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names}


def typed_day(text: str) -> dt.date | Ambiguous[dt.date] | None:
    """Return the day a text means, both readings where day and month can be exchanged, None where it is no day.

    A year has four digits: with two, a text has too many readings to show.
    """
    plain = _plain_spaces(text)
    if found := _YEAR_FIRST.fullmatch(plain):
        return _day(found[1], found[2], found[3])
    if found := _YEAR_LAST.fullmatch(plain):
        day_first = _day(found[3], found[2], found[1])
        month_first = _day(found[3], found[1], found[2])
        if day_first and month_first and day_first != month_first:
            return Ambiguous(day_first, month_first)
        return day_first or month_first
    if found := _NAMED.fullmatch(_without_accents(plain.lower())):
        number = _MONTH_NUMBERS.get(found[2] or found[4])
        return _day(found[3] or found[6], str(number), found[1] or found[5]) if number else None
    return None


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _plain_spaces(text: str) -> str:
    """Return the text with every kind of blank (no-break, narrow, thin) as one plain space."""
    return " ".join(text.split())


def _without_accents(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
