"""The edits that leave what stands on a tab: rows appended, a tab dressed, wrong cells coloured, single cells retyped.

Members insert, sort and delete rows while netsheets works, so no cell of theirs is found by a place that was read:

- rows are appended where Google itself finds the end of the tab to be, at the moment it writes (`appendCells`);
- a missing column is inserted, not written over an empty one, where a member may have typed since the read;
- the one rule a tab that colours wrong cells is found again by its mark, after all rules people made;
- a cell is retyped by a search for its whole old text in that one cell: where something else stands by now, nothing is
  found and nothing changes. Rows that hold the same text in that column are the ones it can't tell apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from netsheets.ooxml.cells import column_number
from netsheets.stores.google.cells import BANDS, HIGHLIGHT, NUMBER_FORMATS, entered, header_look, look, pixels, rule
from netsheets.stores.google.draft import BatchDraft, DraftTab, number_of
from netsheets.stores.google.protections import protect_header
from netsheets.stores.port import AppendRows, DressTab, Format, Highlight, Reference, RetypeCells, ShownColumn, Written

Json = dict[str, Any]

_WRITTEN: Final = "userEnteredValue,userEnteredFormat.numberFormat"
_UNFORMATTED: Final = ("number", "note", "heading", "link", "total", "total_money")
"""Formats an empty cell needs no preparing for."""

_MARK: Final = '=IF("netsheets"<>"";'
"""A condition that always holds: the only place for a name in a conditional format."""

_TEXT_OR_PLACE: Final = re.compile(
    r'"(?:[^"]|"")*"'
    r"|((?:'(?:[^']|'')*'|[^\W\d]\w*)!\$?[A-Z]+\$?\d*(?::\$?[A-Z]+\$?\d*)?)"
    r"|(,)"
)


def append_rows(draft: BatchDraft, edit: AppendRows) -> None:
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


def dress_tab(draft: BatchDraft, edit: DressTab) -> None:
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
    protect_header(draft, tab, edit.header_row)


def _positions(edit: DressTab, tab: DraftTab) -> list[int]:
    """Return where each column stands (from 1), missing ones right of all that is used."""
    last = max((tab.used_columns, *(at for at in edit.positions if at is not None)))
    positions = []
    for at in edit.positions:
        last += at is None
        positions.append(last if at is None else at)
    return positions


def _add_columns(draft: BatchDraft, tab: DraftTab, header_row: int, added: Mapping[int, ShownColumn]) -> None:
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


def _dress_column(draft: BatchDraft, tab: DraftTab, place: tuple[int, int], column: ShownColumn) -> None:
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


def _freeze(draft: BatchDraft, tab: DraftTab, header_row: int) -> None:
    """Freeze the header row, unless someone has arranged that already."""
    if (tab.was is None or not tab.was.frozen_rows) and header_row < tab.row_count:
        properties = {"sheetId": tab.sheet_id, "gridProperties": {"frozenRowCount": header_row}}
        draft.add("updateSheetProperties", properties=properties, fields="gridProperties.frozenRowCount")


def _band(draft: BatchDraft, tab: DraftTab, header_row: int) -> None:
    """Give the tab alternating colours, unless it has some."""
    if tab.was is None or not tab.was.bands:
        area = tab.area(rows=(header_row - 1, tab.row_count), columns=(0, tab.used_columns))
        number = number_of(f"bands {tab.sheet_id}")
        draft.add("addBanding", bandedRange={"bandedRangeId": number, "range": area, "rowProperties": BANDS})


def set_highlight(draft: BatchDraft, edit: Highlight) -> None:
    """Make this the tab's highlight. Raise Conflict where the tab is missing."""
    tab = draft.tab(edit.title)
    rule = _rule(tab, edit)
    rules = tab.was.conditional_formats if tab.was is not None else ()
    ours = [number for number, each in enumerate(rules) if _formula(each).startswith(_MARK)]
    if ours and _is_same(rules[ours[0]], rule):
        return
    if ours:
        draft.add("updateConditionalFormatRule", index=ours[0], rule=rule)
    else:
        draft.add("addConditionalFormatRule", index=len(rules), rule=rule)


def in_google(formula: str) -> str:
    """Return a formula as a conditional format of Google's takes it, in any language of the spreadsheet.

    Another tab is reached through INDIRECT only, and a semicolon separates arguments everywhere.
    """

    def changed(found: re.Match[str]) -> str:
        place, comma = found[1], found[2]
        if place:
            text = place.replace('"', '""')
            return f'INDIRECT("{text}")'
        return ";" if comma else found[0]

    return _TEXT_OR_PLACE.sub(changed, formula.removeprefix("="))


def _rule(tab: DraftTab, edit: Highlight) -> Json:
    row, column = int(re.sub(r"\D", "", edit.anchor)), re.sub(r"\d", "", edit.anchor)
    last = min(column_number(edit.last_column), tab.column_count)
    area = tab.area(rows=(row - 1, tab.row_count), columns=(column_number(column) - 1, last))
    formula = f"{_MARK}{in_google(edit.formula)})"
    condition = {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": formula}]}
    return {"ranges": [area], "booleanRule": {"condition": condition, "format": HIGHLIGHT}}


def _is_same(held: Mapping[str, Any], rule: Json) -> bool:
    """Tell whether a rule that was read is this one; replies leave zeroes out."""
    [area] = rule["ranges"]
    ranges = [{name: bound for name, bound in each.items() if bound} for each in held["ranges"]]
    return ranges == [{name: bound for name, bound in area.items() if bound}] and _formula(held) == _formula(rule)


def _formula(rule: Mapping[str, Any]) -> str:
    values = rule.get("booleanRule", {}).get("condition", {}).get("values", ())
    return str(values[0].get("userEnteredValue", "")) if values else ""


def retype_cells(draft: BatchDraft, edit: RetypeCells) -> None:
    """Type cells anew where they still hold what was read. Raise Conflict where the tab is missing."""
    tab = draft.tab(edit.title)
    for each in edit.cells:
        place = tab.area(rows=(each.row - 1, each.row), columns=(each.column - 1, each.column))
        draft.add(
            "findReplace",
            find=each.was,
            replacement=each.text,
            matchCase=True,
            matchEntireCell=True,
            includeFormulas=False,
            range=place,
        )
    if edit.cells:
        draft.content_of(tab)
