"""A cell's address, and what it holds: text not longer than Excel counts, marks spelled, days as numbers."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.ooxml.cells import (
    LONGEST_TEXT,
    column_letters,
    column_number,
    on_sheet,
    serial,
    shortened,
    split_cell,
    split_sheet,
    unspelled,
    writable,
)


@given(st.integers(1, 16_384))
def test_letters_and_numbers_of_columns_agree(column: int) -> None:
    assert column_number(column_letters(column)) == column


def test_letters_of_columns() -> None:
    assert [column_letters(column) for column in (1, 26, 27, 702, 703, 16_384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_a_cell_is_split_into_its_column_and_its_row() -> None:
    assert split_cell("XFD1048576") == ("XFD", 1_048_576)


@pytest.mark.parametrize("address", ["", "B", "5", "$B$5", "b5", "B5:C6", "ABCD1"])
def test_what_is_no_cell_is_not_split(address: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        split_cell(address)


@pytest.mark.parametrize("title", ["Détail", "Ann's", "a!b", "''", "A B"])
def test_a_range_on_a_sheet_is_split_as_it_was_named(title: str) -> None:
    assert split_sheet(on_sheet(title, "$B$5:$B$9")) == (title, "$B$5:$B$9")


def test_a_range_without_a_sheet_is_on_none() -> None:
    assert split_sheet("B5") == ("", "B5")


def test_the_longest_text_fits_and_a_longer_one_is_cut() -> None:
    assert shortened("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT
    assert shortened("x" * (LONGEST_TEXT + 1)) == "x" * (LONGEST_TEXT - 1) + "…"
    assert shortened("😀" * 16_383) == "😀" * 16_383
    assert shortened("😀" * 16_384) == "😀" * 16_383 + "…"


def test_what_is_spelled_counts_as_the_character_it_stands_for() -> None:
    assert writable("\x0b" * LONGEST_TEXT) == "_x000B_" * LONGEST_TEXT
    assert writable("\x0b" * (LONGEST_TEXT + 1)) == "_x000B_" * (LONGEST_TEXT - 1) + "…"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\x0bb", "a_x000B_b"),
        ("\x00\x08\x0c\x0e\x1f\r", "_x0000__x0008__x000C__x000E__x001F__x000D_"),
        ("\t\n \x7f\x85", "\t\n \x7f\x85"),
        ("_x000B_", "_x005F_x000B_"),
        ("_x000G_ _x00B_", "_x000G_ _x00B_"),
        ("\ud800\udfff\ufffe\uffff", "\ufffd\ufffd\ufffd\ufffd"),
        ("\ue000\ufffd", "\ue000\ufffd"),
    ],
)
def test_what_xml_can_not_hold_is_spelled_as_excel_does(text: str, written: str) -> None:
    assert writable(text) == written


@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufffe\uffff"), max_size=40))
def test_any_text_is_read_as_it_was_written(text: str) -> None:
    assert unspelled(writable(text)) == text


def test_excel_counts_a_day_that_never_was() -> None:
    assert serial(dt.date(1900, 2, 28), uses_1904=False) == 59
    assert serial(dt.date(1900, 3, 1), uses_1904=False) == 61
    assert serial(dt.date(2026, 11, 22), uses_1904=False) == 46348
    assert serial(dt.date(2026, 11, 22), uses_1904=True) == 44886
    assert serial(dt.datetime(2026, 11, 22, 12), uses_1904=False) == 46348.5  # noqa: DTZ001


def test_a_day_before_the_first_has_no_number() -> None:
    assert (serial(dt.date(1900, 1, 1)), serial(dt.date(1899, 12, 31))) == (1, None)
    assert serial(dt.date(1904, 1, 1), uses_1904=True) == 0
    assert serial(dt.date(1903, 12, 31), uses_1904=True) is None
