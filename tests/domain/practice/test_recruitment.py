"""Recruitment: which interviews count, what is missing, opinions side by side, and what to settle before a decision."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.domain.book import Book, Rejected
from netsheets.domain.findings import finding
from netsheets.domain.network import Network
from netsheets.domain.practice.recruitment import Candidacy, recruitment_of
from netsheets.domain.records import Member, Record
from netsheets.domain.validity import valid_book
from tests.support.build import agreement, book, day, found, interview, member, members, parameter

TODAY = "2026-11-22"
VETERANS: tuple[Record, ...] = members("M1", "M2", "M3")


def candidate(member_id: str = "M9", **given: object) -> Member:
    return member(member_id, **{"status": "candidate", "joined_on": "", **given})


def candidacies(seen: Book, today: str = TODAY) -> tuple[Candidacy, ...]:
    return recruitment_of(Network.of(seen, day(today))).candidates


def candidacy(*rows: Record, today: str = TODAY) -> Candidacy:
    """Return the only candidate's candidacy among three veterans."""
    people = () if any(isinstance(each, Member) and each.status == "candidate" for each in rows) else (candidate(),)
    (only,) = candidacies(book(*VETERANS, *people, *rows), today)
    return only


# who is a candidate


@pytest.mark.parametrize("status", ["active", "suspended", "left", "rejected"])
def test_only_candidates_are_candidates(status: str) -> None:
    assert candidacies(book(*VETERANS, member("M9", status=status))) == ()


def test_who_is_ready_comes_first_then_who_lacks_least() -> None:
    rows: tuple[Record, ...] = (
        *(candidate(each) for each in ("C1", "C2", "C3", "C4")),
        interview("I1", candidate_id="C3"),
        interview("I2", candidate_id="C3", interviewer_id="M2"),
        interview("I3", candidate_id="C2"),
    )
    order = [(each.member_id, each.ready, each.missing) for each in candidacies(book(*VETERANS, *rows))]
    assert order == [("C3", True, 0), ("C2", False, 1), ("C1", False, 2), ("C4", False, 2)]


# interviews that count


def test_two_interviews_by_two_experienced_members_are_enough() -> None:
    seen = candidacy(interview("I1"), interview("I2", interviewer_id="M2"))
    assert (seen.interviewed_by, seen.asked, seen.missing) == (("M1", "M2"), 2, 0)
    assert (seen.obstacles, seen.ready) == ((), True)


def test_one_interview_is_one_too_few() -> None:
    seen = candidacy(interview())
    assert (seen.interviewed_by, seen.missing, seen.obstacles, seen.ready) == (
        ("M1",), 1, ("interviews_missing",), False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "why_not"),
    [
        (interview(), None),
        (interview(interviewer_id="M9"), "own"),
        (interview(interviewer_id=""), "nobody"),
        (interview(interviewer_id="M8"), "interviewer_unread"),
        (interview(interviewer_id="M7"), "not_experienced"),
        (interview(kind="site_visit"), "not_an_interview"),
        (interview(kind="guest_visit"), "not_an_interview"),
        (interview(kind="reference"), "not_an_interview"),
        (interview(held_on=TODAY), None),
        (interview(held_on="2026-11-23"), "future"),
    ],
)
def test_a_talk_counts_or_says_why_not(row: Record, why_not: str | None) -> None:
    new = member("M7", joined_on="2026-01-01")
    (talk,) = candidacy(new, row).talks
    assert (talk.counts, talk.why_not) == (why_not is None, why_not)


@pytest.mark.parametrize(("joined_on", "counts"), [("2025-01-05", True), ("2025-01-06", False)])
def test_an_interviewer_is_experienced_from_the_day_twelve_months_after_joining(joined_on: str, counts: bool) -> None:
    (talk,) = candidacy(member("M7", joined_on=joined_on), interview(interviewer_id="M7", held_on="2026-01-05")).talks
    assert talk.counts is counts


def test_a_second_interview_by_the_same_member_does_not_count_again() -> None:
    seen = candidacy(interview("I1", held_on="2026-02-02"), interview("I2", held_on="2026-01-05"))
    assert [(each.interview.interview_id, each.why_not) for each in seen.talks] == [("I2", None), ("I1", "again")]
    assert (seen.interviewed_by, seen.missing) == (("M1",), 1)


@pytest.mark.parametrize(("since", "asked"), [("2026-11-22", 3), ("2026-11-23", 2)])
def test_the_charter_of_today_says_how_many(since: str, asked: int) -> None:
    seen = candidacy(parameter("recruitment.interviews", "3", since))
    assert (seen.asked, seen.missing) == (asked, asked)


