"""A column read at once says what its cells say one by one, whatever they hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.domain.findings import CODES
from netsheets.sheets.cells import Days
from netsheets.sheets.columns import read_column
from netsheets.sheets.schema import TabColumn, tab, tabs
from netsheets.stores.port import Cell, CellError, Uncalculated

DAYS = Days(dt.date(1899, 12, 30))
COLUMNS = {f"{each.key}.{column.key}": column for each in tabs() for column in each.columns}
KINDS = {(column.type, bool(column.reference), bool(column.labels["en"])): name for name, column in COLUMNS.items()}

typed = st.sampled_from(
    ["", " ", "\u200b", "M1", "NETWORK", "won", "gagné", "oui", "15%", "15", "1,234", "1 234,56 €", "12/31/2026",
     "03/04/2026", "EUR", "€", "a;b", "x" * 201, "x" * 5001, "a\x00b", "م", "👍", "0.00", "-0", "%", "2026-10"]
)  # fmt: skip
cells: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    typed,
    st.text(),
    st.booleans(),
    st.integers(),
    st.integers(0, 60000),
    st.floats(),
    st.decimals(-1000, 1000, places=2).map(float),
    st.dates(),
    st.datetimes(timezones=st.none() | st.just(dt.UTC)),
    st.times(),
    st.timedeltas(),
    st.builds(CellError, st.text(max_size=8)),
    st.builds(Uncalculated, st.text(max_size=8)),
)


def column_of(name: str) -> TabColumn:
    return COLUMNS[name]


@given(st.sampled_from(sorted(KINDS.values())).map(column_of), st.lists(cells, max_size=8), st.booleans())
def test_a_column_says_what_its_cells_say_one_by_one(column: TabColumn, held: list[Cell], serial: bool) -> None:
    days = DAYS._replace(serial=serial)
    together = read_column(held, column, days)
    alone = [read_column([cell], column, days) for cell in held]
    assert list(map(repr, together.values)) == [repr(each.values[0]) for each in alone]
    assert dict(together.problems) == {place: each.problems[0] for place, each in enumerate(alone) if each.problems}
    assert list(together.blanks) == [place for place, each in enumerate(alone) if list(each.blanks)]


@given(st.sampled_from(sorted(KINDS.values())).map(column_of), cells)
def test_any_cell_has_a_value_or_a_finding_that_is_known(column: TabColumn, cell: Cell) -> None:
    found = read_column([cell], column, DAYS)
    [finding] = found.findings("members", column, 2) if found.problems else [None]
    blank: tuple[Any, ...] = (None, "", ())
    if finding is None:
        assert found.values[0] not in blank or list(found.blanks) == [0] or column.type == "list"
    else:
        assert finding.code in CODES
        assert finding.row == 2
        assert found.values[0] in blank or finding.severity == "warning"


def test_true_and_one_in_the_same_column_are_not_the_same() -> None:
    found = read_column([True, 1, 1.0, False, 0], tab("billing").column_by_key["amount"], DAYS)
    assert [found.problems[place].code for place in (0, 3, 4)] == ["wrong_type", "wrong_type", "out_of_range"]
    assert list(map(str, found.values)) == ["None", "1.00", "1.00", "None", "None"]
    ticked = read_column([1, True, "oui"], tab("projects").column_by_key["trial"], DAYS)
    assert (ticked.values, ticked.problems[0].code) == (["", "yes", "yes"], "not_in_list")


def test_a_finding_names_the_row_and_what_stands_there() -> None:
    column = tab("billing").column_by_key["amount"]
    [finding] = read_column([12.0, 12.345], column, DAYS).findings("billing", column, 7)
    assert (finding.code, finding.row, finding.column, finding.value) == ("too_many_decimals", 8, "amount", "12.345")
    assert finding.details == (("limit", "2"), ("nearest", "12.35"))


@pytest.mark.parametrize(
    "held", [["M1", "M2"], ["M1", "M2", ""], ["M1", "M2", None], ["M1", " M2 "], ["M1", "M2", 3.0]]
)
def test_the_ways_through_a_clean_column_agree(held: list[Cell]) -> None:
    found = read_column(held, tab("members").column_by_key["member_id"], DAYS)
    assert list(found.values[:2]) == ["M1", "M2"]
    assert not found.problems
