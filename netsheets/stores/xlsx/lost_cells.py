"""What calamine doesn't say: formulas behind values, their errors, and those that no program has calculated yet."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from netsheets.ooxml.archive import ZipEntry
from netsheets.ooxml.cells import column_number
from netsheets.stores.port import CellError, Uncalculated

_MARK: Final = re.compile(rb"""<(?:[\w.-]+:)?f[\s/>]|\st=["']e["']""")
_CELL: Final = re.compile(rb"<(?:[\w.-]+:)?c\s")
_CELL_END: Final = re.compile(rb"</(?:[\w.-]+:)?c>")
_ADDRESS: Final = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["']""")
_FORMULA: Final = re.compile(rb"<(?:[\w.-]+:)?f(?:\s[^>]*?)?(?:/>|>([^<]*)<)")
_SHARED: Final = re.compile(rb"""^[^>]*\ssi=["'](\d+)["']""")
_RESULT: Final = re.compile(rb"<(?:[\w.-]+:)?(?:v(?:\s[^>]*)?>[^<]|is[\s/>])")
_TEXT_RESULT: Final = re.compile(rb"""^[^>]*\st=["']str["'][^>]*>.*<(?:[\w.-]+:)?v[\s/>]""", re.DOTALL)
"""A text as a result may be empty; an empty number is none, which is how some programs write a formula."""

_ERROR_RESULT: Final = re.compile(
    rb"""<(?:[\w.-]+:)?c\s[^>]*?\bt=["']e["'][^>]*>.*?<(?:[\w.-]+:)?v>([^<]*)<""", re.DOTALL
)
_KNOWN_ERRORS: Final = (b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!")
_LONGEST_SIGN: Final = 64
_PREFIX: Final = re.compile(rb"<([\w.-]+):worksheet")
_LONGEST_HEAD: Final = 4096
_LONGEST_CELL: Final = 70_000


@dataclass(frozen=True, slots=True)
class LostCell:
    """A cell, by row and column from 1, and what calamine doesn't say of it."""

    row: int
    column: int
    value: CellError | Uncalculated


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What calamine doesn't say of a sheet: cells it leaves empty, and formulas, without `=`, by row and column."""

    lost: tuple[LostCell, ...] = ()
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)


def unsaid(entry: ZipEntry) -> Unsaid:
    """Return the formulas of a sheet, and its cells that hold an error, or a formula without result."""
    return unsaid_in(entry.content()) if _is_marked(entry) else Unsaid()


def unsaid_in(content: bytes) -> Unsaid:
    """Return what calamine doesn't say of a sheet's part, in UTF-8."""
    lost: list[LostCell] = []
    formulas: dict[tuple[int, int], str] = {}
    shared: dict[bytes, str] = {}
    for place, cell in _cells(content):
        value = _lost(cell)
        if value is not None:
            lost.append(LostCell(*place, value))
        elif found := _FORMULA.search(cell):
            formulas[place] = _formula(found, shared)
    return Unsaid(tuple(lost), formulas)


def _formula(found: re.Match[bytes], shared: dict[bytes, str]) -> str:
    """Return a formula; of one that several cells share, the text that stands in the first of them."""
    text = html.unescape((found[1] or b"").decode("utf-8", "replace"))
    group = _SHARED.search(found[0])
    return text if group is None else shared.setdefault(group[1], text)


def with_known_errors(content: bytes) -> bytes:
    """Return the sheet with each error that calamine doesn't know as one that it does."""

    def known(found: re.Match[bytes]) -> bytes:
        if found[1] in _KNOWN_ERRORS:
            return found[0]
        start, end = found.start(1) - found.start(), found.end(1) - found.start()
        return found[0][:start] + b"#VALUE!" + found[0][end:]

    return _ERROR_RESULT.sub(known, content)


def _is_marked(entry: ZipEntry) -> bool:
    """Return whether the sheet holds a formula or an error at all. Most don't, and to know costs a tenth of reading."""
    signs: tuple[bytes, ...] = ()
    rest = b""
    for chunk in entry.chunks(checked=False):
        if not rest:
            signs = _signs(chunk[:_LONGEST_HEAD])
        if any(sign in chunk or sign in rest + chunk[:_LONGEST_SIGN] for sign in signs):
            return True
        rest = chunk[-_LONGEST_SIGN:]
    return False


def _signs(head: bytes) -> tuple[bytes, ...]:
    """Return how a formula and an error begin in a sheet that begins like this: its prefix, its kind of quotes."""
    prefix = _PREFIX.search(head)
    formula = b"<" + prefix[1] + b":f" if prefix else b"<f"
    return (formula, b"t='e'" if b" r='" in head else b't="e"')


def _cells(content: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    """Yield each cell with a formula or an error, and its place."""
    done = 0
    for mark in _MARK.finditer(content):
        if mark.start() < done:
            continue
        start = _cell_start(content, mark.start())
        closing = _CELL_END.search(content, mark.end())
        if start is None or closing is None:
            continue
        done = closing.end()
        cell = content[start:done]
        address = _ADDRESS.search(cell, 0, cell.index(b">"))
        if address is not None:
            yield (int(address[2]), column_number(address[1].decode())), cell


def _cell_start(content: bytes, position: int) -> int | None:
    """Return where the cell around this position begins."""
    low = max(0, position - _LONGEST_CELL)
    while (start := content.rfind(b"<", low, position)) >= 0:
        if _CELL.match(content, start):
            return start
        position = start
    return None


def _lost(cell: bytes) -> CellError | Uncalculated | None:
    error = _ERROR_RESULT.match(cell)
    if error is not None:
        return CellError(html.unescape(error[1].decode("utf-8", "replace")))
    formula = _FORMULA.search(cell)
    if formula is not None and not _RESULT.search(cell) and not _TEXT_RESULT.match(cell):
        return Uncalculated(html.unescape((formula[1] or b"").decode("utf-8", "replace")))
    return None
