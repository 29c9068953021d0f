"""What a workbook holds on a person, as it stands in the sheets: rows in error and a network's own columns too.

`Traces` find them in texts that people typed: by their name, their mail address, their telephone number.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from netsheets.domain.findings import CODES
from netsheets.domain.privacy import MENTIONS, OF_REFERRALS, PARTIES
from netsheets.domain.records import Member
from netsheets.ooxml.cells import column_letters
from netsheets.sheets.cells import Days, read_cell
from netsheets.sheets.labels import normalised
from netsheets.sheets.placing import Placement
from netsheets.sheets.reading import is_blank, plain_decimal, plain_text, visible
from netsheets.sheets.schema import TabColumn, tab
from netsheets.stores.port import Cell, CellError, Grid, Snapshot, Uncalculated
from netsheets.texts import Language

_SHORTEST = 3
"""A name, an address or a number shorter than this is not looked for: it would be found everywhere."""
_SUBSCRIBER = 9
"""So many last digits of a telephone number stay the same with a country's prefix and without."""
_FEWEST_DIGITS = 8
_NOT_A_DIGIT = re.compile(r"\D")

Value = str | int | Decimal | dt.date | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Traces:
    """What to look for: words as `normalised` spells them, and the last digits of telephone numbers."""

    words: re.Pattern[str] | None
    digits: str

    def found_in(self, cell: Cell) -> bool:
        """Tell whether a cell shows the person."""
        if isinstance(cell, str):
            return self._in_text(cell)
        if not self.digits or not isinstance(cell, int | float) or isinstance(cell, bool):
            return False
        return float(cell).is_integer() and str(int(cell)).endswith(self.digits)

    def _in_text(self, text: str) -> bool:
        if self.words is not None and self.words.search(normalised(text)):
            return True
        return bool(self.digits) and self.digits in _NOT_A_DIGIT.sub("", text)


def traces_of(member: Member, *, named: bool = True) -> Traces:
    """Return what shows a member in a text: their name, also with its last word first, and how to reach them.

    `named` says whether the name is theirs: a pseudonym is not looked for.
    """
    name = normalised(member.name).split() if named else []
    wanted = {" ".join(name), " ".join((*name[-1:], *name[:-1])), normalised(member.email)}
    words = sorted(each for each in wanted if len(each) >= _SHORTEST)
    digits = _NOT_A_DIGIT.sub("", member.phone)
    pattern = "|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in words)
    return Traces(
        re.compile(pattern) if words else None, digits[-_SUBSCRIBER:] if len(digits) >= _FEWEST_DIGITS else ""
    )


@dataclass(frozen=True, slots=True)
class HeldColumn:
    """A column of a tab: its key, its title, its letters; one of the network's own has its header as its key."""

    key: str
    title: str
    letters: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row about the person, by its number in the sheet: what each column that is not blank means."""

    row: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class HeldTab:
    """The rows of a tab that are about a person; `columns` are those in which one of them holds anything."""

    tab: str
    title: str
    columns: tuple[HeldColumn, ...]
    rows: tuple[HeldRow, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A cell of a row about others that shows the person: a column that names them, or a text in which they appear."""

    tab: str
    cell: str
    column: str
    by: Literal["column", "text"]


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything a workbook holds on a person."""

    member_id: str
    tabs: tuple[HeldTab, ...]
    mentions: tuple[Mention, ...]


def holdings_of(
    snapshot: Snapshot, placements: Mapping[str, Placement], member_id: str, traces: Traces, language: Language
) -> Holdings:
    """Return what a workbook holds on a person: the rows about them, and where else they show.

    A day is a day, also where the store gives it as a number; a cell that can't be read is as it was typed.
    """
    days = Days(snapshot.epoch, snapshot.serial_days)
    grids = {each.title: each for each in snapshot.grids}
    about = _rows_about(placements, member_id)
    held = tuple(
        _held_tab(placement, grids[placement.title], about[key], days, language)
        for key, placement in placements.items()
        if about.get(key)
    )
    known = {placement.title: key for key, placement in placements.items()}
    mentions = tuple(
        mention
        for grid in sorted(snapshot.grids, key=lambda each: each.index)
        for mention in _mentions(
            grid, placements.get(known.get(grid.title, "")), about.get(known.get(grid.title, ""), ()), member_id, traces
        )
    )
    return Holdings(member_id, held, mentions)


def cell_of(placement: Placement, row: int, column: str) -> Cell:
    """Return what a cell holds, by its row in the sheet and its column's key."""
    place, number = row - placement.first_row, placement.columns.get(column)
    cells = placement.rows[place] if 0 <= place < len(placement.rows) else ()
    return _at(cells, number - placement.first_column) if number is not None else None


def plain(cell: Cell) -> str:
    """Return a cell as a person would type it, whole."""
    match cell:
        case None:
            return ""
        case str():
            return cell.strip()
        case CellError(text):
            return text
        case Uncalculated(formula):
            return formula
        case _:
            return plain_text(cell)


