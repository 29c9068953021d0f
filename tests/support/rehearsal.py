"""A network of two members and two months, in a workbook on which every command is tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook as OpenpyxlWorkbook

from netsheets.commands.archive import archive_path
from netsheets.commands.closing import CloseOptions, MonthResult, close
from netsheets.commands.network import OpenNetwork, network
from netsheets.commands.workbook import Workbook
from netsheets.stores.memory import MemoryStore
from netsheets.stores.port import Cell
from netsheets.stores.xlsx import XlsxStore
from tests.stores.test_stores import values
from tests.support.closings import month
from tests.support.sheets import BILLING, NETWORK, Rows


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A workbook under test, opened anew for every command, as the command line does."""

    workbook: Workbook

    def network(self, today: str = "2026-04-02") -> OpenNetwork:
        return network(self.workbook, today=dt.date.fromisoformat(today), language=None)

    def close(self, of: str, **options: bool) -> MonthResult:
        return close(self.network(), month(of), CloseOptions(**{"restate": True, **options}))

    def tab(self, title: str) -> list[list[Cell]]:
        return values(self.workbook.store, title)

    def revision(self) -> str:
        return self.workbook.store.read().revision

    def archive(self, of: str) -> Path:
        folder = self.network().archives
        assert folder
        return archive_path(folder, month(of))

    @property
    def folder(self) -> Path:
        """Return the folder of all workbooks' archives."""
        assert self.workbook.archives
        return self.workbook.archives


Maker = Callable[[Mapping[str, Rows]], Rehearsal]


def in_memory_only(tabs: Mapping[str, Rows], folder: Path) -> tuple[Rehearsal, MemoryStore]:
    """Return a rehearsal whose cells the test changes, as a person would."""
    store = MemoryStore(tabs)
    return Rehearsal(Workbook(store, folder / "closings")), store


def in_file(folder: Path, tabs: Mapping[str, Rows] | None = None) -> tuple[Workbook, Path]:
    """Return a workbook in a file, made by a person where tabs are given, else not there yet."""
    path = folder / "network.xlsx"
    if tabs is not None:
        book = OpenpyxlWorkbook()
        book.remove(book.worksheets[0])
        for title, rows in tabs.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(path)
    return Workbook(XlsxStore(path), folder / "closings"), path


def tabs_of(store: MemoryStore) -> dict[str, list[list[Cell]]]:
    """Return the tabs as they are now, for a person to change."""
    return {each.title: [list(row) for row in each.rows] for each in store.read().grids}


TWO_MONTHS: Mapping[str, Rows] = {
    **NETWORK,
    "Billing": (*BILLING, ("B2", "R1", dt.date(2026, 3, 1), 200.0, dt.date(2026, 3, 10))),
}
BROKEN: Mapping[str, Rows] = {**TWO_MONTHS, "Billing": (*TWO_MONTHS["Billing"], ("B3", "R1", "soon", 5.0, None))}
