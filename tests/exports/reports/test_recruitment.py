"""`report recruitment` and `report interview`: what people read of candidates, and the sheet they take to a talk."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from netsheets.domain.records import Record
from netsheets.exports.document import Bullets, Facts, Report, Table
from netsheets.exports.document.html import html
from netsheets.exports.reports.interview import GROUPS, interview_report
from netsheets.exports.reports.recruitment import recruitment_report
from netsheets.exports.reports.setting import Asked, Setting
from netsheets.texts import LANGUAGES, Language
from tests.support.browser import Browser, started
from tests.support.build import agreement, interview, member, members, network
from tests.support.closings import month
from tests.support.command_line import TODAY, done, netsheets, sample
from tests.support.office import convert
from tests.support.papers import HOSTILE

VETERANS: tuple[Record, ...] = members("M1", "M2", "M3")
ZOE = member("M9", name="Zoé", status="candidate", joined_on="", company="Zed", trade="baker", skills="bread")


def setting(*rows: Record, language: Language = "en", about: str = "") -> Setting:
    seen = network(*rows, today="2026-11-22")
    return Setting(seen, Asked("recruitment", month("2026-10"), about), language)


def report(*rows: Record, language: Language = "en") -> Report:
    return recruitment_report(setting(*VETERANS, *rows, language=language))


def shown(found: Report, key: str) -> list[list[Any]]:
    """Return a table's titles and rows as people see them."""
    table = next(each for each in found.parts if isinstance(each, Table) and each.key == key)
    rows = ([column.shown(row.get(column.key)) for column in table.columns] for row in table.rows)
    return [[column.title for column in table.columns], *rows]


def points(found: Report) -> tuple[str, ...]:
    return next(each for each in found.parts if isinstance(each, Bullets)).items


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as found:
        yield found


# the report


def test_the_overview_says_who_is_ready_and_what_others_lack() -> None:
    ready = member("M8", name="Ada", status="candidate", joined_on="")
    held = (interview("I1", candidate_id="M8"), interview("I2", candidate_id="M8", interviewer_id="M2"))
    visited = interview("I3", candidate_id="M8", kind="site_visit")
    assert shown(report(ZOE, ready, *held, visited), "candidates") == [
        ["Candidate", "Interviews", "Decision", "Before that"],
        ["Ada", "2 of 2", "to be taken", ()],
        ["Zoé", "0 of 2", "not yet", ("interviews to come: 2", "no site visit")],
    ]


def test_marks_stand_side_by_side_under_who_gave_them() -> None:
    rows = (
        interview("I2", interviewer_id="M2", held_on="2026-02-03", generosity=2, verdict="unfavourable"),
        interview("I1", ethics=5, generosity=4, network_spirit=3, verdict="favourable"),
        interview("I3", interviewer_id="", kind="guest_visit", held_on="2026-03-01"),
    )
    assert shown(report(ZOE, *rows), "opinions") == [
        ["Criterion", "Member M1", "Member M2", "nobody named"],
        ["Kind", "interview", "interview", "visit as a guest"],
        ["Held on", "05/01/2026", "03/02/2026", "01/03/2026"],
        ["Ethics", "5", "–", "–"],
        ["Generosity", "4", "2", "–"],
        ["Network spirit", "3", "–", "–"],
        ["Verdict", "favourable", "unfavourable", "–"],
        ["Counts", "yes", "yes", "–"],
    ]


def test_both_opinions_are_told_and_none_is_averaged() -> None:
    rows = (
        interview("I1", generosity=4, verdict="favourable"),
        interview("I2", interviewer_id="M2", generosity=2, verdict="unfavourable"),
        interview("I3", interviewer_id="M3", kind="site_visit"),
    )
    assert points(report(ZOE, *rows)) == (
        "The verdicts are opposite: unfavourable (Member M2), favourable (Member M1). Hear both before you decide.",
        "Generosity: 2 (Member M2) and 4 (Member M1), of 5. Ask each what they saw.",
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (interview(interviewer_id="M9"), "Zoé, 05/01/2026: does not count, a candidate cannot interview themselves."),
        (
            interview(interviewer_id=""),
            "nobody named, 05/01/2026: does not count, since nothing says who held the interview.",
        ),
        (
            interview(interviewer_id="M7"),
            "New, 05/01/2026: does not count, not yet a member for 12 months then.",
        ),
        (
            interview(held_on="2026-12-01"),
            "Member M1, 01/12/2026: does not count yet, this day is still to come.",
        ),
    ],
)
def test_an_interview_that_does_not_count_says_why(row: Record, reason: str) -> None:
    said = points(report(ZOE, member("M7", name="New", joined_on="2025-12-01"), row))
    assert said[0].startswith("Interviews that count: 0 of the 2 the charter asks for")
    assert said[1] == reason


