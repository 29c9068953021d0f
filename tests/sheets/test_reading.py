"""What is blank, and how a cell is shown."""

from __future__ import annotations

import datetime as dt

import pytest

from netsheets.sheets.reading import is_blank, shown
from netsheets.stores.port import Cell, CellError, Uncalculated
from tests.support.sheets import moment, read_cell


@pytest.mark.parametrize("cell", [None, "", " ", "\u00a0", "\u200b", "\ufeff \x00", "\n"])
def test_a_cell_in_which_nobody_sees_anything_is_blank(cell: Cell) -> None:
    assert is_blank(cell)
    assert read_cell("members.name", cell)[1:] == ("", {})


@pytest.mark.parametrize("cell", [0, False, "0", ".", "\u200bx", CellError("#N/A"), Uncalculated("")])
def test_a_cell_in_which_something_shows_is_not_blank(cell: Cell) -> None:
    assert not is_blank(cell)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (0.1 + 0.2, "0.3"),
        (1e21, "1000000000000000000000"),
        (-0.5, "-0.5"),
        (False, "FALSE"),
        (moment("2026-01-05"), "2026-01-05"),
        (dt.time(9, 5, 7), "09:05:07"),
        (CellError("#DIV/0!"), "#DIV/0!"),
        (Uncalculated("=A1"), "=A1"),
        ("a\x00b", "a�b"),
        ("x" * 120, "x" * 120),
        ("x" * 121, "x" * 119 + "…"),
    ],
)
def test_a_cell_is_shown_as_the_sheet_shows_it(cell: Cell, text: str) -> None:
    assert shown(cell) == text
