"""Tabs and headers are found whatever their order, language, case or place (tabs.md)."""

from __future__ import annotations

import pytest

from netsheets.ooxml.cells import column_letters
from netsheets.sheets.placing import new_placement, place
from netsheets.sheets.schema import tab
from netsheets.stores.port import Grid
from tests.support.sheets import BILLING, CLIENTS, MEMBERS, NETWORK, Rows, grid, snapshot


def placed(*grids: Grid) -> list[tuple[str, str, str | None, dict[str, str]]]:
    """Return the findings about tabs and headers, those of missing tabs left out."""
    _, findings = place(snapshot(*grids))
    return [(each.code, each.tab, each.column, dict(each.details)) for each in findings if each.code != "tab_missing"]


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")]
)
def test_columns_have_letters(number: int, letters: str) -> None:
    assert column_letters(number) == letters


@pytest.mark.parametrize("title", ["members", "Members", "Membres", " MEMBRES ", "membres", "MEMBERS:"])
def test_a_tab_is_known_by_its_key_and_both_titles(title: str) -> None:
    placements, _ = place(snapshot(grid(title, MEMBERS)))
    assert placements["members"].title == title


@pytest.mark.parametrize(
    "header",
    [
        ("billing_id", "referral_id", "issued_on", "amount"),
        ("Billing no.", "Referral no.", "Issued on", "Amount excl. VAT"),
        ("N° de facturation", "N° d'apport", "Émise le", "Montant HT"),
        ("n° DE facturation", "N° d’Apport *", " emise le", "MONTANT ht"),
        ("Billing\nno.", "Referral no", "issued on", "Amount  excl. VAT:"),
    ],
)
def test_a_header_is_known_in_both_languages_whatever_its_case_accents_and_blanks(header: tuple[str, ...]) -> None:
    placements, _ = place(snapshot(grid("Billing", [header])))
    assert placements["billing"].columns == {"billing_id": 1, "referral_id": 2, "issued_on": 3, "amount": 4}
    assert placements["billing"].readable


def test_columns_stand_in_any_order_among_others_of_the_networks_own() -> None:
    placements, _ = place(snapshot(grid("Clients", [("mine", "Name", None, "Client no."), (1, "Hotel", 2, "C1", 3)])))
    assert placements["clients"].columns == {"name": 2, "client_id": 4}
    assert (placements["clients"].last_column, placements["clients"].readable) == (5, True)


def test_a_title_line_may_stand_above_the_header() -> None:
    placements, _ = place(snapshot(grid("Clients", [("Our clients",), (), *CLIENTS])))
    assert (placements["clients"].header_row, placements["clients"].first_row) == (3, 4)


def test_a_header_is_looked_for_in_ten_rows() -> None:
    at_ten, _ = place(snapshot(grid("Clients", [("note",)] * 9 + list(CLIENTS))))
    at_eleven, _ = place(snapshot(grid("Clients", [("note",)] * 10 + list(CLIENTS))))
    assert (at_ten["clients"].readable, at_eleven["clients"].readable) == (True, False)


def test_a_sheet_may_start_anywhere() -> None:
    placements, _ = place(snapshot(grid("Clients", CLIENTS, first_row=4, first_column=3)))
    placement = placements["clients"]
    assert (placement.header_row, placement.columns) == (4, {"client_id": 3, "name": 4})
    assert placement.address(5, "name") == "D5"
    assert placement.address(5, None) == "C5"
    assert placement.address(None, "name") == ""


def test_a_header_twice_is_an_error_that_names_both_columns() -> None:
    rows = [("Client no.", "Name", "Nom"), ("C1", "Hotel", "Hôtel")]
    assert placed(grid("Clients", rows)) == [("header_twice", "clients", "name", {"first": "B", "second": "C"})]
    placements, _ = place(snapshot(grid("Clients", rows)))
    assert not placements["clients"].readable


def test_a_required_column_missing_is_an_error_that_names_it_and_what_looks_like_it() -> None:
    rows = [("Client no.", "Nmae"), ("C1", "Hotel")]
    assert placed(grid("Clients", rows)) == [("header_missing", "clients", "name", {"nearest": "Nmae"})]
    assert placed(grid("Clients", [("Client no.",)])) == [("header_missing", "clients", "name", {"nearest": ""})]


def test_an_optional_column_may_be_missing() -> None:
    assert placed(grid("Clients", CLIENTS)) == []


def test_a_tab_without_any_known_header_is_one_error() -> None:
    details = {"missing": "client_id, name"}
    assert placed(grid("Clients", [("a", "b"), (1, 2)])) == [("header_not_found", "clients", None, details)]
    assert placed(grid("Clients", [(1.0, True)])) == [("header_not_found", "clients", None, details)]


@pytest.mark.parametrize("rows", [[], [()], [(None, "")]])
def test_an_empty_tab_is_no_error(rows: Rows) -> None:
    assert placed(grid("Clients", rows)) == []


def test_a_tab_twice_is_an_error_and_the_first_counts() -> None:
    found = placed(grid("Clients", CLIENTS), grid("clients", CLIENTS))
    assert found == [("tab_twice", "clients", None, {"first": "Clients", "second": "clients"})]


def test_tabs_every_network_starts_with_are_missed_the_others_not() -> None:
    _, findings = place(snapshot(*(grid(title, rows) for title, rows in NETWORK.items() if title != "Charter")))
    assert [(each.code, each.tab, each.severity) for each in findings] == [("tab_missing", "charter", "warning")]


def test_a_missing_tab_is_looked_for_among_the_others() -> None:
    _, findings = place(snapshot(grid("Chartre", [("a",)])))
    assert {each.tab: dict(each.details)["nearest"] for each in findings}["charter"] == "Chartre"


def test_tabs_of_the_networks_own_are_nobodys_business() -> None:
    placements, _ = place(snapshot(grid("Budget 2026", [("x",)]), grid("Billing", BILLING)))
    assert list(placements) == ["billing"]


def test_missing_columns_go_right_of_the_last_used_one() -> None:
    placements, _ = place(snapshot(grid("Clients", [("Name", "Client no."), ("Hotel", "C1", None, "beyond")])))
    wide = placements["clients"].with_missing_columns()
    assert wide.columns == {
        "name": 1, "client_id": 2, "siren": 5, "email": 6, "sector": 7, "contact": 8, "notes": 9,
    }  # fmt: skip
    assert wide.last_column == 9
    assert wide.with_missing_columns() == wide


def test_a_new_tab_has_its_columns_in_the_order_of_its_schema() -> None:
    placement = new_placement(tab("shares"), "fr")
    assert (placement.title, placement.header_row) == ("Parts", 1)
    assert placement.columns == {"referral_id": 1, "member_id": 2, "role": 3, "weight": 4}
