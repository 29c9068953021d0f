"""Projects and meetings (tabs.md, "Findings", projects): who leads, who takes part, whose attendance is noted."""

from __future__ import annotations

import pytest

from netsheets.domain.book import Rejected
from netsheets.domain.findings import finding
from netsheets.domain.records import Record
from tests.support.build import agreement, attendance, client, found, interview, meeting, member, members, project

PARTIES: tuple[Record, ...] = (*members("M1", "M2", "M3"), client("C1"), client("C2", name="Another"))


def test_the_member_who_signs_takes_part() -> None:
    sound = (project("J1", signatory="member"), project("J2", signatory="network", lead_id="M3"))
    assert found("signatory_not_participant", *PARTIES, *sound) == ()
    assert found("signatory_not_participant", *PARTIES, project(signatory="member", lead_id="M3")) == (
        finding("signatory_not_participant", "projects", 2, "lead_id", "M3", member="M3"),
    )


def test_two_open_leads_for_a_client_are_a_warning_on_both_projects() -> None:
    rows = (project("J1", lead_id="M1"), project("J2", lead_id="M2", outcome="ongoing"))
    assert found("several_open_leads", *PARTIES, *rows) == (
        finding("several_open_leads", "projects", 2, "lead_id", "M1", client="C1", count=2, other="J2"),
        finding("several_open_leads", "projects", 3, "lead_id", "M2", client="C1", count=2, other="J1"),
    )


@pytest.mark.parametrize(
    "second",
    [
        project("J2", lead_id="M1"),
        project("J2", lead_id="M2", client_id="C2"),
        project("J2", lead_id="M2", ended_on="2026-03-01"),
        project("J2", lead_id="M2", outcome="success"),
        project("J2", lead_id="M2", outcome="failed"),
    ],
    ids=["same lead", "another client", "ended", "success", "failed"],
)
def test_a_second_project_that_is_no_second_open_lead(second: Record) -> None:
    assert found("several_open_leads", *PARTIES, project("J1", lead_id="M1"), second) == ()


def strangers(*rows: Record) -> list[tuple[int | None, str, str]]:
    details = [(each.row, dict(each.details)) for each in found("partners_never_worked_together", *PARTIES, *rows)]
    return [(row, one["member"], one["other"]) for row, one in details]


def test_partners_of_a_first_project_are_named() -> None:
    assert found("partners_never_worked_together", *PARTIES, project(participants="M2; M1")) == (
        finding("partners_never_worked_together", "projects", 2, "participants", "M2; M1", member="M1", other="M2"),
    )


def test_partners_of_an_earlier_project_are_not() -> None:
    assert strangers(project("J1", started_on="2026-02-01"), project("J2", started_on="2026-01-01")) == [
        (3, "M1", "M2"),
    ]
    third = project("J2", participants="M1; M2; M3", started_on="2026-03-01")
    assert strangers(project("J1", started_on="2026-02-01"), third) == [
        (2, "M1", "M2"),
        (3, "M1", "M3"),
        (3, "M2", "M3"),
    ]


def test_to_have_led_a_project_is_to_have_worked_on_it() -> None:
    led = project("J1", lead_id="M3", participants="M1")
    assert strangers(led, project("J2", participants="M1; M3")) == []


@pytest.mark.parametrize("participants", ["", "M1", "M1; M1"])
def test_one_participant_has_no_partner(participants: str) -> None:
    assert strangers(project(participants=participants)) == []


SKILLED = (
    member("M1", skills="Plomberie; Chauffage"),
    member("M2", skills="plomberie;  CHAUFFAGE "),
    member("M3", skills="Toiture"),
    client("C1"),
)


def test_a_shared_skill_without_an_agreement_is_a_warning() -> None:
    agreed = agreement("M1", "M2", skill="chauffage")
    assert found("skills_overlap", *SKILLED, project(participants="M1; M2; M3"), agreed) == (
        finding(
            "skills_overlap", "projects", 2, "participants", "M1; M2; M3", member="M1", other="M2", skill="Plomberie"
        ),
    )  # fmt: skip


def test_an_agreement_holds_in_either_order() -> None:
    both = (agreement("M2", "M1", skill="PLOMBERIE"), agreement("M1", "M2", skill="chauffage"))
    assert found("skills_overlap", *SKILLED, project(), *both) == ()


