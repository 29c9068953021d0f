"""ReplaceTab and AppendRows: tool-owned tabs, written whole or added to."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Final

from lxml import etree

from netsheets.ooxml import names as xml
from netsheets.ooxml.cells import column_letters, column_number, on_sheet
from netsheets.ooxml.draft import Draft, in_utf8
from netsheets.ooxml.sheet import SheetFrame, without_empty_end
from netsheets.ooxml.styles import Styles
from netsheets.ooxml.workbook import SheetEntry, WorkbookParts
from netsheets.stores.port import AppendRows, Block, Content, ReplaceTab, ShownColumn, Written
from netsheets.stores.xlsx.charts import Area, add_charts
from netsheets.stores.xlsx.dressing import set_notes
from netsheets.stores.xlsx.rows import RowWriter, header_look, look_of

_FILTER_NAME: Final = "_xlnm._FilterDatabase"
_TITLES_NAME: Final = "_xlnm.Print_Titles"
_CORNERS: Final = re.compile(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?")
_HEADING_HEIGHT: Final = 24
_LINE_HEIGHT: Final = 16
_USUAL_WIDTH: Final = 9.140625
_COLUMNS_OF_CHARTS: Final = 21
_WRITTEN_SINGLY: Final = ("total", "total_money", "wrapped")
"""Formats whose rows are written one by one: empty cells keep their style, wrapped text makes a row taller."""
_PROTECTION: Final = (
    '<sheetProtection sheet="1" objects="1" scenarios="1" formatCells="0" formatColumns="0" formatRows="0" sort="0" '
    'autoFilter="0" pivotTables="0"/>'
)
"""No password: it keeps from typing by accident. Selecting, sorting, filtering and widening stay allowed."""


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
    numbers = [styles.number(look_of(edit.formats[each])) for each in order]
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
    if re.search(rb"<(?:\w+:)?f[\s>]", in_utf8(draft.read(sheet.part), sheet.part)):
        workbook.drop_calculation_chain()
    below = draft.relations(sheet.part)
    for each in below:
        draft.unrelate(sheet.part, each.id)
    draft.remove_orphans([each.target for each in below if not each.external])


def _define_names(workbook: WorkbookParts, sheet: SheetEntry, table: str, header_row: int) -> None:
    """Keep the names Excel keeps for a filter and for the rows repeated on each page."""
    area = on_sheet(sheet.title, _absolute(table)) if table else None
    workbook.define_name(_FILTER_NAME, sheet, area, hidden=True)
    titles = on_sheet(sheet.title, f"${header_row}:${header_row}") if table else None
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
        workbook.define_name(_FILTER_NAME, sheet, on_sheet(sheet.title, _absolute(area)), hidden=True)


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


class TabSheet:
    """The rows of a tab's blocks, and what depends on where they came to stand."""

    def __init__(self, content: Content, styles: Styles, writer: RowWriter) -> None:
        self._content = content
        self._styles = styles
        self._writer = writer
        self._rows: list[str] = []
        self._next_row = 1
        self.notes: dict[str, str] = {}
        self.areas: list[Area] = []
        self.header_row = 0
        self.width = max((len(block.columns) for block in content.blocks), default=0)
        for block in content.blocks:
            self._stack(block)
        self.last_row = max(self._next_row - 2, 1)

    @property
    def table(self) -> str:
        """Return the range of the one table of the tab, '' for a tab of several."""
        if len(self._content.blocks) != 1 or not self.header_row or not self.width:
            return ""
        return f"A{self.header_row}:{column_letters(self.width)}{max(self.last_row, self.header_row)}"

    def part(self) -> bytes:
        """Return the tab's part, but for its notes and charts."""
        links = "".join(self._writer.links)
        pieces = (
            f'{xml.XML_DECLARATION}<worksheet xmlns="{xml.MAIN}" xmlns:r="{xml.RELATIONSHIP}">',
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<dimension ref="A1:{column_letters(max(self.width, 1))}{self.last_row}"/>',
            view(self.header_row if self.table else 0),
            '<sheetFormatPr defaultRowHeight="15"/>',
            self._columns(),
            "<sheetData>",
            *self._rows,
            "</sheetData>",
            _PROTECTION if self._content.protected else "",
            f'<autoFilter ref="{self.table}"/>' if self.table else "",
            f"<hyperlinks>{links}</hyperlinks>" if links else "",
            page(landscape=self._content.landscape),
            "</worksheet>",
        )
        return "".join(pieces).encode()

    def _stack(self, block: Block) -> None:
        if block.heading:
            self._line([(1, self._styles.number(look_of("heading")), block.heading)], height=_HEADING_HEIGHT)
        if not block.headless:
            self._header(block)
        positions = range(1, len(block.columns) + 1)
        numbers = [self._styles.number(look_of(each.format)) for each in block.columns]
        first = self._next_row
        if any(each.format in _WRITTEN_SINGLY for each in block.columns):
            for row in block.rows:
                self._line(list(zip(positions, numbers, row, strict=True)), height=_wrapped_height(block, row))
        else:
            self._rows += self._writer.rows(first, positions, numbers, block.rows)
            self._next_row += len(block.rows)
        self.areas.append(Area(first, max(self._next_row - 1, first), block))
        self._next_row += 1

    def _header(self, block: Block) -> None:
        row = self._next_row
        self.header_row = self.header_row or row
        self.notes |= {f"{column_letters(at)}{row}": each.note for at, each in enumerate(block.columns, 1) if each.note}
        cells = [(at, self._styles.number(header_look(each)), each.title) for at, each in enumerate(block.columns, 1)]
        self._line(cells, height=header_height(block.columns))

    def _line(self, cells: Sequence[tuple[int, int, Written]], *, height: float | None = None) -> None:
        self._rows.append(self._writer.row(self._next_row, cells, height=height))
        self._next_row += 1

    def _columns(self) -> str:
        widths = [0.0] * self.width
        for block in self._content.blocks:
            for number, each in enumerate(block.columns):
                widths[number] = max(widths[number], each.width)
        columns = "".join(
            f'<col min="{number}" max="{number}" width="{width:g}" customWidth="1"/>'
            for number, width in enumerate(widths, 1)
        )
        if self._content.charts:
            # Programs differ in how wide a column is by itself, and charts stand at columns.
            span = f'min="{self.width + 1}" max="{self.width + _COLUMNS_OF_CHARTS}"'
            columns += f'<col {span} width="{_USUAL_WIDTH}" customWidth="1"/>'
        return f"<cols>{columns}</cols>" if columns else ""


