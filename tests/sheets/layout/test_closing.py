"""The ledger's tabs are appended to wherever their columns stand, and written whole only where one is missing."""

from __future__ import annotations

import datetime as dt

import pytest

from netsheets.domain.ledger import Ledger
from netsheets.sheets.decode import decode
from netsheets.sheets.layout.closing import posting, rewriting
from netsheets.sheets.placing import place
from netsheets.sheets.schema import tab
from netsheets.stores.memory import MemoryStore
from netsheets.stores.port import AppendRows, Changeset, ReplaceTab
from netsheets.texts import Language
from tests.support import build
from tests.support.closings import closed, closed_through, month
from tests.support.sheets import grid, snapshot

BOOK = build.book(
    *build.members("M1", "M2"),
    build.client(),
    build.referral(),
    build.billing(paid_on="2026-01-31", issued_on="2026-01-25"),
    build.credit_note(paid_on="2026-02-10", issued_on="2026-02-05"),
)
JANUARY = closed(BOOK, "2026-01")
BOTH = closed_through(BOOK, ("2026-01", "2026-02"))
FEBRUARY = BOTH.of_month(month("2026-02"))


def store_of(ledger: Ledger, language: Language) -> MemoryStore:
    store = MemoryStore()
    store.apply(Changeset(posting(ledger, ledger, {}, language), store.read().revision))
    return store


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_posted_is_read_back(language: Language) -> None:
    store = store_of(BOTH, language)
    assert decode(store.read()).ledger == BOTH
    kinds = [row[3] for row in store.tab("Commissions")]
    assert kinds[1:] == ["commission", "commission"]


def test_a_month_is_appended_below_the_others() -> None:
    store = store_of(JANUARY, "en")
    placements, _ = place(store.read())
    edits = posting(FEBRUARY, BOTH, placements, "en")
    assert [(each.title, len(each.rows)) for each in edits if isinstance(each, AppendRows)] == [
        ("Commissions", 1), ("Documents", 1), ("Sealed rows", 2), ("Closings", 1),
    ]  # fmt: skip
    store.apply(Changeset(edits, store.read().revision))
    assert decode(store.read()).ledger == BOTH


def test_a_month_is_appended_where_the_columns_stand_and_columns_of_the_networks_own_stay() -> None:
    keys = [each.key for each in reversed(tab("ledger").columns)]
    placements, _ = place(
        snapshot(grid("Ledger 1", [()]), grid("ledger", [("ours",), ("ours", *keys)], first_column=3))
    )
    ledger, *_ = posting(FEBRUARY, BOTH, placements, "en")
    assert isinstance(ledger, AppendRows)
    assert (ledger.title, ledger.positions) == ("ledger", tuple(range(15, 3, -1)))
    [row] = ledger.rows
    assert dict(zip(ledger.positions, row, strict=True))[4] == -15.0


def test_a_tab_that_lacks_a_column_is_written_whole_and_loses_no_month() -> None:
    store = store_of(JANUARY, "en")
    for row in store.tab("Closings"):
        del row[-1]
    placements, _ = place(store.read())
    edits = posting(FEBRUARY, BOTH, placements, "en")
    assert [type(each) for each in edits] == [AppendRows, AppendRows, AppendRows, ReplaceTab]
    store.apply(Changeset(edits, store.read().revision))
    assert decode(store.read()).ledger == BOTH


def test_an_empty_ledger_tab_is_written_whole() -> None:
    store = MemoryStore({"Commissions": [], "Clôtures": [[]]})
    placements, _ = place(store.read())
    store.apply(Changeset(posting(JANUARY, JANUARY, placements, "fr"), store.read().revision))
    assert decode(store.read()).ledger == JANUARY


def test_a_month_without_lines_is_a_seal_alone() -> None:
    empty = closed(build.book(*build.members("M1")), "2026-01")
    store = store_of(empty, "en")
    assert store.tab("Closings")[1][:5] == ["2026-01", dt.date(2026, 2, 1), 0, "EUR", 0.0]
    assert decode(store.read()).ledger == empty


def test_rewriting_makes_the_tabs_hold_exactly_the_ledger() -> None:
    store = store_of(BOTH, "en")
    store.tab("Commissions")[1][11] = 9999.0
    store.tab("Commissions").append(["2026-03-0001"])
    placements, _ = place(store.read())
    store.apply(Changeset(rewriting(JANUARY, placements, "en"), store.read().revision))
    assert decode(store.read()).ledger == JANUARY
