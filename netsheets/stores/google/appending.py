"""AppendRows: rows below the last one of a tab.

Google itself finds the place, at the moment it writes (`appendCells`): whatever members inserted, sorted, deleted or
added since the read, no row of theirs is written over.
"""

from __future__ import annotations

from typing import Any, Final

from netsheets.stores.google.cells import entered
from netsheets.stores.google.draft import Draft, number_of
from netsheets.stores.google.looks import NUMBER_FORMATS
from netsheets.stores.port import AppendRows, Format, Written

Json = dict[str, Any]

_WRITTEN: Final = "userEnteredValue,userEnteredFormat.numberFormat"


def append_rows(draft: Draft, edit: AppendRows) -> None:
    """Write rows below the last used one. Raise Conflict where the tab is missing."""
    tab = draft.tab(edit.title)
    if not edit.rows:
        return
    width = max(edit.positions)
    rows = []
    for line in edit.rows:
        cells: list[Json] = [{} for _ in range(width)]
        for position, format_, value in zip(edit.positions, edit.formats, line, strict=True):
            cells[position - 1] = _cell(value, format_)
        rows.append({"values": cells})
    draft.add("appendCells", sheetId=tab.sheet_id, rows=rows, fields=_WRITTEN)
    draft.content_of(tab)
    tab.used_rows += len(edit.rows)
    tab.row_count = max(tab.row_count, tab.used_rows)
    bands = number_of(f"bands {tab.sheet_id}")
    for each in tab.was.bands if tab.was is not None else ():
        if each["bandedRangeId"] == bands and each["range"].get("endRowIndex", tab.used_rows) < tab.used_rows:
            area = {**each["range"], "endRowIndex": tab.used_rows}
            draft.add("updateBanding", bandedRange={"bandedRangeId": bands, "range": area}, fields="range")


def _cell(value: Written, format_: Format) -> Json:
    number_format = NUMBER_FORMATS.get(format_)
    cell = entered(value)
    return {**cell, "userEnteredFormat": {"numberFormat": number_format}} if number_format else cell
