"""Make `statement.xlsx` and `network.xlsx`, the looks of statements, as they come with netsheets.

Run `python templates/statement.py` to write both anew. A network that wants other looks needs none of this: it opens
the .xlsx in Excel or LibreOffice, changes colours, widths, wording, puts its logo in, and saves. What `{{…}}` means is
said in `netsheets/exports/template/__init__.py`.
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.worksheet import Worksheet

from netsheets.exports.template.package import unzipped, zipped

FOLDER: Final = Path(__file__).resolve().parent

INK, QUIET, ACCENT, BAND, RULE, ALARM = "1F2933", "66727F", "1B5E6B", "EAF2F3", "C9D3D8", "B42318"
MONEY, DAY, PERCENT, TEXT = "#,##0.00", "dd/mm/yyyy", "0.0#%", "@"
FONT: Final = "Arial"
MADE_ON: Final = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - the file's own date, fixed so that it can be made again

_BELOW: Final = Border(bottom=Side("thin", RULE))
_HEAVY: Final = Border(bottom=Side("medium", ACCENT))
_ABOVE: Final = Border(top=Side("thin", INK))


class Page:
    """A sheet being written from top to bottom."""

    def __init__(self, sheet: Worksheet, widths: tuple[float, ...]) -> None:
        self.sheet = sheet
        self.row = 1
        self.last = len(widths)
        for column, width in enumerate(widths):
            sheet.column_dimensions[chr(65 + column)].width = width
        sheet.sheet_view.showGridLines = False
        sheet.sheet_format.defaultRowHeight = 16.5
        sheet.sheet_format.customHeight = True

    def put(self, column: str, text: str, **looks: object) -> None:
        """Write a cell of this row. Looks: size, bold, italic, color, fill, border, format, to, wrap, top."""
        cell = self.sheet[f"{column}{self.row}"]
        cell.value = text
        numeric = looks.get("format") in (MONEY, PERCENT, "0")
        cell.font = Font(
            name=FONT,
            size=float(str(looks.get("size", 10))),
            bold=bool(looks.get("bold")),
            italic=bool(looks.get("italic")),
            color=str(looks.get("color", INK)),
        )
        cell.alignment = Alignment(
            horizontal=str(looks.get("to", "right" if numeric else "left")),
            vertical="top" if looks.get("top") else "center",
            wrap_text=bool(looks.get("wrap")) and not numeric,
            shrink_to_fit=numeric,
        )
        cell.number_format = str(looks.get("format", "General"))
        if "fill" in looks:
            cell.fill = PatternFill("solid", fgColor=str(looks["fill"]))

    def line(self, border: Border, *, fill: str = "") -> None:
        """Draw a border, and a fill, over all of this row but the margin."""
        for column in range(2, self.last + 1):
            cell = self.sheet.cell(self.row, column)
            cell.border = border
            if fill:
                cell.fill = PatternFill("solid", fgColor=fill)

    def when(self, condition: str) -> None:
        """Keep this row only on a condition, written in the margin."""
        self.put("A", f"{{{{{condition}}}}}", size=6, color=RULE)

    def merge(self, first: str, last: str) -> None:
        """Merge cells of this row."""
        self.sheet.merge_cells(f"{first}{self.row}:{last}{self.row}")

    def next(self, height: float | None = None, *, when: str = "") -> None:
        """Finish this row."""
        if when:
            self.when(when)
        if height:
            self.sheet.row_dimensions[self.row].height = height
        self.row += 1

    def heading(self, text: str, *, when: str = "") -> None:
        """Write a section's heading."""
        self.put("B", text, size=11.5, bold=True, color=ACCENT)
        self.line(_HEAVY)
        self.next(20, when=when)

    def header(self, titles: dict[str, str], *, numeric: str = "", when: str = "") -> None:
        """Write the titles of columns; those in `numeric` stand right."""
        for column, text in titles.items():
            self.put(column, text, size=9, bold=True, color=QUIET, to="right" if column in numeric else "left", wrap=True)
        self.line(_BELOW, fill=BAND)
        self.next(20, when=when)

    def gap(self, *, when: str = "") -> None:
        """Leave a row blank."""
        self.next(11, when=when)


