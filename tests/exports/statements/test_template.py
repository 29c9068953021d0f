from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.table import Table

from netsheets.errors import Misuse
from netsheets.exports.statements import (
    network_statements_of,
    network_template,
    network_workbook,
    statement_template,
    statement_workbook,
    statements_of,
)
from netsheets.exports.template import Template, template_of
from netsheets.resources import resource
from tests.support.closings import closed
from tests.support.office import assert_formulas_keep_what_libreoffice_computes, convert
from tests.support.statements import book_of_many, paid, register, rows, statement, won
from tools.looks.network import network_template as made_network_template
from tools.looks.statement import statement_template as made_statement_template

MONTH = rows(won("R1", "M1", "M2"), *(paid(f"B{day}", "R1", f"{day}00.00", f"2026-02-{day}") for day in range(10, 20)))
PNG = b"\x89PNG\r\n\x1a\n not really a picture, but bytes to be kept"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ANCHOR = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">'
    "<xdr:oneCellAnchor><xdr:from><xdr:col>5</xdr:col><xdr:row>{row}</xdr:row></xdr:from></xdr:oneCellAnchor></xdr:wsDr>"
)


def _shipped(name: str = "statement.xlsx") -> bytes:
    return resource("templates", name).read_bytes()


def _parts(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _restyled(change: Callable[[Workbook], None]) -> Template:
    book = load_workbook(io.BytesIO(_shipped()))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return template_of(buffer.getvalue(), "ours.xlsx")


def _with_logo(row: int) -> bytes:
    """Return the template with a picture on its second sheet, as Excel would keep it."""
    parts = dict(_parts(_shipped()))
    sheet = parts["xl/worksheets/sheet2.xml"].decode()
    parts["xl/worksheets/sheet2.xml"] = sheet.replace(
        "</worksheet>", f'<drawing xmlns:r="{OFFICE}" r:id="rId1"/></worksheet>'
    ).encode()
    relation = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    target = f'<Relationship Id="rId1" Type="{OFFICE}/drawing" Target="../drawings/drawing1.xml"/>'
    parts["xl/worksheets/_rels/sheet2.xml.rels"] = relation.format(target).encode()
    parts["xl/drawings/drawing1.xml"] = ANCHOR.format(row=row).encode()
    parts["xl/media/image1.png"] = PNG
    return _zipped(parts)


@pytest.mark.parametrize(
    ("name", "made"), [("statement.xlsx", made_statement_template), ("network.xlsx", made_network_template)]
)
def test_shipped_template_is_what_its_maker_makes(name: str, made: Callable[[], bytes]) -> None:
    assert _parts(_shipped(name)) == _parts(made())


def test_colours_widths_and_wording_of_a_restyled_template_survive() -> None:
    def change(book: Workbook) -> None:
        page = book.worksheets[0]
        page["B1"].fill = PatternFill("solid", fgColor="FF8800")
        page["B1"].value = "Vos commissions, {{month}} ({{closing}} {{currency}})"
        page.column_dimensions["B"].width = 51.5
        book.worksheets[1].title = "Les lignes"

    content = statement_workbook(statement("M1", MONTH), _restyled(change))
    page, lines, _ = load_workbook(io.BytesIO(content)).worksheets
    assert page["B1"].fill.fgColor.rgb == "00FF8800"
    assert page["B1"].value == "Vos commissions, février 2026 (2\u202f175,00 EUR)"
    assert page.column_dimensions["B"].width == 51.5
    assert lines.title == "Les lignes"
    assert "=ROUND(SUM('Les lignes'!I5:I14),2)" in {cell.value for row in page for cell in row}


def test_logo_survives_byte_for_byte() -> None:
    content = statement_workbook(statement("M1", MONTH), template_of(_with_logo(row=0)))
    parts = _parts(content)
    assert parts["xl/media/image1.png"] == PNG
    assert b"<xdr:row>0</xdr:row>" in parts["xl/drawings/drawing1.xml"]
    assert b"<drawing " in parts["xl/worksheets/sheet2.xml"]


def test_picture_below_the_lines_moves_down_with_them() -> None:
    """The total stands on row 9 of the template, on row 15 below ten lines; a drawing counts rows from 0."""
    parts = _parts(statement_workbook(statement("M1", MONTH), template_of(_with_logo(row=8))))
    assert b"<xdr:row>14</xdr:row>" in parts["xl/drawings/drawing1.xml"]


def test_every_other_part_is_copied_as_it_is() -> None:
    before, after = _parts(_shipped()), _parts(statement_workbook(statement("M1", MONTH), statement_template()))
    assert before["xl/theme/theme1.xml"] == after["xl/theme/theme1.xml"]
    assert after.keys() - before.keys() == {"xl/sharedStrings.xml"}


def _put(cell: str, text: str) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        book.worksheets[0][cell].value = text

    return change


def _add_table(book: Workbook) -> None:
    book.worksheets[1].add_table(Table(displayName="Lines", ref="B3:I5"))


def _add_comment(book: Workbook) -> None:
    book.worksheets[0]["B1"].comment = Comment("not for members", "treasurer")


@pytest.mark.parametrize(
    ("change", "code", "details"),
    [
        (
            _put("B1", "=G12"),
            "template_formula",
            {"name": "ours.xlsx", "sheet": "{{word.tab_statement}}", "cell": "B1"},
        ),
        (
            _put("B1", "{{Closing balance}}"),
            "template_placeholder",
            {"cell": "B1", "placeholder": "{{Closing balance}}"},
        ),
        (_put("B1", "{{earned.day}} {{owed.day}}"), "template_two_lists", {"row": 1, "lists": "earned, owed"}),
        (_add_table, "template_table", {"sheet": "{{word.tab_lines}}"}),
        (_add_comment, "template_table", {"sheet": "{{word.tab_statement}}"}),
    ],
    ids=["formula", "malformed", "two lists", "table", "comment"],
)
def test_what_cannot_follow_rows_that_move_is_refused(
    change: Callable[[Workbook], None], code: str, details: dict[str, object]
) -> None:
    with pytest.raises(Misuse) as refused:
        _restyled(change)
    assert refused.value.code == code
    assert details.items() <= refused.value.details.items()


@pytest.mark.parametrize(
    ("text", "asked", "nearest"),
    [
        ("{{closng}}", "closng", "closing"),
        ("{{word.tottal}}", "word.tottal", "word.total"),
        ("{{earned.amnt}}", "earned.amnt", "earned.amount"),
        ("{{if earnd}}", "earnd", "earned"),
        ("{{earnd.day}}", "earnd", "earned"),
    ],
)
def test_unknown_placeholder_is_refused_with_the_nearest(text: str, asked: str, nearest: str) -> None:
    with pytest.raises(Misuse) as refused:
        statement_workbook(statement("M1", MONTH), _restyled(_put("B1", text)))
    assert refused.value.code == "template_unknown"
    assert refused.value.details == {"name": "ours.xlsx", "placeholder": asked, "nearest": nearest}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"<xml/>"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(Misuse) as refused:
        template_of(content, "ours.xlsx")
    assert (refused.value.code, refused.value.details) == ("template_unreadable", {"name": "ours.xlsx"})


def test_zip_without_a_workbook_is_refused() -> None:
    with pytest.raises(Misuse) as refused:
        template_of(_zipped({"a.txt": b"a"}), "ours.xlsx")
    assert refused.value.code == "template_unreadable"


def test_template_without_a_word_of_ours_is_copied() -> None:
    book = Workbook()
    book.worksheets[0]["A1"].value = "Nothing to fill"
    buffer = io.BytesIO()
    book.save(buffer)
    content = statement_workbook(statement("M1", MONTH), template_of(buffer.getvalue()))
    assert load_workbook(io.BytesIO(content)).worksheets[0]["A1"].value == "Nothing to fill"


def test_total_without_its_lines_keeps_its_value_without_a_formula() -> None:
    """A network that leaves the lines out of its template gets totals that are right all the same."""
    book = Workbook()
    book.worksheets[0]["A1"].value, book.worksheets[0]["B1"].value = "{{earned_net}}", "{{closing}}"
    buffer = io.BytesIO()
    book.save(buffer)
    content = statement_workbook(statement("M1", MONTH), template_of(buffer.getvalue()))
    page = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [(cell.value, cell.data_type) for cell in page[1]] == [(2175, "n"), (2175, "n")]


@pytest.mark.slow
def test_libreoffice_recalculates_to_the_kept_values(tmp_path: Path) -> None:
    ledger = closed(book_of_many(40), "2026-02")
    found = register(book_of_many(40), "2026-02", ledger)
    contents = [statement_workbook(each, statement_template()) for each in statements_of(found)[:8]]
    contents += [network_workbook(each, network_template()) for each in network_statements_of(found)]
    assert assert_formulas_keep_what_libreoffice_computes(tmp_path, *contents) > 100


@pytest.mark.slow
def test_template_saved_by_libreoffice_still_fills(tmp_path: Path) -> None:
    source = tmp_path / "ours.xlsx"
    source.write_bytes(_shipped())
    convert(tmp_path, "xlsx:Calc MS Excel 2007 XML", source)
    template = template_of((tmp_path / "out" / "ours.xlsx").read_bytes(), "ours.xlsx")
    ours = load_workbook(io.BytesIO(statement_workbook(statement("M1", MONTH), statement_template())))
    theirs = load_workbook(io.BytesIO(statement_workbook(statement("M1", MONTH), template)))
    for expected, found in zip(ours.worksheets, theirs.worksheets, strict=True):
        assert found.title == expected.title
        values = [[cell.value for cell in row if cell.value is not None] for row in found.iter_rows()]
        assert [row for row in values if row] == [
            row for row in ([cell.value for cell in row if cell.value is not None] for row in expected) if row
        ]


@pytest.mark.slow
def test_five_hundred_statements_take_less_than_a_minute() -> None:
    found = register(book_of_many(500), "2026-02", closed(book_of_many(500), "2026-02"))
    start = time.perf_counter()
    contents = [statement_workbook(each, statement_template()) for each in statements_of(found)]
    assert len(contents) == 501  # the network's own among them
    assert time.perf_counter() - start < 60
