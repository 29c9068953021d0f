"""Who owns a client, from which day to which last day (rules.md, 3)."""

from __future__ import annotations

import datetime as dt

import pytest

from netsheets.domain.charter import charter_of
from netsheets.domain.network import Network, OwnedClient, owned_clients
from netsheets.domain.ownership import Ownership, ownership_of
from netsheets.domain.records import Record
from tests.support.build import (
    billing,
    book,
    client,
    credit_note,
    day,
    member,
    parameter,
    project,
    referral,
    relationship,
)
from tests.support.closings import posted


def owned(*rows: Record) -> Ownership:
    seen = book(*rows)
    return ownership_of(seen, charter_of(seen.charter))


def days_of(referral_id: str, *rows: Record) -> tuple[str, str] | None:
    window = owned(*rows).windows.get(referral_id)
    return (window.starts_on.isoformat(), window.last_day.isoformat()) if window else None


def moves_of(*rows: Record) -> list[tuple[str, str, str, str]]:
    moves = owned(*rows).windows["R1"].moves
    return [(each.kind, each.on.isoformat(), each.last_day.isoformat(), each.cause) for each in moves]


# the day it starts


def test_a_window_starts_on_the_day_won_by_default() -> None:
    assert days_of("R1", referral(won_on="2026-01-20")) == ("2026-01-20", "2027-01-20")


def test_a_window_can_start_on_the_day_given() -> None:
    rows = (parameter("ownership.starts", "given"), referral(given_on="2026-01-05", won_on=None))
    assert days_of("R1", *rows) == ("2026-01-05", "2027-01-05")


def test_a_window_can_start_on_the_first_day_paid() -> None:
    rows = (
        parameter("ownership.starts", "first_billing"),
        referral(),
        billing("B1", issued_on="2026-02-01", paid_on="2026-03-10"),
        billing("B2", issued_on="2026-02-15", paid_on="2026-03-05"),
        billing("B3", issued_on="2026-01-15", paid_on=None),
    )
    assert days_of("R1", *rows) == ("2026-03-05", "2027-03-05")


@pytest.mark.parametrize("basis", ["invoiced", "won"])
def test_first_billing_is_the_first_day_issued_with_any_other_basis(basis: str) -> None:
    rows = (
        parameter("ownership.starts", "first_billing"),
        parameter("commission.basis", basis),
        referral(),
        billing("B1", issued_on="2026-02-01", paid_on="2026-03-10"),
        billing("B2", issued_on="2026-02-15", paid_on="2026-01-25"),
    )
    assert days_of("R1", *rows) == ("2026-02-01", "2027-02-01")


def test_a_credit_note_is_a_billing_row_that_can_start_it() -> None:
    rows = (
        parameter("ownership.starts", "first_billing"),
        referral(),
        credit_note("B2", corrects="", paid_on="2026-02-02"),
    )
    assert days_of("R1", *rows) == ("2026-02-02", "2027-02-02")


def test_where_that_day_is_missing_there_is_no_window_yet() -> None:
    assert days_of("R1", referral(won_on=None)) is None
    first = parameter("ownership.starts", "first_billing")
    assert days_of("R1", first, referral()) is None
    assert days_of("R1", first, referral(), billing(paid_on=None)) is None


# its last day


def test_last_day_is_inclusive() -> None:
    window = owned(referral(won_on="2026-03-15")).windows["R1"]
    assert [window.covers(day(text)) for text in ("2026-03-14", "2026-03-15", "2027-03-15", "2027-03-16")] == [
        False, True, True, False
    ]  # fmt: skip


def test_last_day_is_clipped_to_the_months_last_day() -> None:
    assert days_of("R1", referral(given_on="2024-02-01", won_on="2024-02-29")) == ("2024-02-29", "2025-02-28")
    rows = (parameter("ownership.months", "1"), referral(won_on="2026-01-31"))
    assert days_of("R1", *rows) == ("2026-01-31", "2026-02-28")


