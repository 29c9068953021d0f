"""ReplaceTab: a tool-owned tab, cleared and written anew where it stands, its charts right of its blocks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

from netsheets.stores.google.cells import BANDS, PALETTE, as_read, colour, entered, header_look, linked, look, pixels
from netsheets.stores.google.draft import BatchDraft, DraftTab, number_of
from netsheets.stores.google.protections import protect_tab
from netsheets.stores.google.spreadsheet import CONTENT_MARK
from netsheets.stores.port import Block, Cell, Chart, Content, Link, ReplaceTab, Written

Json = dict[str, Any]

_COLUMNS_BESIDE_CHARTS: Final = 14
_GRID_ROWS_A_CHART: Final = 18
_WRITTEN: Final = "userEnteredValue,userEnteredFormat,note,textFormatRuns,dataValidation"

MOST_CHARTS: Final = 8
"""So many charts a tab are looked for when the next content takes their place."""

_KINDS: Final = {"columns": "COLUMN", "bars": "BAR", "line": "LINE"}
_SIZE: Final = {"widthPixels": 560, "heightPixels": 320}
_ROWS_A_CHART: Final = 17


def replace_tab(draft: BatchDraft, edit: ReplaceTab) -> None:
    """Make the tab hold exactly this content, unless it does already."""
    tab = draft.tab(edit.title)
    content = edit.content
    if content.protected:
        protect_tab(draft, tab)
    rows = _stacked(content)
    mark = hashlib.sha256(repr(content).encode()).hexdigest()
    if (
        tab.was is not None
        and CONTENT_MARK in tab.was.marks
        and tab.was.marks[CONTENT_MARK].text == mark
        and _stands(tab, content)
    ):
        return
    if tab.was is not None:
        draft.content_of(tab)
    _resize(draft, tab, content, len(rows))
    cells = [{"values": _row(draft, block, row)} for block, row in rows]
    draft.add("updateCells", range=_whole(tab), rows=cells, fields=_WRITTEN)
    areas = list(_areas(content))
    for block, area in zip(content.blocks, areas, strict=True):
        _dress(draft, tab, block, area)
    _widen(draft, tab, content)
    _band(draft, tab, content)
    for number in range(MOST_CHARTS):
        if tab.was is not None and chart_number(tab, number) in tab.was.charts:
            draft.add("deleteEmbeddedObject", objectId=chart_number(tab, number))
    draft.requests.extend(chart_requests(tab, content, areas))
    _mark(draft, tab, mark)
    tab.used_rows = len(rows)
    tab.used_columns = tab.column_count


def first_row(content: Content) -> tuple[int, int]:
    """Return where the rows of the first block stand: the first, counted from 0, and the one after the last."""
    return next(_areas(content))


def _areas(content: Content) -> Iterator[tuple[int, int]]:
    """Yield where the rows of each block stand, as `first_row` counts them."""
    top = 0
    for block in content.blocks:
        top += bool(block.heading) + (not block.headless)
        yield top, top + len(block.rows)
        top += len(block.rows) + 1


def _stacked(content: Content) -> list[tuple[Block | None, Sequence[Written]]]:
    """Return the tab's rows from the top: headings and headers without their block, one empty row between blocks."""
    rows: list[tuple[Block | None, Sequence[Written]]] = []
    for block in content.blocks:
        rows += [(None, ())] if rows else []
        rows += [(None, (block.heading,))] if block.heading else []
        rows += [] if block.headless else [(None, tuple(column.title for column in block.columns))]
        rows += [(block, row) for row in block.rows]
    return rows


def _stands(tab: DraftTab, content: Content) -> bool:
    """Tell whether the tab's values are this content's: a person may have changed them since."""
    assert tab.was is not None
    return _trimmed([as_read(value) for value in row] for _, row in _stacked(content)) == _trimmed(tab.was.rows)


def _trimmed(rows: Any) -> list[list[Cell]]:
    found = []
    for row in rows:
        cells = list(row)
        while cells and cells[-1] == "":
            cells.pop()
        found.append(cells)
    while found and not found[-1]:
        found.pop()
    return found


def _row(draft: BatchDraft, block: Block | None, row: Sequence[Written]) -> list[Json]:
    """Return the cells of a row; a link brings its look along, all others get their column's."""
    cells = []
    for number, value in enumerate(row):
        cell = entered(value)
        if isinstance(value, Link) and block is not None and draft.has(value.title):
            uri = f"#gid={draft.tab(value.title).sheet_id}&range={value.cell}"
            cell["userEnteredFormat"] = linked(look(block.columns[number].format), uri)
        cells.append(cell)
    return cells


def _resize(draft: BatchDraft, tab: DraftTab, content: Content, rows: int) -> None:
    """Give the tab as many rows and columns as its content has, and freeze the header of its one table."""
    blocks, charts = content.blocks, len(content.charts)
    frozen = 1 if len(blocks) == 1 and not blocks[0].heading and not blocks[0].headless else 0
    width = max((len(block.columns) for block in blocks), default=1)
    # A tab may not be frozen whole.
    tab.row_count = max(rows, charts * _GRID_ROWS_A_CHART, 1) + 1
    tab.column_count = width + (_COLUMNS_BESIDE_CHARTS if charts else 0)
    grid = {
        "rowCount": tab.row_count,
        "columnCount": tab.column_count,
        "frozenRowCount": frozen,
        "frozenColumnCount": 0,
    }
    fields = ",".join(f"gridProperties.{name}" for name in grid)
    draft.add("updateSheetProperties", properties={"sheetId": tab.sheet_id, "gridProperties": grid}, fields=fields)


