"""Money that may be wrong (tabs.md, "Findings", money)."""

from __future__ import annotations

import pytest

from netsheets.domain.checks.money import foreign_signs
from netsheets.domain.findings import Finding, finding
from netsheets.domain.ledger import Ledger
from netsheets.domain.records import Payout, Record
from tests.support.build import (
    billing,
    book,
    client,
    credit_note,
    found,
    member,
    members,
    network,
    parameter,
    payout,
    referral,
)
from tests.support.closings import closed, closed_through

FEBRUARY: tuple[Record, ...] = (*members("M1", "M2", "M3"), client(), referral(), billing())
"""M2 owes M1 150.00 for February 2026."""
POSTED = closed(book(*FEBRUARY), "2026-02")
DOUBTS = ("payout_wrong_way", "payout_above_owed")


def doubts(*rows: Record, ledger: Ledger = POSTED) -> list[tuple[str, str]]:
    """Return what is doubtful about the payouts, as the code and the payout's row."""
    return [(each.code, str(each.row)) for code in DOUBTS for each in found(code, *rows, ledger=ledger)]


# Twice


TWICE: tuple[Record, ...] = (*members("M1", "M2", "M3"), payout("P1"))


def test_the_same_payment_under_another_id_is_probably_one() -> None:
    details = {"other": "P1", "other_row": 2, "limit": "150.00", "day": "2026-03-01"}
    assert found("duplicate_payout", *TWICE, payout("P2")) == (
        finding("duplicate_payout", "payouts", 3, "payout_id", "P2", **details),
    )


def test_of_three_each_later_one_names_the_first() -> None:
    rows = (payout("P2"), payout("P3"))
    assert [dict(each.details)["other"] for each in found("duplicate_payout", *TWICE, *rows)] == ["P1", "P1"]


@pytest.mark.parametrize(
    "other",
    [
        payout("P2", paid_on="2026-03-02"),
        payout("P2", amount="150.01"),
        payout("P2", payer_id="M3"),
        payout("P2", payee_id="M3"),
        payout("P2", payer_id="M1", payee_id="M2"),
        payout("P2", currency="CHF"),
    ],
)
def test_a_payment_of_another_day_party_amount_or_currency_is_another(other: Payout) -> None:
    assert found("duplicate_payout", *TWICE, other) == ()


def test_the_networks_currency_may_be_named_or_not() -> None:
    assert len(found("duplicate_payout", *TWICE, payout("P2", currency="EUR"))) == 1


@pytest.mark.parametrize(("first", "second", "twice"), [("A", "B", 0), ("A", "A", 1), ("A", "", 1), ("", "", 1)])
def test_references_of_their_own_tell_two_payments_apart(first: str, second: str, twice: int) -> None:
    rows = (payout("P1", reference=first), payout("P2", reference=second))
    assert len(found("duplicate_payout", *rows)) == twice


# The wrong way round, or too much


def test_a_payment_of_what_is_owed_is_sound_and_a_cent_more_is_not() -> None:
    assert doubts(*FEBRUARY, payout(amount="150.00")) == []
    details = {"member": "M2", "other": "M1", "limit": "150.00", "nearest": ""}
    assert found("payout_above_owed", *FEBRUARY, payout(amount="150.01"), ledger=POSTED) == (
        finding("payout_above_owed", "payouts", 2, "amount", "150.01", **details),
    )


@pytest.mark.parametrize(("amount", "meant"), [("1500.00", "150.00"), ("15000.00", "150.00"), ("300.00", "")])
def test_ten_or_a_hundred_times_too_much_is_a_slip_of_a_figure(amount: str, meant: str) -> None:
    [only] = found("payout_above_owed", *FEBRUARY, payout(amount=amount), ledger=POSTED)
    assert dict(only.details)["nearest"] == meant


def test_a_payment_the_wrong_way_round_names_who_owes() -> None:
    wrong = payout(payer_id="M1", payee_id="M2")
    assert found("payout_wrong_way", *FEBRUARY, wrong, ledger=POSTED) == (
        finding("payout_wrong_way", "payouts", 2, "payer_id", "M1", member="M1", other="M2", limit="150.00"),
    )
    assert found("payout_above_owed", *FEBRUARY, wrong, ledger=POSTED) == ()


def test_between_two_who_owe_each_other_nothing_it_is_too_much() -> None:
    assert doubts(*FEBRUARY, payout(payer_id="M3", payee_id="M1")) == [("payout_above_owed", "2")]


def test_a_payment_to_oneself_is_no_doubt_of_its_own() -> None:
    assert doubts(*FEBRUARY, payout(payer_id="M1", payee_id="M1")) == []


