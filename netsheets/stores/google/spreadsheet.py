"""A spreadsheet as it was read, in two requests: what it is made of, then every cell.

In this order, because what tells one state from another (`protections.stamp`) comes with the first: where netsheets
itself writes between the two, the stamp is older than the cells, and a change that builds on them is refused. The other
way round, old cells would carry a new stamp.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from netsheets.ooxml.cells import quoted
from netsheets.stores.google.client import GoogleClient, GoogleRefusal, asked_again
from netsheets.stores.port import Cell, CellError

Json = dict[str, Any]

CONTENT_MARK: Final = "netsheets.content"
"""The mark of a tool-owned tab: which content netsheets last wrote in it."""

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


@dataclass(frozen=True, slots=True)
class Protection:
    """A protected range: its id, what it says, and where it is."""

    number: int
    description: str
    area: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """A note of ours that nobody sees (Google calls it developer metadata): its id and what it says."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class SpreadsheetTab:
    """One tab. `rows` are the raw values from A1 on; the counts are the grid's, empty cells included."""

    sheet_id: int
    title: str
    index: int
    row_count: int
    column_count: int
    frozen_rows: int
    rows: Sequence[Sequence[Cell]]
    protections: tuple[Protection, ...] = ()
    bands: tuple[Mapping[str, Any], ...] = ()
    charts: tuple[int, ...] = ()
    conditional_formats: tuple[Mapping[str, Any], ...] = ()
    marks: Mapping[str, Mark] = field(default_factory=dict)

    @property
    def used_rows(self) -> int:
        """Return the number of the last row that holds anything."""
        return len(self.rows)

    @property
    def used_columns(self) -> int:
        """Return the number of the last column that holds anything."""
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """The whole spreadsheet; `sheet_ids` are those of all its sheets, chart sheets too."""

    spreadsheet_id: str
    title: str
    tabs: tuple[SpreadsheetTab, ...]
    sheet_ids: frozenset[int]
    revision: str

    @property
    def protections(self) -> tuple[Protection, ...]:
        """Return the protected ranges of all tabs."""
        return tuple(each for tab in self.tabs for each in tab.protections)

    @property
    def is_blank(self) -> bool:
        """Tell whether this is a new spreadsheet in which nobody has typed anything yet."""
        return len(self.sheet_ids) == 1 and not any(each.used_rows for each in self.tabs)


def read_spreadsheet(client: GoogleClient, spreadsheet_id: str) -> Spreadsheet:
    """Return the whole spreadsheet. Raise NoAnswer or Refusal.

    Where a tab is renamed or deleted between the two requests, they are asked again.
    """
    for _ in range(_MOST_RENAMED):
        described = asked_again(lambda: client.described(spreadsheet_id, FIELDS), client.patience)
        sheets = [each for each in described.get("sheets", ()) if _is_grid(each)]
        ranges = [quoted(each["properties"]["title"]) for each in sheets]
        try:
            cells = asked_again(lambda ranges=ranges: client.cells(spreadsheet_id, ranges), client.patience)  # type: ignore[misc]
        except GoogleRefusal as refusal:
            last = refusal
            if refusal.status == 400 and "Unable to parse range" in refusal.text:
                continue
            raise
        return _spreadsheet(described, sheets, cells)
    raise last


def create_spreadsheet(client: GoogleClient, title: str) -> Spreadsheet:
    """Make an empty spreadsheet. Raise NoAnswer or Refusal; asked once only, lest there be two."""
    described = client.create({"title": title}, FIELDS)
    sheets = [each for each in described.get("sheets", ()) if _is_grid(each)]
    return _spreadsheet(described, sheets, [[] for _ in sheets])


def protections_of(client: GoogleClient, spreadsheet_id: str) -> tuple[Protection, ...]:
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


def _tab(sheet: Json, rows: Sequence[Sequence[Any]]) -> SpreadsheetTab:
    properties, marks = sheet["properties"], _marks(sheet)
    grid = properties.get("gridProperties", {})
    return SpreadsheetTab(
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
    return {
        each["metadataKey"]: Mark(each["metadataId"], each.get("metadataValue", ""))
        for each in sheet.get("developerMetadata", ())
    }


def _is_grid(sheet: Json) -> bool:
    return bool(sheet["properties"].get("sheetType", "GRID") == "GRID")
