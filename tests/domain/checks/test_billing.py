"""Billing, relationships, disputes and payouts (tabs.md, "Findings", billing)."""

from __future__ import annotations

import pytest

from netsheets.domain.findings import finding
from netsheets.domain.records import Billing, Record
from tests.support.build import (
    billing,
    client,
    credit_note,
    dispute,
    found,
    members,
    parameter,
    payout,
    referral,
    relationship,
)

PARTIES: tuple[Record, ...] = (*members("M1", "M2", "M3"), client("C1"))
R1 = referral("R1", won_on="2026-01-20")
"""Its window: 20 January 2026 to 20 January 2027."""
R2 = referral("R2", won_on="2026-01-20")
INVOICED, WON = parameter("commission.basis", "invoiced"), parameter("commission.basis", "won")


@pytest.mark.parametrize("status", ["given", "contacted", "quoted", "lost", "cancelled"])
def test_only_a_won_referral_is_billed(status: str) -> None:
    assert found("billing_not_won", *PARTIES, R1, billing()) == ()
    assert found("billing_not_won", *PARTIES, referral(status=status), billing()) == (
        finding("billing_not_won", "billing", 2, "referral_id", "R1", choices=status),
    )


def test_an_invoice_is_not_paid_before_it_is_issued() -> None:
    same_day = billing(issued_on="2026-02-10", paid_on="2026-02-10")
    assert found("paid_before_issued", *PARTIES, R1, same_day, billing("B2", paid_on=None)) == ()
    assert found("paid_before_issued", *PARTIES, R1, billing(issued_on="2026-02-11", paid_on="2026-02-10")) == (
        finding("paid_before_issued", "billing", 2, "paid_on", "2026-02-10", day="2026-02-11"),
    )


def test_an_invoice_is_not_paid_on_a_day_to_come() -> None:
    assert found("paid_in_future", *PARTIES, R1, billing(paid_on="2026-02-10"), today="2026-02-10") == ()
    assert found("paid_in_future", *PARTIES, R1, billing(paid_on="2026-02-10"), today="2026-02-09") == (
        finding("paid_in_future", "billing", 2, "paid_on", "2026-02-10", day="2026-02-09"),
    )


# The window


def outside(*rows: Record) -> list[tuple[str, str, str, str | None, str]]:
    """Return severity, code, row, column and value of what lies outside its window."""
    both = [*found("billed_before_window", *PARTIES, *rows), *found("billed_after_window", *PARTIES, *rows)]
    return [(each.severity, each.code, str(each.row), each.column, each.value) for each in both]


@pytest.mark.parametrize("day", ["2026-01-20", "2027-01-20"])
def test_the_first_and_the_last_day_are_inside(day: str) -> None:
    assert outside(R1, billing(issued_on="2026-01-01", paid_on=day)) == []
    assert outside(R1, INVOICED, billing(issued_on=day, paid_on="2027-06-01")) == []


def test_the_day_before_the_referral_is_an_error_and_an_advance_is_none() -> None:
    assert outside(R1, billing(issued_on="2026-01-01", paid_on="2026-01-05")) == []
    assert found("billed_before_window", *PARTIES, R1, billing(issued_on="2026-01-01", paid_on="2026-01-04")) == (
        finding("billed_before_window", "billing", 2, "paid_on", "2026-01-04", day="2026-01-05"),
    )
    assert outside(R1, INVOICED, billing(issued_on="2026-01-04", paid_on="2026-02-01")) == [
        ("error", "billed_before_window", "2", "issued_on", "2026-01-04"),
    ]


def test_the_day_after_the_window_earns_nothing_and_is_said() -> None:
    assert found("billed_after_window", *PARTIES, R1, billing(paid_on="2027-01-21")) == (
        finding("billed_after_window", "billing", 2, "paid_on", "2027-01-21", last_day="2027-01-20"),
    )
    assert outside(R1, INVOICED, billing(issued_on="2027-01-21", paid_on="2027-02-01")) == [
        ("info", "billed_after_window", "2", "issued_on", "2027-01-21"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        (R1, billing(issued_on="2026-01-01", paid_on=None)),
        (R1, WON, billing(issued_on="2026-01-01", paid_on="2026-01-02")),
        (referral(status="given", won_on=None), billing(issued_on="2026-01-01", paid_on="2026-01-02")),
    ],
    ids=["not paid yet", "no row earns", "no window"],
)
def test_what_is_no_event_or_has_no_window_lies_nowhere(rows: tuple[Record, ...]) -> None:
    assert outside(*rows) == []


def test_the_basis_is_that_of_the_day_the_referral_was_given() -> None:
    later = parameter("commission.basis", "invoiced", "2026-01-06")
    assert outside(R1, later, billing(issued_on="2026-01-19", paid_on="2026-02-01")) == []


def test_a_credit_note_is_tested_with_the_day_of_the_invoice_it_corrects() -> None:
    invoice = billing("B1", paid_on="2027-01-20")
    assert outside(R1, invoice, credit_note("B2", issued_on="2027-03-01", paid_on="2027-03-01")) == []
    before = billing("B1", issued_on="2026-01-01", paid_on="2026-01-04")
    assert [each[1:3] for each in outside(R1, before, credit_note("B2", paid_on="2026-03-10"))] == [
        ("billed_before_window", "2"),
        ("billed_before_window", "3"),
    ]


