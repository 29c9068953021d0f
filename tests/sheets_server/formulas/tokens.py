"""Splitting a formula into tokens, and reading one reference."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from tests.sheets_server.a1 import column_index, column_name

_TITLE = r"(?:'(?:[^']|'')*'|[A-Za-z_À-ɏ][\w.]*)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]*"
_COLUMN = r"\$?[A-Za-z]{1,3}"
_AREA = rf"{_CELL}:{_COLUMN}(?![A-Za-z0-9_(])|{_CELL}:{_CELL}|{_COLUMN}:{_COLUMN}(?![\w(])|\$?\d+:\$?\d+"
_TOKEN = re.compile(
    rf'(?P<text>"(?:[^"]|"")*")'
    rf"|(?P<reference>(?:{_TITLE})?(?:{_CELL}:{_CELL}|{_AREA}|{_CELL}(?![\w(])))"
    r"|(?P<number>\d+(?:[.]\d*)?(?:[eE][+-]?\d+)?|[.]\d+)"
    rf"|(?P<name>(?:{_TITLE})?[A-Za-z_][\w.]*)"
    r"|(?P<error>#[A-Z/0]+[!?]|#N/A)"
    r"|(?P<operator><>|<=|>=|[-+*/^&%=<>(),;{}])"
    r"|(?P<space>\s+)|(?P<other>.)",
    re.DOTALL,
)
_REFERENCE = re.compile(r"^(?P<title>.*!)?(?P<first>[^!:]+)(?::(?P<last>[^!:]+))?$", re.DOTALL)
_PART = re.compile(r"^(\$?)([A-Za-z]*)(\$?)(\d*)$")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a formula: its kind and its text."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Corner:
    """One end of a reference; row or column is None where the reference has none."""

    row: int | None
    column: int | None
    row_fixed: bool
    column_fixed: bool

    def __str__(self) -> str:
        column = "" if self.column is None else ("$" if self.column_fixed else "") + column_name(self.column)
        row = "" if self.row is None else ("$" if self.row_fixed else "") + str(self.row + 1)
        return column + row


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or a range: the sheet as written (with the `!`, or empty), and its two corners."""

    prefix: str
    first: Corner
    last: Corner | None

    @property
    def title(self) -> str | None:
        """The title of the sheet, or None for the formula's own."""
        if not self.prefix:
            return None
        bare = self.prefix[:-1]
        return bare[1:-1].replace("''", "'") if bare.startswith("'") else bare

    def __str__(self) -> str:
        return f"{self.prefix}{self.first}" + (f":{self.last}" if self.last else "")


@functools.lru_cache(maxsize=4096)
def tokens(formula: str, decimal: str = ".") -> tuple[Token, ...]:
    """Return the tokens of *formula* (without its `=`), spaces included. With a decimal comma, `1,5` is one number."""
    if decimal == ",":
        formula = re.sub(
            r'"[^"]*"|(?<=\d),(?=\d)', lambda match: "." if match.group() == "," else match.group(), formula
        )
    return tuple(Token(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(formula))


def reference(text: str) -> Reference:
    """Return the reference that a token of that kind holds."""
    match = _REFERENCE.match(text)
    if match is None:
        raise ValueError(text)
    last = match.group("last")
    return Reference(match.group("title") or "", _corner(match.group("first")), _corner(last) if last else None)


def _corner(text: str) -> Corner:
    match = _PART.match(text)
    if match is None:
        raise ValueError(text)
    fixed, letters, fixed_row, digits = match.groups()
    row_fixed = fixed_row if letters else fixed
    return Corner(
        int(digits) - 1 if digits else None, column_index(letters) if letters else None, bool(row_fixed), bool(fixed)
    )
