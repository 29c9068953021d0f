"""The charter's worked example: its rows, what the rules make of them, and the same cents on a workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netsheets.domain.book import INPUT_TABS
from netsheets.domain.charter import charter_of
from netsheets.domain.money import exact_sum
from netsheets.domain.records import CharterRow
from netsheets.domain.worked_example import FIRST, LATE, SECOND, WorkedExample, worked_example
from tests.support.build import book, day, parameter
from tests.support.closings import closed, months_between
from tests.support.command_line import done
from tests.support.strategies import CHARTER_VALUES
from tests.support.typed_workbook import write_workbook

TERMS: Mapping[str, Mapping[str, str]] = {
    "default": {},
    "tiers, cap, shares, hold": {
        "commission.tiers": "0:20%;10000:15%",
        "commission.cap": "2000",
        "commission.hold_days": "30",
        "network.share": "5%",
        "team.share": "10%",
    },
    "won": {"commission.basis": "won", "case.standard": "1.5"},
    "invoiced": {"commission.basis": "invoiced", "ownership.starts": "first_billing", "network.share": "33.333%"},
    "renewed": {"ownership.renews": "billing", "ownership.months": "3", "ownership.starts": "given"},
    "opens later": {"ledger.opens_on": "2026-03-15"},
}


def rows_of(terms: Mapping[str, str]) -> tuple[CharterRow, ...]:
    return tuple(parameter(name, value) for name, value in terms.items())


def example(terms: Mapping[str, str], given_on: str = "2026-01-05") -> WorkedExample:
    return worked_example(charter_of(rows_of(terms)), day(given_on))


def told(terms: Mapping[str, str]) -> list[str]:
    """Return what happens in an example: the event's day, its base, what it earned for whom or why nothing."""
    return [
        " ".join(
            (
                f"{each.event.event_id} {each.event.occurred_on} {each.event.base}",
                *(f"{part.pair.payee_id}:{part.amount}" for part in each.parts),
                each.reason or "",
            )
        ).strip()
        for each in example(terms).story.chapters
    ]


def test_by_default_half_cents_come_up_a_credit_note_takes_back_and_the_day_after_the_last_earns_nothing() -> None:
    assert told({}) == [
        "F1 2026-02-19 1234.50 A:185.18",
        "F2 2026-04-05 2345.67 A:351.85",
        "F3 2026-05-09 -345.60 A:-51.84",
        "F4 2027-01-20 1500.00 outside_window",
    ]
    window = example({}).story.window
    assert window
    assert (window.starts_on, window.last_day) == (day("2026-01-19"), day("2027-01-19"))


def test_both_payments_together_pass_the_last_bound_and_reach_the_cap() -> None:
    chapters = example(TERMS["tiers, cap, shares, hold"]).story.chapters
    first, second = (next(each for each in chapters if each.event.event_id == name) for name in (FIRST, SECOND))
    assert first.calculation
    assert second.calculation
    assert (len(first.calculation.brackets), first.calculation.capped) == (1, False)
    assert (len(second.calculation.brackets), second.calculation.capped) == (2, True)


def test_with_basis_won_the_deal_is_the_one_event() -> None:
    assert told({"commission.basis": "won"}) == ["R1 2026-01-19 3580.17 A:537.03"]


def test_a_window_of_no_months_is_its_first_day() -> None:
    found = example({"ownership.months": "0"}).story
    assert found.window
    assert found.window.starts_on == found.window.last_day
    assert [each.reason for each in found.chapters] == [None, None, None, "outside_window"]


def test_a_share_of_the_team_goes_to_the_referrers_lead_and_one_of_the_network_to_it() -> None:
    assert (
        told({"team.share": "10%", "network.share": "5%"})[0] == "F1 2026-02-19 1234.50 A:157.40 C:18.52 NETWORK:9.26"
    )


def test_what_comes_before_the_ledger_opens_counts_and_is_not_posted() -> None:
    assert told(TERMS["opens later"])[:2] == [
        "F1 2026-02-19 1234.50 A:185.18 before_ledger",
        "F2 2026-04-05 2345.67 A:351.85",
    ]


def test_terms_of_the_day_hold_whatever_changes_later() -> None:
    later = (parameter("commission.rate", "20%", "2026-01-06"), parameter("ownership.months", "1", "2026-02-01"))
    assert worked_example(charter_of(later), day("2026-01-05")).story.chapters == example({}).story.chapters


def test_the_last_days_of_the_calendar_have_an_example() -> None:
    assert worked_example(charter_of(()), dt.date.max).story.window


@pytest.mark.parametrize("terms", TERMS.values(), ids=TERMS)
def test_its_figures_are_those_of_commissions_on_a_workbook_with_the_same_rows(
    terms: Mapping[str, str], tmp_path: Path
) -> None:
    found = example(terms)
    expected = {
        (each.event.event_id, part.pair.payee_id): str(part.amount)
        for each in found.story.chapters
        for part in each.parts
        if part.amount and each.reason != "before_ledger"
    }
    workbook = tmp_path / "network.xlsx"
    write_workbook(workbook, typed(found, terms), "en")
    last = max(each.period for each in found.story.chapters)
    options = ("-w", workbook, "--today", last.next.first_day, "--format", "json", "--dry-run")
    document = done("commissions", last, *options).document
    assert {(line["event_id"], line["payee_id"]): line["amount"] for line in document["posted"]} == expected


@pytest.mark.parametrize("terms", TERMS.values(), ids=TERMS)
def test_closed_month_by_month_each_event_is_posted_with_its_month(terms: Mapping[str, str]) -> None:
    found = example(terms)
    periods = [each.period for each in found.story.chapters]
    whole = book(*rows_of(terms), *found.book.members, *found.book.clients, *found.book.referrals, *found.book.billing)
    ledger = None
    for month in months_between(str(min(periods)), str(max(periods))):
        ledger = closed(whole, month) if ledger is None else closed(whole, month, ledger)
    assert ledger
    posted = {(line.event_id, line.payee_id): (line.amount, line.kind, line.month) for line in ledger.lines}
    assert posted == {
        (each.event.event_id, part.pair.payee_id): (part.amount, "commission", each.period)
        for each in found.story.chapters
        for part in each.parts
        if part.amount and each.reason != "before_ledger"
    }


@given(
    terms=st.fixed_dictionaries({}, optional=CHARTER_VALUES),
    given_on=st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)),
)
def test_whatever_the_terms_the_parts_add_up_to_what_is_earned(terms: Mapping[str, str], given_on: dt.date) -> None:
    story = worked_example(charter_of(rows_of(terms)), given_on).story
    for each in story.chapters:
        assert exact_sum(part.amount for part in each.parts) == each.commission
    assert {each.event.event_id for each in story.chapters if each.reason == "outside_window"} <= {LATE}


def typed(found: WorkedExample, terms: Mapping[str, str]) -> dict[str, tuple[dict[str, str], ...]]:
    """Return the rows of an example and of its charter as a person types them."""
    tabs: dict[str, tuple[dict[str, str], ...]] = {
        key: tuple(
            {name: str(value) for name, value in row._asdict().items() if value not in (None, "", ()) and name != "row"}
            for row in getattr(found.book, key)
        )
        for key in INPUT_TABS
        if getattr(found.book, key)
    }
    return {**tabs, "charter": tuple({"parameter": name, "value": value} for name, value in terms.items())}
