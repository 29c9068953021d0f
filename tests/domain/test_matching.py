"""Ids match whatever their case, under the one spelling their row is known by (rules.md, 5; tabs.md, "Findings")."""

from __future__ import annotations

import pytest

from netsheets.domain.book import Rejected
from netsheets.domain.ledger import Ledger
from netsheets.domain.matching import matched
from netsheets.domain.records import Record
from tests.support.build import (
    billing,
    book,
    client,
    credit_note,
    members,
    parameter,
    payout,
    project,
    referral,
    share,
)
from tests.support.closings import closed, kinds, posted

PAIR: tuple[Record, ...] = (*members("M1", "M2"), client(), referral(), billing())
NOTHING = Ledger()


def test_ids_that_are_spelled_alike_leave_the_book_as_it_is() -> None:
    whole = book(*PAIR)
    assert matched(whole, NOTHING) is whole


def test_a_reference_in_another_case_is_the_row_it_names() -> None:
    rows: tuple[Record, ...] = (
        *members("M1", "M2"),
        client(),
        referral(referrer_id="m1", recipient_id="m2", client_id="c1"),
        billing("B1", referral_id="r1"),
        credit_note("B2", corrects="b1"),
        share("r1", member_id="m1"),
        project("P1", client_id="c1", participants="m2; M1; x9"),
    )
    found = matched(book(*rows), NOTHING)
    [given], [part], [work] = found.referrals, found.shares, found.projects
    assert (given.referrer_id, given.recipient_id, given.client_id) == ("M1", "M2", "C1")
    assert ([each.referral_id for each in found.billing], found.billing[1].corrects) == (["R1", "R1"], "B1")
    assert (part.referral_id, part.member_id, work.participants) == ("R1", "M1", ("M2", "M1", "x9"))


def test_the_month_is_the_same() -> None:
    small: tuple[Record, ...] = (*members("M1", "M2"), client(), referral(recipient_id="m2"), billing(referral_id="r1"))
    assert posted(matched(book(*small), NOTHING), "2026-02") == posted(book(*PAIR), "2026-02") != ()


def test_the_network_may_be_written_small_where_it_may_stand() -> None:
    found = matched(book(*members("M1"), payout(payer_id="network", payee_id="m1")), NOTHING)
    assert [(each.payer_id, each.payee_id) for each in found.payouts] == [("NETWORK", "M1")]
    found = matched(book(*members("M1"), referral(recipient_id="network")), NOTHING)
    assert [each.recipient_id for each in found.referrals] == ["network"]


@pytest.mark.parametrize("basis", ["paid", "won"])
def test_ids_typed_small_after_a_close_post_nothing_anew(basis: str) -> None:
    rate = parameter("commission.basis", basis)
    before = book(*members("M1", "M2"), client(), referral(deal_amount="900.00"), billing(), rate)
    ledger = closed(before, "2026-02", closed(before, "2026-01"))
    assert ledger.lines
    small: tuple[Record, ...] = (
        *members("m1", "M2"),
        client("c1"),
        referral("r1", referrer_id="m1", client_id="c1", deal_amount="900.00"),
        billing("b1", referral_id="r1"),
        rate,
    )
    found = matched(book(*small), ledger)
    assert [each.member_id for each in found.members] == ["M1", "M2"]
    assert kinds(found, "2026-03", ledger) == ()
    assert kinds(book(*small), "2026-03", ledger) != ()


def test_a_row_in_error_is_found_in_another_case_too() -> None:
    unread = Rejected("billing", 9, "B9", "r1", record=billing("B9", referral_id="r1", row=9))
    found = matched(
        book(*members("M1", "M2"), client(), referral(), credit_note(corrects="b9"), rejected=[unread]), NOTHING
    )
    assert found.rejected == (Rejected("billing", 9, "B9", "R1", record=billing("B9", row=9)),)
    assert [each.corrects for each in found.billing] == ["B9"]


def test_two_rows_of_one_id_in_two_cases_stay_two() -> None:
    ledger = closed(book(*PAIR), "2026-02")
    found = matched(book(*members("m1", "M1", "M2"), client(), referral()), ledger)
    assert [each.member_id for each in found.members] == ["m1", "M1", "M2"]