def test_more_interviews_than_asked_leave_none_missing() -> None:
    assert candidacy(*(interview(f"I{each}", interviewer_id=each) for each in ("M1", "M2", "M3"))).missing == 0


@given(st.lists(st.tuples(st.sampled_from(["M1", "M2", "M3", "M9", ""]), st.booleans()), max_size=6))
def test_what_is_missing_and_who_counts_make_up_what_is_asked(talks: list[tuple[str, bool]]) -> None:
    rows = (
        interview(f"I{number}", interviewer_id=who, kind="interview" if asked else "site_visit")
        for number, (who, asked) in enumerate(talks)
    )
    seen = candidacy(*rows)
    assert seen.missing == max(seen.asked - len(seen.interviewed_by), 0)
    assert sum(each.counts for each in seen.talks) == len(set(seen.interviewed_by)) == len(seen.interviewed_by)
    assert seen.ready is (seen.missing == 0)


# opinions


def test_opposite_verdicts_diverge_and_both_are_named() -> None:
    seen = candidacy(
        interview("I1", verdict="favourable"),
        interview("I2", verdict="unfavourable", interviewer_id="M2", kind="guest_visit"),
        interview("I3", verdict="favourable", interviewer_id="M3"),
    )
    (only,) = seen.divergences
    assert (only.on, only.low, only.low_in, only.high, only.high_in) == (
        "verdict", "unfavourable", ("I2",), "favourable", ("I1", "I3"),
    )  # fmt: skip
    assert "verdicts_diverge" in seen.cautions
    assert "unfavourable" not in seen.cautions
    assert seen.ready


@pytest.mark.parametrize("second", ["favourable", "reserved", ""])
def test_verdicts_one_step_apart_do_not_diverge(second: str) -> None:
    assert candidacy(interview("I1", verdict="favourable"), interview("I2", verdict=second)).divergences == ()


def test_an_unfavourable_verdict_without_its_opposite_is_a_caution_too() -> None:
    seen = candidacy(interview("I1", verdict="unfavourable"), interview("I2", verdict="reserved"))
    assert "unfavourable" in seen.cautions
    assert "verdicts_diverge" not in seen.cautions


@pytest.mark.parametrize(("second", "diverge"), [(3, False), (2, True), (5, False)])
def test_two_marks_that_differ_by_two_diverge(second: int, diverge: bool) -> None:
    seen = candidacy(interview("I1", generosity=4), interview("I2", interviewer_id="M2", generosity=second))
    assert [(each.on, each.low, each.high) for each in seen.divergences] == (
        [("generosity", 2, 4)] if diverge else []
    )  # fmt: skip
    assert ("marks_diverge" in seen.cautions) is diverge


def test_what_someone_says_of_themselves_or_will_say_is_no_opinion() -> None:
    rows = (
        interview("I1", verdict="unfavourable", ethics=1),
        interview("I2", verdict="favourable", ethics=5, interviewer_id="M9"),
        interview("I3", verdict="favourable", ethics=5, held_on="2026-11-23"),
    )
    seen = candidacy(*rows)
    assert [each.interview.interview_id for each in seen.opinions] == ["I1"]
    assert (seen.divergences, len(seen.talks)) == ((), 3)


# visits, past networks, overlaps


def test_visits_and_references_are_told_by_their_days() -> None:
    seen = candidacy(
        interview("I1", kind="site_visit", held_on="2026-03-01"),
        interview("I2", kind="guest_visit", held_on="2026-01-01"),
        interview("I3", kind="guest_visit", held_on="2026-02-01"),
        interview("I4", kind="reference", held_on="2026-12-01"),
    )
    assert (seen.site_visits, seen.guest_visits, seen.references) == (
        (day("2026-03-01"),), (day("2026-01-01"), day("2026-02-01")), (),
    )  # fmt: skip
    assert "site_visit_missing" not in seen.cautions
    assert "site_visit_missing" in candidacy().cautions


def test_past_networks_need_a_reason_for_leaving() -> None:
    assert "past_networks_unexplained" in candidacy(candidate(past_networks="Club A")).cautions
    explained = candidate(past_networks="Club A", past_networks_left_because="It closed")
    assert "past_networks_unexplained" not in candidacy(explained).cautions


def test_skills_shared_with_active_members_are_overlaps_however_they_are_spelt() -> None:
    skilled = (
        member("M4", skills="Space-planning; tiling"),
        member("M5", skills="Tiling", status="left", left_on="2026-01-01"),
        candidate(skills="tiling; space planning; kitchens"),
    )
    seen = candidacy(*skilled)
    assert [(each.skill, each.member_id, each.agreed) for each in seen.overlaps] == [
        ("tiling", "M4", False), ("space planning", "M4", False),
    ]  # fmt: skip
    assert "overlap_without_agreement" in seen.cautions


