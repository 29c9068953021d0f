"""Values of a report in words, alike in every form."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.exports.document import Column, Kind, Value
from netsheets.exports.document.wording import decimals_of, in_words, readable, rounded, total_row
from tests.support import papers


@pytest.mark.parametrize(
    ("value", "kind", "english", "french"),
    [
        (None, "text", "", ""),
        ("a", "text", "a", "a"),
        (("a", "b"), "text", "a, b", "a, b"),
        (dt.date(2026, 3, 9), "day", "09/03/2026", "09/03/2026"),
        (Decimal("1234567.5"), "money", "1,234,567.50", "1\u202f234\u202f567,50"),
        (Decimal("-0.005"), "money", "-0.01", "-0,01"),
        (Decimal("-0.004"), "money", "0.00", "0,00"),
        (2026, "text", "2026", "2026"),
        (12026, "integer", "12,026.00", "12\u202f026,00"),
        (Decimal("150.00"), "text", "150.00", "150,00"),
        (Decimal("3.5"), "text", "3.5", "3,5"),
        (Decimal(1) / 3, "text", "0.33", "0,33"),
        (Decimal("1E+3"), "text", "1,000", "1\u202f000"),
        (Decimal("0.15"), "percent", "15.00%", "15,00\u00a0%"),
    ],
)
def test_values_are_written_as_people_write_them(value: Value, kind: Kind, english: str, french: str) -> None:
    assert (in_words(value, "en", kind), in_words(value, "fr", kind)) == (english, french)


@pytest.mark.parametrize(
    ("kind", "values", "decimals"),
    [
        ("money", [Decimal(1)], 2),
        ("integer", [3], 0),
        ("decimal", [Decimal("3.50"), Decimal(4)], 1),
        ("decimal", [Decimal("3.50"), Decimal("1.234")], 2),
        ("decimal", [3, None], 0),
        ("percent", [Decimal("0.15"), Decimal("0.2")], 0),
        ("percent", [Decimal("0.155"), Decimal(1) / 3], 1),
        ("decimal", [], 0),
    ],
)
def test_a_column_has_as_many_decimals_as_its_values_need(kind: Kind, values: list[Value], decimals: int) -> None:
    assert decimals_of(Column("x", "X", kind), values) == decimals


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**25), max_value=10**25))
def test_no_cent_is_lost(amount: Decimal) -> None:
    written = in_words(amount, "en", "money").replace(",", "").replace("-", "-")
    assert Decimal(written) == amount
    assert rounded(amount, "money", 2) == amount


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\r\nb\rc\x0bd\u2028e", "a\nb\nc\nd\ne"),
        ("bell\x07", "bell\ufffd"),
        ("\x1b[31m", "\ufffd[31m"),
        ("\ud800", "\ufffd"),
        ("tab\there é 👍", "tab\there é 👍"),
    ],
)
def test_what_cant_be_shown_is_seen_to_be_there(typed: str, shown: str) -> None:
    assert readable(typed) == shown


def test_sums_are_exact_and_those_of_counts_are_counts() -> None:
    rows = [papers.row(sum=Decimal("0.1")), papers.row(sum=Decimal("0.2")), papers.row(sum=None, count=None)]
    table = papers.table(*rows, totals=("sum", "count"))
    assert total_row(table, "fr") == {"name": "Total", "sum": Decimal("0.30"), "count": 2400}


def test_a_table_without_rows_or_sums_has_no_total() -> None:
    assert total_row(papers.table(totals=("sum",)), "en") == {}
    assert total_row(papers.table(papers.row()), "en") == {}
