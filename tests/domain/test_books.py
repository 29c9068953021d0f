"""The books: what is booked for a month, under which accounts, and that it ties to statements and ledger."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.domain.books import Accounting, BookedMonth, auxiliary_of, entries_of, name_of
from netsheets.domain.parties import Party
from netsheets.exports.accounting.layouts import label_of
from netsheets.exports.statements import statements_of
from tests.support.build import billing, book, day, member, parameter
from tests.support.closings import closed, month
from tests.support.journals import booked_month, entries, journal, lines_of
from tests.support.statements import book_of_many, closed_register, paid, register, rows, won

TWO = (won("R1", "M1", "M2"), paid("B1", "R1", "1000.00", "2026-02-10"))
"""M1 brought M2 a client: 150.00."""


def test_a_network_books_what_every_member_is_owed() -> None:
    assert lines_of(entries(rows(*TWO))) == ["AC 1 6222 150.00 D", "AC 1 44566 30.00 D", "AC 1 401/FM1 180.00 C"]


@pytest.mark.parametrize(
    ("status", "has_vat"), [("standard", True), ("franchise", False), ("exempt", False), ("", False)]
)
def test_vat_is_booked_by_the_payees_status(status: str, has_vat: bool) -> None:
    found = rows(member("M5", vat_status=status), won("R1", "M5", "M2"), paid("B1", "R1", "1000.00", "2026-02-10"))
    lines = lines_of(entries(found))
    assert lines == (
        ["AC 1 6222 150.00 D", "AC 1 44566 30.00 D", "AC 1 401/FM5 180.00 C"]
        if has_vat
        else ["AC 1 6222 150.00 D", "AC 1 401/FM5 150.00 C"]
    )


def test_a_network_books_its_own_share_as_received() -> None:
    found = entries(rows(parameter("network.share", "10%"), *TWO))
    assert lines_of(found) == [
        "AC 1 6222 135.00 D",
        "AC 1 44566 27.00 D",
        "AC 1 401/FM1 162.00 C",
        "VE 1 411/CM2 18.00 D",
        "VE 1 7082 15.00 C",
        "VE 1 44571 3.00 C",
    ]


def test_a_network_without_a_vat_number_charges_none() -> None:
    found = [
        each
        for each in rows(parameter("network.share", "10%"), *TWO)
        if getattr(each, "parameter", "") != "network.vat_number"
    ]
    assert lines_of(entries(found))[-2:] == ["VE 1 411/CM2 15.00 D", "VE 1 7082 15.00 C"]


def test_the_books_of_one_firm_are_what_it_pays_and_receives() -> None:
    found = rows(
        parameter("network.share", "10%"), *TWO,
        won("R2", "M2", "M1", client_id="C2"), won("R3", "M3", "M1", client_id="C2"),
        paid("B2", "R2", "200.00", "2026-02-11"), paid("B3", "R3", "400.00", "2026-02-12"),
    )  # fmt: skip
    assert lines_of(entries(found, firm_id="M1")) == [
        "AC 1 6222 27.00 D", "AC 1 44566 5.40 D", "AC 1 401/FM2 32.40 C",
        "AC 2 6222 54.00 D", "AC 2 401/FM3 54.00 C",
        "AC 3 6222 9.00 D", "AC 3 44566 1.80 D", "AC 3 401/FNETWORK 10.80 C",
        "VE 1 411/CM2 162.00 D", "VE 1 7082 135.00 C", "VE 1 44571 27.00 C",
    ]  # fmt: skip
    assert lines_of(entries(found, firm_id="NETWORK")) == [
        "VE 1 411/CM1 10.80 D", "VE 1 7082 9.00 C", "VE 1 44571 1.80 C",
        "VE 2 411/CM2 18.00 D", "VE 2 7082 15.00 C", "VE 2 44571 3.00 C",
    ]  # fmt: skip
    assert entries(found, firm_id="M4") == ()


def test_a_month_that_takes_back_more_changes_sides() -> None:
    before = rows(*TWO)
    ledger = closed(book(*before), "2026-02")
    after = tuple(each for each in before if getattr(each, "billing_id", "") != "B1")
    then = book(*after, billing("B1", amount="600.00", issued_on="2026-02-10", paid_on="2026-02-10"))
    found = register(then, "2026-03", closed(then, "2026-03", ledger))
    (entry,) = entries_of((booked_month(found),), Accounting(), "DRAFT")
    assert lines_of((entry,)) == ["AC 1 6222 60.00 C", "AC 1 44566 12.00 C", "AC 1 401/FM1 72.00 D"]
    assert label_of(entry, Accounting(), entry.name) == "Avoir commissions 03/2026 Ana SARL"


def test_a_counterparty_whose_month_comes_to_nothing_has_no_entry() -> None:
    found = rows(*TWO, paid("B2", "R1", "1000.00", "2026-02-11", kind="credit_note", corrects="B1"))
    assert entries(found) == ()


def test_each_currency_is_booked_apart() -> None:
    found = rows(
        *TWO, won("R2", "M1", "M2", client_id="C2", currency="CHF"), paid("B2", "R2", "200.00", "2026-02-11")
    )  # fmt: skip
    assert lines_of(entries(found)) == lines_of(entries(rows(*TWO)))
    assert lines_of(entries(found, currency="CHF"))[0] == "AC 1 6222 30.00 D"


def test_entries_are_dated_the_months_last_day_and_validated_when_it_was_closed() -> None:
    (entry,) = entries(rows(*TWO))
    assert (entry.booked_on, entry.due_on, entry.validated_on) == (
        day("2026-02-28"),
        day("2026-03-30"),
        day("2026-03-01"),
    )
    assert (entry.document, entry.name, entry.draft) == ("26020001", "Ana SARL", "")


def test_numbers_rise_in_each_journal_over_months() -> None:
    before = rows(parameter("network.share", "10%"), *TWO, paid("B2", "R1", "10.00", "2026-03-10"))
    first = register(book(*before), "2026-02", closed(book(*before), "2026-02"))
    second = register(book(*before), "2026-03", closed(book(*before), "2026-03", first.network.ledger))
    found = entries_of((booked_month(first), booked_month(second)), Accounting(), "DRAFT")
    assert [(each.journal.code, each.number, each.document) for each in found] == [
        ("AC", 1, "26020001"), ("VE", 1, "26020002"), ("AC", 2, "26030001"), ("VE", 2, "26030002"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ends", "on", "closes"),
    [
        ((12, 31), "2026-12-31", "2026-12-31"),
        ((6, 30), "2026-06-30", "2026-06-30"),
        ((6, 30), "2026-07-01", "2027-06-30"),
        ((2, 29), "2026-02-28", "2026-02-28"),
        ((2, 29), "2026-03-01", "2027-02-28"),
        ((2, 29), "2027-12-31", "2028-02-29"),
    ],
)
def test_a_fiscal_year_ends_on_its_day_or_the_months_last(ends: tuple[int, int], on: str, closes: str) -> None:
    assert Accounting(fiscal_year_ends=ends).closing_day(day(on)) == day(closes)


def test_a_draft_is_marked_and_validated_on_the_months_last_day() -> None:
    found = BookedMonth(month("2026-02"), None, booked_month(closed_register(rows(*TWO), "2026-02")).commissions)
    (entry,) = entries_of([found], Accounting(), "DRAFT")
    assert (entry.draft, entry.validated_on) == ("DRAFT", day("2026-02-28"))


def test_an_entry_is_never_validated_before_its_day() -> None:
    early = replace(booked_month(closed_register(rows(*TWO), "2026-02")), closed_on=day("2026-02-20"))
    (entry,) = entries_of([early], Accounting(), "DRAFT")
    assert (entry.draft, entry.validated_on) == ("", day("2026-02-28"))


def test_what_is_paid_and_received_is_due_after_the_days_of_payment() -> None:
    (entry,) = entries_of([booked_month(closed_register(rows(*TWO), "2026-02"))], Accounting(payment_days=0), "DRAFT")
    assert entry.due_on == day("2026-02-28")


def test_a_document_is_numbered_by_year_month_and_place() -> None:
    found = replace(booked_month(closed_register(rows(*TWO), "2026-02")), month=month("2105-11"))
    assert [each.document for each in entries_of([found], Accounting(), "DRAFT")] == ["05110001"]


def test_the_books_of_one_firm_keep_currencies_apart() -> None:
    swiss = won("R2", "M1", "M2", client_id="C2", currency="CHF"), paid("B2", "R2", "200.00", "2026-02-11")
    found = rows(*TWO, *swiss)
    assert lines_of(entries(found, firm_id="M2"))[0] == "AC 1 6222 150.00 D"
    assert lines_of(entries(found, firm_id="M2", currency="CHF"))[0] == "AC 1 6222 30.00 D"
    assert len(entries(found, firm_id="M2")) == 1


def test_cents_are_booked_on_the_same_side_as_more() -> None:
    (entry,) = entries(rows(won("R1", "M3", "M2"), paid("B1", "R1", "2.00", "2026-02-10")))
    assert (lines_of((entry,)), entry.credit_note) == (["AC 1 6222 0.30 D", "AC 1 401/FM3 0.30 C"], False)


def test_cents_that_are_taken_back_change_sides_too() -> None:
    before = rows(*TWO)
    ledger = closed(book(*before), "2026-02")
    note = paid("B2", "R1", "2.00", "2026-03-11", kind="credit_note", corrects="B1")
    (entry,) = entries_of((booked_month(register(book(*before, note), "2026-03", ledger)),), Accounting(), "DRAFT")
    assert entry.credit_note
    assert lines_of((entry,)) == ["AC 1 6222 0.30 C", "AC 1 44566 0.06 C", "AC 1 401/FM1 0.36 D"]


def test_a_journal_lists_each_posting_with_its_entry() -> None:
    found = journal(rows(*TWO))
    [entry] = found.entries
    assert list(found.lines) == [(entry, posting) for posting in entry.postings]


def test_a_received_commission_that_is_taken_back_changes_sides() -> None:
    share = parameter("network.share", "10%")
    ledger = closed(book(*rows(share, *TWO)), "2026-02")
    note = paid("B2", "R1", "400.00", "2026-03-11", kind="credit_note", corrects="B1")
    found = register(book(*rows(share, *TWO, note)), "2026-03", ledger)
    _, received = entries_of((booked_month(found),), Accounting(), "DRAFT")
    assert lines_of((received,)) == ["VE 1 411/CM2 7.20 C", "VE 1 7082 6.00 D", "VE 1 44571 1.20 D"]
    assert received.credit_note


@pytest.mark.parametrize(
    ("party", "name"),
    [
        (Party("M1", "Ana", "Ana SARL"), "Ana SARL"),
        (Party("M1", "Ana"), "Ana"),
        (Party("M1", ""), "M1"),
    ],
)
def test_the_books_name_the_company_before_the_person(party: Party, name: str) -> None:
    assert name_of(party) == name


def test_an_auxiliary_account_is_the_prefix_and_the_id_unless_one_is_set() -> None:
    usual, own = Accounting(), Accounting(auxiliaries={"M1": "FANA", "M2": ""})
    ana, ben = Party("M1", "Ana"), Party("M2", "Ben")
    codes = [
        auxiliary_of(party, accounting, received=received).code
        for accounting in (usual, own)
        for party in (ana, ben)
        for received in (False, True)
    ]
    assert codes == ["FM1", "CM1", "FM2", "CM2", "FANA", "FANA", "FM2", "CM2"]


def test_vat_is_the_same_on_statements_and_in_the_journal() -> None:
    found = closed_register(book_of_many(12, each=5), "2026-02")
    statements = {each.member.member_id: each for each in statements_of(found)}
    whole = {each.payee.member_id: each for each in booked_month(found).commissions if not each.received}
    for member_id, statement in statements.items():
        own = booked_month(found, firm_id=member_id).commissions
        received = [each.vat.amount for each in own if each.received]
        if member_id != "NETWORK":
            assert whole[member_id].vat == statement.earned.vat
        if statement.earned.vat.amount is not None:
            assert sum(each or 0 for each in received) == statement.earned.vat.amount
        assert [(each.counterparty, each.net, each.vat) for each in own if not each.received] == sorted(
            ((due.counterparty, due.net, due.vat) for due in statement.owed.dues), key=lambda each: each[0].member_id
        )
        for due in statement.owed.dues:
            if due.vat and due.vat.rate:
                assert due.vat.amount == _half_up(due.net * due.vat.rate)


def _half_up(exact: Decimal) -> Decimal:
    cents = Fraction(exact) * 100
    return Decimal((cents + Fraction(1, 2)).__floor__()).scaleb(-2)


@given(st.lists(st.tuples(st.sampled_from(["M1", "M2", "M3", "M4"]), st.integers(-50_000, 90_000)), max_size=12))
def test_entries_always_balance_and_tie_to_the_ledger(drawn: list[tuple[str, int]]) -> None:
    found = list(rows(parameter("network.share", "7%")))
    for place, (referrer, cents) in enumerate(drawn):
        recipient = "M2" if referrer != "M2" else "M3"
        kind = "invoice" if cents >= 0 else "credit_note"
        amount = f"{max(abs(cents), 1) / 100:.2f}"
        found += [
            won(f"R{place}", referrer, recipient),
            paid(f"B{place}", f"R{place}", amount, "2026-02-10", kind=kind),
        ]
    closing = closed_register(found, "2026-02")
    booked = entries_of((booked_month(closing),), Accounting(), "DRAFT")
    net = Decimal(0)
    for entry in booked:
        assert sum(each.debit - each.credit for each in entry.postings) == 0
        assert all(
            each.debit >= 0 <= each.credit and bool(each.debit) is not bool(each.credit) for each in entry.postings
        )
        for each in entry.postings:
            net += {"6222": each.debit - each.credit, "7082": each.credit - each.debit}.get(
                each.account.code, Decimal(0)
            )
    assert net == sum(line.amount for line in closing.closing.posted)
