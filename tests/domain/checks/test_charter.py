"""What is wrong with the charter's rows (rules.md, 1; tabs.md, "Findings")."""

from __future__ import annotations

import pytest

from netsheets.domain.charter import charter_of
from netsheets.domain.checks.charter import charter_findings
from netsheets.domain.findings import Finding
from netsheets.domain.records import CharterRow
from tests.support.build import book, day, parameter


def findings(*rows: CharterRow) -> tuple[Finding, ...]:
    numbered = book(*rows).charter
    return tuple(charter_findings(numbered, charter_of(numbered)))


def codes(*rows: CharterRow) -> list[tuple[str, int | None, str | None]]:
    return [(each.code, each.row, each.column) for each in findings(*rows)]


def test_a_charter_with_nothing_wrong_has_no_finding() -> None:
    assert codes() == []
    assert codes(parameter("commission.tiers", "0:20%;10000:15%"), parameter("case.vip", "3")) == []


def test_an_unknown_parameter_is_an_error_that_suggests_the_nearest() -> None:
    (found,) = findings(parameter("comission.rate", "16%"))
    assert (found.code, found.severity, found.row, found.column) == ("unknown_parameter", "error", 2, "parameter")
    assert dict(found.details) == {"nearest": "commission.rate"}


def test_an_unknown_parameter_like_no_other_suggests_nothing() -> None:
    assert dict(findings(parameter("zzz", "1"))[0].details) == {"nearest": ""}


def test_an_unreadable_value_a_bare_percentage_and_tiers_with_a_gap_are_errors() -> None:
    assert codes(
        parameter("ownership.months", "a year"),
        parameter("commission.rate", "15"),
        parameter("commission.tiers", "0:20%;500:18%;500:15%"),
    ) == [("unreadable_value", 2, "value"), ("bare_percent", 3, "value"), ("tiers_with_gap", 4, "value")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("team.size_max", "six"),
        ("activity.thanks_good", "80"),
        ("recruitment.interviews", "-1"),
        ("ownership.notice_days", "soon"),
    ],
)
def test_an_unreadable_value_on_which_no_commission_depends_is_a_warning_and_what_was_in_force_stays(
    name: str, value: str
) -> None:
    row = parameter(name, value, "2026-01-01")
    assert [(each.code, each.severity) for each in findings(row)] == [("unreadable_setting", "warning")]
    assert charter_of([row]).on(day("2026-06-01")) == charter_of([]).on(day("2026-06-01"))


@pytest.mark.parametrize("name", ["vat.rate", "payout.minimum", "ledger.opens_on", "currency", "commission.rate_max"])
def test_an_unreadable_value_on_which_documents_or_rates_depend_is_an_error(name: str) -> None:
    assert [each.severity for each in findings(parameter(name, "soon"))] == ["error"]


def test_two_values_from_the_same_day_are_both_errors() -> None:
    assert codes(
        parameter("vat.rate", "20%", "2026-01-01"),
        parameter("VAT.rate ", "10%", "2026-01-01"),
        parameter("vat.rate", "5%", "2026-01-02"),
        parameter("vat.rate", "5%"),
        parameter("vat.rate", "6%"),
    ) == [
        ("two_values_same_day", 2, "effective_from"),
        ("two_values_same_day", 3, "effective_from"),
        ("two_values_same_day", 5, "effective_from"),
        ("two_values_same_day", 6, "effective_from"),
    ]


def test_a_rate_at_its_bounds_is_inside_and_beyond_them_is_an_error() -> None:
    assert codes(parameter("commission.rate", "20%")) == []
    assert codes(parameter("commission.rate", "15%")) == []
    assert codes(parameter("commission.rate", "20.01%")) == [("charter_rate_out_of_bounds", 2, "value")]
    assert codes(parameter("commission.rate", "14.99%")) == [("charter_rate_out_of_bounds", 2, "value")]


def test_every_rate_of_the_tiers_is_held_to_the_bounds() -> None:
    assert codes(parameter("commission.tiers", "0:20%;10000:10%")) == [("charter_rate_out_of_bounds", 2, "value")]
    assert codes(parameter("commission.tiers", "0:20%;10000:10%"), parameter("commission.rate_min", "10%")) == []


def test_bounds_are_those_of_the_day_the_rate_starts() -> None:
    later = parameter("commission.rate_max", "30%", "2026-06-01")
    assert codes(later, parameter("commission.rate", "25%", "2026-05-31")) == [
        ("charter_rate_out_of_bounds", 3, "value")
    ]
    assert codes(later, parameter("commission.rate", "25%", "2026-06-01")) == []


def test_bounds_that_leave_a_rate_outside_are_the_error() -> None:
    assert codes(parameter("commission.rate_min", "16%")) == [("charter_rate_out_of_bounds", 2, "value")]


def test_network_and_team_share_are_together_at_most_the_whole() -> None:
    assert codes(parameter("network.share", "60%"), parameter("team.share", "40%")) == []
    assert codes(parameter("network.share", "60%"), parameter("team.share", "41%")) == [
        ("shares_above_whole", 2, "value"),
        ("shares_above_whole", 3, "value"),
    ]


def test_brackets_and_rates_by_age_are_an_error_from_the_day_both_hold() -> None:
    tiers, ages = parameter("commission.tiers", "0:20%;1000:15%"), ("commission.rate_by_age", "0:20%;12:15%")
    assert codes(tiers, parameter(*ages)) == [("tiers_and_ages", 2, "value"), ("tiers_and_ages", 3, "value")]
    assert codes(tiers, parameter(*ages, "2026-03-01")) == [("tiers_and_ages", 3, "value")]
    none = parameter("commission.tiers", "none", "2026-03-01")
    assert codes(tiers, none, parameter(*ages, "2026-03-01")) == []
    assert codes(parameter(*ages)) == []


def test_fair_above_good_is_a_warning_and_both_alike_are_not() -> None:
    assert codes(parameter("activity.attendance_fair", "75%"), parameter("activity.referrals_good", "1")) == []
    (found,) = findings(parameter("activity.attendance_fair", "75.5%"))
    assert (found.code, found.severity, found.row, found.column) == ("fair_above_good", "warning", 2, "value")
    assert dict(found.details) == {"parameter": "activity.attendance_fair", "low": "75.5%", "high": "75%"}
    (found,) = findings(parameter("activity.one_to_ones_good", "0"))
    assert dict(found.details) == {"parameter": "activity.one_to_ones_good", "low": "1", "high": "0"}


def test_thresholds_are_compared_as_they_are_from_the_rows_own_day_on() -> None:
    rows = (
        parameter("activity.thanks_good", "95%", "2026-06-01"),
        parameter("activity.thanks_fair", "90%", "2026-05-31"),
    )
    assert codes(*rows) == [("fair_above_good", 3, "value")]
    assert codes(rows[0], rows[1]._replace(effective_from=rows[0].effective_from)) == []
