"""DressTab: a members' tab made ready to fill, no cell of theirs touched.

Missing columns are inserted, not written over empty ones: a member may have typed there since the read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from netsheets.stores.google import protections
from netsheets.stores.google.draft import Draft, DraftTab, number_of
from netsheets.stores.google.looks import BANDS, header_look, look, pixels
from netsheets.stores.google.validations import rule
from netsheets.stores.port import Column, DressTab, Reference

Json = dict[str, Any]

_UNFORMATTED: Final = ("number", "note", "heading", "link", "total", "total_money")
"""Formats an empty cell needs no preparing for."""


def dress_tab(draft: Draft, edit: DressTab) -> None:
    """Add what the tab lacks: missing columns, notes, formats of empty cells, drop-downs, colours, frozen header."""
    tab = draft.tab(edit.title)
    positions = _positions(edit, tab)
    added = {at: each for at, each, had in zip(positions, edit.columns, edit.positions, strict=True) if had is None}
    if added:
        _add_columns(draft, tab, edit.header_row, added)
    for at, column in zip(positions, edit.columns, strict=True):
        _dress_column(draft, tab, (at, edit.header_row), column)
    _freeze(draft, tab, edit.header_row)
    _band(draft, tab, edit.header_row)
    protections.protect_header(draft, tab, edit.header_row)


def _positions(edit: DressTab, tab: DraftTab) -> list[int]:
    """Return where each column stands (from 1), missing ones right of all that is used."""
    last = max((tab.used_columns, *(at for at in edit.positions if at is not None)))
    positions = []
    for at in edit.positions:
        last += at is None
        positions.append(last if at is None else at)
    return positions


def _add_columns(draft: Draft, tab: DraftTab, header_row: int, added: Mapping[int, Column]) -> None:
    first = min(added) - 1
    if tab.was is not None:
        if first == tab.column_count:
            draft.add("appendDimension", sheetId=tab.sheet_id, dimension="COLUMNS", length=1)
            tab.column_count += 1
        span = tab.span("COLUMNS", first, first + len(added))
        draft.add("insertDimension", range=span, inheritFromBefore=False)
        tab.column_count += len(added)
        draft.content_of(tab)
    cells = [
        {"userEnteredValue": {"stringValue": each.title}, "userEnteredFormat": header_look(each)}
        for each in added.values()
    ]
    place = tab.area(rows=(header_row - 1, header_row), columns=(first, first + len(added)))
    draft.add("updateCells", range=place, rows=[{"values": cells}], fields="userEnteredValue,userEnteredFormat")
    for at, each in added.items():
        size = {"pixelSize": pixels(each.width)}
        span = tab.span("COLUMNS", at - 1, at)
        draft.add("updateDimensionProperties", range=span, properties=size, fields="pixelSize")
    tab.used_columns = max(tab.used_columns, first + len(added))
    tab.used_rows = max(tab.used_rows, header_row)


def _dress_column(draft: Draft, tab: DraftTab, place: tuple[int, int], column: Column) -> None:
    """Give a column its note, its drop-down or check, and the format of its empty cells below the last row."""
    at, header_row = place
    columns = (at - 1, at)
    if column.note:
        header = tab.area(rows=(header_row - 1, header_row), columns=columns)
        draft.add("updateCells", range=header, rows=[{"values": [{"note": column.note}]}], fields="note")
    check = column.check
    leads_nowhere = isinstance(check, Reference) and not draft.has(check.title)
    if check is not None and not leads_nowhere and header_row < tab.row_count:
        below = tab.area(rows=(header_row, tab.row_count), columns=columns)
        draft.add("setDataValidation", range=below, rule=rule(check, column.note))
    empty = (max(tab.used_rows, header_row), tab.row_count)
    if column.format not in _UNFORMATTED and empty[0] < empty[1]:
        cell = {"userEnteredFormat": look(column.format)}
        fields = ",".join(f"userEnteredFormat.{name}" for name in cell["userEnteredFormat"])
        draft.add("repeatCell", range=tab.area(rows=empty, columns=columns), cell=cell, fields=fields)


def _freeze(draft: Draft, tab: DraftTab, header_row: int) -> None:
    """Freeze the header row, unless someone has arranged that already."""
    if (tab.was is None or not tab.was.frozen_rows) and header_row < tab.row_count:
        properties = {"sheetId": tab.sheet_id, "gridProperties": {"frozenRowCount": header_row}}
        draft.add("updateSheetProperties", properties=properties, fields="gridProperties.frozenRowCount")


def _band(draft: Draft, tab: DraftTab, header_row: int) -> None:
    """Give the tab alternating colours, unless it has some."""
    if tab.was is None or not tab.was.bands:
        area = tab.area(rows=(header_row - 1, tab.row_count), columns=(0, tab.used_columns))
        number = number_of(f"bands {tab.sheet_id}")
        draft.add("addBanding", bandedRange={"bandedRangeId": number, "range": area, "rowProperties": BANDS})
