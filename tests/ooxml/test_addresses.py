"""Cells, columns and ranges by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.ooxml.addresses import column_letters, column_number, on_sheet, split_cell, split_sheet


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
