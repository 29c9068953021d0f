"""Protected tabs and headers: they warn whoever types there, and stop nobody.

Only a warning, because a protection that stops people names those it lets through: it would lock out a second
treasurer who signs in under another address, and the owner of the spreadsheet passes it without a word. What really
guards the ledger is its chain of fingerprints.
"""

from __future__ import annotations

from typing import Any

from netsheets.stores.google.draft import Draft, DraftTab, number_of
from netsheets.stores.google.spreadsheet import Tab

Json = dict[str, Any]


def protect_tab(draft: Draft, tab: DraftTab) -> None:
    """Protect a tool-owned tab, unless it is."""
    _protect(draft, tab, number_of(f"protected {tab.sheet_id}"), tab.area(), f"netsheets writes {tab.title}")


def protect_header(draft: Draft, tab: DraftTab, row: int) -> None:
    """Protect the header of a members' tab (row from 1), unless it is."""
    number = number_of(f"header {tab.sheet_id}")
    _protect(draft, tab, number, tab.area(rows=(row - 1, row)), f"{tab.title}: netsheets reads these headings")


def is_protected(tab: Tab) -> bool:
    """Tell whether a tool-owned tab has its protection."""
    return any(each.number == number_of(f"protected {tab.sheet_id}") for each in tab.protections)


def protection(number: int, area: Json, description: str) -> Json:
    """Return a ProtectedRange that warns."""
    return {"protectedRangeId": number, "range": area, "description": description, "warningOnly": True}


def _protect(draft: Draft, tab: DraftTab, number: int, area: Json, description: str) -> None:
    if not _has(tab, number):
        draft.add("addProtectedRange", protectedRange=protection(number, area, description))


def _has(tab: DraftTab, number: int) -> bool:
    return tab.was is not None and any(each.number == number for each in tab.was.protections)
