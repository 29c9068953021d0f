"""A network of two members in a Google Sheet, small enough to know its ledger by heart.

M1 brings M2 the client C1; each of the invoices B1 (January), B2 (February) and B3 (March 2026) earns 15 %.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from netsheets.commands.closing import CloseOptions, MonthResult, close
from netsheets.commands.network import OpenNetwork, network
from netsheets.commands.preparing import init
from netsheets.commands.workbook import Workbook
from netsheets.domain.month import Month
from netsheets.stores.google import GoogleStore
from tests.sheets_server import Google
from tests.sheets_server.spreadsheet import Spreadsheet
from tests.support.google_world import OWNER, ROBOT, World, in_process

MEMBERS = (
    {"Member no.": "M1", "Name": "Ann", "Status": "active", "Joined on": "2020-01-06"},
    {"Member no.": "M2", "Name": "Bob", "Status": "active", "Joined on": "2020-01-06"},
)
CLIENTS = ({"Client no.": "C1", "Name": "Bakery"},)
REFERRAL = {
    "Referral no.": "R1",
    "Given on": "2025-12-01",
    "Referrer": "M1",
    "Recipient": "M2",
    "Client no.": "C1",
    "Kind": "recommendation",
    "Status": "won",
    "Won on": "2025-12-15",
}
BILLING = tuple(
    {"Billing no.": f"B{number}", "Referral no.": "R1", "Issued on": f"2026-0{number}-02",
     "Amount excl. VAT": amount, "Paid on": f"2026-0{number}-20"}
    for number, amount in ((1, 1000), (2, 2000), (3, 400))
)  # fmt: skip
ROWS: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "Members": MEMBERS, "Clients": CLIENTS, "Referrals": (REFERRAL,), "Billing": BILLING,
}  # fmt: skip
LINES = {"2026-01": ["B1", 150], "2026-02": ["B2", 300], "2026-03": ["B3", 60]}
"""The event and the amount of the one line each month posts."""

TODAY = dt.date(2026, 5, 4)
LEDGER, CLOSINGS = "Commissions", "Closings"
FEW_ROWS = 20
MONTH, EVENT, AMOUNT = 1, 5, 11
"""Columns of the ledger."""


def settle(world: World) -> World:
    """Make the world's spreadsheet the network's."""
    furnish(world.google, world.spreadsheet_id)
    return world


def furnish(google: Google, spreadsheet_id: str) -> None:
    """Put the network into a spreadsheet, as `init` and the members made it."""
    held = google.files.get(spreadsheet_id)
    assert held is not None
    owner = held.spreadsheet.owner
    held.spreadsheet = furnished().copy()
    held.spreadsheet.spreadsheet_id, held.spreadsheet.owner = spreadsheet_id, owner


@functools.cache
def furnished() -> Spreadsheet:
    """Return the network's spreadsheet, made once a run: without the guide, which plays no part."""
    google = Google(seed=7)
    google.accounts.add_token("robot", ROBOT)
    book = google.create("OpenNetwork", OWNER)
    google.share(book, ROBOT)
    init(Workbook(in_process(google, book), Path()), language="en")
    for title, rows in ROWS.items():
        type_rows(google, (book, title), rows)
    held = google.files.get(book)
    assert held is not None
    google.edit(book, OWNER, {"deleteSheet": {"sheetId": held.spreadsheet.sheets[0].sheet_id}})
    # A thousand empty rows a tab would only cost time: the tests make many copies.
    for each in held.spreadsheet.sheets:
        size = {"sheetId": each.sheet_id, "gridProperties": {"rowCount": min(each.grid.row_count, FEW_ROWS)}}
        google.edit(book, OWNER, {"updateSheetProperties": {"properties": size, "fields": "gridProperties.rowCount"}})
    return held.spreadsheet


def type_rows(google: Google, place: tuple[str, str], rows: Sequence[Mapping[str, Any]], *, user: str = "") -> None:
    """Type rows below those of a tab, each value under its heading; *place* is a spreadsheet's id and a tab's title."""
    book, title = place
    held = google.files.get(book)
    assert held is not None
    owner = user or held.spreadsheet.owner
    cells = google.read(book, owner, f"'{title}'")
    header = cells[0]
    typed = [[row.get(name, "") for name in header] for row in rows]
    assert all(set(row) <= set(header) for row in rows), header
    google.write(book, owner, f"'{title}'!A{len(cells) + 1}", typed)


def workbook(world: World, store: GoogleStore | None = None) -> Workbook:
    """Return the workbook as a new run of netsheets opens it."""
    return Workbook(store or world.store(), world.folder / "closings")


def opened(found: Workbook) -> OpenNetwork:
    """Return the network as it is read now."""
    return network(found, today=TODAY, language="en")


def closed(found: Workbook, month: str) -> MonthResult:
    """Read the network and close a month of it, as one run of `close` does."""
    named = Month.parse(month)
    assert named
    return close(opened(found), named, CloseOptions(restate=True))


def lines(world: World) -> dict[str, list[list[Any]]]:
    """Return the lines that stand in the sheet's ledger, as event and amount, by month."""
    found: dict[str, list[list[Any]]] = {}
    for row in world.values(LEDGER)[1:]:
        found.setdefault(row[MONTH], []).append([row[EVENT], row[AMOUNT]])
    return found


def months(world: World) -> list[str]:
    """Return the months of the sheet's closings tab."""
    return [row[0] for row in world.values(CLOSINGS)[1:]]


def archived(folder: Path) -> list[str]:
    """Return the months that have an archive."""
    return sorted(each.stem for each in (folder / "closings").glob("*/20*.json"))
