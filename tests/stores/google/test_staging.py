"""Writes too large for one request: whole or not at all all the same, and a broken run is completed by the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netsheets.errors import Conflict, StoreRefused
from netsheets.stores.port import AppendRows, Block, Changeset, Content, Link, ReplaceTab, ShownColumn
from tests.support.google_network import LINES, closed, lines, months, opened, settle, workbook
from tests.support.google_world import MEMBER, World, world

SMALL = 4000
CLIENTS = [(f"C{number}", f"Client {number}") for number in range(2, 402)]
APPEND = AppendRows("Clients", (1, 2), ("text", "text"), CLIENTS)
ISSUES = tuple((Link(f"Billing!A{number}", "Billing", f"A{number}"), number) for number in range(300))
REPLACE = ReplaceTab("Issues", Content((Block((ShownColumn("Cell"), ShownColumn("Number", "money")), ISSUES),)))


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as found:
        yield settle(found)


def write(shared: World, *edits: AppendRows | ReplaceTab, once: str | None = None) -> None:
    store = shared.store(most_bytes=SMALL)
    store.apply(Changeset(edits, store.read().revision, once))


def test_large_rows_stand_where_small_ones_would(shared: World) -> None:
    write(shared, APPEND, REPLACE)
    assert shared.requests()["spreadsheets.batchUpdate"] > 10
    assert [row[:2] for row in shared.values("Clients")[1:]] == [["C1", "Bakery"], *map(list, CLIENTS)]
    assert shared.values("Issues") == [["Cell", "Number"], *([link.text, number] for link, number in ISSUES)]
    last = shared.described_tab("Issues")["data"][0]["rowData"][300]["values"]
    assert last[0]["userEnteredFormat"]["textFormat"]["link"]["uri"].endswith("&range=A299")
    assert last[1]["formattedValue"] == "299.00"
    assert not any(title.startswith("netsheets") for title in shared.titles())


def test_a_run_that_breaks_halfway_changes_nothing_and_the_next_completes_it(shared: World) -> None:
    shared.google.faults.add(path=":batchUpdate$", nth=4, times=0, fault="reset")
    with pytest.raises(StoreRefused):
        write(shared, APPEND)
    assert len(shared.values("Clients")) == 2
    assert sum(title.startswith("netsheets ") for title in shared.titles()) == 1
    shared.google.faults.clear()
    write(shared, APPEND)
    assert len(shared.values("Clients")) == 402
    assert not any(title.startswith("netsheets") for title in shared.titles())


@pytest.mark.parametrize("nth", range(1, 8))
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_month_too_large_for_one_request_is_posted_once(shared: World, nth: int, when: str) -> None:
    shared.google.faults.add(path=":batchUpdate$", nth=nth, fault="status", status=503, when=when)
    try:
        closed(workbook(shared, shared.store(most_bytes=6000)), "2026-01")
    except StoreRefused:
        assert lines(shared) == {}
    closed(workbook(shared, shared.store(most_bytes=6000)), "2026-01")
    assert (lines(shared), months(shared)) == ({"2026-01": [LINES["2026-01"]]}, ["2026-01"])
    opened(workbook(shared)).require_unaltered_ledger()


def test_of_two_large_writes_that_may_be_done_once_one_is(shared: World) -> None:
    first, second = (shared.store(most_bytes=SMALL) for _ in range(2))
    read = [first.read(), second.read()]
    first.apply(Changeset((APPEND,), read[0].revision, "closing-2026-01"))
    with pytest.raises(Conflict) as refused:
        second.apply(Changeset((APPEND,), read[1].revision, "closing-2026-01"))
    assert refused.value.code == "month_closed_meanwhile"
    assert len(shared.values("Clients")) == 402


def test_a_row_typed_before_the_last_request_is_kept(shared: World) -> None:
    shared.google.faults.add(
        path=":batchUpdate$", nth=3, fault="edit", user=MEMBER, range="Clients!A3", values=[["C99"]]
    )
    write(shared, APPEND)
    assert {row[0] for row in shared.values("Clients")[1:]} == {"C1", "C99", *(client for client, _ in CLIENTS)}
