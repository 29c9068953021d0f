"""Rows seen together: keys, references and the order of days (tabs.md, "Findings")."""

from __future__ import annotations

import json
import time

import pytest

from netsheets.domain.book import Rejected
from netsheets.domain.checks import CHECKS, CHECKS_OF_MONEY
from netsheets.domain.checks.rows import KEYS, REFERENCES
from netsheets.domain.checks.spellings import nearest_word
from netsheets.domain.findings import finding
from netsheets.domain.records import RECORDS, Record
from netsheets.resources import resource
from tests.support.build import (
    KINDS,
    agreement,
    amendment,
    attendance,
    billing,
    book_of,
    client,
    credit_note,
    dispute,
    found,
    interview,
    meeting,
    member,
    members,
    network,
    payout,
    project,
    referral,
    relationship,
    share,
)
from tests.support.cases import Case, worked_cases

PARTIES: tuple[Record, ...] = (*members("M1", "M2"), client("C1"))


def test_a_sound_network_has_no_findings_but_for_consent() -> None:
    seen = network(*PARTIES, referral(), billing(), credit_note())
    codes = [each.code for check in (*CHECKS, *CHECKS_OF_MONEY) for each in check(seen)]
    assert codes == ["consent_missing"]


@pytest.mark.parametrize("case", worked_cases(), ids=lambda case: case.name)
def test_worked_cases_hold_no_error(case: Case) -> None:
    seen = network(*(row for tab in RECORDS for row in getattr(book_of(case.network), tab)))
    checks = (*CHECKS, *CHECKS_OF_MONEY)
    assert [each for check in checks for each in check(seen) if each.severity == "error"] == []


def test_no_check_stands_twice() -> None:
    assert len({*CHECKS, *CHECKS_OF_MONEY}) == len(CHECKS) + len(CHECKS_OF_MONEY)


def test_an_empty_workbook_has_no_findings() -> None:
    assert [each for check in (*CHECKS, *CHECKS_OF_MONEY) for each in check(network())] == []


# Keys


def test_both_rows_of_one_key_are_errors_that_name_each_other() -> None:
    assert found("duplicate_key", member("M1"), member("M2"), member("M1")) == (
        finding("duplicate_key", "members", 2, "member_id", "M1", other_row=4),
        finding("duplicate_key", "members", 4, "member_id", "M1", other_row=2),
    )


def test_of_three_rows_of_one_key_the_later_name_the_first() -> None:
    twice = found("duplicate_key", *PARTIES, referral(), billing("B1"), billing("B1"), billing("B1"))
    assert [(each.row, each.details) for each in twice] == [
        (2, (("other_row", "3"),)),
        (3, (("other_row", "2"),)),
        (4, (("other_row", "2"),)),
    ]


def test_a_key_of_several_columns_is_shared_only_in_all_of_them() -> None:
    rows = (share("R1", member_id="M1", role="referrer"), share("R1", member_id="M1", role="performer"))
    assert found("duplicate_key", *PARTIES, referral(), *rows) == ()
    again = found("duplicate_key", *PARTIES, referral(), *rows, share("R1", member_id="M1", role="performer"))
    assert again == (
        finding("duplicate_key", "shares", 3, "referral_id", "R1, M1, performer", other_row=4),
        finding("duplicate_key", "shares", 4, "referral_id", "R1, M1, performer", other_row=3),
    )


def test_two_amendments_of_a_referral_from_one_day_are_both_errors() -> None:
    rows = (*PARTIES, referral(), amendment(rate="16%"), amendment(rate="18%"))
    assert [(each.tab, each.row, each.value) for each in found("duplicate_key", *rows)] == [
        ("amendments", 2, "R1, 2026-03-01"),
        ("amendments", 3, "R1, 2026-03-01"),
    ]
    assert found("duplicate_key", *rows[:-1], amendment(rate="18%", from_on="2026-03-02")) == ()


def test_a_row_that_could_not_be_read_has_its_key_too() -> None:
    rejected = (Rejected("members", 7, "m1"), Rejected("members", 8, ""))
    assert found("duplicate_key", member("M1"), member("M2"), rejected=rejected) == (
        finding("duplicate_key", "members", 2, "member_id", "M1", other_row=7),
    )


