"""Referrals (tabs.md, "Findings", referrals)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.domain.findings import finding
from netsheets.domain.records import Record
from tests.support.build import client, day, found, member, members, network, parameter, project, referral, share

PARTIES: tuple[Record, ...] = (*members("M1", "M2", "M3"), client("C1"))


def test_a_referral_to_oneself_is_a_warning() -> None:
    assert found("self_referral", *PARTIES, referral()) == ()
    assert found("self_referral", *PARTIES, referral(recipient_id="M1")) == (
        finding("self_referral", "referrals", 2, "recipient_id", "M1", member="M1"),
    )


# Active on the day

ON_THE_DAY = [
    ({"joined_on": "2026-01-05"}, True),
    ({"joined_on": "2026-01-06"}, False),
    ({"joined_on": ""}, True),
    ({"left_on": "2026-01-05", "status": "left"}, True),
    ({"left_on": "2026-01-04", "status": "left"}, False),
    ({"left_on": "", "status": "left"}, True),
    ({"left_on": "2026-01-05", "status": "suspended"}, True),
    ({"left_on": "2026-01-04", "status": "suspended"}, False),
    ({"status": "suspended"}, False),
    ({"status": "candidate"}, False),
    ({"status": "rejected"}, False),
]


@pytest.mark.parametrize(("referrer", "active"), ON_THE_DAY)
def test_the_referrer_is_active_on_the_day_the_referral_is_given(referrer: dict[str, str], active: bool) -> None:
    rows = (member("M1", **referrer), member("M2"), client("C1"), referral(given_on="2026-01-05"))
    expected = finding("referrer_not_active", "referrals", 2, "referrer_id", "M1", member="M1", day="2026-01-05")
    assert found("referrer_not_active", *rows) == (() if active else (expected,))
    assert found("recipient_not_active", *rows) == ()


@pytest.mark.parametrize(("recipient", "active"), ON_THE_DAY)
def test_the_recipient_is_active_on_the_day_the_referral_is_given(recipient: dict[str, str], active: bool) -> None:
    rows = (member("M1"), member("M2", **recipient), client("C1"), referral(given_on="2026-01-05"))
    expected = finding("recipient_not_active", "referrals", 2, "recipient_id", "M2", member="M2", day="2026-01-05")
    assert found("recipient_not_active", *rows) == (() if active else (expected,))
    assert found("referrer_not_active", *rows) == ()


def test_the_network_is_always_active() -> None:
    assert found("referrer_not_active", *PARTIES, referral(referrer_id="NETWORK")) == ()


# Rates


@pytest.mark.parametrize("rate", ["15%", "18%", "20%", ""])
def test_a_rate_within_the_charters_bounds_is_sound(rate: str) -> None:
    assert found("rate_out_of_bounds", *PARTIES, referral(rate=rate)) == ()


@pytest.mark.parametrize(
    ("rate", "shown"), [("14.99%", "14.99%"), ("20.01%", "20.01%"), ("100%", "100%"), ("0%", "0%")]
)
def test_a_rate_outside_them_is_an_error(rate: str, shown: str) -> None:
    assert found("rate_out_of_bounds", *PARTIES, referral(rate=rate)) == (
        finding("rate_out_of_bounds", "referrals", 2, "rate", shown, low="15%", high="20%"),
    )


def test_the_bounds_are_those_of_the_day_the_referral_was_given() -> None:
    wider = parameter("commission.rate_max", "25%", "2026-01-05")
    rows = (referral("R1", given_on="2026-01-04", rate="22%"), referral("R2", given_on="2026-01-05", rate="22%"))
    assert [(each.row, each.details) for each in found("rate_out_of_bounds", *PARTIES, wider, *rows)] == [
        (2, (("low", "15%"), ("high", "20%"))),
    ]


# Cases


@pytest.mark.parametrize("case", ["", "standard", "double", "reduced", "waived"])
def test_the_charters_own_cases_are_known(case: str) -> None:
    assert found("unknown_case", *PARTIES, referral(case=case)) == ()


def test_an_unknown_case_is_an_error_with_the_nearest_one() -> None:
    cases = "standard, double, reduced, waived"
    assert found("unknown_case", *PARTIES, referral(case="Doubel")) == (
        finding("unknown_case", "referrals", 2, "case", "Doubel", nearest="double", cases=cases),
    )


def test_a_case_of_the_networks_own_exists_from_its_day_on() -> None:
    own = parameter("case.internal", "0.25", "2026-01-05")
    rows = (
        referral("R1", case="internal", given_on="2026-01-05"),
        referral("R2", case="internal", given_on="2026-01-04"),
    )
    assert [each.row for each in found("unknown_case", *PARTIES, own, *rows)] == [3]


@pytest.mark.parametrize("case", ["", "standard"])
def test_the_standard_case_needs_no_reason_and_no_approver(case: str) -> None:
    assert found("case_without_reason", *PARTIES, referral(case=case)) == ()
    assert found("case_without_approver", *PARTIES, referral(case=case)) == ()


def test_any_other_case_needs_a_reason_and_an_approver() -> None:
    sound = referral(case="double", case_reason="A gift", case_approved_by="M3")
    for code in ("case_without_reason", "case_without_approver", "case_approver_gains"):
        assert found(code, *PARTIES, sound) == ()
    bare = referral(case="double")
    assert found("case_without_reason", *PARTIES, bare) == (
        finding("case_without_reason", "referrals", 2, "case_reason", "double"),
    )
    assert found("case_without_approver", *PARTIES, bare) == (
        finding("case_without_approver", "referrals", 2, "case_approved_by", "double"),
    )


def gains(approver: str, *rows: Record) -> bool:
    """Tell whether the approver of R1's case is found to gain by it."""
    approved = referral(case="double", case_reason="A gift", case_approved_by=approver)
    people = (member("M1", lead_id="M4"), *members("M2", "M3", "M4", "M5"), member("M6", lead_id="M5"))
    gaining = found("case_approver_gains", *people, client("C1"), approved, *rows)
    expected = finding("case_approver_gains", "referrals", 2, "case_approved_by", approver, member=approver)
    assert gaining in {(), (expected,)}
    return bool(gaining)


