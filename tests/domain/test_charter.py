"""The charter through time (rules.md, 1)."""

from __future__ import annotations

from decimal import Decimal

from netsheets.domain.charter import Charter, charter_of
from netsheets.domain.records import CharterRow
from tests.support.build import billing, book, day, parameter, referral
from tests.support.closings import posted


def charter(*rows: CharterRow) -> Charter:
    return charter_of(rows)


def rate_on(text: str, *rows: CharterRow) -> str:
    return f"{charter(*rows).on(day(text)).rate:.2f}"


def test_without_a_row_the_default_is_in_force() -> None:
    assert rate_on("2026-01-01") == "0.15"


def test_a_value_is_in_force_from_its_first_day_on() -> None:
    change = parameter("commission.rate", "18%", "2026-03-01")
    assert (rate_on("2026-02-28", change), rate_on("2026-03-01", change)) == ("0.15", "0.18")


def test_a_blank_first_day_means_since_ever() -> None:
    assert rate_on("0001-01-01", parameter("commission.rate", "18%")) == "0.18"


def test_the_latest_value_on_or_before_the_day_is_in_force_whatever_the_order_of_rows() -> None:
    rows = (
        parameter("commission.rate", "20%", "2026-06-01"),
        parameter("commission.rate", "16%"),
        parameter("commission.rate", "18%", "2026-03-01"),
    )
    found = [rate_on(text, *rows) for text in ("2026-02-28", "2026-03-01", "2026-05-31", "2026-06-01")]
    assert found == ["0.16", "0.18", "0.18", "0.20"]


def test_a_value_that_cannot_be_read_leaves_the_one_before_it_in_force() -> None:
    rows = (parameter("commission.rate", "16%"), parameter("commission.rate", "18", "2026-03-01"))
    assert rate_on("2026-04-01", *rows) == "0.16"


def test_an_unknown_parameter_changes_nothing() -> None:
    assert charter(parameter("comission.rate", "18%")).on(day("2026-01-01")) == charter().on(day("2026-01-01"))


def test_no_case_is_the_standard_one_and_an_unknown_case_has_no_multiplier() -> None:
    terms = charter(parameter("case.standard", "1.5")).on(day("2026-01-01"))
    assert (terms.multiplier(""), terms.multiplier("standard")) == (Decimal("1.5"), Decimal("1.5"))
    assert (terms.multiplier("double"), terms.multiplier("reduced"), terms.multiplier("waived")) == (
        Decimal(2),
        Decimal("0.5"),
        Decimal(0),
    )
    assert terms.multiplier("triple") is None


def test_a_case_of_the_networks_own_exists_from_its_first_row_on() -> None:
    found = charter(parameter("case.triple", "3", "2026-03-01"))
    assert found.on(day("2026-02-28")).multiplier("triple") is None
    assert found.on(day("2026-03-01")).multiplier("triple") == 3


def test_the_change_that_governs_names_its_row_and_its_day() -> None:
    found = charter(parameter("vat.rate", "10%", "2026-03-01", row=7))
    assert found.in_force("vat.rate", day("2026-02-28")) is None
    change = found.in_force("vat.rate", day("2026-03-01"))
    assert change
    assert (change.since, change.value, change.row) == (day("2026-03-01"), Decimal("0.10"), 7)


def test_a_referral_is_governed_for_life_by_the_charter_of_its_given_day() -> None:
    rows = (
        parameter("commission.rate", "20%", "2026-01-06"),
        referral("R1", given_on="2026-01-05"),
        referral("R2", given_on="2026-01-06"),
        billing("B1", referral_id="R1"),
        billing("B2", referral_id="R2"),
    )
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 150.00", "B2 M2>M1 200.00")


def test_the_day_the_ledger_opens_is_read_at_the_end_of_the_month_that_is_closed() -> None:
    rows = (referral(), billing("B1", paid_on="2026-02-10"), billing("B2", paid_on="2026-03-10"))
    opening = parameter("ledger.opens_on", "2026-03-01", "2026-03-31")
    assert posted(book(*rows, opening), "2026-02") == ("B1 M2>M1 150.00",)
    assert posted(book(*rows, opening), "2026-03") == ("B2 M2>M1 150.00",)
