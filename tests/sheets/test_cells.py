"""Cells read as days, words of a list, ids and texts (tabs.md, "Findings": cells)."""

from __future__ import annotations

import datetime as dt

import pytest

from netsheets.sheets.cells import Days
from netsheets.stores.port import Cell, CellError, Uncalculated
from tests.support.build import day
from tests.support.sheets import EXCEL, GOOGLE, MAC, moment, read_cell


@pytest.mark.parametrize(
    "cell",
    [dt.date(2026, 10, 28), moment("2026-10-28"), moment("2026-10-28T23:59:59"),
     moment("2026-10-28T23:59Z")],
)  # fmt: skip
def test_a_date_is_a_day_whatever_its_hour(cell: Cell) -> None:
    assert read_cell("billing.paid_on", cell) == (day("2026-10-28"), "", {})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("28/10/2026", "2026-10-28"),
        ("10/28/2026", "2026-10-28"),
        ("05/05/2026", "2026-05-05"),
        ("28.10.2026", "2026-10-28"),
        ("2026-10-28", "2026-10-28"),
        ("1er mars 2026", "2026-03-01"),
        ("12 févr. 2026", "2026-02-12"),
        ("March 3rd, 2026", "2026-03-03"),
        ("28/10/2026\u200b", "2026-10-28"),
        ("28\u00a0octobre\u202f2026", "2026-10-28"),
    ],
)
def test_a_day_typed_as_text_is_read_with_a_warning(typed: str, meant: str) -> None:
    assert read_cell("billing.paid_on", typed) == (day(meant), "text_for_day", {"read_as": meant})


def test_a_day_with_two_readings_shows_both_and_is_not_guessed() -> None:
    details = {"first": "2026-04-03", "second": "2026-03-04"}
    assert read_cell("billing.paid_on", "03/04/2026") == (None, "ambiguous_day", details)


@pytest.mark.parametrize("typed", ["31/02/2026", "soon", "28/10/26", "2026", "13/13/2026", "29/02/2025"])
def test_what_is_no_day_is_an_error(typed: str) -> None:
    assert read_cell("billing.paid_on", typed) == (None, "unreadable_day", {})


@pytest.mark.parametrize(("days", "meant"), [(EXCEL, "2026-10-28"), (MAC, "2030-10-29")])
def test_a_bare_number_is_read_as_a_day_by_the_workbooks_own_epoch(days: Days, meant: str) -> None:
    assert read_cell("billing.paid_on", 46323, days) == (day(meant), "number_for_day", {"read_as": meant})


def test_where_every_day_is_a_number_it_is_a_day_without_a_word() -> None:
    assert read_cell("billing.paid_on", 46323.75, GOOGLE) == (day("2026-10-28"), "", {})


@pytest.mark.parametrize("days", [EXCEL, GOOGLE])
@pytest.mark.parametrize("cell", [12, 2026, 0, 0.5, -1, 1e9, float("nan"), float("inf"), 18263, 91678])
def test_a_number_that_is_no_plausible_day_is_an_error(cell: float, days: Days) -> None:
    assert read_cell("billing.paid_on", cell, days) == (None, "wrong_type", {"expected": "day"})


@pytest.mark.parametrize(("cell", "meant"), [(18264, "1950-01-01"), (91677, "2150-12-31")])
def test_the_first_and_the_last_plausible_day(cell: int, meant: str) -> None:
    assert read_cell("billing.paid_on", cell)[0] == day(meant)


@pytest.mark.parametrize("cell", [True, dt.time(9), dt.timedelta(3)])
def test_another_kind_of_cell_is_no_day(cell: Cell) -> None:
    assert read_cell("billing.paid_on", cell) == (None, "wrong_type", {"expected": "day"})


@pytest.mark.parametrize(
    "cell", [dt.date(1, 1, 1), dt.date(1899, 12, 31), dt.date(2200, 1, 1), dt.date.max, "0026-10-28"]
)
def test_a_day_is_within_three_centuries(cell: Cell) -> None:
    assert read_cell("billing.paid_on", cell)[:2] == (None, "out_of_range")


@pytest.mark.parametrize(
    "column", ["billing.amount", "billing.paid_on", "billing.notes", "billing.kind", "members.skills"]
)
def test_a_failed_or_uncalculated_formula_is_an_error_in_any_column(column: str) -> None:
    assert read_cell(column, CellError("#REF!"))[1] == "formula_error"
    assert read_cell(column, Uncalculated("=B2*C2"))[1] == "formula_uncalculated"


@pytest.mark.parametrize("word", ["won", "Won", "WON", " won ", "gagné", "Gagne", "GAGNÉ", "won\u200b", "won."])
def test_a_word_is_recognised_in_both_languages_whatever_its_case_and_accents(word: str) -> None:
    assert read_cell("referrals.status", word) == ("won", "", {})


@pytest.mark.parametrize(("word", "meant"), [("wonn", "won"), ("gagnée", "won"), ("anulé", "cancelled"), ("xyz", "")])
def test_a_word_that_is_not_in_the_list_gets_the_nearest(word: str, meant: str) -> None:
    value, code, details = read_cell("referrals.status", word)
    assert (value, code, details["nearest"]) == ("", "not_in_list", meant)
    assert details["choices"] == "given, contacted, quoted, won, lost, cancelled"


