"""Events, and what a referral earns for whom (rules.md, 2 and 4)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from netsheets.domain.records import Record, Referral
from tests.support.accounts import account, bills, commissions
from tests.support.build import billing, book, credit_note, member, parameter, referral, share
from tests.support.closings import excluded, posted


def reasons(*rows: Record, until: str = "2026-12-31") -> list[str]:
    return [f"{each.event.event_id} {each.reason}" for each in account(*rows, until=until).earnings]


# events


def test_with_basis_paid_a_row_is_an_event_on_the_day_it_is_paid() -> None:
    rows = (referral(), billing(issued_on="2026-02-01", paid_on="2026-03-10"))
    assert (posted(book(*rows), "2026-02"), posted(book(*rows), "2026-03")) == ((), ("B1 M2>M1 150.00",))


def test_with_basis_paid_an_unpaid_row_is_no_event() -> None:
    assert commissions(referral(), billing(paid_on=None)) == []


def test_with_basis_invoiced_a_row_is_an_event_on_the_day_it_is_issued() -> None:
    rows = (parameter("commission.basis", "invoiced"), referral(), billing(issued_on="2026-02-28", paid_on=None))
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 150.00",)


WON = parameter("commission.basis", "won")


def test_with_basis_won_the_referral_is_one_event_on_the_day_won() -> None:
    rows = (WON, referral(won_on="2026-02-28", deal_amount="5000.00"), billing())
    assert posted(book(*rows), "2026-02") == ("R1 M2>M1 750.00",)


@pytest.mark.parametrize(
    "missing",
    [
        referral(status="quoted", deal_amount="5000.00"),
        referral(won_on=None, deal_amount="5000.00"),
        referral(deal_amount=None),
    ],
)
def test_with_basis_won_a_status_a_day_or_an_amount_that_is_missing_is_no_event(missing: Referral) -> None:
    assert commissions(WON, missing) == []


def test_a_credit_note_has_a_negative_base() -> None:
    earnings = account(referral(), billing(), credit_note(amount="200.00")).earnings
    assert [each.event.base for each in earnings] == [Decimal("1000.00"), Decimal("-200.00")]
    assert [each.commission for each in earnings] == [Decimal("150.00"), Decimal("-30.00")]


def test_an_event_of_the_last_day_counts_and_one_of_the_day_after_has_not_happened() -> None:
    rows = (referral(), billing("B1", paid_on="2026-02-28"), billing("B2", paid_on="2026-03-01"))
    assert commissions(*rows, until="2026-02-28") == ["B1 150.00"]


# the hold


def test_an_event_waits_until_its_commissionable_day() -> None:
    rows = (parameter("commission.hold_days", "18"), referral(), billing(paid_on="2026-02-10"))
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 150.00",)
    rows = (parameter("commission.hold_days", "19"), referral(), billing(paid_on="2026-02-10"))
    assert (posted(book(*rows), "2026-02"), posted(book(*rows), "2026-03")) == ((), ("B1 M2>M1 150.00",))
    assert excluded(book(*rows), "2026-02") == ("R1 B1 1000.00 on_hold",)


def test_the_window_is_tested_on_the_events_own_day_before_the_hold() -> None:
    rows = (parameter("commission.hold_days", "30"), referral(won_on="2026-01-20"), billing(paid_on="2027-01-20"))
    assert posted(book(*rows), "2027-02") == ("B1 M2>M1 150.00",)


def test_an_event_on_hold_does_not_count_in_the_base_yet() -> None:
    rows = (
        parameter("commission.tiers", "0:20%;1000:15%"),
        parameter("commission.hold_days", "20"),
        referral(),
        billing("B1", paid_on="2026-02-01"),
        billing("B2", paid_on="2026-02-20"),
    )
    assert commissions(*rows, until="2026-02-28") == ["B1 200.00", "B2 0.00"]
    assert commissions(*rows, until="2026-03-31") == ["B1 200.00", "B2 150.00"]


# the window


def test_an_event_earns_on_the_windows_first_and_last_day_and_on_no_day_around_them() -> None:
    rows = (
        referral(won_on="2026-01-20"),
        billing("B1", paid_on="2026-01-04"),
        billing("B2", paid_on="2026-01-20"),
        billing("B3", paid_on="2027-01-20"),
        billing("B4", paid_on="2027-01-21"),
    )
    assert reasons(*rows, until="2027-12-31") == ["B1 outside_window", "B2 None", "B3 None", "B4 outside_window"]


def test_without_a_window_nothing_is_earned() -> None:
    assert reasons(referral(won_on=None), billing()) == ["B1 no_window"]


def test_a_credit_note_is_tested_with_the_day_of_the_invoice_it_corrects() -> None:
    invoice = billing("B1", paid_on="2027-01-20")
    note = credit_note("B2", corrects="B1", amount="100.00", paid_on="2027-02-15")
    assert commissions(referral(), invoice, note, until="2027-12-31") == ["B1 150.00", "B2 -15.00"]
    late = billing("B1", paid_on="2027-01-21")
    assert reasons(referral(), late, note, until="2027-12-31") == ["B1 outside_window", "B2 outside_window"]


def test_a_credit_note_that_names_no_invoice_is_tested_with_its_own_day() -> None:
    note = credit_note("B2", corrects="", paid_on="2027-01-21")
    assert reasons(referral(), billing(), note, until="2027-12-31") == ["B1 None", "B2 outside_window"]


def test_a_credit_note_on_an_invoice_without_its_day_is_tested_with_its_own() -> None:
    note = credit_note("B2", corrects="B1", paid_on="2026-03-10")
    assert reasons(referral(), billing(paid_on=None), note) == ["B2 None"]


# rates


def test_without_anything_else_the_flat_rate_applies() -> None:
    assert commissions(referral(), *bills("1000.00")) == ["B1 150.00"]


def test_the_rows_own_rate_replaces_rate_and_tiers() -> None:
    tiers = parameter("commission.tiers", "0:20%;100:15%")
    assert commissions(tiers, referral(rate="18%"), *bills("1000.00")) == ["B1 180.00"]
    assert commissions(tiers, referral(rate="0%"), *bills("1000.00")) == ["B1 0.00"]


def test_tiers_replace_the_flat_rate_and_apply_marginally() -> None:
    rows = (parameter("commission.tiers", "0:20%;10000:15%"), referral())
    assert commissions(*rows, *bills("10000.00")) == ["B1 2000.00"]
    assert commissions(*rows, *bills("10000.01")) == ["B1 2000.00"]
    assert commissions(*rows, *bills("10000.10")) == ["B1 2000.02"]
    assert commissions(*rows, *bills("9000.00", "2000.00")) == ["B1 1800.00", "B2 350.00"]


def test_three_tiers_each_take_what_lies_between_their_bounds() -> None:
    rows = (parameter("commission.tiers", "0:20%;1000:15%;1000.50:10%"), referral())
    assert commissions(*rows, *bills("1000.50")) == ["B1 200.08"]
    assert commissions(*rows, *bills("2000.50")) == ["B1 300.08"]


def test_the_case_multiplies() -> None:
    assert commissions(referral(case="double"), *bills("1000.00")) == ["B1 300.00"]
    assert commissions(referral(case="reduced"), *bills("1000.00")) == ["B1 75.00"]
    assert commissions(parameter("case.vip", "1.1"), referral(case="vip"), *bills("1000.00")) == ["B1 165.00"]


def test_a_waived_case_earns_nothing_and_says_so() -> None:
    rows = (referral(case="waived"), *bills("1000.00"))
    assert (commissions(*rows), reasons(*rows)) == (["B1 0.00"], ["B1 waived"])
    assert excluded(book(*rows), "2026-02") == ("R1 B1 1000.00 waived",)


def test_a_case_the_charter_does_not_name_earns_nothing() -> None:
    assert commissions(referral(case="triple"), *bills("1000.00")) == ["B1 0.00"]


def test_rounding_is_half_up_and_happens_once_after_the_multiplier() -> None:
    assert commissions(referral(), *bills("0.03")) == ["B1 0.00"]
    assert commissions(referral(), *bills("0.10")) == ["B1 0.02"]
    assert commissions(referral(case="reduced"), *bills("0.10")) == ["B1 0.01"]
    assert commissions(referral(case="reduced"), *bills("0.06")) == ["B1 0.00"]


def test_rounding_telescopes_over_the_events() -> None:
    assert commissions(referral(), *bills("0.03", "0.03", "0.03", "0.03")) == [
        "B1 0.00", "B2 0.01", "B3 0.00", "B4 0.01"
    ]  # fmt: skip


def test_a_referral_earns_at_most_the_cap_in_all() -> None:
    cap = parameter("commission.cap", "200")
    assert commissions(cap, referral(), *bills("1000.00", "333.33")) == ["B1 150.00", "B2 50.00"]
    assert commissions(cap, referral(), *bills("1000.00", "333.34", "1000.00")) == ["B1 150.00", "B2 50.00", "B3 0.00"]


def test_the_cap_comes_after_the_multiplier() -> None:
    assert commissions(parameter("commission.cap", "200"), referral(case="double"), *bills("1000.00")) == ["B1 200.00"]


def test_a_credit_note_takes_back_only_what_the_cap_let_through() -> None:
    rows = (parameter("commission.cap", "200"), referral(), *bills("2000.00"))
    assert commissions(*rows, credit_note(amount="500.00")) == ["B1 200.00", "B2 0.00"]
    assert commissions(*rows, credit_note(amount="1000.00")) == ["B1 200.00", "B2 -50.00"]


def test_a_cap_of_nothing_lets_nothing_through() -> None:
    assert commissions(parameter("commission.cap", "0"), referral(), *bills("1000.00")) == ["B1 0.00"]


def test_a_negative_cumulated_base_counts_as_nothing_and_is_caught_up_first() -> None:
    rows = (credit_note("B1", corrects="", amount="300.00", paid_on="2026-02-01"), *bills("0.01", "1000.00")[1:])
    assert commissions(referral(), *rows) == ["B1 0.00", "B2 105.00"]


def test_events_count_in_order_of_commissionable_day_then_id() -> None:
    rows = (
        parameter("commission.tiers", "0:20%;100:15%"),
        referral(),
        billing("B2", amount="100.00", paid_on="2026-02-10"),
        billing("B1", amount="100.00", paid_on="2026-02-10"),
        billing("B0", amount="100.00", paid_on="2026-02-11"),
    )
    assert commissions(*rows) == ["B1 20.00", "B2 15.00", "B0 15.00"]


def test_events_outside_the_window_do_not_count_in_the_base() -> None:
    rows = (
        parameter("commission.tiers", "0:20%;1000:15%"),
        referral(),
        billing("B1", paid_on="2026-01-04"),
        billing("B2", paid_on="2026-01-20"),
    )
    assert commissions(*rows) == ["B1 0.00", "B2 200.00"]


def test_large_amounts_lose_no_cent() -> None:
    tiers = parameter("commission.tiers", "0:17.775%;1:15.00005%")
    assert commissions(referral(rate="15%"), *bills("99999999999999999.99")) == ["B1 15000000000000000.00"]
    assert commissions(tiers, referral(), *bills("12345678901234567.89")) == ["B1 1851858008024635.83"]


# who is paid and who pays


def test_the_recipient_pays_the_referrer() -> None:
    assert posted(book(referral(referrer_id="M3", recipient_id="M4"), billing()), "2026-02") == ("B1 M4>M3 150.00",)


def test_referrers_with_shares_are_paid_by_weight_instead_of_the_rows_referrer() -> None:
    rows = (
        referral(referrer_id="M9"),
        share(member_id="M1", weight="2"),
        share(member_id="M3", weight="1"),
        billing(amount="1000.00"),
    )
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 100.00", "B1 M2>M3 50.00")


def test_performers_with_shares_pay_by_weight_instead_of_the_rows_recipient() -> None:
    rows = (
        referral(recipient_id="M9"),
        share(member_id="M2", role="performer", weight="0.5"),
        share(member_id="M3", role="performer", weight="1.5"),
        billing(amount="1000.00"),
    )
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 37.50", "B1 M3>M1 112.50")


def test_referrer_and_performer_weights_multiply_over_the_pairs() -> None:
    rows = (
        referral(),
        share(member_id="M1", weight="1"),
        share(member_id="M3", weight="2"),
        share(member_id="M2", role="performer", weight="1"),
        share(member_id="M4", role="performer", weight="1"),
        billing(amount="1000.00"),
    )
    assert posted(book(*rows), "2026-02") == (
        "B1 M2>M1 25.00", "B1 M2>M3 50.00", "B1 M4>M1 25.00", "B1 M4>M3 50.00"
    )  # fmt: skip


NETWORK_SHARE = parameter("network.share", "10%")
TEAM_SHARE = parameter("team.share", "20%")


def test_the_network_share_goes_to_the_network() -> None:
    rows = (NETWORK_SHARE, member("M1"), referral(), billing())
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 135.00", "B1 M2>NETWORK 15.00")


def test_the_team_share_goes_to_the_referrers_lead() -> None:
    rows = (NETWORK_SHARE, TEAM_SHARE, member("M1", lead_id="M5"), referral(), billing())
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 105.00", "B1 M2>M5 30.00", "B1 M2>NETWORK 15.00")


def test_without_a_lead_or_a_team_share_the_referrer_keeps_that_part() -> None:
    assert posted(book(TEAM_SHARE, member("M1"), referral(), billing()), "2026-02") == ("B1 M2>M1 150.00",)
    rows = (NETWORK_SHARE, member("M1", lead_id="M5"), referral(), billing())
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 135.00", "B1 M2>NETWORK 15.00")


def test_a_referrer_that_is_the_network_keeps_its_whole_part() -> None:
    rows = (NETWORK_SHARE, TEAM_SHARE, referral(referrer_id="NETWORK"), billing())
    assert posted(book(*rows), "2026-02") == ("B1 M2>NETWORK 150.00",)


def test_each_referrers_part_is_split_on_its_own() -> None:
    rows = (
        NETWORK_SHARE,
        TEAM_SHARE,
        member("M1", lead_id="M3"),
        member("M3"),
        referral(),
        share(member_id="M1"),
        share(member_id="M3"),
        billing(amount="1000.00"),
    )
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 52.50", "B1 M2>M3 82.50", "B1 M2>NETWORK 15.00")


def test_pairs_of_weight_zero_are_left_out() -> None:
    rows = (parameter("network.share", "100%"), member("M1"), referral(), billing())
    (earning,) = account(*rows[:1], *rows[2:]).earnings
    assert list(earning.parts) == [("NETWORK", "M2")]
    assert posted(book(*rows), "2026-02") == ("B1 M2>NETWORK 150.00",)


def test_cents_left_over_go_to_the_largest_remainders_then_to_the_smallest_pair() -> None:
    rows = (referral(), share(member_id="M1"), share(member_id="M3"), share(member_id="M4"), billing(amount="333.40"))
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 16.67", "B1 M2>M3 16.67", "B1 M2>M4 16.67")
    rows = (*rows[:-1], billing(amount="333.33"))
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 16.67", "B1 M2>M3 16.67", "B1 M2>M4 16.66")


def test_a_pairs_line_is_the_difference_of_two_allocations() -> None:
    rows = (
        referral(),
        share(member_id="M1"),
        share(member_id="M3"),
        share(member_id="M4"),
        *bills("0.07", "0.07", "0.07"),
    )
    assert posted(book(*rows), "2026-02") == (
        "B1 M2>M1 0.01", "B2 M2>M3 0.01", "B3 M2>M4 0.01"
    )  # fmt: skip


def test_nobody_owes_themselves() -> None:
    assert posted(book(referral(referrer_id="M2", recipient_id="M2"), billing()), "2026-02") == ()
    rows = (referral(), share(member_id="M1"), share(member_id="M2"), billing())
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 75.00",)


def test_a_part_owed_to_oneself_is_dropped_after_the_allocation() -> None:
    rows = (referral(), share(member_id="M1"), share(member_id="M2"), share(member_id="M3"), billing(amount="66.67"))
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 3.34", "B1 M2>M3 3.33")


def test_the_currency_is_the_referrals_else_the_charters() -> None:
    assert account(referral(currency="CHF"), billing()).currency == "CHF"
    assert account(parameter("currency", "USD"), referral(), billing()).currency == "USD"
    assert account(referral(), billing()).currency == "EUR"