def test_a_credit_note_of_an_unpaid_invoice_is_tested_with_its_own_day() -> None:
    rows = (billing("B1", paid_on=None), credit_note("B2", paid_on="2027-01-21"))
    assert [each[1:3] for each in outside(R1, *rows)] == [("billed_after_window", "3")]


def test_a_release_ends_the_window() -> None:
    assert outside(R1, relationship(date="2026-06-01"), billing(paid_on="2026-05-31")) == []
    assert [each[1] for each in outside(R1, relationship(date="2026-06-01"), billing(paid_on="2026-06-01"))] == [
        "billed_after_window"
    ]


# Credit notes


def test_a_credit_note_names_the_invoice_it_corrects() -> None:
    assert found("credit_note_without_invoice", *PARTIES, R1, billing(), credit_note()) == ()
    assert found("credit_note_without_invoice", *PARTIES, R1, billing(), credit_note(corrects="")) == (
        finding("credit_note_without_invoice", "billing", 3, "corrects"),
    )


def test_a_credit_note_corrects_an_invoice_of_its_own_referral() -> None:
    assert found("credit_note_other_referral", *PARTIES, R1, R2, billing(), credit_note()) == ()
    assert found("credit_note_other_referral", *PARTIES, R1, R2, billing(), credit_note(referral_id="R2")) == (
        finding("credit_note_other_referral", "billing", 3, "corrects", "B1", other="B1", nearest="R1"),
    )


def test_a_credit_note_corrects_no_other_credit_note() -> None:
    rows = (billing("B1"), credit_note("B2"), credit_note("B3", corrects="B2"), credit_note("B4", corrects="B4"))
    assert found("credit_note_not_of_invoice", *PARTIES, R1, *rows) == (
        finding("credit_note_not_of_invoice", "billing", 4, "corrects", "B2", other="B2"),
        finding("credit_note_not_of_invoice", "billing", 5, "corrects", "B4", other="B4"),
    )


def too_large(*notes: Billing) -> list[tuple[str, str, str]]:
    """Return the row, the amount and what was left of B1's 1000.00 for each credit note too large."""
    large = found("credit_note_too_large", *PARTIES, R1, billing("B1", amount="1000.00"), *notes)
    assert all(each.column == "amount" and dict(each.details)["other"] == "B1" for each in large)
    return [(str(each.row), each.value, dict(each.details)["limit"]) for each in large]


def test_a_credit_note_takes_back_at_most_the_invoice() -> None:
    assert too_large(credit_note("B2", amount="1000.00")) == []
    assert too_large(credit_note("B2", amount="1000.01")) == [("3", "1000.01", "1000.00")]


def test_several_credit_notes_take_back_at_most_the_invoice_together() -> None:
    notes = credit_note("B2", amount="600.00"), credit_note("B3", amount="400.00")
    assert too_large(*notes) == []
    assert too_large(*notes, credit_note("B4", amount="0.01")) == [("5", "0.01", "0.00")]


def test_of_several_credit_notes_the_last_ones_are_too_large() -> None:
    last = credit_note("B2", amount="600.00", issued_on="2026-05-01")
    first = credit_note("B3", amount="600.00", issued_on="2026-04-01")
    assert too_large(last, first) == [("3", "600.00", "400.00")]


# Ids of events


def test_a_billing_id_is_not_that_of_a_referral_that_earns_by_being_won() -> None:
    rows = (*PARTIES, referral("X1"), billing("X1", referral_id="X1"))
    assert found("event_id_taken", *rows) == ()
    assert found("event_id_taken", *rows, parameter("commission.basis", "won", "2026-01-06")) == ()
    assert found("event_id_taken", *rows, WON) == (
        finding("event_id_taken", "billing", 2, "billing_id", "X1", other_row=2, reference_tab="referrals"),
    )
    assert found("event_id_taken", *PARTIES, WON, referral("X1"), billing("X2", referral_id="X1")) == ()


# Relationships, disputes, payouts


def test_an_extension_says_until_when() -> None:
    sound = (relationship(event="extension", until="2027-06-30"), relationship(event="release"))
    assert found("extension_without_until", *PARTIES, *sound) == ()
    assert found("extension_without_until", *PARTIES, relationship(event="extension")) == (
        finding("extension_without_until", "relationships", 2, "until"),
    )


def test_a_dispute_is_open_or_resolved_with_day_and_outcome() -> None:
    sound = (dispute("D1"), dispute("D2", resolved_on="2026-03-01", outcome="rejected"))
    for code in ("dispute_without_outcome", "dispute_without_day"):
        assert found(code, *PARTIES, R1, *sound) == ()
    assert found("dispute_without_outcome", *PARTIES, R1, dispute(resolved_on="2026-03-01")) == (
        finding("dispute_without_outcome", "disputes", 2, "outcome"),
    )
    assert found("dispute_without_day", *PARTIES, R1, dispute(outcome="upheld")) == (
        finding("dispute_without_day", "disputes", 2, "resolved_on"),
    )


