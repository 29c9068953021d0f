"""The records a report is made of. All words are in the report's language; values are raw, and each form words them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from netsheets.texts import Language

Value = str | int | Decimal | dt.date | tuple[str, ...] | None
"""What a cell says: a text, a count, an amount, a day, several texts, or nothing."""

Row = Mapping[str, Value]
"""One row of a table, its values by their column's key."""

Kind = Literal["text", "day", "money", "integer", "decimal", "percent"]
"""How a column's values are shown. A percent is a part of one (0.15), money has two decimals."""

Tone = Literal["good", "fair", "poor"]
"""How a word is coloured; the word itself says it too, for who sees no colours and for paper."""

_WIDEST = 60
"""A column of longer texts is folded."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its stable key (JSON, CSV), its title, how it is shown, and its width in characters.

    `labels` are what people read for a raw word (`won` → `gagné`), `tones` the colours of raw words.
    `minus` names the two columns of the same row whose difference this one is: in Excel a live formula.
    """

    key: str
    title: str
    kind: Kind = "text"
    width: int = 14
    labels: Mapping[str, str] = field(default_factory=dict)
    tones: Mapping[str, Tone] = field(default_factory=dict)
    minus: tuple[str, str] | None = None

    def shown(self, value: Value) -> Value:
        """Return a value with the word people read for it."""
        return self.labels.get(value, value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs, under a heading or none."""

    paragraphs: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short sentences under a heading or none; `empty` is said where there are none.

    `boxes`: each has a box to tick on paper in place of a dot.
    """

    items: tuple[str, ...]
    heading: str = ""
    empty: str = ""
    boxes: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what they stand for: a record laid out from top to bottom. An empty value is a blank line to fill."""

    rows: tuple[tuple[str, Value], ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; `note` stands below, `empty` in place of rows where there are none.

    `totals` are the columns of money or counts that are summed in a last row, in Excel by a live formula. `spare` are
    the columns that a narrow screen does without, the first of them first.
    """

    key: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    heading: str = ""
    note: str = ""
    empty: str = ""
    totals: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()


def table_of(
    columns: Sequence[tuple[str, str]],
    rows: Sequence[Mapping[str, Any]],
    heading: str = "",
    *,
    spare: tuple[str, ...] = (),
    tones: Mapping[str, Tone] | None = None,
) -> Table:
    """Return a table of these columns, a key and a title each; `tones` colour words in all of them."""
    found = tuple(Column(key, title, tones=tones or {}) for key, title in columns)
    return Table(columns[0][0] if columns else "", found, rows, heading, spare=spare)


def shaped(table: Table) -> Table:
    """Return a table whose columns are as wide as their values, and shown as what these are.

    It looks at every value: for tables that are written to a file, not for those of which a screen shows some rows.
    """
    columns = (_shaped(each, [row.get(each.key) for row in table.rows]) for each in table.columns)
    return replace(table, columns=tuple(columns))


def _shaped(column: Column, values: Sequence[Value]) -> Column:
    longest = max((len(str(each)) for each in values if each is not None), default=0)
    return replace(column, kind=_kind(values), width=min(max(len(column.title), 10, longest) + 2, _WIDEST))


def _kind(values: Sequence[Value]) -> Kind:
    kinds = {type(each) for each in values if each not in (None, "")}
    if kinds == {Decimal}:
        exponents = {each.as_tuple().exponent for each in values if isinstance(each, Decimal)}
        return "money" if exponents == {-2} else "decimal"
    return "day" if kinds == {dt.date} else "integer" if kinds == {int} else "text"


Part = Text | Bullets | Facts | Table


@dataclass(frozen=True, slots=True)
class Page:
    """What stands together: a sheet in Excel, a page on paper, a section on the screen."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report. `name` is what the command calls it, `subtitle` says of which network and day.

    `document` is its JSON: the domain's records, raw. `listing` is its CSV; None: its first table.
    """

    name: str
    title: str
    subtitle: str
    language: Language
    pages: tuple[Page, ...]
    document: Any
    listing: Table | None = None

    @property
    def parts(self) -> Iterator[Part]:
        """Yield the parts of all pages."""
        for page in self.pages:
            yield from page.parts
