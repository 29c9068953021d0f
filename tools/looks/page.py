"""A sheet of a template being written from top to bottom, and what all of them share: colours, paper, letterhead."""

from __future__ import annotations

import datetime as dt
import io
from typing import Final, TypedDict, Unpack

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from netsheets.ooxml.archive import opened, zipped

INK, QUIET, ACCENT, BAND, RULE, ALARM = "1F2933", "66727F", "1B5E6B", "EAF2F3", "C9D3D8", "B42318"
MONEY, DAY, PERCENT, WHOLE, TEXT = "#,##0.00", "dd/mm/yyyy", "0.0#%", "0", "@"
FONT: Final = "Arial"
MADE_ON: Final = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - the file's own date, fixed so that it can be made again

BELOW: Final = Border(bottom=Side("thin", RULE))
HEAVY: Final = Border(bottom=Side("medium", ACCENT))
ABOVE: Final = Border(top=Side("thin", INK))


class Looks(TypedDict, total=False):
    """How a cell differs from plain text: `to` the side it stands on, `top` for a text of several lines."""

    size: float
    bold: bool
    italic: bool
    color: str
    format: str
    to: str
    wrap: bool
    top: bool


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

    def put(self, column: str, text: str, **looks: Unpack[Looks]) -> None:
        """Write a cell of this row; numbers stand right and shrink rather than turn into `###`."""
        cell = self.sheet[f"{column}{self.row}"]
        cell.value = text
        cell.number_format = looks.get("format", "General")
        cell.font = Font(
            name=FONT,
            size=looks.get("size", 10),
            bold=looks.get("bold", False),
            italic=looks.get("italic", False),
            color=looks.get("color", INK),
        )
        numeric = cell.number_format in (MONEY, PERCENT, WHOLE)
        cell.alignment = Alignment(
            horizontal=looks.get("to", "right" if numeric else "left"),
            vertical="top" if looks.get("top") else "center",
            wrap_text=looks.get("wrap", False) and not numeric,
            shrink_to_fit=numeric,
        )

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
        self.line(HEAVY)
        self.next(20, when=when)

    def header(self, titles: dict[str, str], *, numeric: str = "", when: str = "") -> None:
        """Write the titles of columns; those in `numeric` stand right."""
        for column, text in titles.items():
            self.put(
                column, text, size=9, bold=True, color=QUIET, to="right" if column in numeric else "left", wrap=True
            )
        self.line(BELOW, fill=BAND)
        self.next(20, when=when)

    def gap(self, *, when: str = "") -> None:
        """Leave a row blank."""
        self.next(11, when=when)


def new_workbook() -> Workbook:
    """Return a workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.calculation = CalcProperties(fullCalcOnLoad=False)
    book.properties.creator = "netsheets"
    book.properties.created = book.properties.modified = MADE_ON
    normal = book._named_styles["Normal"]  # type: ignore[attr-defined]  # no public way to the default font
    normal.font = Font(name=FONT, size=10, color=INK)
    return book


def new_sheet(book: Workbook, name: str) -> Worksheet:
    """Return a new sheet on A4, as wide as the page, its pages numbered."""
    sheet: Worksheet = book.create_sheet(name)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.55
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.75
    sheet.page_margins.header = sheet.page_margins.footer = 0.35
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter = HeaderFooterItem(
        left=_footer("{{network_name}} - {{word.not_an_invoice}}"), right=_footer("{{word.page}} &P / &N")
    )
    return sheet


def _footer(text: str) -> _HeaderFooterPart:
    return _HeaderFooterPart(text=text, size=8, font=FONT, color=QUIET)


def letterhead(page: Page, title: str) -> None:
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
    page.line(HEAVY)
    page.next(8)


def running_title(page: Page, title: str, name: str) -> None:
    """Write what heads a sheet of rows on every printed page."""
    last = chr(64 + page.last)
    page.put("B", title, size=14, bold=True, color=ACCENT)
    page.next(24)
    page.merge("B", last)
    page.put("B", f"{name} - {{{{period}}}}", color=QUIET, wrap=True)
    page.next(20)


def freeze(page: Page) -> None:
    """Keep what is above in sight, and repeat it on every printed page."""
    page.sheet.freeze_panes = f"A{page.row}"
    page.sheet.print_title_rows = f"1:{page.row - 1}"


def saved(book: Workbook) -> bytes:
    """Return the workbook's bytes, the same whenever it is made."""
    buffer = io.BytesIO()
    book.save(buffer)
    parts = {each.name: each.content() for each in opened(buffer.getvalue()).entries}
    now = parts["docProps/core.xml"]
    start, end = now.index(b"<dcterms:modified"), now.index(b"</dcterms:modified>")
    day = f"{MADE_ON.isoformat()}Z".encode()
    parts["docProps/core.xml"] = now[: now.index(b">", start) + 1] + day + now[end:]
    for name in (each for each in parts if each.startswith("xl/charts/")):
        # Without this, which openpyxl can't write, Excel heads a chart of one series with that series' name.
        parts[name] = parts[name].replace(b"<chart><plotArea>", b'<chart><autoTitleDeleted val="1"/><plotArea>')
    return zipped(dict(sorted(parts.items(), key=lambda part: part[0] != "[Content_Types].xml")))
