"""The seam between the workbook and everything else: what a store reads, what it is asked to change.

A store has two verbs: `read() -> Snapshot` and `apply(Changeset)`. It knows grids, titles and formats, and nothing
of members, commissions or months. The edits are a closed union; a store that meets all of them is complete.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from netsheets.ooxml.cells import EPOCH


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell whose formula failed, as the sheet shows it: `#REF!`, `#DIV/0!`."""

    text: str


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A cell with a formula and no stored result: the file was never calculated by a spreadsheet program."""

    formula: str


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to another cell of the same workbook when clicked."""

    text: str
    title: str
    cell: str


Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | CellError | Uncalculated | None
"""What a cell read holds. An empty cell is None or ''. A time or a duration is a number formatted as a clock."""

Written = str | int | float | bool | dt.date | Link | None
"""What netsheets writes in a cell. Text is always written as text, never as a formula. Money is a float of its cents'
exact decimal: a spreadsheet knows no other number, and two decimals survive the trip."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One tab as read: its rows from the first used cell on, and where that cell is (both 1-based).

    Rows may be shorter than the widest one; what lies beyond is empty. `index` is the tab's place, from 0. `formulas`
    are those behind the values, without `=`, by row and column from 1, as far as the store tells them.
    """

    title: str
    rows: Sequence[Sequence[Cell]]
    first_row: int = 1
    first_column: int = 1
    index: int = 0
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One consistent read of the whole workbook.

    `revision` names the state that was read; a Changeset carries it back, so that a workbook that has changed since
    is not overwritten. `epoch` is the day a bare number 0 stands for where it is meant as a day; `serial_days` says
    that this store gives every day as such a number. `identity` names the workbook whatever it is called, "" where it
    has no name of its own yet.
    """

    name: str
    grids: tuple[Grid, ...]
    revision: str
    epoch: dt.date = EPOCH
    serial_days: bool = False
    identity: str = ""


Format = Literal[
    "text", "wrapped", "day", "money", "number", "integer", "percent", "heading", "note", "link", "total", "total_money"
]


@dataclass(frozen=True, slots=True)
class Choices:
    """A drop-down of fixed words. `strict`: anything else is refused while typing, otherwise only flagged."""

    words: tuple[str, ...]
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A drop-down of what stands in a column (1-based, below its header row) of another tab, and `also` fixed words."""

    title: str
    column: int
    header_row: int = 1
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """A cell must hold a day, a decimal, a whole number, or a text of at most `high` characters, within bounds."""

    kind: Literal["day", "decimal", "whole", "length"]
    low: float | None = None
    high: float | None = None


Check = Choices | Reference | Bounds


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """How one column looks and helps: header, note on the header, format, width in characters, drop-down or check."""

    title: str
    format: Format = "text"
    width: float = 14
    note: str = ""
    check: Check | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A table: an optional heading line, a header row unless `headless`, and rows as wide as the columns."""

    columns: tuple[ShownColumn, ...]
    rows: Sequence[tuple[Written, ...]]
    heading: str = ""
    headless: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart over a block of the same tab: its columns are counted from 0, its place is right of the blocks."""

    kind: Literal["columns", "bars", "pie", "line"]
    title: str
    block: int
    categories: int
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything on a tool-owned tab: blocks from the top, one empty row between them, and charts.

    A tab of one block without heading has its header in row 1, frozen. `protected` keeps people from typing in it
    by accident (there is no password).
    """

    blocks: tuple[Block, ...]
    charts: tuple[Chart, ...] = ()
    protected: bool = True
    landscape: bool = True


@dataclass(frozen=True, slots=True)
class ReplaceTab:
    """Make the tab with this title hold exactly this content; one that is missing is made, last of all or `first`."""

    title: str
    content: Content
    first: bool = False


@dataclass(frozen=True, slots=True)
class AppendRows:
    """Write rows below the last used row of a tab; `positions` are the sheet columns (1-based) they go to."""

    title: str
    positions: tuple[int, ...]
    formats: tuple[Format, ...]
    rows: Sequence[tuple[Written, ...]]


@dataclass(frozen=True, slots=True)
class DressTab:
    """Make a members' tab ready to fill, without touching a member's cell.

    Creates the tab where it is missing. `columns` are in schema order; `positions` says in which sheet column
    (1-based) each stands, None for one that is missing and is added right of the last used column. Sets header
    notes, header look, formats of empty cells, drop-downs, the frozen header. Doing it twice changes nothing.
    """

    title: str
    columns: tuple[ShownColumn, ...]
    positions: tuple[int | None, ...]
    header_row: int = 1


@dataclass(frozen=True, slots=True)
class Highlight:
    """Colour the cells of a members' tab for which `formula` is true, without touching them or their format.

    The formula is written for the tab's cell `anchor` (`A2`) and moves with each cell, as conditional formats do.
    One highlight a tab: the same one again changes nothing, another one takes its place.
    """

    title: str
    formula: str
    anchor: str
    last_column: str


@dataclass(frozen=True, slots=True)
class Retyping:
    """One cell to be typed anew, by row and column from 1: the text it held when it was read, and the new one."""

    row: int
    column: int
    was: str
    text: str


@dataclass(frozen=True, slots=True)
class RetypeCells:
    """Put another text in the place of what stands in cells of a members' tab, which a person asked for by name.

    A cell that holds something else by now, or a formula, stays as it is. The formats stay. What was there is gone
    from the workbook, where no other cell holds it. In an .xlsx that goes for what stands outside the cells, too: their
    links, comments and filters; and `stand_in` takes the place of the `traces`, texts that show the person, in all
    comments, links and properties. In a Google Sheet, comments, notes and filters stay.
    """

    title: str
    cells: tuple[Retyping, ...]
    traces: tuple[str, ...] = ()
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class Identify:
    """Give a workbook that has none an identity of its own; a store whose workbooks have one by nature ignores it."""

    identity: str


Edit = ReplaceTab | AppendRows | DressTab | Highlight | RetypeCells | Identify


NEW = ""
"""The revision of a workbook that does not exist yet: a Changeset that carries it makes the workbook."""


@dataclass(frozen=True, slots=True)
class Changeset:
    """Edits that are applied all or not at all, to the state named by `revision`.

    `once` names what is being done (`closing-2026-10`); a store several people share applies it at most once.
    """

    edits: tuple[Edit, ...]
    revision: str
    once: str | None = None


class Store(Protocol):
    """A workbook somewhere. Errors are those of `netsheets.errors`."""

    @property
    def name(self) -> str:
        """Return how messages call this workbook: a path or a title."""

    def read(self) -> Snapshot:
        """Return the workbook as it is now, in one read."""

    def apply(self, changeset: Changeset) -> None:
        """Apply every edit or none. Raise `Changed` where the workbook is no longer what was read."""
