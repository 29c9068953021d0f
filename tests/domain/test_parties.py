"""The parties of a referral: who brought it, who does its work, and what each is paid of it (rules.md, 4)."""

from __future__ import annotations

from netsheets.domain.parties import performers_of, referrers_of
from netsheets.domain.records import Record
from tests.support.build import billing, book, member, members, parameter, referral, share
from tests.support.closings import posted
from tests.support.statements import rows, statement

INVOICE = billing(amount="1000.00", paid_on="2026-02-10")


def shared(role: str, **weights: int) -> tuple[Record, ...]:
    return tuple(share("R1", member_id=each, role=role, weight=weight) for each, weight in weights.items())


def test_without_shares_a_referral_has_its_own_referrer_and_recipient() -> None:
    found = referral()
    assert (referrers_of(found, book(found)), performers_of(found, book(found))) == (("M1",), ("M2",))


def test_shares_name_who_brought_it_and_who_does_its_work_each_once() -> None:
    found = referral()
    seen = book(found, *shared("referrer", M3=1, M4=2), *shared("referrer", M3=1), *shared("performer", M5=1))
    assert (referrers_of(found, seen), performers_of(found, seen)) == (("M3", "M4"), ("M5",))


def test_shares_of_one_role_leave_the_other_alone() -> None:
    found = referral()
    seen = book(found, *shared("referrer", M3=1))
    assert (referrers_of(found, seen), performers_of(found, seen)) == (("M3",), ("M2",))


def test_a_team_lead_is_paid_though_the_network_keeps_nothing() -> None:
    made: tuple[Record, ...] = (
        member("M1", lead_id="M3"),
        *members("M2", "M3"),
        parameter("team.share", "20%"),
        referral(),
        INVOICE,
    )
    assert posted(book(*made), "2026-02") == ("B1 M2>M1 120.00", "B1 M2>M3 30.00")


def test_a_lead_who_brought_it_too_is_paid_for_both() -> None:
    made = (
        member("M1", lead_id="M3"), *members("M2", "M3"), parameter("team.share", "20%"), referral(),
        *shared("referrer", M1=1, M3=1), INVOICE,
    )  # fmt: skip
    assert posted(book(*made), "2026-02") == ("B1 M2>M1 60.00", "B1 M2>M3 90.00")


def test_a_member_without_a_name_is_known_by_the_id() -> None:
    named, nameless = (statement("M5", rows(member("M5", name=name))).member for name in ("Eve", ""))
    assert (named.name, nameless.name) == ("Eve", "M5")
