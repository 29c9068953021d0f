"""What real contracts say: advances, dated facts, brackets on members, ages, gates, who billed (rules.md, 2 to 4)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from netsheets.domain.records import Record
from tests.support.accounts import account, bills, commissions
from tests.support.build import (
    amendment,
    billing,
    book,
    credit_note,
    day,
    member,
    member_terms,
    members,
    parameter,
    referral,
    share,
)
from tests.support.closings import closed, posted

# events


def test_the_excluded_part_earns_nothing() -> None:
    rows = (referral(), billing(amount="1500.00", excluded="700.00"), credit_note(amount="150.00", excluded="70.00"))
    assert commissions(*rows) == ["B1 120.00", "B2 -12.00"]
    assert commissions(referral(), billing(excluded="1000.00")) == ["B1 0.00"]


def test_an_advance_counts_as_if_paid_when_the_window_starts() -> None:
    deal = referral(given_on="2026-01-05", won_on="2026-02-15")
    first, last = billing("B1", paid_on="2026-01-05"), billing("B2", paid_on="2026-02-14")
    rows = (deal, first, last)
    assert (posted(book(*rows), "2026-01"), posted(book(*rows), "2026-02")) == (
        (),
        ("B1 M2>M1 150.00", "B2 M2>M1 150.00"),
    )
    held = parameter("commission.hold_days", "14")
    assert posted(book(held, *rows), "2026-02") == ()
    assert posted(book(held, *rows), "2026-03") == ("B1 M2>M1 150.00", "B2 M2>M1 150.00")


def test_what_was_paid_before_the_referral_is_no_advance() -> None:
    earning = account(referral(given_on="2026-01-05", won_on="2026-02-15"), billing(paid_on="2026-01-04")).earnings[0]
    assert (earning.reason, earning.event.occurred_on) == ("outside_window", day("2026-01-04"))


def test_a_credit_note_on_an_advance_takes_back_what_the_advance_gave() -> None:
    rate = amendment(from_on="2026-02-15", rate="20%")
    deal = referral(given_on="2026-01-05", won_on="2026-02-15")
    note = credit_note(amount="100.00", paid_on="2026-02-01")
    assert commissions(rate, deal, billing(paid_on="2026-01-10"), note) == ["B1 200.00", "B2 -20.00"]


# dated facts


def test_an_amendment_holds_from_its_day_on() -> None:
    rows = (referral(rate="20%"), amendment(from_on="2026-03-01", rate="15%"))
    before, on = billing("B1", paid_on="2026-02-28"), billing("B2", paid_on="2026-03-01")
    assert commissions(*rows, before, on) == ["B1 200.00", "B2 150.00"]


def test_an_amendment_of_one_thing_leaves_the_others() -> None:
    rows = (
        referral(rate="20%", case="double"),
        amendment(from_on="2026-02-01", recipient_id="M3"),
        amendment(from_on="2026-03-01", case="reduced"),
        billing("B1", paid_on="2026-02-10"),
        billing("B2", paid_on="2026-03-10"),
    )
    assert posted(book(*rows), "2026-02") == ("B1 M3>M1 400.00",)
    assert [line for line in posted(book(*rows), "2026-03") if line.startswith("B2")] == ["B2 M3>M1 100.00"]


def test_a_case_amended_away_earns_nothing_and_is_waived() -> None:
    rows = (referral(), amendment(from_on="2026-02-10", case="waived"), billing("B1", paid_on="2026-02-10"))
    assert [f"{each.reason} {each.commission}" for each in account(*rows).earnings] == ["waived 0.00"]


def test_what_a_lower_multiplier_leaves_below_nothing_is_nothing() -> None:
    rows = (
        referral(),
        amendment(from_on="2026-03-01", case="double"),
        billing("B1", amount="100.00", paid_on="2026-02-10"),
        billing("B2", amount="100.00", paid_on="2026-03-10"),
        credit_note("B3", amount="199.00", corrects="B2", paid_on="2026-03-11"),
    )
    assert commissions(*rows) == ["B1 15.00", "B2 30.00", "B3 -45.00"]


def test_a_members_own_rate_holds_from_its_day_on() -> None:
    people = (member("M1", rate="18%"), member("M2"), member_terms("M1", from_on="2026-03-01", rate="16%"))
    before, on = billing("B1", paid_on="2026-02-28"), billing("B2", paid_on="2026-03-01")
    assert commissions(*people, referral(), before, on) == ["B1 180.00", "B2 160.00"]


def test_a_members_lead_holds_from_its_day_on() -> None:
    rows: tuple[Record, ...] = (
        parameter("team.share", "20%"),
        member("M1", lead_id="M4"),
        *members("M2", "M3", "M4"),
        member_terms("M1", from_on="2026-03-01", lead_id="M3"),
        referral(),
    )
    assert posted(book(*rows, billing(paid_on="2026-02-28")), "2026-02") == ("B1 M2>M1 120.00", "B1 M2>M4 30.00")
    assert posted(book(*rows, billing(paid_on="2026-03-01")), "2026-03") == ("B1 M2>M1 120.00", "B1 M2>M3 30.00")


def test_a_lead_who_left_before_earns_no_more() -> None:
    rows = (
        parameter("team.share", "20%"), member("M1", lead_id="M4"), member("M4", status="left", left_on="2026-02-10"),
        member("M2"), referral(),
    )  # fmt: skip
    assert posted(book(*rows, billing(paid_on="2026-02-10")), "2026-02") == ("B1 M2>M1 120.00", "B1 M2>M4 30.00")
    assert posted(book(*rows, billing(paid_on="2026-02-11")), "2026-02") == ("B1 M2>M1 150.00",)


# rates


AGES = parameter("commission.rate_by_age", "0:20%;12:10%")


def test_of_rates_the_rows_own_comes_first_then_the_members_then_the_age() -> None:
    tiers, plain = parameter("commission.tiers", "0:12%;1:12%"), member("M1")
    rated = member("M1", rate="18%")
    assert commissions(AGES, tiers, rated, referral(rate="16%"), billing()) == ["B1 160.00"]
    assert commissions(AGES, tiers, rated, referral(), billing()) == ["B1 180.00"]
    assert commissions(AGES, plain, referral(), billing()) == ["B1 200.00"]
    assert commissions(tiers, plain, referral(), billing()) == ["B1 120.00"]
    assert commissions(plain, referral(), billing()) == ["B1 150.00"]


def test_the_own_rate_is_that_of_the_rows_referrer_whoever_shares() -> None:
    rows = (member("M1", rate="18%"), member("M3", rate="20%"), referral(), share(member_id="M3"), billing())
    assert posted(book(*rows), "2026-02") == ("B1 M2>M3 180.00",)


def test_the_day_that_closes_a_year_belongs_to_it() -> None:
    rows = (AGES, parameter("ownership.months", "24"), referral(won_on="2026-01-20"))
    closing, after = billing("B1", paid_on="2027-01-20"), billing("B2", paid_on="2027-01-21")
    assert commissions(*rows, closing, after, until="2027-12-31") == ["B1 200.00", "B2 100.00"]
    note = credit_note("B3", amount="100.00", paid_on="2027-03-01")
    assert commissions(*rows, closing, after, note, until="2027-12-31")[-1] == "B3 -20.00"


WHOLE = (parameter("commission.tiers", "0:15%;10000:20%"), parameter("commission.tiers_apply", "whole"))


def test_whole_a_bound_reached_moves_the_whole_base() -> None:
    assert commissions(*WHOLE, referral(), *bills("9999.99", "0.01")) == ["B1 1500.00", "B2 500.00"]
    assert commissions(*WHOLE, referral(), *bills("9999.98")) == ["B1 1500.00"]


def test_whole_a_credit_note_falls_back_below_the_bound() -> None:
    note = credit_note(amount="0.01", paid_on="2026-02-10")
    assert commissions(*WHOLE, referral(), billing(amount="10000.00"), note) == ["B1 2000.00", "B2 -500.00"]


# volumes


ON_MEMBERS = (
    parameter("commission.tiers", "0:15%;1000:20%"),
    parameter("commission.tiers_on", "member"),
    parameter("commission.tiers_period", "quarter"),
)
OTHER = referral("R2", recipient_id="M3", client_id="C2")


def other(billing_id: str, **given: object) -> Record:
    return billing(billing_id, referral_id="R2", **given)


def test_a_members_referrals_climb_together() -> None:
    rows = (*ON_MEMBERS, referral(), OTHER, billing(amount="999.99"), other("B2", amount="1.01", paid_on="2026-02-11"))
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 150.00", "B2 M3>M1 0.20")


def test_a_new_period_starts_at_the_bottom() -> None:
    rows = (*ON_MEMBERS, referral(), billing("B1", paid_on="2026-03-31"), billing("B2", paid_on="2026-04-01"))
    assert commissions(*rows) == ["B1 150.00", "B2 150.00"]
    ever = (*ON_MEMBERS[:2], parameter("commission.tiers_period", "ever"))
    assert commissions(*ever, *rows[3:]) == ["B1 150.00", "B2 200.00"]


@pytest.mark.parametrize(("period", "last", "first"), [
    ("month", "2026-03-31", "2026-04-01"),
    ("quarter", "2026-03-31", "2026-04-01"),
    ("year", "2026-12-31", "2027-01-01"),
])  # fmt: skip
def test_a_period_is_the_calendars(period: str, last: str, first: str) -> None:
    charter = (*ON_MEMBERS[:2], parameter("commission.tiers_period", period))
    rows = (billing("B1", paid_on=last), billing("B2", paid_on=last), billing("B3", paid_on=first))
    assert commissions(*charter, referral(), *rows, until="2027-01-31") == ["B1 150.00", "B2 200.00", "B3 150.00"]


def test_a_waived_deal_does_not_climb() -> None:
    waived = referral("R2", recipient_id="M3", client_id="C2", case="waived")
    rows = (*ON_MEMBERS, referral(), waived, other("B0", amount="5000.00"), billing("B1"))
    assert commissions(*rows) == ["B1 150.00"]


def test_joint_referrers_climb_with_their_parts() -> None:
    both = (share("R2", member_id="M1", weight="1"), share("R2", member_id="M4", weight="3"))
    rows = (*ON_MEMBERS, referral(), OTHER, *both, billing(amount="900.00"), other("B2", amount="800.00"))
    assert commissions(*rows) == ["B1 135.00"]
    # M1 climbs from 900 to 1,100: 100 at 15 % and 100 at 20 %; M4 from 0 to 600 at 15 %. Then 125.00 is shared 1:3.
    assert [line for line in posted(book(*rows), "2026-02") if line.startswith("B2")] == [
        "B2 M3>M1 31.25",
        "B2 M3>M4 93.75",
    ]


def test_another_currency_climbs_on_its_own() -> None:
    francs = referral("R2", recipient_id="M3", client_id="C2", currency="CHF")
    rows = (*ON_MEMBERS, referral(), francs, other("B0", amount="5000.00"), billing("B1"))
    assert commissions(*rows) == ["B1 150.00"]


def test_a_credit_note_climbs_down_in_the_period_of_its_invoice() -> None:
    invoices = (billing("B1", paid_on="2026-03-31", amount="1500.00"), billing("B2", paid_on="2026-04-01"))
    note = credit_note("B3", corrects="B1", amount="700.00", paid_on="2026-04-02")
    assert commissions(*ON_MEMBERS, referral(), *invoices, note) == ["B1 250.00", "B2 150.00", "B3 -130.00"]


def test_a_rate_of_its_own_neither_climbs_nor_is_moved_by_the_volume() -> None:
    own = referral("R2", recipient_id="M3", client_id="C2", rate="20%")
    rows = (*ON_MEMBERS, referral(), own, other("B0", amount="5000.00"), billing("B1"))
    assert commissions(*rows) == ["B1 150.00"]
    assert "B0 M3>M1 1000.00" in posted(book(*rows), "2026-02")


# fixed, minimum, gates


def test_a_fixed_amount_comes_once_on_top_of_the_rate() -> None:
    assert commissions(parameter("commission.fixed", "50"), referral(), *bills("100", "100")) == [
        "B1 65.00",
        "B2 15.00",
    ]


def test_a_fixed_amount_is_multiplied_by_the_case() -> None:
    fixed = parameter("commission.fixed", "50")
    assert commissions(fixed, referral(case="double"), billing(amount="100.00")) == ["B1 130.00"]
    assert commissions(fixed, referral(case="waived"), billing(amount="100.00")) == ["B1 0.00"]


def test_all_taken_back_takes_the_fixed_amount_back() -> None:
    rows = (parameter("commission.fixed", "50"), referral(), billing(), credit_note(amount="1000.00"))
    assert commissions(*rows) == ["B1 200.00", "B2 -200.00"]


def test_below_the_smallest_deal_nothing_is_earned() -> None:
    smallest = parameter("commission.deal_minimum", "500")
    assert commissions(smallest, referral(), *bills("499.99", "0.01")) == ["B1 0.00", "B2 75.00"]
    note = credit_note("B2", amount="0.01")
    assert commissions(smallest, referral(), billing(amount="500.00"), note) == ["B1 75.00", "B2 -75.00"]


def test_due_in_full_nothing_is_earned_until_the_deal_is_paid() -> None:
    full, deal = parameter("commission.due", "full"), referral(deal_amount="3000.00")
    assert commissions(full, deal, *bills("2999.99", "0.01", "100.00")) == ["B1 0.00", "B2 450.00", "B3 15.00"]


def test_due_in_full_a_deal_without_amount_is_due_at_once() -> None:
    assert commissions(parameter("commission.due", "full"), referral(deal_amount=None), billing()) == ["B1 150.00"]


def test_a_referral_earns_at_least_the_minimum_once_it_earns_anything() -> None:
    least = parameter("commission.minimum", "120")
    assert commissions(least, referral(), *bills("800.00", "0.03", "100.00")) == ["B1 120.00", "B2 0.00", "B3 15.00"]
    assert commissions(least, referral(), billing(amount="0.01")) == ["B1 120.00"]
    assert commissions(least, referral(case="waived"), billing()) == ["B1 0.00"]


def test_the_cap_has_the_last_word_over_the_minimum() -> None:
    rows = (parameter("commission.minimum", "120"), parameter("commission.cap", "100"), referral())
    assert commissions(*rows, billing(amount="10.00")) == ["B1 100.00"]


def test_the_smallest_unit_is_the_currencys() -> None:
    assert commissions(referral(currency="JPY"), billing(amount="10003.00")) == ["B1 1500"]
    assert commissions(referral(currency="JPY"), billing(amount="10003.34")) == ["B1 1501"]
    assert commissions(referral(currency="TND"), billing(amount="100.07")) == ["B1 15.011"]
    half = (share(member_id="M1"), share(member_id="M3"), referral(currency="JPY"), billing(amount="100.00"))
    assert [str(part) for part in account(*half).earnings[0].parts.values()] == ["8", "7"]


# who pays


JOINT = (referral(), share(member_id="M2", role="performer"), share(member_id="M3", role="performer"))


def test_who_billed_it_pays() -> None:
    assert posted(book(*JOINT, billing(performer_id="M3")), "2026-02") == ("B1 M3>M1 150.00",)
    assert posted(book(*JOINT, billing()), "2026-02") == ("B1 M2>M1 75.00", "B1 M3>M1 75.00")
    assert posted(book(referral(), billing(performer_id="M3")), "2026-02") == ("B1 M3>M1 150.00",)


def test_a_credit_note_is_paid_back_by_who_billed_its_invoice() -> None:
    invoice, note = billing(performer_id="M3"), credit_note(paid_on="2026-02-20")
    assert posted(book(*JOINT, invoice, note), "2026-02")[1] == "B2 M3>M1 -15.00"
    own = note._replace(performer_id="M2")
    assert posted(book(*JOINT, invoice, own), "2026-02")[1] == "B2 M2>M1 -15.00"


def test_events_with_the_same_pairs_are_allocated_together() -> None:
    shared = (share(member_id="M1"), share(member_id="M4"))
    rows = (
        billing("B1", amount="0.20", performer_id="M2", paid_on="2026-02-01"),
        billing("B2", amount="0.20", performer_id="M3", paid_on="2026-02-02"),
        billing("B3", amount="0.20", performer_id="M2", paid_on="2026-02-03"),
    )
    # Each earns 0.03. B1 gives M1 the cent left over; B2 is allocated on its own and gives it M1 again; B3 makes 0.06.
    found = [
        {pair.payee_id: str(part) for pair, part in each.parts.items()}
        for each in account(referral(), *shared, *rows).earnings
    ]
    assert found == [{"M1": "0.02", "M4": "0.01"}, {"M1": "0.02", "M4": "0.01"}, {"M1": "0.01", "M4": "0.02"}]


def test_pairs_that_take_back_more_than_they_gave_are_allocated_as_a_mirror() -> None:
    shared = (share(member_id="M1"), share(member_id="M4"))
    rows = (billing("B1"), credit_note("B2", amount="0.20", performer_id="M3", corrects="B1", paid_on="2026-03-01"))
    last = account(referral(), *shared, *rows).earnings[-1]
    assert {pair.payee_id: part for pair, part in last.parts.items()} == {
        "M1": Decimal("-0.02"),
        "M4": Decimal("-0.01"),
    }


# what was sealed


LED: tuple[Record, ...] = (parameter("team.share", "20%"), *members("M2", "M3", "M4"), referral())


def test_terms_from_the_middle_of_a_closed_month_change_nothing_before_their_day() -> None:
    rows: tuple[Record, ...] = (
        *LED, member("M1", lead_id="M4"), member_terms("M1", from_on="2026-03-15", lead_id="M3"),
        billing("B1", paid_on="2026-03-14"), billing("B2", paid_on="2026-03-15"),
    )  # fmt: skip
    ledger = closed(book(*rows), "2026-03")
    assert [f"{line.event_id} {line.payee_id} {line.amount}" for line in ledger.lines] == [
        "B1 M1 120.00", "B1 M4 30.00", "B2 M1 120.00", "B2 M3 30.00",
    ]  # fmt: skip
    assert posted(book(*rows), "2026-04", ledger) == ()


def test_an_own_rate_typed_later_counts_from_the_first_open_month_on() -> None:
    first: tuple[Record, ...] = (*members("M1", "M2"), referral(), billing("B1", paid_on="2026-02-10"))
    ledger = closed(book(*first), "2026-02")
    late = billing("B2", amount="100.00", paid_on="2026-02-20")
    march = billing("B3", amount="100.00", paid_on="2026-03-01")
    rated: tuple[Record, ...] = (member("M1", rate="20%"), *first[1:], late, march)
    assert sorted(posted(book(*rated), "2026-03", ledger)) == ["B2 M2>M1 15.00", "B3 M2>M1 20.00"]
