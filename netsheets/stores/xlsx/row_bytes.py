"""Finding and adding rows in the bytes of a sheet's rows, without parsing them into a tree."""

from __future__ import annotations

import re
from typing import Final

from netsheets.stores.addresses import column_number

_ROW: Final = re.compile(rb"<(?:[\w.-]+:)?row(?=[\s/>])([^>]*?)(/?)>")
_NUMBER: Final = re.compile(rb"""\sr=["'](\d+)["']""")
_CELL: Final = re.compile(rb"""<(?:[\w.-]+:)?c(?=[\s/>])(?:[^>]*?\sr=["']([A-Z]+)\d+["'])?""")
_USED: Final = re.compile(rb"<(?:[\w.-]+:)?(?:v|is|f)(?=[\s>])")
_SPANS: Final = re.compile(rb"""\sspans=["'][^"']*["']""")


def without_empty_end(rows: bytes) -> tuple[bytes, int]:
    """Return the rows up to the last one that holds something, and that one's number (0 where none does)."""
    end = len(rows)
    while True:
        start = _last_row_start(rows, end)
        if start < 0:
            return b"", 0
        if _USED.search(rows, start, end):
            return rows[:end], _row_number(rows, start)
        end = start


def last_row(rows: bytes) -> int:
    """Return the number of the last row there is, used or not."""
    start = _last_row_start(rows, len(rows))
    return 0 if start < 0 else _row_number(rows, start)


def last_column(rows: bytes) -> int:
    """Return the number of the last column that any cell stands in."""
    names = set(_CELL.findall(rows))
    if b"" in names:
        # Cells without an address count from the one before them.
        widest = max((len(_CELL.findall(row)) for row in re.split(rb"</(?:[\w.-]+:)?row>", rows)), default=0)
    else:
        widest = 0
    return max((widest, *(column_number(name.decode()) for name in names if name)))


def with_cells(rows: bytes, number: int, cells: bytes, closing: bytes = b"row") -> bytes:
    """Return the rows with these cells at the end of row `number`, which is made where it is missing."""
    position = 0
    count = 0
    while (found := _ROW.search(rows, position)) is not None:
        stated = _NUMBER.search(found[1])
        count = int(stated[1]) if stated else count + 1
        if count == number:
            return _extended(rows, found, cells, closing)
        if count > number:
            position = found.start()
            break
        position = found.end()
    else:
        position = len(rows)
    row = b'<%s r="%d">%s</%s>' % (closing, number, cells, closing)
    return rows[:position] + row + rows[position:]


def _extended(rows: bytes, found: re.Match[bytes], cells: bytes, closing: bytes) -> bytes:
    opening = _SPANS.sub(b"", found[0])
    if found[2]:
        opening = opening[:-2].rstrip() + b">"
        return rows[: found.start()] + opening + cells + b"</" + closing + b">" + rows[found.end() :]
    end = rows.index(b"</" + closing, found.end())
    return rows[: found.start()] + opening + rows[found.end() : end] + cells + rows[end:]


def _last_row_start(rows: bytes, end: int) -> int:
    """Return where the last row before `end` begins, or -1."""
    position = end
    while (position := rows.rfind(b"row", 0, position)) >= 0:
        start = rows.rfind(b"<", 0, position)
        if start >= 0 and (found := _ROW.match(rows, start)) and found.start() == start and found.end() > position:
            return start
    return -1


def _row_number(rows: bytes, start: int) -> int:
    found = _ROW.match(rows, start)
    stated = _NUMBER.search(found[1]) if found else None
    if stated:
        return int(stated[1])
    return sum(1 for _ in _ROW.finditer(rows, 0, start + 1)) + 1