def test_zero_months_own_the_first_day_only() -> None:
    assert days_of("R1", parameter("ownership.months", "0"), referral()) == ("2026-01-20", "2026-01-20")


# change 1: renewal

RENEWS = (parameter("ownership.renews", "billing"), parameter("ownership.months", "3"))


def test_an_invoice_on_the_last_day_renews_and_one_the_day_after_does_not() -> None:
    assert days_of("R1", *RENEWS, referral(), billing(paid_on="2026-04-20")) == ("2026-01-20", "2026-07-20")
    assert days_of("R1", *RENEWS, referral(), billing(paid_on="2026-04-21")) == ("2026-01-20", "2026-04-20")


def test_renewals_follow_each_other_in_order_of_day_whatever_the_order_of_rows() -> None:
    rows = (
        referral(),
        billing("B1", paid_on="2026-07-20"),
        billing("B2", paid_on="2026-04-20"),
        billing("B3", paid_on="2026-10-21"),
    )
    assert moves_of(*RENEWS, *rows) == [
        ("opened", "2026-01-20", "2026-04-20", ""),
        ("renewed", "2026-04-20", "2026-07-20", "B2"),
        ("renewed", "2026-07-20", "2026-10-20", "B1"),
    ]


def test_a_credit_note_an_unpaid_invoice_and_one_before_the_window_renew_nothing() -> None:
    rows = (
        credit_note("B2", corrects="", paid_on="2026-04-01"),
        billing("B3", paid_on=None),
        billing("B4", paid_on="2026-01-19"),
    )
    assert days_of("R1", *RENEWS, referral(), *rows) == ("2026-01-20", "2026-04-20")


def test_a_renewal_never_shortens() -> None:
    rows = (parameter("ownership.renews", "billing"), parameter("ownership.months", "1"), referral(won_on="2026-01-31"))
    assert days_of("R1", *rows, billing(paid_on="2026-01-31")) == ("2026-01-31", "2026-02-28")


def test_without_renewal_invoices_move_nothing() -> None:
    assert days_of("R1", parameter("ownership.months", "3"), referral(), billing(paid_on="2026-04-20")) == (
        "2026-01-20",
        "2026-04-20",
    )


def test_with_basis_invoiced_an_invoice_renews_on_the_day_it_is_issued() -> None:
    rows = (
        *RENEWS,
        parameter("commission.basis", "invoiced"),
        referral(),
        billing(issued_on="2026-04-20", paid_on=None),
    )
    assert days_of("R1", *rows) == ("2026-01-20", "2026-07-20")


def test_invoices_of_one_day_renew_once_and_one_of_the_first_day_not_at_all() -> None:
    twice = (billing("B1", paid_on="2026-02-20"), billing("B2", paid_on="2026-02-20"))
    assert [each[0] for each in moves_of(*RENEWS, referral(), *twice)] == ["opened", "renewed"]
    assert [each[0] for each in moves_of(*RENEWS, referral(), billing(paid_on="2026-01-20"))] == ["opened"]


# change 2: extensions and releases


def extension(date: str, until: str | None) -> Record:
    return relationship(event="extension", date=date, until=until)


def test_an_extension_moves_the_last_day_if_later() -> None:
    assert days_of("R1", referral(), extension("2026-06-01", "2027-06-30")) == ("2026-01-20", "2027-06-30")
    assert days_of("R1", referral(), extension("2026-06-01", "2026-12-31")) == ("2026-01-20", "2027-01-20")


def test_an_extension_that_changes_nothing_is_no_move() -> None:
    assert len(moves_of(referral(), extension("2026-06-01", "2027-01-20"))) == 1


def test_extensions_of_one_day_apply_from_the_shortest_on_wherever_their_rows_stand() -> None:
    rows = (extension("2026-06-01", "2027-12-31"), extension("2026-06-01", "2027-06-30"))
    for each in (rows, rows[::-1]):
        assert [last_day for _, _, last_day, _ in moves_of(referral(), *each)[1:]] == ["2027-06-30", "2027-12-31"]


