"""The whole story of one referral: why every cent is what it is, or why there is none."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from netsheets.domain.book import Book
from netsheets.domain.chapters import Chapter
from netsheets.domain.ledger import Ledger
from netsheets.domain.network import Network
from netsheets.domain.rates import Applied
from netsheets.domain.records import Record
from netsheets.domain.story import Story, story_of
from tests.support.build import (
    amendment,
    billing,
    book,
    credit_note,
    day,
    dispute,
    member,
    parameter,
    referral,
    relationship,
    share,
)
from tests.support.closings import EMPTY, closed, closed_through, draft
from tests.support.strategies import networks


def told(*rows: Record, on: str = "2026-03-15", ledger: Ledger = EMPTY, referral_id: str = "R1") -> Story:
    return story(book(*rows), referral_id, on, ledger)


def story(seen: Book, referral_id: str, on: str, ledger: Ledger = EMPTY) -> Story:
    return story_of(referral_id, Network.of(seen, day(on), ledger=ledger), on=day(on))


def governing(*rows: Record) -> dict[str, tuple[object, str | None, int | None]]:
    return {
        each.name: (each.value, each.since.isoformat() if each.since else None, each.row)
        for each in told(*rows).governing
    }


def only(found: Story) -> Chapter:
    (chapter,) = found.chapters
    return chapter


# the charter


def test_the_charter_values_in_force_are_told_with_the_row_and_the_day_they_come_from() -> None:
    found = governing(
        referral(),
        parameter("commission.rate", "16%"),
        parameter("commission.hold_days", "14", "2026-01-01"),
        parameter("commission.hold_days", "30", "2026-02-01"),
    )
    assert found == {
        "commission.rate": (Decimal("0.16"), None, 2),
        "commission.basis": ("paid", None, None),
        "commission.cap": (None, None, None),
        "commission.hold_days": (14, "2026-01-01", 3),
        "case.standard": (Decimal(1), None, None),
        "network.share": (Decimal(0), None, None),
        "team.share": (Decimal(0), None, None),
        "ownership.starts": ("won", None, None),
        "ownership.months": (12, None, None),
        "ownership.renews": ("never", None, None),
        "ownership.conflict": ("each", None, None),
    }


def test_tiers_take_the_rates_place_and_a_rows_own_rate_takes_both() -> None:
    tiers = parameter("commission.tiers", "0:20%;100:15%")
    assert {"commission.tiers", "commission.rate"} & governing(referral(), tiers).keys() == {"commission.tiers"}
    assert not {"commission.tiers", "commission.rate"} & governing(referral(rate="18%"), tiers).keys()


def test_the_referrals_case_is_told() -> None:
    assert governing(referral(case="double"))["case.double"] == (Decimal(2), None, None)


def test_a_case_the_charter_does_not_name_is_told_as_nothing() -> None:
    assert governing(referral(case="triple"))["case.triple"] == (None, None, None)


def test_the_day_the_ledger_opened_is_told_where_there_is_one() -> None:
    opening = parameter("ledger.opens_on", "2026-02-01", "2026-03-01")
    assert governing(referral(), opening)["ledger.opens_on"] == (day("2026-02-01"), "2026-03-01", 2)


# the window


def test_the_window_is_told_with_every_move_of_its_last_day() -> None:
    extension = relationship(event="extension", date="2026-06-01", until="2027-06-30")
    window = told(referral(), extension).window
    assert window
    assert [(move.kind, move.last_day) for move in window.moves] == [
        ("opened", day("2027-01-20")),
        ("extended", day("2027-06-30")),
    ]


def test_without_a_window_the_story_names_who_keeps_the_client() -> None:
    rows = (parameter("ownership.conflict", "first"), referral("R0", referrer_id="M3"), referral("R1"))
    found = told(*rows)
    assert (found.window, found.blocked_by, found.missing) == (None, "R0", "")


@pytest.mark.parametrize(
    ("starts", "basis", "missing"),
    [("won", "paid", "won_on"), ("first_billing", "paid", "paid_on"), ("first_billing", "invoiced", "issued_on")],
)
def test_without_a_window_the_story_names_the_day_that_is_missing(starts: str, basis: str, missing: str) -> None:
    rows = (parameter("ownership.starts", starts), parameter("commission.basis", basis), referral(won_on=None))
    found = told(*rows)
    assert (found.window, found.blocked_by, found.missing) == (None, "", missing)


# the events


def test_an_event_is_told_with_how_its_commission_comes_about() -> None:
    rows = (parameter("commission.tiers", "0:20%;600:15%"), referral(case="double"), billing(amount="1000.03"))
    chapter = only(told(*rows))
    assert (str(chapter.period), chapter.reason, chapter.commission) == ("2026-02", None, Decimal("360.01"))
    calculation = chapter.calculation
    assert calculation
    assert [(each.rate, each.base, each.amount) for each in calculation.brackets] == [
        (Decimal("0.2"), Decimal("600.00"), Decimal("120.00")),
        (Decimal("0.15"), Decimal("400.03"), Decimal("60.0045")),
    ]
    assert (calculation.exact, calculation.rounded, calculation.capped) == (
        Decimal("360.009"),
        Decimal("360.01"),
        False,
    )


def test_a_flat_rate_is_one_bracket() -> None:
    calculation = only(told(referral(rate="18%"), billing())).calculation
    assert calculation
    assert [(each.rate, each.base, each.amount) for each in calculation.brackets] == [
        (Decimal("0.18"), Decimal(1000), Decimal(180))
    ]


def test_only_the_brackets_the_base_reaches_are_told() -> None:
    tiers = parameter("commission.tiers", "0:20%;600:15%")
    found = [only(told(tiers, referral(), billing(amount=amount))).calculation for amount in ("600.00", "600.01")]
    assert [len(each.brackets) for each in found if each] == [1, 2]


def test_what_the_cap_cut_off_is_told() -> None:
    calculation = only(told(parameter("commission.cap", "100"), referral(), billing())).calculation
    assert calculation
    assert (str(calculation.rounded), str(calculation.commission), calculation.capped) == ("150.00", "100.00", True)


def test_who_got_the_cents_left_over_is_told() -> None:
    rows = (referral(), share(member_id="M1"), share(member_id="M3"), share(member_id="M4"), billing(amount="333.33"))
    found = [
        (part.pair.payee_id, part.share, part.exact, str(part.allocated), part.extra_cent, str(part.amount))
        for part in only(told(*rows)).parts
    ]
    third = Fraction(1, 3)
    assert found == [
        ("M1", third, Fraction(50, 3), "16.67", True, "16.67"),
        ("M3", third, Fraction(50, 3), "16.67", True, "16.67"),
        ("M4", third, Fraction(50, 3), "16.66", False, "16.66"),
    ]


def test_a_second_events_part_is_told_against_what_was_allocated_before() -> None:
    rows = (referral(), share(member_id="M1"), share(member_id="M3"), billing("B1", amount="0.10"))
    second = told(*rows, billing("B2", amount="0.10", paid_on="2026-02-11")).chapters[1]
    assert [(str(part.allocated), str(part.allocated_before), str(part.amount)) for part in second.parts] == [
        ("0.02", "0.01", "0.01"), ("0.01", "0.01", "0.00")
    ]  # fmt: skip


def test_a_part_owed_to_oneself_is_told_and_owed_by_no_one() -> None:
    rows = (referral(), share(member_id="M1"), share(member_id="M2"), billing())
    assert [(part.pair.payee_id, str(part.allocated), str(part.amount)) for part in only(told(*rows)).parts] == [
        ("M1", "75.00", "75.00"), ("M2", "75.00", "0.00")
    ]  # fmt: skip


def test_the_shares_are_told_as_parts_of_one() -> None:
    rows = (parameter("network.share", "10%"), member("M1"), referral())
    assert told(*rows).shares == ((("M1", "M2"), Fraction(9, 10)), (("NETWORK", "M2"), Fraction(1, 10)))


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((referral(), billing(paid_on="2026-01-04")), "outside_window"),
        ((referral(won_on=None), billing()), "no_window"),
        ((referral(case="waived"), billing()), "waived"),
        ((parameter("commission.hold_days", "45"), referral(), billing()), "on_hold"),
        ((parameter("ledger.opens_on", "2026-02-11"), referral(), billing()), "before_ledger"),
        ((referral(), billing(paid_on="2026-03-16")), "future"),
        ((referral(), billing(paid_on="2027-01-21")), "outside_window"),
        ((referral(), billing(), dispute(resolved_on="2026-03-01", outcome="upheld")), "disputed"),
    ],
)
def test_why_an_event_earns_nothing_is_told(rows: tuple[Record, ...], reason: str) -> None:
    assert only(told(*rows)).reason == reason


def test_an_event_that_does_not_count_has_no_calculation() -> None:
    chapter = only(told(referral(), billing(paid_on="2026-03-16")))
    assert (chapter.calculation, chapter.parts, str(chapter.commission)) == (None, (), "0.00")


def test_a_row_that_is_not_paid_is_told_as_no_event_yet() -> None:
    found = told(referral(), billing(paid_on=None))
    assert (found.chapters, [row.billing_id for row in found.unpaid]) == ((), ["B1"])


def test_with_basis_won_the_deal_is_the_event_and_no_billing_is_awaited() -> None:
    found = told(parameter("commission.basis", "won"), referral(deal_amount="5000.00"), billing(paid_on=None))
    assert (only(found).billing, str(only(found).commission), found.unpaid) == (None, "750.00", ())


def test_a_day_at_the_calendars_end_is_just_a_day_to_come() -> None:
    found = told(parameter("commission.hold_days", "30"), referral(), billing(paid_on="9999-12-31"))
    assert only(found).event.commissionable_on == day("9999-12-31")


# the ledger


def test_what_is_posted_and_what_is_still_to_post_are_told() -> None:
    february = closed(book(referral(), billing()), "2026-02")
    note = credit_note(amount="200.00", paid_on="2026-03-10")
    found = told(referral(), billing(), note, ledger=february)
    assert [(line.event_id, str(line.amount)) for line in found.posted] == [("B1", "150.00")]
    assert [(line.event_id, line.kind, str(line.amount)) for line in found.to_post] == [("B2", "commission", "-30.00")]


def test_other_referrals_lines_are_not_told() -> None:
    rows = (referral("R1"), referral("R2"), billing("B1", referral_id="R1"), billing("B2", referral_id="R2"))
    found = told(*rows, ledger=closed(book(*rows), "2026-02"))
    assert ([line.event_id for line in found.posted], found.to_post) == (["B1"], ())


def test_a_deleted_row_is_still_to_take_back() -> None:
    february = closed(book(referral(), billing()), "2026-02")
    assert [str(line.amount) for line in told(referral(), ledger=february).to_post] == ["-150.00"]


def test_a_row_moved_to_another_referral_takes_its_lines_along() -> None:
    february = closed(book(referral("R1"), referral("R2"), billing("B1", referral_id="R1")), "2026-02")
    rows = (referral("R1"), referral("R2"), billing("B1", referral_id="R2"))
    first, second = (told(*rows, ledger=february, referral_id=each) for each in ("R1", "R2"))
    assert (len(first.posted), first.to_post) == (1, ())
    assert (len(second.posted), second.to_post) == (1, ())


def test_disputes_are_told_and_an_open_one_holds_back_what_is_to_post() -> None:
    found = told(referral(), billing(), dispute())
    assert ([each.dispute_id for each in found.disputes], found.held_by, len(found.to_post)) == (["D1"], "D1", 1)
    decided = told(referral(), billing(), dispute(resolved_on="2026-03-01", outcome="upheld"))
    calculation = only(decided).calculation
    assert calculation
    assert (decided.held_by, decided.to_post, str(calculation.multiplier)) == ("", (), "0.00")


def test_a_referral_that_is_not_there_has_no_story() -> None:
    with pytest.raises(KeyError):
        told(referral("R1"), referral_id="R9")


@given(networks())
def test_what_the_stories_have_to_post_is_what_the_month_would_post(network: Book) -> None:
    ledger = closed_through(network, ("2026-01", "2026-02"))
    stories = [story(network, each.referral_id, "2026-03-31", ledger) for each in network.referrals]
    found = draft(network, "2026-03", ledger)
    lines = sorted((*found.posted, *(each.line for each in found.held)))
    assert sorted(line for each in stories for line in each.to_post) == lines


@given(networks())
def test_a_storys_parts_are_the_commissions_of_its_events(network: Book) -> None:
    for each in network.referrals:
        for chapter in story(network, each.referral_id, "2026-04-30").chapters:
            allocated = sum((part.allocated - part.allocated_before for part in chapter.parts), Decimal(0))
            assert allocated == chapter.commission


# what else decided


def test_the_rate_that_applied_is_told_with_where_it_comes_from() -> None:
    rows = (referral(), amendment(from_on="2026-02-10", rate="18%"), billing())
    assert only(told(*rows)).applied == Applied("amendment", Decimal("0.18"), day("2026-02-10"))
    assert only(told(member("M1", rate="16%"), referral(), billing())).applied == Applied("member", Decimal("0.16"))
    assert only(told(parameter("commission.rate_by_age", "0:20%;1:10%"), referral(), billing())).applied == Applied(
        "age", Decimal("0.20"), 0
    )


def test_a_gate_is_told_with_what_is_missing_to_it() -> None:
    smallest = only(told(parameter("commission.deal_minimum", "1200"), referral(), billing())).calculation
    full = only(told(parameter("commission.due", "full"), referral(deal_amount="3000"), billing())).calculation
    assert smallest
    assert full
    assert (smallest.gate, smallest.lacking, smallest.commission) == ("deal_minimum", Decimal("200.00"), Decimal(0))
    assert (full.gate, full.lacking) == ("due", Decimal("2000.00"))


def test_volumes_are_told_before_and_after() -> None:
    tiers = (parameter("commission.tiers", "0:15%;600:20%"), parameter("commission.tiers_on", "member"))
    climb = only(told(*tiers, referral(), billing())).climbs[0]
    assert (climb.referrer_id, climb.period, climb.before, climb.after) == ("M1", "2026", Fraction(0), Fraction(1000))


def test_an_advance_is_told_with_the_day_it_was_paid_on() -> None:
    chapter = only(told(referral(), billing(issued_on="2026-01-06", paid_on="2026-01-10")))
    assert (chapter.happened_on, chapter.event.occurred_on) == (day("2026-01-10"), day("2026-01-20"))


def test_who_was_lead_and_an_amended_case_are_told() -> None:
    rows = (
        parameter("team.share", "10%"), member("M1", lead_id="M4"), referral(),
        amendment(from_on="2026-02-01", case="double"), billing(),
    )  # fmt: skip
    chapter = only(told(*rows))
    assert (chapter.lead_ids, chapter.case_since) == (("M4",), day("2026-02-01"))
