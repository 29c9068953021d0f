from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from netsheets.domain.charter import charter_of
from netsheets.domain.ledger import Ledger
from netsheets.domain.month import Month
from netsheets.domain.ownership import ownership_of
from netsheets.domain.parties import Party
from netsheets.domain.records import CharterRow, Record
from netsheets.domain.statements.entry import Correction, Rate
from netsheets.domain.statements.vat import Vat, vat_on
from netsheets.exports.statements import Register, Statement, statement_of, statements_of
from netsheets.exports.statements.words import vat_mention
from tests.support import build
from tests.support.build import book, book_of, client, credit_note, dispute, parameter, payout, project, share
from tests.support.cases import Case, Close, edited, worked_cases
from tests.support.closings import EMPTY, closed, closed_through
from tests.support.statements import closed_register, paid, register, rows, statement, won

ONE = won("R1", "M1", "M2"), paid("B1", "R1", "1000.00", "2026-02-10")


def test_statement_names_both_identities_month_and_currency() -> None:
    found = statement("M1", rows(*ONE))
    assert found.network == Party(
        "NETWORK", "Azur", "", ("12 avenue des Fleurs", "06000 Nice"), "732829320", "FR44732829320", "standard",
        "FR7630006000011234567890189",
    )  # fmt: skip
    assert found.member == Party(
        "M1", "Ana", "Ana SARL", ("3 rue du Port", "06300 Nice"), "552100554", "FR96552100554", "standard"
    )
    assert (found.month, found.currency, found.locale) == (Month(2026, 2), "EUR", "fr_FR")
    assert found.closed_on == dt.date(2026, 3, 1)


def test_entry_says_day_referral_client_document_base_rate_and_commission() -> None:
    (entry,) = statement("M1", rows(*ONE)).earned.entries
    assert entry.day == dt.date(2026, 2, 10)
    assert (entry.referral_id, entry.client, entry.event_id) == ("R1", "Hôtel Bellevue", "B1")
    assert (entry.base, entry.amount) == (Decimal("1000.00"), Decimal("150.00"))
    assert entry.counterparty.name == "Ben"
    assert entry.rate == Rate(Decimal("0.15"), Decimal(1), Fraction(1), explains=True)
    assert entry.correction is None


def test_payer_sees_the_same_line_as_owed() -> None:
    found = statement("M2", rows(*ONE))
    assert [(each.counterparty.name, each.amount) for each in found.owed.entries] == [("Ana", Decimal("150.00"))]
    assert found.earned.entries == ()
    assert (found.opening, found.closing) == (Decimal("0.00"), Decimal("-150.00"))


def test_entries_stand_by_counterparty_then_day() -> None:
    found = statement(
        "M1",
        rows(
            won("R1", "M1", "M3"),
            won("R2", "M1", "M2", client_id="C2"),
            paid("B1", "R1", "100", "2026-02-03"),
            paid("B2", "R2", "100", "2026-02-20"),
            paid("B3", "R2", "100", "2026-02-02"),
        ),
    )
    assert [each.event_id for each in found.earned.entries] == ["B3", "B2", "B1"]
    assert [(each.counterparty.name, each.net) for each in found.earned.dues] == [
        ("Ben", Decimal("30.00")),
        ("Cléo", Decimal("15.00")),
    ]


def test_basis_won_shows_the_day_of_the_deal() -> None:
    deal = won("R1", "M1", "M2", won_on="2026-02-20", deal_amount="1000.00")
    (entry,) = statement("M1", rows(parameter("commission.basis", "won"), deal)).earned.entries
    assert (entry.day, entry.event_id) == (dt.date(2026, 2, 20), "R1")


