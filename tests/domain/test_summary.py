"""The month at a glance ties to the ledger to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from netsheets.domain.book import Book
from netsheets.domain.findings import Severity, finding
from netsheets.domain.ledger import Ledger
from netsheets.domain.network import Network, owned_clients
from netsheets.domain.settlement import balances_of, transfers_for
from netsheets.domain.summary import Summary, summary_of
from netsheets.sheets.layout.closing import summary_tab
from netsheets.stores.port import Block
from netsheets.texts import LANGUAGES, Language
from tests.support import build
from tests.support.closings import EMPTY, closed_through, draft, month
from tests.support.strategies import MONTHS, networks

NETWORK = build.book(
    *build.members("M1", "M2", "M3"),
    build.client(),
    build.client("C2"),
    build.referral(deal_amount="5000.00"),
    build.referral("R2", client_id="C2", referrer_id="M3", recipient_id="M1", currency="CHF", deal_amount="900.00"),
    build.referral("R3", client_id="C2", status="given", won_on=None, deal_amount="700.00"),
    build.referral("R4", referrer_id="NETWORK", given_on="2025-02-28", won_on="2025-03-01", status="lost"),
    build.billing(paid_on="2026-02-10"),
    build.billing("B2", issued_on="2026-01-25", paid_on="2026-01-31", amount="200.00"),
    build.billing("B3", referral_id="R2", paid_on="2026-02-12", amount="100.00"),
    build.billing("B4", amount="400.00", paid_on="2026-02-28"),
    build.dispute(referral_id="R2", opened_by="M1", opened_on="2026-02-20"),
)


def summary(book: Book, of: str, ledger: Ledger = EMPTY, on: str = "2026-03-03") -> Summary:
    closing = draft(book, of, ledger)
    seen = Network.of(book, build.day(on), ledger=ledger)
    owned = owned_clients(seen, seen.today)
    balances = balances_of((*ledger.lines, *closing.posted), closing.month)
    findings = (finding("bare_percent", "referrals", 2), finding("consent_missing", "referrals", 3))
    return summary_of(closing, replace(seen, findings=findings), "EUR", owned=owned, transfers=transfers_for(balances))


def test_totals_are_those_of_the_months_lines_by_currency_the_networks_own_first() -> None:
    found = summary(NETWORK, "2026-02")
    assert [(each.currency, each.base, each.commissions, each.adjustments, each.held) for each in found.totals] == [
        ("EUR", Decimal("1400.00"), Decimal("210.00"), Decimal("30.00"), Decimal(0)),
        ("CHF", Decimal(0), Decimal(0), Decimal(0), Decimal("15.00")),
    ]


def test_a_month_that_posts_nothing_still_has_the_networks_currency() -> None:
    [total] = summary(NETWORK, "2025-06").totals
    assert (total.currency, total.base, total.commissions) == ("EUR", Decimal(0), Decimal(0))


def test_a_base_counts_once_however_many_are_paid_for_it() -> None:
    shared = build.book(*NETWORK.members, *NETWORK.clients, *NETWORK.referrals, NETWORK.billing[0],
                        build.share(member_id="M1"), build.share(member_id="M3"))  # fmt: skip
    [total] = summary(shared, "2026-02").totals
    assert (total.base, total.commissions) == (Decimal("1000.00"), Decimal("150.00"))


def test_months_begin_with_the_first_line_and_are_twelve_at_most() -> None:
    ledger = closed_through(NETWORK, ("2026-01",))
    found = summary(NETWORK, "2026-02", ledger).by_month
    assert [(str(each.month), each.amount) for each in found] == [
        ("2026-01", Decimal("30.00")), ("2026-02", Decimal("210.00")),
    ]  # fmt: skip
    later = summary(NETWORK, "2027-01", closed_through(NETWORK, ("2026-01",))).by_month
    assert (len(later), str(later[0].month), str(later[-1].month)) == (12, "2026-02", "2027-01")


@pytest.mark.parametrize(("of", "given"), [("2026-01", 2), ("2026-12", 2), ("2027-01", 0)])
def test_referrals_count_for_twelve_months(of: str, given: int) -> None:
    found = {each.member_id: each.given for each in summary(NETWORK, of).top_referrers}
    assert found.get("M1", 0) == given


def test_top_referrers_are_ranked_by_what_they_were_posted_and_the_network_is_none() -> None:
    found = summary(NETWORK, "2026-02").top_referrers
    assert [(each.member_id, each.name, each.given, each.won, each.earned) for each in found] == [
        ("M1", "Member M1", 2, 1, Decimal("240.00")),
        ("M3", "Member M3", 1, 1, Decimal(0)),
    ]


def test_the_pipeline_counts_every_referral_and_adds_deals_of_the_networks_currency() -> None:
    found = {each.status: (each.referrals, each.deal_amount) for each in summary(NETWORK, "2026-02").pipeline}
    assert list(found) == ["given", "contacted", "quoted", "won", "lost", "cancelled"]
    assert found["given"] == (1, Decimal("700.00"))
    assert found["won"] == (2, Decimal("5000.00"))
    assert found["lost"] == (1, Decimal(0))


@pytest.mark.parametrize(("on", "clients"), [("2026-12-20", []), ("2026-12-21", ["C1", "C2"]), ("2027-01-21", [])])
def test_ownerships_end_soon_from_thirty_days_before_their_last(on: str, clients: list[str]) -> None:
    assert [each.client_id for each in summary(NETWORK, "2026-02", on=on).expiring] == clients


def test_issues_are_counted_by_severity() -> None:
    counts: Mapping[Severity, int] = summary(NETWORK, "2026-02").issues
    assert counts == {"error": 1, "warning": 0, "info": 1}


@given(networks())
def test_the_summary_ties_to_the_ledger(book: Book) -> None:
    ledger = closed_through(book, MONTHS)
    found = summary(book, MONTHS[-1], ledger)
    for line in found.by_month:
        posted = sum(
            (each.amount for each in ledger.lines if (each.month, each.currency) == (line.month, "EUR")), Decimal(0)
        )
        assert line.amount == posted
    of_month = ledger.lines_of.get(month(MONTHS[-1]), ())
    for total in found.totals:
        posted = sum((each.amount for each in of_month if each.currency == total.currency), Decimal(0))
        assert total.commissions + total.adjustments == posted
    assert sum(each.referrals for each in found.pipeline) == len(book.referrals)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tab_shows_what_the_summary_says(language: Language) -> None:
    found = summary(NETWORK, "2026-02")
    content = summary_tab(found, {}, language).content
    totals, by_month, referrers, pipeline, transfers, expiring, issues = content.blocks
    assert list(totals.rows) == [("EUR", 1400.0, 210.0, 30.0, 0.0), ("CHF", 0.0, 0.0, 0.0, 15.0)]
    assert list(by_month.rows) == [("2026-02", 240.0)]
    assert next(iter(referrers.rows)) == ("Member M1", 2, 1, 240.0)
    assert list(transfers.rows) == [("Member M2", "Member M1", "EUR", 240.0)]
    assert (list(expiring.rows), [row[1] for row in issues.rows]) == ([], [1, 0, 1])
    assert len(list(pipeline.rows)) == 6
    assert "2026-02" in totals.heading


def test_every_chart_reads_numbers_of_a_block_that_has_some() -> None:
    content = summary_tab(summary(NETWORK, "2026-02"), {}, "en").content
    assert [chart.kind for chart in content.charts] == ["columns", "bars", "pie"]
    for chart in content.charts:
        block: Block = content.blocks[chart.block]
        assert block.rows
        assert all(isinstance(row[place], int | float) for row in block.rows for place in chart.values)
    empty = summary_tab(summary(build.book(), "2026-02"), {}, "en").content
    assert [chart.kind for chart in empty.charts] == ["columns", "pie"]