def test_one_key_in_two_cases_is_one_key() -> None:
    assert found("duplicate_key", member("M1"), member("M2"), member("m1")) == (
        finding("duplicate_key", "members", 2, "member_id", "M1", other_row=4),
        finding("duplicate_key", "members", 4, "member_id", "m1", other_row=2),
    )


def test_the_same_id_in_two_tabs_is_two_ids() -> None:
    assert found("duplicate_key", member("X1"), client("X1")) == ()


def test_every_key_is_made_of_columns_of_its_tab() -> None:
    assert all(column in KINDS[RECORDS[tab].__name__] for tab, columns in KEYS for column in columns)


# References


def test_an_unknown_id_is_an_error_with_the_nearest_one() -> None:
    details = {"reference_tab": "members", "nearest": "M3", "added": "M03", "nothing": ""}
    assert found("unknown_reference", *members("M1", "M2", "M3"), client(), referral(recipient_id="M03")) == (
        finding("unknown_reference", "referrals", 2, "recipient_id", "M03", **details),
    )


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("Anne-Marie Durand", "M2"),
        ("anne marie DURAND", "M2"),
        ("m2", "M2"),
        ("M 2", "M2"),
        ("nobody we know", ""),
        ("Jean Petit", ""),
    ],
)
def test_a_name_in_place_of_an_id_suggests_the_id(typed: str, nearest: str) -> None:
    two_of_one_name = (member("M7", name="Jean Petit"), member("M8", name="Jean Petit"))
    rows = (member("M1"), member("M2", name="Anne-Marie Durand"), *two_of_one_name, client())
    unknown = found("unknown_reference", *rows, referral(recipient_id=typed))
    assert [dict(each.details)["nearest"] for each in unknown] == [nearest]


def test_the_network_may_refer_and_pay_but_not_receive_a_referral() -> None:
    rows = (*PARTIES, referral(referrer_id="NETWORK"), payout(payer_id="NETWORK"), payout("P2", payee_id="NETWORK"))
    assert found("unknown_reference", *rows) == ()
    wrong = found("unknown_reference", *PARTIES, referral(recipient_id="NETWORK"))
    assert [(each.column, each.value) for each in wrong] == [("recipient_id", "NETWORK")]


def test_an_id_whose_row_holds_an_error_is_known() -> None:
    rejected = (Rejected("members", 3, "M2"),)
    assert found("unknown_reference", member("M1"), client(), referral(), rejected=rejected) == ()


def test_each_unknown_participant_is_an_error_of_its_own() -> None:
    unknown = found("unknown_reference", *PARTIES, project(participants="M1; M8; M2; M9"))
    assert [(each.row, each.column, each.value) for each in unknown] == [
        (2, "participants", "M8"),
        (2, "participants", "M9"),
    ]


BROKEN: tuple[tuple[Record, str], ...] = (
    (member("M3", lead_id="X"), "lead_id"),
    (interview(candidate_id="X"), "candidate_id"),
    (interview(candidate_id="M1", interviewer_id="X"), "interviewer_id"),
    (referral("R2", referrer_id="X"), "referrer_id"),
    (referral("R2", client_id="X"), "client_id"),
    (referral("R2", case_approved_by="X"), "case_approved_by"),
    (referral("R2", project_id="X"), "project_id"),
    (billing(referral_id="X"), "referral_id"),
    (credit_note(corrects="X"), "corrects"),
    (share(referral_id="X"), "referral_id"),
    (share(member_id="X"), "member_id"),
    (relationship("X"), "client_id"),
    (relationship(approved_by="X"), "approved_by"),
    (dispute(referral_id="X"), "referral_id"),
    (dispute(opened_by="X"), "opened_by"),
    (payout(payer_id="X"), "payer_id"),
    (payout(payee_id="X"), "payee_id"),
    (project(client_id="X"), "client_id"),
    (project(lead_id="X"), "lead_id"),
    (agreement("X", "M2"), "member_a"),
    (agreement("M1", "X"), "member_b"),
    (meeting(host_id="X"), "host_id"),
    (meeting(presenter_id="X"), "presenter_id"),
    (attendance("X"), "meeting_id"),
)