def test_nobody_pays_themselves() -> None:
    assert found("payout_to_self", *PARTIES, payout(), payout("P2", payer_id="NETWORK")) == ()
    assert found("payout_to_self", *PARTIES, payout(payer_id="M1", payee_id="M1")) == (
        finding("payout_to_self", "payouts", 2, "payee_id", "M1", member="M1"),
    )


def test_the_vat_in_a_payout_is_a_part_of_it() -> None:
    sound = (payout("P1", amount="150.00", vat="0.00"), payout("P2", amount="150.00", vat="149.99"))
    assert found("payout_vat_impossible", *PARTIES, *sound) == ()
    assert found("payout_vat_impossible", *PARTIES, payout(amount="150.00", vat="150.00")) == (
        finding("payout_vat_impossible", "payouts", 2, "vat", "150.00", limit="150.00"),
    )
    assert found("payout_vat_impossible", *PARTIES, payout(amount="150.00", vat="-30.00")) == ()
    through = (payout("P1", payee_id="NETWORK", vat="150.00"), payout("P2", payer_id="NETWORK", vat="180.00"))
    assert found("payout_vat_impossible", *PARTIES, *through) == ()


# Money that may be wrong


def test_the_same_payment_under_another_id_is_probably_one() -> None:
    details = {"other": "B1", "other_row": 2, "limit": "1000.00", "day": "2026-02-10"}
    assert found("duplicate_billing", *PARTIES, R1, billing("B1"), billing("B2")) == (
        finding("duplicate_billing", "billing", 3, "billing_id", "B2", **details),
    )


@pytest.mark.parametrize(
    "other",
    [
        billing("B2", paid_on="2026-02-11"),
        billing("B2", amount="1000.01"),
        billing("B2", referral_id="R2"),
        billing("B2", kind="credit_note", corrects="B1"),
        billing("B2", paid_on=None),
    ],
)
def test_a_payment_of_another_day_amount_referral_or_kind_is_another(other: Billing) -> None:
    assert found("duplicate_billing", *PARTIES, R1, R2, billing("B1"), other) == ()


def test_an_invoice_in_equal_instalments_is_billed_once() -> None:
    rows = [billing(f"B{number}", amount="300.00", paid_on=f"2026-0{number}-10") for number in (2, 3, 4)]
    open_rows = (billing("B5", amount="300.00", paid_on=None), billing("B6", amount="300.00", paid_on=None))
    assert found("duplicate_billing", *PARTIES, R1, *rows, *open_rows) == ()
    assert found("duplicate_billing", *PARTIES, R1, *rows, INVOICED) == ()


def test_where_invoices_earn_the_day_of_the_invoice_tells() -> None:
    rows = (billing("B1", paid_on=None), billing("B2", paid_on=None))
    assert found("duplicate_billing", *PARTIES, R1, *rows) == ()
    assert [each.row for each in found("duplicate_billing", *PARTIES, R1, *rows, INVOICED)] == [3]
    later = billing("B2", issued_on="2026-02-02", paid_on=None)
    assert found("duplicate_billing", *PARTIES, R1, rows[0], later, INVOICED) == ()


def test_where_deals_earn_no_payment_earns_twice() -> None:
    assert found("duplicate_billing", *PARTIES, R1, billing("B1"), billing("B2"), WON) == ()


def test_two_credit_notes_of_one_day_on_two_invoices_are_two() -> None:
    rows = (billing("B1"), billing("B2", amount="900.00"), credit_note("B3"))
    assert found("duplicate_billing", *PARTIES, R1, *rows, credit_note("B4", corrects="B2")) == ()
    assert len(found("duplicate_billing", *PARTIES, R1, *rows, credit_note("B4"))) == 1


CORRECTED = [
    ("2026-02-10", "2026-03-10", ()),
    (None, None, ()),
    ("2026-02-10", None, ("credit_note_open",)),
    (None, "2026-03-10", ("credit_note_before_invoice",)),
]


@pytest.mark.parametrize(("paid_on", "refunded_on", "expected"), CORRECTED)
def test_a_credit_note_is_paid_when_its_invoice_is(
    paid_on: str | None, refunded_on: str | None, expected: tuple[str, ...]
) -> None:
    rows = (*PARTIES, R1, billing("B1", paid_on=paid_on), credit_note("B2", paid_on=refunded_on))
    codes = ("credit_note_open", "credit_note_before_invoice")
    seen = [each for code in codes for each in found(code, *rows)]
    assert tuple(each.code for each in seen) == expected
    details = (("other", "B1"), ("other_row", "2"))
    assert [(each.row, each.column, each.details) for each in seen] == [(3, "paid_on", details)] * len(expected)
    assert [each for code in codes for each in found(code, *rows, INVOICED)] == []


def test_a_credit_note_without_invoice_is_not_measured_against_one() -> None:
    rows = (*PARTIES, R1, billing("B1"), credit_note("B2", corrects="", paid_on=None))
    assert found("credit_note_open", *rows) == ()
