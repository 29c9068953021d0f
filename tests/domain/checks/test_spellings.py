"""Skills and types of clients spelt in several ways (tabs.md, "Findings", members)."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.domain.checks.spellings import keyed, skill_key, spellings_of
from netsheets.domain.findings import finding
from netsheets.domain.records import Record
from netsheets.sheets.wording import worded
from tests.support.build import agreement, client, found, member, project
from tests.support.command_line import done, sample, write_csv


def proposed(*rows: Record) -> list[tuple[int | None, str, str]]:
    """Return the row, the spelling and the proposal of each finding."""
    findings = found("skill_spelt_otherwise", *rows)
    return [(each.row, each.value, dict(each.details)["nearest"]) for each in findings]


def members_with(*skills: str) -> tuple[Record, ...]:
    """Return a member for each cell of skills."""
    return tuple(member(f"M{number}", skills=each) for number, each in enumerate(skills, 1))


def test_a_skill_spelt_three_ways_gets_the_spelling_most_members_use() -> None:
    rows = members_with("plombrie", "Plomberie", "plomberie; chauffage", "plomberie")
    assert found("skill_spelt_otherwise", *rows) == (
        finding("skill_spelt_otherwise", "members", 2, "skills", "plombrie", nearest="plomberie"),
        finding("skill_spelt_otherwise", "members", 3, "skills", "Plomberie", nearest="plomberie"),
    )


def test_of_equally_common_spellings_the_first_in_the_sheet_is_proposed() -> None:
    assert proposed(*members_with("Plomberie", "plombrie")) == [(3, "plombrie", "Plomberie")]
    assert proposed(*members_with("plombrie", "Plomberie")) == [(3, "Plomberie", "plombrie")]
    upwards = (member("M1", skills="Plomberie", row=9), member("M2", skills="plombrie", row=3))
    assert proposed(*upwards) == [(9, "Plomberie", "plombrie")]


def test_types_of_clients_are_compared_among_themselves() -> None:
    rows = (
        member("M1", client_types="Hôtels", skills="hotel"),
        member("M2", client_types="hotels"),
        member("M3", client_types="hotels"),
    )
    assert found("skill_spelt_otherwise", *rows) == (
        finding("skill_spelt_otherwise", "members", 2, "client_types", "Hôtels", nearest="hotels"),
    )


@pytest.mark.parametrize("status", ["left", "rejected"])
def test_who_left_neither_counts_nor_is_told(status: str) -> None:
    gone = (member("M2", skills="Plomberie", status=status), member("M3", skills="Plomberie", status=status))
    assert proposed(member("M1", skills="plomberie"), *gone) == []


@pytest.mark.parametrize("status", ["candidate", "suspended"])
def test_candidates_and_suspended_members_are_told(status: str) -> None:
    assert proposed(member("M1", skills="plomberie"), member("M2", skills="plombrie", status=status)) == [
        (3, "plombrie", "plomberie")
    ]


@pytest.mark.parametrize(
    ("skill", "other"),
    [
        ("Plomberie", "plomberie"),
        ("PLOMBERIE", "plomberie"),
        ("étanchéité", "etancheite"),
        ("salles-de-bains", "salles de bains"),
        ("éco-construction", "écoconstruction"),
        ("salle de bain", "salles de bains"),
        ("bureau", "bureaux"),
        ("battery", "batteries"),
        ("batterie", "batteries"),
        ("main d'œuvre", "main d'oeuvre"),
        ("R & D", "r & d"),
    ],
)
def test_case_accents_hyphens_blanks_and_plurals_make_one_skill(skill: str, other: str) -> None:
    assert skill_key(skill) == skill_key(other)
    assert proposed(*members_with(other, skill)) == [(3, skill, other)]


@pytest.mark.parametrize(
    ("skill", "other"),
    [
        ("plomberie", "plombrie"),
        ("plomberie", "plombberie"),
        ("plomberie", "plonberie"),
        ("plomberie", "plombeire"),
        ("électricité", "électricté"),
        ("électricité", "élecricté"),
        ("salles de bains modernes", "salles de bains moderrnes"),
        ("plomberie et chauffage", "plomberie & chauffage"),
        ("toiture", "toitture"),
    ],
)
def test_a_letter_or_two_are_probably_a_slip(skill: str, other: str) -> None:
    assert skill_key(skill) != skill_key(other)
    assert proposed(*members_with(skill, other)) == [(3, other, skill)]


@pytest.mark.parametrize(
    ("skill", "other"),
    [
        ("bois", "bars"),
        ("web", "mob"),
        ("bars", "bar à vins"),
        ("peinture", "teinture"),
        ("toiture", "voiture"),
        ("couverture", "ouverture"),
        ("painting", "printing"),
        ("planning", "planting"),
        ("hôtels", "motels"),
        ("aménagement intérieur", "aménagement extérieur"),
        ("interior design", "exterior design"),
        ("traduction", "production"),
        ("comptabilité", "compatibilité"),
        ("C++", "C#"),
        ("R&D", "RH"),
        ("façade", "facteur"),
        ("audit ISO9001", "audit ISO9002"),
        ("glass", "glas"),
        ("bus", "bu"),
    ],
)
def test_other_words_are_other_skills(skill: str, other: str) -> None:
    assert skill_key(skill) != skill_key(other)
    assert proposed(*members_with(skill, other)) == []


def test_a_letter_more_counts_from_six_letters_on_another_letter_from_nine() -> None:
    assert proposed(*members_with("abcdef", "abcdeef")) == [(3, "abcdeef", "abcdef")]
    assert proposed(*members_with("abcde", "abccde")) == []
    assert proposed(*members_with("abcdefghi", "abcdzfghi")) == [(3, "abcdzfghi", "abcdefghi")]
    assert proposed(*members_with("abcdefgh", "abcdzfgh")) == []


def test_blanks_and_apostrophes_that_nobody_sees_are_no_other_spelling() -> None:
    rows = members_with("aménagement d'espace", "aménagement\u00a0d\u2019espace", "aménagement  d'espace")
    assert proposed(*rows) == []


def test_a_slip_of_a_slip_is_a_slip_of_the_common_spelling() -> None:
    rows = members_with("plomberie", "plomberie", "plomberie", "plombrie", "plombrie", "plombri")
    assert {(value, nearest) for _, value, nearest in proposed(*rows)} == {
        ("plombrie", "plomberie"),
        ("plombri", "plomberie"),
    }


def test_a_skill_listed_twice_by_one_member_counts_once() -> None:
    assert proposed(*members_with("Plomberie; Plomberie", "plomberie", "plomberie")) == [(2, "Plomberie", "plomberie")]


def test_a_different_spelling_still_overlaps_and_still_agrees() -> None:
    rows = (member("M1", skills="Salles-de-bains"), member("M2", skills="salle de bain"), client("C1"), project())
    assert [dict(each.details)["skill"] for each in found("skills_overlap", *rows)] == ["Salles-de-bains"]
    assert found("skills_overlap", *rows, agreement(skill="SALLE DE BAINS")) == ()


@pytest.mark.parametrize("over", [{"ended_on": "2026-03-01"}, {"outcome": "success"}, {"outcome": "failed"}])
def test_a_project_that_is_over_needs_no_agreement_any_more(over: dict[str, str]) -> None:
    rows = (member("M1", skills="plumbing"), member("M2", skills="plumbing"), client("C1"))
    assert len(found("skills_overlap", *rows, project())) == 1
    assert found("skills_overlap", *rows, project(**over)) == ()


def test_the_finding_asks_in_both_languages() -> None:
    asked = finding("skill_spelt_otherwise", "members", 2, "skills", "plombrie", nearest="plomberie")
    assert worded(asked, "en") == (
        "Skills: “plombrie” looks like another spelling of “plomberie”.",
        "If both mean the same, write “plomberie”, as the others do.",
    )
    assert worded(asked, "fr") == (
        "Compétences : « plombrie » semble être une autre graphie de « plomberie ».",
        "Si c'est la même chose, écrivez « plomberie », comme les autres.",
    )


@pytest.mark.parametrize(("language", "message"), [("en", "looks like another"), ("fr", "semble être une autre")])
def test_a_treasurer_is_told_of_each_slip(tmp_path: Path, language: str, message: str) -> None:
    path = sample(tmp_path, language)
    slip = "waterprofing" if language == "en" else "étanchéiité"
    added = {"member_id": "M20", "name": "Ada", "status": "candidate", "skills": f"{slip}; juggling"}
    write_csv(tmp_path / "rows" / "members.csv", [added])
    done("import", tmp_path / "rows", "-w", path, "--today", "2026-11-22")
    found_rows = done("validate", "-w", path, "--today", "2026-11-22", "--format", "csv").rows
    told = [each for each in found_rows if each["code"] == "skill_spelt_otherwise"]
    assert [(each["severity"], each["column"], each["value"]) for each in told] == [("info", "skills", slip)]
    assert message in told[0]["message"]


@given(st.lists(st.lists(st.text(max_size=14).filter(str.strip), max_size=4), max_size=8))
def test_a_proposal_is_a_spelling_of_some_member_and_needs_no_other(lists: list[list[str]]) -> None:
    spellings = spellings_of(lists)
    typed = {each for skills in lists for each in skills}
    for each in typed:
        meant = spellings.proposed(each)
        assert meant == "" or meant in typed
        assert spellings.proposed(meant) == "" if meant else True


@given(st.lists(st.text(max_size=10).filter(str.strip), max_size=6))
def test_every_skill_has_a_key_and_the_first_of_each_is_kept(skills: list[str]) -> None:
    firsts = [each for place, each in enumerate(skills) if skill_key(each) not in map(skill_key, skills[:place])]
    assert keyed(skills) == {skill_key(each): each for each in firsts}


def test_ten_thousand_skills_are_not_compared_each_with_each() -> None:
    drawn = random.Random(7)
    words = ["".join(drawn.choices("abcdefghilmnoprstuv", k=drawn.randint(4, 12))) for _ in range(300)]
    lists = [[" ".join(drawn.choices(words, k=2)) for _ in range(2)] + drawn.choices(words, k=3) for _ in range(2_000)]
    started = time.perf_counter()
    spellings = spellings_of(lists)
    assert spellings.meant is spellings.meant
    assert time.perf_counter() - started < 60, "each with each would take many minutes"
