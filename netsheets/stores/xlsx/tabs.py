"""ReplaceTab and AppendRows: tool-owned tabs, written whole or added to."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from netsheets.stores.addresses import column_letters, column_number
from netsheets.stores.port import AppendRows, ReplaceTab
from netsheets.stores.xlsx import vocabulary as xml
from netsheets.stores.xlsx.charts import add_charts
from netsheets.stores.xlsx.comments import set_notes
from netsheets.stores.xlsx.draft import Draft
from netsheets.stores.xlsx.row_bytes import without_empty_end
from netsheets.stores.xlsx.sheet_frame import SheetFrame
from netsheets.stores.xlsx.sheet_rows import RowWriter
from netsheets.stores.xlsx.styles import Styles
from netsheets.stores.xlsx.tab_sheet import TabSheet
from netsheets.stores.xlsx.text import quoted
from netsheets.stores.xlsx.workbook_parts import SheetEntry, WorkbookParts

_FILTER_NAME: Final = "_xlnm._FilterDatabase"
_TITLES_NAME: Final = "_xlnm.Print_Titles"
_CORNERS: Final = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")


def replace_tab(draft: Draft, workbook: WorkbookParts, styles: Styles, edit: ReplaceTab) -> None:
    """Make the tab hold exactly this content. Raise Conflict where it is missing."""
    sheet = workbook.existing_sheet(edit.title)
    _clear(draft, workbook, sheet)
    before = draft.read(sheet.part)
    tab = TabSheet(edit.content, styles, RowWriter(uses_1904=workbook.uses_1904))
    frame = SheetFrame(tab.part(), sheet.part)
    if edit.content.charts:
        charts = [(chart, tab.areas[chart.block]) for chart in edit.content.charts]
        drawing = add_charts(draft, sheet.title, charts, column=tab.width + 1)
        relation = draft.relate(sheet.part, xml.SHEET_DRAWING_PART, drawing)
        frame.obtain("drawing").set(xml.relationship("id"), relation)
    set_notes(draft, sheet.part, frame, tab.notes)
    content = frame.content()
    draft.write(sheet.part, content)
    _define_names(workbook, sheet, tab.table, tab.header_row)
    if content != before:
        workbook.calculate_on_load()


def append_rows(draft: Draft, workbook: WorkbookParts, styles: Styles, edit: AppendRows) -> None:
    """Write rows below the last used one. Raise Conflict where the tab is missing."""
    sheet = workbook.existing_sheet(edit.title)
    if not edit.rows:
        return
    frame = SheetFrame(draft.read(sheet.part), sheet.part)
    writer = RowWriter(uses_1904=workbook.uses_1904)
    order = sorted(range(len(edit.positions)), key=edit.positions.__getitem__)
    columns = [edit.positions[each] for each in order]
    numbers = [styles.number(edit.formats[each]) for each in order]
    lines = ([row[each] for each in order] for row in edit.rows)
    kept, last = without_empty_end(frame.rows)
    written = writer.rows(last + 1, columns, numbers, lines)
    frame.rows = kept + frame.prefixed("".join(written).encode())
    _extend(frame, workbook, sheet, (columns[-1], last + len(edit.rows)))
    for link in writer.links:
        frame.obtain("hyperlinks").append(_link(link))
    draft.write(sheet.part, frame.content())
    workbook.calculate_on_load()


def _clear(draft: Draft, workbook: WorkbookParts, sheet: SheetEntry) -> None:
    """Remove what belonged to the tab alone: its charts, notes and tables."""
    if re.search(rb"<(?:\w+:)?f[\s>]", draft.read(sheet.part)):
        workbook.drop_calculation_chain()
    below = draft.relations(sheet.part)
    for each in below:
        draft.unrelate(sheet.part, each.id)
    draft.remove_orphans([each.target for each in below if not each.external])


def _define_names(workbook: WorkbookParts, sheet: SheetEntry, table: str, header_row: int) -> None:
    """Keep the names Excel keeps for a filter and for the rows repeated on each page."""
    area = f"{quoted(sheet.title)}!{_absolute(table)}" if table else None
    workbook.define_name(_FILTER_NAME, sheet, area, hidden=True)
    titles = f"{quoted(sheet.title)}!${header_row}:${header_row}" if table else None
    workbook.define_name(_TITLES_NAME, sheet, titles)


def _extend(frame: SheetFrame, workbook: WorkbookParts, sheet: SheetEntry, corner: tuple[int, int]) -> None:
    """Have the tab's dimension and filter reach this last column and row."""
    dimension = frame.find("dimension")
    if dimension is not None:
        dimension.set("ref", _reaching(dimension.get("ref", "A1"), corner))
    table = frame.find("autoFilter")
    if table is not None:
        area = _reaching(table.get("ref", "A1"), (1, corner[1]))
        table.set("ref", area)
        workbook.define_name(_FILTER_NAME, sheet, f"{quoted(sheet.title)}!{_absolute(area)}", hidden=True)


def _reaching(area: str, corner: tuple[int, int]) -> str:
    found = _CORNERS.fullmatch(area)
    if found is None:
        return area
    column = max(column_number(found[3] or found[1]), corner[0])
    row = max(int(found[4] or found[2]), corner[1])
    return f"{found[1]}{found[2]}:{column_letters(column)}{row}"


def _absolute(area: str) -> str:
    return re.sub(r"([A-Z]+)(\d+)", r"$\1$\2", area)


def _link(written: str) -> etree._Element:
    element = etree.fromstring(written)
    element.tag = xml.main("hyperlink")
    return element