@pytest.mark.parametrize(
    ("more", "given", "expected"),
    [
        ((), {"rate": "18%"}, Rate(Decimal("0.18"), Decimal(1), Fraction(1), explains=True)),
        ((), {"case": "double"}, Rate(Decimal("0.15"), Decimal(2), Fraction(1), explains=True)),
        ((parameter("commission.tiers", "0:20%;500:15%"),), {}, Rate(None, Decimal(1), Fraction(1), explains=True)),
        ((parameter("network.share", "10%"),), {}, Rate(Decimal("0.15"), Decimal(1), Fraction(9, 10), explains=True)),
        ((parameter("commission.cap", "100"),), {}, Rate(Decimal("0.15"), Decimal(1), Fraction(1), explains=False)),
    ],
    ids=["own", "case", "brackets", "share", "cap"],
)
def test_rate_is_the_one_that_gave_the_line(
    more: tuple[CharterRow, ...], given: dict[str, str], expected: Rate
) -> None:
    found = statement("M1", rows(*more, won("R1", "M1", "M2", **given), paid("B1", "R1", "1000", "2026-02-10")))
    assert found.earned.entries[0].rate == expected


def test_joint_referrers_see_their_share_by_weight() -> None:
    shares = (
        share("R1", member_id="M1", role="referrer", weight=3),
        share("R1", member_id="M3", role="referrer", weight=1),
    )
    (entry,) = statement("M3", rows(*ONE, *shares)).earned.entries
    assert entry.rate == Rate(Decimal("0.15"), Decimal(1), Fraction(1, 4), explains=True)
    assert entry.amount == Decimal("37.50")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("standard", Vat("standard", Decimal("0.2"), Decimal("30.00"))),
        ("franchise", Vat("franchise", None, Decimal("0.00"))),
        ("exempt", Vat("exempt", None, Decimal("0.00"))),
        ("", Vat("", None, None)),
    ],
)
def test_vat_follows_the_payees_status_and_is_never_guessed(status: str, expected: Vat) -> None:
    assert vat_on(Decimal("150.00"), status, Decimal("0.2")) == expected


def test_vat_is_rounded_once_on_the_total() -> None:
    """Three lines of 33.33: 20 % of 99.99 is 20.00; rounded line by line it would be 20.01."""
    bills = [paid(f"B{number}", "R1", "222.20", "2026-02-10") for number in range(3)]
    found = statement("M1", rows(won("R1", "M1", "M2"), *bills))
    assert [each.amount for each in found.earned.entries] == [Decimal("33.33")] * 3
    assert (found.earned.vat.amount, found.earned.gross) == (Decimal("20.00"), Decimal("119.99"))


@pytest.mark.parametrize(("net", "expected"), [("1.00", "0.06"), ("0.99", "0.05"), ("-1.00", "-0.06")])
def test_vat_of_half_a_cent_is_rounded_away_from_zero(net: str, expected: str) -> None:
    assert vat_on(Decimal(net), "standard", Decimal("0.055")).amount == Decimal(expected)


def test_each_payee_has_vat_by_their_own_status() -> None:
    found = statement(
        "M2",
        rows(
            won("R1", "M1", "M2"),
            won("R2", "M3", "M2", client_id="C2"),
            paid("B1", "R1", "1000", "2026-02-10"),
            paid("B2", "R2", "1000", "2026-02-10"),
        ),
    )
    assert [(each.counterparty.name, each.vat) for each in found.owed.dues] == [
        ("Ana", Vat("standard", Decimal("0.20"), Decimal("30.00"))),
        ("Cléo", Vat("franchise", None, Decimal("0.00"))),
    ]
    assert (found.owed.net, found.owed.vat.amount, found.owed.gross) == (
        Decimal("300.00"),
        Decimal("30.00"),
        Decimal("330.00"),
    )


def test_one_payee_without_a_status_leaves_the_total_of_vat_open() -> None:
    found = statement("M2", rows(won("R1", "M4", "M2"), paid("B1", "R1", "1000", "2026-02-10")))
    assert (found.owed.net, found.owed.vat.amount, found.owed.gross) == (Decimal("150.00"), None, None)


def test_rate_of_vat_is_the_charters_at_the_months_end() -> None:
    later = parameter("vat.rate", "25%", "2026-02-28")
    assert statement("M1", rows(later, *ONE)).earned.vat.rate == Decimal("0.25")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2028-06-30", "TVA non applicable, art. 293 B du CGI"),
        ("2028-07-01", "TVA non applicable (franchise en base)"),
    ],
)
def test_mention_of_franchise_changes_with_the_law(day: str, expected: str) -> None:
    assert vat_mention("franchise", dt.date.fromisoformat(day), "fr") == expected