def statement_template() -> bytes:
    """Return the template of a member's statement."""
    book = _workbook()
    _statement_page(Page(_sheet(book, "{{word.tab_statement}}"), (2, 33, 12, 14, 10, 14, 15)))
    _lines_page(Page(_sheet(book, "{{word.tab_lines}}"), (2, 11, 10, 23, 19, 13, 13, 13, 14)))
    _clients_page(Page(_sheet(book, "{{word.tab_clients}}"), (2, 34, 11, 11, 12, 12, 10, 12)))
    return _saved(book)


def network_template() -> bytes:
    """Return the template of the network's statement."""
    book = _workbook()
    _overview_page(Page(_sheet(book, "{{word.tab_overview}}"), (2, 40, 12, 12, 12, 18)))
    _balances_page(Page(_sheet(book, "{{word.tab_balances}}"), (2, 10, 26, 14, 14, 13, 13, 13, 14)))
    _transfers_page(Page(_sheet(book, "{{word.tab_transfers}}"), (2, 11, 32, 11, 32, 16)))
    return _saved(book)


def _workbook() -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.calculation = CalcProperties(fullCalcOnLoad=False)
    book.properties.creator = "netsheets"
    book.properties.created = book.properties.modified = MADE_ON
    normal = book._named_styles["Normal"]
    normal.font = Font(name=FONT, size=10, color=INK)
    return book


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book.create_sheet(name)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.55
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.75
    sheet.page_margins.header = sheet.page_margins.footer = 0.35
    sheet.print_options.horizontalCentered = True
    footer = sheet.oddFooter
    footer.left.text, footer.right.text = "{{network_name}} - {{word.not_an_invoice}}", "{{word.page}} &P / &N"
    for part in (footer.left, footer.right):
        part.size, part.font, part.color = 8, FONT, QUIET
    return sheet


def _letterhead(page: Page, title: str, *, last: str) -> None:
    """Write the title; the right of it is left free for a logo."""
    page.put("B", title, size=20, bold=True, color=ACCENT)
    page.next(34)
    page.put("B", "{{period}}", size=11)
    page.next(18)
    page.put("B", "{{word.not_an_invoice}}", color=QUIET)
    page.next()
    page.put("B", "{{state}}", color=QUIET)
    page.next(when="if state")
    page.put("B", "{{draft}}", bold=True, color=ALARM)
    page.next(when="if draft")
    page.line(_HEAVY)
    page.next(8)
    del last


def _statement_page(page: Page) -> None:
    _letterhead(page, "{{word.statement}}", last="G")
    _parties(page)
    page.put("B", "{{headline}}", size=11, bold=True)
    page.put("G", "{{headline_amount}}", size=14, bold=True, color=ACCENT, format=MONEY)
    page.merge("F", "G")
    page.sheet[f"F{page.row}"].value = "{{headline_amount}}"
    page.put("F", "{{headline_amount}}", size=14, bold=True, color=ACCENT, format=MONEY)
    page.line(Border(), fill=BAND)
    page.next(28)
    page.gap()
    _account(page)
    _earned_by(page)
    _owed_by(page)
    _payments(page)
    page.gap()
    page.put("B", "{{word.notes}}", size=9, bold=True, color=QUIET)
    page.next()
    page.merge("B", "G")
    page.put("B", "{{notes.text}}", size=9, color=QUIET, wrap=True, top=True)
    page.next(13.5)


def _parties(page: Page) -> None:
    page.gap()
    for left, right, looks in (
        ("{{word.network}}", "{{word.member}} {{member_id}}", {"size": 9, "color": QUIET}),
        ("{{network_name}}", "{{member_name}}", {"size": 11, "bold": True, "wrap": True, "top": True}),
        ("{{network_details}}", "{{member_details}}", {"wrap": True, "top": True}),
    ):
        page.merge("B", "C")
        page.merge("D", "G")
        page.put("B", left, **looks)
        page.put("D", right, **looks)
        page.next()
    page.gap()


def _account(page: Page) -> None:
    page.heading("{{word.account}}")
    for label, value, condition in (
        ("{{opening_label}}", "{{opening}}", ""),
        ("{{word.earned}}", "{{earned_in_account}}", ""),
        ("{{word.owed}}", "{{owed_in_account}}", ""),
        ("{{word.payments_in_account}}", "{{payments_in_account}}", ""),
    ):
        page.put("B", label)
        page.put("G", value, format=MONEY)
        page.line(_BELOW)
        page.next(when=condition)
    page.put("B", "{{closing_label}}", bold=True)
    page.put("G", "{{closing}}", bold=True, format=MONEY)
    page.line(_ABOVE, fill=BAND)
    page.next(20)
    page.put("B", "{{word.closing_hint}}", size=9, color=QUIET)
    page.next()
    page.put("B", "{{word.held_in_account}}", size=9, color=QUIET)
    page.put("G", "{{held_total}}", size=9, color=QUIET, format=MONEY)
    page.next(when="if held")


