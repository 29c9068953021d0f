"""A report's values as people read them, in every form alike."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

from netsheets.domain.money import exact_sum
from netsheets.exports.document.report import Column, Kind, Row, Table, Value
from netsheets.exports.document.words import words_of
from netsheets.texts import Language, day_in_words, number_in_words, percent_in_words

_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BEFORE_SIGN = re.compile(r"(?<=\S) (?=[:;?!»])|(?<=«) (?=\S)")
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_MOST_DECIMALS = {"integer": 0, "percent": 1}


def readable(text: str) -> str:
    """Return member text with its line ends alike, and a visible sign for characters that can't be shown."""
    return _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", _LINE_ENDS.sub("\n", text))


def typeset(text: str, language: Language) -> str:
    """Return a sentence as it is printed: in French no line begins with a `:` or ends with a `«`."""
    text = readable(text)
    return _BEFORE_SIGN.sub("\N{NO-BREAK SPACE}", text) if language == "fr" else text


def in_words(value: Value, language: Language, kind: Kind = "text", decimals: int = 2) -> str:
    """Return a value as people read it: `1 234,50`, `15 %`, `03/11/2026`, several texts with commas; "" for None.

    Years and numbers of other things stand in columns of text, and are not grouped by thousands.
    """
    match value:
        case None:
            return ""
        case str():
            return readable(value)
        case tuple():
            return ", ".join(readable(each) for each in value)
        case dt.date():
            return day_in_words(value)
        case int() if kind == "text":
            return str(value)
        case _:
            return _figure(Decimal(value), language, kind, decimals)


def decimals_of(column: Column, values: Iterable[Value]) -> int:
    """Return how many decimals a column's numbers have, so that they stand below each other.

    Money has two, counts none; other numbers as many as they need, at most two, a percent one.
    """
    if column.kind in ("money", "integer"):
        return 2 if column.kind == "money" else 0
    scale = 100 if column.kind == "percent" else 1
    most = _MOST_DECIMALS.get(column.kind, 2)
    return max((_needed(each * scale, most) for each in values if isinstance(each, Decimal)), default=0)


def decimals_in(table: Table) -> tuple[int, ...]:
    """Return how many decimals the numbers of each of a table's columns have."""
    return tuple(decimals_of(each, [row.get(each.key) for row in table.rows]) for each in table.columns)


def total_row(table: Table, language: Language) -> Row:
    """Return the row of a table's sums, {} where nothing is summed."""
    if not table.totals or not table.rows:
        return {}
    first = table.columns[0].key
    label = {} if first in table.totals else {first: words_of("shared", language)("total")}
    return {**label, **{key: _summed(row.get(key) for row in table.rows) for key in table.totals}}


def rounded(number: Decimal, kind: Kind, decimals: int) -> Decimal:
    """Return a number with as many decimals as are shown of it; a percent is a part of one."""
    return number.quantize(Decimal(1).scaleb(-decimals - (2 if kind == "percent" else 0)), context=_EXACT)


def _summed(values: Iterable[Value]) -> Value:
    numbers = [each for each in values if isinstance(each, (int, Decimal))]
    whole = all(isinstance(each, int) for each in numbers)
    return sum(map(int, numbers)) if whole else exact_sum(map(Decimal, numbers))


def _needed(number: Decimal, most: int) -> int:
    """Return how many decimals a number has, zeros at its end left out, `most` where it has more."""
    exponent = number.normalize(_EXACT).as_tuple().exponent
    return min(max(-exponent, 0), most) if isinstance(exponent, int) else 0


def _figure(number: Decimal, language: Language, kind: Kind, decimals: int) -> str:
    if kind == "text":
        exponent = number.as_tuple().exponent
        decimals = min(max(-exponent, 0), 2) if isinstance(exponent, int) else 0
    found = rounded(number, kind, decimals)
    return percent_in_words(found.scaleb(2), language) if kind == "percent" else number_in_words(found, language)
