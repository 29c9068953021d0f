"""The agenda: the next meeting, what is new since the last one, whose turn it is, what to decide and to celebrate."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from netsheets.domain.network import Network
from netsheets.domain.practice.agenda import Agenda, agenda_of
from netsheets.domain.practice.meetings import Gathering, next_gathering
from netsheets.domain.records import Record
from tests.support import ROOT
from tests.support.build import (
    attendance,
    billing,
    book,
    client,
    credit_note,
    day,
    dispute,
    interview,
    meeting,
    member,
    members,
    parameter,
    project,
    referral,
    share,
)
from tests.support.command_line import TODAY, Ran, done, netsheets, sample, write_csv

JANUARY, FEBRUARY = meeting("E1"), meeting("E2", held_on="2026-02-05")


def gathering(*rows: Record, on: str = "2026-01-15") -> Gathering:
    return next_gathering(book(*rows), day(on))


def agenda(*rows: Record, today: str = "2026-01-15", on: str | None = None) -> Agenda:
    seen = book(*rows)
    return agenda_of(Network.of(seen, day(today)), day=day(on) if on else None)


class TestNextMeeting:
    @pytest.mark.parametrize(
        ("on", "expected"),
        [("2026-01-07", "E1"), ("2026-01-08", "E1"), ("2026-01-09", "E2"), ("2026-02-05", "E2")],
    )
    def test_it_is_the_first_on_or_after_the_day(self, on: str, expected: str) -> None:
        found = gathering(JANUARY, FEBRUARY, on=on)
        assert found.meeting is not None
        assert found.meeting.meeting_id == expected

    def test_only_meetings_of_all_members_count(self) -> None:
        other = meeting("E3", held_on="2026-01-20", kind="social")
        assert gathering(JANUARY, other, FEBRUARY).held_on == day("2026-02-05")

    def test_without_one_it_is_the_day_itself(self) -> None:
        found = gathering(JANUARY, on="2026-03-10")
        assert (found.held_on, found.meeting, found.since) == (day("2026-03-10"), None, day("2026-01-08"))

    def test_new_is_what_happened_from_the_last_meeting_on_and_before_this_one(self) -> None:
        found = gathering(JANUARY, FEBRUARY)
        days = ("2026-01-07", "2026-01-08", "2026-02-04", "2026-02-05")
        assert [found.covers(day(each)) for each in days] == [False, True, True, False]
        assert not found.covers(None)

    def test_before_the_first_meeting_a_month_is_new(self) -> None:
        assert gathering(FEBRUARY).since == day("2026-01-05")

    @given(st.dates(min_value=day("2025-01-01"), max_value=day("2026-12-31")))
    def test_every_day_is_new_at_exactly_one_meeting(self, on: Any) -> None:
        months = [meeting(f"E{number}", held_on=f"2026-{number:02d}-05") for number in range(1, 13)]
        first, *others = [gathering(*months, on=each.held_on.isoformat()) for each in months]
        covering = sum(each.covers(on) for each in others)
        assert covering == (first.held_on <= on < others[-1].held_on)


class TestWhoIsExpected:
    def test_members_of_that_day_are(self) -> None:
        rows = (
            member("M1", joined_on="2026-02-05"),
            member("M2", joined_on="2026-02-06"),
            member("M3", status="left", left_on="2026-02-05"),
            member("M4", status="left", left_on="2026-02-04"),
            member("M5", status="left"),
            member("M6", status="suspended"),
            member("M7", status="candidate", joined_on=None),
        )
        assert gathering(*rows, FEBRUARY).expected == ("M1", "M3")

    def test_who_said_they_will_not_come_is_not(self) -> None:
        said = [attendance("E2", member_id=f"M{n}", presence=p) for n, p in enumerate(("excused", "absent"), 1)]
        found = gathering(*members("M1", "M2", "M3"), FEBRUARY, *said)
        assert (found.expected, found.away) == (("M3",), ("M1", "M2"))

    def test_another_member_begins_at_each_meeting_and_everybody_in_turn(self) -> None:
        rows: tuple[Record, ...] = (
            *members("M1", "M2", "M3"),
            *(meeting(f"E{n}", held_on=f"2026-0{n}-05") for n in range(1, 5)),
        )
        orders = [gathering(*rows, on=f"2026-0{n}-05").expected for n in range(1, 5)]
        assert orders == [("M1", "M2", "M3"), ("M2", "M3", "M1"), ("M3", "M1", "M2"), ("M1", "M2", "M3")]

    def test_nobody_is_expected_of_nobody(self) -> None:
        assert gathering(FEBRUARY).expected == ()


def news(member_id: str, *rows: Record) -> list[tuple[str, str, int]]:
    found = agenda(*members("M1", "M2", "M3"), client("C1"), JANUARY, FEBRUARY, *rows)
    items = next(each.items for each in found.news if each.member_id == member_id)
    return [(each.kind, each.other_id, each.number) for each in items]


class TestNewsRound:
    def test_a_referral_given_is_news_of_both(self) -> None:
        row = referral(given_on="2026-01-08", status="given", won_on=None)
        assert news("M1", row) == [("given", "M2", 1)]
        assert news("M2", row) == [("received", "M1", 1)]
        assert news("M3", row) == []

    def test_what_was_given_before_is_not(self) -> None:
        assert news("M1", referral(given_on="2026-01-07", status="given", won_on=None)) == []

    def test_a_referral_won_and_thanked_for(self) -> None:
        row = referral(given_on="2026-01-05", won_on="2026-01-20", thanked_on="2026-01-21")
        assert news("M1", row) == [("brought", "M2", 1)]
        assert news("M2", row) == [("won", "M1", 1), ("thanked", "M1", 1)]

    def test_everybody_with_a_share_brought_or_won_it(self) -> None:
        rows = (
            referral(),
            share(member_id="M1"), share(member_id="M3"),
            share(member_id="M2", role="performer"), share(member_id="M3", role="performer"),
        )  # fmt: skip
        assert news("M1", *rows) == [("brought", "M2", 1)]
        assert news("M3", *rows) == [("brought", "M2", 1), ("won", "M1", 1)]

    def test_what_was_given_to_oneself_is_no_news(self) -> None:
        assert news("M2", referral(referrer_id="M2", given_on="2026-01-08")) == []

    def test_invoices_paid_are_counted_and_credit_notes_are_not(self) -> None:
        rows = (
            referral(won_on="2026-01-07"),
            billing("B1", paid_on="2026-01-08"),
            billing("B2", paid_on="2026-02-04"),
            billing("B3", paid_on="2026-02-05"),
            credit_note("B4", paid_on="2026-01-20"),
        )
        assert news("M2", *rows) == [("paid", "", 2)]

    @pytest.mark.parametrize("kind", ["interview", "site_visit", "guest_visit", "reference"])
    def test_interviews_held(self, kind: str) -> None:
        rows = (member("M9", status="candidate", joined_on=None), interview(kind=kind, held_on="2026-01-08"))
        assert news("M1", *rows) == [(kind, "M9", 1)]

    def test_a_visit_is_news_of_the_host_and_of_who_went(self) -> None:
        visit = meeting("E3", kind="visit", held_on="2026-01-20", host_id="M2")
        went = [attendance("E3", member_id=each, presence="late") for each in ("M1", "M2")]
        missed = attendance("E3", member_id="M3", presence="absent")
        assert news("M1", visit, *went, missed) == [("visited", "M2", 1)]
        assert news("M2", visit, *went, missed) == [("was_visited", "", 1)]
        assert news("M3", visit, *went, missed) == []

    def test_a_one_to_one_is_news_of_both(self) -> None:
        talk = (meeting("E3", kind="one_to_one", held_on="2026-01-20", host_id="M1"), attendance("E3", member_id="M3"))
        assert news("M1", *talk) == [("one_to_one", "M3", 1)]
        assert news("M3", *talk) == [("one_to_one", "M1", 1)]

    def test_what_was_presented_elsewhere_is_news_and_at_the_last_meeting_everybody_saw_it(self) -> None:
        evening = meeting("E3", kind="presentation", held_on="2026-01-20", presenter_id="M1")
        assert news("M1", evening) == [("presented", "", 1)]
        assert news("M1", meeting("E4", presenter_id="M1")) == []

    def test_a_project_begun_and_ended_is_news_of_its_lead(self) -> None:
        row = project(started_on="2026-01-08", ended_on="2026-02-04", outcome="failed")
        assert news("M1", row) == [("project_started", "", 1), ("project_ended", "", 1)]

    def test_a_new_member_is_news(self) -> None:
        found = agenda(member("M4", joined_on="2026-01-20"), FEBRUARY)
        assert [each.kind for each in found.news[0].items] == ["joined"]

    def test_what_a_member_last_told_is_taken_up_again(self) -> None:
        told = (
            attendance("E0", member_id="M1", news="older"),
            attendance("E1", member_id="M1", news="opens a workshop"),
            attendance("E2", member_id="M1", news="typed too early"),
        )
        found = agenda(*members("M1"), meeting("E0", held_on="2025-12-04"), JANUARY, FEBRUARY, *told)
        assert (found.news[0].last_told, found.news[0].last_told_on) == ("opens a workshop", day("2026-01-08"))

    @pytest.mark.parametrize(("held_on", "expected"), [("2025-02-05", "told"), ("2025-02-04", "")])
    def test_what_was_told_over_a_year_ago_is_no_news(self, held_on: str, expected: str) -> None:
        found = agenda(*members("M1"), meeting("E0", held_on=held_on), FEBRUARY, attendance("E0", news="told"))
        assert found.news[0].last_told == expected


class TestTurns:
    def test_who_never_presented_is_first_then_who_did_longest_ago(self) -> None:
        rows = (
            meeting("E3", held_on="2025-06-05", presenter_id="M1"),
            meeting("E4", held_on="2025-05-05", presenter_id="M2"),
            meeting("E5", held_on="2026-03-05", presenter_id="M2"),
        )
        found = agenda(*members("M1", "M2"), member("M3", joined_on="2026-01-01"), member("M4"), *rows, FEBRUARY)
        assert [(each.member_id, str(each.last_on), str(each.planned_on)) for each in found.presentations] == [
            ("M4", "None", "None"),
            ("M3", "None", "None"),
            ("M2", "2025-05-05", "2026-03-05"),
            ("M1", "2025-06-05", "None"),
        ]

    def test_who_presents_at_this_meeting_is_not_asked_again(self) -> None:
        planned = meeting("E2", held_on="2026-02-05", presenter_id="M1")
        assert [each.member_id for each in agenda(*members("M1", "M2"), planned).presentations] == ["M2"]

    @pytest.mark.parametrize(("held_on", "due"), [("2024-02-05", False), ("2024-02-04", True)])
    def test_a_visit_counts_for_two_years(self, held_on: str, due: bool) -> None:
        visit = meeting("E3", kind="visit", held_on=held_on, host_id="M1")
        assert bool(agenda(*members("M1"), visit, FEBRUARY).visits) is due

    def test_a_site_visit_before_joining_counts(self) -> None:
        seen = interview(candidate_id="M1", kind="site_visit", held_on="2025-06-05", interviewer_id="M2")
        assert [each.member_id for each in agenda(*members("M1", "M2"), seen, FEBRUARY).visits] == ["M2"]

    def test_to_host_a_meeting_is_no_visit(self) -> None:
        hosted = meeting("E3", held_on="2025-06-05", host_id="M1")
        assert [each.member_id for each in agenda(*members("M1"), hosted, FEBRUARY).visits] == ["M1"]


class TestDecisions:
    def test_candidates_with_what_is_missing(self) -> None:
        held = [interview(f"I{n}", interviewer_id=f"M{n}", held_on="2026-01-05") for n in (1, 2)]
        ready, waiting = (member(each, status="candidate", joined_on=None) for each in ("M9", "M8"))
        found = agenda(*members("M1", "M2"), ready, waiting, *held, FEBRUARY)
        assert [(each.member_id, each.ready, each.missing) for each in found.candidates] == [
            ("M9", True, 0),
            ("M8", False, 2),
        ]

    @pytest.mark.parametrize(
        ("won_on", "expected"),
        [
            ("2025-01-14", []),
            ("2025-01-15", ["2026-01-15"]),
            ("2025-02-05", ["2026-02-05"]),
            ("2025-03-07", ["2026-03-07"]),
            ("2025-03-08", []),
        ],
        ids=["over", "today", "the day of the meeting", "the last day of the notice", "a day later"],
    )
    def test_ownerships_that_end_between_today_and_the_notice_after_the_meeting(
        self, won_on: str, expected: list[str]
    ) -> None:
        row = referral(given_on="2025-01-01", won_on=won_on)
        found = agenda(*members("M1", "M2"), client("C1"), row, FEBRUARY)
        assert [str(each.last_day) for each in found.ownerships] == expected

    def test_an_ownership_that_was_over_before_the_meeting_of_an_earlier_day_is_not_told(self) -> None:
        row = referral(given_on="2025-01-01", won_on="2025-02-04")
        assert (
            agenda(*members("M1", "M2"), client("C1"), row, FEBRUARY, today="2026-03-01", on="2026-02-01").ownerships
            == ()
        )


class TestCelebrations:
    PEOPLE: tuple[Record, ...] = (*members("M1", "M2", "M3"), client("C1"), JANUARY, FEBRUARY)

    def test_a_referral_won_since_the_last_meeting(self) -> None:
        found = agenda(*self.PEOPLE, referral(won_on="2026-01-08"), referral("R2", won_on="2026-01-07")).celebrations
        assert [(each.referral_id, each.referrer_ids, each.performer_ids, each.joint) for each in found.wins] == [
            ("R1", ("M1",), ("M2",), False)
        ]

    def test_a_joint_response_or_a_shared_one_is_a_win_together(self) -> None:
        rows = (referral("R1", kind="joint_response"), referral("R2"), share("R2"), share("R2", member_id="M3"))
        assert [each.joint for each in agenda(*self.PEOPLE, *rows).celebrations.wins] == [True, True]

    def test_nobody_claps_for_what_is_disputed(self) -> None:
        thanked = referral("R2", won_on="2026-01-02", thanked_on="2026-01-03")
        found = agenda(*self.PEOPLE, thanked, referral(), dispute()).celebrations
        assert (found.wins, found.thanks) == ((), ())

    @pytest.mark.parametrize(("outcome", "expected"), [("success", ["J1"]), ("failed", []), ("ongoing", [])])
    def test_a_project_that_ended_well(self, outcome: str, expected: list[str]) -> None:
        found = agenda(*self.PEOPLE, project(outcome=outcome, ended_on="2026-01-20")).celebrations
        assert [each.project_id for each in found.successes] == expected

    @pytest.mark.parametrize(("joined_on", "expected"), [("2025-01-21", ["M4"]), ("2025-01-20", [])])
    def test_the_first_referral_of_a_newcomer(self, joined_on: str, expected: list[str]) -> None:
        row = referral(referrer_id="M4", given_on="2026-01-20", status="given", won_on=None)
        found = agenda(*self.PEOPLE, member("M4", joined_on=joined_on), row).celebrations
        assert [each.member_id for each in found.first_referrals] == expected

    def test_the_charter_says_how_long_one_is_a_newcomer(self) -> None:
        row = referral(referrer_id="M4", given_on="2026-01-20", status="given", won_on=None)
        rows = (parameter("recruitment.experience_months", "6"), member("M4", joined_on="2025-07-20"), row)
        assert agenda(*self.PEOPLE, *rows).celebrations.first_referrals == ()

    def test_a_second_referral_is_no_first_one(self) -> None:
        rows = [referral(f"R{n}", referrer_id="M4", given_on=f"2026-01-0{n}") for n in (7, 8)]
        assert agenda(*self.PEOPLE, member("M4", joined_on="2025-12-01"), *rows).celebrations.first_referrals == ()

    NOTED = referral("R9", given_on="2024-01-05", won_on="2024-01-10", thanked_on="2024-01-11")

    @pytest.mark.parametrize(("won_on", "expected"), [("2025-02-05", ["R1"]), ("2025-02-04", [])])
    def test_thanks_are_due_for_twelve_months(self, won_on: str, expected: list[str]) -> None:
        found = agenda(*self.PEOPLE, referral(given_on="2025-01-05", won_on=won_on), self.NOTED).celebrations
        assert [each.referral_id for each in found.thanks] == expected

    @pytest.mark.parametrize(
        "row",
        [
            referral(thanked_on="2026-01-20"),
            referral(status="quoted"),
            referral(referrer_id="NETWORK"),
            referral(referrer_id="M8"),
            referral(recipient_id="M8"),
        ],
        ids=["said", "not won", "the network", "the referrer left", "the recipient left"],
    )
    def test_whom_nobody_has_to_thank(self, row: Record) -> None:
        gone = member("M8", status="left", left_on="2026-01-10")
        assert agenda(*self.PEOPLE, gone, row, self.NOTED).celebrations.thanks == ()

    def test_who_notes_no_thanks_is_not_asked_for_them(self) -> None:
        assert agenda(*self.PEOPLE, referral()).celebrations.thanks == ()

    @pytest.mark.parametrize(
        ("joined_on", "expected"),
        [("2024-01-08", []), ("2024-01-09", [2]), ("2025-02-05", [1]), ("2025-02-06", []), ("2026-01-20", [])],
        ids=["at the last meeting", "since", "that day", "a day later", "new"],
    )
    def test_years_of_membership(self, joined_on: str, expected: list[int]) -> None:
        found = agenda(JANUARY, FEBRUARY, member("M4", joined_on=joined_on)).celebrations
        assert [each.years for each in found.anniversaries] == expected

    def test_who_joined_on_29_february_is_celebrated_on_the_28th(self) -> None:
        found = agenda(meeting(held_on="2026-03-05"), member("M4", joined_on="2024-02-29"), on="2026-03-01")
        assert [str(each.on) for each in found.celebrations.anniversaries] == ["2026-02-28"]


class TestIntroductions:
    ROWS: tuple[Record, ...] = (
        *members("M1", "M2", "M3", "M4"),
        client("C1"),
        FEBRUARY,
        referral("R1", given_on="2025-03-05"),
        referral("R2", given_on="2025-03-06", referrer_id="M3", recipient_id="M4"),
    )

    def test_nobody_is_in_two_of_them(self) -> None:
        found = agenda(*self.ROWS).introductions
        named = [each for pair in found for each in (pair.member_a, pair.member_b)]
        assert found
        assert len(set(named)) == len(named)
        assert all(pair.reasons for pair in found)

    def test_both_are_expected(self) -> None:
        away = attendance("E2", member_id="M2", presence="excused")
        named = {each for pair in agenda(*self.ROWS, away).introductions for each in (pair.member_a, pair.member_b)}
        assert "M2" not in named


class TestPoints:
    def test_a_point_with_nothing_to_say_is_left_out(self) -> None:
        found = agenda(FEBRUARY)
        assert (found.points, found.minutes) == ((), 0)
        alone = member("M1", joined_on="2020-06-01")
        assert [each.name for each in agenda(alone, FEBRUARY).points] == ["news", "turns"]

    @pytest.mark.parametrize(("count", "minutes"), [(15, 30), (16, 16)])
    def test_a_large_network_has_a_minute_each(self, count: int, minutes: int) -> None:
        people = members(*(f"M{number}" for number in range(count)))
        assert agenda(*people, FEBRUARY).points[0] == ("news", minutes)

    def test_the_next_two_dates_are_announced_one_to_ones_apart(self) -> None:
        later = [meeting(f"E{n}", held_on=f"2026-0{n}-05") for n in range(3, 6)]
        private = meeting("E9", held_on="2026-02-10", kind="one_to_one")
        assert [each.meeting_id for each in agenda(FEBRUARY, private, *later).upcoming] == ["E3", "E4"]


class TestSampleNetwork:
    def test_the_agenda_of_november(self, tmp_path: Path) -> None:
        ran = netsheets("agenda", "2026-10-02", "-w", sample(tmp_path), "--today", "2026-10-30")
        assert ran.code == 0
        assert points(ran) == [
            "1. What's new? · 20 min",
            "2. Presentation · 15 min",
            "3. Whose turn is it? · 3 min",
            "4. Candidates · 7 min",
            "5. Client ownerships running out · 4 min",
            "6. To celebrate · 4 min",
            "7. Introductions · 3 min",
        ]
        for said in (
            "Agenda: November meeting\n\nTournemain Network · 05/11/2026\n",
            "Host: Joseph Pandreau · 10 members expected · will not come: Inès Calvadour, Hugo Fontamère · about 56 m",
            "Won Famille Escoffrier, brought by Inès Calvadour; thanked Inès Calvadour for Famille Escoffrier. “the",
            "Gave Rachid Bellombre a referral: Bistrot des Trois Tabourets; 2 invoices paid; interviewed Élodie Sarreb",
            "☐ Thibault Gravenne: demolition without dust",
            "☐ Longest without a presentation: Solène Vasterre (04/12/2025), Inès Calvadour (08/01/2026), Rachid Bell",
            "☐ Élodie Sarrebourque: the charter is met, the members decide. To talk about first: skill shared, no agr",
            "☐ Franck Dorvallon: not yet (interviews to come: 1).",
            "☐ Copropriété Les Balcons de Vaise: Camille Ostrevant, until 03/11/2026, before the meeting. To extend it",
            "☐ Famille Brissonneau: Bastien Lorvaud, until 12/11/2026. Extend it?",
            "☐ Famille Escoffrier: won by Maëlle Tirvigne, brought by Inès Calvadour.",
            "☐ Hugo Fontamère: 2 years in the network.",
            "☐ Thanks still due: Inès Calvadour to Karim Ouvrac for Restaurant La Cuillère Tordue; Joseph Pandreau to",
            "Next: December meeting on 03/12/2026 (Maëlle Tirvigne); Winter dinner on 17/12/2026 (Karim Ouvrac).",
        ):
            assert said in ran.out

    def test_the_same_in_french(self, tmp_path: Path) -> None:
        ran = netsheets("agenda", "2026-10-02", "-w", sample(tmp_path, "fr"), "--today", "2026-10-30")
        assert points(ran) == [
            "1. Quoi de neuf\u00a0? · 20 min",
            "2. Présentation · 15 min",
            "3. À qui le tour\u00a0? · 3 min",
            "4. Candidats · 7 min",
            "5. Propriétés client qui arrivent à terme · 4 min",
            "6. À célébrer · 4 min",
            "7. Mises en relation · 3 min",
        ]
        assert "Ordre du jour\u00a0: Réunion de novembre\n\nRéseau Tournemain · 05/11/2026\n" in ran.out
        assert "☐ Famille Escoffrier\u00a0: gagné par Maëlle Tirvigne, apporté par Inès Calvadour." in ran.out
        assert "A reçu Mairie de Saint-Rambourg, apporté par Réseau Tournemain." in ran.out

    def test_the_next_one_is_that_of_december(self, tmp_path: Path) -> None:
        ran = done("agenda", "-w", sample(tmp_path), "--today", TODAY, "--format", "json")
        document = ran.document
        assert document["gathering"]["meeting"]["meeting_id"] == "S28"
        assert document["gathering"]["since"] == "2026-11-05"
        assert len(document["gathering"]["expected"]) == 12
        assert document["minutes"] == sum(each["minutes"] for each in document["points"])

    @pytest.mark.parametrize("form", ["table", "json", "csv"])
    def test_no_amount_is_told(self, tmp_path: Path, form: str) -> None:
        for on in ("2026-02-05", "2026-06-04", "2026-10-02"):
            ran = done("agenda", on, "-w", sample(tmp_path), "--today", TODAY, "--dry-run", "--format", form)
            assert re.findall(r"\d[\d\u00a0\u202f., ]*[.,]\d\d\b|EUR|€", ran.out) == []

    def test_csv_is_the_news_round(self, tmp_path: Path) -> None:
        ran = done("agenda", "2026-11-05", "-w", sample(tmp_path), "--today", TODAY, "--format", "csv")
        assert [each["member"] for each in ran.rows][:2] == ["Joseph Pandreau", "Thibault Gravenne"]
        assert ran.rows[0]["news"] == "3 invoices paid. “gives a course on lime in October”\u00a0(07/05)"


class TestCommand:
    def test_it_writes_its_tab_and_says_so(self, tmp_path: Path) -> None:
        workbook = sample(tmp_path)
        ran = done("agenda", "-w", workbook, "--today", TODAY)
        assert ran.err == "Also in the workbook, in the tab Agenda.\n"
        assert tab_texts(workbook, "Agenda")[0] == "Agenda: December meeting"

    def test_a_rehearsal_writes_nothing(self, tmp_path: Path) -> None:
        workbook = sample(tmp_path)
        before = workbook.read_bytes()
        ran = done("agenda", "-w", workbook, "--today", TODAY, "--dry-run")
        assert "Nothing was written" in ran.err
        assert workbook.read_bytes() == before

    @pytest.mark.parametrize("ending", ["html", "md", "xlsx", "json"])
    def test_it_goes_to_a_file(self, tmp_path: Path, ending: str) -> None:
        workbook = sample(tmp_path)
        before, file = workbook.read_bytes(), tmp_path / f"agenda.{ending}"
        ran = done("agenda", "2026-11-05", "-w", workbook, "--today", TODAY, "-o", file)
        assert ran.err == "Agenda: November meeting, in a file:\n"
        assert file.stat().st_size > 1000
        assert workbook.read_bytes() == before

    def test_what_is_no_day_is_refused(self, tmp_path: Path) -> None:
        ran = netsheets("agenda", "December", "-w", sample(tmp_path))
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == "“December” is not a day. Write it as year-month-day: 2026-10-31.\n"

    @pytest.mark.parametrize(
        ("language", "expected"),
        [
            (
                "en",
                "The tab Meetings holds no meeting of the members from 01/06/2027 on: this is what there would be to",
            ),
            (
                "fr",
                "L'onglet Réunions ne contient aucune réunion des membres à partir du 01/06/2027\u00a0: voici ce qu",
            ),
        ],
    )
    def test_without_a_meeting_it_says_so(self, tmp_path: Path, language: str, expected: str) -> None:
        workbook = sample(tmp_path, language)
        assert expected in done("agenda", "2027-06-01", "-w", workbook, "--today", TODAY).out

    def test_a_workbook_that_nobody_filled_has_an_agenda(self, tmp_path: Path) -> None:
        workbook = tmp_path / "new.xlsx"
        done("init", workbook)
        assert "No member expected\n" in done("agenda", "-w", workbook, "--today", TODAY).out

    def test_member_text_never_becomes_markup(self, tmp_path: Path) -> None:
        name = "<script>{{x}}|[a](b)"
        rows = {
            "members": [{"member_id": "M1", "name": name, "status": "active", "joined_on": "2020-01-06"}],
            "meetings": [
                {"meeting_id": "E1", "held_on": "2026-12-03", "kind": "meeting", "presenter_id": "M1", "topic": name}
            ],
        }
        workbook = filled(tmp_path, rows)
        done("agenda", "-w", workbook, "--today", TODAY, "-o", tmp_path / "agenda.html")
        page = (tmp_path / "agenda.html").read_text("utf-8")
        assert "<script" not in page
        assert "&lt;script&gt;{{x}}|[a](b)" in page
        done("agenda", "-w", workbook, "--today", TODAY, "-o", tmp_path / "agenda.md")
        assert "\\<script\\>{{x}}\\|\\[a\\](b)" in (tmp_path / "agenda.md").read_text("utf-8")
        done("agenda", "-w", workbook, "--today", TODAY)
        assert any(name in text for text in tab_texts(workbook, "Agenda"))


@pytest.mark.parametrize("report", ["agenda", "projects"])
def test_the_words_say_the_same_in_every_language(report: str) -> None:
    path = ROOT / "templates" / "reports" / f"{report}.json"
    texts = json.loads(path.read_text("utf-8"), object_pairs_hook=once)
    for key, said in texts.items():
        assert set(re.findall(r"\{\w+\}", said["en"])) == set(re.findall(r"\{\w+\}", said["fr"])), key
        assert not re.search(r" [:;?!»]|« ", said["fr"]), key


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object each of whose keys is there once."""
    assert len({key for key, _ in pairs}) == len(pairs)
    return dict(pairs)


def points(ran: Ran) -> list[str]:
    return [line for line in ran.out.splitlines() if re.match(r"\d\. .* min$", line)]


def tab_texts(workbook: Path, title: str) -> list[str]:
    """Return the texts of a tab, from the top."""
    rows = CalamineWorkbook.from_path(workbook).get_sheet_by_name(title).to_python()
    return [cell for row in rows for cell in row if isinstance(cell, str) and cell]


def filled(folder: Path, rows: dict[str, list[dict[str, str]]]) -> Path:
    """Return a new workbook with these rows in it."""
    workbook = folder / "filled.xlsx"
    for key, found in rows.items():
        write_csv(folder / "rows" / f"{key}.csv", found)
    done("init", workbook, *(option for key in rows for option in ("--tab", key)))
    done("import", folder / "rows", "-w", workbook)
    return workbook
