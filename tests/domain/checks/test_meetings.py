"""Meetings: attendance that nobody noted, of people who were no members then, and before the day."""

from __future__ import annotations

import pytest

from netsheets.domain.book import Rejected
from netsheets.domain.findings import finding
from netsheets.domain.records import Record
from tests.support.build import attendance, found, interview, meeting, member, members

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
