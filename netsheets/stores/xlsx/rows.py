"""Rows of a sheet's XML, and how their cells look: each format of the port, each kind of header.

A hundred thousand lines are a second's work, so cells are joined as text, not as a tree. Hand-written: a library's
cells are objects, forty times as slow (`python -m benchmarks.ledger`).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from typing import Final

from netsheets.ooxml.cells import column_letters, escaped, on_sheet, serial, text_element
from netsheets.ooxml.styles import Look
from netsheets.stores.port import Format, Link, ShownColumn, Written

MOST_LINKS: Final = 65_000
"""Excel drops all links of a sheet with more than 65,530; those beyond stay plain text."""

_INK, _BAND, _REQUIRED_BAND, _LINE, _LINK, _MUTED, _WHITE = (
    "FF1F3A4D", "FF2F5D7C", "FF1F3A4D", "FFB8C4CE", "FF1F5FA8", "FF6B7780", "FFFFFFFF"
)  # fmt: skip
SOFT_RED: Final = "FFFDE3E1"
"""The fill that marks a wrong cell."""

_RIGHT: Final = {"horizontal": "right", "indent": "1", "vertical": "top"}
_IN_HEADER: Final = {"vertical": "center", "wrapText": "1"}
_BOLD: Final = {"b": ""}
_ON_BAND: Final = {**_BOLD, "color": _WHITE}
_PLAIN: Final = Look()
_LOOKS: Final[dict[Format, Look]] = {
    "text": Look(number_format=49, alignment={"vertical": "top"}),
    "wrapped": Look(alignment={"vertical": "top", "wrapText": "1"}),
    "day": Look(number_format="dd/mm/yyyy", alignment=_RIGHT),
    "money": Look(number_format=4, alignment=_RIGHT),
    "number": Look(alignment=_RIGHT),
    "integer": Look(number_format=1, alignment=_RIGHT),
    "percent": Look(number_format=10, alignment=_RIGHT),
    "heading": Look(font={**_BOLD, "sz": "14", "color": _INK}),
    "note": Look(font={"i": "", "color": _MUTED}),
    "link": Look(font={"u": "", "color": _LINK}),
    "total": Look(font=_BOLD, top_line=_LINE),
    "total_money": Look(number_format=4, font=_BOLD, top_line=_LINE, alignment=_RIGHT),
}


class RowWriter:
    """Writes rows of one sheet as XML and collects their links."""

    def __init__(self, *, uses_1904: bool = False) -> None:
        self.links: list[str] = []
        self._uses_1904 = uses_1904
        self._texts: dict[str, str] = {}

    def row(self, number: int, cells: Iterable[tuple[int, int, Written]], *, height: float | None = None) -> str:
        """Return one row: its cells as (column, style, value), from left to right. Empty cells keep their style."""
        inner = "".join(
            [self._cell(f"{column_letters(column)}{number}", style, value) for column, style, value in cells]
        )
        tall = f' ht="{height:g}" customHeight="1"' if height else ""
        return f'<row r="{number}"{tall}>{inner}</row>'

    def rows(
        self, first: int, columns: Sequence[int], styles: Sequence[int], lines: Iterable[Sequence[Written]]
    ) -> list[str]:
        """Return these lines as rows from number `first` on; empty cells are left out. Columns rise."""
        heads = [
            (f'<c r="{column_letters(column)}', f'" s="{style}"') for column, style in zip(columns, styles, strict=True)
        ]
        texts, plain = self._texts, self._value
        written = []
        for number, line in enumerate(lines, first):
            cells = []
            for (head, style), value in zip(heads, line, strict=True):
                if value is None or value == "":
                    continue
                if type(value) is str:
                    content = texts.get(value)
                    if content is None:
                        content = texts[value] = f' t="inlineStr"><is>{text_element(value)}</is></c>'
                elif type(value) is float and value - value == 0:
                    content = f"><v>{value!r}</v></c>"
                elif type(value) is int:
                    content = f"><v>{value}</v></c>"
                else:
                    content = plain(f"{head[6:]}{number}", value)
                cells.append(f"{head}{number}{style}{content}")
            written.append(f'<row r="{number}">{"".join(cells)}</row>')
        return written

    def _cell(self, address: str, style: int, value: Written) -> str:
        if value is None or value == "":
            return f'<c r="{address}" s="{style}"/>'
        return f'<c r="{address}" s="{style}"{self._value(address, value)}'

    def _value(self, address: str, value: Written) -> str:
        """Return the rest of a cell after its style. Raise ValueError for a number no sheet can hold."""
        if isinstance(value, bool):
            return f' t="b"><v>{value:d}</v></c>'
        if isinstance(value, (int, float)):
            if not math.isfinite(value):
                raise ValueError(f"{address} can't hold {value}")
            return f"><v>{value!r}</v></c>"
        if isinstance(value, dt.date):
            number = serial(value, uses_1904=self._uses_1904)
            return self._value(address, value.isoformat() if number is None else number)
        if isinstance(value, Link):
            if len(self.links) < MOST_LINKS:
                place = escaped(on_sheet(value.title, value.cell))
                self.links.append(
                    f'<hyperlink ref="{address}" location="{place}" display="{escaped(value.text[:255])}"/>'
                )
            value = value.text
        return f' t="inlineStr"><is>{text_element(value or "")}</is></c>'


def look_of(format: Format) -> Look:
    """Return the look of a cell of this format."""
    return _LOOKS.get(format, _PLAIN)


def header_look(column: ShownColumn) -> Look:
    """Return the look of a column's header: over numbers it stands where they do, required ones are darker."""
    over_numbers = look_of(column.format).alignment == _RIGHT
    return Look(
        font=_ON_BAND,
        fill=_REQUIRED_BAND if column.required else _BAND,
        alignment={**_RIGHT, **_IN_HEADER} if over_numbers else _IN_HEADER,
    )