def test_a_party_gains_by_the_case() -> None:
    assert [gains(approver) for approver in ("M1", "M2", "M3")] == [True, True, False]


@pytest.mark.parametrize("role", ["referrer", "performer"])
def test_who_has_a_share_gains(role: str) -> None:
    assert gains("M3", share("R1", member_id="M3", role=role))
    assert not gains("M3", share("R2", member_id="M3", role=role))


def test_the_referrers_lead_gains_where_the_charter_pays_leads() -> None:
    paid = parameter("team.share", "10%")
    assert not gains("M4")
    assert gains("M4", paid)
    assert not gains("M4", parameter("team.share", "10%", "2026-01-06"))
    assert not gains("M5", paid)


def test_with_shares_the_leads_who_gain_are_those_of_the_sharing_referrers() -> None:
    paid, shared = parameter("team.share", "10%"), share("R1", member_id="M6", role="referrer")
    assert gains("M5", paid, shared)
    assert not gains("M4", paid, shared)


# Won

GIVEN, BASIS_WON = parameter("ownership.starts", "given"), parameter("commission.basis", "won")


def test_won_needs_the_day_where_the_window_starts_with_it() -> None:
    assert found("won_without_day", *PARTIES, referral(won_on="2026-01-20")) == ()
    assert found("won_without_day", *PARTIES, referral(status="quoted", won_on=None)) == ()
    assert found("won_without_day", *PARTIES, referral(won_on=None)) == (
        finding("won_without_day", "referrals", 2, "won_on"),
    )


def test_won_needs_the_day_where_it_earns_with_it() -> None:
    assert found("won_without_day", *PARTIES, GIVEN, referral(won_on=None)) == ()
    assert len(found("won_without_day", *PARTIES, GIVEN, BASIS_WON, referral(won_on=None))) == 1


def test_won_needs_the_amount_only_where_the_deal_itself_earns() -> None:
    assert found("won_without_amount", *PARTIES, referral()) == ()
    assert found("won_without_amount", *PARTIES, BASIS_WON, referral(deal_amount="1000.00")) == ()
    assert found("won_without_amount", *PARTIES, BASIS_WON, referral(deal_amount="0.00")) == ()
    assert found("won_without_amount", *PARTIES, BASIS_WON, referral(status="quoted", won_on=None)) == ()
    assert found("won_without_amount", *PARTIES, BASIS_WON, referral(won_on=None)) == ()
    assert found("won_without_amount", *PARTIES, BASIS_WON, referral()) == (
        finding("won_without_amount", "referrals", 2, "deal_amount"),
    )


# Consent, projects


@pytest.mark.parametrize("status", ["contacted", "quoted", "won"])
def test_a_referral_that_was_taken_up_needs_the_clients_consent(status: str) -> None:
    assert found("consent_missing", *PARTIES, referral(status=status, client_consent_on="2026-01-05")) == ()
    assert found("consent_missing", *PARTIES, referral(status=status)) == (
        finding("consent_missing", "referrals", 2, "client_consent_on", client="C1"),
    )


