"""A report as an Excel workbook: a sheet a page, ready to print."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from netsheets.exports.document.looks import Looks
from netsheets.exports.document.report import Page, Report, Table
from netsheets.exports.document.sheet import Sheet
from netsheets.exports.document.widths import PORTRAIT

_MOST_SHEETS: Final = 50
"""More pages than that stand below each other in one sheet, each on paper of its own."""
_MOST_BREAKS: Final = 1000
"""Excel knows 1,026 page breaks in a sheet."""
_LONGEST_NAME: Final = 31
_UNNAMEABLE: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]")
_MADE_ON: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - always the same: the same report is the same bytes
_A4: Final = 9
_PAPER: Final = {"portrait": 7.27, "landscape": 10.69}
"""The width of A4 between its margins, in inches."""
_SLACK: Final = 1.1
_FONT: Final = {"font_name": "Arial", "font_size": 10}
"""Every program has it, or one of the same widths: columns are as wide everywhere."""
_AS_TEXT: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MARGINS: Final = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.7}


def excel(report: Report) -> bytes:
    """Return the report as .xlsx bytes, always the same for the same report."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only who writes an Excel file needs it

    file = io.BytesIO()
    # A copy of the font: the library writes into it.
    workbook = Workbook(file, {"in_memory": True, "default_format_properties": dict(_FONT), **_AS_TEXT})
    workbook.set_properties({"title": report.title[:255], "subject": report.subtitle[:255], "created": _MADE_ON})
    looks = Looks(workbook)
    names = _Names()
    if len(report.pages) <= _MOST_SHEETS:
        for page in report.pages:
            _page_sheet(workbook.add_worksheet(names.free(page.title)), looks, report, page)
    else:
        pages = iter(report.pages)
        while batch := tuple(islice(pages, _MOST_BREAKS)):
            _long_sheet(workbook.add_worksheet(names.free(report.title)), looks, report, batch)
    if not report.pages:
        workbook.add_worksheet(names.free(report.title))
    workbook.close()
    return file.getvalue()


_ROWS_OF_A_PAGE = 20
"""A table of more rows goes on over the page; below a shorter one, its header would stand above something else."""


def _page_sheet(worksheet: Any, looks: Looks, report: Report, page: Page) -> None:
    """Write a sheet of one page: as wide as the paper, as long as it takes."""
    sheet = Sheet(worksheet, looks, report.language, page.parts)
    sheet.line(page.title, "title")
    above = (report.title, report.subtitle) if page.title != report.title else (report.subtitle,)
    sheet.line(" · ".join(filter(None, above)), "subtitle")
    sheet.parts(page)
    _set_up(worksheet, report, sheet.widths)
    worksheet.fit_to_pages(1, 0)
    tables = [each for each in page.parts if isinstance(each, Table) and each.rows]
    if len(tables) == 1:
        [header] = sheet.headers
        if page.parts[-1] is tables[0] or len(tables[0].rows) > _ROWS_OF_A_PAGE:
            worksheet.repeat_rows(header)
        if page.parts[0] is tables[0]:
            worksheet.freeze_panes(header + 1, 0)
            worksheet.autofilter(header, 0, header + len(tables[0].rows), len(tables[0].columns) - 1)


def _long_sheet(worksheet: Any, looks: Looks, report: Report, pages: Sequence[Page]) -> None:
    """Write a sheet of many pages, with a page break before each.

    A program that fits a sheet to the paper passes over page breaks: here its scale is computed.
    """
    sheet = Sheet(worksheet, looks, report.language, [part for page in pages for part in page.parts])
    sheet.line(report.title, "title")
    sheet.line(report.subtitle, "subtitle")
    breaks = []
    for number, page in enumerate(pages):
        if number:
            breaks.append(sheet.row)
        else:
            sheet.row += 1
        sheet.line(page.title, "page")
        sheet.parts(page)
    orientation = _set_up(worksheet, report, sheet.widths)
    worksheet.set_h_pagebreaks(breaks)
    worksheet.center_horizontally()
    worksheet.set_print_scale(_scale(sheet.widths, _PAPER[orientation]))


def _set_up(worksheet: Any, report: Report, widths: Sequence[float]) -> str:
    """Set a sheet up for A4 with a footer, and return how the paper lies."""
    worksheet.hide_gridlines(2)
    worksheet.set_paper(_A4)
    worksheet.set_margins(**_MARGINS)
    title = report.title.replace("&", "&&")[:120]
    worksheet.set_footer(f"&L{title}&R&P / &N")
    if sum(widths) > PORTRAIT:
        worksheet.set_landscape()
        return "landscape"
    return "portrait"


def _scale(widths: Sequence[float], paper: float) -> int:
    """Return the percentage at which columns fit on paper so many inches wide.

    A character is 7 points of 96 to the inch; programs differ by a little.
    """
    inches = sum(width * 7 + 5 for width in widths) / 96 * _SLACK
    return max(min(int(100 * paper / inches), 100), 10)


class _Names:
    """Names for sheets: valid, at most 31 characters, and each its own."""

    def __init__(self) -> None:
        # Excel keeps this one for itself.
        self._taken = {"history"}

    def free(self, title: str) -> str:
        """Return a sheet's name for a title, and remember it."""
        found = next(each for each in _candidates(title) if each.casefold() not in self._taken)
        self._taken.add(found.casefold())
        return found


def _candidates(title: str) -> Iterator[str]:
    base = " ".join(_UNNAMEABLE.sub(" ", title).split()).strip("'")
    yield _cut(base, _LONGEST_NAME) or "1"
    number = 2
    while True:
        ending = f" ({number})"
        yield f"{_cut(base, _LONGEST_NAME - len(ending))}{ending}".strip()
        number += 1


def _cut(text: str, most: int) -> str:
    """Return a text's beginning, counted as Excel does: an emoji is two characters."""
    return text.encode("utf-16-le", "replace")[: 2 * most].decode("utf-16-le", "ignore").rstrip(" '")
