"""A currency is one that banks know, in a row and in the charter."""

from __future__ import annotations

import pytest

from netsheets.domain.charter import PARAMETERS
from netsheets.domain.currencies import CURRENCIES, currency_meant
from netsheets.domain.parameters import read_value


def test_currencies_have_three_letters() -> None:
    assert all(len(each) == 3 and each.isascii() and each.isupper() for each in CURRENCIES)
    assert {"EUR", "CHF", "GBP", "USD", "XPF"} <= CURRENCIES


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("euros", "EUR"), ("$", "USD"), ("£", "GBP"), ("EUE", "EUR"), ("CHX", "CHF"), ("QQQ", ""), ("", "")],
)
def test_the_usual_currency_is_proposed_for_what_is_none(typed: str, meant: str) -> None:
    assert currency_meant(typed) == meant


def test_the_charter_takes_no_currency_that_its_own_ledger_could_not_be_read_in() -> None:
    assert read_value(PARAMETERS["currency"], "CHF").value == "CHF"
    assert read_value(PARAMETERS["currency"], "XYZ").problem == "unreadable_value"
