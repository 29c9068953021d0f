"""Each member's part in a month and in the months before it, and the lights the charter's thresholds give it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings

from netsheets.domain.book import Book
from netsheets.domain.money import ZERO
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.practice.activity import Activity, Lights, MemberActivity, activity_of, months_ending
from netsheets.domain.practice.amounts import Amounts, MemberAmounts, amounts_of
from netsheets.domain.practice.exchange import exchange_of
from netsheets.domain.practice.involvement import Involvement
from netsheets.domain.records import NETWORK, Record
from tests.support.build import (
    attendance,
    billing,
    book,
    credit_note,
    day,
    meeting,
    member,
    members,
    parameter,
    referral,
)
from tests.support.closings import closed_through, month
from tests.support.strategies import networks

TODAY = "2026-12-31"
networks_seen = settings(max_examples=60)


def activity(*rows: Record, of: str = "2026-03", today: str = TODAY) -> Activity:
    known = () if any(each.__class__.__name__ == "Member" for each in rows) else members("M1", "M2", "M3")
    found = book(*known, *rows)
    return activity_of(Network.of(found, day(today)), month(of))


def one(*rows: Record, of: str = "2026-03", member_id: str = "M1", today: str = TODAY) -> MemberActivity:
    return next(each for each in activity(*rows, of=of, today=today).members if each.member_id == member_id)


def amounts(*rows: Record, of: str = "2026-03", today: str = TODAY) -> Amounts:
    found = book(*members("M1", "M2", "M3"), *rows)
    return amounts_of(Network.of(found, day(today)), month(of))


def meetings(count: int, presences: str, member_id: str = "M1") -> tuple[Record, ...]:
    """Return so many meetings in March 2026; M2 was at each, and the member as the letters say, one each."""
    words = {"p": "present", "l": "late", "s": "substitute", "e": "excused", "a": "absent"}
    rows: list[Record] = []
    for number in range(count):
        rows.append(meeting(f"E{number}", held_on=f"2026-03-{number + 1:02d}"))
        rows.append(attendance(f"E{number}", member_id="M2"))
        if number < len(presences):
            rows.append(attendance(f"E{number}", member_id=member_id, presence=words[presences[number]]))
    return tuple(rows)


def seen(done: Involvement) -> tuple[int, int, int, int, int]:
    return done.meetings, done.attended, done.excused, done.absent, done.not_noted


# meetings


def test_present_late_and_a_substitute_count_as_there_and_the_rest_stands_apart() -> None:
    assert seen(one(*meetings(7, "plsea")).month) == (7, 3, 1, 1, 2)


def test_only_meetings_of_the_network_count_for_attendance() -> None:
    rows: list[Record] = []
    for kind in ("social", "visit", "presentation", "one_to_one", "training"):
        rows += [meeting(kind, held_on="2026-03-05", kind=kind), attendance(kind)]
    assert seen(one(*rows).month) == (0, 0, 0, 0, 0)


def test_a_meeting_without_attendance_counts_for_nobody_and_is_named() -> None:
    unnoted = meeting("E9", held_on="2026-03-09")
    found = activity(*meetings(1, "p"), unnoted)
    assert seen(found.members[0].month) == (1, 1, 0, 0, 0)
    assert found.unnoted == ("E9",)
    assert found.by_month[0].meetings == 1


def test_a_meeting_that_is_still_to_be_held_does_not_count() -> None:
    rows = (meeting(held_on="2026-03-20"), attendance(presence="excused"), attendance(member_id="M2"))
    assert seen(one(*rows, today="2026-03-19").month) == (0, 0, 0, 0, 0)
    assert seen(one(*rows, today="2026-03-20").month) == (1, 0, 1, 0, 0)
    assert activity(meeting(held_on="2026-03-20"), today="2026-03-19").unnoted == ()


def test_who_joined_in_mid_month_counts_from_the_day_they_joined() -> None:
    new = member("M1", joined_on="2026-03-03")
    assert seen(one(new, member("M2"), *meetings(5, "ppppp")).month) == (3, 3, 0, 0, 0)
    assert seen(one(new, member("M2"), *meetings(2, "pp")).month) == (0, 0, 0, 0, 0)


def test_who_left_in_mid_month_counts_to_the_day_they_left() -> None:
    gone = member("M1", status="left", left_on="2026-03-02")
    found = one(gone, member("M2"), *meetings(5, "pppaa"))
    assert seen(found.month) == (2, 2, 0, 0, 0)
    assert found.lights.attendance == "good"


def test_members_are_those_who_were_on_one_of_the_months_days() -> None:
    rows = (
        member("A", joined_on="2026-03-31"),
        member("B", joined_on="2026-04-01"),
        member("C", status="left", left_on="2026-03-01"),
        member("D", status="left", left_on="2026-02-28"),
        member("E", status="left", left_on=None),
        member("F", status="candidate", joined_on=None),
        member("G", joined_on=None),
        member("H", status="suspended"),
        member("I", status="suspended", left_on="2026-03-15"),
    )
    assert [each.member_id for each in activity(*rows).members] == ["A", "C", "G", "I"]


def test_one_to_ones_are_those_a_member_came_to() -> None:
    rows = (
        meeting("T1", kind="one_to_one", held_on="2026-03-05"),
        attendance("T1"),
        attendance("T1", member_id="M2", presence="absent"),
        meeting("T2", kind="one_to_one", held_on="2026-02-28"),
        attendance("T2", member_id="M2", presence="late"),
    )
    assert (one(*rows).month.one_to_ones, one(*rows).six_months.one_to_ones) == (1, 1)
    second = one(*rows, member_id="M2")
    assert (second.month.one_to_ones, second.six_months.one_to_ones) == (0, 1)


def test_presentations_are_those_a_member_gave_at_any_gathering() -> None:
    rows = (
        meeting("E1", held_on="2026-03-05", presenter_id="M1"),
        meeting("E2", held_on="2026-03-06", presenter_id="M1", kind="presentation"),
        meeting("E3", held_on="2026-03-07", presenter_id="M2"),
    )
    assert one(*rows).month.presentations == 2


# referrals


def test_referrals_are_counted_for_who_gave_and_who_received_them() -> None:
    rows = (
        referral("R1", given_on="2026-03-01"),
        referral("R2", given_on="2026-03-31", recipient_id="M3"),
        referral("R3", given_on="2026-03-15", referrer_id="M2", recipient_id="M1"),
        referral("R4", given_on="2026-03-15", referrer_id=NETWORK, recipient_id="M1"),
        referral("R5", given_on="2026-04-01"),
        referral("R6", given_on="2026-02-28"),
    )
    found = one(*rows)
    assert (found.month.given, found.month.received, found.month.balance) == (2, 2, 0)
    assert (found.six_months.given, found.six_months.received, found.six_months.balance) == (3, 2, 1)


def test_a_referral_to_oneself_stands_apart_and_counts_nowhere_else() -> None:
    found = one(referral(given_on="2026-03-05", won_on="2026-03-06", recipient_id="M1"))
    assert (found.month.own, found.month.given, found.month.received, found.month.won) == (1, 0, 0, 0)
    assert found.twelve_months.deals_won == 0


def test_six_and_twelve_months_end_with_the_month() -> None:
    days = ("2025-03-31", "2025-04-01", "2025-09-30", "2025-10-01", "2026-03-31", "2026-04-01")
    found = one(*(referral(f"R{on}", given_on=on) for on in days))
    assert (found.month.given, found.six_months.given, found.twelve_months.given) == (1, 2, 4)


def test_who_left_and_the_network_are_outsiders_so_that_both_sides_tie() -> None:
    gone = member("M9", status="left", left_on="2025-12-31")
    rows: tuple[Record, ...] = (
        *members("M1", "M2"),
        gone,
        referral("R1", given_on="2025-11-03", referrer_id="M9"),
        referral("R2", given_on="2026-03-03", referrer_id=NETWORK),
    )
    found = activity(*rows)
    assert [(each.member_id, each.twelve_months.given) for each in found.outsiders] == [("M9", 1), (NETWORK, 1)]
    assert found.by_month[-1].given == 1


def test_thanks_are_for_referrals_received_from_members_and_won_in_these_months() -> None:
    rows = (
        referral("R1", won_on="2026-03-05", thanked_on="2026-03-06"),
        referral("R2", won_on="2026-03-31", thanked_on="2026-04-20"),
        referral("R3", won_on="2026-03-05"),
        referral("R4", won_on="2026-03-05", referrer_id=NETWORK),
        referral("R5", won_on="2026-03-05", thanked_on="2027-01-01"),
        referral("R6", won_on="2026-02-28", thanked_on="2026-03-01"),
        referral("R7", won_on="2026-03-05", status="lost", thanked_on="2026-03-06"),
    )
    found = one(*rows, member_id="M2")
    assert (found.month.won, found.month.thanked) == (4, 2)
    assert (found.six_months.won, found.six_months.thanked) == (5, 3)


def test_conversion_is_won_of_decided_among_the_referrals_given_in_twelve_months() -> None:
    statuses = ("won", "won", "lost", "given", "contacted", "quoted", "cancelled")
    rows = [referral(f"R{number}", status=status, given_on="2025-04-01") for number, status in enumerate(statuses)]
    found = one(*rows, referral("R9", status="lost", given_on="2025-03-31")).twelve_months
    assert (found.given, found.deals_won, found.deals_lost) == (7, 2, 1)


# lights


def lights(*rows: Record, member_id: str = "M1") -> Lights:
    return one(*rows, member_id=member_id).lights


@pytest.mark.parametrize(
    ("presences", "light"), [("pppa", "good"), ("ppeaa", "poor"), ("ppaa", "fair"), ("ppp", "good"), ("", "poor")]
)
def test_a_light_is_good_and_fair_from_its_threshold_on(presences: str, light: str) -> None:
    assert lights(*meetings(len(presences) or 1, presences)).attendance == light


def test_a_threshold_is_compared_exactly_and_nothing_is_rounded() -> None:
    rows = meetings(3, "ppa")
    assert lights(*rows, parameter("activity.attendance_good", "66.6%")).attendance == "good"
    assert lights(*rows, parameter("activity.attendance_good", "66.7%")).attendance == "fair"


@pytest.mark.parametrize(("given", "light"), [(0, "poor"), (1, "fair"), (2, "fair"), (3, "good"), (4, "good")])
def test_referrals_given_over_six_months_have_a_light(given: int, light: str) -> None:
    rows = [referral(f"R{number}", given_on="2025-10-01") for number in range(given)]
    assert lights(*rows, referral("R9", given_on="2025-09-30")).referrals == light


def test_where_nothing_can_be_said_there_is_no_light() -> None:
    assert lights() == Lights(None, "poor", "poor", None)


def test_a_newcomer_is_never_poor_in_what_takes_time() -> None:
    new, longer = member("M1", joined_on="2025-10-02"), member("M2", joined_on="2025-10-01")
    assert lights(new, longer) == Lights(None, None, None, None)
    assert lights(new, longer, member_id="M2") == Lights(None, "poor", "poor", None)
    assert lights(new, longer, referral(given_on="2026-03-01")).referrals == "fair"
    assert lights(new, longer, *meetings(2, "aa")).attendance == "poor"


def test_thresholds_are_those_of_the_months_last_day() -> None:
    rows = (referral(given_on="2026-03-01"), parameter("activity.referrals_good", "1", "2026-03-31"))
    assert lights(*rows).referrals == "good"
    rows = (referral(given_on="2026-03-01"), parameter("activity.referrals_good", "1", "2026-04-01"))
    assert lights(*rows).referrals == "fair"


# the network, month by month


def test_the_network_is_summed_month_by_month_from_the_first_one_on() -> None:
    rows = (
        *meetings(2, "pa"),
        referral("R1", given_on="2026-02-10", won_on="2026-03-10"),
        referral("R2", given_on="2026-03-10", referrer_id=NETWORK, won_on="2026-03-11"),
        meeting("T1", kind="one_to_one", held_on="2026-03-12"),
    )
    found = activity(*rows)
    assert [str(each.month) for each in found.by_month] == ["2026-02", "2026-03"]
    last = found.by_month[-1]
    assert (last.meetings, last.expected, last.attended) == (2, 6, 3)
    assert (last.given, last.won, last.one_to_ones, last.presentations) == (1, 2, 1, 0)


def test_a_network_without_rows_has_a_month_of_nothing() -> None:
    found = activity()
    assert [str(each.month) for each in found.by_month] == ["2026-03"]
    assert found.outsiders == ()


def test_the_calendar_begins_with_the_year_1() -> None:
    assert months_ending(Month(1, 2), 12) == (Month(1, 1), Month(1, 2))
    assert [str(each) for each in months_ending(Month(2026, 2), 3)] == ["2025-12", "2026-01", "2026-02"]


# amounts


def flows(found: MemberAmounts) -> list[tuple[Decimal, Decimal, Decimal]]:
    return [
        (each.brought, each.received, each.balance) for each in (found.month, found.six_months, found.twelve_months)
    ]


def test_business_is_brought_by_the_referrer_and_received_by_the_recipient() -> None:
    rows = (
        referral("R1", given_on="2025-01-05", won_on="2025-01-06"),
        billing("B1", paid_on="2026-03-31", amount="1000.00"),
        credit_note(paid_on="2026-03-31", amount="99.99"),
        billing("B3", paid_on="2026-02-28", amount="20.00"),
        billing("B4", paid_on="2025-09-30", amount="3.00"),
        billing("B5", paid_on="2025-03-31", amount="500.00"),
        billing("B6", paid_on="2026-04-01", amount="600.00"),
    )
    first, second = amounts(*rows).members
    assert (first.member_id, second.member_id) == ("M1", "M2")
    expected = [Decimal("900.01"), Decimal("920.01"), Decimal("923.01")]
    assert flows(first) == [(each, ZERO, each) for each in expected]
    assert flows(second) == [(ZERO, each, -each) for each in expected]


def test_other_currencies_stand_apart() -> None:
    rows = (referral(currency="CHF"), billing(paid_on="2026-03-10", amount="50.00"))
    found = amounts(*rows)
    assert (found.currency, found.members) == ("EUR", ())
    assert [(each.currency, each.member_id, each.month.brought) for each in found.elsewhere] == [
        ("CHF", "M1", Decimal("50.00")),
        ("CHF", "M2", Decimal(0)),
    ]
    assert found.by_month[-1].brought == 0


def test_what_is_still_to_be_paid_after_today_does_not_count() -> None:
    rows = (referral(), billing(paid_on="2026-03-10", amount="50.00"))
    assert amounts(*rows, today="2026-03-09").members == ()
    assert amounts(*rows, today="2026-03-10").members[0].month.brought == Decimal("50.00")


def test_commissions_are_those_the_closings_of_these_months_posted() -> None:
    network = book(
        *members("M1", "M2"),
        referral(),
        billing("B1", paid_on="2026-02-10", amount="1000.00"),
        billing("B2", paid_on="2026-03-10", amount="10.00"),
        billing("B3", paid_on="2026-04-10", amount="99.00"),
    )
    ledger = closed_through(network, ("2026-02", "2026-03", "2026-04"))
    first, second = amounts_of(Network.of(network, day(TODAY), ledger=ledger), month("2026-03")).members
    assert [each.earned for each in (first.month, first.six_months)] == [Decimal("1.50"), Decimal("151.50")]
    assert [each.owed for each in (second.month, second.twelve_months)] == [Decimal("1.50"), Decimal("151.50")]
    assert (first.month.owed, second.month.earned) == (ZERO, ZERO)


# what ties


@networks_seen
@given(networks())
def test_all_that_was_given_is_all_that_was_received(network: Book) -> None:
    found = activity_of(Network.of(network, day(TODAY)), month("2026-03"))
    for done in ([each.six_months for each in found.everyone], [each.twelve_months for each in found.everyone]):
        assert sum(each.given for each in done) == sum(each.received for each in done)
        assert sum(each.balance for each in done) == 0
    assert sum(each.twelve_months.given for each in found.everyone) == sum(each.given for each in found.by_month)


@networks_seen
@given(networks())
def test_the_activity_is_the_exchange_seen_member_by_member(network: Book) -> None:
    of = month("2026-03")
    found = activity_of(Network.of(network, day(TODAY)), of)
    exchange = exchange_of(network, day("2025-10-01"), of.last_day)
    for each in found.everyone:
        given = sum(count for (giver, _), count in exchange.given.items() if giver == each.member_id)
        assert each.six_months.given == given
    flow = {each.member_id: each.six_months for each in amounts_of(Network.of(network, day(TODAY)), of).members}
    assert sum(each.balance for each in flow.values()) == 0
    for giver, _ in exchange.brought:
        brought = sum(amount for (other, _), amount in exchange.brought.items() if other == giver)
        assert flow[giver].brought == brought
