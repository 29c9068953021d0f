"""Amounts of a FEC: whole cents, never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_DIGITS: Final = re.compile(rb"[+-]?[0-9]+,[0-9]{2}")
_ROUND: Final = re.compile(rb"[+-]?[0-9]+(?:,[0-9]?)?")
_PRECISE: Final = re.compile(rb"[+-]?[0-9]+,[0-9]{3,}")
_POINT: Final = re.compile(rb"[+-]?[0-9]+\.[0-9]{1,2}")
_SIGNS: Final = re.compile(rb"[+-]*[0-9]+,[0-9]{2}[+-]?")
_ENGLISH: Final = re.compile(rb"[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{2}")
_DOTTED: Final = re.compile(rb"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{2}")
_BLANKS: Final = re.compile(rb"\xc2\xa0|\xe2\x80\xaf|[\s\xa0']")
_TAIL: Final = -3


@dataclass(frozen=True, slots=True)
class Reading:
    """What an amount comes to in cents, None where nobody can tell, and the code of what is wrong with it."""

    cents: int | None
    fault: str = ""


def cents_of(text: bytes) -> int | None:
    """Return an amount without a sign, written as it should be, in cents; None for any other: the quick way."""
    if text[_TAIL:-2] == b",":
        digits = text[:_TAIL] + text[-2:]
        if digits.isdigit():
            return int(digits)
    return None


def amount_read(text: bytes) -> Reading:
    """Return what an amount comes to, and what is wrong with the way it is written.

    One that can only mean one thing is read all the same, so that a point for a comma is not an unbalanced entry too.
    """
    if not text.strip():
        return Reading(0, "amount_blank")
    if _DIGITS.fullmatch(text):
        return Reading(_cents(text))
    if _ROUND.fullmatch(text):
        return Reading(_cents(text), "amount_decimals")
    if _PRECISE.fullmatch(text):
        exact = _cents(text) if set(text.partition(b",")[2][2:]) == {ord("0")} else None
        return Reading(exact, "amount_too_precise")
    if _POINT.fullmatch(text):
        return Reading(_cents(text.replace(b".", b",")), "amount_point")
    return _odd(text)


def _odd(text: bytes) -> Reading:
    if _SIGNS.fullmatch(text):
        return Reading(None, "amount_sign")
    if _ENGLISH.fullmatch(text):
        return Reading(_cents(text.replace(b",", b"").replace(b".", b",")), "amount_thousands")
    if _DOTTED.fullmatch(text):
        return Reading(_cents(text.replace(b".", b"")), "amount_thousands")
    bare = _BLANKS.sub(b"", text)
    if bare != text and any(each.fullmatch(bare) for each in (_DIGITS, _ROUND, _POINT)):
        return Reading(_cents(bare.replace(b".", b",")), "amount_thousands")
    return Reading(None, "amount_unreadable")


def _cents(text: bytes) -> int:
    return int(Decimal(text.decode("ascii").replace(",", ".")).scaleb(2))
