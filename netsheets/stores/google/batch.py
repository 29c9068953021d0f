"""The requests of a Changeset's edits as one atomic batch, or several where one is too large to be sent.

Google asks for 2 MB a request at best, and gives up on one after 180 seconds; a batch is sent whole up to
`Patience.most_bytes`. Beyond, the rows go to a hidden tab of their own, in as many requests as it takes, and the batch
that follows copies them from there. What people see changes in one go, whatever its size, and at most once as ever. A
run that breaks before leaves a hidden tab and nothing else; the next large write clears it away and starts anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from netsheets.errors import Conflict
from netsheets.stores.google.draft import BatchDraft, number_of
from netsheets.stores.google.protections import Proof, guard, guard_number, protect_tab, stamp
from netsheets.stores.google.spreadsheet import CONTENT_MARK, Spreadsheet
from netsheets.stores.google.tab_content import first_row, replace_tab
from netsheets.stores.google.tab_edits import append_rows, dress_tab, retype_cells, set_highlight
from netsheets.stores.port import AppendRows, Changeset, DressTab, Edit, Highlight, ReplaceTab, RetypeCells

Json = dict[str, Any]

_TITLE: Final = re.compile(r"netsheets [0-9a-f]{12}")
_CARRIERS: Final = ("updateCells", "appendCells")


@dataclass(frozen=True, slots=True)
class Batch:
    """Requests that are done all or not at all; without proof, doing them twice is the same as doing them once."""

    requests: list[Json]
    proof: Proof | None


def batch_of(spreadsheet: Spreadsheet, changeset: Changeset, name: str, *, fresh: bool = False) -> Batch:
    """Return the batch that makes these edits, named so that it can be recognised; empty where nothing changes.

    `fresh` takes the blank sheet away that a new spreadsheet comes with: nobody has ever typed in it. Raise Conflict
    where a tab is missing, or where what may be done once was done before and its traces were deleted.
    """
    if changeset.once and any(each.number == guard_number(changeset.once) for each in spreadsheet.protections):
        raise Conflict("google_posted_before", what=changeset.once)
    draft = BatchDraft(spreadsheet)
    _add_missing_tabs(draft, changeset.edits)
    area: Json | None = None
    for each in changeset.edits:
        area = area or _posted(draft, each)
        _make(draft, each)
    _mend_protections(draft, spreadsheet, changeset.edits)
    if not draft.changes_content:
        return Batch(draft.requests, None)
    if fresh:
        for tab in spreadsheet.tabs:
            draft.add("deleteSheet", sheetId=tab.sheet_id)
    proof = stamp(draft, spreadsheet, name)
    if changeset.once and area:
        proof = Proof(proof.name, proof.seen, guard(draft, changeset.once, name, area))
    return Batch(draft.requests, proof)


def _make(draft: BatchDraft, edit: Edit) -> None:
    if isinstance(edit, ReplaceTab):
        replace_tab(draft, edit)
    elif isinstance(edit, AppendRows):
        append_rows(draft, edit)
    elif isinstance(edit, DressTab):
        dress_tab(draft, edit)
    elif isinstance(edit, RetypeCells):
        retype_cells(draft, edit)
    elif isinstance(edit, Highlight):
        set_highlight(draft, edit)


def _mend_protections(draft: BatchDraft, spreadsheet: Spreadsheet, edits: Sequence[Edit]) -> None:
    """Protect again the tool-owned tabs that someone has taken the protection from."""
    replaced = {each.title for each in edits if isinstance(each, ReplaceTab)}
    for each in spreadsheet.tabs:
        if CONTENT_MARK in each.marks and each.title not in replaced:
            protect_tab(draft, draft.tab(each.title))


def _posted(draft: BatchDraft, edit: Edit) -> Json | None:
    """Return where the rows that an edit posts will stand, None where it posts none."""
    if isinstance(edit, AppendRows) and edit.rows:
        tab = draft.tab(edit.title)
        return tab.area(rows=(tab.used_rows, tab.used_rows + len(edit.rows)))
    if isinstance(edit, ReplaceTab) and edit.content.blocks and edit.content.blocks[0].rows:
        return draft.tab(edit.title).area(rows=first_row(edit.content))
    return None


def _add_missing_tabs(draft: BatchDraft, edits: Sequence[Edit]) -> None:
    """Add the tabs that edits create before any is made: a drop-down may point to a tab that a later edit creates."""
    for each in edits:
        if isinstance(each, (ReplaceTab, DressTab)) and not draft.has(each.title):
            columns = len(each.columns) if isinstance(each, DressTab) else 1
            draft.add_tab(each.title, first=isinstance(each, ReplaceTab) and each.first, columns=columns)


@dataclass(frozen=True, slots=True)
class Staged:
    """The batches that carry rows to the hidden tab, and the last one, that puts them in place."""

    before: tuple[list[Json], ...]
    last: list[Json]


def size_of(content: Sequence[Json]) -> int:
    """Return how many bytes requests or rows take on the way."""
    return len(json.dumps(content, ensure_ascii=False).encode())


def staged(spreadsheet: Spreadsheet, requests: Sequence[Json], name: str, most: int) -> Staged:
    """Return requests as they have to be sent: unchanged where they fit into one batch of `most` bytes.

    `name` is the write's own, and so the hidden tab's.
    """
    if size_of(requests) <= most:
        return Staged((), list(requests))
    tab = number_of(f"staging {name}")
    rows: list[Json] = []
    last: list[Json] = []
    used = {each.sheet_id: (each.used_rows, each.row_count) for each in spreadsheet.tabs}
    for request in requests:
        [(kind, body)] = request.items()
        on_new_tab = kind == "appendCells" and body["sheetId"] not in used
        if kind not in _CARRIERS or not _is_large(body, most) or on_new_tab:
            last.append(request)
            continue
        source = _area(tab, len(rows), body["rows"])
        rows += body["rows"]
        last += _updated(body, source) if kind == "updateCells" else _appended(body, source, used)
    grid = {"rowCount": max(len(rows), 1), "columnCount": max(map(_width, rows), default=1)}
    properties = {"sheetId": tab, "title": f"netsheets {name}", "hidden": True, "gridProperties": grid}
    leftovers = [each.sheet_id for each in spreadsheet.tabs if _TITLE.fullmatch(each.title)]
    first: list[Json] = [
        *({"deleteSheet": {"sheetId": each}} for each in leftovers),
        {"addSheet": {"properties": properties}},
    ]
    last.append({"deleteSheet": {"sheetId": tab}})
    return Staged((first, *_loads(tab, rows, most)), last)


def _is_large(body: Json, most: int) -> bool:
    """Tell whether a request's rows are worth the detour: values, and a good part of what a batch may hold."""
    return "userEnteredValue" in body["fields"] and len(body["rows"]) > 1 and size_of(body["rows"]) * 10 > most