def test_many_opinions_stand_below_each_other_four_by_four() -> None:
    rows = (interview(f"I{number}", kind="reference") for number in range(5))
    tables = [each for each in report(ZOE, *rows).parts if isinstance(each, Table) and each.key == "opinions"]
    assert [len(each.columns) for each in tables] == [5, 2]
    assert [each.heading for each in tables] == ["Opinions side by side", "Opinions side by side (continued)"]


def test_shared_skills_are_told_with_what_was_agreed() -> None:
    bakers = (member("M4", name="Bea", skills="Bread"), member("M5", name="Cy", skills="bread"))
    found = report(ZOE, *bakers, agreement("M9", "M5", skill="bread", terms="mornings: Cy"))
    assert shown(found, "overlaps") == [
        ["Skill", "Member", "Who does what"],
        ["bread", "Bea", "no agreement yet"],
        ["bread", "Cy", "mornings: Cy"],
    ]
    assert "Zoé and Bea share the skill “bread”, and nothing says who does what." in points(found)


def test_who_it_is_comes_first_with_past_networks_and_why_they_were_left() -> None:
    known = ZOE._replace(past_networks="Club A", past_networks_left_because="too early")
    facts = next(each for each in report(known).parts if isinstance(each, Facts))
    assert facts.rows == (
        ("Company and trade", "Zed, baker"),
        ("Skills", ("bread",)),
        ("Current business", "not said"),
        ("Expects", "not said"),
        ("Brings", "not said"),
        ("Past networks", "Club A. Left because: too early"),
        ("Visits and references", ("site visit: none yet", "as a guest: none yet", "references: none yet")),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_candidates_it_says_so(language: Language) -> None:
    (overview,) = [each for each in report(language=language).parts if isinstance(each, Table)]
    assert overview.empty == {"en": "No candidate at the moment.", "fr": "Pas de candidat pour le moment."}[language]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_members_typed_stays_text(text: str) -> None:
    hostile = ZOE._replace(name=text, company=text, past_networks=text, skills=(text,))
    rows = (hostile, interview(notes=text, passions=text), member("M4", name=text, skills=(text,)))
    page = html(report(*rows))
    assert page.count("<script") == 0
    assert html(interview_report(setting(*rows, about="M9"))).count("<script") == 0


@pytest.mark.parametrize(("language", "tab"), [("en", "Recruitment"), ("fr", "Recrutement")])
def test_the_tab_holds_the_report(tmp_path: Path, language: str, tab: str) -> None:
    path = sample(tmp_path, language)
    done("report", "recruitment", "-w", path, "--today", TODAY)
    cells = [cell for row in CalamineWorkbook.from_path(path).get_sheet_by_name(tab).to_python() for cell in row]
    assert {"Élodie Sarrebourque", "Franck Dorvallon", "Karim Ouvrac"} <= set(cells)


def test_the_sample_has_one_who_is_ready_and_one_who_divides(tmp_path: Path) -> None:
    path = sample(tmp_path)
    document = done("report", "recruitment", "-w", path, "--today", TODAY, "--format", "json", "--dry-run").document
    ready, divides = document["candidates"]
    assert (ready["member_id"], ready["ready"], ready["missing"], ready["interviewed_by"]) == (
        "M14", True, 0, ["M04", "M02"],
    )  # fmt: skip
    assert ready["overlaps"] == [{"skill": "space planning", "member_id": "M01", "terms": "", "agreed_on": None}]
    assert (divides["member_id"], divides["ready"], divides["missing"]) == ("M15", False, 1)
    assert divides["divergences"] == [
        {"on": "verdict", "low": "unfavourable", "low_in": ["E07"], "high": "favourable", "high_in": ["E08"]},
        {"on": "network_spirit", "low": 2, "low_in": ["E07"], "high": 4, "high_in": ["E08"]},
    ]


def test_csv_is_the_overview(tmp_path: Path) -> None:
    rows = done("report", "recruitment", "-w", sample(tmp_path), "--today", TODAY, "--format", "csv").rows
    assert [(row["member_id"], row["interviews"], row["state"]) for row in rows] == [
        ("Élodie Sarrebourque", "2 of 2", "ready"),
        ("Franck Dorvallon", "1 of 2", "not_yet"),
    ]


# the interview sheet


def sheet(language: Language = "en", about: str = "") -> Report:
    return interview_report(setting(*VETERANS, ZOE, language=language, about=about))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_asks_a_good_dozen_questions_on_four_things(language: Language) -> None:
    questions = sheet(language).document["questions"]
    assert list(questions) == list(GROUPS) == ["passions", "generosity", "network_spirit", "ethics"]
    asked = [each for group in questions.values() for each in group]
    assert len(asked) == len(set(asked)) == 14
    assert all(each.endswith("?") for each in asked)
    assert all(each.endswith("\u00a0?") for each in asked) is (language == "fr")


def test_a_named_candidate_is_filled_in_and_the_rest_left_blank() -> None:
    head = next(each for each in sheet(about="M9").parts if isinstance(each, Facts))
    assert head.rows == (
        ("Candidate", "Zoé, Zed, baker"), ("First member, and day", None), ("Second member, and day", None),
    )  # fmt: skip
    assert next(each for each in sheet().parts if isinstance(each, Facts)).rows[0] == ("Candidate", None)
    asking, _ = (each for each in sheet().parts if isinstance(each, Table))
    assert {(row["first"], row["second"]) for row in asking.rows} == {(None, None)}


def test_marks_have_their_meaning_and_verdicts_a_box_each() -> None:
    _, marks = (each for each in sheet().parts if isinstance(each, Table))
    assert [(row["about"], row["question"]) for row in marks.rows] == [
        ("Ethics", "1 worrying · 3 keeps their word · 5 I vouch for them"),
        ("Generosity", "1 takes · 3 gives when asked · 5 gives first"),
        ("Network spirit", "1 plays alone · 3 comes when asked · 5 thinks of others"),
        ("Verdict", "unfavourable · reserved · favourable"),
    ]
    assert [re.sub(r"\s", "", str(row["second"])) for row in marks.rows] == ["12345", "12345", "12345", "☐☐☐"]


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ("Interviews", "Candidate: M9", "Kind: interview", "Held on", "Passions", "Verdict", "Notes")),
        ("fr", ("Entretiens", "Candidat\u00a0: M9", "Nature\u00a0: entretien", "Date", "Passions", "Avis", "Notes")),
    ],
)
def test_the_sheet_ends_with_the_columns_of_the_workbook(language: Language, titles: tuple[str, ...]) -> None:
    *_, marks = (each for each in sheet(language, "M9").parts if isinstance(each, Table))
    assert all(each in marks.note for each in titles)


