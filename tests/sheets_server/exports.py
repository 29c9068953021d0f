"""Exports of a spreadsheet: CSV and TSV of the first sheet, a plain .xlsx, .ods and zipped HTML of all, a bare PDF.

They hold what the cells show, not formats, and are there so that a client's download has something true to read.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from .a1 import cell_name
from .render import Renderer
from .sheet import Sheet
from .spreadsheet import Spreadsheet

Writer = Callable[[Spreadsheet, datetime.datetime], bytes]


def _rows(renderer: Renderer, sheet: Sheet) -> list[list[str]]:
    rows = range(max(sheet.grid.rows, default=-1) + 1)
    width = max((column + 1 for columns in sheet.grid.rows.values() for column in columns), default=0)
    return [[renderer.shown(sheet, row, column) for column in range(width)] for row in rows]


def _separated(delimiter: str) -> Writer:
    def write(spreadsheet: Spreadsheet, now: datetime.datetime) -> bytes:
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(
            _rows(Renderer(spreadsheet, now), spreadsheet.sheets[0])
        )
        return out.getvalue().removesuffix("\r\n").encode()

    return write


def _zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def _xlsx(spreadsheet: Spreadsheet, now: datetime.datetime) -> bytes:
    renderer = Renderer(spreadsheet, now)
    count = len(spreadsheet.sheets)
    overrides = f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}sheet.main+xml"/>' + "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{_TYPE}worksheet+xml"/>'
        for i in range(1, count + 1)
    )
    sheets = "".join(
        f'<sheet name={quoteattr(sheet.title[:31])} sheetId="{i}" r:id="rId{i}"/>'
        for i, sheet in enumerate(spreadsheet.sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, count + 1)
    )
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
    }
    for i, sheet in enumerate(spreadsheet.sheets, 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = _worksheet(renderer, sheet)
    return _zipped(parts)


def _worksheet(renderer: Renderer, sheet: Sheet) -> str:
    rows = []
    for index, columns in sorted(sheet.grid.rows.items()):
        cells = "".join(_xlsx_cell(renderer, sheet, index, column) for column in sorted(columns))
        rows.append(f'<row r="{index + 1}">{cells}</row>')
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'


def _xlsx_cell(renderer: Renderer, sheet: Sheet, row: int, column: int) -> str:
    value = renderer.effective(sheet, row, column)
    if value is None:
        return ""
    name = cell_name(row, column)
    if "numberValue" in value:
        return f'<c r="{name}"><v>{value["numberValue"]}</v></c>'
    if "boolValue" in value:
        return f'<c r="{name}" t="b"><v>{int(value["boolValue"])}</v></c>'
    text = escape(renderer.shown(sheet, row, column))
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _html(spreadsheet: Spreadsheet, now: datetime.datetime) -> bytes:
    renderer = Renderer(spreadsheet, now)
    pages = {}
    for sheet in spreadsheet.sheets:
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>\n" for row in _rows(renderer, sheet)
        )
        title = sheet.title.replace("/", "_")
        pages[f"{title}.html"] = f"<!DOCTYPE html>\n<meta charset=utf-8>\n<table>\n{rows}</table>\n"
    return _zipped(pages)


_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS = "application/x-vnd.oasis.opendocument.spreadsheet"


def _ods(spreadsheet: Spreadsheet, now: datetime.datetime) -> bytes:
    renderer = Renderer(spreadsheet, now)
    tables = []
    for sheet in spreadsheet.sheets:
        rows = "".join(
            "<table:table-row>" + "".join(
                f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
                for text in row
            ) + "</table:table-row>"
            for row in _rows(renderer, sheet)
        )  # fmt: skip
        tables.append(f"<table:table table:name={quoteattr(sheet.title)}>{rows}</table:table>")
    names = " ".join(f'xmlns:{name}="{_OPEN}{name}:1.0"' for name in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    content = f'{_HEAD}<office:document-content {names} office:version="1.2">{body}</office:document-content>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'{_HEAD}<manifest:manifest xmlns:manifest="{_OPEN}manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return _zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _pdf(spreadsheet: Spreadsheet, _now: datetime.datetime) -> bytes:
    """Return one empty page: a PDF reader opens it, nothing more."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    return out + (
        b"xref\n0 4\n0000000000 65535 f \n%strailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (table, start)
    )


WRITERS: dict[str, Writer] = {
    "text/csv": _separated(","),
    "text/tab-separated-values": _separated("\t"),
    _TYPE + "sheet": _xlsx,
    "application/zip": _html,
    _ODS: _ods,
    "application/vnd.oasis.opendocument.spreadsheet": _ods,
    "application/pdf": _pdf,
}