def _updated(body: Json, source: Json) -> list[Json]:
    """Return the requests that clear a range and copy rows to its top left."""
    area = body["range"]
    target = _moved(source, area, area.get("startRowIndex", 0), area.get("startColumnIndex", 0))
    return [
        {"updateCells": {**body, "rows": []}},
        {"copyPaste": {"source": source, "destination": target, "pasteType": "PASTE_NORMAL"}},
    ]


def _appended(body: Json, source: Json, used: Mapping[int, tuple[int, int]]) -> list[Json]:
    """Return the requests that insert rows below the last used one and copy rows there: nothing is written over."""
    first, count = used[body["sheetId"]]
    height = source["endRowIndex"] - source["startRowIndex"]
    rows = {"sheetId": body["sheetId"], "dimension": "ROWS"}
    span = {**rows, "startIndex": first, "endIndex": first + height}
    target = _moved(source, {"sheetId": body["sheetId"]}, first, 0)
    return [
        *([{"appendDimension": {**rows, "length": 1}}] if first >= count else []),
        {"insertDimension": {"range": span, "inheritFromBefore": False}},
        {"copyPaste": {"source": source, "destination": target, "pasteType": "PASTE_NORMAL"}},
    ]


def _loads(tab: int, rows: Sequence[Json], most: int) -> Iterator[list[Json]]:
    """Yield batches that write rows to the hidden tab; each may be sent twice."""
    fields = "userEnteredValue,userEnteredFormat"
    start, load, size = 0, list[Json](), 0
    for number, row in enumerate(rows):
        bytes_of_row = size_of([row])
        if load and size + bytes_of_row > most:
            yield [{"updateCells": {"start": {"sheetId": tab, "rowIndex": start}, "rows": load, "fields": fields}}]
            start, load, size = number, [], 0
        load.append(row)
        size += bytes_of_row
    yield [{"updateCells": {"start": {"sheetId": tab, "rowIndex": start}, "rows": load, "fields": fields}}]


def _area(tab: int, first: int, rows: Sequence[Json]) -> Json:
    bounds = {"startRowIndex": first, "endRowIndex": first + len(rows), "startColumnIndex": 0}
    return {"sheetId": tab, **bounds, "endColumnIndex": max(map(_width, rows))}


def _moved(source: Json, target: Json, row: int, column: int) -> Json:
    height, width = source["endRowIndex"] - source["startRowIndex"], source["endColumnIndex"]
    return {
        "sheetId": target["sheetId"],
        "startRowIndex": row,
        "endRowIndex": row + height,
        "startColumnIndex": column,
        "endColumnIndex": column + width,
    }


def _width(row: Json) -> int:
    return len(row["values"])