def test_the_sheet_has_no_tab_and_changes_nothing(tmp_path: Path) -> None:
    path = sample(tmp_path)
    before = path.read_bytes()
    ran = done("report", "interview", "M15", "-w", path, "--today", TODAY)
    assert "Franck Dorvallon, Dorvallon Domotique, home automation installer" in ran.out
    assert (path.read_bytes(), ran.err) == (before, "")


@pytest.mark.parametrize("ending", ["html", "xlsx", "md", "json"])
def test_the_sheet_takes_every_form(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"sheet.{ending}"
    done("report", "interview", "-w", sample(tmp_path), "-o", file, "--today", TODAY)
    assert file.stat().st_size > 500


def test_an_unknown_candidate_is_told_with_the_nearest(tmp_path: Path) -> None:
    ran = netsheets("report", "interview", "Franck DORVALLON", "-w", sample(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "There is no member Franck DORVALLON. Did you mean M15?\n"


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", ["M9", ""])
def test_the_sheet_is_one_page_from_a_browser(browser: Browser, tmp_path: Path, language: Language, about: str) -> None:
    path = tmp_path / "sheet.html"
    path.write_text(html(sheet(language, about)), encoding="utf-8")
    browser.show(path)
    assert (browser.violations(), browser.console(), browser.requests()) == ([], [], [])
    assert _pages(browser.paper(tmp_path / "sheet.pdf")) == 1


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_is_one_page_from_excel(tmp_path: Path, language: Language) -> None:
    path = sample(tmp_path, language)
    file = tmp_path / "sheet.xlsx"
    done("report", "interview", "M15", "-w", path, "-o", file, "--today", TODAY)
    assert _pages(convert(tmp_path, "pdf", file) / "sheet.pdf") == 1


def _pages(path: Path) -> int:
    """Return how many pages a .pdf has."""
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo (poppler-utils) is not installed")
    said = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    found = re.search(r"Pages:\s+(\d+)", said)
    assert found
    return int(found[1])
