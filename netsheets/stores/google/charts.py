"""Native charts on a tool-owned tab, right of its blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from netsheets.stores.google.draft import DraftTab, number_of
from netsheets.stores.google.looks import PALETTE, colour
from netsheets.stores.port import Chart, Content

Json = dict[str, Any]

MOST_CHARTS: Final = 8
"""So many charts a tab are looked for when the next content takes their place."""

_KINDS: Final = {"columns": "COLUMN", "bars": "BAR", "line": "LINE"}
_SIZE: Final = {"widthPixels": 560, "heightPixels": 320}
_ROWS_A_CHART: Final = 17


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