def test_standard_status_needs_no_mention() -> None:
    assert vat_mention("standard", dt.date(2026, 1, 1), "fr") == ""


def _after(first: tuple[Record, ...], then: tuple[Record, ...]) -> Statement:
    """Return M1's March statement: February was closed with the first rows, March with those of then."""
    ledger = closed(book(*rows(*first)), "2026-02")
    return statement_of("M1", "EUR", register(rows(*then), "2026-03", ledger))


def test_row_typed_after_the_close_is_late_and_keeps_its_rate() -> None:
    (entry,) = _after((ONE[0],), ONE).earned.adjustments
    assert entry.correction == Correction("late", Month(2026, 2), Decimal("0.00"), Decimal("150.00"))
    assert entry.rate is not None


def test_a_client_without_a_name_is_known_by_the_id() -> None:
    (entry,) = statement(
        "M1", rows(client("C3", name=""), won("R1", "M1", "M2", client_id="C3"), ONE[1])
    ).earned.entries
    assert entry.client == "C3"


@pytest.mark.parametrize(("cap", "explains"), [("149.98", True), ("149.97", False)])
def test_a_rate_explains_a_line_that_is_two_cents_off_at_most(cap: str, explains: bool) -> None:
    (entry,) = statement("M1", rows(parameter("commission.cap", cap), *ONE)).earned.entries
    assert entry.amount == Decimal(cap)
    assert entry.rate
    assert entry.rate.explains is explains


def test_a_correction_counts_what_was_posted_for_its_own_event() -> None:
    second = paid("B2", "R1", "500.00", "2026-02-11")
    (entry,) = _after((*ONE, second), (ONE[0], paid("B1", "R1", "800.00", "2026-02-10"), second)).earned.adjustments
    assert (entry.event_id, entry.correction and entry.correction.before) == ("B1", Decimal("150.00"))


def test_an_adjustment_whose_day_is_gone_stands_first() -> None:
    before = (*ONE, paid("B2", "R1", "500.00", "2026-02-11"))
    adjustments = _after(before, (ONE[0], paid("B1", "R1", "800.00", "2026-02-10"))).earned.adjustments
    assert [(each.event_id, each.day) for each in adjustments] == [("B2", None), ("B1", dt.date(2026, 2, 10))]


def test_corrected_row_shows_what_was_posted_and_what_it_is_now() -> None:
    (entry,) = _after(ONE, (ONE[0], paid("B1", "R1", "800.00", "2026-02-10"))).earned.adjustments
    assert entry.correction == Correction("corrected", Month(2026, 2), Decimal("150.00"), Decimal("120.00"))
    assert (entry.base, entry.amount, entry.rate) == (Decimal("800.00"), Decimal("-30.00"), None)


def test_deleted_row_is_taken_back_and_has_no_day() -> None:
    (entry,) = _after(ONE, (ONE[0],)).earned.adjustments
    assert entry.correction == Correction("taken_back", Month(2026, 2), Decimal("150.00"), Decimal("0.00"))
    assert (entry.day, entry.amount) == (None, Decimal("-150.00"))


def test_upheld_dispute_takes_back_and_is_named() -> None:
    upheld = dispute("D1", opened_on="2026-03-02", resolved_on="2026-03-20", outcome="upheld")
    (entry,) = _after(ONE, (*ONE, upheld)).earned.adjustments
    assert entry.correction == Correction("upheld", Month(2026, 2), Decimal("150.00"), Decimal("0.00"), "D1")


def test_rejected_dispute_posts_what_it_held() -> None:
    opened = dispute("D1", opened_on="2026-02-02")
    rejected = dispute("D1", opened_on="2026-02-02", resolved_on="2026-03-20", outcome="rejected")
    (entry,) = _after((*ONE, opened), (*ONE, rejected)).earned.adjustments
    assert entry.correction == Correction("settled", Month(2026, 2), Decimal("0.00"), Decimal("150.00"), "D1")


