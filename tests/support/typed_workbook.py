"""A worked network as a person would type it: real dates, numbers and percentages, with openpyxl."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from netsheets.sheets.labels import column_key, tab_key
from netsheets.sheets.schema import TabColumn, tab
from tests.support.cases import Edit, Network, key_column

Headers = Literal["key", "en", "fr"]

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def write_workbook(path: Path, network: Network, headers: Headers) -> None:
    """Write a workbook with the tabs of the network and no other, its titles keys, English or French."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for key, rows in network.items():
        schema = tab(key)
        used = [each for each in schema.columns if any(each.key in row for row in rows)]
        sheet = book.create_sheet(schema.key if headers == "key" else schema.titles[headers])
        sheet.append([each.key if headers == "key" else each.titles[headers] for each in used])
        for number, row in enumerate(rows, start=2):
            for place, column in enumerate(used, start=1):
                _type(sheet, (number, place), row.get(column.key, ""), column, headers)
    book.save(path)


def edit_workbook(path: Path, edit: Edit, headers: Headers = "en") -> None:
    """Add a row below the last one, or change or delete the row with the key, and save."""
    book = openpyxl.load_workbook(path)
    sheet = next(each for each in book.worksheets if tab_key(each.title) == edit.tab)
    schema = tab(edit.tab)
    places = {column_key(schema, str(cell.value)): cell.column for cell in sheet[1] if cell.value}
    ids = [
        cell.value
        for cell in next(sheet.iter_cols(min_col=places[key_column(edit.tab)], max_col=places[key_column(edit.tab)]))
    ]
    if edit.add is not None:
        last = max(number for number, value in enumerate(ids, start=1) if value not in (None, ""))
        _type_row(sheet, last + 1, edit.add, places, headers)
    elif edit.change is not None:
        _type_row(sheet, ids.index(edit.key) + 1, edit.change, places, headers)
    else:
        sheet.delete_rows(ids.index(edit.key) + 1)
    book.save(path)


def _type_row(
    sheet: Worksheet, number: int, row: Mapping[str, str], places: Mapping[str | None, int], headers: Headers
) -> None:
    for key, text in row.items():
        if key not in places:
            places = {**places, key: sheet.max_column + 1}
            sheet.cell(1, places[key], key)
        _type(sheet, (number, places[key]), text, tab(sheet_key(sheet)).column_by_key[key], headers)


def sheet_key(sheet: Worksheet) -> str:
    """Return the key of the tab a sheet holds."""
    key = tab_key(sheet.title)
    assert key
    return key


def _type(sheet: Worksheet, place: tuple[int, int], text: str, column: TabColumn, headers: Headers) -> None:
    """Type a text in a cell as Excel would take it: days, amounts and percentages become what they are."""
    if text == "":
        return
    value, format_ = _typed(text, column, headers)
    cell = sheet.cell(*place, value)
    if format_:
        cell.number_format = format_


def _typed(text: str, column: TabColumn, headers: Headers) -> tuple[Any, str]:
    found = _PERCENT.fullmatch(text)
    if found:
        return float(found[1]) / 100, "0%"
    if _DAY.fullmatch(text):
        return dt.datetime.fromisoformat(text), "dd/mm/yyyy"
    if column.type in ("money", "positive_money", "number") or (column.key == "value" and _NUMBER.fullmatch(text)):
        return float(text), ""
    return (text if headers == "key" else column.label(text, headers)), ""
