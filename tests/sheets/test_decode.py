"""Grids become records, and every finding names its very cell (tabs.md, "Findings": cells, rows)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.domain.book import INPUT_TABS, Book, Rejected
from netsheets.sheets.decode import decode
from netsheets.sheets.schema import input_tabs, tab
from netsheets.stores.port import Cell, CellError, Grid, Uncalculated
from tests.sheets.test_columns import cells
from tests.support import build
from tests.support.build import day
from tests.support.sheets import BILLING, CHARTER, MEMBERS, NETWORK, Rows, address, grid, read, said, snapshot

HEADER = BILLING[0]


def billing(*rows: tuple[Cell, ...]) -> dict[str, Rows]:
    """Return a workbook with these rows of billing: number, referral, issued on, amount, paid on."""
    return {"Billing": (HEADER, *rows)}


JANUARY = dt.date(2026, 1, 31)


def test_a_network_is_read_as_records() -> None:
    decoded = read(NETWORK)
    assert decoded.findings == ()
    [row] = decoded.book.billing
    assert (row.billing_id, row.referral_id, row.amount, row.row) == ("B1", "R1", Decimal("1000.00"), 2)
    assert (row.issued_on, row.paid_on, row.kind, row.notes) == (day("2026-02-01"), day("2026-02-10"), "", "")
    [referral] = decoded.book.referrals
    assert (referral.status, referral.deal_amount, referral.rate, referral.case) == ("won", None, None, "")
    assert [each.member_id for each in decoded.book.members] == ["M1", "M2"]


def test_an_empty_workbook_holds_nothing() -> None:
    assert decode(snapshot()).book == Book()


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (("B1", "R1", "31/01/2026", 10.0), [("text_for_day", "billing!C2")]),
        (("B1", "R1", 46053, 10.0), [("number_for_day", "billing!C2")]),
        (("B1", "R1", JANUARY, "10,50 €"), [("text_for_number", "billing!D2")]),
        (("B\u200b1", "R1", JANUARY, 10.0), [("control_characters", "billing!A2")]),
        (("B1", "R1", "01/02/2026", 10.0), [("ambiguous_day", "billing!C2")]),
        (("B1", "R1", "soon", 10.0), [("unreadable_day", "billing!C2")]),
        (("B1", "R1", True, 10.0), [("wrong_type", "billing!C2")]),
        (("B1", "R1", JANUARY, "1,234"), [("ambiguous_number", "billing!D2")]),
        (("B1", "R1", JANUARY, "ten"), [("unreadable_number", "billing!D2")]),
        (("B1", "R1", JANUARY, -1.0), [("out_of_range", "billing!D2")]),
        (("B1", "R1", JANUARY, 1.005), [("too_many_decimals", "billing!D2")]),
        (("B1", "R1", JANUARY, CellError("#REF!")), [("formula_error", "billing!D2")]),
        (("B1", "R1", JANUARY, Uncalculated("=A1")), [("formula_uncalculated", "billing!D2")]),
        (("B 1", "R1", JANUARY, 10.0), [("invalid_id", "billing!A2")]),
        ((dt.date(2026, 2, 1), "R1", JANUARY, 10.0), [("wrong_type", "billing!A2")]),
        (("B1", "", JANUARY, 10.0), [("required_missing", "billing!B2")]),
        (("B1", None, None, 10.0), [("required_missing", "billing!B2"), ("required_missing", "billing!C2")]),
        ((None, "R1", JANUARY, 10.0), [("required_missing", "billing!A2")]),
        ((None, "R1", JANUARY, None), [("half_filled_row", "billing!A2")]),
        ((None, None, None, None, JANUARY), [("half_filled_row", "billing!A2")]),
        (("B1", "R1", "soon", "ten", "x"),
         [("unreadable_day", "billing!C2"), ("unreadable_number", "billing!D2"), ("unreadable_day", "billing!E2")]),
    ],
)  # fmt: skip
def test_a_finding_names_its_cell_and_an_error_its_row(row: tuple[Cell, ...], found: list[tuple[str, str]]) -> None:
    decoded = read(billing(row))
    assert said(decoded) == found
    errors = any(each.severity == "error" and each.row for each in decoded.findings)
    assert (len(decoded.book.billing), len(decoded.book.rejected)) == ((0, 1) if errors else (1, 0))


def test_a_finding_tells_what_stands_in_the_cell() -> None:
    [found] = [each for each in read(billing(("B1", "R1", "03/04/2026", 10.0))).findings if each.tab == "billing"]
    assert (found.severity, found.value) == ("error", "03/04/2026")
    assert dict(found.details) == {"first": "2026-04-03", "second": "2026-03-04"}


def test_a_rejected_row_is_known_by_what_can_be_read_of_it() -> None:
    decoded = read(billing(("B1", "R1", "soon", 10.0)))
    [rejected] = decoded.book.rejected
    assert replace(rejected, record=None) == Rejected("billing", 2, "B1", "R1", Decimal("10.00"))
    assert rejected.record == build.billing("B1", issued_on=None, amount="10.00", paid_on=None, row=2)


@pytest.mark.parametrize(
    ("title", "cell", "code"),
    [
        ("VAT status", "micro-entreprise", "not_in_list"),
        ("Notes", CellError("#REF!"), "formula_error"),
        ("E-mail", Uncalculated("=A1"), "formula_uncalculated"),
        ("Joined on", "soon", "unreadable_day"),
        ("Joined on", "03/04/2026", "ambiguous_day"),
        ("Status", "on holiday", "not_in_list"),
        ("Name", None, "required_missing"),
    ],
)
def test_a_cell_the_computation_does_not_need_is_a_warning_and_its_row_counts(
    title: str, cell: Cell, code: str
) -> None:
    row = {"Member no.": "M1", "Name": "Ann", "Status": "active", title: cell}
    decoded = read({"Members": (tuple(row), tuple(row.values()))})
    [member] = decoded.book.members
    [only] = [each for each in decoded.findings if each.tab == "members"]
    assert (only.severity, only.code, decoded.book.rejected) == ("warning", code, ())
    assert (member.member_id, not getattr(member, only.column or "")) == ("M1", True)


@pytest.mark.parametrize(("title", "cell"), [("Left on", "soon"), ("Team lead", 1.5 > 1), ("Member no.", None)])
def test_a_cell_the_computation_needs_takes_its_row_out(title: str, cell: Cell) -> None:
    row = {"Member no.": "M1", "Name": "Ann", "Status": "active", title: cell}
    decoded = read({"Members": (tuple(row), tuple(row.values()))})
    assert [each.severity for each in decoded.findings if each.tab == "members"] == ["error"]
    assert (decoded.book.members, len(decoded.book.rejected)) == ((), 1)


def test_blank_rows_in_the_middle_are_passed_over() -> None:
    decoded = read(billing(("B1", "R1", JANUARY, 1.0), (), (None, " ", "\u200b", ""), ("B2", "R1", JANUARY, 2.0)))
    assert [(each.billing_id, each.row) for each in decoded.book.billing] == [("B1", 2), ("B2", 5)]
    assert said(decoded) == []


def test_a_row_with_only_a_note_of_the_networks_own_is_blank() -> None:
    decoded = read({"Clients": (("Client no.", "Name", "mine"), ("C1", "Hotel"), (None, None, "to do"))})
    assert [each.client_id for each in decoded.book.clients] == ["C1"]
    assert said(decoded) == []


def test_ragged_rows_are_as_if_filled_with_nothing() -> None:
    decoded = read(billing(("B1", "R1", JANUARY, 1.0), ("B2", "R1", JANUARY, 2.0, JANUARY, "x", "y"), ("B3",)))
    assert [(each.billing_id, each.paid_on) for each in decoded.book.billing] == [("B1", None), ("B2", JANUARY)]
    assert said(decoded) == [(code, f"billing!{column}4") for code, column in [("required_missing", c) for c in "BCD"]]


def test_a_sheet_that_does_not_start_at_a1_has_its_own_addresses() -> None:
    rows = [("Billing, 2026",), (), HEADER, ("B1", "R1", JANUARY, "ten"), ("B2", "R1", JANUARY, 1.0)]
    decoded = decode(snapshot(grid("Billing", rows, first_row=3, first_column=4)))
    assert said(decoded) == [("unreadable_number", "billing!G6")]
    assert [each.row for each in decoded.book.billing] == [7]


def test_a_workbook_of_1904_and_one_that_gives_days_as_numbers() -> None:
    rows = [HEADER, ("B1", "R1", 44592.0, 1.0)]
    mac = decode(snapshot(grid("Billing", rows), epoch=dt.date(1904, 1, 1)))
    google = decode(snapshot(grid("Billing", rows), serial_days=True))
    assert (mac.book.billing[0].issued_on, google.book.billing[0].issued_on) == (day("2026-02-01"), day("2022-01-31"))
    assert (said(mac), said(google)) == ([("number_for_day", "billing!C2")], [])


def test_ids_the_spreadsheet_turned_into_numbers_meet_those_typed_as_text() -> None:
    decoded = read({"Members": (MEMBERS[0], (101.0, "Ann", "active")), **billing(("7", 101.0, JANUARY, 1.0))})
    assert decoded.book.members[0].member_id == decoded.book.billing[0].referral_id == "101"


def test_leading_zeros_of_a_text_are_kept() -> None:
    header = (*MEMBERS[0], "Postcode", "Phone")
    decoded = read({"Members": (header, ("007", "Ann", "active", "01000", "0601020304"))})
    [member] = decoded.book.members
    assert (member.member_id, member.postcode, member.phone) == ("007", "01000", "0601020304")


@pytest.mark.parametrize("broken", [(*HEADER[:4], "Date de paiement", "Payée le", "Paid on"), HEADER[:3]])
def test_a_tab_whose_header_is_wrong_is_not_read_at_all(broken: tuple[str, ...]) -> None:
    decoded = read({"Billing": (broken, ("B1", "R1", JANUARY, 1.0, JANUARY, JANUARY))})
    assert decoded.book.billing == ()
    assert [each.severity for each in decoded.findings if each.tab == "billing"] == ["error"]


def test_of_a_tab_that_stands_twice_the_first_is_read_and_an_error_says_so() -> None:
    decoded = read({"Clients": (("client_id", "name"), ("C1", "a")), "clients": (("client_id", "name"), ("C2", "b"))})
    assert [each.client_id for each in decoded.book.clients] == ["C1"]
    assert said(decoded) == [("tab_twice", "clients!")]


def test_the_charter_holds_what_percentage_and_date_cells_hold_as_text() -> None:
    rows = (*CHARTER, ("commission.rate", 0.15), ("Cap", 1000.5), ("ledger.opens_on", JANUARY), ("team.size_max", 6.0))
    values = [each.value for each in read({"Charter": rows}).book.charter]
    assert values == ["0.15", "1000.5", "2026-01-31", "6"]


# The ledger


LEDGER: Rows = (
    tuple(each.key for each in tab("ledger").columns),
    ("2026-02-0001", "2026-02", "2026-02", "commission", "R1", "B1", "C1", "M2", "M1", "EUR", 1000.0, 150.0),
)


def test_the_ledger_is_read_as_lines() -> None:
    ledger = read({"ledger": LEDGER}).ledger
    [line] = ledger.lines
    assert (str(line.month), line.payer_id, line.amount, ledger.unreadable) == ("2026-02", "M2", Decimal("150.00"), ())


@pytest.mark.parametrize(
    ("column", "cell", "where"),
    [(1, dt.date(2026, 2, 1), "B2"), (3, "gift", "D2"), (11, "a lot", "L2"), (9, "Euro", "J2"), (0, None, "A2")],
)
def test_a_ledger_row_that_is_no_line_makes_the_ledger_unreadable_and_is_never_guessed(
    column: int, cell: Cell, where: str
) -> None:
    row = [*LEDGER[1][:column], cell, *LEDGER[1][column + 1 :]]
    ledger = read({"ledger": (LEDGER[0], row)}).ledger
    assert (ledger.lines, ledger.unreadable) == ((), (f"ledger!{where}",))


def test_a_ledger_without_one_of_its_columns_is_unreadable() -> None:
    ledger = read({"ledger": tuple(row[:-1] for row in LEDGER)}).ledger
    assert (ledger.lines, ledger.unreadable) == ((), ("ledger",))


# Properties


@st.composite
def in_another_order(draw: st.DrawFn, tabs: Mapping[str, Rows]) -> list[Grid]:
    """Return the same tabs in another order and place, their columns too, with columns of the network's own between."""
    made = []
    for title, rows in draw(st.permutations(sorted(tabs.items()))):
        order = draw(st.permutations(range(len(rows[0]))))
        own: list[Cell] = ["own"] * draw(st.integers(0, 2))
        moved: list[list[Cell]] = [["a line above"]] * draw(st.integers(0, 3))
        moved += [[*own, *(row[each] for each in order)] for row in rows]
        corner = draw(st.tuples(st.integers(1, 9), st.integers(1, 5)))
        made.append(grid(title, moved, first_row=corner[0], first_column=corner[1]))
    return made


