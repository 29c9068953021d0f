"""What the local Google makes of typed text, number formats and formulas."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from tests.sheets_server import Google
from tests.sheets_server.entered import entered
from tests.sheets_server.formats import formatted
from tests.sheets_server.locales import locale

OWNER = "owner@example.com"
DAY = datetime.date(2026, 10, 31)


@pytest.mark.parametrize(
    ("name", "text", "value", "shown"),
    [
        ("en_US", "12.5", 12.5, "12.5"),
        ("en_US", "0612345678", 612345678, "612345678"),
        ("en_US", "1,234.50", 1234.5, "1,234.50"),
        ("en_US", "12,50", "12,50", "12,50"),
        ("en_US", "7%", 0.07, "7%"),
        ("en_US", "$12.50", 12.5, "$12.50"),
        ("en_US", "(12)", -12, "-12"),
        ("en_US", "1e3", 1000, "1.00E+03"),
        ("en_US", "nan", "nan", "nan"),
        ("en_US", "'0612", "0612", "0612"),
        ("en_US", "true", True, "TRUE"),
        ("en_US", "2026-10-31", 46326, "2026-10-31"),
        ("en_US", "10/31/2026", 46326, "10/31/2026"),
        ("en_US", "31/10/2026", "31/10/2026", "31/10/2026"),
        ("en_US", "Oct 31, 2026", 46326, "Oct 31, 2026"),
        ("en_US", "13:45", 0.5729166666666666, "13:45"),
        ("en_US", "2026-10-31 06:00", 46326.25, "2026-10-31 6:00"),
        ("fr_FR", "12,50", 12.5, "12,5"),
        ("fr_FR", "1 234,50", 1234.5, "1\u202f234,50"),
        ("fr_FR", "12,50 €", 12.5, "12,50 €"),
        ("fr_FR", "31/10/2026", 46326, "31/10/2026"),
        ("fr_FR", "1/2/2026", 46054, "01/02/2026"),
        ("nl_NL", "€ 1.234,50", 1234.5, "€ 1.234,50"),
        ("nl_NL", "31-10-2026", 46326, "31-10-2026"),
        ("de_DE", "31.10.2026", 46326, "31.10.2026"),
    ],
)
def test_typed_text_is_read_per_locale(name: str, text: str, value: Any, shown: str) -> None:
    read, implied = entered(text, locale(name), DAY)
    assert read is not None
    [found] = read.values()
    assert (found, type(found)) == (value, type(value))
    assert formatted(found, implied or {}, locale(name)) == shown


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1 / 3, {}, "0.3333333333"),
        (123456789012345, {}, "123456789012345"),
        (1e20, {}, "1E+20"),
        (1234.5, {"type": "NUMBER"}, "1,234.50"),
        (0.125, {"type": "PERCENT"}, "12.50%"),
        (0.125, {"pattern": "0%"}, "13%"),
        (-1234.5, {"pattern": "#,##0.00;(#,##0.00)"}, "(1,234.50)"),
        (-5, {"pattern": "#,##0"}, "-5"),
        (0, {"pattern": "0;-0;nil"}, "nil"),
        (5, {"pattern": "000"}, "005"),
        (12.5, {"pattern": "[$€-2] #,##0.00"}, "€ 12.50"),
        (1234567, {"pattern": '#,##0,"k"'}, "1,235k"),
        (1.5, {"pattern": "0.##"}, "1.5"),
        (46326.5, {"type": "DATE"}, "10/31/2026"),
        (46326.5, {"pattern": "dddd d mmmm yyyy"}, "Saturday 31 October 2026"),
        (46326.5, {"pattern": "hh:mm am/pm"}, "12:00 PM"),
        (1.5, {"pattern": "[h]:mm"}, "36:00"),
        ("text", {"pattern": '"<"@">"'}, "<text>"),
    ],
)
def test_number_formats(value: float | str, number_format: dict[str, str], shown: str) -> None:
    assert formatted(value, number_format, locale("en_US")) == shown


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=1+2*3^2", "19"),
        ("=-2^2", "4"),
        ("=50%*4", "2"),
        ('="a"&1+1', "a2"),
        ("=SUM(A1:A3)", "6"),
        ("=SUM(A:A)", "6"),
        ("=AVERAGE(A1:A3, 6)", "3"),
        ('=IF(A1<A2, "less", "more")', "less"),
        ("=1/0", "#DIV/0!"),
        ('=IFERROR(1/0, "none")', "none"),
        ("=NOSUCH(1)", "#NAME?"),
        ("=1+", "#ERROR!"),
        ('=A1+"x"', "#VALUE!"),
        ('=COUNTIF(A1:A3, ">=2")', "2"),
        ('=SUMIF(B1:B3, "x", A1:A3)', "4"),
        ("=VLOOKUP(2, A1:B3, 2, FALSE)", "y"),
        ("=MATCH(3, A1:A3, 0)", "3"),
        ("=ROUND(2.5)", "3"),
        ("=DATE(2026, 13, 1)", "1/1/2027"),
        ("=EOMONTH(1)", "#NAME?"),
        ("='Sheet1'!A3", "3"),
        ("=D1", "#REF!"),
    ],
)
def test_formulas(formula: str, shown: str) -> None:
    google = Google()
    book = google.create("Book", OWNER)
    google.write(book, OWNER, "A1:B3", [["1", "x"], ["2", "y"], ["3", "x"]])
    google.write(book, OWNER, "D1", [[formula]])
    assert google.read(book, OWNER, "D1") == [[shown]]


def test_a_long_chain_of_formulas_is_evaluated() -> None:
    google = Google()
    book = google.create("Book", OWNER)
    google.write(book, OWNER, "A1:A900", [["1"]] + [[f"=A{row}+1"] for row in range(1, 900)])
    assert google.read(book, OWNER, "A900") == [["900"]]


def test_formulas_take_the_locales_comma_and_semicolon() -> None:
    google = Google()
    book = google.create("Book", OWNER)
    google.edit(book, OWNER, {"updateSpreadsheetProperties": {"properties": {"locale": "fr_FR"}, "fields": "locale"}})
    google.write(book, OWNER, "A1:C1", [["=1,5*2", "=SUM(A1;1,25)", '="1,5"']])
    assert google.read(book, OWNER, "A1:C1") == [["3", "4,25", "1,5"]]


def test_a_date_keeps_its_format_through_a_formula() -> None:
    google = Google()
    book = google.create("Book", OWNER)
    google.write(book, OWNER, "A1:B1", [["2026-10-31", "=A1+1"]])
    assert google.read(book, OWNER, "A1:B1") == [["2026-10-31", "2026-11-01"]]
    assert google.read(book, OWNER, "A1:B1", "UNFORMATTED_VALUE") == [[46326, 46327]]
