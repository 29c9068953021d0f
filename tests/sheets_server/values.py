"""spreadsheets.values: get, update, append, clear and their batch forms."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .a1 import column_name
from .entered import entered
from .errors import BadPayload, InvalidArgument
from .locales import locale
from .protection import refuse_protected
from .references import Box, resolve
from .render import Renderer
from .sheet import Sheet
from .spreadsheet import Spreadsheet
from .structure import insert
from .tables import last_table

Json = dict[str, Any]
Options = Mapping[str, str]

CELL_CHARACTERS = 50_000


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and when."""

    user: str
    now: datetime.datetime


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: the reply, and the places that were written on the sheet."""

    reply: Json
    sheet_id: int
    rows: frozenset[int]
    columns: frozenset[int]
    cells: int


def get(spreadsheet: Spreadsheet, box: Box, options: Options, caller: Caller) -> Json:
    """Return the ValueRange of *box*: trailing empty cells and rows trimmed, no `values` if there are none."""
    renderer = Renderer(spreadsheet, caller.now)
    by_columns = options.get("majorDimension") == "COLUMNS"
    lines: dict[int, dict[int, Any]] = {}
    for row, column, cell in box.sheet.grid.cells(box.top, box.left, box.bottom, box.right):
        if "userEnteredValue" in cell:
            value = renderer.value(box.sheet, row, column, options)
            line, place = (column - box.left, row - box.top) if by_columns else (row - box.top, column - box.left)
            lines.setdefault(line, {})[place] = value
    values = []
    for line in range(max(lines, default=-1) + 1):
        held = lines.get(line, {})
        values.append([held.get(place, "") for place in range(max(held, default=-1) + 1)])
    result: Json = {"range": box.name, "majorDimension": "COLUMNS" if by_columns else "ROWS"}
    return result | {"values": values} if values else result


def update(spreadsheet: Spreadsheet, text: str, body: Json, options: Options, caller: Caller) -> Written:
    """Write a ValueRange at the range *text*."""
    named = body.get("range")
    if named is not None and resolve(spreadsheet, named).name != resolve(spreadsheet, text).name:
        raise InvalidArgument(f"Requested writing to range: '{text}', but value range is for '{named}'")
    box = resolve(spreadsheet, text)
    rows = _by_rows(body)
    height, width = len(rows), max((len(row) for row in rows), default=0)
    _fit(box, text, height, width)
    return write(spreadsheet, (box.sheet, box.top, box.left), rows, options, caller)


def _by_rows(body: Json) -> list[list[Any]]:
    values: list[list[Any]] = body.get("values", [])
    if body.get("majorDimension") != "COLUMNS":
        return values
    height = max((len(column) for column in values), default=0)
    return [[column[i] if i < len(column) else None for column in values] for i in range(height)]


def _fit(box: Box, text: str, height: int, width: int) -> None:
    """Raise if the values leave the grid, or the range; a range of one cell only says where to start."""
    grid = box.sheet.grid
    bottom, right = (grid.row_count, grid.column_count) if box.is_cell else (box.bottom, box.right)
    if box.top + height > bottom:
        raise InvalidArgument(f"Requested writing within range [{text}], but tried writing to row [{bottom + 1}]")
    if box.left + width > right:
        raise InvalidArgument(
            f"Requested writing within range [{text}], but tried writing to column [{column_name(right)}]"
        )


def write(
    spreadsheet: Spreadsheet, at: tuple[Sheet, int, int], rows: list[list[Any]], options: Options, caller: Caller
) -> Written:
    """Write *rows* from a cell on; null leaves a cell as it is."""
    sheet, top, left = at
    width = max((len(row) for row in rows), default=0)
    written = [(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row) if value is not None]
    for r, c, value in written:
        _check(value, r, c)
    box = Box(sheet, top, left, top + max(1, len(rows)), left + max(1, width))
    refuse_protected(spreadsheet, sheet, box.grid_range(), caller.user)
    user_entered = options.get("valueInputOption") == "USER_ENTERED"
    typist = Typist(spreadsheet, caller.now)
    for r, c, value in written:
        typist.enter(sheet, top + r, left + c, value, user_entered=user_entered)
    spreadsheet.computed = {}
    result: Json = {"spreadsheetId": spreadsheet.spreadsheet_id, "updatedRange": box.name}
    counts = (len({r for r, _, _ in written}), len({c for _, c, _ in written}), len(written))
    result |= {name: n for name, n in zip(("updatedRows", "updatedColumns", "updatedCells"), counts, strict=True) if n}
    if options.get("includeValuesInResponse", "").lower() == "true":
        shown = {"valueRenderOption": options.get("responseValueRenderOption", "FORMATTED_VALUE"),
                 "dateTimeRenderOption": options.get("responseDateTimeRenderOption", "SERIAL_NUMBER")}  # fmt: skip
        result["updatedData"] = get(spreadsheet, box, shown, caller)
    rows_written, columns_written = {top + r for r, _, _ in written}, {left + c for _, c, _ in written}
    return Written(result, sheet.sheet_id, frozenset(rows_written), frozenset(columns_written), len(written))


def totals(writes: list[Written]) -> Json:
    """Return the totals of a batch: a row or column that two ranges share counts once."""
    counts = {
        "totalUpdatedRows": len({(write.sheet_id, row) for write in writes for row in write.rows}),
        "totalUpdatedColumns": len({(write.sheet_id, column) for write in writes for column in write.columns}),
        "totalUpdatedCells": sum(write.cells for write in writes),
        "totalUpdatedSheets": len({write.sheet_id for write in writes if write.cells}),
    }
    return {name: count for name, count in counts.items() if count}


def _check(value: Any, row: int, column: int) -> None:
    if isinstance(value, (dict, list)):
        kind = "struct_value" if isinstance(value, dict) else "list_value"
        text = f"Invalid values[{row}][{column}]: {kind} {{\n}}\n"
        raise BadPayload([(f"data.values[{row}][{column}]", text)])
    if isinstance(value, str) and len(value) > CELL_CHARACTERS:
        raise InvalidArgument("Your input contains more than the maximum of 50000 characters in a single cell.")


class Typist:
    """Enters values in cells, as typed or as given."""

    def __init__(self, spreadsheet: Spreadsheet, now: datetime.datetime) -> None:
        self.locale = locale(spreadsheet.properties["locale"])
        self.today = now.date()

    def enter(self, sheet: Sheet, row: int, column: int, value: Any, *, user_entered: bool) -> None:
        """Put *value* in a cell. What typing implies of a format is used where the cell has none."""
        number_format: Json | None = None
        held = sheet.grid.cell(row, column).get("userEnteredFormat", {}).get("numberFormat")
        if isinstance(value, bool):
            entry: Json | None = {"boolValue": value}
        elif isinstance(value, (int, float)):
            entry = {"numberValue": int(value) if value == int(value) and abs(value) < 1e15 else value}
        elif user_entered and not (held and held.get("type") == "TEXT"):
            entry, number_format = entered(value, self.locale, self.today)
        else:
            entry = {"stringValue": value} if value != "" else None
        sheet.grid.set_value(row, column, entry)
        if number_format and not held:
            cell = sheet.grid.cell(row, column)
            own = cell.get("userEnteredFormat", {}) | {"numberFormat": number_format}
            sheet.grid.put(row, column, cell | {"userEnteredFormat": own})


def append(spreadsheet: Spreadsheet, text: str, body: Json, options: Options, caller: Caller) -> Json:
    """Write a ValueRange below the last table of the range; return the AppendValuesResponse."""
    box = resolve(spreadsheet, text)
    table = last_table(box)
    rows = _by_rows(body)
    sheet, top, left = box.sheet, box.top, box.left
    result: Json = {"spreadsheetId": spreadsheet.spreadsheet_id}
    if table is not None:
        result["tableRange"] = Box(sheet, *table).name
        top, left = table[2], table[1]
    if options.get("insertDataOption") == "INSERT_ROWS" and rows:
        insert(spreadsheet, sheet, "ROWS", min(top, sheet.grid.row_count), len(rows))
    width = max((len(row) for row in rows), default=0)
    sheet.grid.row_count = max(sheet.grid.row_count, top + len(rows))
    sheet.grid.column_count = max(sheet.grid.column_count, left + width)
    result["updates"] = write(spreadsheet, (sheet, top, left), rows, options, caller).reply
    return result


def clear(spreadsheet: Spreadsheet, box: Box, caller: Caller) -> str:
    """Clear the values (not the formats) of *box*; return its name."""
    refuse_protected(spreadsheet, box.sheet, box.grid_range(), caller.user)
    for row, column, _ in list(box.sheet.grid.cells(box.top, box.left, box.bottom, box.right)):
        box.sheet.grid.set_value(row, column, None)
    spreadsheet.computed = {}
    return box.name
