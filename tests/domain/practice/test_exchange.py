"""Who gave how many referrals to whom between two days, and how much business they brought."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from netsheets.domain.book import Book
from netsheets.domain.practice.exchange import Exchange, exchange_of
from netsheets.domain.records import NETWORK, Record
from tests.support.build import billing, book, credit_note, day, members, parameter, referral
from tests.support.strategies import days, networks

networks_seen = settings(max_examples=60)


def exchange(*rows: Record, since: str = "2026-01-01", until: str = "2026-03-31") -> Exchange:
    return exchange_of(book(*members("M1", "M2", "M3"), *rows), day(since), day(until))


def test_referrals_are_counted_by_who_gave_them_to_whom() -> None:
    found = exchange(
        referral("R1"),
        referral("R2", status="lost", won_on=None),
        referral("R3", referrer_id="M2", recipient_id="M1", status="cancelled", won_on=None),
        referral("R4", referrer_id=NETWORK, recipient_id="M3"),
    )
    assert found.given == {("M1", "M2"): 2, ("M2", "M1"): 1, (NETWORK, "M3"): 1}
    assert list(found.given) == [("M1", "M2"), ("M2", "M1"), (NETWORK, "M3")]
    assert found.member_ids == ("M1", "M2", "M3", NETWORK)


def test_the_first_and_the_last_day_are_inclusive() -> None:
    rows = [
        referral(f"R{number}", given_on=on)
        for number, on in enumerate(("2025-12-31", "2026-01-01", "2026-03-31", "2026-04-01"))
    ]
    assert exchange(*rows).given == {("M1", "M2"): 2}


def test_business_counts_on_the_day_it_is_paid_whenever_its_referral_was_given() -> None:
    found = exchange(
        referral("R1", given_on="2024-05-02", won_on="2024-06-03"),
        billing("B1", amount="10.00", issued_on="2025-11-03", paid_on="2025-12-31"),
        billing("B2", amount="200.00", issued_on="2025-12-01", paid_on="2026-01-01"),
        billing("B3", amount="3000.00", paid_on="2026-03-31"),
        billing("B4", amount="40000.00", paid_on="2026-04-01"),
        billing("B5", amount="500000.00", paid_on=None),
    )
    assert found.brought == {("M1", "M2"): Decimal("3200.00")}
    assert (found.given, found.member_ids) == ({}, ("M1", "M2"))


def test_with_basis_invoiced_business_counts_on_the_day_it_is_issued() -> None:
    found = exchange(
        parameter("commission.basis", "invoiced"),
        referral(),
        billing("B1", amount="10.00", issued_on="2026-03-31", paid_on="2026-04-15"),
        billing("B2", amount="200.00", issued_on="2026-04-01", paid_on=None),
    )
    assert found.brought == {("M1", "M2"): Decimal("10.00")}


def test_with_basis_won_business_is_the_deal_on_the_day_it_is_won() -> None:
    found = exchange(parameter("commission.basis", "won"), referral(deal_amount="4800.00"), billing(amount="10.00"))
    assert found.brought == {("M1", "M2"): Decimal("4800.00")}


def test_the_basis_is_that_of_the_day_the_referral_was_given() -> None:
    found = exchange(
        parameter("commission.basis", "invoiced", "2026-01-06"),
        referral("R1", given_on="2026-01-05"),
        referral("R2", given_on="2026-01-06"),
        billing("B1", amount="10.00", issued_on="2026-03-31", paid_on="2026-04-15"),
        billing("B2", referral_id="R2", amount="200.00", issued_on="2026-03-31", paid_on="2026-04-15"),
    )
    assert found.brought == {("M1", "M2"): Decimal("200.00")}


def test_a_credit_note_takes_business_back() -> None:
    found = exchange(referral(), billing(amount="1000.00"), credit_note(amount="100.10"))
    assert found.brought == {("M1", "M2"): Decimal("899.90")}


def test_who_refers_a_client_to_themselves_brings_nobody_anything() -> None:
    found = exchange(referral(recipient_id="M1"), billing())
    assert (found.given, found.brought, found.member_ids) == ({}, {}, ())


def test_amounts_in_another_currency_than_the_networks_stand_apart() -> None:
    found = exchange(
        referral("R1"),
        referral("R2", currency="CHF", recipient_id="M3"),
        billing("B1", amount="10.00"),
        billing("B2", referral_id="R2", amount="200.00"),
    )
    assert (found.currency, found.brought) == ("EUR", {("M1", "M2"): Decimal("10.00")})
    assert found.elsewhere == {("M1", "M3", "CHF"): Decimal("200.00")}
    assert found.member_ids == ("M1", "M2", "M3")


def test_a_network_without_rows_exchanges_nothing() -> None:
    found = exchange()
    assert (found.given, found.brought, found.elsewhere, found.member_ids) == ({}, {}, {}, ())


@networks_seen
@given(networks(), st.tuples(days, days))
def test_everything_in_an_exchange_is_counted_once_row_by_row(network: Book, between: tuple[dt.date, dt.date]) -> None:
    since, until = sorted(between)
    found = exchange_of(network, since, until)
    gifts = [
        each for each in network.referrals if each.referrer_id != each.recipient_id and since <= each.given_on <= until
    ]
    assert sum(found.given.values()) == len(gifts)
    assert set(found.given) | set(found.brought) <= {
        (a, b) for a in found.member_ids for b in found.member_ids if a != b
    }
    assert list(found.member_ids) == sorted(found.member_ids)


@networks_seen
@given(networks(), days)
def test_what_two_periods_brought_is_what_both_together_did(network: Book, middle: dt.date) -> None:
    start, end = dt.date(2025, 1, 1), dt.date(2027, 1, 1)
    halves = [exchange_of(network, start, middle), exchange_of(network, middle + dt.timedelta(days=1), end)]
    whole = exchange_of(network, start, end)
    assert sum(whole.given.values()) == sum(sum(each.given.values()) for each in halves)
    assert sum(whole.brought.values()) == sum(sum(each.brought.values()) for each in halves)