def _reason_in_march(*disputes: Record) -> tuple[str, str]:
    """Return why B1, typed after February was closed, is posted in March, as it is known later; and the dispute."""
    ledger = closed(book(*rows(*ONE)), "2026-03", closed(book(*rows(ONE[0])), "2026-02"))
    found = statement_of("M1", "EUR", register(rows(*ONE, *disputes), "2026-03", ledger))
    (entry,) = found.earned.adjustments
    assert entry.correction
    return entry.correction.reason, entry.correction.dispute_id


@pytest.mark.parametrize(
    ("decided_on", "reason"),
    [
        ("2026-02-28", ("late", "")),
        ("2026-03-01", ("settled", "D1")),
        ("2026-03-31", ("settled", "D1")),
        ("2026-04-01", ("late", "")),
    ],
)
def test_a_line_is_settled_by_a_dispute_rejected_after_its_month_and_by_the_end_of_this_one(
    decided_on: str, reason: tuple[str, str]
) -> None:
    rejected = dispute("D1", opened_on="2026-02-02", resolved_on=decided_on, outcome="rejected")
    assert _reason_in_march(rejected) == reason


def test_a_dispute_opened_later_says_nothing_of_a_line() -> None:
    assert _reason_in_march(dispute("D1", opened_on="2026-04-02")) == ("late", "")


def test_of_several_disputes_the_first_that_was_decided_is_named() -> None:
    decided: dict[str, object] = {"opened_on": "2026-03-02", "resolved_on": "2026-03-20"}
    rejected = [dispute(each, **decided, outcome="rejected") for each in ("D1", "D2")]
    assert _reason_in_march(*rejected) == ("settled", "D1")
    upheld = [dispute(each, **decided, outcome="upheld") for each in ("D3", "D4")]
    (entry,) = _after(ONE, (*ONE, *rejected, *upheld)).earned.adjustments
    assert entry.correction == Correction("upheld", Month(2026, 2), Decimal("150.00"), Decimal("0.00"), "D3")


def test_adjustments_stand_apart_and_count_in_the_total() -> None:
    more = paid("B2", "R1", "100.00", "2026-03-05")
    found = _after((ONE[0],), (*ONE, more))
    assert [each.event_id for each in found.earned.entries] == ["B2"]
    assert [each.event_id for each in found.earned.adjustments] == ["B1"]
    assert found.earned.net == Decimal("165.00")


def test_totals_may_be_negative() -> None:
    found = _after(
        ONE, (*ONE, credit_note("B2", amount="400", corrects="B1", issued_on="2026-03-03", paid_on="2026-03-03"))
    )
    assert (found.earned.net, found.earned.vat.amount, found.earned.gross) == (
        Decimal("-60.00"),
        Decimal("-12.00"),
        Decimal("-72.00"),
    )


def test_payments_are_signed_and_end_in_the_closing_balance() -> None:
    payouts = (
        payout("P1", payer_id="M2", payee_id="M1", amount="100.00", paid_on="2026-02-15", reference="VIR 1"),
        payout("P2", payer_id="M1", payee_id="NETWORK", amount="20.00", paid_on="2026-02-28"),
        payout("P3", payer_id="M2", payee_id="M1", amount="7.00", paid_on="2026-01-31"),
        payout("P4", payer_id="M2", payee_id="M1", amount="9.00", paid_on="2026-03-01"),
    )
    found = statement("M1", rows(*ONE, *payouts))
    assert [(each.payout_id, each.counterparty.name, each.amount) for each in found.payments] == [
        ("P3", "Ben", Decimal("-7.00")),
        ("P1", "Ben", Decimal("-100.00")),
        ("P2", "Azur", Decimal("20.00")),
    ]
    assert (found.opening, found.closing) == (Decimal("0.00"), Decimal("63.00"))


def test_held_lines_are_signed_by_side_and_not_counted() -> None:
    held = rows(*ONE, dispute("D1", opened_on="2026-02-02"))
    owed, owing = statement("M1", held), statement("M2", held)
    assert [(each.dispute_id, each.entry.amount) for each in owed.held] == [("D1", Decimal("150.00"))]
    assert [(each.dispute_id, each.entry.amount) for each in owing.held] == [("D1", Decimal("-150.00"))]
    assert (owed.earned.net, owed.closing) == (Decimal("0.00"), Decimal("0.00"))


