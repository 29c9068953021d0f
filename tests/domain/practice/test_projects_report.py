"""The review of projects: one lead and one signatory each, who brought the client, how it ended, what to tell."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from netsheets.domain.network import Network
from netsheets.domain.practice.projects import Amount, Review, projects_of
from netsheets.domain.records import Record
from tests.support.build import (
    billing,
    book,
    client,
    credit_note,
    day,
    member,
    members,
    parameter,
    project,
    referral,
    relationship,
    share,
)
from tests.support.command_line import TODAY, done, netsheets, sample

PEOPLE: tuple[Record, ...] = (*members("M1", "M2", "M3"), client("C1"), client("C2"))


def reviews(*rows: Record, today: str = "2026-06-30") -> list[Review]:
    seen = book(*PEOPLE, *rows)
    return list(projects_of(Network.of(seen, day(today))).reviews)


def review(*rows: Record, today: str = "2026-06-30") -> Review:
    """Return the review of J1."""
    return next(each for each in reviews(*rows, today=today) if each.project.project_id == "J1")


class TestSignatory:
    def test_the_network_signs_or_the_lead(self) -> None:
        assert review(project(signatory="network")).signatory_id == "NETWORK"
        assert review(project(signatory="member")).signatory_id == "M1"

    def test_the_clients_referrer_may_sign(self) -> None:
        found = review(project(signatory="member"), referral(project_id="J1"))
        assert (found.brought_by, found.concerns) == (("M1",), ())

    def test_another_member_than_the_one_who_brought_the_client_is_worth_a_word(self) -> None:
        found = review(project(signatory="member", lead_id="M2"), referral(project_id="J1"))
        assert (found.brought_by, found.concerns) == (("M1",), ("signed_by_other",))

    def test_the_network_may_sign_for_whoever_brought_the_client(self) -> None:
        found = review(project(signatory="network", lead_id="M2"), referral(project_id="J1"))
        assert (found.brought_by, found.concerns) == (("M1",), ())

    def test_one_of_several_who_brought_the_client_may_sign(self) -> None:
        shares = (share(member_id="M1"), share(member_id="M2"))
        found = review(project(signatory="member", lead_id="M2"), referral(project_id="J1"), *shares)
        assert (found.brought_by, found.concerns) == (("M1", "M2"), ())

    def test_a_client_nobody_brought(self) -> None:
        assert review(project(signatory="member")).concerns == ("brought_by_nobody",)
        assert review(project(signatory="network")).concerns == ()


class TestWhoBroughtTheClient:
    @pytest.mark.parametrize(
        ("started_on", "expected"),
        [("2026-01-19", ("M3",)), ("2026-01-20", ("M1",)), ("2027-01-20", ("M1",)), ("2027-01-21", ("M3",))],
        ids=["before the window", "its first day", "its last day", "after it"],
    )
    def test_without_a_referral_of_its_own_it_is_the_owner_that_day_else_the_last_who_did(
        self, started_on: str, expected: tuple[str, ...]
    ) -> None:
        later = referral("R2", given_on="2026-01-12", referrer_id="M3", status="contacted", won_on=None)
        found = review(project(started_on=started_on), referral(), later, today="2027-06-30")
        assert found.brought_by == expected

    def test_a_released_client_is_brought_by_the_next(self) -> None:
        next_one = referral("R2", given_on="2026-06-10", won_on="2026-06-15", referrer_id="M2", recipient_id="M1")
        found = review(project(started_on="2026-06-20"), referral(), relationship(), next_one)
        assert found.brought_by == ("M2",)

    @pytest.mark.parametrize("status", ["lost", "cancelled"])
    def test_a_referral_that_came_to_nothing_brought_nobody(self, status: str) -> None:
        assert review(project(started_on="2026-03-01"), referral(status=status, won_on=None)).brought_by == ()

    def test_nor_did_one_that_came_later_or_for_another_client(self) -> None:
        later = referral(given_on="2026-03-02", won_on="2026-03-02")
        other = referral("R2", client_id="C2")
        assert review(project(started_on="2026-03-01"), later, other).brought_by == ()
        assert review(project(started_on="2026-03-02"), later, other).brought_by == ("M1",)


class TestConcerns:
    def test_an_open_project_wants_an_active_lead(self) -> None:
        gone = member("M4", status="left", left_on="2026-06-29")
        led = {"lead_id": "M4", "participants": "M4; M1"}
        assert review(gone, project(**led)).concerns == ("lead_not_active",)
        assert review(gone, project(**led), today="2026-06-29").concerns == ()
        assert review(gone, project(**led, ended_on="2026-06-30", outcome="success")).concerns == ()

    def test_the_lead_takes_part(self) -> None:
        assert review(project(participants="M2; M3")).concerns == ("lead_not_participant",)

    def test_a_client_has_one_open_lead(self) -> None:
        second = project("J2", lead_id="M2")
        assert [each.concerns for each in reviews(project(), second)] == [("several_leads",), ("several_leads",)]
        assert review(project(), project("J2", lead_id="M2", outcome="failed")).concerns == ()
        assert review(project(), project("J2", lead_id="M2", client_id="C2")).concerns == ()
        assert review(project(), project("J2")).concerns == ()

    @pytest.mark.parametrize(("ended_on", "outcome"), [("2026-06-30", "unknown"), ("2026-07-01", "ongoing")])
    def test_a_project_that_ended_wants_an_outcome(self, ended_on: str, outcome: str) -> None:
        found = review(project(ended_on=ended_on))
        assert found.outcome == outcome
        assert ("outcome_unknown" in found.concerns) == (outcome == "unknown")


class TestDuration:
    @pytest.mark.parametrize(
        ("started_on", "ended_on", "outcome", "days"),
        [
            ("2026-06-01", "2026-06-01", "success", 1),
            ("2026-06-01", "2026-06-30", "success", 30),
            ("2026-06-01", None, "ongoing", 30),
            ("2026-06-30", None, "ongoing", 1),
            ("2026-07-01", None, "ongoing", None),
            ("2026-06-02", "2026-06-01", "failed", None),
            ("2026-06-01", None, "success", None),
            (None, "2026-06-30", "success", None),
        ],
    )
    def test_both_days_count_and_today_while_it_goes_on(
        self, started_on: str | None, ended_on: str | None, outcome: str, days: int | None
    ) -> None:
        assert review(project(started_on=started_on, ended_on=ended_on, outcome=outcome)).days == days

    @pytest.mark.parametrize(("started_on", "expected"), [("2026-06-30", "ongoing"), ("2026-07-01", "planned")])
    def test_a_project_to_come_is_planned(self, started_on: str, expected: str) -> None:
        assert review(project(started_on=started_on)).outcome == expected


class TestPartners:
    def test_partners_of_an_earlier_project_are_no_strangers(self) -> None:
        first = project("J1", started_on="2026-01-01")
        second = project("J2", started_on="2026-02-01", participants="M1; M2; M3")
        pairs = {each.project.project_id: [tuple(pair) for pair in each.first_times] for each in reviews(first, second)}
        assert pairs == {"J1": [("M1", "M2")], "J2": [("M1", "M3"), ("M2", "M3")]}

    def test_a_joint_response_is_a_tender(self) -> None:
        assert review(project(), referral(project_id="J1", kind="joint_response")).tender
        assert not review(project(), referral(project_id="J1")).tender

    def test_what_followed_are_later_projects_for_the_client_or_of_two_of_the_members(self) -> None:
        trial = project("J1", trial="yes", started_on="2026-01-01")
        for_client = project("J2", started_on="2026-02-01", participants="M3", lead_id="M3")
        together = project("J3", started_on="2026-03-01", participants="M1; M2", client_id="C2")
        neither = project("J4", started_on="2026-04-01", participants="M1; M3", client_id="C2")
        found = {each.project.project_id: each.followed_by for each in reviews(neither, together, for_client, trial)}
        assert found == {"J1": ("J2", "J3"), "J2": (), "J3": ("J4",), "J4": ()}
        assert review(trial).trial


class TestAmounts:
    def test_what_was_billed_less_credit_notes_and_what_was_paid(self) -> None:
        rows = (
            referral(project_id="J1"),
            billing("B1", amount="1000.00"),
            billing("B2", amount="500.05", paid_on=None),
            credit_note("B3", amount="100.01"),
            referral("R2"),
            billing("B4", referral_id="R2", amount="9999.00"),
        )
        found = review(project(), *rows)
        assert found.amounts == (Amount("EUR", Decimal("1400.04"), Decimal("899.99")),)
        assert found.referral_ids == ("R1",)

    def test_currencies_are_never_added(self) -> None:
        rows = (
            parameter("currency", "CHF"),
            referral(project_id="J1"),
            billing("B1", amount="10.00"),
            referral("R2", project_id="J1", currency="EUR"),
            billing("B2", referral_id="R2", amount="5.00"),
        )
        assert [tuple(each) for each in review(project(), *rows).amounts] == [
            ("CHF", Decimal("10.00"), Decimal("10.00")),
            ("EUR", Decimal("5.00"), Decimal("5.00")),
        ]


def test_open_projects_come_first_then_those_to_come_then_the_latest_ended() -> None:
    rows = (
        project("J1", started_on="2025-01-01", ended_on="2025-02-01", outcome="failed"),
        project("J2", started_on="2025-01-01", ended_on="2025-03-01", outcome="success"),
        project("J3", started_on="2026-09-01"),
        project("J4", started_on="2026-01-01"),
        project("J5", started_on="2026-02-01"),
    )
    assert [each.project.project_id for each in reviews(*rows)] == ["J5", "J4", "J3", "J2", "J1"]


class TestSampleNetwork:
    def test_what_a_treasurer_reads(self, tmp_path: Path) -> None:
        ran = done("report", "projects", "-w", sample(tmp_path), "--today", TODAY)
        assert ran.err == "Also in the workbook, in the tab Project review.\n"
        for said in (
            "Project review\n\nTournemain Network · 22/11/2026\n",
            "Going on: 2 · Successful: 2 · Failed: 1",
            "- Auberge du Pont Suspendu, six rooms: Solène Vasterre signs, but the client was brought by Hugo Fonta",
            "- La Page Tournée, reading room: Maëlle Tirvigne signs, but the client was brought by Joseph Pandreau. W",
            "- Hôtel des Tilleuls d'Argent, the hall: Solène Vasterre, with Maëlle Tirvigne, from 20/10/2025 to 30/",
            "- Saint-Rambourg, tender for the school courtyard: failed. “second of four bids, too few references” N",
            "- Hôtel des Tilleuls d'Argent, the hall: passed. Since then: Les Terrasses du Confluent, three halls;",
            "- La Page Tournée, reading room: Maëlle Tirvigne and Inès Calvadour, in a joint response to the client.",
        ):
            assert said in ran.out
        assert "48,000.00  48,000.00" in ran.out
        assert "22,000.00  15,400.00" in ran.out

    def test_the_same_in_french(self, tmp_path: Path) -> None:
        ran = done("report", "projects", "-w", sample(tmp_path, "fr"), "--today", TODAY)
        assert ran.err == "Également dans le classeur, onglet Suivi des projets.\n"
        for said in (
            "Suivi des projets\n\nRéseau Tournemain · 22/11/2026\n",
            "En cours\u00a0: 2 · Réussis\u00a0: 2 · Échoués\u00a0: 1",
            "signe, mais le client a été apporté par Hugo Fontamère. C'est à l'apporteur ou au réseau de signer",
            "- Hôtel des Tilleuls d'Argent, le hall\u00a0: concluant. Depuis\u00a0: Les Terrasses du Confluent, tro",
        ):
            assert said in ran.out

    def test_the_public_one_holds_no_amounts(self, tmp_path: Path) -> None:
        asked = ("report", "projects", "-w", sample(tmp_path), "--today", TODAY, "--dry-run")
        for form in ("table", "json", "csv"):
            ran = done(*asked, "--public", "--format", form)
            assert "000.00" not in ran.out
            assert "amounts" not in ran.out
        document = done(*asked, "--format", "json").document
        assert [each["amounts"] for each in document["reviews"]][1] == [
            {"currency": "EUR", "invoiced": "22000.00", "paid": "15400.00"}
        ]

    def test_the_tab_that_everybody_opens_holds_none(self, tmp_path: Path) -> None:
        workbook = sample(tmp_path)
        done("report", "projects", "-w", workbook, "--today", TODAY)
        rows = CalamineWorkbook.from_path(workbook).get_sheet_by_name("Project review").to_python()
        cells = [cell for row in rows for cell in row]
        assert "Auberge du Pont Suspendu, six rooms" in cells
        assert not {22000, 15400, 48000} & {cell for cell in cells if isinstance(cell, float | int)}
        assert not any("Invoiced" in str(cell) for cell in cells)

    @pytest.mark.parametrize("ending", ["html", "md", "xlsx", "json"])
    def test_it_goes_to_a_file(self, tmp_path: Path, ending: str) -> None:
        workbook = sample(tmp_path)
        before, file = workbook.read_bytes(), tmp_path / f"projects.{ending}"
        assert done("report", "projects", "-w", workbook, "--today", TODAY, "-o", file).out == f"{file}\n"
        assert file.stat().st_size > 1000
        assert workbook.read_bytes() == before

    def test_csv_has_a_row_a_project(self, tmp_path: Path) -> None:
        ran = done("report", "projects", "-w", sample(tmp_path), "--today", TODAY, "--format", "csv")
        assert [(each["project"].split(",")[0], each["days"], each["outcome"]) for each in ran.rows] == [
            ("Auberge du Pont Suspendu", "28", "ongoing"),
            ("La Page Tournée", "196", "ongoing"),
            ("Les Terrasses du Confluent", "187", "success"),
            ("Saint-Rambourg", "89", "failed"),
            ("Hôtel des Tilleuls d'Argent", "103", "success"),
        ]


def test_a_network_without_projects_says_so(tmp_path: Path) -> None:
    workbook = tmp_path / "new.xlsx"
    done("init", workbook)
    ran = netsheets("report", "projects", "-w", workbook, "--today", TODAY)
    assert ran.code == 0
    assert "No project yet." in ran.out
