"""Titles and words are recognised by key, English or French, however they are typed (tabs.md)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.sheets.labels import choice_key, column_key, nearest, normalised, tab_key
from netsheets.sheets.schema import tab, tabs
from netsheets.texts import LANGUAGES


@pytest.mark.parametrize(
    "typed",
    [
        "N° d'apport",
        "n° d’apport",
        "  N°  d'Apport ",
        "N° d'apport *",
        "No d'apport",
        "Nº d'apport",
        "n°\u00a0d'apport :",
    ],
)
def test_spellings_of_one_title_are_the_same(typed: str) -> None:
    assert normalised(typed) == "no d'apport"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("Réunions", "reunions"), ("won_on", "won on"), ("tête–à–tête", "tete-a-tete"), ("Œuvre", "oeuvre"), ("* ", "")],
)
def test_accents_dashes_and_underscores_make_no_difference(typed: str, expected: str) -> None:
    assert normalised(typed) == expected


@given(st.text("aZé’' _-°*\u00a0œﬁ", max_size=12))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("referrals", "referrals"),
        ("Referrals", "referrals"),
        ("APPORTS", "referrals"),
        ("Propriété client", "ownership"),
        ("propriete client", "ownership"),
        ("Commissions", "ledger"),
        ("Règlements ", "payouts"),
        ("Sheet1", None),
        ("", None),
    ],
)
def test_a_tab_is_recognised_in_either_language(title: str, key: str | None) -> None:
    assert tab_key(title) == key


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("won_on", "won_on"),
        ("Won on", "won_on"),
        ("GAGNE LE *", "won_on"),
        ("Montant de l’affaire HT", "deal_amount"),
        ("Colour", None),
    ],
)
def test_a_column_is_recognised_in_either_language(title: str, key: str | None) -> None:
    assert column_key(tab("referrals"), title) == key


def test_a_question_mark_may_touch_its_word() -> None:
    attendance = tab("attendance")
    assert {column_key(attendance, title) for title in ("Quoi de neuf ?", "Quoi de neuf?", "what’s new")} == {"news"}


def test_every_title_leads_back_to_its_key() -> None:
    for each in tabs():
        assert {tab_key(title) for title in (each.key, *each.titles.values())} == {each.key}
        for column in each.columns:
            assert {column_key(each, title) for title in (column.key, *column.titles.values())} == {column.key}


def test_every_label_leads_back_to_its_word() -> None:
    for each in tabs():
        for column in each.columns:
            for language in LANGUAGES:
                for word, label in column.labels[language].items():
                    assert (choice_key(column, word), choice_key(column, label)) == (word, word)


@pytest.mark.parametrize(
    ("typed", "word"),
    [("won", "won"), ("Gagné", "won"), ("gagne ", "won"), ("devis envoye", "quoted"), ("gagner", None), ("", None)],
)
def test_a_choice_is_read_by_word_or_label(typed: str, word: str | None) -> None:
    assert choice_key(tab("referrals").column_by_key["status"], typed) == word


@pytest.mark.parametrize(
    ("typed", "word"), [("Réduit", "reduced"), ("offert", "waived"), ("double", "double"), ("solidarity", None)]
)
def test_a_case_is_read_by_label_and_any_other_word_is_left(typed: str, word: str | None) -> None:
    assert choice_key(tab("referrals").column_by_key["case"], typed) == word


def test_a_rule_of_the_charter_is_read_by_its_label() -> None:
    parameter = tab("charter").column_by_key["parameter"]
    assert choice_key(parameter, "Taux de commission") == "commission.rate"
    assert choice_key(parameter, "vat.rate") == "vat.rate"
    assert choice_key(parameter, "case.solidarity") is None


MANY = tuple(f"R{number}" for number in range(1, 1001))


@pytest.mark.parametrize(
    ("typed", "candidates", "expected"),
    [
        ("recomendation", ("recommendation", "joint_response"), "recommendation"),
        ("gagnee", ("gagné", "perdu"), "gagné"),
        ("m-O1", ("M1", "M2"), "M1"),
        ("R70", ("R7", "R8"), "R7"),
        ("M7", ("M1", "M2"), ""),
        ("zebra", ("won", "lost"), ""),
        ("won", (), ""),
        ("", ("won",), ""),
        ("r-0012", MANY, "R12"),
        ("R1OO", MANY, "R100"),
        ("RR12", MANY, "R12"),
        ("R 999", MANY, "R999"),
        ("Z9", MANY, ""),
        ("something else", MANY, ""),
    ],
)
def test_the_nearest_is_close_or_nothing(typed: str, candidates: tuple[str, ...], expected: str) -> None:
    assert nearest(typed, candidates) == expected


@given(st.sampled_from(MANY), st.integers(0, 3))
def test_an_existing_id_is_its_own_nearest(each: str, padding: int) -> None:
    assert nearest(" " * padding + each.lower(), MANY) == each
