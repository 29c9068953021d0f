"""A formula where a typed day or amount belongs (tabs.md, "Findings", money that may be wrong)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from netsheets.domain.findings import finding
from netsheets.sheets.decode import Decoded, decode
from netsheets.sheets.formulas import may_change
from netsheets.stores.port import Cell, Grid
from tests.support.sheets import BILLING, MEMBERS, said, snapshot

HEADER = ("mine", *BILLING[0], "Notes")
ROW: tuple[Cell, ...] = ("x", "B1", "R1", dt.date(2026, 2, 1), 1000.0, dt.date(2026, 2, 10), "1.5")
"""It stands in row 4, from column B on."""


def read(formulas: Mapping[tuple[int, int], str], row: tuple[Cell, ...] = ROW) -> Decoded:
    return decode(snapshot(Grid("Billing", [HEADER, row], 3, 2, formulas=formulas)))


def test_a_formula_for_a_day_or_an_amount_is_a_warning_with_what_it_gives() -> None:
    decoded = read({(4, 7): "TODAY()", (4, 6): "F3*2"})
    assert [each for each in decoded.findings if each.tab == "billing"] == [
        finding("formula_for_value", "billing", 4, "amount", "=F3*2", read_as="1000.00"),
        finding("formula_for_value", "billing", 4, "paid_on", "=TODAY()", read_as="2026-02-10"),
    ]
    assert said(decoded) == [("formula_for_value", "billing!F4"), ("formula_for_value", "billing!G4")]
    assert len(decoded.book.billing) == 1


@pytest.mark.parametrize("place", [(4, 2), (4, 3), (4, 4), (4, 8), (3, 6), (9, 6), (4, 30)])
def test_a_formula_elsewhere_is_no_ones_business(place: tuple[int, int]) -> None:
    assert said(read({place: "TODAY()"})) == []


@pytest.mark.parametrize("cell", ["", None, " "])
def test_a_formula_that_gives_nothing_is_an_empty_cell(cell: Cell) -> None:
    assert said(read({(4, 7): 'IF(A1="","",TODAY())'}, (*ROW[:5], cell, ROW[6]))) == []


def test_what_a_formula_gives_and_nobody_can_read_is_told_once() -> None:
    assert said(read({(4, 7): "A1"}, (*ROW[:5], "soon", ROW[6]))) == [("unreadable_day", "billing!G4")]


def test_a_day_that_the_computation_does_not_need_may_be_a_formula() -> None:
    rows = [(*MEMBERS[0], "Joined on"), (*MEMBERS[1], dt.date(2026, 2, 1))]
    assert said(decode(snapshot(Grid("Members", rows, formulas={(2, 4): "TODAY()"})))) == []


@pytest.mark.parametrize("formula", ["1200/1.2", "-(3+4)*2", "DATE(2026,10,5)", "ROUND(100/3,2)", "sum(1;2)", "10%"])
def test_a_formula_of_figures_gives_the_same_for_ever(formula: str) -> None:
    assert not may_change(formula)


@pytest.mark.parametrize(
    "formula", ["TODAY()", "NOW()", "A1", "B2*1.2", "SUM(A1:A3)", "RAND()", "price", "DATE(A1,1,1)"]
)
def test_any_other_may_change(formula: str) -> None:
    assert may_change(formula)