def test_instalments_count_together() -> None:
    assert doubts(*FEBRUARY, payout("P1", amount="100.00"), payout("P2", amount="50.00")) == []
    assert doubts(*FEBRUARY, payout("P1", amount="100.00"), payout("P2", amount="50.01")) == [
        ("payout_above_owed", "3"),
    ]


def test_what_was_paid_too_much_may_be_paid_back_and_what_follows_is_not_in_doubt() -> None:
    rows = (*FEBRUARY, billing("B2", issued_on="2026-03-01", paid_on="2026-03-10"))
    ledger = closed_through(book(*rows), ("2026-02", "2026-03"))
    slip = payout("P1", paid_on="2026-02-27", amount="1500.00")
    back = payout("P2", paid_on="2026-02-28", payer_id="M1", payee_id="M2", amount="1350.00")
    march = payout("P3", paid_on="2026-04-05")
    assert doubts(*rows, slip, march, ledger=ledger) == [("payout_above_owed", "2")]
    assert doubts(*rows, slip, back, march, ledger=ledger) == [("payout_above_owed", "2")]


def test_a_month_may_be_paid_before_it_is_closed_but_not_before_it_began() -> None:
    assert doubts(*FEBRUARY, payout(paid_on="2026-02-20"), ledger=Ledger()) == []
    assert doubts(*FEBRUARY, payout(paid_on="2026-01-31"), ledger=Ledger()) == [("payout_above_owed", "2")]


@pytest.mark.parametrize(("paid_on", "row"), [("1900-01-01", "2"), ("2199-12-31", "3")])
def test_a_day_of_another_century_is_measured_too(paid_on: str, row: str) -> None:
    rows = (*FEBRUARY, payout("P1", paid_on=paid_on), payout("P2", paid_on="2199-12-31"))
    assert doubts(*rows, ledger=Ledger()) == [("payout_above_owed", row)]


CHAIN: tuple[Record, ...] = (
    *FEBRUARY,
    referral("R2", referrer_id="M2", recipient_id="M3"),
    billing("B2", referral_id="R2"),
)
"""M3 owes M2 150.00, who owes M1 150.00."""


def test_one_transfer_may_settle_two_debts() -> None:
    ledger = closed(book(*CHAIN), "2026-02")
    assert doubts(*CHAIN, payout(payer_id="M3", payee_id="M1"), ledger=ledger) == []
    assert doubts(*CHAIN, payout(payer_id="M3", payee_id="M1", amount="150.01"), ledger=ledger) == [
        ("payout_above_owed", "2"),
    ]
    both = (payout("P1", payer_id="M3", payee_id="M2"), payout("P2"))
    assert doubts(*CHAIN, *both, ledger=ledger) == []


def test_what_settled_two_debts_is_not_owed_back() -> None:
    ledger = closed(book(*CHAIN), "2026-02")
    rows = (payout("P1", payer_id="M3", payee_id="M1"), payout("P2", payer_id="M1", payee_id="M3"))
    assert doubts(*CHAIN, *rows, ledger=ledger) == [("payout_above_owed", "3")]


def test_a_statement_may_be_settled_later_though_balances_have_changed_since() -> None:
    since = (referral("R3", referrer_id="M3", recipient_id="M1"), billing("B3", referral_id="R3", paid_on="2026-03-10"))
    ledger = closed_through(book(*CHAIN, *since), ("2026-02", "2026-03"))
    assert doubts(*CHAIN, *since, payout(paid_on="2026-05-31", payer_id="M3", payee_id="M1"), ledger=ledger) == []
    assert doubts(*CHAIN, *since, payout(paid_on="2026-06-01", payer_id="M3", payee_id="M1"), ledger=ledger) != []


def test_two_who_owe_each_other_may_each_pay_in_full() -> None:
    rows = (*FEBRUARY, referral("R2", referrer_id="M2", recipient_id="M1"), billing("B2", referral_id="R2"))
    ledger = closed(book(*rows), "2026-02")
    assert doubts(*rows, payout("P1"), payout("P2", payer_id="M1", payee_id="M2"), ledger=ledger) == []


def test_through_the_network_each_pays_and_gets_their_balance() -> None:
    rows = (payout("P1", payee_id="NETWORK"), payout("P2", payer_id="NETWORK"))
    assert doubts(*FEBRUARY, *rows) == []
    too_much = payout("P1", payee_id="NETWORK", amount="1500.00")
    assert doubts(*FEBRUARY, too_much) == [("payout_above_owed", "2")]
    wrong = payout("P1", payer_id="NETWORK", payee_id="M2")
    assert doubts(*FEBRUARY, wrong) == [("payout_wrong_way", "2")]