def test_an_extension_without_a_last_day_moves_nothing() -> None:
    rows = (extension("2026-06-01", None), extension("2026-06-01", "2027-06-30"))
    assert [each[0] for each in moves_of(referral(), *rows)] == ["opened", "extended"]


def test_a_release_ends_the_window_the_day_before() -> None:
    assert days_of("R1", referral(), relationship(date="2026-06-01")) == ("2026-01-20", "2026-05-31")


@pytest.mark.parametrize(
    ("date", "last"),
    [
        ("2026-01-19", "2027-01-20"),
        ("2026-01-20", "2026-01-19"),
        ("2027-01-20", "2027-01-19"),
        ("2027-01-21", "2027-01-20"),
    ],
)
def test_a_row_applies_where_its_date_is_inside_the_window(date: str, last: str) -> None:
    assert days_of("R1", referral(), relationship(date=date)) == ("2026-01-20", last)


def test_an_extension_on_the_last_day_applies_and_one_the_day_after_does_not() -> None:
    assert days_of("R1", referral(), extension("2027-01-20", "2027-06-30")) == ("2026-01-20", "2027-06-30")
    assert days_of("R1", referral(), extension("2027-01-21", "2027-06-30")) == ("2026-01-20", "2027-01-20")


def test_rows_apply_in_order_of_date_to_the_window_as_it_then_stands() -> None:
    rows = (relationship(date="2027-03-01"), extension("2026-06-01", "2027-06-30"))
    assert days_of("R1", referral(), *rows) == ("2026-01-20", "2027-02-28")
    assert moves_of(referral(), *rows)[1:] == [
        ("extended", "2026-06-01", "2027-06-30", ""),
        ("released", "2027-03-01", "2027-02-28", ""),
    ]


def test_after_a_release_an_extension_comes_too_late() -> None:
    rows = (relationship(date="2026-06-01"), extension("2026-06-02", "2027-06-30"))
    assert days_of("R1", referral(), *rows) == ("2026-01-20", "2026-05-31")


def test_an_extension_and_a_release_on_one_day_release() -> None:
    rows = (relationship(date="2026-06-01"), extension("2026-06-01", "2027-06-30"))
    assert days_of("R1", referral(), *rows) == ("2026-01-20", "2026-05-31")
    assert days_of("R1", referral(), *reversed(rows)) == ("2026-01-20", "2026-05-31")


def test_rows_of_another_client_change_nothing() -> None:
    assert days_of("R1", referral(), relationship("C2", date="2026-06-01")) == ("2026-01-20", "2027-01-20")


def test_renewals_come_before_extensions_and_releases() -> None:
    rows = (*RENEWS, referral(), relationship(date="2026-06-15"), billing("B1", paid_on="2026-04-20"))
    assert days_of("R1", *rows) == ("2026-01-20", "2026-06-14")
    late = billing("B2", paid_on="2026-07-01")
    assert days_of("R1", *rows, late) == ("2026-01-20", "2026-06-14")


# change 3: conflict

FIRST = parameter("ownership.conflict", "first")
HOLDER = referral("R1", referrer_id="M1", won_on="2026-01-20")


def rival(won_on: str, referral_id: str = "R2", **given: object) -> Record:
    return referral(referral_id, referrer_id="M3", won_on=won_on, **given)


def test_each_referral_has_its_own_window_by_default() -> None:
    assert days_of("R2", HOLDER, rival("2026-06-01")) == ("2026-06-01", "2027-06-01")


def test_first_while_a_client_is_owned_anothers_referral_opens_no_window() -> None:
    found = owned(FIRST, HOLDER, rival("2026-06-01"))
    assert (set(found.windows), found.blocked_by) == ({"R1"}, {"R2": "R1"})


