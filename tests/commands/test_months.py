"""`validate`, `commissions` and `close` on a workbook in memory and in a file (rules.md, 5)."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest

from netsheets.commands.closing import close, commissions
from netsheets.commands.network import month_named
from netsheets.commands.validate import validate
from netsheets.errors import Changed, Conflict, Misuse, StoreRefused
from tests.support.closings import month
from tests.support.rehearsal import BROKEN, TWO_MONTHS, Maker, in_memory_only, tabs_of
from tests.support.sheets import BILLING, CLIENTS, MEMBERS, NETWORK, Rows

# validate


def test_validate_writes_the_issues_and_leaves_the_members_cells_alone(rehearsed: Maker) -> None:
    rehearsal = rehearsed(BROKEN)
    before = {title: rehearsal.tab(title) for title in BROKEN}
    result = validate(rehearsal.network())
    assert [each.code for each in result.findings if each.severity == "error"] == ["unreadable_day"]
    assert rehearsal.tab("Issues")[1][:7] == [
        "error",
        "unreadable_day",
        "Billing",
        4,
        "Billing!C4",
        "Issued on",
        "soon",
    ]
    assert {title: rehearsal.tab(title) for title in BROKEN} == before


def test_validating_twice_changes_nothing(rehearsed: Maker) -> None:
    rehearsal = rehearsed(BROKEN)
    validate(rehearsal.network())
    before = rehearsal.revision()
    validate(rehearsal.network())
    assert rehearsal.revision() == before


def test_validate_on_trial_writes_nothing(rehearsed: Maker) -> None:
    rehearsal = rehearsed(BROKEN)
    before = rehearsal.revision()
    result = validate(rehearsal.network(), dry_run=True)
    assert rehearsal.revision() == before
    assert [(each.action, each.tab) for each in result.changes][:2] == [("replace", "Issues"), ("highlight", "Members")]


def test_a_wrong_vat_status_day_of_joining_or_note_takes_no_money_out_of_the_month(rehearsed: Maker) -> None:
    header = (*MEMBERS[0], "VAT status", "Joined on", "Notes")
    members = (header, (*MEMBERS[1], "micro-entreprise", "soon", "x"), (*MEMBERS[2], "standard", None, None))
    rehearsal = rehearsed({**TWO_MONTHS, "Members": members})
    found = validate(rehearsal.network(), dry_run=True).findings
    assert [(each.severity, each.code, each.column) for each in found if each.tab == "members"] == [
        ("warning", "unreadable_day", "joined_on"),
        ("warning", "not_in_list", "vat_status"),
    ]
    result = close(rehearsal.network(), month("2026-02"))
    assert [(line.payee_id, line.amount) for line in result.closing.posted] == [("M1", Decimal("150.00"))]


def test_validate_tells_where_money_may_be_wrong(rehearsed: Maker) -> None:
    payouts = (
        ("Payout no.", "Paid on", "Payer", "Payee", "Amount"),
        ("P1", dt.date(2026, 3, 5), "M2", "m1", "CHF 15"),
        ("P2", dt.date(2026, 3, 6), "m2", "M1", 1500.0),
    )
    found = validate(rehearsed({**TWO_MONTHS, "Payouts": payouts}).network(), dry_run=True).findings
    assert [(each.code, each.row) for each in found if each.tab == "payouts"] == [
        ("currency_sign_differs", 2),
        ("text_for_number", 2),
        ("payout_above_owed", 3),
    ]


# commissions


def test_commissions_shows_a_draft_and_writes_the_summary_only(rehearsed: Maker) -> None:
    rehearsal = rehearsed(TWO_MONTHS)
    result = commissions(rehearsal.network(), month("2026-02"))
    assert [(each.line_id, each.amount) for each in result.closing.posted] == [("", Decimal("150.00"))]
    assert [(each.action, each.tab) for each in result.changes] == [("replace", "Summary")]
    assert not rehearsal.network().ledger.lines
    assert not rehearsal.folder.exists()


def test_commissions_of_a_closed_month_leaves_the_balances_of_the_last_close(rehearsed: Maker) -> None:
    rehearsal = rehearsed(TWO_MONTHS)
    rehearsal.close("2026-02")
    rehearsal.close("2026-03")
    before = rehearsal.tab("Balances"), rehearsal.tab("Ownership")
    result = commissions(rehearsal.network(), month("2026-02"))
    assert (result.closing.status, [each.line_id for each in result.closing.posted]) == ("closed", ["2026-02-0001"])
    assert (rehearsal.tab("Balances"), rehearsal.tab("Ownership")) == before


def test_a_month_is_named_as_year_and_month_or_is_the_one_before_today(tmp_path: Path) -> None:
    rehearsal, _ = in_memory_only(NETWORK, tmp_path)
    read = rehearsal.network("2026-01-31")
    assert (month_named(None, read), month_named("2026-10", read)) == (month("2025-12"), month("2026-10"))
    for text in ("2026-13", "October", "2026", "10-2026", ""):
        with pytest.raises(Misuse) as refused:
            month_named(text, read)
        assert refused.value.code == "month_unreadable"


# close


def test_close_posts_seals_and_archives_a_month(rehearsed: Maker) -> None:
    rehearsal = rehearsed(TWO_MONTHS)
    result = rehearsal.close("2026-02")
    assert rehearsal.tab("Commissions")[1] == [
        "2026-02-0001", "2026-02", "2026-02", "commission", "R1", "B1", "C1", "M2", "M1", "EUR", 1000, 150,
    ]  # fmt: skip
    row = rehearsal.tab("Closings")[1]
    assert [row[0], *row[2:5]] == ["2026-02", 1, "EUR", 150]
    assert [seal.closed_on for seal in rehearsal.network().ledger.seals] == [dt.date(2026, 4, 2)]
    assert rehearsal.tab("Balances")[1:] == [
        ["M1", "EUR", 0, 150, 0, 0, 0, 150], ["M2", "EUR", 0, 0, 150, 0, 0, -150],
    ]  # fmt: skip
    assert rehearsal.tab("Ownership")[1][0:4] == ["C1", "Hotel", "M1", "R1"]
    assert result.archives == (rehearsal.archive("2026-02"),)
    assert json.loads(rehearsal.archive("2026-02").read_text(encoding="utf-8"))["lines"][0]["amount"] == "150.00"
    assert rehearsal.network().ledger.lines == result.closing.posted


def test_a_second_close_posts_nothing_and_says_so(rehearsed: Maker) -> None:
    rehearsal = rehearsed(TWO_MONTHS)
    first = rehearsal.close("2026-02")
    before = rehearsal.revision()
    again = rehearsal.close("2026-02")
    assert (again.already, again.changes, again.archives) == (True, (), ())
    assert again.closing.posted == first.closing.posted
    assert rehearsal.revision() == before


def test_months_close_in_order_one_below_the_other(rehearsed: Maker) -> None:
    rehearsal = rehearsed(TWO_MONTHS)
    rehearsal.close("2026-02")
    rehearsal.close("2026-03")
    assert [row[0] for row in rehearsal.tab("Commissions")] == ["Line no.", "2026-02-0001", "2026-03-0001"]
    assert [each.code for each in rehearsal.network().findings if each.severity != "info"] == []


@pytest.mark.parametrize(
    ("of", "today", "code", "first"),
    [
        ("2026-04", "2026-05-01", "month_out_of_order", "2026-03"),
        ("2026-01", "2026-05-01", "month_before_first", "2026-02"),
        ("2026-03", "2026-03-31", "month_not_ended", "None"),
    ],
)
def test_a_month_that_is_not_due_is_refused_and_the_one_that_is_is_named(
    rehearsed: Maker, of: str, today: str, code: str, first: str
) -> None:
    rehearsal = rehearsed(TWO_MONTHS)
    rehearsal.close("2026-02")
    before = rehearsal.revision()
    with pytest.raises(Conflict) as refused:
        close(rehearsal.network(today), month(of))
    assert (refused.value.code, str(refused.value.details["first"])) == (code, first)
    assert rehearsal.revision() == before


def test_a_month_can_be_closed_from_the_day_after_its_last(rehearsed: Maker) -> None:
    rehearsal = rehearsed(TWO_MONTHS)
    assert not close(rehearsal.network("2026-03-01"), month("2026-02")).already


def test_close_on_trial_shows_the_lines_and_writes_nothing(rehearsed: Maker) -> None:
    rehearsal = rehearsed(TWO_MONTHS)
    before = rehearsal.revision()
    result = rehearsal.close("2026-02", dry_run=True)
    assert [(each.event_id, each.amount) for each in result.closing.posted] == [("B1", Decimal("150.00"))]
    changes = [(each.action, each.tab, each.rows) for each in result.changes if each.action != "identify"]
    assert changes[:5] == [
        ("replace", "Commissions", 1), ("replace", "Standing", 2), ("replace", "Documents", 1),
        ("replace", "Sealed rows", 6), ("replace", "Closings", 1),
    ]  # fmt: skip
    assert rehearsal.revision() == before
    assert not rehearsal.folder.exists()


def test_close_is_refused_while_an_error_stands_and_lists_it(rehearsed: Maker) -> None:
    rehearsal = rehearsed(BROKEN)
    before = rehearsal.revision()
    result = rehearsal.close("2026-02")
    assert (result.refused, result.closing.posted, result.closing.totals, result.changes) == (True, (), (), ())
    assert [each.code for each in result.findings if each.severity == "error"] == ["unreadable_day"]
    assert rehearsal.revision() == before
    assert not rehearsal.folder.exists()


def test_skip_invalid_closes_without_the_row_and_lists_it(rehearsed: Maker) -> None:
    result = rehearsed(BROKEN).close("2026-02", skip_invalid=True)
    assert [each.event_id for each in result.closing.posted] == ["B1"]
    assert [(each.event_id, each.base, each.reason) for each in result.closing.excluded] == [
        ("B3", Decimal("5.00"), "invalid")
    ]


def test_an_error_in_a_tab_that_pays_nobody_does_not_stand_in_the_way(rehearsed: Maker) -> None:
    meetings: Rows = (("Meeting no.", "Held on", "Kind"), ("E1", "soon", "meeting"))
    assert not rehearsed({**TWO_MONTHS, "Meetings": meetings}).close("2026-02").refused


@pytest.mark.parametrize("change", ["header_missing", "header_twice", "tab_twice"])
def test_skip_invalid_passes_over_rows_not_over_a_whole_tab(tmp_path: Path, change: str) -> None:
    rehearsal, store = in_memory_only(TWO_MONTHS, tmp_path)
    rehearsal.close("2026-02")
    tabs = tabs_of(store)
    if change == "header_missing":
        tabs["Billing"][0][3] = "old amount"
    elif change == "header_twice":
        tabs["Billing"][0].append("Montant HT")
    else:
        tabs["billing"] = [list(BILLING[0])]
    rehearsal, _ = in_memory_only(tabs, tmp_path)
    assert rehearsal.close("2026-03").refused
    with pytest.raises(Conflict) as refused:
        rehearsal.close("2026-03", skip_invalid=True)
    assert refused.value.code == "tab_unreadable"


def test_a_tab_that_is_gone_takes_back_nothing(tmp_path: Path) -> None:
    rehearsal, store = in_memory_only(TWO_MONTHS, tmp_path)
    rehearsal.close("2026-02")
    tabs = tabs_of(store)
    tabs["Billing 2026"] = tabs.pop("Billing")
    rehearsal, _ = in_memory_only(tabs, tmp_path)
    with pytest.raises(Conflict) as refused:
        rehearsal.close("2026-03")
    assert (refused.value.code, refused.value.details["tabs"]) == ("tab_gone", "Billing")


def test_a_network_may_close_its_first_month_without_a_billing_tab_or_a_charter(tmp_path: Path) -> None:
    tabs = {title: rows for title, rows in TWO_MONTHS.items() if title not in ("Billing", "Charter")}
    rehearsal, _ = in_memory_only(tabs, tmp_path)
    assert rehearsal.close("2026-02").closing.posted == ()
    assert rehearsal.close("2026-03").closing.posted == ()


def test_a_workbook_changed_meanwhile_is_not_written(tmp_path: Path) -> None:
    rehearsal, store = in_memory_only(TWO_MONTHS, tmp_path)
    read = rehearsal.network()
    validate(rehearsal.network())
    with pytest.raises(Changed):
        close(read, month("2026-02"))
    assert not rehearsal.folder.exists()
    assert "Commissions" not in [each.title for each in store.read().grids]


def test_a_workbook_without_any_tab_of_a_network_is_refused(rehearsed: Maker) -> None:
    with pytest.raises(StoreRefused) as refused:
        rehearsed({"Budget": CLIENTS}).network()
    assert refused.value.code == "no_tabs"
