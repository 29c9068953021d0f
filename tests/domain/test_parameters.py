"""The charter's parameters, their defaults and how a value is read (rules.md, 1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from netsheets.domain.charter import PARAMETERS, parameter_named
from netsheets.domain.parameters import Tier, raw_value, read_value
from tests.support.build import day


def value_of(name: str, text: str) -> Any:
    parameter = parameter_named(name)
    assert parameter
    reading = read_value(parameter, text)
    assert reading.problem is None
    return reading.value


def problem_of(name: str, text: str) -> str | None:
    parameter = parameter_named(name)
    assert parameter
    return read_value(parameter, text).problem


def test_every_parameter_has_the_default_of_the_rules() -> None:
    assert {name: parameter.default for name, parameter in PARAMETERS.items()} == {
        "commission.rate": Decimal("0.15"),
        "commission.rate_min": Decimal("0.15"),
        "commission.rate_max": Decimal("0.20"),
        "commission.tiers": (),
        "commission.tiers_apply": "marginal",
        "commission.tiers_on": "referral",
        "commission.tiers_period": "year",
        "commission.rate_by_age": (),
        "commission.fixed": 0,
        "commission.minimum": 0,
        "commission.deal_minimum": 0,
        "commission.due": "each",
        "commission.basis": "paid",
        "commission.cap": None,
        "commission.hold_days": 0,
        "case.standard": 1,
        "case.double": 2,
        "case.reduced": Decimal("0.5"),
        "case.waived": 0,
        "network.share": 0,
        "team.share": 0,
        "ownership.months": 12,
        "ownership.starts": "won",
        "ownership.renews": "never",
        "ownership.conflict": "each",
        "ownership.after_leaving": "keeps",
        "ownership.notice_days": 30,
        "recruitment.interviews": 2,
        "recruitment.experience_months": 12,
        "team.size_max": 6,
        "settlement.through": "members",
        "activity.attendance_good": Decimal("0.75"),
        "activity.attendance_fair": Decimal("0.50"),
        "activity.referrals_good": 3,
        "activity.referrals_fair": 1,
        "activity.one_to_ones_good": 2,
        "activity.one_to_ones_fair": 1,
        "activity.thanks_good": Decimal("0.80"),
        "activity.thanks_fair": Decimal("0.50"),
        "vat.rate": Decimal("0.20"),
        "payout.minimum": 0,
        "ledger.opens_on": None,
        "currency": "EUR",
        "locale": "fr_FR",
        "network.name": "",
        "network.address": "",
        "network.siren": "",
        "network.vat_number": "",
        "network.iban": "",
    }


@pytest.mark.parametrize("text", ["15%", "15 %", "15,0 %", "0.15", "0,15"])
def test_a_rate_is_a_percentage_or_the_part_a_percentage_cell_holds(text: str) -> None:
    assert value_of("commission.rate", text) == Decimal("0.15")


@pytest.mark.parametrize("text", ["15", "1", "1.5", "100"])
def test_a_bare_number_is_never_guessed_to_be_a_percentage(text: str) -> None:
    assert problem_of("commission.rate", text) == "bare_percent"


@pytest.mark.parametrize("text", ["-5%", "-0.15", "101%", "15 percent", "", "1,5,0%"])
def test_a_rate_is_a_part_of_the_whole(text: str) -> None:
    assert problem_of("commission.rate", text) == "unreadable_value"


def test_a_rate_may_be_nothing_or_everything() -> None:
    assert (value_of("network.share", "0%"), value_of("network.share", "100%")) == (0, 1)


def test_a_rate_with_three_decimals_has_one_reading_only() -> None:
    assert value_of("commission.rate", "33.333%") == Decimal("0.33333")


def test_tiers_are_bounds_and_rates() -> None:
    assert value_of("commission.tiers", "0:20%;10000:15%") == (
        Tier(Decimal(0), Decimal("0.20")),
        Tier(Decimal(10000), Decimal("0.15")),
    )
    assert value_of("commission.tiers", " 0 : 20 % ; 10 000 : 0.15 ")[1].above == 10000


@pytest.mark.parametrize("text", ["none", "aucun", "-"])
def test_tiers_can_be_none(text: str) -> None:
    assert value_of("commission.tiers", text) == ()


@pytest.mark.parametrize("text", ["1:20%;10000:15%", "0:20%;0:15%", "0:20%;500:18%;500:15%", "0:20%;900:18%;500:15%"])
def test_the_first_bound_is_0_and_bounds_rise_strictly(text: str) -> None:
    assert problem_of("commission.tiers", text) == "tiers_with_gap"


@pytest.mark.parametrize("text", ["", "20%", "0:20%;", "0=20%", "0:20%;ten:15%", "0:20%;10,000:15%"])
def test_tiers_written_otherwise_are_unreadable(text: str) -> None:
    assert problem_of("commission.tiers", text) == "unreadable_value"


def test_rates_by_age_are_whole_months_up_to_a_hundred_years() -> None:
    assert value_of("commission.rate_by_age", "0:20%;12:10%;1200:5%")[2] == Tier(Decimal(1200), Decimal("0.05"))
    assert problem_of("commission.rate_by_age", "0:20%;1201:5%") == "unreadable_value"
    assert problem_of("commission.rate_by_age", "0:20%;0.5:5%") == "unreadable_value"
    assert problem_of("commission.rate_by_age", "12:20%") == "tiers_with_gap"


def test_a_bare_rate_in_tiers_is_never_guessed() -> None:
    assert problem_of("commission.tiers", "0:20;10000:15") == "bare_percent"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("commission.cap", "1 000,50", Decimal("1000.50")),
        ("commission.cap", "none", None),
        ("commission.cap", "0", 0),
        ("commission.cap", "0.05", Decimal("0.05")),
        ("commission.hold_days", "30", 30),
        ("commission.hold_days", "0", 0),
        ("commission.hold_days", "3660", 3660),
        ("case.double", "100", 100),
        ("network.share", "0", 0),
        ("network.name", "-", "-"),
        ("commission.basis", "Invoiced", "invoiced"),
        ("case.reduced", "0,25", Decimal("0.25")),
        ("case.vip", "3", 3),
        ("ownership.starts", "first_billing", "first_billing"),
        ("ledger.opens_on", "2026-01-31", day("2026-01-31")),
        ("ledger.opens_on", "none", None),
        ("payout.minimum", "50", 50),
        ("currency", "CHF", "CHF"),
        ("locale", "en_GB", "en_GB"),
        ("network.name", " Le Réseau ", "Le Réseau"),
    ],
)
def test_values_are_read_as_their_parameter_means_them(name: str, text: str, value: object) -> None:
    assert value_of(name, text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("commission.cap", "-1"),
        ("commission.cap", "10.005"),
        ("commission.cap", "0.005"),
        ("commission.basis", "none"),
        ("case.vip", "none"),
        ("commission.cap", "1,234"),
        ("commission.hold_days", "1.5"),
        ("commission.hold_days", "-1"),
        ("commission.basis", "delivered"),
        ("case.double", "-2"),
        ("case.double", "101"),
        ("ownership.months", "twelve"),
        ("ownership.renews", "always"),
        ("ownership.conflict", "last"),
        ("team.size_max", "0"),
        ("activity.attendance_good", "most"),
        ("activity.referrals_good", "2.5"),
        ("activity.one_to_ones_fair", "-1"),
        ("ledger.opens_on", "03/04/2026"),
        ("currency", "euro"),
        ("locale", "French"),
    ],
)
def test_values_that_mean_nothing_are_unreadable(name: str, text: str) -> None:
    assert problem_of(name, text) == "unreadable_value"


def test_a_case_of_the_networks_own_has_a_name_after_case() -> None:
    own, usual = parameter_named("case.apporteur"), parameter_named("CASE.Double")
    assert own
    assert usual
    assert (own.name, own.default) == ("case.apporteur", None)
    assert usual.name == "case.double"


@pytest.mark.parametrize("name", ["case.", "case.a b", "case..x", "commission", "commission.rates", ""])
def test_any_other_name_is_unknown(name: str) -> None:
    assert parameter_named(name) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("commission.basis", "paid, invoiced, won"),
        ("commission.rate", "15%"),
        ("network.share", "10%"),
        ("commission.cap", "1000.00"),
        ("payout.minimum", "1000.00"),
        ("commission.tiers", "0:20%;10000:15%"),
        ("commission.hold_days", "30"),
        ("case.waived", "0"),
        ("case.vip", "1"),
        ("ledger.opens_on", "2026-01-31"),
        ("currency", "EUR"),
    ],
)
def test_what_may_be_typed_is_its_words_its_default_or_an_example(name: str, expected: str) -> None:
    parameter = parameter_named(name)
    assert parameter
    assert parameter.expected == expected


def test_a_value_is_written_as_it_is_typed() -> None:
    tiers = (Tier(Decimal(0), Decimal("0.20")), Tier(Decimal(10000), Decimal("0.155")))
    assert raw_value(tiers) == "0:20%;10000:15.5%"
    assert raw_value(()) is None
    assert raw_value(Decimal("0.15")) == Decimal("0.15")
