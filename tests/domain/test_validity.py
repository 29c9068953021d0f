"""Which rows are computed: those without an error, standing on rows without one (rules.md, 5, "Errors")."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from netsheets.domain.book import Book, Rejected
from netsheets.domain.findings import finding
from netsheets.domain.records import Record
from netsheets.domain.validity import CLOSING_TABS, blocking, valid_book
from tests.support.build import (
    billing,
    book,
    client,
    credit_note,
    dispute,
    members,
    parameter,
    payout,
    referral,
    relationship,
    share,
)
from tests.support.closings import closed, excluded, kinds, posted

NETWORK: tuple[Record, ...] = (
    *members("M1", "M2", "M3"),
    client("C1"),
    referral("R1"),
    billing("B1"),
    credit_note("B2", amount="100.00", paid_on="2026-02-20"),
    share(member_id="M1"),
    share(member_id="M3"),
    dispute("D1", opened_on="2026-12-01"),
    relationship("C1", date="2026-12-01"),
)


PAIR: tuple[Record, ...] = (*members("M1", "M2"), client(), referral(), billing())


def without(tab: str, row: int, *rows: Record, code: str = "wrong_type") -> Book:
    """Return the valid rows of a book with an error in one row of a tab."""
    return valid_book(book(*(rows or NETWORK)), [finding(code, tab, row)])


def kept(found: Book) -> dict[str, list[int]]:
    tabs = ("members", "clients", "referrals", "billing", "shares", "disputes", "relationships")
    return {tab: [each.row for each in getattr(found, tab)] for tab in tabs}


def test_a_book_without_errors_is_kept_whole() -> None:
    seen = book(*NETWORK)
    assert valid_book(seen, []) is seen
    warned = valid_book(seen, [finding("billing_not_won", "billing", 2), finding("billed_after_window", "billing", 3)])
    assert warned is seen


def test_a_row_in_error_is_not_computed_and_is_named() -> None:
    found = without("billing", 3)
    assert [each.billing_id for each in found.billing] == ["B1"]
    (lost,) = found.rejected
    assert replace(lost, record=None) == Rejected("billing", 3, "B2", "R1", Decimal("100.00"))
    assert lost.record in book(*NETWORK).billing


def test_a_credit_note_falls_with_its_invoice() -> None:
    assert kept(without("billing", 2))["billing"] == []


def test_billing_shares_and_disputes_fall_with_their_referral() -> None:
    found = kept(without("referrals", 2))
    assert (found["billing"], found["shares"], found["disputes"], found["relationships"]) == ([], [], [], [2])


@pytest.mark.parametrize("row", [2, 3])
def test_a_referral_falls_with_its_referrer_and_its_recipient(row: int) -> None:
    assert kept(without("members", row, *PAIR))["referrals"] == []


def test_a_referral_falls_with_its_client_and_so_do_extensions_and_releases() -> None:
    found = kept(without("clients", 2))
    assert (found["referrals"], found["relationships"], found["billing"]) == ([], [], [])


def test_a_referral_falls_with_one_of_its_shares_or_their_members() -> None:
    assert kept(without("shares", 3))["referrals"] == []
    assert kept(without("members", 4))["referrals"] == []


def test_other_rows_stand() -> None:
    rows = (*NETWORK, client("C2"), referral("R2", client_id="C2"), billing("B9", referral_id="R2"))
    found = kept(without("referrals", 2, *rows))
    assert (found["referrals"], found["billing"], found["clients"]) == ([3], [4], [2, 3])


def test_the_network_is_never_in_error() -> None:
    rows: tuple[Record, ...] = (*members("M2"), client(), referral(referrer_id="NETWORK"), billing())
    assert kept(without("clients", 9, *rows))["referrals"] == [2]


def test_a_row_that_could_not_even_be_read_takes_along_what_refers_to_it() -> None:
    unread = Rejected("referrals", 5, "R1")
    found = valid_book(book(client(), billing(), rejected=(unread,)), [])
    assert (found.billing, [each.tab for each in found.rejected]) == ((), ["referrals", "billing"])


def test_a_share_that_could_not_be_read_takes_its_referral_along() -> None:
    unread = Rejected("shares", 5, "", "R1")
    assert valid_book(book(client(), referral(), billing(), rejected=(unread,)), []).referrals == ()


def test_a_charter_row_in_error_is_not_in_force() -> None:
    rows = (*PAIR, parameter("commission.rate", "18%"))
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 180.00",)
    assert posted(without("charter", 2, *rows, code="unknown_parameter"), "2026-02") == ("B1 M2>M1 150.00",)


def test_a_row_in_error_is_excluded_as_invalid() -> None:
    assert excluded(without("billing", 3), "2026-02") == ("R1 B2 100.00 invalid",)


def test_closing_without_a_row_that_was_posted_takes_it_back_and_posts_it_again_once_it_is_valid() -> None:
    february = closed(book(*PAIR), "2026-02")
    invalid = without("billing", 2, *PAIR)
    assert kinds(invalid, "2026-03", february) == ("adjustment 2026-02 B1 -150.00",)
    march = closed(invalid, "2026-03", february)
    assert kinds(book(*PAIR), "2026-04", march) == ("adjustment 2026-02 B1 150.00",)


@pytest.mark.parametrize(
    "tab",
    [
        "members", "clients", "referrals", "billing", "shares", "relationships", "disputes", "amendments",
        "member_terms", "entries", "payouts", "charter",
    ],
)  # fmt: skip
def test_an_error_in_these_tabs_keeps_a_month_from_being_closed(tab: str) -> None:
    error = finding("wrong_type", tab, 2)
    assert blocking([error]) == (error,)


def test_an_altered_ledger_keeps_a_month_from_being_closed() -> None:
    assert "ledger" in CLOSING_TABS


def test_an_error_elsewhere_and_a_warning_anywhere_do_not() -> None:
    assert blocking([finding("wrong_type", "meetings", 2), finding("billing_not_won", "billing", 2)]) == ()


def test_rows_that_no_other_row_stands_on_fall_alone() -> None:
    found = without("payouts", 2, *NETWORK, payout("P1"), payout("P2"))
    assert ([each.payout_id for each in found.payouts], len(found.referrals)) == (["P2"], 1)