def test_an_agreement_with_someone_else_settles_nothing() -> None:
    others = (agreement("M1", "M3", skill="plomberie"), agreement("M1", "M3", skill="chauffage"))
    assert len(found("skills_overlap", *SKILLED, project(), *others)) == 2


def test_different_skills_do_not_overlap() -> None:
    assert found("skills_overlap", *SKILLED, project(participants="M1; M3")) == ()
    assert found("skills_overlap", *SKILLED, project("J1", participants="M1"), project("J2", participants="M2")) == ()


MARCH = meeting("E2", held_on="2026-03-05")
NOTED: tuple[Record, ...] = (meeting("E1"), attendance("E1"))


def rows(code: str, *given: Record, today: str = "2026-12-31") -> list[int | None]:
    return [each.row for each in found(code, *given, today=today)]


class TestAttendanceNobodyNoted:
    def test_a_meeting_without_any_is_a_warning(self) -> None:
        assert found("attendance_missing", *members("M1"), *NOTED, MARCH) == (
            finding(
                "attendance_missing", "meetings", 3, "meeting_id", "E2", day="2026-03-05", reference_tab="attendance"
            ),
        )

    @pytest.mark.parametrize(("today", "expected"), [("2026-03-06", [3]), ("2026-03-05", []), ("2026-03-04", [])])
    def test_only_once_the_day_is_over(self, today: str, expected: list[int]) -> None:
        assert rows("attendance_missing", *members("M1"), *NOTED, MARCH, today=today) == expected

    def test_who_notes_none_is_not_asked_for_any(self) -> None:
        assert rows("attendance_missing", meeting("E1"), MARCH) == []

    def test_a_kind_without_any_is_not_asked_for_it(self) -> None:
        assert rows("attendance_missing", *members("M1"), *NOTED, meeting("E2", kind="social")) == []

    def test_what_was_held_before_the_first_one_noted_is_past(self) -> None:
        assert rows("attendance_missing", *members("M1"), *NOTED, meeting("E2", held_on="2026-01-07")) == []

    def test_a_kind_for_which_it_is_mostly_not_noted_is_left_alone(self) -> None:
        april = meeting("E3", held_on="2026-04-02")
        assert rows("attendance_missing", *members("M1"), *NOTED, MARCH) == [3]
        assert rows("attendance_missing", *members("M1"), *NOTED, MARCH, april) == []
        assert rows("attendance_missing", *members("M1"), *NOTED, MARCH, april, attendance("E3")) == [3]

    def test_a_row_in_error_shows_that_somebody_noted_it(self) -> None:
        half_read = Rejected("attendance", 3, "", record=attendance("E2", member_id="M99"))
        assert found("attendance_missing", *members("M1"), *NOTED, MARCH, rejected=(half_read,)) == ()