def _wrapped_height(block: Block, row: Sequence[Written]) -> float | None:
    """Return the height, in points, at which the longest wrapped text of a row shows whole; None for one line.

    Not every program finds it by itself when it opens the workbook.
    """
    texts = (
        (str(cell), column.width)
        for cell, column in zip(row, block.columns, strict=True)
        if column.format == "wrapped" and cell is not None
    )
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return _LINE_HEIGHT * lines if lines > 1 else None


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a cell so many characters wide."""
    return sum(len(textwrap.wrap(line, max(int(width), 1))) or 1 for line in text.split("\n"))


def header_height(columns: tuple[ShownColumn, ...]) -> float:
    """Return the height, in points, at which the longest of these titles shows whole."""
    lines = max((-(-len(each.title) * 1.15 // each.width) for each in columns), default=1)
    return _LINE_HEIGHT * min(max(lines, 1), 4) + 4


def view(frozen_rows: int) -> str:
    """Return how the sheet opens: its first rows frozen."""
    if not frozen_rows:
        return '<sheetViews><sheetView workbookViewId="0"/></sheetViews>'
    return (
        '<sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="{frozen_rows}" topLeftCell="A{frozen_rows + 1}" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft"/></sheetView></sheetViews>'
    )


def page(*, landscape: bool) -> str:
    """Return the page set-up: A4, as wide as the paper, as long as it takes, pages numbered."""
    orientation = "landscape" if landscape else "portrait"
    return (
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="{orientation}" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
    )