def test_held_lines_name_the_other_side_and_the_dispute_that_holds_them() -> None:
    settled = dispute(
        "D0", opened_on="2026-02-01", opened_by="M1", reason="Late", resolved_on="2026-02-03", outcome="rejected"
    )
    held = rows(*ONE, settled, dispute("D1", opened_on="2026-02-04", opened_by="M2", reason="Not agreed"))
    (owed,), (owing,) = statement("M1", held).held, statement("M2", held).held
    assert (owed.entry.counterparty.name, owing.entry.counterparty.name) == ("Ben", "Ana")
    assert (owed.dispute_id, owed.opened_by, owed.reason) == ("D1", "Ben", "Not agreed")


def test_a_dispute_whose_row_is_gone_is_held_without_words() -> None:
    found = register(rows(*ONE, dispute("D1", opened_on="2026-02-02")), "2026-02")
    without = replace(found, network=register(rows(*ONE), "2026-02").network)
    (held,) = statement_of("M1", "EUR", without).held
    assert (held.dispute_id, held.opened_by, held.reason) == ("D1", "", "")


def test_clients_owned_are_listed_with_their_last_day() -> None:
    (owned,) = statement("M1", rows(*ONE)).clients
    assert (owned.client, owned.last_day, owned.status) == ("Hôtel Bellevue", dt.date(2027, 1, 20), "owned")
    assert statement("M2", rows(*ONE)).clients == ()


def test_client_signed_by_the_network_is_the_networks() -> None:
    signed = project("J1", client_id="C1", signatory="network", started_on="2026-02-01")
    assert statement("M1", rows(*ONE, signed)).clients == ()


def test_line_payout_balance_held_line_or_client_gives_a_statement() -> None:
    alone = won("R1", "M1", "M2"), payout("P1", payer_id="M3", payee_id="M4", paid_on="2026-02-03")
    found = statements_of(closed_register(rows(*alone), "2026-02"))
    assert [each.member.member_id for each in found] == ["M1", "M3", "M4"]
    assert statements_of(closed_register(rows(), "2026-02")) == ()
    later = statements_of(closed_register(rows(*ONE), "2026-02", "2026-03"))
    assert [(each.member.member_id, each.opening) for each in later] == [
        ("M1", Decimal("150.00")),
        ("M2", Decimal("-150.00")),
    ]


def test_two_currencies_are_two_statements_and_clients_stand_on_the_networks_own() -> None:
    swiss = won("R2", "M1", "M2", client_id="C2", currency="CHF"), paid("B2", "R2", "200", "2026-02-11")
    found = [
        each for each in statements_of(closed_register(rows(*ONE, *swiss), "2026-02")) if each.member.name == "Ana"
    ]
    assert [(each.currency, each.closing, len(each.clients)) for each in found] == [
        ("CHF", Decimal("30.00"), 0),
        ("EUR", Decimal("150.00"), 2),
    ]


def test_clients_stand_on_the_only_statement_there_is() -> None:
    swiss = won("R2", "M1", "M2", client_id="C2", currency="CHF"), paid("B2", "R2", "200", "2026-02-11")
    found = [each for each in statements_of(closed_register(rows(*swiss), "2026-02")) if each.member.name == "Ana"]
    assert [(each.currency, len(each.clients)) for each in found] == [("CHF", 1)]


def test_clients_stand_on_the_first_of_two_foreign_statements() -> None:
    foreign = (
        won("R2", "M1", "M2", client_id="C2", currency="USD"), paid("B2", "R2", "200", "2026-02-11"),
        won("R3", "M1", "M2", client_id="C2", currency="CHF"), paid("B3", "R3", "200", "2026-02-11"),
    )  # fmt: skip
    found = [each for each in statements_of(closed_register(rows(*foreign), "2026-02")) if each.member.name == "Ana"]
    assert [(each.currency, len(each.clients)) for each in found] == [("CHF", 1), ("USD", 0)]


def test_a_payout_stands_on_the_statement_of_its_currency() -> None:
    swiss = payout("P1", payer_id="M2", payee_id="M1", amount="7.00", paid_on="2026-02-15", currency="CHF")
    found = closed_register(rows(*ONE, swiss), "2026-02")
    payments = {each: len(statement_of("M1", each, found).payments) for each in ("CHF", "EUR")}
    assert payments == {"CHF": 1, "EUR": 0}


