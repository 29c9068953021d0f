"""Projects (tabs.md, "Findings", projects)."""

from __future__ import annotations

import pytest

from netsheets.domain.findings import finding
from netsheets.domain.records import Record
from tests.support.build import agreement, client, found, member, members, project

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