def _rows_about(placements: Mapping[str, Placement], member_id: str) -> dict[str, tuple[int, ...]]:
    """Return, by tab, the sheet rows about a member: those that name them, and those of their referrals."""
    about = {
        key: tuple(_rows_naming(placements[key], columns, frozenset({member_id})))
        for key, columns in PARTIES.items()
        if key in placements
    }
    referrals = frozenset(
        text
        for key in ("referrals", "shares")
        for row in about.get(key, ())
        for text in _ids(cell_of(placements[key], row, "referral_id"))
    )
    for key in ("referrals", *OF_REFERRALS):
        if key in placements:
            rows = _rows_naming(placements[key], ("referral_id",), referrals)
            about[key] = tuple(sorted({*about.get(key, ()), *rows}))
    return about


def _rows_naming(placement: Placement, columns: Sequence[str], ids: frozenset[str]) -> Iterator[int]:
    """Yield the sheet rows in which one of these columns holds one of these ids, whatever its case, or in a list."""
    places = [placement.columns[each] - placement.first_column for each in columns if each in placement.columns]
    folded = frozenset(map(str.casefold, ids))
    for number, row in enumerate(placement.rows, start=placement.first_row):
        if any(text.casefold() in folded for place in places for text in _ids(_at(row, place))):
            yield number


def _ids(cell: Cell) -> Iterator[str]:
    """Yield the ids in a cell, as a person reads them."""
    if isinstance(cell, str):
        yield from (each.strip() for each in visible(cell).replace("\n", ";").split(";") if each.strip())
    elif isinstance(cell, int | float) and not isinstance(cell, bool):
        yield plain_text(cell)


def _at(row: Sequence[Cell], place: int) -> Cell:
    return row[place] if 0 <= place < len(row) else None


def _held_tab(placement: Placement, grid: Grid, rows: Sequence[int], days: Days, language: Language) -> HeldTab:
    columns = _columns(placement, grid, language)
    schema = tab(placement.tab).column_by_key
    held: list[HeldRow] = []
    for number in rows:
        cells = placement.rows[number - placement.first_row]
        values = {
            column.key: _value(cell, None if column.own else schema[column.key], days)
            for place, column in columns.items()
            if not is_blank(cell := _at(cells, place))
        }
        held.append(HeldRow(number, values))
    used = {key for each in held for key in each.values}
    kept = tuple(each for each in columns.values() if each.key in used)
    return HeldTab(placement.tab, placement.title, kept, tuple(held))


def _columns(placement: Placement, grid: Grid, language: Language) -> Mapping[int, HeldColumn]:
    """Return every column by its place: those of the schema in its order, then the network's own as they stand."""
    first = placement.first_column
    known = {number - first: key for key, number in placement.columns.items()}
    schema = tab(placement.tab)
    found: dict[int, HeldColumn] = {}
    for column in schema.columns:
        number = placement.columns.get(column.key)
        if number is not None:
            found[number - first] = HeldColumn(column.key, column.titles[language], column_letters(number))
    header = grid.rows[placement.header_row - grid.first_row] if placement.header_row >= grid.first_row else ()
    taken = {each.key for each in schema.columns}
    for place in range(placement.last_column - first + 1):
        if place not in known:
            letters = column_letters(first + place)
            title = plain(_at(header, place)) or letters
            key = title if title not in taken else f"{title} ({letters})"
            taken.add(key)
            found[place] = HeldColumn(key, title, letters, own=True)
    return found


def _value(cell: Cell, column: TabColumn | None, days: Days) -> Value:
    """Return what a cell means in its column; as it was typed where that can't be said, or the column is their own."""
    if column is not None:
        reading = read_cell(cell, column, days)
        if not reading.code or CODES[reading.code] != "error":
            found: Value = reading.value
            return found
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return plain_decimal(cell)
    return cell.date() if isinstance(cell, dt.datetime) and cell.time() == dt.time() else _typed(cell)


def _typed(cell: Cell) -> Value:
    return cell if isinstance(cell, dt.date) and not isinstance(cell, dt.datetime) else plain(cell)


def _mentions(
    grid: Grid, placement: Placement | None, about: Sequence[int], member_id: str, traces: Traces
) -> Iterator[Mention]:
    """Yield the cells of a tab, outside the rows about a person, that show them.

    The name of another member is theirs, also where it is the same.
    """
    known = {number: key for key, number in placement.columns.items()} if placement else {}
    naming = MENTIONS.get(placement.tab, ()) if placement else ()
    ours = {"name"} if placement and placement.tab in ("members", "standing") else set[str]()
    skipped = frozenset(about)
    header = _header(grid, placement)
    for number, row in enumerate(grid.rows, start=grid.first_row):
        if number in skipped:
            continue
        for place, cell in enumerate(row, start=grid.first_column):
            if cell in (None, ""):
                continue
            key = known.get(place, "")
            by: Literal["column", "text"] | None = None
            if key in naming and member_id.casefold() in map(str.casefold, _ids(cell)):
                by = "column"
            elif key not in ours and traces.found_in(cell):
                by = "text"
            if by:
                letters = column_letters(place)
                yield Mention(grid.title, f"{letters}{number}", header.get(place, ""), by)


def _header(grid: Grid, placement: Placement | None) -> Mapping[int, str]:
    """Return the title of each column, as it stands in the sheet; {} for a tab that is none of ours."""
    if placement is None or placement.header_row < grid.first_row or not placement.columns:
        return {}
    return dict(enumerate(map(plain, grid.rows[placement.header_row - grid.first_row]), start=grid.first_column))
