"""The worked networks of `tests/cases`: what members typed, what they edit between closings, what each closing posts.

Rows stay texts, as a sheet holds them, so that the rules are held to them directly and the command line through a
workbook. `edited` is a member's edit, `Posted` is what every way to a line can be compared on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from netsheets.domain.currencies import places_of
from netsheets.domain.ledger import Line
from netsheets.domain.records import RECORDS
from tests.support import ROOT
from tests.support.build import KINDS

FOLDER = ROOT / "tests" / "cases"

Row = Mapping[str, str]
Network = Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True, order=True)
class Posted:
    """What a case says of a line, as texts."""

    period: str
    referral_id: str
    event_id: str
    payer_id: str
    payee_id: str
    amount: str
    kind: str
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Close:
    """Close a month; it posts exactly these lines, in any order."""

    month: str
    posted: tuple[Posted, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Add a row, or change or delete the row with this key."""

    tab: str
    add: Row | None
    key: str
    change: Row | None


@dataclass(frozen=True, slots=True)
class Case:
    """A worked network and its steps, in order."""

    name: str
    why: str
    network: Network
    steps: tuple[Close | Edit, ...]


def worked_cases() -> tuple[Case, ...]:
    """Return every worked case, in order of its number."""
    return tuple(_case(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*")))


def edited(network: Network, edit: Edit) -> Network:
    """Return the network after a member's edit."""
    rows = network.get(edit.tab, ())
    if edit.add is not None:
        return {**network, edit.tab: (*rows, edit.add)}
    key = key_column(edit.tab)
    found = [row for row in rows if row[key] == edit.key]
    if len(found) != 1:
        raise ValueError(f"{edit.tab} has {len(found)} rows {edit.key}")
    changed = () if edit.change is None else ({**found[0], **edit.change},)
    place = rows.index(found[0])
    return {**network, edit.tab: (*rows[:place], *changed, *rows[place + 1 :])}


def key_column(tab: str) -> str:
    """Return the column that names a row of a tab."""
    return next(iter(KINDS[RECORDS[tab].__name__]))


def posted_lines(lines: Iterable[Line]) -> tuple[Posted, ...]:
    """Return lines as a case writes them, in order."""
    return tuple(
        sorted(
            Posted(
                str(line.period), line.referral_id, line.event_id, line.payer_id, line.payee_id,
                f"{line.amount:.{places_of(line.currency)}f}", line.kind, line.currency,
            )
            for line in lines
        )
    )  # fmt: skip


def _case(name: str, found: Mapping[str, Any]) -> Case:
    network = {tab: tuple(rows) for tab, rows in found["network"].items()}
    return Case(name, found["why"], network, tuple(_step(each) for each in found["steps"]))


def _step(found: Mapping[str, Any]) -> Close | Edit:
    if "close" in found:
        return Close(found["close"], tuple(sorted(Posted(**line) for line in found["posted"])))
    edit = found["edit"]
    if not edit.keys() & {"add", "set"} and not edit["delete"]:
        raise ValueError(f"{edit} neither adds, sets nor deletes")
    return Edit(edit["tab"], edit.get("add"), edit.get("key", ""), edit.get("set"))
