"""Members, their leads and their recruitment (tabs.md, "Findings", members)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.domain.checks.members import masked
from netsheets.domain.findings import finding
from netsheets.domain.records import Record
from tests.support.build import client, found, interview, member, members, parameter

# Addresses and numbers


@pytest.mark.parametrize(
    "email", ["anne@example.fr", "a.b+c@mail.example.co.uk", "o'neil@example-x.org", "é@exemple.fr", ""]
)
def test_an_address_mail_can_be_sent_to_is_valid(email: str) -> None:
    assert found("invalid_email", member(email=email), client(email=email)) == ()


@pytest.mark.parametrize(
    ("email", "nearest"),
    [
        ("anne", ""),
        ("anne@example", ""),
        ("anne@@example.fr", ""),
        ("anne@example..fr", ""),
        ("anne @example.fr", "anne@example.fr"),
        ("anne@example,fr", "anne@example.fr"),
        ("anne@-example.fr", ""),
        ("a@b.fr;c@d.fr", ""),
    ],
)
def test_any_other_address_is_a_warning_with_what_was_meant(email: str, nearest: str) -> None:
    assert found("invalid_email", member(email=email), client(email=email)) == (
        finding("invalid_email", "members", 2, "email", email, reason="format", nearest=nearest),
        finding("invalid_email", "clients", 2, "email", email, reason="format", nearest=nearest),
    )


@pytest.mark.parametrize("siren", ["552008443", "552 008 443", "73282932000074", "732 829 320 00074", ""])
def test_a_siren_or_siret_with_its_check_digit_is_valid(siren: str) -> None:
    assert found("invalid_siren", member(siren=siren), client(siren=siren)) == ()


@pytest.mark.parametrize(
    ("siren", "reason"),
    [
        ("552008444", "checksum"),
        ("73282932000075", "checksum"),
        ("55200844", "length"),
        ("5520084430", "length"),
        ("55200844X", "format"),
    ],
)
def test_any_other_siren_is_a_warning_that_says_why(siren: str, reason: str) -> None:
    assert found("invalid_siren", member(siren=siren), client(siren=siren)) == (
        finding("invalid_siren", "members", 2, "siren", siren, reason=reason),
        finding("invalid_siren", "clients", 2, "siren", siren, reason=reason),
    )


@pytest.mark.parametrize(
    "iban", ["FR1420041010050500013M02606", "FR14 2004 1010 0505 0001 3M02 606", "BE71096123456769"]
)
def test_an_iban_with_its_check_digits_is_valid(iban: str) -> None:
    assert found("invalid_iban", member(iban=iban)) == ()


@pytest.mark.parametrize(
    ("iban", "shown", "reason"),
    [
        ("FR1520041010050500013M02606", "FR15…06", "checksum"),
        ("FR14 2004 1010 0505 0001 3M02 60", "FR14…60", "checksum"),
        ("FR14 2004 1010 0505 0001 3M02 6é6", "FR14…é6", "format"),
        ("hello", "…", "checksum"),
    ],
)
def test_an_invalid_iban_is_never_shown_in_full(iban: str, shown: str, reason: str) -> None:
    (only,) = found("invalid_iban", member(iban=iban))
    assert only == finding("invalid_iban", "members", 2, "iban", shown, reason=reason)
    assert iban not in repr(only)


@given(st.text(max_size=20), st.sampled_from(["", "FR", "CHE", "GB", "no", "IS"]))
def test_whatever_is_typed_as_a_number_is_a_finding_and_no_failure(typed: str, country: str) -> None:
    number = country + typed
    codes = ("invalid_iban", "invalid_siren", "invalid_vat_number", "invalid_email")
    row = member(iban=number, siren=number, vat_number=number, email=number)
    assert all(len(found(code, row)) <= 1 for code in codes)


def test_a_short_iban_is_masked_whole() -> None:
    assert [masked("FR142004"), masked("FR1420041")] == ["…", "FR14…41"]


@pytest.mark.parametrize("number", ["FR40303265045", "FR 40 303 265 045", "BE0428759497", "CHE-107.787.577 MWST", ""])
def test_a_vat_number_its_country_could_have_given_is_valid(number: str) -> None:
    assert found("invalid_vat_number", member(vat_number=number)) == ()


@pytest.mark.parametrize("number", ["FR41303265045", "40303265045", "FR4030326504", "XX123456789", "?"])
def test_any_other_vat_number_is_a_warning(number: str) -> None:
    (only,) = found("invalid_vat_number", member(vat_number=number))
    assert (only.severity, only.tab, only.row, only.column, only.value) == (
        "warning", "members", 2, "vat_number", number,
    )  # fmt: skip
    assert dict(only.details).keys() == {"reason"}


# Leaving, past networks


def test_left_needs_the_day() -> None:
    assert found("left_without_day", member(status="left", left_on="2026-03-31")) == ()
    assert found("left_without_day", member(status="suspended")) == ()
    assert found("left_without_day", member(status="left")) == (
        finding("left_without_day", "members", 2, "left_on", member="M1"),
    )


@pytest.mark.parametrize("past", ["", "Aucun", "néant", "-", "no", "N/A"])
def test_no_past_network_needs_no_reason(past: str) -> None:
    assert found("past_networks_unexplained", member(past_networks=past)) == ()


def test_a_past_network_needs_the_reason_for_leaving() -> None:
    explained = member(past_networks="Club A", past_networks_left_because="It closed")
    assert found("past_networks_unexplained", explained) == ()
    assert found("past_networks_unexplained", member(past_networks="Club A")) == (
        finding("past_networks_unexplained", "members", 2, "past_networks_left_because", member="M1"),
    )


# Leads


@pytest.mark.parametrize(
    ("lead", "active"),
    [
        ({"status": "active"}, True),
        ({"status": "active", "joined_on": ""}, True),
        ({"status": "active", "joined_on": "2026-06-30"}, True),
        ({"status": "active", "joined_on": "2026-07-01"}, False),
        ({"status": "left", "left_on": "2026-06-30"}, True),
        ({"status": "left", "left_on": "2026-06-29"}, False),
        ({"status": "left"}, False),
        ({"status": "suspended"}, False),
        ({"status": "candidate"}, False),
        ({"status": "rejected"}, False),
    ],
)
def test_a_lead_is_active_today(lead: dict[str, str], active: bool) -> None:
    rows = (member("M1", lead_id="M2"), member("M2", **lead))
    expected = finding("lead_not_active", "members", 2, "lead_id", "M2", member="M1", other="M2")
    assert found("lead_not_active", *rows, today="2026-06-30") == (() if active else (expected,))


@pytest.mark.parametrize("status", ["left", "rejected"])
def test_who_is_gone_needs_no_active_lead(status: str) -> None:
    assert found("lead_not_active", member("M1", lead_id="M2", status=status), member("M2", status="left")) == ()


def test_a_chain_of_leads_is_no_circle() -> None:
    assert found("lead_circle", member("M1", lead_id="M2"), member("M2", lead_id="M3"), member("M3")) == ()


def test_everyone_in_a_circle_is_named_once_and_who_leads_into_it_is_not() -> None:
    rows = (
        member("M0", lead_id="M1"),
        member("M1", lead_id="M2"),
        member("M2", lead_id="M3"),
        member("M3", lead_id="M1"),
    )
    circle = found("lead_circle", *rows)
    assert [(each.row, each.column, each.value, dict(each.details)) for each in circle] == [
        (3, "lead_id", "M2", {"member": "M1", "lines": "M1 → M2 → M3 → M1"}),
        (4, "lead_id", "M3", {"member": "M2", "lines": "M2 → M3 → M1 → M2"}),
        (5, "lead_id", "M1", {"member": "M3", "lines": "M3 → M1 → M2 → M3"}),
    ]


def test_to_lead_oneself_is_a_circle() -> None:
    assert found("lead_circle", member("M1", lead_id="M1")) == (
        finding("lead_circle", "members", 2, "lead_id", "M1", member="M1", lines="M1 → M1"),
    )


def test_two_circles_are_two() -> None:
    pairs = (("M1", "M2"), ("M2", "M1"), ("M3", "M4"), ("M4", "M3"))
    circle = found("lead_circle", *(member(each, lead_id=lead) for each, lead in pairs))
    assert [dict(each.details)["lines"] for each in circle] == [
        "M1 → M2 → M1", "M2 → M1 → M2", "M3 → M4 → M3", "M4 → M3 → M4",
    ]  # fmt: skip


def test_a_team_may_be_as_large_as_the_charter_says() -> None:
    team = [member(f"T{number}", lead_id="M1") for number in range(6)]
    assert found("team_too_large", member("M1"), *team) == ()
    assert found("team_too_large", member("M1"), *team, member("T6", lead_id="M1")) == (
        finding("team_too_large", "members", 2, "member_id", "M1", member="M1", count=7, limit=6),
    )


def test_only_active_members_count_in_a_team() -> None:
    team = [member(f"T{number}", lead_id="M1") for number in range(6)]
    others = [member(f"X{status}", lead_id="M1", status=status) for status in ("left", "suspended", "candidate")]
    assert found("team_too_large", member("M1"), *team, *others) == ()


def test_the_limit_of_a_team_is_the_one_in_force_today() -> None:
    rows = (member("M1"), member("M2", lead_id="M1"), member("M3", lead_id="M1"))
    limit = parameter("team.size_max", "1", "2026-07-01")
    assert found("team_too_large", *rows, limit, today="2026-06-30") == ()
    assert len(found("team_too_large", *rows, limit, today="2026-07-01")) == 1


# Interviews

NEW = member("M9", joined_on="2026-02-01")
"""A member who joined when the network already wrote its interviews down."""


def interviews_missing(*rows: Record) -> list[dict[str, str]]:
    return [dict(each.details) for each in found("interviews_missing", *members("M1", "M2", "M3"), *rows)]


def test_two_interviews_by_two_experienced_members_are_enough() -> None:
    assert interviews_missing(NEW, interview("I1"), interview("I2", interviewer_id="M2")) == []


def test_one_interview_too_few_is_a_warning_on_the_member() -> None:
    assert found("interviews_missing", *members("M1", "M2"), NEW, interview("I1")) == (
        finding("interviews_missing", "members", 4, "status", "active", member="M9", count=1, limit=2),
    )


@pytest.mark.parametrize(
    "second",
    [
        interview("I2", interviewer_id="M1"),
        interview("I2", interviewer_id="M9"),
        interview("I2", interviewer_id=""),
        interview("I2", interviewer_id="M2", kind="site_visit"),
        interview("I2", interviewer_id="M2", held_on="2026-02-02"),
        interview("I2", interviewer_id="M2", candidate_id="M3"),
    ],
    ids=["same interviewer", "oneself", "nobody", "a visit", "after joining", "of another"],
)
def test_what_is_no_second_interview(second: Record) -> None:
    assert {"member": "M9", "count": "1", "limit": "2"} in interviews_missing(NEW, interview("I1"), second)


def test_an_interview_on_the_day_of_joining_counts() -> None:
    last = interview("I2", interviewer_id="M2", held_on="2026-02-01")
    assert interviews_missing(NEW, interview("I1"), last) == []


def test_the_charter_of_the_day_of_joining_says_how_many() -> None:
    asked = parameter("recruitment.interviews", "1", "2026-02-01")
    assert interviews_missing(NEW, interview("I1"), asked) == []
    asked_later = parameter("recruitment.interviews", "1", "2026-02-02")
    assert interviews_missing(NEW, interview("I1"), asked_later) == [{"member": "M9", "count": "1", "limit": "2"}]


def test_founders_and_who_joined_before_the_first_interview_need_none() -> None:
    assert interviews_missing(NEW) == []
    assert interviews_missing(member("M9", joined_on="2026-01-04"), interview("I1", candidate_id="M8")) == []
    since = interviews_missing(member("M9", joined_on="2026-01-05"), interview("I1", candidate_id="M8"))
    assert since == [{"member": "M9", "count": "0", "limit": "2"}]


@pytest.mark.parametrize("status", ["candidate", "suspended", "left", "rejected"])
def test_only_active_members_need_interviews(status: str) -> None:
    assert interviews_missing(member("M9", status=status, joined_on="2026-02-01"), interview("I1")) == []


def test_an_interviewer_who_is_the_candidate() -> None:
    assert found("interviewer_is_candidate", NEW, interview(interviewer_id="M9", kind="reference")) == (
        finding("interviewer_is_candidate", "interviews", 2, "interviewer_id", "M9", member="M9"),
    )
    assert found("interviewer_is_candidate", member("M1"), NEW, interview()) == ()
    assert found("interviewer_not_experienced", NEW, interview(interviewer_id="M9")) == ()


@pytest.mark.parametrize(
    ("interviewer", "experienced"),
    [
        ({"joined_on": "2025-01-05"}, True),
        ({"joined_on": "2025-01-06"}, False),
        ({"joined_on": ""}, True),
        ({"joined_on": "2020-01-06", "status": "left", "left_on": "2026-01-05"}, True),
        ({"joined_on": "2020-01-06", "status": "left", "left_on": "2026-01-04"}, False),
        ({"joined_on": "", "status": "candidate"}, False),
    ],
)
def test_an_experienced_interviewer_joined_twelve_months_before(interviewer: dict[str, str], experienced: bool) -> None:
    rows = (member("M1", **interviewer), member("M9", status="candidate"), interview(held_on="2026-01-05"))
    expected = finding(
        "interviewer_not_experienced", "interviews", 2, "interviewer_id", "M1",
        member="M1", day="2026-01-05", limit=12,
    )  # fmt: skip
    assert found("interviewer_not_experienced", *rows) == (() if experienced else (expected,))


def test_anyone_may_visit() -> None:
    rows = (member("M1", joined_on="2025-12-01"), member("M9", status="candidate"), interview(kind="site_visit"))
    assert found("interviewer_not_experienced", *rows) == ()


def test_the_first_verdict_against_an_earlier_one_is_a_warning() -> None:
    rows = (
        interview("I1", verdict="unfavourable", held_on="2026-01-09"),
        interview("I2", verdict="favourable", held_on="2026-01-05"),
        interview("I3", verdict="unfavourable", held_on="2026-01-10"),
    )
    assert found("verdicts_diverge", *members("M1", "M9"), *rows) == (
        finding(
            "verdicts_diverge", "interviews", 2, "verdict", "unfavourable",
            member="M9", low="unfavourable", high="favourable", other="I2",
        ),
    )  # fmt: skip


@pytest.mark.parametrize("second", ["favourable", "reserved", ""])
def test_verdicts_one_step_apart_do_not_diverge(second: str) -> None:
    rows = (interview("I1", verdict="favourable"), interview("I2", verdict=second))
    assert found("verdicts_diverge", *members("M1", "M9"), *rows) == ()


def test_verdicts_on_two_candidates_do_not_diverge() -> None:
    rows = (interview("I1", verdict="favourable"), interview("I2", verdict="unfavourable", candidate_id="M8"))
    assert found("verdicts_diverge", *members("M1", "M8", "M9"), *rows) == ()
