"""How a cell shows: its effective value, its formatted text, and the CellData of a reply."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from .colors import mirrored
from .formats import formatted, is_date
from .formulas import evaluate
from .grid import Cell
from .locales import Locale, locale
from .sheet import PIXELS, Sheet
from .spreadsheet import Spreadsheet

Json = dict[str, Any]


class Renderer:
    """Shows the cells of one spreadsheet at one moment."""

    def __init__(self, spreadsheet: Spreadsheet, now: datetime.datetime) -> None:
        self.spreadsheet = spreadsheet
        self.locale: Locale = locale(spreadsheet.properties["locale"])
        self.now = now

    def effective(self, sheet: Sheet, row: int, column: int) -> Json | None:
        """Return the ExtendedValue that a cell amounts to: what is entered, or what its formula gives."""
        entered: Json | None = sheet.grid.cell(row, column).get("userEnteredValue")
        if entered is None or "formulaValue" not in entered:
            return entered
        return evaluate(self.spreadsheet, sheet, (row, column), self.now)

    def number_format(self, cell: Cell) -> Json:
        """Return the number format of a cell; an empty one where it is automatic."""
        found: Json = cell.get("userEnteredFormat", {}).get("numberFormat", {})
        return found

    def shown(self, sheet: Sheet, row: int, column: int) -> str:
        """Return the text the grid shows in a cell."""
        value = self.effective(sheet, row, column)
        return self._shown(value, sheet.grid.cell(row, column))

    def _shown(self, value: Json | None, cell: Cell) -> str:
        if value is None:
            return ""
        if "errorValue" in value:
            return ERROR_TEXTS[value["errorValue"]["type"]]
        number_format = self.number_format(cell) or value.get("format", {})
        return formatted(plain(value), number_format, self.locale)

    def value(self, sheet: Sheet, row: int, column: int, options: Mapping[str, str]) -> Any:
        """Return the cell as spreadsheets.values shows it under the two render options."""
        render = options.get("valueRenderOption", "FORMATTED_VALUE")
        cell = sheet.grid.cell(row, column)
        entered = cell.get("userEnteredValue")
        if render == "FORMULA" and entered and "formulaValue" in entered:
            return entered["formulaValue"]
        value = self.effective(sheet, row, column)
        if value is None:
            return ""
        if render == "FORMATTED_VALUE" or "errorValue" in value:
            return self._shown(value, cell)
        result = plain(value)
        number_format = self.number_format(cell) or value.get("format", {})
        if options.get("dateTimeRenderOption") == "FORMATTED_STRING" and _is_number(result) and is_date(number_format):
            return formatted(result, number_format, self.locale)
        return result

    def cell_data(self, sheet: Sheet, row: int, column: int) -> Json:
        """Return the CellData of a reply: what was entered, what it amounts to, and how it shows."""
        cell = sheet.grid.cell(row, column)
        result = dict(cell)
        value = self.effective(sheet, row, column)
        if value is not None:
            result["effectiveValue"] = {key: item for key, item in value.items() if key != "format"}
            result["formattedValue"] = self._shown(value, cell)
        if value is not None or "userEnteredFormat" in cell:
            result["effectiveFormat"] = self._effective_format(cell, value)
        return result

    def _effective_format(self, cell: Cell, value: Json | None) -> Json:
        default = self.spreadsheet.properties["defaultFormat"]
        own = cell.get("userEnteredFormat", {})
        merged: Json = default | own
        merged["textFormat"] = default["textFormat"] | own.get("textFormat", {})
        if value and "format" in value and "numberFormat" not in own:
            merged["numberFormat"] = value["format"]
        if "hyperlinkDisplayType" not in merged:
            merged["hyperlinkDisplayType"] = "PLAIN_TEXT"
        result: Json = mirrored(merged)
        return result

    def dimension_properties(self, sheet: Sheet, dimension: str, start: int, end: int) -> list[Json]:
        """Return the DimensionProperties of the rows or columns from *start* to *end*."""
        found = []
        own = sheet.grid.properties(dimension)
        located = {
            item["location"]["dimensionRange"].get("startIndex", 0)
            for item in self.spreadsheet.metadata
            if "dimensionRange" in item["location"]
        }
        for index in range(start, end):
            properties: Json = {"pixelSize": PIXELS[dimension]} | own.get(index, {})
            if index in located:
                metadata = self.spreadsheet.metadata_at(sheet_id=sheet.sheet_id, dimension=dimension, index=index)
                if metadata:
                    properties["developerMetadata"] = metadata
            found.append(properties)
        return found


ERROR_TEXTS = {
    "ERROR": "#ERROR!", "NULL_VALUE": "#NULL!", "DIVIDE_BY_ZERO": "#DIV/0!", "VALUE": "#VALUE!", "REF": "#REF!",
    "NAME": "#NAME?", "NUM": "#NUM!", "N_A": "#N/A", "LOADING": "Loading...",
}  # fmt: skip


def plain(value: Json) -> Any:
    """Return the number, text or truth value of an ExtendedValue."""
    for key in ("numberValue", "stringValue", "boolValue"):
        if key in value:
            return value[key]
    return value.get("formulaValue", "")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
