"""The looks of the network's statement: the month on one page, then balances, transfers and months."""

from __future__ import annotations

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from tools.looks.page import (
    ABOVE,
    ACCENT,
    BAND,
    BELOW,
    INK,
    MONEY,
    QUIET,
    RULE,
    TEXT,
    WHOLE,
    Page,
    freeze,
    letterhead,
    new_sheet,
    new_workbook,
    running_title,
    saved,
)


def network_template() -> bytes:
    """Return the template of the network's statement."""
    book = new_workbook()
    overview = Page(new_sheet(book, "{{word.tab_overview}}"), (2, 40, 12, 12, 12, 18))
    _balances_page(Page(new_sheet(book, "{{word.tab_balances}}"), (2, 10, 26, 14, 14, 13, 13, 13, 14)))
    _transfers_page(Page(new_sheet(book, "{{word.tab_transfers}}"), (2, 11, 32, 11, 32, 16)))
    chart = _months_page(Page(new_sheet(book, "{{word.tab_months}}"), (2, 52, 20)))
    _overview_page(overview, chart)
    return saved(book)


def _overview_page(page: Page, chart: BarChart) -> None:
    letterhead(page, "{{word.network_statement}}")
    page.gap()
    page.put("B", "{{network_name}}", size=11, bold=True)
    page.next()
    page.merge("B", "F")
    page.put("B", "{{network_details}}", wrap=True, top=True)
    page.next()
    page.gap()
    page.heading("{{word.month_at_a_glance}}")
    for label, value, quiet in (
        ("revenue", "revenue", False),
        ("posted", "posted", False),
        ("posted_own", "posted_own", True),
        ("posted_adjustments", "posted_adjustments", True),
        ("network_part", "network_part", False),
        ("held_total", "held_total", False),
        ("to_transfer", "to_transfer", False),
    ):
        page.put("B", f"{'    ' if quiet else ''}{{{{word.{label}}}}}", color=QUIET if quiet else INK)
        page.put("F", f"{{{{{value}}}}}", format=MONEY, color=QUIET if quiet else INK, bold=not quiet)
        page.line(BELOW)
        page.next()
    page.gap()
    page.heading("{{word.by_month}}")
    page.gap()
    page.sheet.add_chart(chart, f"B{page.row}")
    for _ in range(10):
        page.next()
    page.gap()
    _referrers(page)


def _referrers(page: Page) -> None:
    page.heading("{{word.top_referrers}}", when="if referrers")
    titles = {"B": "member", "C": "number", "D": "given", "E": "won", "F": "commissions"}
    page.header({column: f"{{{{word.{key}}}}}" for column, key in titles.items()}, numeric="DEF", when="if referrers")
    page.put("B", "{{referrers.member}}", format=TEXT, wrap=True)
    page.put("C", "{{referrers.member_id}}", format=TEXT)
    page.put("D", "{{referrers.given}}", format=WHOLE)
    page.put("E", "{{referrers.won}}", format=WHOLE)
    page.put("F", "{{referrers.amount}}", format=MONEY)
    page.line(BELOW)
    page.next()


def _months_page(page: Page) -> BarChart:
    """Write the commissions by month, and return the chart that draws them."""
    running_title(page, "{{word.by_month}}", "{{network_name}}")
    page.header({"B": "{{word.month}}", "C": "{{word.commissions}}"}, numeric="C")
    freeze(page)
    page.put("B", "{{months.month}}")
    page.put("C", "{{months.amount}}", format=MONEY)
    page.line(BELOW)
    return _chart(page.sheet, page.row)


def _chart(sheet: Worksheet, row: int) -> BarChart:
    """Return a chart of one row of months; its ranges grow with that row."""
    chart = BarChart()
    chart.type, chart.legend, chart.gapWidth = "col", None, 60
    chart.add_data(Reference(sheet, min_col=3, min_row=row), titles_from_data=False)
    series = chart.series[0]
    series.cat = AxDataSource(strRef=StrRef(f=f"{quote_sheetname(sheet.title)}!$B${row}"))
    chart.height, chart.width = 5.6, 18
    series.graphicalProperties = GraphicalProperties(solidFill=ACCENT)
    series.invertIfNegative = False
    chart.y_axis.number_format = "#,##0"
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=RULE, w=6350)))
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.tickLblPos, chart.x_axis.axPos = "low", "b"
    chart.layout = Layout(manualLayout=ManualLayout(x=0.09, y=0.04, w=0.89, h=0.85, xMode="edge", yMode="edge"))
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    return chart


def _balances_page(page: Page) -> None:
    titles = {
        "B": "number", "C": "member", "D": "brought", "E": "opening_short", "F": "earned_short", "G": "owed_short",
        "H": "payments_short", "I": "closing_short",
    }  # fmt: skip
    fields = {"D": "brought", "E": "opening", "F": "earned", "G": "owed", "H": "payments", "I": "closing"}
    running_title(page, "{{word.balances_title}}", "{{network_name}}")
    page.header({column: f"{{{{word.{key}}}}}" for column, key in titles.items()}, numeric="DEFGHI")
    freeze(page)
    page.put("B", "{{members.member_id}}", format=TEXT, size=9.5)
    page.put("C", "{{members.member}}", format=TEXT, wrap=True, size=9.5)
    for column, field in fields.items():
        page.put(column, f"{{{{members.{field}}}}}", format=MONEY, size=9.5, bold=column == "I")
    page.line(BELOW)
    page.next()
    page.put("B", "{{word.total}}", bold=True)
    for column, field in fields.items():
        page.put(column, f"{{{{{field}_total}}}}", format=MONEY, bold=True, size=9.5)
    page.line(ABOVE, fill=BAND)
    page.next(20)
    page.merge("B", "I")
    page.put("B", "{{word.balances_hint}}", size=9, color=QUIET, wrap=True, top=True)
    page.next()


def _transfers_page(page: Page) -> None:
    running_title(page, "{{word.transfers_title}}", "{{network_name}}")
    titles = {"B": "number", "C": "payer", "D": "number", "E": "payee", "F": "amount"}
    page.header({column: f"{{{{word.{key}}}}}" for column, key in titles.items()}, numeric="F")
    freeze(page)
    for column, field in {"B": "payer_id", "C": "payer", "D": "payee_id", "E": "payee"}.items():
        page.put(column, f"{{{{transfers.{field}}}}}", format=TEXT, wrap=True)
    page.put("F", "{{transfers.amount}}", format=MONEY)
    page.line(BELOW)
    page.next()
    page.put("B", "{{word.total}}", bold=True)
    page.put("F", "{{transfers_total}}", format=MONEY, bold=True)
    page.line(ABOVE, fill=BAND)
    page.next(20, when="if transfers")
    page.put("B", "{{word.no_transfers}}", color=QUIET)
    page.next(when="unless transfers")
