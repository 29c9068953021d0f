"""Protected ranges: tabs and headers, which warn; the stamp and the guards, which make a write apply at most once.

A protection warns whoever types there, and stops nobody: one that stops people names those it lets through, so it would
lock out a second treasurer who signs in under another address, and the owner of the spreadsheet passes it without a
word. What really guards the ledger is its chain of fingerprints.

Google Sheets knows no "change this if it is still what I read". But a batch is atomic, adding a protected range whose
id exists is an error, and so is deleting one whose id does not. Out of these two, every batch that changes content is
given one of each:

- it deletes the *stamp*, a protected range (on one cell, warning only) whose id is random and was read before, and
  adds a new one. Of two batches that build on the same state, the second fails as a whole: its stamp is gone. A batch
  that is sent twice, because the reply was lost or came too late, is done once for the same reason.
- where the change is one that may be made only once ever, as closing a month, it adds a *guard*: a protected range over
  the lines it posts, whose id comes from the month. Whoever comes second is told so.

The stamp is no lock on members: they change the sheet as they please between the read and the write. That can't hurt,
because their cells are never written: tool-owned tabs are written whole, and lines are appended where Google finds the
end of the tab to be. Should a person insert or delete rows of the ledger in that very second, the lines are all posted,
and the guard protects as many rows but not quite the same ones; it is a warning, and the chain of fingerprints is what
proves the ledger.

Each stamp carries the names of the last writes, so that after a lost reply it can be read whether a write was done,
even if others came after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from netsheets.stores.google.draft import BatchDraft, DraftTab, number_of
from netsheets.stores.google.spreadsheet import Protection, Spreadsheet, SpreadsheetTab

Json = dict[str, Any]

_SIGN: Final = "netsheets: last changes"
_MOST_NAMES: Final = 12
_WORDS: Final = re.compile(r"[0-9a-f]+")

Standing = Literal["done", "done_by_others", "overtaken", "open"]
"""A write was done; was done by someone else; someone else wrote since the read; or nothing was done yet."""


def protect_tab(draft: BatchDraft, tab: DraftTab) -> None:
    """Protect a tool-owned tab, unless it is."""
    _protect(draft, tab, number_of(f"protected {tab.sheet_id}"), tab.area(), f"netsheets writes {tab.title}")


def protect_header(draft: BatchDraft, tab: DraftTab, row: int) -> None:
    """Protect the header of a members' tab (row from 1), unless it is."""
    number = number_of(f"header {tab.sheet_id}")
    _protect(draft, tab, number, tab.area(rows=(row - 1, row)), f"{tab.title}: netsheets reads these headings")


def is_protected(tab: SpreadsheetTab) -> bool:
    """Tell whether a tool-owned tab has its protection."""
    return any(each.number == number_of(f"protected {tab.sheet_id}") for each in tab.protections)


def protection(number: int, area: Json, description: str) -> Json:
    """Return a ProtectedRange that warns."""
    return {"protectedRangeId": number, "range": area, "description": description, "warningOnly": True}


def _protect(draft: BatchDraft, tab: DraftTab, number: int, area: Json, description: str) -> None:
    if not _has(tab, number):
        draft.add("addProtectedRange", protectedRange=protection(number, area, description))


def _has(tab: DraftTab, number: int) -> bool:
    return tab.was is not None and any(each.number == number for each in tab.was.protections)


@dataclass(frozen=True, slots=True)
class Proof:
    """How a write is recognised: its own name, the stamp it replaces (None for the first ever), and its guard."""

    name: str
    seen: int | None
    guard: int | None = None


def stamp(draft: BatchDraft, spreadsheet: Spreadsheet, name: str) -> Proof:
    """Add the requests that replace the stamp, and return the proof of the write with this name."""
    held = [each for each in spreadsheet.protections if each.description.startswith(_SIGN)]
    for each in held:
        draft.add("deleteProtectedRange", protectedRangeId=each.number)
    names = [name, *(earlier for each in held for earlier in _names(each))][:_MOST_NAMES]
    titles = {tab.title for tab in spreadsheet.tabs for each in tab.protections if each in held}
    tab = draft.tab(min(titles)) if titles else draft.edited[0]
    # The first stamp ever has a fixed id: two first writes at once are one too many as well.
    number = number_of(f"stamp {name}") if held else number_of("first stamp")
    area = tab.area(rows=(0, 1), columns=(0, 1))
    draft.add("addProtectedRange", protectedRange=protection(number, area, f"{_SIGN} {' '.join(names)}"))
    return Proof(name, held[0].number if held else None)


def guard(draft: BatchDraft, once: str, name: str, area: dict[str, Any]) -> int:
    """Add the request that protects what is posted once, and return the guard's id."""
    number = guard_number(once)
    draft.add("addProtectedRange", protectedRange=protection(number, area, f"netsheets: {once} {name}"))
    return number


def guard_number(once: str) -> int:
    """Return the id of the guard of what may be done once."""
    return number_of(f"once {once}")


def standing(protections: Iterable[Protection], proof: Proof) -> Standing:
    """Return what became of a write, from the protected ranges as they are now."""
    held = {each.number: each for each in protections}
    stamps = [each for each in held.values() if each.description.startswith(_SIGN)]
    guards = [held[proof.guard]] if proof.guard in held else []
    if any(proof.name in _WORDS.findall(each.description) for each in (*stamps, *guards)):
        return "done"
    if guards:
        return "done_by_others"
    seen = {each.number for each in stamps}
    return "open" if seen == ({proof.seen} if proof.seen is not None else set()) else "overtaken"


def _names(held: Protection) -> list[str]:
    return held.description.removeprefix(_SIGN).split()