def with_status(status: str) -> tuple[Record, ...]:
    return (member("M1", vat_status=status), *FEBRUARY[1:])


def test_vat_is_paid_on_top_where_the_payee_charges_it_and_the_row_does_not_say() -> None:
    assert doubts(*with_status("standard"), payout(amount="180.00")) == []
    assert doubts(*with_status("standard"), payout(amount="180.01")) == [("payout_above_owed", "2")]
    assert doubts(*with_status("standard"), payout(amount="180.00", vat="30.00")) == []
    assert doubts(*with_status("standard"), payout(amount="180.01", vat="30.00")) == [("payout_above_owed", "2")]
    assert doubts(*with_status("franchise"), payout(amount="180.00")) == [("payout_above_owed", "2")]


def test_what_is_taken_back_may_be_paid_back() -> None:
    low = parameter("commission.rate_min", "5%")
    first = (*FEBRUARY, low)
    lower: tuple[Record, ...] = (*members("M1", "M2", "M3"), client(), referral(rate="10%"), billing(), low)
    ledger = closed(book(*lower), "2026-03", closed(book(*first), "2026-02"))
    back = payout("P2", paid_on="2026-04-05", payer_id="M1", payee_id="M2", amount="50.00")
    assert doubts(*lower, payout("P1"), back, ledger=ledger) == []
    assert doubts(*lower, payout("P1", paid_on="2026-05-31"), ledger=ledger) == []
    assert doubts(*lower, payout("P1", paid_on="2026-06-01"), ledger=ledger) == [("payout_above_owed", "2")]


def severities(findings: tuple[Finding, ...]) -> set[str]:
    return {each.severity for each in findings}


def test_a_doubt_is_a_warning() -> None:
    assert severities(found("payout_above_owed", *FEBRUARY, payout(amount="1500.00"), ledger=POSTED)) == {"warning"}


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


ROWS: tuple[Record, ...] = (*members("M1", "M2"), client(), referral(), billing(), payout())


def signs(text: str, *rows: Record, tab: str = "billing", column: str = "amount") -> list[str]:
    """Return the currency of the row where a text in its second row bears the sign of another."""
    cell = finding("text_for_number", tab, 2, column, text, read_as="100.00")
    found = list(foreign_signs(network(*(rows or ROWS)), [cell]))
    assert all((each.severity, each.code) == ("warning", "currency_sign_differs") for each in found)
    assert all((each.tab, each.row, each.column, each.value) == (tab, 2, column, text) for each in found)
    return [dict(each.details)["currency"] for each in found]


@pytest.mark.parametrize("text", ["100 $", "$100", "100 £", "CHF 100", "100 usd", "100 FCFA", "100 ¥", "US$ 100"])
def test_another_currencys_sign_is_told_with_the_rows_currency(text: str) -> None:
    assert signs(text) == ["EUR"]


@pytest.mark.parametrize("text", ["100", "100 €", "€100", "100 euros", "100 EUR", "1 00"])
def test_its_own_sign_and_none_are_sound(text: str) -> None:
    assert signs(text) == []


def test_the_currency_is_the_referrals_else_the_networks_on_the_day_it_was_given() -> None:
    swiss: tuple[Record, ...] = (
        *members("M1", "M2"),
        client(),
        referral(currency="CHF"),
        billing(),
        parameter("currency", "CAD", "2026-03-01"),
    )
    assert (signs("100 €", *swiss), signs("CHF 100", *swiss)) == (["CHF"], [])
    canadian = (*ROWS, parameter("currency", "CAD", "2026-01-05"))
    assert (signs("100 $", *canadian), signs("100 US$", *canadian), signs("100 €", *canadian)) == ([], ["CAD"], ["CAD"])


def test_a_payout_and_a_deal_have_their_own() -> None:
    rows: tuple[Record, ...] = (*members("M1", "M2"), client(), referral(currency="USD"), payout(currency="GBP"))
    assert signs("100 €", *rows, tab="payouts") == ["GBP"]
    assert signs("100 £", *rows, tab="payouts") == signs("100 $", *rows, tab="referrals", column="deal_amount") == []
    assert signs("100 £", *rows, tab="referrals", column="deal_amount") == ["USD"]


def test_a_row_that_is_not_computed_and_a_tab_without_currency_are_passed_over() -> None:
    assert signs("100 $", *ROWS[:3]) == []
    assert signs("100 $", tab="shares", column="weight") == []