class TestPeopleWhoWereNoMembers:
    @pytest.mark.parametrize(("left_on", "expected"), [("2026-01-07", [2]), ("2026-01-08", []), ("2026-01-20", [])])
    def test_who_left_in_mid_month_is_a_member_up_to_that_day(self, left_on: str, expected: list[int]) -> None:
        gone = member("M1", status="left", left_on=left_on)
        assert rows("attendee_had_left", gone, *NOTED) == expected

    def test_it_is_a_warning_that_names_the_day(self) -> None:
        assert found("attendee_had_left", member("M1", status="left", left_on="2026-01-07"), *NOTED) == (
            finding("attendee_had_left", "attendance", 2, "member_id", "M1", member="M1", day="2026-01-08"),
        )

    @pytest.mark.parametrize("presence", ["absent", "excused"])
    def test_who_left_is_not_even_absent(self, presence: str) -> None:
        gone = member("M1", status="left", left_on="2025-12-31")
        assert rows("attendee_had_left", gone, meeting("E1"), attendance("E1", presence=presence)) == [2]

    def test_friends_come_to_social_events(self) -> None:
        gone = member("M1", status="left", left_on="2025-12-31")
        assert rows("attendee_had_left", gone, meeting("E1", kind="social"), attendance("E1")) == []

    def test_the_missing_day_of_who_left_is_a_finding_of_its_own(self) -> None:
        gone = member("M1", status="left")
        assert rows("attendee_had_left", gone, *NOTED) == []
        assert rows("left_without_day", gone, *NOTED) == [2]

    @pytest.mark.parametrize(("joined_on", "expected"), [("2026-01-08", []), ("2026-01-09", [2])])
    def test_the_first_day_is_inclusive(self, joined_on: str, expected: list[int]) -> None:
        assert rows("attendee_not_joined", member("M1", joined_on=joined_on), *NOTED) == expected

    def test_who_had_not_joined_is_told_where_to_note_a_guest(self) -> None:
        assert found("attendee_not_joined", member("M1", joined_on="2026-07-01"), *NOTED) == (
            finding(
                "attendee_not_joined", "attendance", 2, "member_id", "M1", member="M1", day="2026-01-08",
                reference_tab="interviews",
            ),
        )  # fmt: skip

    @pytest.mark.parametrize(("held_on", "expected"), [("2026-01-08", []), ("2026-01-09", [2])])
    def test_a_guest_is_recruited_by_then(self, held_on: str, expected: list[int]) -> None:
        guest = member("M1", joined_on="2026-07-01")
        visit = interview(candidate_id="M1", kind="guest_visit", held_on=held_on, interviewer_id="M2")
        assert rows("attendee_not_joined", guest, member("M2"), visit, *NOTED) == expected

    def test_who_did_not_come_was_no_guest(self) -> None:
        later = member("M1", joined_on="2026-07-01")
        assert rows("attendee_not_joined", later, meeting("E1"), attendance("E1", presence="absent")) == []

    @pytest.mark.parametrize("status", ["candidate", "rejected"])
    def test_candidates_are_guests(self, status: str) -> None:
        candidate = member("M1", status=status, joined_on=None)
        assert rows("attendee_not_joined", candidate, *NOTED) == []
        assert rows("attendee_had_left", candidate, *NOTED) == []


class TestAttendanceAhead:
    @pytest.mark.parametrize("presence", ["present", "late"])
    @pytest.mark.parametrize(("today", "expected"), [("2026-01-07", [2]), ("2026-01-08", []), ("2026-01-09", [])])
    def test_nobody_was_present_before_the_day(self, presence: str, today: str, expected: list[int]) -> None:
        given: tuple[Record, ...] = (*members("M1"), meeting("E1"), attendance("E1", presence=presence))
        assert rows("attendance_in_future", *given, today=today) == expected

    @pytest.mark.parametrize("presence", ["excused", "absent", "substitute"])
    def test_who_will_not_come_may_say_so(self, presence: str) -> None:
        given: tuple[Record, ...] = (*members("M1"), meeting("E1"), attendance("E1", presence=presence))
        assert rows("attendance_in_future", *given, today="2025-12-01") == []

    def test_it_names_the_word_and_the_day(self) -> None:
        assert found("attendance_in_future", *members("M1"), *NOTED, today="2026-01-01") == (
            finding("attendance_in_future", "attendance", 2, "presence", "present", member="M1", day="2026-01-08"),
        )


class TestHostsAndPresenters:
    @pytest.mark.parametrize("column", ["host_id", "presenter_id"])
    def test_who_had_left_is_a_warning(self, column: str) -> None:
        gone = member("M1", status="left", left_on="2026-01-07")
        assert found("host_not_active", gone, meeting("E1", **{column: "M1"})) == (
            finding("host_not_active", "meetings", 2, column, "M1", member="M1", day="2026-01-08"),
        )

    @pytest.mark.parametrize(
        "host",
        [
            member("M1"),
            member("M1", status="left", left_on="2026-01-08"),
            member("M1", joined_on="2026-01-08"),
            member("M1", status="candidate", joined_on=None),
        ],
        ids=["a member", "the last day", "the first day", "a candidate"],
    )
    def test_who_may_present(self, host: Record) -> None:
        assert rows("host_not_active", host, meeting("E1", presenter_id="M1")) == []

    @pytest.mark.parametrize("status", ["suspended", "rejected"])
    def test_of_who_is_suspended_or_rejected_only_what_is_to_come_is_looked_at(self, status: str) -> None:
        given = (member("M1", status=status), meeting("E1", host_id="M1"))
        assert rows("host_not_active", *given, today="2026-01-08") == [2]
        assert rows("host_not_active", *given, today="2026-01-09") == []

    def test_an_unknown_host_is_a_finding_of_its_own(self) -> None:
        assert rows("host_not_active", meeting("E1", host_id="M7")) == []
        assert rows("unknown_reference", meeting("E1", host_id="M7")) == [2]