def test_an_agreement_settles_an_overlap_whoever_is_named_first() -> None:
    skilled = (member("M4", skills="tiling"), candidate(skills="Tiling"))
    seen = candidacy(*skilled, agreement("M9", "M4", skill="tiling", terms="floors: M4"))
    (only,) = seen.overlaps
    assert (only.terms, only.agreed_on, only.agreed) == ("floors: M4", day("2026-01-05"), True)
    assert "overlap_without_agreement" not in seen.cautions
    assert not candidacy(*skilled, agreement("M1", "M4", skill="tiling")).overlaps[0].agreed


# rows in error


def test_a_candidate_whose_row_holds_an_error_is_seen_and_not_ready() -> None:
    rows: tuple[Record, ...] = (*VETERANS, candidate(), interview("I1"), interview("I2", interviewer_id="M2"))
    seen = valid_book(book(*rows), [finding("duplicate_key", "members", 5)])
    assert [(each.member_id, each.missing, each.obstacles) for each in candidacies(seen)] == [
        ("M9", 0, ("row_in_error",)),
    ]


def test_an_interview_in_error_does_not_count_and_keeps_the_candidate_waiting() -> None:
    rows: tuple[Record, ...] = (
        *VETERANS,
        candidate(),
        *(interview(f"I{each}", interviewer_id=each) for each in ("M1", "M2", "M3")),
    )
    (seen,) = candidacies(valid_book(book(*rows), [finding("wrong_type", "interviews", 3)]))
    assert (seen.interviewed_by, seen.missing, seen.obstacles) == (("M1", "M3"), 0, ("interview_in_error",))


def test_a_row_read_in_part_is_a_candidate_by_what_is_known() -> None:
    half_read = candidate(name="")._replace(row=5)
    (seen,) = candidacies(book(*VETERANS, rejected=(Rejected("members", 5, "M9", record=half_read),)))
    assert (seen.member_id, seen.name, seen.obstacles) == ("M9", "", ("row_in_error", "interviews_missing"))


# findings on interviews


def test_an_opinion_needs_whose_it_is() -> None:
    rows = (
        interview("I1", interviewer_id="", verdict="favourable", kind="guest_visit"),
        interview("I2", interviewer_id="", ethics=3, kind="reference"),
        interview("I3", interviewer_id=""),
        interview("I4", interviewer_id="", kind="guest_visit"),
        interview("I5", verdict="favourable"),
        interview("I6", interviewer_id="", held_on="2026-11-23"),
    )
    anonymous = found("interview_without_interviewer", *VETERANS, candidate(), *rows, today=TODAY)
    assert anonymous == tuple(
        finding("interview_without_interviewer", "interviews", row, "interviewer_id", member="M9") for row in (2, 3, 4)
    )


@pytest.mark.parametrize(("held_on", "future"), [("2026-11-22", False), ("2026-11-23", True)])
def test_a_talk_in_the_future_is_a_warning(held_on: str, future: bool) -> None:
    expected = finding("interview_in_future", "interviews", 2, "held_on", held_on, member="M9", day=TODAY)
    row = interview(kind="reference", held_on=held_on)
    assert found("interview_in_future", *VETERANS, candidate(), row, today=TODAY) == ((expected,) if future else ())


@pytest.mark.parametrize(("held_on", "late"), [("2026-02-01", False), ("2026-02-02", True)])
def test_an_interview_after_the_joining_is_told(held_on: str, late: bool) -> None:
    joined = member("M9", joined_on="2026-02-01")
    expected = finding("interview_after_joining", "interviews", 2, "held_on", held_on, member="M9", day="2026-02-01")
    assert found("interview_after_joining", *VETERANS, joined, interview(held_on=held_on)) == (
        (expected,) if late else ()
    )  # fmt: skip
    assert found("interview_after_joining", *VETERANS, joined, interview(held_on=held_on, kind="site_visit")) == ()


@pytest.mark.parametrize(
    ("given", "joined"),
    [
        ({"joined_on": "2026-11-22"}, True),
        ({"joined_on": "2026-11-23"}, False),
        ({"joined_on": ""}, False),
        ({"joined_on": "2026-11-22", "status": "active"}, False),
    ],
)
def test_a_candidate_who_has_joined_is_a_warning(given: dict[str, str], joined: bool) -> None:
    expected = finding("candidate_joined", "members", 2, "status", "candidate", member="M9", day="2026-11-22")
    assert found("candidate_joined", candidate(**given), today=TODAY) == ((expected,) if joined else ())