def _earned_by(page: Page) -> None:
    page.gap(when="if earned_by")
    page.heading("{{word.earned}}", when="if earned_by")
    _due_header(page, "earned_by")
    page.put("B", "{{earned_by.member}}", wrap=True)
    page.put("C", "{{earned_by.member_id}}", format=TEXT)
    page.put("D", "{{earned_by.net}}", format=MONEY)
    page.line(_BELOW)
    page.next()
    _due_total(page, "earned")


def _owed_by(page: Page) -> None:
    page.gap(when="if owed_by")
    page.heading("{{word.owed}}", when="if owed_by")
    _due_header(page, "owed_by")
    page.put("B", "{{owed_by.member}}", wrap=True)
    page.put("C", "{{owed_by.member_id}}", format=TEXT)
    page.put("D", "{{owed_by.net}}", format=MONEY)
    page.put("E", "{{owed_by.vat_rate}}", format=PERCENT)
    page.put("F", "{{owed_by.vat}}", format=MONEY)
    page.put("G", "{{owed_by.gross}}", format=MONEY)
    page.line(_BELOW)
    page.next()
    _due_total(page, "owed")


def _due_header(page: Page, name: str) -> None:
    titles = {"B": "member", "C": "number", "D": "net", "E": "vat_rate", "F": "vat", "G": "gross"}
    page.header({column: f"{{{{word.{key}}}}}" for column, key in titles.items()}, numeric="DEFG", when=f"if {name}")


def _due_total(page: Page, name: str) -> None:
    page.put("B", "{{word.total}}", bold=True)
    page.put("D", f"{{{{{name}_net}}}}", bold=True, format=MONEY)
    page.put("E", f"{{{{{name}_vat_rate}}}}", format=PERCENT)
    page.put("F", f"{{{{{name}_vat}}}}", bold=True, format=MONEY)
    page.put("G", f"{{{{{name}_gross}}}}", bold=True, format=MONEY)
    page.line(_ABOVE)
    page.next(20, when=f"if {name}_by")


def _payments(page: Page) -> None:
    page.gap(when="if payments")
    page.heading("{{word.payments}}", when="if payments")
    titles = {"B": "{{word.member}}", "C": "{{word.number}}", "D": "{{word.day}}", "E": "{{word.reference}}"}
    page.header({**titles, "G": "{{word.amount}}"}, numeric="G", when="if payments")
    page.merge("E", "F")
    page.put("B", "{{payments.label}}", wrap=True)
    page.put("C", "{{payments.payout_id}}", format=TEXT)
    page.put("D", "{{payments.day}}", format=DAY)
    page.put("E", "{{payments.reference}}", wrap=True, format=TEXT)
    page.put("G", "{{payments.amount}}", format=MONEY)
    page.line(_BELOW)
    page.next()
    page.put("B", "{{word.total}}", bold=True)
    page.put("G", "{{payments_total}}", bold=True, format=MONEY)
    page.line(_ABOVE)
    page.next(20, when="if payments")


def _lines_page(page: Page) -> None:
    titles = {
        "B": "day", "C": "referral", "D": "client", "E": "member",
        "F": "document", "G": "base", "H": "rate", "I": "commission",
    }  # fmt: skip
    _running_title(page, "{{word.tab_lines}}")
    page.header({column: f"{{{{word.{key}}}}}" for column, key in titles.items()}, numeric="GHI")
    _frozen(page)
    for name in ("earned", "owed"):
        _line_heading(page, f"{{{{word.{name}}}}}", f"if {name}_by")
        _line(page, name)
        page.put("B", "{{word.adjustments}}", bold=True, color=QUIET)
        page.next(when=f"if {name}_adjustments")
        _line(page, f"{name}_adjustments", explained=True)
        page.put("B", "{{word.total_net}}", bold=True)
        page.put("I", f"{{{{{name}_net}}}}", bold=True, format=MONEY)
        page.line(_ABOVE, fill=BAND)
        page.next(20, when=f"if {name}_by")
        page.gap(when=f"if {name}_by")
    _line_heading(page, "{{word.held}}", "if held")
    _line(page, "held", explained=True)
    page.put("B", "{{word.total_net}}", bold=True, color=QUIET)
    page.put("I", "{{held_total}}", bold=True, color=QUIET, format=MONEY)
    page.line(_ABOVE)
    page.next(20, when="if held")
    page.put("B", "{{word.no_lines}}", color=QUIET)
    page.next(when="unless any_line")