@pytest.mark.parametrize("status", ["given", "lost", "cancelled"])
def test_any_other_referral_does_not(status: str) -> None:
    assert found("consent_missing", *PARTIES, referral(status=status)) == ()


def test_a_project_is_for_the_referrals_client() -> None:
    rows = (*PARTIES, client("C2"), project("J1", client_id="C1"), project("J2", client_id="C2"))
    assert found("project_client_differs", *rows, referral(project_id="J1"), referral("R2")) == ()
    assert found("project_client_differs", *rows, referral(project_id="J2")) == (
        finding("project_client_differs", "referrals", 2, "project_id", "J2", client="C2", other="J2"),
    )


# Clients of others

FIRST = referral("R1", given_on="2026-01-05", won_on="2026-01-20")
"""M1's referral of C1: M1 owns the client from 20 January 2026 to 20 January 2027."""


@pytest.mark.parametrize(
    ("given_on", "owned"),
    [("2026-01-19", False), ("2026-01-20", True), ("2027-01-20", True), ("2027-01-21", False)],
)
def test_a_referral_of_a_client_another_member_owns_that_day(given_on: str, owned: bool) -> None:
    later = referral("R2", referrer_id="M3", given_on=given_on, won_on=given_on)
    expected = finding(
        "client_owned_by_other", "referrals", 3, "client_id", "C1",
        client="C1", owner="M1", last_day="2027-01-20", day=given_on,
    )  # fmt: skip
    assert found("client_owned_by_other", *PARTIES, FIRST, later) == ((expected,) if owned else ())


def test_a_blocked_referral_is_of_a_client_of_another_too() -> None:
    later = referral("R2", referrer_id="M3", given_on="2026-03-01", won_on="2026-03-02")
    rows = (FIRST, later, parameter("ownership.conflict", "first"))
    assert [each.row for each in found("client_owned_by_other", *PARTIES, *rows)] == [3]


@pytest.mark.parametrize(
    "later",
    [
        referral("R2", given_on="2026-03-01"),
        referral("R2", given_on="2026-03-01", referrer_id="M3", client_id="C2"),
        referral("R2", given_on="2026-03-01", referrer_id="M3", status="lost", won_on=None),
        referral("R2", given_on="2026-03-01", referrer_id="M3", status="cancelled", won_on=None),
    ],
    ids=["their own", "another client", "lost", "cancelled"],
)
def test_a_referral_that_takes_no_client_from_anyone(later: Record) -> None:
    assert found("client_owned_by_other", *PARTIES, client("C2"), FIRST, later) == ()


def test_of_two_given_on_one_day_the_smaller_id_owns() -> None:
    rows = (referral("R2", given_on="2026-01-05", referrer_id="M3"), referral("R1", given_on="2026-01-05"))
    owned = found("client_owned_by_other", *PARTIES, parameter("ownership.starts", "given"), *rows)
    assert [(each.row, dict(each.details)["owner"]) for each in owned] == [(2, "M1")]


def test_the_earliest_started_of_several_windows_owns() -> None:
    second = referral("R2", referrer_id="M3", given_on="2026-02-01", won_on="2026-02-01")
    back = referral("R3", referrer_id="M1", given_on="2026-03-01", won_on="2026-03-01")
    owned = found("client_owned_by_other", *PARTIES, FIRST, second, back)
    assert [(each.row, dict(each.details)["owner"]) for each in owned] == [(3, "M1")]


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 28), st.integers(1, 12), st.integers(2024, 2027)), max_size=12)
)
def test_the_owner_is_the_one_of_the_rules_whatever_the_order_of_rows(deals: list[tuple[int, int, int, int]]) -> None:
    rows = [
        referral(
            f"R{number}", referrer_id=f"M{who}", given_on=f"{year}-{month:02}-{on:02}", won_on=None, status="given"
        )
        for number, (who, on, month, year) in enumerate(deals)
    ]
    rules = (parameter("ownership.starts", "given"), parameter("ownership.months", "6"))
    seen = network(*PARTIES, *rules, *rows)
    expected = set()
    for row in seen.book.referrals:
        covering = [each for each in seen.ownership.windows.values() if each.covers(row.given_on)]
        owner = min(covering, key=lambda each: (each.starts_on, each.referral_id))
        if owner.referrer_id != row.referrer_id:
            expected.add((row.row, owner.referrer_id, owner.last_day))
    owned = found("client_owned_by_other", *PARTIES, *rules, *rows)
    said = [dict(each.details) for each in owned]
    assert {(each.row, one["owner"], day(one["last_day"])) for each, one in zip(owned, said, strict=True)} == expected
