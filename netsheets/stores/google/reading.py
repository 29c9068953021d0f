"""Reading a spreadsheet in two requests: what it is made of, then every cell.

In this order, because what tells one state from another (`stamp`) comes with the first: where netsheets itself writes
between the two, the stamp is older than the cells, and a change that builds on them is refused. The other way round,
old cells would carry a new stamp.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from netsheets.stores.google.client import Client, asked_again
from netsheets.stores.google.failures import Refusal
from netsheets.stores.google.spreadsheet import CONTENT_MARK, Mark, Protection, Spreadsheet, Tab
from netsheets.stores.port import Cell, CellError

Json = dict[str, Any]

FIELDS: Final = (
    "spreadsheetId,properties(title),sheets(properties(sheetId,title,index,sheetType,gridProperties(rowCount,"
    "columnCount,frozenRowCount)),protectedRanges(protectedRangeId,description,range),conditionalFormats,"
    "bandedRanges(bandedRangeId,range),charts(chartId),developerMetadata(metadataId,metadataKey,metadataValue))"
)
PROTECTIONS: Final = "sheets(protectedRanges(protectedRangeId,description,range))"
"""The little that is read back to learn whether a write was done."""

_ERRORS: Final = {
    text: CellError(text)
    for text in ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#ERROR!", "Loading...")
}
"""How the values of a failed formula come; text that a member typed just so is taken for one."""
_MOST_RENAMED: Final = 3


def read_spreadsheet(client: Client, spreadsheet_id: str) -> Spreadsheet:
    """Return the whole spreadsheet. Raise NoAnswer or Refusal.

    Where a tab is renamed or deleted between the two requests, they are asked again.
    """
    for _ in range(_MOST_RENAMED):
        described = asked_again(lambda: client.described(spreadsheet_id, FIELDS), client.patience)
        sheets = [each for each in described.get("sheets", ()) if _is_grid(each)]
        ranges = [_quoted(each["properties"]["title"]) for each in sheets]
        try:
            cells = asked_again(lambda ranges=ranges: client.cells(spreadsheet_id, ranges), client.patience)  # type: ignore[misc]
        except Refusal as refusal:
            last = refusal
            if refusal.status == 400 and "Unable to parse range" in refusal.text:
                continue
            raise
        return _spreadsheet(described, sheets, cells)
    raise last


def create_spreadsheet(client: Client, title: str) -> Spreadsheet:
    """Make an empty spreadsheet. Raise NoAnswer or Refusal; asked once only, lest there be two."""
    described = client.create({"title": title}, FIELDS)
    sheets = [each for each in described.get("sheets", ()) if _is_grid(each)]
    return _spreadsheet(described, sheets, [[] for _ in sheets])


def protections_of(client: Client, spreadsheet_id: str) -> tuple[Protection, ...]:
    """Return the protected ranges as they are now, asking once."""
    described = client.described(spreadsheet_id, PROTECTIONS)
    return tuple(found for sheet in described.get("sheets", ()) for found in _protections(sheet))


def _spreadsheet(described: Json, sheets: Sequence[Json], cells: Sequence[Sequence[Sequence[Any]]]) -> Spreadsheet:
    content = json.dumps([described, cells], ensure_ascii=False, sort_keys=True)
    return Spreadsheet(
        described["spreadsheetId"],
        described["properties"]["title"],
        tuple(_tab(sheet, rows) for sheet, rows in zip(sheets, cells, strict=True)),
        frozenset(each["properties"].get("sheetId", 0) for each in described.get("sheets", ())),
        hashlib.sha256(content.encode()).hexdigest(),
    )


def _tab(sheet: Json, rows: Sequence[Sequence[Any]]) -> Tab:
    properties, marks = sheet["properties"], _marks(sheet)
    grid = properties.get("gridProperties", {})
    return Tab(
        # Zeroes are left out of replies: the first sheet's id, its index.
        properties.get("sheetId", 0),
        properties["title"],
        properties.get("index", 0),
        grid.get("rowCount", 0),
        grid.get("columnCount", 0),
        grid.get("frozenRowCount", 0),
        # netsheets writes no formulas: on a tab it wrote, what looks like an error is a text that says so.
        rows if CONTENT_MARK in marks else [[_cell(value) for value in row] for row in rows],
        _protections(sheet),
        tuple(sheet.get("bandedRanges", ())),
        tuple(each["chartId"] for each in sheet.get("charts", ())),
        tuple(sheet.get("conditionalFormats", ())),
        marks,
    )


def _cell(value: Any) -> Cell:
    return _ERRORS.get(value, value) if value.__class__ is str else value


def _protections(sheet: Json) -> tuple[Protection, ...]:
    return tuple(
        Protection(each["protectedRangeId"], each.get("description", ""), each.get("range", {}))
        for each in sheet.get("protectedRanges", ())
    )


def _marks(sheet: Json) -> Mapping[str, Mark]:
    return MappingProxyType(
        {
            each["metadataKey"]: Mark(each["metadataId"], each.get("metadataValue", ""))
            for each in sheet.get("developerMetadata", ())
        }
    )


def _is_grid(sheet: Json) -> bool:
    return bool(sheet["properties"].get("sheetType", "GRID") == "GRID")


def _quoted(title: str) -> str:
    """Return the range of a whole tab. The quotes keep it from being taken for a cell or a named range."""
    return "'" + title.replace("'", "''") + "'"
