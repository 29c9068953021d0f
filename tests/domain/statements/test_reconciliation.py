"""The reconciliation: each figure that leaves a month beside the one it must equal, and what differs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from netsheets.domain.books import Accounting, Journal, entries_of
from netsheets.domain.declaration import declaration_of
from netsheets.domain.statements.network_statement import network_statements_of
from netsheets.domain.statements.reconciliation import Papers, Reconciliation, reconciliation_of
from netsheets.domain.statements.register import Register
from netsheets.domain.statements.statement import Payment, statements_of
from tests.support.build import parameter, payout
from tests.support.journals import booked_month
from tests.support.statements import closed_register, paid, register, rows, won

BETWEEN = {"payer_id": "M2", "payee_id": "M1"}
ROWS = rows(
    parameter("network.share", "10%"),
    won("R1", "M1", "M2"),
    paid("B1", "R1", "1000.00", "2026-02-10"),
    won("R2", "M3", "M2", client_id="C2", currency="CHF"),
    paid("B2", "R2", "200.00", "2026-02-11"),
    payout("P1", **BETWEEN, amount="60.00", vat="10.00", paid_on="2026-02-15"),
    payout("P2", payer_id="M2", payee_id="M3", amount="5.00", currency="CHF", paid_on="2026-02-16"),
    payout("P3", payer_id="M1", payee_id="M1", amount="9.00", paid_on="2026-02-17"),
    payout("P4", **BETWEEN, amount="7.00", paid_on="2026-01-31"),
    payout("P5", **BETWEEN, amount="4.00", paid_on="2025-12-31"),
    payout("P6", **BETWEEN, amount="3.00", paid_on="2026-03-01"),
)
"""In euros M1 is owed 135.00 and the network 15.00, in francs M3 27.00 and the network 3.00; all but M3 bear VAT."""


def papers(of: Register) -> Papers:
    journals = tuple(
        Journal(entries_of([booked_month(of, currency)], Accounting(), "DRAFT"), Accounting(), currency)
        for currency in ("EUR", "CHF")
    )
    declaration = declaration_of(of.network, of.terms, 2026, Decimal(2400))
    return Papers(statements_of(of), network_statements_of(of), journals, declaration)


FEBRUARY = closed_register(ROWS, "2026-02")
PAPERS = papers(FEBRUARY)


def told(found: Reconciliation, currency: str) -> list[str]:
    """Return a currency's agreements, each as `what figure against expected`."""
    [agreements] = [each for code, each in found.by_currency if code == currency]
    return [f"{each.what} {each.figure} {each.against} {each.expected}" for each in agreements]


def differing(found: Reconciliation) -> list[str]:
    """Return what differs, and by how much."""
    return [
        f"{currency} {each.what} {each.difference}"
        for currency, agreements in found.by_currency
        for each in agreements
        if each.difference
    ]


def test_every_figure_stands_beside_the_one_it_must_equal() -> None:
    found = reconciliation_of(FEBRUARY, PAPERS)
    assert (str(found.month), found.differing, [code for code, _ in found.by_currency]) == (
        "2026-02",
        0,
        ["EUR", "CHF"],
    )
    assert told(found, "EUR") == [
        "seal 150.00 of_ledger 150.00",
        "statements_earned 150.00 of_ledger 150.00",
        "statements_owed 150.00 of_ledger 150.00",
        "network_statement 150.00 of_ledger 150.00",
        "statements_vat 30.00 of_statement_vat 30.00",
        "journal_net 150.00 of_ledger 150.00",
        "journal_vat 30.00 of_statement_vat 30.00",
        "journal_debits 180.00 of_debits 180.00",
        "statements_payments 61.00 of_payouts 61.00",
        "balances_opening 0.00 of_zero 0.00",
        "balances_closing 0.00 of_zero 0.00",
        "das2 70.00 of_year 70.00",
    ]
    assert told(found, "CHF") == [
        "seal 30.00 of_ledger 30.00",
        "statements_earned 30.00 of_ledger 30.00",
        "statements_owed 30.00 of_ledger 30.00",
        "network_statement 30.00 of_ledger 30.00",
        "statements_vat 0.60 of_statement_vat 0.60",
        "journal_net 30.00 of_ledger 30.00",
        "journal_vat 0.60 of_statement_vat 0.60",
        "journal_debits 30.60 of_debits 30.60",
        "statements_payments 5.00 of_payouts 5.00",
        "balances_opening 0.00 of_zero 0.00",
        "balances_closing 0.00 of_zero 0.00",
        "das2 5.00 of_year 5.00",
    ]


def test_every_account_is_worked_out_beside_its_balance() -> None:
    found = {(each.member_id, each.currency): each for each in reconciliation_of(FEBRUARY, PAPERS).accounts}
    ana, ben = found["M1", "EUR"], found["M2", "EUR"]
    assert [str(each) for each in (ana.opening, ana.earned, ana.owed, ana.payments, ana.closing, ana.balance)] == [
        "0.00", "135.00", "0.00", "-61.00", "74.00", "74.00",
    ]  # fmt: skip
    assert [str(each) for each in (ben.opening, ben.earned, ben.owed, ben.payments, ben.closing, ben.balance)] == [
        "0.00", "0.00", "150.00", "61.00", "-89.00", "-89.00",
    ]  # fmt: skip


