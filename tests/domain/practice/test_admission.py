"""`admit`: refuses with every reason and its cells until the charter is met, then says what to change."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from netsheets.domain.charter import charter_of
from netsheets.domain.network import Network
from netsheets.domain.practice.recruitment import Admission, admission_of, lead_with_room, recruitment_of
from netsheets.domain.practice.teams import teams_of
from netsheets.domain.records import Member, Record
from netsheets.sheets.schema import tab
from tests.support.build import agreement, book, day, interview, member, members, parameter
from tests.support.command_line import TODAY, Ran, done, netsheets, sample

VETERANS: tuple[Record, ...] = members("M1", "M2")
HELD = (interview("I1", held_on="2026-01-05"), interview("I2", interviewer_id="M2", held_on="2026-02-05"))


def admission(*rows: Record, **given: object) -> Admission:
    """Return the admission of M9, interviewed by M1 and M2."""
    candidate = member("M9", **{"status": "candidate", "joined_on": "", **given})
    seen = book(*VETERANS, candidate, *HELD, *rows)
    charter, today = charter_of(seen.charter), day("2026-11-22")
    (candidacy,) = recruitment_of(Network.of(seen, today)).candidates
    assert candidacy.ready
    return admission_of(candidate, candidacy, teams_of(seen, charter.on(today), today), today)


def admit(path: Path, *arguments: str) -> Ran:
    return netsheets("admit", *arguments, "-w", path, "--today", TODAY)


def change(path: Path, cells: Mapping[str, object]) -> None:
    """Type into cells of a workbook: `Members!C15`."""
    opened = load_workbook(path)
    for address, value in cells.items():
        tab, _, cell = address.partition("!")
        opened[tab][cell].value = value
    opened.save(path)


def asked_for(path: Path) -> str:
    """Return the cell of the charter that says how many interviews it asks for."""
    label = tab("charter").column_by_key["parameter"].label("recruitment.interviews", "en")
    rows = load_workbook(path)["Charter"].iter_rows(values_only=True)
    return next(f"Charter!B{number}" for number, cells in enumerate(rows, 1) if label in cells)


def said(ran: Ran, part: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ran.document[part]
    return found


# the day and the lead


def test_a_candidate_joins_today() -> None:
    assert admission().joined_on == day("2026-11-22")


@pytest.mark.parametrize(
    ("typed", "joined_on"),
    [("2026-02-05", "2026-02-05"), ("2026-02-04", "2026-11-22"), ("2026-12-10", "2026-12-10")],
)
def test_a_day_already_typed_stands_if_the_interviews_came_before_it(typed: str, joined_on: str) -> None:
    assert admission(joined_on=typed).joined_on == day(joined_on)


def team(lead_id: str, size: int) -> list[Member]:
    return [member(f"{lead_id}-{number}", lead_id=lead_id) for number in range(size)]


def test_the_lead_of_the_smallest_team_is_proposed() -> None:
    seen = admission(*team("M1", 3), *team("M2", 2))
    assert (seen.lead_id, seen.team, seen.teams_full) == ("M2", 2, False)


def test_among_equals_the_first_lead_is_proposed() -> None:
    assert admission(*team("M2", 2), *team("M1", 2)).lead_id == "M1"


@pytest.mark.parametrize(("size", "lead_id", "full"), [(5, "M1", False), (6, "", True), (7, "", True)])
def test_a_team_that_is_as_large_as_the_charter_allows_takes_nobody_in(size: int, lead_id: str, full: bool) -> None:
    seen = admission(*team("M1", size))
    assert (seen.lead_id, seen.teams_full) == (lead_id, full)


def test_the_charter_says_how_large_a_team_may_be() -> None:
    assert admission(*team("M1", 2), parameter("team.size_max", "2")).teams_full


def test_without_teams_no_lead_is_proposed_and_none_is_missed() -> None:
    seen = admission()
    assert (seen.lead_id, seen.teams_full) == ("", False)
    assert lead_with_room(teams_of(book(), charter_of(()).on(day("2026-01-01")), day("2026-01-01"))) == ""


def test_a_lead_already_named_stays() -> None:
    assert admission(*team("M1", 1), lead_id="M2").lead_id == "M2"


def test_what_is_shared_and_not_agreed_is_to_be_agreed() -> None:
    skilled = (member("M3", skills="tiling; joinery"), agreement("M3", "M9", skill="joinery"))
    seen = admission(*skilled, skills="tiling; joinery")
    assert [(each.skill, each.member_id) for each in seen.to_agree] == [("tiling", "M3")]


# who may join, on the sample network


def test_a_candidate_who_meets_the_charter_gets_the_cells_to_change(tmp_path: Path) -> None:
    path = sample(tmp_path)
    before = path.read_bytes()
    ran = admit(path, "M14")
    assert ran.code == 0
    assert path.read_bytes() == before
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines[0] == "Élodie Sarrebourque (M14) may join: interviews that count, 2 of 2."
    for line in (
        "interview 08/10/2026 Karim Ouvrac 5 5 5 favourable",
        "Members!C15 Status candidate active",
        "Members!H15 Joined on 22/11/2026",
        "Members!J15 Team lead M01 Solène Vasterre, who leads the smallest team: 3 of at most 6.",
        "Agreements!A4 First member M14",
        "Agreements!B4 Second member M01",
        "Agreements!C4 Skill space planning",
    ):
        assert line in lines
    assert ran.err == "Nothing was written: the rows are yours to change. Then run `netsheets validate`.\n"


def test_in_french_the_cells_take_french_words(tmp_path: Path) -> None:
    ran = admit(sample(tmp_path, "fr"), "M14")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines[0] == "Élodie Sarrebourque (M14) peut rejoindre le réseau : entretiens qui comptent, 2 sur 2."
    assert "Membres!C15 Statut candidat actif" in lines
    assert "Accords!C4 Compétence aménagement d'espace" in lines


def test_messages_in_another_language_still_name_the_words_of_the_workbook(tmp_path: Path) -> None:
    ran = admit(sample(tmp_path, "fr"), "M14", "--lang", "en", "--format", "json")
    status = said(ran, "changes")[0]
    assert (status["cell"], status["column"], status["before"], status["after"]) == (
        "Membres!C15", "Status", "candidat", "actif",
    )  # fmt: skip


def test_doing_what_it_says_makes_a_member_without_a_finding(tmp_path: Path) -> None:
    path = sample(tmp_path)
    before = done("validate", "-w", path, "--today", TODAY, "--format", "json").document["counts"]
    found = admit(path, "M14", "--format", "json")
    entries = {each["cell"]: each["after"] for each in (*said(found, "changes"), *said(found, "agreements"))}
    entries |= {"Members!H15": day(TODAY), "Agreements!D4": "hotels: Solène", "Agreements!E4": day(TODAY)}
    change(path, entries)
    assert done("validate", "-w", path, "--today", TODAY, "--format", "json").document["counts"] == before
    after = admit(path, "M14", "--format", "json")
    assert after.code == 1
    assert [each["code"] for each in said(after, "reasons")] == ["already_active"]


# who may not


def test_a_candidate_who_lacks_an_interview_is_refused_with_what_divides_the_members(tmp_path: Path) -> None:
    ran = admit(sample(tmp_path), "M15")
    assert ran.code == 1
    assert ran.err == ""
    assert "Franck Dorvallon (M15) cannot be admitted." in ran.out
    assert "Interviews that count: 1 of the 2 the charter asks for" in ran.out
    assert "unfavourable (Odile Marsempoix), favourable (Joseph Pandreau)" in ran.out
    assert "What to change" not in ran.out


def test_the_reasons_and_cautions_name_their_cells(tmp_path: Path) -> None:
    ran = admit(sample(tmp_path), "M15", "--format", "json")
    assert ran.code == 1
    document = ran.document
    assert (document["member_id"], document["ready"], document["changes"]) == ("M15", False, [])
    assert [(each["code"], each["cells"]) for each in document["reasons"]] == [("interviews_missing", ["Members!C16"])]
    assert [(each["code"], each["cells"]) for each in document["cautions"]] == [
        ("verdicts_diverge", ["Interviews!J8", "Interviews!J9"]),
        ("marks_diverge", ["Interviews!H8", "Interviews!H9"]),
        ("site_visit_missing", []),
    ]
    assert document["candidacy"]["missing"] == 1


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (
            {"Interviews!E12": "M15", "Interviews!B12": "M15"},
            "Franck Dorvallon, 08/10/2026: does not count, a candidate cannot interview themselves.",
        ),
        (
            {"Interviews!E12": "M12", "Interviews!B12": "M15"},
            "Nadège Quillivor, 08/10/2026: does not count, not yet a member for 12 months then.",
        ),
        (
            {"Interviews!E12": None, "Interviews!B12": "M15"},
            "nobody named, 08/10/2026: does not count, since nothing says who held the interview.",
        ),
        (
            {"Interviews!E12": "M05", "Interviews!B12": "M15"},
            "Joseph Pandreau, 08/10/2026: does not count again; the second opinion is another member's.",
        ),
    ],
)
def test_every_interview_that_does_not_count_is_told(tmp_path: Path, cells: dict[str, Any], reason: str) -> None:
    path = sample(tmp_path)
    change(path, cells)
    ran = admit(path, "M15", "--format", "json")
    assert ran.code == 1
    reasons = [(each["message"], each["cells"]) for each in said(ran, "reasons")]
    assert (reason, ["Interviews!E12"]) in reasons


def test_an_interview_in_the_future_names_its_day(tmp_path: Path) -> None:
    path = sample(tmp_path)
    change(path, {"Interviews!B12": "M15", "Interviews!D12": day("2026-11-23")})
    _, reason = said(admit(path, "M15", "--format", "json"), "reasons")
    assert (reason["message"], reason["cells"]) == (
        "Karim Ouvrac, 23/11/2026: does not count yet, this day is still to come.", ["Interviews!D12"],
    )  # fmt: skip


def test_errors_in_the_rows_of_a_candidate_refuse_and_are_told_in_full(tmp_path: Path) -> None:
    path = sample(tmp_path)
    change(path, {"Members!H15": "soon", "Interviews!F12": 9})
    ran = admit(path, "M14", "--format", "json")
    assert ran.code == 1
    reasons = {each["code"]: each for each in said(ran, "reasons")}
    assert reasons["unreadable_day"]["cells"] == ["Members!H15"]
    assert reasons["out_of_range"]["cells"] == ["Interviews!F12"]
    assert "“soon”" in reasons["unreadable_day"]["message"]
    assert reasons.keys() == {"unreadable_day", "out_of_range", "interviews_missing"}


def test_an_error_in_the_charter_refuses_since_nobody_knows_what_it_asks_for(tmp_path: Path) -> None:
    path = sample(tmp_path)
    cell = asked_for(path)
    change(path, {cell: "several"})
    reasons = said(admit(path, "M14", "--format", "json"), "reasons")
    assert [(each["code"], each["cells"]) for each in reasons] == [("unreadable_setting", [cell])]


def test_a_stricter_charter_asks_for_more(tmp_path: Path) -> None:
    path = sample(tmp_path)
    change(path, {asked_for(path): 3})
    assert "2 of the 3" in said(admit(path, "M14", "--format", "json"), "reasons")[0]["message"]


@pytest.mark.parametrize(
    ("member_id", "code", "sentence"),
    [
        ("M01", "already_active", "Solène Vasterre is an active member already, since 06/02/2023."),
        ("M13", "already_left", "Yvon Bratelier left the network on 31/03/2026."),
        ("M16", "already_rejected", "Gilles Ampourcet was turned down."),
    ],
)
def test_who_is_no_candidate_is_told_in_words(tmp_path: Path, member_id: str, code: str, sentence: str) -> None:
    path = sample(tmp_path)
    ran = admit(path, member_id)
    assert ran.code == 1
    assert sentence in ran.out
    (reason,) = said(admit(path, member_id, "--format", "json"), "reasons")
    assert (reason["code"], reason["cells"]) == (code, [f"Members!C{int(member_id[1:]) + 1}"])


def test_a_suspended_member_is_no_candidate(tmp_path: Path) -> None:
    path = sample(tmp_path)
    change(path, {"Members!C13": "suspended"})
    assert "whose membership is suspended, not a candidate" in admit(path, "M12").out


@pytest.mark.parametrize(
    ("typed", "said_of"),
    [
        ("M-14", "There is no member M-14. Did you mean M14?"),
        ("m14", "There is no member m14. Did you mean M14?"),
        ("Élodie sarrebourque", "There is no member Élodie sarrebourque. Did you mean M14?"),
        ("someone", "There is no member someone. Look up the number in the tab Members."),
    ],
)
def test_an_unknown_member_is_told_with_the_nearest(tmp_path: Path, typed: str, said_of: str) -> None:
    ran = admit(sample(tmp_path), typed)
    assert (ran.code, ran.out, ran.err) == (2, "", f"{said_of}\n")


def test_a_workbook_without_the_columns_and_tabs_it_takes_names_what_it_can(tmp_path: Path) -> None:
    path = sample(tmp_path)
    opened = load_workbook(path)
    opened["Members"]["J1"].value = "Godparent"
    del opened["Agreements"]
    opened.save(path)
    ran = admit(path, "M14", "--format", "json")
    assert ran.code == 0
    assert [each["cell"] for each in said(ran, "changes")] == ["Members!C15", "Members!H15"]
    first = said(ran, "agreements")[0]
    assert (first["cell"], first["after"]) == ("Agreements", "M14")
    assert first["note"] == "The workbook has no tab “Agreements”. Run `netsheets upgrade` to add it."


def test_csv_has_a_row_for_everything_said(tmp_path: Path) -> None:
    rows = admit(sample(tmp_path), "M14", "--format", "csv").rows
    assert [(row["part"], row["cell"], row["after"]) for row in rows[:3]] == [
        ("caution", "Members!K15; Members!K2", ""),
        ("change", "Members!C15", "active"),
        ("change", "Members!H15", "22/11/2026"),
    ]