def _line_heading(page: Page, text: str, when: str) -> None:
    page.put("B", text, size=11.5, bold=True, color=ACCENT)
    page.next(22, when=when)


def _line(page: Page, name: str, *, explained: bool = False) -> None:
    """Write the row of a line, and below it the words that explain an adjustment."""
    looks = {"size": 9.5}
    page.put("B", f"{{{{{name}.day}}}}", format=DAY, **looks)
    for column, field in {"C": "referral_id", "D": "client", "E": "member", "F": "event_id"}.items():
        page.put(column, f"{{{{{name}.{field}}}}}", format=TEXT, wrap=True, **looks)
    page.put("G", f"{{{{{name}.base}}}}", format=MONEY, **looks)
    page.put("H", f"{{{{{name}.rate}}}}", format=PERCENT, **looks)
    page.put("I", f"{{{{{name}.amount}}}}", format=MONEY, **looks)
    if not explained:
        page.line(_BELOW)
    page.next()
    if explained:
        page.merge("C", "I")
        page.put("C", f"{{{{{name}.explanation}}}}", size=9, italic=True, color=QUIET, wrap=True, top=True)
        page.line(_BELOW)
        page.next()


def _clients_page(page: Page) -> None:
    titles = {
        "B": "client", "C": "number", "D": "referral", "E": "since", "F": "last_day", "G": "days_left", "H": "status",
    }  # fmt: skip
    _running_title(page, "{{word.clients}}")
    page.header({column: f"{{{{word.{key}}}}}" for column, key in titles.items()}, numeric="G")
    _frozen(page)
    page.put("B", "{{clients.client}}", format=TEXT, wrap=True)
    page.put("C", "{{clients.client_id}}", format=TEXT)
    page.put("D", "{{clients.referral_id}}", format=TEXT)
    page.put("E", "{{clients.since}}", format=DAY)
    page.put("F", "{{clients.last_day}}", format=DAY, bold=True)
    page.put("G", "{{clients.days_left}}", format="0")
    page.put("H", "{{clients.status}}")
    page.line(_BELOW)
    page.next()
    page.put("B", "{{word.clients_hint}}", size=9, color=QUIET)
    page.next(20, when="if clients")
    page.put("B", "{{word.no_clients}}", color=QUIET)
    page.next(when="unless clients")


def _running_title(page: Page, title: str) -> None:
    """Write what heads a sheet of lines on every printed page."""
    page.put("B", title, size=14, bold=True, color=ACCENT)
    page.next(24)
    page.put("B", "{{member_name}} - {{period}}", color=QUIET)
    page.next(20)


def _frozen(page: Page) -> None:
    """Keep what is above in sight, and repeat it on every printed page."""
    page.sheet.freeze_panes = f"A{page.row}"
    page.sheet.print_title_rows = f"1:{page.row - 1}"


def _overview_page(page: Page) -> None:
    _letterhead(page, "{{word.network_statement}}", last="F")
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
        page.line(_BELOW)
        page.next()
    page.gap()
    page.heading("{{word.by_month}}")
    chart_row = page.row
    for _ in range(14):
        page.next()
    page.gap()
    _referrers(page)
    page.gap()
    page.heading("{{word.by_month}}")
    page.header({"B": "{{word.month}}", "F": "{{word.commissions}}"}, numeric="F")
    page.put("B", "{{months.month}}")
    page.put("F", "{{months.amount}}", format=MONEY)
    page.line(_BELOW)
    page.sheet.add_chart(_chart(page.sheet, page.row), f"B{chart_row}")
    page.next()


def _referrers(page: Page) -> None:
    page.heading("{{word.top_referrers}}", when="if referrers")
    titles = {"B": "member", "C": "number", "D": "given", "E": "won", "F": "commissions"}
    page.header({column: f"{{{{word.{key}}}}}" for column, key in titles.items()}, numeric="DEF", when="if referrers")
    page.put("B", "{{referrers.member}}", format=TEXT, wrap=True)
    page.put("C", "{{referrers.member_id}}", format=TEXT)
    page.put("D", "{{referrers.given}}", format="0")
    page.put("E", "{{referrers.won}}", format="0")
    page.put("F", "{{referrers.amount}}", format=MONEY)
    page.line(_BELOW)
    page.next()


