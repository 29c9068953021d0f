"""The directory: who offers what, how complete and how recent each record is, and a page on each member."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.domain.practice.directory import FIELDS, Directory, Offer, directory_of
from netsheets.domain.records import Record
from tests.support.build import attendance, book, day, meeting, member
from tests.support.command_line import TODAY, done, netsheets, sample, write_csv

FULL = {
    "company": "Acme", "trade": "tiler", "phone": "06", "email": "a@example.org", "skills": "tiling",
    "client_types": "shops", "current_business": "busy", "cv_url": "https://example.org",
}  # fmt: skip
PRIVATE = ("FR76", "000001", "quai du Compas", "69002", "co-founder", "mandate", "knows the hoteliers")
"""Bits of IBAN, SIREN, address, postcode, notes and recruitment that stand in rows of the sample."""


def directory(*rows: Record, today: str = "2026-12-31") -> Directory:
    return directory_of(book(*rows), day(today))


def heard(*rows: Record, today: str = "2026-12-31", joined_on: str = "2026-01-01") -> tuple[str | None, int | None]:
    """Return when M1 was last heard of, and how many days ago."""
    entry = directory(member("M1", joined_on=joined_on), *rows, today=today).entries[0]
    return entry.heard_on.isoformat() if entry.heard_on else None, entry.age_days


# who is in it


def test_active_members_are_listed_and_suspended_ones_marked_in_order_of_their_names() -> None:
    rows = (
        member("M1", name="Zoé"),
        member("M2", name="Élodie", status="suspended"),
        member("M3", name="Eva"),
        *(member(f"X{number}", status=each) for number, each in enumerate(("candidate", "left", "rejected"))),
    )
    found = directory(*rows)
    assert [(each.member_id, each.status) for each in found.entries] == [
        ("M2", "suspended"),
        ("M3", "active"),
        ("M1", "active"),
    ]


# how complete


def test_a_full_record_misses_nothing_and_an_empty_one_everything() -> None:
    full, empty = directory(member("M1", **FULL), member("M2")).entries
    assert (full.filled, full.missing) == (8, ())
    assert (empty.filled, empty.missing) == (0, FIELDS)


@pytest.mark.parametrize("key", FIELDS)
def test_each_field_that_recommends_a_member_counts(key: str) -> None:
    entry = directory(member("M1", **{**FULL, key: ""})).entries[0]
    assert (entry.filled, entry.missing) == (7, (key,))


# how recent


def test_a_member_was_heard_of_the_day_they_joined() -> None:
    assert heard() == ("2026-01-01", 364)
    assert heard(joined_on="") == (None, None)


def test_a_day_to_come_is_no_sign() -> None:
    assert heard(joined_on="2027-01-01") == (None, None)
    told = (meeting(held_on="2027-01-01", presenter_id="M1"), attendance(news="well"))
    assert heard(*told) == ("2026-01-01", 364)
    assert heard(*told, today="2027-01-01") == ("2027-01-01", 0)


@pytest.mark.parametrize(
    ("presence", "heard_on"),
    [
        ("present", "2026-03-05"),
        ("late", "2026-03-05"),
        ("substitute", "2026-01-01"),
        ("excused", "2026-01-01"),
        ("absent", "2026-01-01"),
    ],
)
def test_news_counts_where_the_member_came(presence: str, heard_on: str) -> None:
    rows = (meeting(held_on="2026-03-05"), attendance(presence=presence, news="a new van"))
    assert heard(*rows)[0] == heard_on


def test_coming_without_news_tells_nothing() -> None:
    assert heard(meeting(held_on="2026-03-05"), attendance())[0] == "2026-01-01"


def test_a_presentation_counts_unless_the_presenter_was_away() -> None:
    given_by = meeting(held_on="2026-04-02", presenter_id="M1")
    assert heard(given_by)[0] == "2026-04-02"
    assert heard(given_by, attendance(presence="late"))[0] == "2026-04-02"
    assert heard(given_by, attendance(presence="excused"))[0] == "2026-01-01"


def test_the_latest_sign_counts_and_only_ones_own() -> None:
    rows = (
        meeting("E1", held_on="2026-05-07", presenter_id="M2"),
        meeting("E2", held_on="2026-04-02", presenter_id="M1"),
        attendance("E1", member_id="M2", news="a new van"),
        attendance("E9", news="at a meeting nobody wrote down"),
        meeting("E3", held_on="2026-03-05"),
        attendance("E3", news="earlier"),
    )
    assert heard(*rows) == ("2026-04-02", 273)


# what they offer


def test_a_skill_names_who_has_it_however_they_spell_it() -> None:
    rows = (
        member("M1", name="C", skills="Salle-de-bain; roofing"),
        member("M2", name="B", skills="salles de bains"),
        member("M3", name="A", skills="salles de bains"),
    )
    assert directory(*rows).skills == (Offer("roofing", ("M1",)), Offer("salles de bains", ("M3", "M2", "M1")))


def test_what_a_suspended_member_can_do_is_not_offered() -> None:
    rows = (member("M1", client_types="shops", status="suspended"), member("M2", client_types="hotels"))
    assert directory(*rows).client_types == (Offer("hotels", ("M2",)),)


@given(st.permutations(range(6)))
def test_the_order_of_rows_makes_no_difference(order: list[int]) -> None:
    rows = (
        member("M1", name="Same", skills="a skill; tiling", joined_on="2026-01-01", row=2),
        member("M2", name="Same", skills="Tiling", joined_on="", row=3),
        meeting("E1", held_on="2026-02-05", presenter_id="M2", row=2),
        meeting("E2", held_on="2026-02-06", row=3),
        attendance("E2", news="x", row=2),
        attendance("E1", member_id="M2", presence="absent", row=3),
    )
    assert directory(*(rows[each] for each in order)) == directory(*rows)


# as people see it

IN_WORDS = {
    "en": ("Directory", "Karim Ouvrac", "State of the records", "Who can do what", "E-mail", "Also in the workbook"),
    "fr": ("Annuaire", "Karim Ouvrac", "État des fiches", "Qui sait faire quoi", "Adresse e-mail", "Également dans"),
}


@pytest.mark.parametrize("language", IN_WORDS)
def test_it_is_shown_without_the_pages_and_stands_in_its_tab(tmp_path: Path, language: str) -> None:
    path = sample(tmp_path, language)
    ran = done("report", "directory", "-w", path, "--today", TODAY)
    assert [each for each in IN_WORDS[language] if each not in ran.out + ran.err] == []
    assert "karim@ouvrac.example.org" not in ran.out  # on his own page


def test_a_file_holds_a_page_on_each_member_and_nothing_private(tmp_path: Path) -> None:
    path, page = sample(tmp_path), tmp_path / "directory.html"
    done("report", "directory", "-w", path, "--today", TODAY, "-o", page)
    text = page.read_text(encoding="utf-8")
    assert text.count(".example.org</dd>") == 11  # the mail of all but Hugo, who prefers the telephone
    assert [each for each in PRIVATE if each in text] == []
    document = done("report", "directory", "-w", path, "--today", TODAY, "--format", "json").document
    assert [each for each in PRIVATE if each in json.dumps(document, ensure_ascii=False)] == []
    assert {each["member_id"]: each["missing"] for each in document["entries"] if each["missing"]} == {"M11": ["email"]}
    assert document["skills"][0] == {"name": "bathrooms", "member_ids": ["M03", "M06", "M04"]}


def test_csv_has_a_row_a_member_with_everything(tmp_path: Path) -> None:
    rows = done("report", "directory", "-w", sample(tmp_path), "--today", TODAY, "--format", "csv").rows
    assert len(rows) == 12
    hugo = next(each for each in rows if each["member_id"] == "M11")
    assert (hugo["skills"], hugo["filled"], hugo["missing"]) == ("roofing; gutters; frames", "7", "email")
    assert (hugo["heard_on"], hugo["age_days"]) == ("2026-03-05", "262")


def test_one_members_page_leaves_the_tab_whole(tmp_path: Path) -> None:
    path = sample(tmp_path)
    ran = done("report", "directory", "--member", "M11", "-w", path, "--today", TODAY)
    assert "Hugo Fontamère" in ran.out
    assert "05/03/2026 (262 days ago)" in ran.out
    assert "Karim" not in ran.out
    again = done("report", "directory", "-w", path, "--today", TODAY, "--dry-run")
    assert "Karim" in again.out


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Yvon Bratelier is not a member at present"), ("fr", "Yvon Bratelier n'est pas membre")],
)
def test_who_is_no_member_has_no_page(tmp_path: Path, language: str, said: str) -> None:
    ran = done("report", "directory", "--member", "M13", "-w", sample(tmp_path, language), "--today", TODAY)
    assert said in ran.out


def test_a_number_that_nobody_has_is_refused(tmp_path: Path) -> None:
    ran = netsheets("report", "directory", "--member", "M011", "-w", sample(tmp_path), "--today", TODAY)
    assert (ran.code, ran.err) == (2, "There is no member M011. Did you mean M11?\n")


def test_what_members_typed_stays_text(tmp_path: Path) -> None:
    path = sample(tmp_path)
    typed = {"member_id": "M20", "name": "<script>alert(1)</script>", "status": "active", "skills": "=1+1; {{x}}"}
    write_csv(tmp_path / "rows" / "members.csv", [typed])
    done("import", tmp_path / "rows", "-w", path, "--today", TODAY)
    for ending in (".html", ".md", ".xlsx", ".json"):
        done("report", "directory", "-w", path, "--today", TODAY, "-o", tmp_path / f"directory{ending}")
    page = (tmp_path / "directory.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "{{x}}" in page
    assert r"\<script\>" in (tmp_path / "directory.md").read_text(encoding="utf-8")
    done("report", "directory", "-w", path, "--today", TODAY)