@given(in_another_order(NETWORK))
def test_the_order_of_tabs_and_columns_and_where_they_stand_change_nothing(grids: list[Grid]) -> None:
    assert values_of(decode(snapshot(*grids)).book) == values_of(read(NETWORK).book)


def values_of(book: Book) -> dict[str, list[Any]]:
    return {key: [each._replace(row=0) for each in getattr(book, key)] for key in INPUT_TABS}


@st.composite
def messy_workbooks(draw: st.DrawFn) -> list[Grid]:
    """Return a few tabs in which anything may stand anywhere, below headers that may be wrong."""
    grids = []
    for schema in draw(st.lists(st.sampled_from(input_tabs()), max_size=3, unique_by=lambda each: each.key)):
        header: list[Cell] = [each.titles[draw(st.sampled_from(["en", "fr"]))] for each in schema.columns]
        if draw(st.integers(0, 4)) == 0:
            header = draw(st.lists(cells, max_size=4))
        rows = draw(st.lists(st.lists(cells, max_size=len(header) + 2), max_size=4))
        grids.append(grid(schema.key, [header, *rows], first_row=draw(st.integers(1, 3))))
    return grids


@given(messy_workbooks())
def test_whatever_stands_in_a_workbook_is_read_or_named_row_by_row(grids: list[Grid]) -> None:
    decoded = decode(snapshot(*grids))
    for key in INPUT_TABS:
        read_rows = {each.row for each in getattr(decoded.book, key)}
        rejected = {each.row for each in decoded.book.rejected if each.tab == key}
        in_error = {each.row for each in decoded.findings if each.tab == key and each.severity == "error"}
        assert not read_rows & rejected
        assert rejected <= in_error or not rejected
    assert all(address(each, decoded) for each in decoded.findings)


@given(st.data())
def test_the_order_of_rows_changes_nothing_but_their_numbers(data: st.DataObject) -> None:
    rows: list[tuple[Cell, ...]] = [
        ("B1", "R1", JANUARY, 1.0),
        ("B2", "R1", "soon", 2.0),
        (),
        ("B3", 7.0, JANUARY, "3,00"),
        (None, "R1"),
    ]
    mixed = data.draw(st.permutations(rows))
    first, second = read(billing(*rows)), read(billing(*mixed))
    assert sorted(values_of(first.book)["billing"]) == sorted(values_of(second.book)["billing"])
    assert sorted(code for code, _ in said(first)) == sorted(code for code, _ in said(second))