def test_a_payee_whose_vat_is_not_known_adds_none() -> None:
    found = closed_register(rows(*ROWS, won("R3", "M4", "M2"), paid("B3", "R3", "100.00", "2026-02-12")), "2026-02")
    agreed = told(reconciliation_of(found, papers(found)), "EUR")
    assert "statements_vat 30.30 of_statement_vat 30.30" in agreed
    assert "journal_net 165.00 of_ledger 165.00" in agreed


def test_a_draft_has_no_seal_to_agree_with() -> None:
    draft = register(ROWS, "2026-02")
    assert told(reconciliation_of(draft, papers(draft)), "EUR")[0] == "statements_earned 150.00 of_ledger 150.00"


def test_a_missing_statement_is_named() -> None:
    without = replace(PAPERS, statements=tuple(each for each in PAPERS.statements if each.member.member_id != "M2"))
    assert differing(reconciliation_of(FEBRUARY, without)) == [
        "EUR statements_owed -150.00",
        "EUR statements_vat -30.00",
        "EUR statements_payments -61.00",
        "CHF statements_owed -30.00",
        "CHF statements_vat -0.60",
        "CHF statements_payments -5.00",
    ]


def test_a_network_statement_that_leaves_somebody_out_is_named() -> None:
    euros, francs = PAPERS.network_statements
    short = replace(euros, members=euros.members[1:])
    found = reconciliation_of(FEBRUARY, replace(PAPERS, network_statements=(short, francs)))
    assert (differing(found), found.differing) == (["EUR network_statement -135.00"], 1)


@pytest.mark.parametrize(
    ("left_out", "named"),
    [
        (0, ["EUR journal_net -135.00", "EUR journal_vat -27.00"]),
        (1, ["EUR journal_net -15.00", "EUR journal_vat -3.00"]),
    ],
)
def test_an_entry_that_is_not_booked_is_named(left_out: int, named: list[str]) -> None:
    euros, francs = PAPERS.journals
    entries = tuple(each for place, each in enumerate(euros.entries) if place != left_out)
    found = reconciliation_of(FEBRUARY, replace(PAPERS, journals=(replace(euros, entries=entries), francs)))
    assert differing(found) == named


def test_an_entry_that_does_not_balance_is_named() -> None:
    euros, francs = PAPERS.journals
    first, *others = euros.entries
    short = replace(first, postings=first.postings[:-1])
    found = reconciliation_of(FEBRUARY, replace(PAPERS, journals=(replace(euros, entries=(short, *others)), francs)))
    assert differing(found) == ["EUR journal_debits 162.00"]


def test_a_seal_that_says_another_total_is_named() -> None:
    closing = FEBRUARY.closing
    seals = tuple(replace(each, total=Decimal(151)) if each.currency == "EUR" else each for each in closing.seals)
    altered = replace(FEBRUARY, closing=replace(closing, seals=seals))
    assert differing(reconciliation_of(altered, PAPERS)) == ["EUR seal 1.00"]


def test_a_declaration_that_leaves_a_payee_out_is_named() -> None:
    declared = PAPERS.declaration
    for less, named in (
        (replace(declared, payees=()), ["EUR das2 -70.00"]),
        (replace(declared, other_currencies=()), ["CHF das2 -5.00"]),
    ):
        assert differing(reconciliation_of(FEBRUARY, replace(PAPERS, declaration=less))) == named


def test_a_payment_that_no_statement_shows_is_counted_in_its_account_too() -> None:
    silent = tuple(replace(each, payments=()) for each in PAPERS.statements)
    found = reconciliation_of(FEBRUARY, replace(PAPERS, statements=silent))
    assert differing(found) == ["EUR statements_payments -61.00", "CHF statements_payments -5.00"]
    assert found.differing == 6


def test_a_statement_without_a_balance_must_close_with_nothing() -> None:
    """Nothing was posted or paid for M4; a statement that says so all the same differs."""
    [ana] = [each for each in PAPERS.statements if (each.member.member_id, each.currency) == ("M1", "EUR")]
    strange = replace(ana, member=replace(ana.member, member_id="M4"))
    found = reconciliation_of(FEBRUARY, replace(PAPERS, statements=(strange,)))
    [account] = found.accounts
    assert (str(account.closing), str(account.balance)) == ("74.00", "0.00")


@pytest.mark.parametrize(("amount", "shown"), [("0.50", "61.50"), ("-0.50", "61.00"), ("0.00", "61.00")])
def test_payments_are_counted_where_the_member_made_them(amount: str, shown: str) -> None:
    [ana] = [each for each in PAPERS.statements if (each.member.member_id, each.currency) == ("M1", "EUR")]
    more = Payment(ana.payments[0].day, "P9", ana.member, "", Decimal(amount))
    statements = tuple(
        replace(each, payments=(*each.payments, more)) if each is ana else each for each in PAPERS.statements
    )
    found = reconciliation_of(FEBRUARY, replace(PAPERS, statements=statements))
    assert f"statements_payments {shown} of_payouts 61.00" in told(found, "EUR")
