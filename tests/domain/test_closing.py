"""Closing a month: what it posts, holds back, leaves out and refuses (rules.md, 5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from netsheets.domain.book import Rejected
from netsheets.domain.closing import Refusal, refusal, totals_of
from netsheets.domain.ledger import Ledger
from netsheets.domain.records import Record
from tests.support.build import billing, book, credit_note, day, dispute, parameter, referral, relationship
from tests.support.closings import EMPTY, closed, closed_through, draft, excluded, kinds, month, posted

FEBRUARY = closed(book(referral(), billing()), "2026-02")
"""February closed with one line: B1, 150.00 from M2 to M1."""


# commission or adjustment


def test_a_key_of_the_month_never_posted_is_a_commission() -> None:
    assert kinds(book(referral(), billing()), "2026-02") == ("commission 2026-02 B1 150.00",)


def test_a_first_close_posts_earlier_months_as_adjustments_with_the_period_of_the_event() -> None:
    assert kinds(book(referral(), billing()), "2026-03") == ("adjustment 2026-02 B1 150.00",)


def test_a_row_typed_late_is_paid_in_the_first_open_month() -> None:
    rows = (referral(), billing(), billing("B2", paid_on="2026-02-27"), billing("B3", paid_on="2026-03-01"))
    assert kinds(book(*rows), "2026-03", FEBRUARY) == ("commission 2026-03 B3 150.00", "adjustment 2026-02 B2 150.00")


def test_a_corrected_amount_posts_the_difference() -> None:
    assert kinds(book(referral(), billing(amount="900.00")), "2026-03", FEBRUARY) == ("adjustment 2026-02 B1 -15.00",)


def test_a_deleted_row_is_taken_back_with_the_period_it_was_posted_with() -> None:
    assert kinds(book(referral()), "2026-03", FEBRUARY) == ("adjustment 2026-02 B1 -150.00",)
    assert kinds(book(), "2026-03", FEBRUARY) == ("adjustment 2026-02 B1 -150.00",)


def test_what_was_posted_in_several_months_is_taken_back_with_the_latest_period() -> None:
    moved = closed(book(referral(), billing(paid_on="2026-03-10", amount="1100.00")), "2026-03", FEBRUARY)
    for lines in (moved.lines, tuple(reversed(moved.lines))):
        assert kinds(book(referral()), "2026-04", replace(moved, lines=lines)) == ("adjustment 2026-03 B1 -165.00",)


def test_a_change_of_payer_takes_back_from_one_and_posts_to_the_other() -> None:
    rows = (referral(recipient_id="M4"), billing())
    assert posted(book(*rows), "2026-03", FEBRUARY) == ("B1 M2>M1 -150.00", "B1 M4>M1 150.00")


def test_a_change_of_currency_takes_back_in_the_old_and_posts_in_the_new() -> None:
    lines = draft(book(referral(currency="CHF"), billing()), "2026-03", FEBRUARY).posted
    assert [(line.currency, str(line.amount)) for line in lines] == [("CHF", "150.00"), ("EUR", "-150.00")]


def test_a_window_changed_afterwards_is_an_adjustment() -> None:
    rows = (referral(), billing(), relationship(date="2026-02-10"))
    assert kinds(book(*rows), "2026-03", FEBRUARY) == ("adjustment 2026-02 B1 -150.00",)


def test_a_key_posted_before_is_an_adjustment_even_in_its_own_month() -> None:
    moved = book(referral(), billing(paid_on="2026-03-10", amount="1100.00"))
    assert kinds(moved, "2026-03", FEBRUARY) == ("adjustment 2026-03 B1 15.00",)


def test_a_later_change_of_the_charter_moves_nothing_given_before() -> None:
    rows = (referral(), billing(), parameter("commission.rate", "20%", "2026-01-06"))
    assert kinds(book(*rows), "2026-03", FEBRUARY) == ()


def test_what_has_not_changed_is_not_posted_again() -> None:
    assert kinds(book(referral(), billing()), "2026-03", FEBRUARY) == ()


def test_a_line_carries_what_it_was_posted_for() -> None:
    (line,) = FEBRUARY.lines
    assert line._asdict() == {
        "line_id": "2026-02-0001",
        "month": month("2026-02"),
        "period": month("2026-02"),
        "kind": "commission",
        "referral_id": "R1",
        "event_id": "B1",
        "client_id": "C1",
        "payer_id": "M2",
        "payee_id": "M1",
        "currency": "EUR",
        "base": billing().amount,
        "amount": line.amount,
    }
    assert str(line.amount) == "150.00"


def test_lines_are_numbered_within_their_month_commissions_first() -> None:
    rows = (
        referral(),
        billing("B2", paid_on="2026-02-03"),
        billing("B1", paid_on="2026-02-02"),
        billing("B0", paid_on="2026-01-31"),
    )
    ledger = closed(book(*rows), "2026-02")
    assert [(line.line_id, line.event_id) for line in ledger.lines] == [
        ("2026-02-0001", "B1"), ("2026-02-0002", "B2"), ("2026-02-0003", "B0")
    ]  # fmt: skip


def test_a_drafts_lines_have_no_number() -> None:
    found = draft(book(referral(), billing()), "2026-02")
    assert (found.status, [line.line_id for line in found.posted], found.seals) == ("draft", [""], ())


def test_a_closed_month_is_shown_as_it_was_closed() -> None:
    found = draft(book(referral(), billing(amount="900.00")), "2026-02", FEBRUARY)
    assert (found.status, found.posted, found.seals) == ("closed", FEBRUARY.lines, FEBRUARY.seals)


def test_lines_past_the_ten_thousandth_stay_in_order() -> None:
    (line,) = FEBRUARY.lines
    lines = tuple(line._replace(line_id=f"2026-02-{number}") for number in ("0001", "9999", "10000"))
    found = draft(book(referral()), "2026-02", Ledger(lines, FEBRUARY.seals))
    assert found.posted == lines


def test_totals_are_per_currency_and_payee() -> None:
    rows = (
        referral("R1"),
        referral("R2", currency="CHF"),
        billing("B1", referral_id="R1"),
        billing("B2", referral_id="R1"),
        billing("B3", referral_id="R2"),
    )
    totals = totals_of(draft(book(*rows), "2026-02").posted)
    assert [(each.currency, each.payee_id, str(each.amount)) for each in totals] == [
        ("CHF", "M1", "150.00"), ("EUR", "M1", "300.00")
    ]  # fmt: skip


# which months can be closed


def refused(of: str, today: str, ledger: Ledger = EMPTY) -> Refusal | None:
    return refusal(ledger, month(of), day(today))


def test_a_month_that_has_not_ended_is_refused() -> None:
    assert refused("2026-10", "2026-10-31") == Refusal("month_not_ended", month("2026-10"))
    assert refused("2026-10", "2026-11-01") is None


def test_any_month_can_be_the_first() -> None:
    assert refused("2020-01", "2026-11-01") is None


def test_months_close_in_order_and_a_refusal_names_the_month_to_close_first() -> None:
    assert refused("2026-03", "2026-11-01", FEBRUARY) is None
    assert refused("2026-04", "2026-11-01", FEBRUARY) == Refusal(
        "month_out_of_order", month("2026-04"), month("2026-03")
    )


def test_a_month_before_the_first_one_closed_is_refused() -> None:
    assert refused("2026-01", "2026-11-01", FEBRUARY) == Refusal(
        "month_before_first", month("2026-01"), month("2026-02")
    )


def test_a_closed_month_is_not_refused_it_posts_nothing() -> None:
    assert refused("2026-02", "2026-11-01", FEBRUARY) is None


# the day the ledger opens


def test_what_came_due_before_the_ledger_opened_is_never_posted_but_counts_in_the_base() -> None:
    rows = (
        parameter("ledger.opens_on", "2026-02-10"),
        parameter("commission.tiers", "0:20%;1000:15%"),
        referral(),
        billing("B1", paid_on="2026-02-09"),
        billing("B2", paid_on="2026-02-10"),
    )
    assert posted(book(*rows), "2026-02") == ("B2 M2>M1 150.00",)
    assert excluded(book(*rows), "2026-02") == ("R1 B1 1000.00 before_ledger",)


def test_it_is_the_commissionable_day_that_must_not_lie_before_the_opening() -> None:
    rows = (parameter("ledger.opens_on", "2026-02-10"), parameter("commission.hold_days", "1"), referral())
    assert posted(book(*rows, billing(paid_on="2026-02-09")), "2026-02") == ("B1 M2>M1 150.00",)
    assert posted(book(*rows, billing(paid_on="2026-02-08")), "2026-02") == ()


# disputes


def held(of: str, *rows: Record, ledger: Ledger = EMPTY) -> list[str]:
    return [
        f"{each.line.event_id} {each.line.amount} {each.dispute_id}" for each in draft(book(*rows), of, ledger).held
    ]


DISPUTED = (referral(), billing())


def test_what_an_open_dispute_concerns_is_held_back_and_listed() -> None:
    rows = (*DISPUTED, dispute())
    assert (posted(book(*rows), "2026-02"), held("2026-02", *rows)) == ((), ["B1 150.00 D1"])


def test_a_dispute_opened_on_the_last_day_holds_back_and_the_day_after_does_not() -> None:
    assert held("2026-02", *DISPUTED, dispute(opened_on="2026-02-28")) == ["B1 150.00 D1"]
    assert posted(book(*DISPUTED, dispute(opened_on="2026-03-01")), "2026-02") == ("B1 M2>M1 150.00",)


def test_a_dispute_resolved_after_the_months_end_is_still_open_at_it() -> None:
    rejected = {"outcome": "rejected"}
    assert held("2026-02", *DISPUTED, dispute(resolved_on="2026-03-01", **rejected)) == ["B1 150.00 D1"]
    assert held("2026-02", *DISPUTED, dispute(resolved_on="2026-02-28", **rejected)) == []


def test_rejected_what_was_held_is_posted_in_the_next_month_closed() -> None:
    ledger = closed(book(*DISPUTED, dispute()), "2026-02")
    assert ledger.lines == ()
    decided = dispute(resolved_on="2026-03-15", outcome="rejected")
    assert kinds(book(*DISPUTED, decided), "2026-03", ledger) == ("adjustment 2026-02 B1 150.00",)


def test_upheld_what_was_posted_is_reversed_and_nothing_more_is_earned() -> None:
    decided = dispute(opened_on="2026-03-02", resolved_on="2026-03-15", outcome="upheld")
    rows = (*DISPUTED, billing("B2", paid_on="2026-03-10"), decided)
    assert kinds(book(*rows), "2026-03", FEBRUARY) == ("adjustment 2026-02 B1 -150.00",)
    assert excluded(book(*rows), "2026-03", FEBRUARY) == ("R1 B2 1000.00 disputed",)


def test_upheld_only_from_the_month_in_which_it_was_resolved() -> None:
    decided = dispute(opened_on="2026-03-02", resolved_on="2026-04-01", outcome="upheld")
    assert kinds(book(*DISPUTED, decided), "2026-03", FEBRUARY) == ()
    assert kinds(book(*DISPUTED, decided), "2026-04", FEBRUARY) == ("adjustment 2026-02 B1 -150.00",)


def test_an_open_dispute_holds_back_even_what_another_one_decided() -> None:
    upheld = dispute("D1", opened_on="2026-03-01", resolved_on="2026-03-10", outcome="upheld")
    rows = (*DISPUTED, upheld, dispute("D3", opened_on="2026-03-12"), dispute("D2", opened_on="2026-03-12"))
    assert held("2026-03", *rows, ledger=FEBRUARY) == ["B1 -150.00 D2"]


def test_of_several_open_disputes_the_smallest_id_is_named_wherever_its_row_stands() -> None:
    for names in (("D2", "D3", "D4"), ("D3", "D2", "D4"), ("D4", "D3", "D2")):
        open_ones = (dispute(name, opened_on=f"2026-02-{20 - int(name[1])}") for name in names)
        assert held("2026-02", *DISPUTED, *open_ones) == ["B1 150.00 D2"]


def test_a_dispute_on_another_referral_holds_nothing_back() -> None:
    assert posted(book(*DISPUTED, dispute(referral_id="R2")), "2026-02") == ("B1 M2>M1 150.00",)


# excluded


def test_an_event_that_earns_nothing_is_named_once_in_the_month_of_its_period() -> None:
    rows = (referral(given_on="2026-02-11", won_on="2026-02-15"), billing(paid_on="2026-02-10"))
    assert excluded(book(*rows), "2026-02") == ("R1 B1 1000.00 outside_window",)
    assert excluded(book(*rows), "2026-03", closed(book(*rows), "2026-02")) == ()


def test_a_first_close_names_what_earned_nothing_in_earlier_months() -> None:
    assert excluded(book(referral(won_on=None), billing()), "2026-05") == ("R1 B1 1000.00 no_window",)


def test_an_event_on_hold_is_named_until_the_hold_is_over() -> None:
    rows = (parameter("commission.hold_days", "45"), referral(), billing(paid_on="2026-02-10"))
    assert excluded(book(*rows), "2026-02") == ("R1 B1 1000.00 on_hold",)
    assert posted(book(*rows), "2026-03", closed(book(*rows), "2026-02")) == ("B1 M2>M1 150.00",)


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (Rejected("billing", 5, "B9", "R1", billing().amount), ("R1 B9 1000.00 invalid",)),
        (Rejected("referrals", 5, "R9"), ("R9  None invalid",)),
        (Rejected("members", 5, "M9"), ()),
    ],
)
def test_rows_in_error_are_named_as_invalid(row: Rejected, named: tuple[str, ...]) -> None:
    assert excluded(book(referral(), rejected=(row,)), "2026-02") == named


def test_a_credit_note_of_a_later_month_claws_back_what_it_corrects() -> None:
    rows = (referral(), billing(), credit_note(amount="200.00", paid_on="2026-03-10"))
    assert kinds(book(*rows), "2026-03", FEBRUARY) == ("commission 2026-03 B2 -30.00",)


def test_every_month_is_sealed_with_the_day_it_was_closed() -> None:
    ledger = closed_through(book(referral(), billing()), ("2026-02", "2026-03"))
    assert [(str(seal.month), seal.closed_on, seal.lines, str(seal.total)) for seal in ledger.seals] == [
        ("2026-02", dt.date(2026, 3, 1), 1, "150.00"),
        ("2026-03", dt.date(2026, 4, 1), 0, "0.00"),
    ]