def test_first_a_start_on_the_last_day_is_blocked_and_the_day_after_is_not() -> None:
    assert days_of("R2", FIRST, HOLDER, rival("2027-01-20")) is None
    assert days_of("R2", FIRST, HOLDER, rival("2027-01-21")) == ("2027-01-21", "2028-01-21")


def test_first_the_same_referrer_or_another_client_is_never_blocked() -> None:
    assert days_of("R2", FIRST, HOLDER, referral("R2", referrer_id="M1", won_on="2026-06-01")) is not None
    assert days_of("R2", FIRST, HOLDER, rival("2026-06-01", client_id="C2")) is not None


@pytest.mark.parametrize("rows", [(rival("2026-01-20", "R0"), HOLDER), (HOLDER, rival("2026-01-20", "R0"))])
def test_first_equal_starts_go_to_the_smallest_referral_id(rows: tuple[Record, ...]) -> None:
    assert owned(FIRST, *rows).blocked_by == {"R1": "R0"}


def test_first_of_several_holders_the_earliest_started_is_named() -> None:
    since = parameter("ownership.conflict", "first", "2026-05-01")
    earliest = referral("R8", referrer_id="M1", won_on="2026-01-20")
    others = [
        referral(f"R{number}", referrer_id="M4", won_on=on) for number, on in ((1, "2026-02-01"), (9, "2026-03-01"))
    ]
    latest = rival("2026-06-01", given_on="2026-05-01")
    for rows in ((earliest, *others), (*others, earliest), (others[0], earliest, others[1])):
        assert owned(since, *rows, latest).blocked_by == {"R2": "R8"}


def test_first_a_blocked_referral_blocks_no_other() -> None:
    blocked = rival("2026-06-01")
    third = referral("R3", referrer_id="M4", won_on="2027-02-01")
    found = owned(FIRST, HOLDER, blocked, third)
    assert (set(found.windows), found.blocked_by) == ({"R1", "R3"}, {"R2": "R1"})


def test_first_a_release_makes_room_and_an_extension_takes_it() -> None:
    assert days_of("R2", FIRST, HOLDER, rival("2026-06-01"), relationship(date="2026-06-01")) is not None
    assert days_of("R2", FIRST, HOLDER, rival("2027-03-01"), extension("2026-06-01", "2027-06-30")) is None


def test_first_is_what_the_charter_said_on_the_rivals_given_day() -> None:
    later = parameter("ownership.conflict", "first", "2026-05-01")
    assert days_of("R2", later, HOLDER, rival("2026-06-01", given_on="2026-04-30")) is not None
    assert days_of("R2", later, HOLDER, rival("2026-06-01", given_on="2026-05-01")) is None


def test_first_a_referral_without_a_window_blocks_no_other() -> None:
    assert days_of("R2", FIRST, referral("R1", won_on=None), rival("2026-06-01")) is not None


def test_a_blocked_referral_earns_nothing() -> None:
    rows = (FIRST, HOLDER, rival("2026-01-25"), billing("B1", referral_id="R2"), billing("B2", referral_id="R1"))
    assert posted(book(*rows), "2026-02") == ("B2 M2>M1 150.00",)


# who owns a client on a day


def row_on(text: str, *rows: Record) -> OwnedClient:
    seen = book(client(), *rows)
    (found,) = owned_clients(Network.of(seen, day(text)), day(text))
    return found


def status_on(text: str, *rows: Record) -> tuple[str, str, int | None]:
    found = row_on(text, *rows)
    return found.status, found.owner_id, found.days_left


@pytest.mark.parametrize(
    ("on", "status", "left"),
    [
        ("2026-01-20", "owned", 365),
        ("2026-12-20", "owned", 31),
        ("2026-12-21", "expiring", 30),
        ("2027-01-20", "expiring", 0),
        ("2027-01-21", "expired", 0),
    ],
)
def test_expiring_means_that_many_days_or_fewer_are_left(on: str, status: str, left: int) -> None:
    assert status_on(on, referral()) == (status, "M1", left)