@pytest.mark.parametrize(("cell", "word"), [(True, "yes"), (False, "no"), ("oui", "yes"), ("No", "no")])
def test_a_tick_box_says_yes_or_no(cell: Cell, word: str) -> None:
    assert read_cell("projects.trial", cell) == (word, "", {})


@pytest.mark.parametrize("cell", [1.0, True, dt.date(2026, 1, 1), dt.time(1)])
def test_a_cell_of_another_kind_is_not_in_the_list(cell: Cell) -> None:
    assert read_cell("referrals.status", cell)[:2] == ("", "not_in_list")


def test_a_case_may_be_one_of_the_networks_own() -> None:
    assert read_cell("referrals.case", "Double")[0] == "double"
    assert read_cell("referrals.case", "vip")[0] == "vip"


@pytest.mark.parametrize(
    ("cell", "text"),
    [("M1", "M1"), (101.0, "101"), (101, "101"), ("007", "007"), ("M1\u00a0", "M1"), ("a" * 32, "a" * 32)],
)
def test_an_id_stays_as_typed_and_a_number_loses_its_point(cell: Cell, text: str) -> None:
    assert read_cell("members.member_id", cell) == (text, "", {})


@pytest.mark.parametrize(
    ("cell", "nearest"),
    [("C 31", "C31"), ("Élodie", "Elodie"), ("a" * 33, "a" * 32), ("-a", "a"), ("M/1", "M-1"), ("中", ""), ("😀", "")],
)
def test_an_id_out_of_its_pattern_gets_one_that_fits(cell: str, nearest: str) -> None:
    assert read_cell("members.member_id", cell) == ("", "invalid_id", {"nearest": nearest})


def test_no_member_is_the_network() -> None:
    assert read_cell("members.member_id", "NETWORK") == ("", "reserved_id", {})


@pytest.mark.parametrize("cell", [dt.date(2026, 2, 1), True, dt.time(1), dt.timedelta(1)])
def test_an_id_that_the_spreadsheet_turned_into_a_date_is_an_error(cell: Cell) -> None:
    assert read_cell("members.member_id", cell) == ("", "wrong_type", {"expected": "id"})


@pytest.mark.parametrize("column", ["members.member_id", "billing.referral_id"])
def test_what_nobody_sees_is_left_out_of_an_id_with_a_warning(column: str) -> None:
    assert read_cell(column, "R\u200b7\ufeff") == ("R7", "control_characters", {"count": "2"})


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("01000", "01000"),
        (1000.0, "1000"),
        (1000.5, "1000.5"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (dt.date(2026, 1, 5), "2026-01-05"),
        (moment("2026-01-05T09:30"), "2026-01-05 09:30"),
        (dt.time(14, 30), "14:30"),
        (dt.timedelta(hours=30), "30:00"),
        ("  Été à Noël ", "Été à Noël"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("مرحبا بالعالم", "مرحبا بالعالم"),
        ("שלום\u200f", "שלום\u200f"),
        ("👩‍👩‍👧 🇫🇷", "👩‍👩‍👧 🇫🇷"),
        ("=1+1", "=1+1"),
        ("'quoted", "'quoted"),
    ],
)
def test_any_cell_can_be_a_text(cell: Cell, text: str) -> None:
    assert read_cell("members.notes", cell) == (text, "", {})


def test_control_characters_are_left_out_of_a_text_with_a_warning() -> None:
    assert read_cell("clients.name", "Hôtel\x00 du\x7f Port") == ("Hôtel du Port", "control_characters", {"count": "2"})


@pytest.mark.parametrize(("length", "code"), [(5000, ""), (5001, "too_long")])
def test_of_a_text_that_is_too_long_only_the_beginning_is_read(length: int, code: str) -> None:
    text, found, details = read_cell("members.notes", "x" * length)
    assert (len(text), found) == (5000, code)
    assert details in ({}, {"limit": "5000", "count": "5001"})


@pytest.mark.parametrize(
    ("cell", "words"),
    [("M1;M2", ("M1", "M2")), (" M1 ;; M2;", ("M1", "M2")), ("M1\nM2", ("M1", "M2")), (101.0, ("101",)), (";", ())],
)
def test_a_list_is_separated_by_semicolons_or_lines(cell: Cell, words: tuple[str, ...]) -> None:
    assert read_cell("projects.participants", cell) == (words, "", {})


def test_of_a_word_of_a_list_that_is_too_long_only_the_beginning_is_read() -> None:
    words, code, details = read_cell("members.skills", f"plumbing; {'x' * 201}")
    assert words == ("plumbing", "x" * 200)
    assert (code, details) == ("too_long", {"limit": "200", "count": "201"})


@pytest.mark.parametrize(("cell", "code"), [("EUR", "EUR"), (" chf ", "CHF"), ("€", "EUR"), ("xof", "XOF")])
def test_a_currency_is_three_letters_that_banks_know(cell: str, code: str) -> None:
    assert read_cell("referrals.currency", cell) == (code, "", {})


@pytest.mark.parametrize(
    ("cell", "nearest"), [("euro", "EUR"), ("$", "USD"), ("£", "GBP"), ("EUE", "EUR"), ("XYZ", ""), ("yen", "")]
)
def test_a_currency_that_no_bank_knows_is_an_error(cell: str, nearest: str) -> None:
    assert read_cell("referrals.currency", cell) == ("", "invalid_currency", {"nearest": nearest})
