"""Commission above the payment (tabs.md, "Findings", money that may be wrong)."""

from __future__ import annotations

import pytest

from netsheets.domain.findings import finding
from netsheets.domain.records import Record
from tests.support.build import billing, client, credit_note, found, members, parameter, referral

PARTIES: tuple[Record, ...] = (*members("M1", "M2"), client())


def above(*rows: Record) -> list[tuple[str, int | None, str | None]]:
    return [(each.tab, each.row, each.column) for each in found("commission_above_payment", *PARTIES, *rows)]


@pytest.mark.parametrize(("multiplier", "expected"), [("6.66", 0), ("6.67", 1)])
def test_as_much_as_was_paid_is_sound_and_more_is_a_warning(multiplier: str, expected: int) -> None:
    case = parameter("case.grand", multiplier)
    assert len(above(referral(case="grand"), billing(), case)) == expected


def test_the_finding_names_the_referral_what_it_brought_and_what_it_earned() -> None:
    rows = (
        *PARTIES,
        referral(case="grand"),
        billing(),
        billing("B2", paid_on="2026-03-01"),
        parameter("case.grand", "8"),
    )
    assert found("commission_above_payment", *rows) == (
        finding(
            "commission_above_payment", "billing", 2, "amount", "1000.00", other="R1", low="1000.00", high="1200.00"
        ),
    )


def test_a_deal_won_shows_at_its_amount() -> None:
    rows = (parameter("case.grand", "8"), parameter("commission.basis", "won"))
    assert above(referral(case="grand", deal_amount="500.00"), *rows) == [("referrals", 2, "deal_amount")]


def test_what_is_not_paid_or_taken_back_whole_is_not_measured() -> None:
    case = parameter("case.grand", "8")
    assert above(referral(case="grand"), billing(paid_on=None), case) == []
    back = (billing(), credit_note(amount="1000.00", paid_on="2026-02-10"))
    assert above(referral(case="grand"), *back, case) == [("billing", 2, "amount")]
