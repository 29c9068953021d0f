"""The id that was meant, and none where another would get the money (tabs.md, "Findings": rows)."""

from __future__ import annotations

import pytest

from netsheets.domain.checks.nearest_ids import MOST_GUESSED, NearestIds

REFERRALS = ("R01", "R02", "R12", "R21", "R120")
WORDS = ("DUPONT", "DURAND", "MARTIN", "MARTINI", "BIS", "BERNARD-2")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("RO1", "R01"),
        ("Ro1", "R01"),
        ("r01", "R01"),
        ("Rl2", "R12"),
        ("RI2", "R12"),
        ("R2l", "R21"),
        ("R-01", "R01"),
        ("R 01", "R01"),
        ("R.12", "R12"),
        ("R1", "R01"),
        ("R012", "R12"),
        ("R0120", "R120"),
    ],
)
def test_what_reads_the_same_is_meant(typed: str, meant: str) -> None:
    assert NearestIds(REFERRALS).to(typed) == meant


@pytest.mark.parametrize("typed", ["R03", "R11", "R10", "R1.2", "R20", "R1200", "B01", "X12", "01", "-", "", "?", "R"])
def test_another_figure_is_another_referral(typed: str) -> None:
    assert NearestIds(REFERRALS).to(typed) == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("DUPOND", "DUPONT"),
        ("DUPNOT", "DUPONT"),
        ("DUPONTT", "DUPONT"),
        ("durand", "DURAND"),
        ("DUP0NT", "DUPONT"),
        ("BERNART-2", "BERNARD-2"),
    ],
)
def test_a_long_word_may_have_one_letter_wrong(typed: str, meant: str) -> None:
    assert NearestIds(WORDS).to(typed) == meant


@pytest.mark.parametrize("typed", ["DUPEND", "DUPON", "MARTINS", "BOIS", "BAS", "BERNARD-3", "PETIT"])
def test_two_letters_wrong_a_short_word_or_two_who_are_as_near_are_no_guess(typed: str) -> None:
    assert NearestIds(WORDS).to(typed) == ""


def test_what_reads_as_two_ids_is_neither() -> None:
    assert NearestIds(("R1", "R01")).to("R001") == ""
    assert NearestIds(("R1", "R01")).to("r1") == "R1"


def test_a_name_stands_for_its_id_unless_two_bear_it() -> None:
    ids = NearestIds(("M1", "M2", "M3"), (("Ann Petit", "M1"), ("Jean Petit", "M2"), ("jean PETIT", "M3")))
    assert (ids.to("ann petit"), ids.to("Jean Petit"), ids.to("Ann Petot")) == ("M1", "", "")


@pytest.mark.parametrize(
    ("typed", "added"),
    [
        ("M13", "M13"),
        ("m13", "M13"),
        ("M200", "M200"),
        ("-", ""),
        ("?", ""),
        ("jean", ""),
        ("JEAN", ""),
        ("X13", ""),
        ("13", ""),
        ("M 13", ""),
        ("M13é", ""),
    ],
)
def test_only_what_is_written_like_the_other_ids_may_be_added(typed: str, added: str) -> None:
    assert NearestIds(("M01", "M12")).to_add(typed) == added


def test_words_may_be_added_beside_words() -> None:
    ids = NearestIds(("DUPONT", "MARTIN"))
    assert (ids.to_add("PETIT"), ids.to_add("Petit"), ids.to_add("petit"), ids.to_add("M1")) == ("PETIT", "", "", "")


def test_the_first_id_of_an_empty_tab_is_no_small_letter_and_no_sign() -> None:
    ids = NearestIds(())
    assert (ids.to_add("M1"), ids.to_add("m1"), ids.to_add("-")) == ("M1", "", "")


def test_the_nearest_id_is_found_in_a_tab_of_a_hundred_thousand() -> None:
    ids = NearestIds([f"R{number}" for number in range(100_000)])
    assert ids.to("r47l1") == "R4711"
    assert ids.to("X4711") == ""


def test_beyond_a_number_of_unknown_ids_nobody_looks_for_slips() -> None:
    ids = NearestIds(WORDS)
    assert [ids.to(f"GONE{number}") for number in range(MOST_GUESSED)] == [""] * MOST_GUESSED
    assert (ids.to("DUPOND"), ids.to("dupont")) == ("", "DUPONT")