@pytest.mark.parametrize(("row", "column"), BROKEN, ids=lambda part: part if isinstance(part, str) else "")
def test_every_column_that_names_a_row_is_looked_up(row: Record, column: str) -> None:
    unknown = found("unknown_reference", *PARTIES, referral(), row)
    assert [(each.column, each.value) for each in unknown] == [(column, "X")]


def test_an_attendance_of_a_meeting_that_is_there_is_no_error() -> None:
    assert found("unknown_reference", member("M1"), meeting(), attendance()) == ()


@pytest.mark.parametrize("tab", RECORDS)
def test_the_references_are_those_of_the_schemas(tab: str) -> None:
    properties = json.loads(resource("schemas", f"{tab}.json").read_text(encoding="utf-8"))["properties"]
    declared = {
        (column, target, "NETWORK" in each.get("x-also", ()))
        for column, each in properties.items()
        if (target := each.get("x-reference") or each.get("x-items-reference"))
    }
    assert {(each.column, each.target, each.network) for each in REFERENCES if each.tab == tab} == declared


def test_a_column_full_of_unknown_ids_is_answered_quickly() -> None:
    rows = [referral(f"R{number}", client_id=f"gone {number}") for number in range(3000)]
    seen = network(*PARTIES, *rows)
    started = time.perf_counter()
    count = sum(each.code == "unknown_reference" for check in CHECKS for each in check(seen))
    assert count == 3000
    assert time.perf_counter() - started < 5


def test_the_nearest_word_ignores_case_and_accents() -> None:
    assert nearest_word("DOUBLÉ", ("standard", "double")) == "double"
    assert nearest_word("something else", ("standard", "double")) == ""


# Days


@pytest.mark.parametrize(
    ("inside", "outside", "expected"),
    [
        (
            referral(given_on="2026-01-05", won_on="2026-01-05"),
            referral(given_on="2026-01-05", won_on="2026-01-04"),
            ("referrals", "won_on", "2026-01-04", "given_on", "2026-01-05"),
        ),
        (
            referral(given_on="2026-01-05", thanked_on="2026-01-05"),
            referral(given_on="2026-01-05", thanked_on="2026-01-04"),
            ("referrals", "thanked_on", "2026-01-04", "given_on", "2026-01-05"),
        ),
        (
            member("M3", joined_on="2026-01-05", left_on="2026-01-05"),
            member("M3", joined_on="2026-01-05", left_on="2026-01-04"),
            ("members", "left_on", "2026-01-04", "joined_on", "2026-01-05"),
        ),
        (
            dispute(opened_on="2026-02-15", resolved_on="2026-02-15", outcome="upheld"),
            dispute(opened_on="2026-02-15", resolved_on="2026-02-14", outcome="upheld"),
            ("disputes", "resolved_on", "2026-02-14", "opened_on", "2026-02-15"),
        ),
        (
            project(started_on="2026-02-15", ended_on="2026-02-15"),
            project(started_on="2026-02-15", ended_on="2026-02-14"),
            ("projects", "ended_on", "2026-02-14", "started_on", "2026-02-15"),
        ),
    ],
    ids=["won", "thanked", "left", "resolved", "ended"],
)
def test_a_day_may_be_the_one_it_follows_but_not_before_it(
    inside: Record, outside: Record, expected: tuple[str, str, str, str, str]
) -> None:
    assert found("days_out_of_order", *PARTIES, inside) == ()
    tab, column, value, other, other_day = expected
    (only,) = found("days_out_of_order", *PARTIES, outside)
    assert (only.tab, only.column, only.value) == (tab, column, value)
    assert only.details == (("other", other), ("day", other_day))


def test_a_missing_day_is_in_order() -> None:
    rows = (referral(status="given", won_on=None), member("M3", joined_on=None, left_on="2020-01-01"))
    assert found("days_out_of_order", *PARTIES, *rows) == ()


def test_what_can_be_read_of_a_row_in_error_may_lead_nowhere_too() -> None:
    half_read = billing("B1", referral_id="R9", row=7)
    rejected = (Rejected("billing", 7, "B1", "R9", record=half_read),)
    assert [(each.row, each.column, each.value) for each in found("unknown_reference", rejected=rejected)] == [
        (7, "referral_id", "R9")
    ]
