"""Cells typed anew in a shared sheet while members go on working in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netsheets.stores.google import GoogleStore
from netsheets.stores.port import Changeset, RetypeCells, Retyping
from tests.support.google_world import MEMBER, World, world

ROWS = (
    ["Member no.", "Name", "Phone"],
    ["M1", "Ann", 612345678],
    ["M2", "Bob", 698765432],
    ["M3", "Cleo", "=C2+1"],
)
CELLS = (Retyping(2, 2, "Ann", "Member M1"), Retyping(2, 3, "612345678", ""))


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as found:
        found.fill("Members", ROWS)
        yield found


def read(shared: World) -> tuple[GoogleStore, str]:
    store = shared.store()
    return store, store.read().revision


def retype(store: GoogleStore, revision: str, *cells: Retyping) -> None:
    store.apply(Changeset((RetypeCells("Members", cells),), revision))


def names(shared: World) -> list[str]:
    return [row[1] if len(row) > 1 else "" for row in shared.values("Members")[1:]]


def test_texts_and_numbers_are_typed_anew(shared: World) -> None:
    retype(*read(shared), *CELLS)
    assert shared.values("Members")[1] == ["M1", "Member M1"]
    assert shared.values("Members")[2] == ["M2", "Bob", 698765432]


def test_a_row_inserted_meanwhile_is_not_overwritten(shared: World) -> None:
    store, revision = read(shared)
    sheet = shared.described_tab("Members")["properties"]["sheetId"]
    area = {"sheetId": sheet, "dimension": "ROWS", "startIndex": 1, "endIndex": 2}
    shared.edit({"insertDimension": {"range": area}}, user=MEMBER)
    shared.google.write(shared.spreadsheet_id, MEMBER, "Members!A2:C2", [["M9", "Dora", 611111111]])
    retype(store, revision, *CELLS)
    assert names(shared) == ["Dora", "Ann", "Bob", "Cleo"]
    assert shared.values("Members")[1] == ["M9", "Dora", 611111111]


def test_rows_sorted_meanwhile_are_not_overwritten(shared: World) -> None:
    store, revision = read(shared)
    shared.google.write(
        shared.spreadsheet_id, MEMBER, "Members!A2:C3", [["M2", "Bob", 698765432], ["M1", "Ann", 612345678]]
    )
    retype(store, revision, *CELLS)
    assert names(shared) == ["Bob", "Ann", "Cleo"]


def test_a_cell_retyped_meanwhile_keeps_what_the_member_typed(shared: World) -> None:
    store, revision = read(shared)
    shared.google.write(shared.spreadsheet_id, MEMBER, "Members!B2", [["Anna"]])
    retype(store, revision, *CELLS)
    assert shared.values("Members")[1] == ["M1", "Anna"]


def test_a_formula_stays(shared: World) -> None:
    retype(*read(shared), Retyping(4, 3, "612345679", ""))
    assert shared.values("Members")[3] == ["M3", "Cleo", 612345679]
