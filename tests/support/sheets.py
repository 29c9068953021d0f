"""Workbooks for the tests of the sheet side: tabs as rows of cells, and what is read of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from netsheets.domain.findings import Finding
from netsheets.sheets.cells import Days
from netsheets.sheets.columns import read_column
from netsheets.sheets.decode import Decoded, decode
from netsheets.sheets.schema import tab
from netsheets.stores.port import Cell, Grid, Snapshot

Rows = Sequence[Sequence[Cell]]

EXCEL = Days(dt.date(1899, 12, 30))
MAC = Days(dt.date(1904, 1, 1))
GOOGLE = Days(dt.date(1899, 12, 30), serial=True)

MEMBERS: Rows = (("Member no.", "Name", "Status"), ("M1", "Ann", "active"), ("M2", "Bob", "active"))
CLIENTS: Rows = (("Client no.", "Name"), ("C1", "Hotel"))
REFERRALS: Rows = (
    ("Referral no.", "Given on", "Referrer", "Recipient", "Client no.", "Kind", "Status", "Won on"),
    ("R1", dt.date(2026, 1, 5), "M1", "M2", "C1", "recommendation", "won", dt.date(2026, 1, 20)),
)
BILLING: Rows = (
    ("Billing no.", "Referral no.", "Issued on", "Amount excl. VAT", "Paid on"),
    ("B1", "R1", dt.date(2026, 2, 1), 1000.0, dt.date(2026, 2, 10)),
)
CHARTER: Rows = (("Rule", "Value", "In force from"),)
INTERVIEWS: Rows = (("interview_id", "candidate_id", "kind", "held_on"),)
NETWORK: Mapping[str, Rows] = {
    "Members": MEMBERS,
    "Interviews": INTERVIEWS,
    "Clients": CLIENTS,
    "Referrals": REFERRALS,
    "Billing": BILLING,
    "Charter": CHARTER,
}
"""A network of two members in which M1 brought M2 a client who paid 1000.00 in February 2026."""


def grid(title: str, rows: Rows, *, first_row: int = 1, first_column: int = 1) -> Grid:
    """Return a tab of these cells."""
    return Grid(title, [list(row) for row in rows], first_row, first_column)


def snapshot(*grids: Grid, epoch: dt.date = dt.date(1899, 12, 30), serial_days: bool = False) -> Snapshot:
    """Return a workbook of these tabs."""
    return Snapshot("memory", grids, "1", epoch, serial_days)


def read(tabs: Mapping[str, Rows]) -> Decoded:
    """Return what is read of a workbook with these tabs."""
    return decode(snapshot(*(grid(title, rows) for title, rows in tabs.items())))


def said(decoded: Decoded, *, but: tuple[str, ...] = ("tab_missing",)) -> list[tuple[str, str]]:
    """Return the findings as code and address (`billing!D3`), the tabs that are missing left out."""
    return [(each.code, address(each, decoded)) for each in decoded.findings if each.code not in but]


def address(finding: Finding, decoded: Decoded) -> str:
    """Return where a finding is."""
    placement = decoded.placements.get(finding.tab)
    return f"{finding.tab}!{placement.address(finding.row, finding.column) if placement else ''}"


def read_cell(column: str, cell: Cell, days: Days = EXCEL) -> tuple[Any, str, dict[str, str]]:
    """Return what a cell means in a column (`billing.amount`): its value, the finding's code and what it tells."""
    tab_key, key = column.split(".")
    found = read_column([cell], tab(tab_key).column_by_key[key], days)
    if not found.problems:
        return found.values[0], "", {}
    reading = found.problems[0]
    return found.values[0], reading.code, {name: str(each) for name, each in reading.details.items()}


def moment(text: str) -> dt.datetime:
    """Return the moment written `2026-01-05T09:30`."""
    return dt.datetime.fromisoformat(text)