def test_notice_days_can_be_changed() -> None:
    assert status_on("2027-01-15", parameter("ownership.notice_days", "4"), referral())[0] == "owned"
    assert status_on("2027-01-16", parameter("ownership.notice_days", "4"), referral())[0] == "expiring"


def test_a_client_nobody_owns_yet_has_no_owner() -> None:
    assert row_on("2026-01-19", referral()) == OwnedClient("C1", "Client C1", "", "", None, None, None, "none")
    assert status_on("2026-01-19") == ("none", "", None)


def test_the_owner_is_that_of_the_earliest_window_that_covers_the_day() -> None:
    rows = (referral("R2", referrer_id="M3", won_on="2026-02-01"), HOLDER)
    assert status_on("2026-03-01", *rows)[1] == "M1"
    assert status_on("2027-01-21", *rows)[1] == "M3"


def test_of_windows_that_start_together_the_smallest_referral_id_owns() -> None:
    rows = (referral("R2", referrer_id="M3"), referral("R1", referrer_id="M1"))
    assert row_on("2026-03-01", *rows).referral_id == "R1"


def test_an_expired_client_shows_the_last_window() -> None:
    rows = (HOLDER, referral("R2", referrer_id="M3", won_on="2026-02-01"))
    found = row_on("2028-01-01", *rows)
    assert (found.status, found.owner_id, found.last_day) == ("expired", "M3", dt.date(2027, 2, 1))


def test_the_network_is_shown_as_owner_where_it_signed_the_clients_project() -> None:
    assert status_on("2026-03-01", referral(), project(signatory="network"))[1] == "NETWORK"
    assert status_on("2026-03-01", referral(), project(signatory="member"))[1] == "M1"


def test_a_project_that_starts_later_is_not_signed_yet() -> None:
    assert status_on("2026-03-01", referral(), project(started_on="2026-03-02"))[1] == "M1"
    assert status_on("2026-03-02", referral(), project(started_on="2026-03-02"))[1] == "NETWORK"


def test_clients_are_listed_in_order_of_their_id() -> None:
    seen = book(client("C2"), client("C1"))
    rows = owned_clients(Network.of(seen, day("2026-01-01")), day("2026-01-01"))
    assert [each.client_id for each in rows] == ["C1", "C2"]


# leaving

ENDS = parameter("ownership.after_leaving", "ends")


def test_ends_the_window_of_who_left_ends_on_that_day() -> None:
    left = member("M1", status="left", left_on="2026-02-10")
    assert days_of("R1", ENDS, left, referral()) == ("2026-01-20", "2026-02-10")
    assert moves_of(ENDS, left, referral())[-1] == ("left", "2026-02-10", "2026-02-10", "")
    rows = (ENDS, left, referral(), billing("B1", paid_on="2026-02-10"), billing("B2", paid_on="2026-02-11"))
    assert posted(book(*rows), "2026-02") == ("B1 M2>M1 150.00",)


def test_keeps_leaving_changes_nothing() -> None:
    left = member("M1", status="left", left_on="2026-02-10")
    assert days_of("R1", left, referral()) == ("2026-01-20", "2027-01-20")
    later = member("M1", status="left", left_on="2027-01-20")
    assert [each[0] for each in moves_of(ENDS, later, referral())] == ["opened"]


def test_ends_comes_after_renewals_and_extensions() -> None:
    left = member("M1", status="left", left_on="2027-03-01")
    longer = relationship(event="extension", date="2026-06-01", until="2028-06-01")
    renews = parameter("ownership.renews", "billing")
    assert days_of("R1", ENDS, left, referral(), longer) == ("2026-01-20", "2027-03-01")
    assert days_of("R1", ENDS, renews, left, referral(), billing(paid_on="2026-12-01")) == ("2026-01-20", "2027-03-01")