def _whole(tab: DraftTab) -> Json:
    return tab.area(rows=(0, tab.row_count), columns=(0, tab.column_count))


def _dress(draft: BatchDraft, tab: DraftTab, block: Block, rows: tuple[int, int]) -> None:
    """Give a block its looks: heading, header with its notes, and each column's format."""
    first, end = rows
    above = first - (not block.headless)
    if block.heading:
        heading = {"userEnteredFormat": look("heading")}
        place = tab.area(rows=(above - 1, above), columns=(0, 1))
        draft.add("repeatCell", range=place, cell=heading, fields="userEnteredFormat")
    if not block.headless:
        header = [{"userEnteredFormat": header_look(each), "note": each.note} for each in block.columns]
        place = tab.area(rows=(above, first), columns=(0, len(header)))
        draft.add("updateCells", range=place, rows=[{"values": header}], fields="userEnteredFormat,note")
    for number, column in enumerate(block.columns):
        links = any(isinstance(row[number], Link) for row in block.rows)
        if first < end and not links:
            place = tab.area(rows=rows, columns=(number, number + 1))
            cell = {"userEnteredFormat": look(column.format)}
            draft.add("repeatCell", range=place, cell=cell, fields="userEnteredFormat")


def _widen(draft: BatchDraft, tab: DraftTab, content: Content) -> None:
    widths: dict[int, float] = {}
    for block in content.blocks:
        for number, column in enumerate(block.columns):
            widths[number] = max(widths.get(number, column.width), column.width)
    for number, width in widths.items():
        span = tab.span("COLUMNS", number, number + 1)
        size = {"pixelSize": pixels(width)}
        draft.add("updateDimensionProperties", range=span, properties=size, fields="pixelSize")


def _band(draft: BatchDraft, tab: DraftTab, content: Content) -> None:
    """Give a tab of one table alternating colours, and a tab of several none."""
    number = number_of(f"bands {tab.sheet_id}")
    had = tab.was is not None and any(each["bandedRangeId"] == number for each in tab.was.bands)
    others = tab.was is not None and any(each["bandedRangeId"] != number for each in tab.was.bands)
    if had:
        draft.add("deleteBanding", bandedRangeId=number)
    if len(content.blocks) == 1 and not content.blocks[0].headless and not others:
        draft.add("addBanding", bandedRange={"bandedRangeId": number, "range": _whole(tab), "rowProperties": BANDS})


def _mark(draft: BatchDraft, tab: DraftTab, text: str) -> None:
    if tab.was is not None and CONTENT_MARK in tab.was.marks:
        found = {"developerMetadataLookup": {"metadataId": tab.was.marks[CONTENT_MARK].number}}
        new = {"metadataValue": text}
        draft.add("updateDeveloperMetadata", dataFilters=[found], developerMetadata=new, fields="metadataValue")
        return
    metadata = {
        "metadataId": number_of(f"content {tab.sheet_id}"),
        "metadataKey": CONTENT_MARK,
        "metadataValue": text,
        "location": {"sheetId": tab.sheet_id},
        "visibility": "DOCUMENT",
    }
    draft.add("createDeveloperMetadata", developerMetadata=metadata)


def chart_number(tab: DraftTab, place: int) -> int:
    """Return the id of the tab's chart at a place, counted from 0."""
    return number_of(f"chart {tab.sheet_id} {place}")


def chart_requests(tab: DraftTab, content: Content, areas: Sequence[tuple[int, int]]) -> Iterator[Json]:
    """Yield the requests that add a content's charts; `areas` says where the rows of each block stand."""
    width = max((len(block.columns) for block in content.blocks), default=0)
    for place, chart in enumerate(content.charts):
        anchor = {"sheetId": tab.sheet_id, "rowIndex": place * _ROWS_A_CHART, "columnIndex": width + 1}
        yield {
            "addChart": {
                "chart": {
                    "chartId": chart_number(tab, place),
                    "spec": _spec(chart, tab, content, areas[chart.block]),
                    "position": {"overlayPosition": {"anchorCell": anchor, **_SIZE}},
                }
            }
        }


def _spec(chart: Chart, tab: DraftTab, content: Content, rows: tuple[int, int]) -> Json:
    has_header = not content.blocks[chart.block].headless
    first = rows[0] - has_header

    def source(column: int) -> Json:
        area = tab.area(rows=(first, rows[1]), columns=(column, column + 1))
        return {"sourceRange": {"sources": [area]}}

    if chart.kind == "pie":
        # A pie has one series and no header row: its title says what it shows.
        first = rows[0]
        pie = {
            "legendPosition": "RIGHT_LEGEND",
            "domain": source(chart.categories),
            "series": source(chart.values[0]),
        }
        return {"title": chart.title, "pieChart": pie}
    axis = "BOTTOM_AXIS" if chart.kind == "bars" else "LEFT_AXIS"
    series = [
        {"series": source(column), "targetAxis": axis, "colorStyle": colour(PALETTE[number % len(PALETTE)])}
        for number, column in enumerate(chart.values)
    ]
    basic = {
        "chartType": _KINDS[chart.kind],
        "legendPosition": "BOTTOM_LEGEND" if len(series) > 1 else "NO_LEGEND",
        "domains": [{"domain": source(chart.categories)}],
        "series": series,
        "headerCount": int(has_header),
    }
    return {"title": chart.title, "basicChart": basic}