def test_network_has_a_statement_of_its_own_part() -> None:
    found = statement("NETWORK", rows(parameter("network.share", "10%"), *ONE))
    assert (found.member.name, found.earned.net) == ("Azur", Decimal("15.00"))
    assert found.earned.vat == Vat("standard", Decimal("0.20"), Decimal("3.00"))


def test_draft_has_no_day_of_closing() -> None:
    found = statement_of("M1", "EUR", register(rows(*ONE), "2026-02"))
    assert (found.closed_on, found.closing) == (None, Decimal("150.00"))


def test_statement_of_an_earlier_month_ignores_what_came_after() -> None:
    found = book(*rows(*ONE, paid("B2", "R1", "500", "2026-03-10")))
    ledger = closed_through(found, ["2026-02", "2026-03"])
    then = statement_of("M1", "EUR", register(found, "2026-02", closed(found, "2026-02")))
    assert statement_of("M1", "EUR", register(found, "2026-02", ledger)) == then


def test_member_whose_row_is_gone_is_known_by_the_id() -> None:
    ledger = closed(book(*rows(*ONE)), "2026-02")
    left = [each for each in rows(*ONE) if getattr(each, "member_id", "") != "M2"]
    found = statement_of("M2", "EUR", register(left, "2026-02", ledger))
    assert found.member == Party("M2", "M2")


@pytest.mark.parametrize("case", worked_cases(), ids=lambda case: case.name)
def test_statements_tie_to_the_ledger_to_the_cent(case: Case) -> None:
    """Add up every statement's own entries in whole cents, and compare them with the ledger's lines added up."""
    network, ledger = case.network, EMPTY
    for step in case.steps:
        if not isinstance(step, Close):
            network = edited(network, step)
            continue
        found = book_of(network)
        ledger = closed(found, step.month, ledger)
        _assert_ties(register(found, step.month, ledger), ledger)


def _assert_ties(found: Register, ledger: Ledger) -> None:
    posted = [line for line in ledger.lines if line.month == found.month and line.family != "payment"]
    until = [
        line._replace(amount=-line.amount) if line.family == "payment" else line
        for line in ledger.lines
        if line.month <= found.month
    ]
    statements = statements_of(found)
    assert sum(_cents(each.earned.net) for each in statements) == sum(_cents(line.amount) for line in posted)
    assert sum(_cents(each.owed.net) for each in statements) == sum(_cents(line.amount) for line in posted)
    assert sum(_cents(each.closing) for each in statements) == 0
    for each in statements:
        member_id, own = each.member.member_id, [line for line in posted if line.currency == each.currency]
        for side, lines in (
            (each.earned, [line for line in own if line.payee_id == member_id]),
            (each.owed, [line for line in own if line.payer_id == member_id]),
        ):
            entries = [*side.entries, *side.adjustments]
            assert sorted(_cents(entry.amount) for entry in entries) == sorted(_cents(line.amount) for line in lines)
            assert _cents(side.net) == sum(_cents(line.amount) for line in lines)
        received = sum(
            _cents(line.amount) for line in until if line.currency == each.currency and line.payee_id == member_id
        )
        assert _cents(each.closing) == received - sum(
            _cents(line.amount) for line in until if line.currency == each.currency and line.payer_id == member_id
        )


def _cents(amount: Decimal) -> int:
    cents = amount * 100
    assert cents == int(cents)
    return int(cents)


def test_ledger_with_or_without_the_months_own_lines_makes_no_difference() -> None:
    found = closed_register(rows(*ONE), "2026-02")
    without = replace(found, network=replace(found.network, ledger=Ledger((), found.network.ledger.seals)))
    assert statements_of(without) == statements_of(found)


def test_charter_without_a_name_still_has_a_network() -> None:
    bare = book(*build.members("M1", "M2"), client("C1"), *ONE)
    charter = charter_of(bare.charter)
    found = register(bare, "2026-02")
    assert ownership_of(bare, charter) == found.network.ownership
    assert statement_of("M1", "EUR", found).network == Party("NETWORK", "")
