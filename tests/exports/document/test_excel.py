"""Reports as Excel: real days and numbers, text that stays text, sheets that print."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from netsheets.exports.document import Bullets, Facts, Page, Report, Text
from netsheets.exports.document.excel import excel
from netsheets.exports.document.wording import readable
from tests.support import papers


def opened(report: Report) -> Any:
    return load_workbook(io.BytesIO(excel(report)))


def only(report: Report) -> Any:
    [sheet] = opened(report).worksheets
    return sheet


def midnight(year: int, month: int, day: int) -> dt.datetime:
    """Return a day as openpyxl reads it."""
    return dt.datetime.combine(dt.date(year, month, day), dt.time())


def filled(sheet: Any) -> list[list[object]]:
    """Return the rows that hold something, without the empty cells at their end."""
    rows = []
    for row in sheet.iter_rows(values_only=True):
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        rows += [cells] if cells else []
    return rows


def test_days_and_numbers_are_days_and_numbers() -> None:
    sheet = only(papers.report(papers.table(papers.row())))
    *_, cells = sheet.iter_rows()
    assert [each.value for each in cells] == [
        "Ana", midnight(2026, 3, 9), "fine", 1234.5, 1200, 3.5, 0.155, "plumbing, joinery",
    ]  # fmt: skip
    assert [each.number_format for each in cells] == [
        "@", "dd/mm/yyyy", "@", "#,##0.00", "#,##0", "#,##0.0", "0.0%", "@",
    ]  # fmt: skip


def test_a_sheet_has_its_title_and_what_it_is_of_on_top() -> None:
    assert filled(only(papers.report(Text(("Hello.",), "Inside")))) == [
        ["Paper"], ["Azur · 22/11/2026"], ["Inside"], ["Hello."],
    ]  # fmt: skip


def test_a_sheet_of_several_says_which_report_it_is_of() -> None:
    book = opened(papers.paged(Page("One", (Text(("a",)),)), Page("Two", (Text(("b",)),))))
    assert book.sheetnames == ["One", "Two"]
    assert filled(book["Two"]) == [["Two"], ["Paper · Azur · 22/11/2026"], ["b"]]


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (("Plan [a]: b/c?*\\d",), ["Plan a b c d"]),
        (("a" * 40, "a" * 40), ["a" * 31, "a" * 27 + " (2)"]),
        (("Ana", "ANA", "ana"), ["Ana", "ANA (2)", "ana (3)"]),
        (("'quoted'", "", "???"), ["quoted", "1", "(2)"]),
        (("History",), ["History (2)"]),
        (("👍" * 20,), ["👍" * 15]),
        (("x\x07\ny",), ["x y"]),
    ],
)
def test_sheets_have_names_that_excel_takes(titles: tuple[str, ...], names: list[str]) -> None:
    assert opened(papers.paged(*(Page(each, ()) for each in titles))).sheetnames == names


@settings(max_examples=25)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_any_title_makes_a_sheet(titles: list[str]) -> None:
    names = opened(papers.paged(*(Page(each, ()) for each in titles))).sheetnames
    assert len({each.casefold() for each in names}) == len(titles)
    assert all(1 <= len(each.encode("utf-16-le")) // 2 <= 31 for each in names)


def test_hostile_text_is_text() -> None:
    book = opened(papers.everything())
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    formulas = [each.value for each in found if each.data_type == "f"]
    assert len(formulas) == 2
    assert all(re.fullmatch(r"=SUM\(([DE])\d+:\1\d+\)", each) for each in formulas)
    texts = {each.value for each in found if each.data_type == "s"}
    assert {readable(each) for each in papers.HOSTILE} <= texts
    assert all(each.hyperlink is None for each in found)


def test_sums_are_live_and_carry_their_result() -> None:
    report = papers.report(
        papers.table(papers.row(), papers.row(sum=None), papers.row(sum=Decimal("-0.1")), totals=("sum", "count"))
    )
    live = list(only(report).iter_rows())[-1]
    assert [each.value for each in live] == ["Total", None, None, "=SUM(D5:D7)", "=SUM(E5:E7)", None, None, None]
    [kept] = load_workbook(io.BytesIO(excel(report)), data_only=True).worksheets
    assert [each.value for each in list(kept.iter_rows())[-1]][3:5] == [1234.4, 3600]


def test_a_tone_is_a_filled_cell_with_its_word() -> None:
    rows = [papers.row(light=each) for each in ("g", "f", "p", "x")]
    cells = list(only(papers.report(papers.table(*rows))).iter_rows())[-4:]
    assert [(row[2].value, row[2].fill.fgColor.rgb) for row in cells] == [
        ("fine", "FFE3F2E8"), ("so so", "FFFCF0D6"), ("low", "FFFCE6E4"), ("x", "00000000"),
    ]  # fmt: skip


def test_a_sheet_of_one_table_freezes_its_header_and_repeats_it_on_paper() -> None:
    sheet = only(papers.report(papers.table(papers.row(), papers.row("Ben"))))
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.auto_filter.ref == "A4:H6"


@pytest.mark.parametrize(("rows", "repeated"), [(20, None), (21, "$4:$4")])
def test_a_header_is_repeated_over_its_own_rows_only(rows: int, repeated: str | None) -> None:
    table = papers.table(*[papers.row(f"Ben {number}") for number in range(rows)])
    assert only(papers.report(table, Text(("Then something else.",)))).print_title_rows == repeated


def test_a_sheet_of_two_tables_freezes_nothing() -> None:
    sheet = only(papers.report(papers.table(papers.row()), papers.table(papers.row())))
    assert sheet.freeze_panes is None
    assert sheet.print_title_rows is None
    assert sheet.auto_filter.ref is None


def test_every_sheet_fits_a4() -> None:
    narrow, wide = opened(
        papers.paged(Page("Narrow", (Text(("a",)),)), Page("Wide", (papers.table(papers.row("x" * 90)),)))
    ).worksheets
    for sheet, orientation in ((narrow, "portrait"), (wide, "landscape")):
        assert sheet.page_setup.paperSize == 9
        assert (sheet.page_setup.orientation or "portrait") == orientation
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert (sheet.oddFooter.left.text, sheet.oddFooter.right.text) == ("Paper", "&P / &N")


def test_a_title_with_an_ampersand_stays_whole_in_the_footer() -> None:
    assert only(papers.report(title="Ana && Ben & fils")).oddFooter.left.text == "Ana &&&& Ben && fils"


def test_long_text_makes_its_row_taller() -> None:
    sheet = only(papers.report(papers.table(papers.row("word " * 40), papers.row())))
    tall, usual = (sheet.row_dimensions[number].height for number in (5, 6))
    assert tall > 3 * usual


def test_no_row_is_taller_than_excel_can_make_it() -> None:
    long = "word " * 2000
    sheet = only(papers.report(Text((long,), long), papers.table(papers.row(long)), Facts((("x", long),)), title=long))
    assert max(each.height for each in sheet.row_dimensions.values() if each.height) <= 409


def test_a_blank_is_a_line_to_fill_and_a_question_has_three() -> None:
    facts = Facts((("Name", None), ("What makes you get up in the morning, but for work?", "")))
    sheet = only(papers.report(facts))
    lined = [row[-1].row for row in sheet.iter_rows() if row[-1].border.bottom.style]
    assert [sheet.cell(number, 1).value for number in lined] == ["Name", None, None, None]


def test_facts_are_days_and_numbers_too() -> None:
    rows = [
        row[1]
        for row in only(
            papers.report(Facts((("Born", dt.date(1980, 5, 4)), ("Sum", Decimal("-12.50")), ("Tel", "+33 6"))))
        ).iter_rows()
    ][-3:]
    assert [(each.value, each.number_format) for each in rows] == [
        (midnight(1980, 5, 4), "dd/mm/yyyy"), (-12.5, "#,##0.00"), ("+33 6", "@"),
    ]  # fmt: skip


def test_a_day_excel_does_not_know_is_text() -> None:
    sheet = only(papers.report(papers.table(papers.row(since=dt.date(1899, 12, 31)))))
    assert sheet["B5"].value == "31/12/1899"


def test_a_text_longer_than_a_cell_is_cut_with_an_ellipsis() -> None:
    found = only(papers.report(papers.table(papers.row("x" * 40_000))))["A5"].value
    assert (len(found), found[-1]) == (32_767, "…")


def test_the_same_report_is_the_same_bytes() -> None:
    assert excel(papers.everything()) == excel(papers.everything())


def test_an_empty_report_can_be_opened() -> None:
    assert opened(papers.paged()).sheetnames == ["Paper"]


def members(count: int) -> Report:
    parts = ((Facts((("Name", f"Nom {number}"),)), Bullets(("x",), "Says")) for number in range(count))
    return papers.paged(*(Page(f"Member {number}", each) for number, each in enumerate(parts)))


def test_fifty_pages_are_fifty_sheets_and_one_more_makes_them_one() -> None:
    assert len(opened(members(50)).sheetnames) == 50
    sheet = only(members(51))
    assert sheet.title == "Paper"
    assert len(sheet.row_breaks.brk) == 50
    assert not getattr(sheet.sheet_properties.pageSetUpPr, "fitToPage", False)


def test_more_pages_than_a_sheet_has_breaks_go_on_in_another() -> None:
    assert [len(each.row_breaks.brk) for each in opened(members(1001)).worksheets] == [999, 0]


def converted(report: Report, folder: Path, target: str) -> Path:
    """Return what LibreOffice makes of a report."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    (folder / "report.xlsx").write_bytes(excel(report))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    made = folder / "made"
    command = [
        program,
        profile,
        "--headless",
        "--convert-to",
        target,
        "--outdir",
        str(made),
        str(folder / "report.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return next(made.iterdir())


def sheets_of_paper(path: Path) -> list[str]:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    found = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True)
    return found.stdout.split("\f")[:-1]


@pytest.mark.slow
def test_libreoffice_calculates_the_sums_that_we_wrote(tmp_path: Path) -> None:
    report = papers.report(papers.table(*[papers.row()] * 7, totals=("sum", "count")))
    path = converted(report, tmp_path, "xlsx:Calc MS Excel 2007 XML")
    [sheet] = load_workbook(path, data_only=True).worksheets
    assert [each.value for each in list(sheet.iter_rows())[-1]][3:5] == [8641.5, 8400]


@pytest.mark.slow
def test_everything_opens_and_prints(tmp_path: Path) -> None:
    text = "".join(sheets_of_paper(converted(papers.everything(), tmp_path, "pdf")))
    assert "<script>alert(1)</script>" in text
    assert "=1+1" in text
    assert "Nobody this month." in text
    assert "#NAME" not in text
    assert "Err:" not in text


@pytest.mark.slow
def test_three_hundred_members_print_a_page_each(tmp_path: Path) -> None:
    sheets = sheets_of_paper(converted(members(300), tmp_path, "pdf"))
    assert len(sheets) == 300
    for number, sheet in enumerate(sheets):
        assert re.findall(r"Nom \d+", sheet) == [f"Nom {number}"]


@pytest.mark.slow
def test_a_long_table_has_its_header_on_every_sheet(tmp_path: Path) -> None:
    sheets = sheets_of_paper(converted(papers.report(papers.table(*[papers.row()] * 150)), tmp_path, "pdf"))
    assert len(sheets) >= 3
    assert all("Skills" in sheet for sheet in sheets)
