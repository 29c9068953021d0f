"""The network's statement: everybody's balance and what they brought, one statement a currency."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from netsheets.domain.records import Record
from netsheets.domain.statements.network_statement import NetworkStatement
from netsheets.exports.statements import network_statements_of
from tests.support.build import book, credit_note, dispute, parameter, share
from tests.support.closings import closed
from tests.support.statements import closed_register, paid, register, rows, won

ONE = won("R1", "M1", "M2"), paid("B1", "R1", "1000.00", "2026-02-10")


def february(*more: Record) -> NetworkStatement:
    """Return the network's statement in euros of February, closed with these rows."""
    return network_statements_of(closed_register(rows(*more), "2026-02"))[0]


def brought(found: NetworkStatement) -> dict[str, str]:
    return {each.member.name: str(each.brought) for each in found.members if each.brought}


def test_network_statement_sums_members_and_business_brought() -> None:
    swiss = won("R9", "M3", "M2", client_id="C2", currency="CHF"), paid("B9", "R9", "200", "2026-02-11")
    shares = (
        share("R1", member_id="M1", role="referrer", weight=2),
        share("R1", member_id="M3", role="referrer", weight=1),
    )
    own, other = network_statements_of(closed_register(rows(*ONE, *shares, *swiss), "2026-02"))
    assert (own.currency, other.currency) == ("EUR", "CHF")
    assert [(each.member.name, each.brought, each.balance.earned, each.balance.closing) for each in own.members] == [
        ("Ana", Decimal("666.67"), Decimal("100.00"), Decimal("100.00")),
        ("Ben", Decimal("0.00"), Decimal("0.00"), Decimal("-150.00")),
        ("Cléo", Decimal("333.33"), Decimal("50.00"), Decimal("50.00")),
    ]
    assert [(each.payer.name, each.payee.name, each.amount) for each in own.transfers] == [
        ("Ben", "Ana", Decimal("100.00")),
        ("Ben", "Cléo", Decimal("50.00")),
    ]
    assert [(str(each.month), each.amount) for each in own.by_month] == [("2026-02", Decimal("150.00"))]
    assert own.top_referrers[0].name == "Ana"


def test_network_statement_separates_adjustments_and_what_is_held() -> None:
    held = (
        won("R2", "M1", "M3"),
        paid("B2", "R2", "100", "2026-03-10"),
        dispute(referral_id="R2", opened_on="2026-03-01"),
    )
    then = (ONE[0], paid("B1", "R1", "800", "2026-02-10"), *held)
    (found,) = network_statements_of(register(rows(*then), "2026-03", closed(book(*rows(*ONE)), "2026-02")))
    assert (found.adjustments, found.held) == (Decimal("-30.00"), Decimal("15.00"))


def test_an_adjustment_brings_no_business_again() -> None:
    ledger = closed(book(*rows(*ONE)), "2026-02")
    then = rows(ONE[0], paid("B1", "R1", "800", "2026-02-10"), paid("B2", "R1", "100", "2026-03-10"))
    (found,) = network_statements_of(register(then, "2026-03", ledger))
    assert brought(found) == {"Ana": "100.00"}


def test_business_of_another_currency_stands_on_its_own_statement() -> None:
    swiss = won("R9", "M3", "M2", client_id="C2", currency="CHF"), paid("B9", "R9", "200", "2026-02-11")
    found = network_statements_of(closed_register(rows(*ONE, *swiss), "2026-02"))
    assert [(each.currency, brought(each)) for each in found] == [
        ("EUR", {"Ana": "1000.00"}),
        ("CHF", {"Cléo": "200.00"}),
    ]


def test_what_is_held_in_another_currency_gives_a_statement() -> None:
    swiss = won("R9", "M3", "M2", client_id="C2", currency="CHF"), paid("B9", "R9", "200", "2026-02-11")
    found = network_statements_of(
        register(rows(*ONE, *swiss, dispute(referral_id="R9", opened_on="2026-02-12")), "2026-02")
    )
    assert [(each.currency, str(each.held)) for each in found] == [("EUR", "0.00"), ("CHF", "30.00")]


def test_a_credit_note_takes_back_what_was_brought_however_little() -> None:
    note = credit_note("B2", amount="0.50", corrects="B1", issued_on="2026-02-11", paid_on="2026-02-11")
    assert brought(february(*ONE, note)) == {"Ana": "999.50"}
    little = paid("B3", "R1", "0.50", "2026-02-12")
    assert brought(february(*ONE, note, little)) == {"Ana": "1000.00"}


def test_joint_referrers_share_what_a_credit_note_takes_back() -> None:
    shares = (
        share("R1", member_id="M1", role="referrer", weight=2),
        share("R1", member_id="M3", role="referrer", weight=1),
        share("R1", member_id="M2", role="recipient", weight=1),
    )
    note = credit_note("B2", amount="100.00", corrects="B1", issued_on="2026-02-11", paid_on="2026-02-11")
    assert brought(february(*ONE, note, *shares)) == {"Ana": "600.00", "Cléo": "300.00"}


def test_who_brought_business_and_has_no_balance_is_among_the_members_in_order() -> None:
    """The network keeps the whole commission."""
    found = february(parameter("network.share", "100%"), won("R1", "M1", "M2"), ONE[1])
    assert [(each.member.member_id, str(each.brought), str(each.balance.closing)) for each in found.members] == [
        ("M1", "1000.00", "0.00"),
        ("M2", "0.00", "-150.00"),
        ("NETWORK", "0.00", "150.00"),
    ]


def test_adjustments_are_those_of_the_statements_currency() -> None:
    swiss = won("R9", "M3", "M2", client_id="C2", currency="CHF")
    ledger = closed(book(*rows(*ONE, swiss)), "2026-02")
    then = rows(*ONE, swiss, paid("B9", "R9", "200", "2026-02-11"))
    found = network_statements_of(register(then, "2026-03", ledger))
    assert [(each.currency, str(each.adjustments)) for each in found] == [("EUR", "0.00"), ("CHF", "30.00")]


def test_a_referral_whose_row_is_gone_brings_nobody_business() -> None:
    found = closed_register(rows(*ONE), "2026-02")
    without = replace(found, network=closed_register(rows(), "2026-02").network)
    assert brought(network_statements_of(without)[0]) == {}


def test_a_statement_says_when_it_was_closed() -> None:
    assert february(*ONE).closed_on == dt.date(2026, 3, 1)
    assert network_statements_of(register(rows(*ONE), "2026-02"))[0].closed_on is None