def _chart(sheet: Worksheet, row: int) -> BarChart:
    """Return the chart of commissions by month; its ranges grow with the row that is repeated."""
    chart = BarChart()
    chart.type, chart.style, chart.legend, chart.gapWidth = "col", 2, None, 60
    chart.add_data(Reference(sheet, min_col=6, min_row=row), titles_from_data=False)
    chart.set_categories(Reference(sheet, min_col=2, min_row=row))
    chart.height, chart.width = 7.9, 18.2
    series = chart.series[0]
    series.graphicalProperties = GraphicalProperties(solidFill=ACCENT)
    series.invertIfNegative = False
    chart.y_axis.numFmt, chart.y_axis.number_format = None, "#,##0"
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=RULE, w=6350))
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.tickLblPos = "low"
    chart.layout = Layout(manualLayout=ManualLayout(x=0.09, y=0.05, w=0.89, h=0.8, xMode="edge", yMode="edge"))
    chart.dataLabels = DataLabelList(showVal=False)
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    return chart


def _balances_page(page: Page) -> None:
    titles = {
        "B": "number", "C": "member", "D": "brought", "E": "opening_short", "F": "earned_short", "G": "owed_short",
        "H": "payments_short", "I": "closing_short",
    }  # fmt: skip
    fields = {"D": "brought", "E": "opening", "F": "earned", "G": "owed", "H": "payments", "I": "closing"}
    _network_title(page, "{{word.balances_title}}")
    page.header({column: f"{{{{word.{key}}}}}" for column, key in titles.items()}, numeric="DEFGHI")
    _frozen(page)
    page.put("B", "{{members.member_id}}", format=TEXT, size=9.5)
    page.put("C", "{{members.member}}", format=TEXT, wrap=True, size=9.5)
    for column, field in fields.items():
        page.put(column, f"{{{{members.{field}}}}}", format=MONEY, size=9.5, bold=column == "I")
    page.line(_BELOW)
    page.next()
    page.put("B", "{{word.total}}", bold=True)
    for column, field in fields.items():
        page.put(column, f"{{{{{field}_total}}}}", format=MONEY, bold=True, size=9.5)
    page.line(_ABOVE, fill=BAND)
    page.next(20)
    page.merge("B", "I")
    page.put("B", "{{word.balances_hint}}", size=9, color=QUIET, wrap=True, top=True)
    page.next()


def _transfers_page(page: Page) -> None:
    _network_title(page, "{{word.transfers_title}}")
    titles = {"B": "number", "C": "payer", "D": "number", "E": "payee", "F": "amount"}
    page.header({column: f"{{{{word.{key}}}}}" for column, key in titles.items()}, numeric="F")
    _frozen(page)
    for column, field in {"B": "payer_id", "C": "payer", "D": "payee_id", "E": "payee"}.items():
        page.put(column, f"{{{{transfers.{field}}}}}", format=TEXT, wrap=True)
    page.put("F", "{{transfers.amount}}", format=MONEY)
    page.line(_BELOW)
    page.next()
    page.put("B", "{{word.total}}", bold=True)
    page.put("F", "{{transfers_total}}", format=MONEY, bold=True)
    page.line(_ABOVE, fill=BAND)
    page.next(20, when="if transfers")
    page.put("B", "{{word.no_transfers}}", color=QUIET)
    page.next(when="unless transfers")


def _network_title(page: Page, title: str) -> None:
    page.put("B", title, size=14, bold=True, color=ACCENT)
    page.next(24)
    page.put("B", "{{network_name}} - {{period}}", color=QUIET)
    page.next(20)


def _saved(book: Workbook) -> bytes:
    """Return the workbook's bytes, the same whenever it is made."""
    buffer = io.BytesIO()
    book.save(buffer)
    parts = unzipped(buffer.getvalue(), "template")
    now = parts["docProps/core.xml"]
    start, end = now.index(b"<dcterms:modified"), now.index(b"</dcterms:modified>")
    day = f"{MADE_ON.isoformat()}Z".encode()
    parts["docProps/core.xml"] = now[: now.index(b">", start) + 1] + day + now[end:]
    return zipped(parts)


def main() -> None:
    """Write both templates beside this file."""
    (FOLDER / "statement.xlsx").write_bytes(statement_template())
    (FOLDER / "network.xlsx").write_bytes(network_template())


if __name__ == "__main__":
    main()
