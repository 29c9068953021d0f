"""The charter's rules: those in force, those decided for later, and what differs between two days (rules.md, 1)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from netsheets.domain.charter import PARAMETERS, Charter, charter_of, parameter_named
from netsheets.domain.charter_changes import Rule, difference, revisions_after, rules_on
from netsheets.domain.parameters import raw_value
from netsheets.domain.records import CharterRow
from tests.support.build import book, day, parameter
from tests.support.charters import other_value


def charter(*rows: CharterRow) -> Charter:
    return charter_of(book(*rows).charter)


def rule(name: str, found: Charter, on: str = "2026-11-22") -> Rule:
    return next(each for each in rules_on(found, day(on)) if each.parameter == name)


def changes(first: str, second: str, *rows: CharterRow) -> list[str]:
    found = difference(charter(*rows), day(first), day(second)).revisions
    return [f"{each.parameter} {each.before}>{each.after} {each.on} row {each.row} {each.scope}" for each in found]


def test_without_rows_every_parameter_has_its_default_and_no_row() -> None:
    assert rules_on(charter(), day("2026-11-22")) == tuple(
        Rule(name, each.default, None, None) for name, each in PARAMETERS.items()
    )


def test_a_rule_names_its_row_and_the_day_since_when_it_is_in_force() -> None:
    found = charter(parameter("commission.rate", "18%"), parameter("commission.rate", "16%", "2026-01-01"))
    assert rule("commission.rate", found, "2025-12-31") == Rule("commission.rate", Decimal("0.18"), None, 2)
    assert rule("commission.rate", found, "2026-01-01") == Rule(
        "commission.rate", Decimal("0.16"), day("2026-01-01"), 3
    )


def test_a_case_of_the_networks_own_stands_after_the_usual_ones_from_its_first_day_on() -> None:
    found = charter(parameter("case.triple", "3", "2026-03-01"), parameter("case.gift", "0"))
    before = [each.parameter for each in rules_on(found, day("2026-02-28"))]
    after = [each.parameter for each in rules_on(found, day("2026-03-01"))]
    assert before[before.index("case.waived") :][:2] == ["case.waived", "case.gift"]
    assert after[after.index("case.waived") :][:3] == ["case.waived", "case.gift", "case.triple"]


def test_a_change_is_between_two_days_from_the_day_after_the_first_to_the_second() -> None:
    row = parameter("commission.rate", "18%", "2026-03-01")
    said = ["commission.rate 0.15>0.18 2026-03-01 row 2 referral"]
    assert changes("2026-02-28", "2026-03-01", row) == said
    assert changes("2026-03-01", "2026-03-02", row) == []
    assert changes("2026-02-27", "2026-02-28", row) == []


def test_the_days_may_be_named_in_either_order() -> None:
    row = parameter("commission.rate", "18%", "2026-03-01")
    assert changes("2026-04-01", "2026-01-01", row) == changes("2026-01-01", "2026-04-01", row)


def test_a_row_that_repeats_the_value_in_force_changes_nothing() -> None:
    rows = (parameter("vat.rate", "20%", "2026-03-01"), parameter("case.double", "2", "2026-04-01"))
    assert changes("2026-01-01", "2026-12-31", *rows) == []


def test_every_step_is_told_in_order_of_day_whatever_the_order_of_rows() -> None:
    rows = (
        parameter("network.share", "5%", "2026-06-01"),
        parameter("commission.rate", "16%", "2026-06-01"),
        parameter("commission.rate", "18%", "2026-03-01"),
    )
    assert changes("2026-01-01", "2026-12-31", *rows) == [
        "commission.rate 0.15>0.18 2026-03-01 row 4 referral",
        "commission.rate 0.18>0.16 2026-06-01 row 3 referral",
        "network.share 0>0.05 2026-06-01 row 2 referral",
    ]


def test_a_rule_that_returned_to_what_it_was_does_not_differ_on_both_days() -> None:
    found = difference(
        charter(parameter("commission.rate", "18%", "2026-03-01"), parameter("commission.rate", "15%", "2026-06-01")),
        day("2026-01-01"),
        day("2026-12-31"),
    )
    assert ([str(each.on) for each in found.revisions], found.lasting) == (["2026-03-01", "2026-06-01"], ())


def test_a_new_case_is_none_before_its_first_row() -> None:
    assert changes("2026-01-01", "2026-12-31", parameter("case.triple", "3", "2026-03-01")) == [
        "case.triple None>3 2026-03-01 row 2 referral"
    ]


def test_what_is_decided_for_later_is_told_from_the_next_day_on() -> None:
    found = charter(parameter("commission.rate", "18%", "2026-03-01"))
    assert [each.on for each in revisions_after(found, day("2026-02-28"))] == [day("2026-03-01")]
    assert revisions_after(found, day("2026-03-01")) == ()


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("commission.cap", "referral"),
        ("case.triple", "referral"),
        ("network.share", "referral"),
        ("team.share", "referral"),
        ("ownership.notice_days", "referral"),
        ("currency", "referral"),
        ("network.name", "month"),
        ("payout.minimum", "month"),
        ("ledger.opens_on", "month"),
        ("recruitment.interviews", "joining"),
        ("recruitment.experience_months", "interview"),
        ("team.size_max", "day"),
        ("locale", "day"),
    ],
)
def test_what_a_change_applies_to(name: str, scope: str) -> None:
    (said,) = difference(
        charter(parameter(name, other_value(name), "2026-01-01")), day("2025-12-31"), day("2026-01-01")
    ).revisions
    assert said.scope == scope


@pytest.mark.parametrize(
    ("name", "text", "kind", "raw"),
    [
        ("commission.rate_min", "16%", "percent", Decimal("0.16")),
        ("commission.tiers", "0:20%;10000:15%", "tiers", "0:20%;10000:15%"),
        ("commission.tiers", "none", "tiers", None),
        ("commission.cap", "1000", "money", Decimal(1000)),
        ("commission.basis", "won", "word", "won"),
        ("case.reduced", "0.25", "number", Decimal("0.25")),
        ("ownership.months", "6", "number", 6),
        ("ledger.opens_on", "2026-08-01", "day", day("2026-08-01")),
        ("network.name", "won", "text", "won"),
        ("currency", "CHF", "currency", "CHF"),
    ],
)
def test_what_a_value_is_and_how_json_has_it(name: str, text: str, kind: str, raw: object) -> None:
    value = rule(name, charter(parameter(name, text))).value
    known = parameter_named(name)
    assert known
    assert (known.kind, raw_value(value)) == (kind, raw)


@pytest.mark.parametrize("name", PARAMETERS)
def test_every_parameter_that_changes_is_told(name: str) -> None:
    (said,) = changes("2025-12-31", "2026-01-01", parameter(name, other_value(name), "2026-01-01"))
    assert said.startswith(f"{name} ")
