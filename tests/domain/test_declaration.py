"""The yearly declaration of commissions paid, DAS2 (accounting.md)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from netsheets.domain.declaration import Declaration, declaration_of, due_day
from netsheets.domain.network import Network
from netsheets.domain.records import Payout
from netsheets.exports.accounting.das2 import threshold_of
from tests.support.build import book, day, member, parameter, payout
from tests.support.command_line import TODAY, closed_sample, done, netsheets

COMPLETE = {"siren": "000001073", "trade": "joiner", "address": "4 quai", "postcode": "69002", "city": "Lyon"}


def declared(*payouts: Payout, payer_id: str = "", year: int = 2026) -> Declaration:
    rows = book(parameter("network.name", "Réseau"), member("M1", **COMPLETE), member("M2"), member("M3"), *payouts)
    network = Network.of(rows, day("2026-12-31"))
    return declaration_of(network, network.terms, year, Decimal("2400.00"), payer_id=payer_id)


@pytest.mark.parametrize(("amount", "above"), [("2399.99", False), ("2400.00", False), ("2400.01", True)])
def test_a_payee_is_declared_strictly_above_the_limit(amount: str, above: bool) -> None:
    (payee,) = declared(payout(amount=amount)).payees
    assert (payee.payee_id, payee.paid, payee.above) == ("M1", Decimal(amount), above)


def test_the_vat_that_was_paid_counts() -> None:
    (payee,) = declared(payout(amount="2400.12", vat="400.02")).payees
    assert (payee.paid, payee.above) == (Decimal("2400.12"), True)


def test_the_day_of_payment_decides_the_year() -> None:
    rows = [payout("P1", paid_on="2025-12-31"), payout("P2", paid_on="2026-01-01"), payout("P3", paid_on="2027-01-01")]
    assert [each.payments for each in declared(*rows).payees] == [1]


def test_each_payer_has_a_limit_of_their_own() -> None:
    rows = [payout("P1", amount="2000.00", payer_id="M2"), payout("P2", amount="1000.00", payer_id="M3")]
    found = declared(*rows)
    assert [(each.paid, each.above) for each in found.payees] == [(Decimal("3000.00"), True)]
    assert [(each.payer_id, each.above) for each in found.by_payer] == [("M2", False), ("M3", False)]
    assert [each.paid for each in declared(*rows, payer_id="M3").payees] == [Decimal("1000.00")]


def test_what_the_form_asks_for_and_is_missing_is_said() -> None:
    rows = [payout("P1"), payout("P2", payer_id="M1", payee_id="M2"), payout("P3", payee_id="NETWORK")]
    missing = {each.payee_id: each.missing for each in declared(*rows).payees}
    assert missing == {
        "M1": (),
        "M2": ("siren", "trade", "address", "postcode", "city"),
        "NETWORK": ("siren", "address"),
    }


def test_other_currencies_are_apart_and_who_pays_themselves_pays_nobody() -> None:
    found = declared(payout("P1", currency="CHF"), payout("P2", payer_id="M1"))
    assert found.payees == ()
    assert [(each.payee_id, each.currency) for each in found.other_currencies] == [("M1", "CHF")]


def test_limits_are_dated() -> None:
    assert [threshold_of(year) for year in (2013, 2014, 2023, 2024, 2026)] == [
        None, Decimal("1200.00"), Decimal("1200.00"), Decimal("2400.00"), Decimal("2400.00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("year", "due"), [(2023, "2024-05-03"), (2024, "2025-05-05"), (2025, "2026-05-05"), (2026, "2027-05-04")]
)
def test_it_is_due_on_the_second_working_day_after_the_first_of_may(year: int, due: str) -> None:
    assert due_day(year) == day(due)


def test_the_sample_year_adds_up_to_the_payouts(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    found = done("export", "das2", 2026, "-w", workbook, "--today", TODAY, "--format", "json").document
    rows = done("export", "das2", 2026, "-w", workbook, "--today", TODAY, "--format", "csv").rows
    total = Decimal("8920.13")  # the amounts of templates/sample/en/payouts.csv, added by hand
    assert sum(Decimal(each["paid"]) for each in found["payees"]) == total
    assert sum(Decimal(each["paid"]) for each in found["by_payer"]) == total
    assert sum(Decimal(each["paid"]) for each in rows) == total
    assert [each["payee_id"] for each in rows if each["declared"] == "above"] == ["NETWORK"]


def test_a_year_or_a_payer_that_is_none_is_refused(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    for arguments in (("2013",), ("2027",), ("2026", "--payer", "M99"), ("soon",)):
        ran = netsheets("export", "das2", *arguments, "-w", workbook, "--today", TODAY)
        assert (ran.code, ran.out) == (2, ""), arguments


def test_the_french_sheet_says_so_far(tmp_path: Path) -> None:
    ran = done("export", "das2", 2026, "-w", closed_sample(tmp_path, "fr"), "--today", TODAY)
    assert "L'année n'est pas finie : voici ce qui a été payé jusqu'au 22/11/2026." in ran.out
    assert "oui, au-dessus" in ran.out
