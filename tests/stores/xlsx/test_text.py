"""What is written is what is read: any text, days, numbers, at the limits of a cell."""

from __future__ import annotations

import datetime as dt
import math
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from netsheets.ooxml.workbook import blank_workbook
from netsheets.stores.port import Block, Cell, Content, ReplaceTab, ShownColumn, Written
from netsheets.stores.xlsx.reading import read_workbook
from netsheets.stores.xlsx.store import edited
from tests.support.package_checks import check_package

ANY = st.characters(codec="utf-8", exclude_characters="\ufffe\uffff")
COLUMNS = (
    ShownColumn("text"),
    ShownColumn("wrapped", "wrapped"),
    ShownColumn("day", "day"),
    ShownColumn("money", "money"),
)


def written(rows: list[tuple[Written, ...]], columns: tuple[ShownColumn, ...] = COLUMNS) -> bytes:
    return edited(blank_workbook(), (ReplaceTab("Tab", Content((Block(columns, rows),))),))


def read_back(value: Written, column: ShownColumn = COLUMNS[0]) -> Cell:
    [grid] = read_workbook(written([(value,)], (column,)), "").grids
    return grid.rows[1][0]


@settings(max_examples=300)
@given(st.text(ANY, min_size=1, max_size=60))
def test_any_text_is_read_back(text: str) -> None:
    assert read_back(text) == text


@pytest.mark.parametrize(
    "text",
    ["_x000D_", "_x005F_x000D_", "_X000d_", "a\r\nb", "\x00\x01\x1f\x7f", " x ", "\t", "<&>\"'", "]]>"],
)
def test_what_xml_can_not_hold_is_read_back(text: str) -> None:
    assert read_back(text) == text


def test_what_is_no_character_becomes_a_mark() -> None:
    assert read_back("a\ud800b\ufffec\uffff") == "a\ufffdb\ufffdc\ufffd"


@pytest.mark.parametrize("text", ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "'x", "{=1}"])
def test_text_is_never_a_formula(text: str) -> None:
    content = written([(text, text, None, None)])
    assert read_back(text) == text
    sheet = load_workbook(BytesIO(content))["Tab"]
    assert sheet["A2"].value == text
    assert sheet["A2"].data_type != "f"


@pytest.mark.parametrize("number", [0, -1, 7, 1e15, 0.1, 0.15, -1234567.89, 999999999999.99, 5e-324, True, False])
def test_numbers_are_read_back(number: float) -> None:
    assert read_back(number, ShownColumn("n", "number")) == number


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_not_written(number: float) -> None:
    with pytest.raises(ValueError, match="can't hold"):
        written([(number,)], (ShownColumn("n", "number"),))


@settings(max_examples=200)
@given(st.dates(dt.date(1900, 1, 1), dt.date(9999, 12, 31)))
def test_days_are_read_back(day: dt.date) -> None:
    assert read_back(day, ShownColumn("day", "day")) == day


def test_a_day_before_the_epoch_is_written_as_text() -> None:
    assert read_back(dt.date(1899, 12, 31), ShownColumn("day", "day")) == "1899-12-31"


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.none() | st.text(ANY, max_size=20),
            st.none() | st.text("ab =_x0D\n", max_size=20),
            st.none() | st.dates(dt.date(1950, 1, 1)),
            st.none() | st.integers(-(10**12), 10**12).map(lambda cents: cents / 100),
        ),
        max_size=8,
    )
)
def test_whole_tabs_are_read_back(rows: list[tuple[Written, ...]]) -> None:
    content = written(rows)
    check_package(content)
    [grid] = read_workbook(content, "").grids
    read = [[cell if cell != "" else None for cell in row] for row in grid.rows[1:]]
    wanted = [[cell if cell != "" else None for cell in row] for row in rows]
    while wanted and not any(cell is not None for cell in wanted[-1]):
        wanted.pop()
    assert read == wanted


@pytest.mark.parametrize("text", ["\u00c9l\u00e9onore", "E\u0301le\u0301onore", "\u212bngstr\u00f6m"])
def test_letters_stay_composed_as_they_were(text: str) -> None:
    assert read_back(text) == text
