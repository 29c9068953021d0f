"""Clients that were probably entered twice (tabs.md, "Findings", referrals)."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from netsheets.domain.checks.clients import duplicate_clients
from netsheets.domain.checks.spellings import company_words, plain_name
from netsheets.domain.findings import finding
from netsheets.domain.records import Record
from tests.support.build import client, found, network

SIREN, OTHER_SIREN = "552008443", "732829320"


def duplicates(*rows: Record) -> list[tuple[str, str]]:
    """Return the (other, reason) of each duplicate found."""
    details = [dict(each.details) for each in found("duplicate_client", *rows)]
    return [(each["other"], each["reason"]) for each in details]


def test_the_same_siren_is_a_warning_on_the_later_row() -> None:
    rows = (client("C1", name="Alpha", siren=SIREN), client("C2", name="Beta", siren="552 008 443"))
    assert found("duplicate_client", *rows) == (
        finding(
            "duplicate_client", "clients", 3, "siren", "552 008 443",
            client="Beta", other="C1", other_row=2, reason="siren",
        ),
    )  # fmt: skip


def test_a_siret_is_of_its_siren() -> None:
    rows = (client("C1", name="Alpha", siren="732829320"), client("C2", name="Beta", siren="73282932000074"))
    assert duplicates(*rows) == [("C1", "siren")]


def test_the_same_company_domain_is_a_warning() -> None:
    rows = (client("C1", name="Alpha", email="a@alpha.fr"), client("C2", name="Beta", email="b@ALPHA.fr"))
    assert duplicates(*rows) == [("C1", "email")]


@pytest.mark.parametrize("domain", ["gmail.com", "orange.fr", "laposte.net", "yahoo.fr", "hotmail.co.uk", "outlook.fr"])
def test_a_public_mail_provider_is_no_company_domain(domain: str) -> None:
    rows = (client("C1", name="Alpha", email=f"a@{domain}"), client("C2", name="Beta", email=f"b@{domain}"))
    assert duplicates(*rows) == []


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Dupont & Fils", "Dupont et fils"),
        ("Dupont et Fils SARL", "S.A.R.L. DUPONT ET FILS"),
        ("Hôtel de l'Étoile", "hotel de l etoile"),
        ("Le Moulin", "Lemoulin"),
        ("Boulangerie Martin", "Martin Boulangerie"),
        ("Boulangerie Martin", "Boulangerie Martins"),
        ("Boulangerie Martin", "Boulangrie Martin"),
        ("Boulangerie Martin", "Boulangerie Martim"),
        ("Boulangerie Martin", "Boulangerie Matrin"),
        ("Résidence 12", "Residence  12"),
        ("Dupond", "Dupondt"),
        ("Dupondt", "Dupond"),
        ("SAS", "sas"),
    ],
)
def test_nearly_the_same_name_is_a_warning(name: str, other: str) -> None:
    assert duplicates(client("C1", name=name), client("C2", name=other)) == [("C1", "name")]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Boulangerie Martin", "Boulangerie Bertin"),
        ("Résidence les Tilleuls 12", "Résidence les Tilleuls 13"),
        ("Résidence les Tilleuls 1", "Résidence les Tilleuls 11"),
        ("Durand", "Durant"),
        ("Petit", "Petits"),
        ("?", "!"),
    ],
)
def test_names_that_differ_more_are_two_clients(name: str, other: str) -> None:
    assert duplicates(client("C1", name=name), client("C2", name=other)) == []


def test_a_letter_for_another_is_near_from_thirteen_letters_on() -> None:
    assert duplicates(client("C1", name="a" * 12 + "b"), client("C2", name="a" * 12 + "c")) == [("C1", "name")]
    assert duplicates(client("C1", name="a" * 11 + "b"), client("C2", name="a" * 11 + "c")) == []


def test_two_sirens_are_two_companies_whatever_else_they_share() -> None:
    rows = (
        client("C1", name="Groupe Alpha", siren=SIREN, email="a@alpha.fr"),
        client("C2", name="Groupe Alpha", siren=OTHER_SIREN, email="b@alpha.fr"),
    )
    assert duplicates(*rows) == []


def test_of_three_the_later_name_the_first_once_each() -> None:
    rows = [client(f"C{number}", name="Alpha", siren=SIREN, email="a@alpha.fr") for number in (1, 2, 3)]
    assert duplicates(*rows) == [("C1", "siren"), ("C1", "siren")]


@given(
    name=st.text("abcdefghij ", min_size=14, max_size=40),
    place=st.integers(0, 60),
    letter=st.sampled_from("klmn"),
)
def test_one_letter_more_less_or_different_is_always_found(name: str, place: int, letter: str) -> None:
    letters = "".join(company_words(name))
    assume(len(letters) >= 13)
    place %= len(letters)
    for other in (
        letters[:place] + letter + letters[place:],
        letters[:place] + letter + letters[place + 1 :],
        letters[:place] + letters[place + 1 :],
    ):
        assert duplicates(client("C1", name=letters), client("C2", name=other)) == [("C1", "name")]
        assert duplicates(client("C1", name=other), client("C2", name=letters)) == [("C1", "name")]


def test_ten_thousand_clients_are_compared_in_no_time() -> None:
    words = ["atelier", "boulangerie", "martin", "dupont", "garage", "conseil", "transport", "durand", "lemoine"]
    choice = random.Random(4)
    rows = [client(f"C{number}", name=" ".join(choice.sample(words, 3))) for number in range(10_000)]
    seen = network(*rows)
    started = time.perf_counter()
    assert len(tuple(duplicate_clients(seen))) > 9_000
    assert time.perf_counter() - started < 3


def test_names_compare_without_legal_form_accents_and_case() -> None:
    assert company_words("S.A.S. Crème & Café (Lyon)") == ("creme", "cafe", "lyon")
    assert company_words("Sasu Ltd") == ("sasu", "ltd")
    assert plain_name("L'ÉTÉ  indien!") == "l ete indien"
