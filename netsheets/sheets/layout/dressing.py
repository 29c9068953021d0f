"""Members' tabs made ready to fill, with help and drop-downs, and filled from texts; empty output tabs; the guide."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from netsheets.ooxml.cells import EPOCH
from netsheets.resources import resource
from netsheets.sheets.cells import Days
from netsheets.sheets.columns import read_column
from netsheets.sheets.placing import Placement, new_placement, tab_titled
from netsheets.sheets.reading import is_blank
from netsheets.sheets.schema import FORMATS, Tab, TabColumn, shown_columns, tab
from netsheets.stores.port import (
    AppendRows,
    Block,
    Bounds,
    Check,
    Choices,
    Content,
    DressTab,
    Edit,
    Reference,
    ReplaceTab,
    ShownColumn,
    Written,
)
from netsheets.texts import Language

_GUIDE_WIDTH = 76
"""In characters: what a page of A4 takes upright."""
FIRST_DAY, LAST_DAY = 1, 109574
"""The days a date cell may hold, as a spreadsheet counts them: from 1 January 1900 to 31 December 2199."""

_DAYS = Days(EPOCH)


def dressing(keys: Iterable[str], placements: Mapping[str, Placement], language: Language) -> tuple[Edit, ...]:
    """Return the edits that make these members' tabs ready to fill; those that are missing are made."""
    keys = tuple(keys)
    dressed = dressed_placements(keys, placements, language)
    return tuple(_dressed(tab(key), placements.get(key), dressed, language) for key in keys)


def dressed_placements(
    keys: Iterable[str], placements: Mapping[str, Placement], language: Language
) -> Mapping[str, Placement]:
    """Return where every tab stands once these are dressed: missing columns added, missing tabs made."""
    made = {
        key: placements[key].with_missing_columns() if key in placements else new_placement(tab(key), language)
        for key in keys
    }
    return {**placements, **made}


def output_tabs(keys: Iterable[str], placements: Mapping[str, Placement], language: Language) -> tuple[Edit, ...]:
    """Return the edits that make the output tabs that are missing, empty but for their header."""
    return tuple(
        ReplaceTab(tab_titled(key, placements, language), Content((Block(shown_columns(tab(key), language), ()),)))
        for key in keys
        if key not in placements and tab(key).columns
    )


def guide_tab(title: str, language: Language) -> ReplaceTab:
    """Return the guide for members, the first tab of a new workbook; its words are `templates/guide.json`."""
    lines = json.loads(resource("templates", "guide.json").read_text(encoding="utf-8"))[language]
    blocks: list[Block] = []
    for line in lines:
        if line["level"] == "heading" or not blocks:
            blocks.append(Block((ShownColumn("", "wrapped", _GUIDE_WIDTH),), (), heading="", headless=True))
        if line["level"] == "heading":
            blocks[-1] = Block(blocks[-1].columns, (), heading=line["text"], headless=True)
        else:
            last = blocks[-1]
            blocks[-1] = Block(last.columns, (*last.rows, (line["text"],)), heading=last.heading, headless=True)
    return ReplaceTab(title, Content(tuple(blocks), landscape=False), first=True)


def _dressed(
    schema: Tab, placement: Placement | None, dressed: Mapping[str, Placement], language: Language
) -> DressTab:
    columns = tuple(
        ShownColumn(
            each.titles[language],
            FORMATS.get(each.type, "text"),
            each.width,
            each.descriptions[language],
            _check(each, dressed, language),
            each.required,
        )
        for each in schema.columns
    )
    known = placement.columns if placement else {}
    positions = tuple(known.get(each.key) for each in schema.columns)
    return DressTab(dressed[schema.key].title, columns, positions, dressed[schema.key].header_row)


def _check(column: TabColumn, dressed: Mapping[str, Placement], language: Language) -> Check | None:
    """Return the drop-down or the bounds that help while typing; a reference to a tab that is not there has none."""
    if column.reference:
        return _reference(column, dressed.get(column.reference))
    if column.choices:
        return Choices(tuple(column.label(word, language) for word in column.choices), strict=column.type == "choice")
    match column.type:
        case "day":
            return Bounds("day", FIRST_DAY, LAST_DAY)
        case "money" | "exact_money":
            return Bounds("decimal", 0)
        case "positive_money" | "number":
            return Bounds("decimal", 0.000001)
        case "score":
            return Bounds("whole", 1, 5)
        case _:
            return None


def _reference(column: TabColumn, target: Placement | None) -> Reference | None:
    """Return the drop-down of the ids that stand in the tab a column refers to."""
    number = target.columns.get(tab(target.tab).key_columns[0]) if target else None
    return Reference(target.title, number, target.header_row, column.also) if target and number else None


def filling(rows: Sequence[Mapping[str, str]], placement: Placement, language: Language) -> AppendRows:
    """Return the edit that appends rows, each a text by column key, to a tab.

    A text that surely is a day, an amount or a word of a list becomes one; any other is written as it came, so that
    `validate` can say what is wrong with it.
    """
    columns = [each for each in tab(placement.tab).columns if any(each.key in row for row in rows)]
    cells = [_typed([row.get(each.key, "") for row in rows], each, language) for each in columns]
    return AppendRows(
        placement.title,
        tuple(placement.columns[each.key] for each in columns),
        tuple(FORMATS.get(each.type, "text") for each in columns),
        tuple(zip(*cells, strict=True)),
    )


def _typed(texts: Sequence[str], column: TabColumn, language: Language) -> list[Written]:
    """Return texts as the cells a person would have typed; what can't be read whole stays as it came."""
    reading = read_column(texts, column, _DAYS)
    kept = {place for place, each in reading.problems.items() if each.code == "too_long"}.union(reading.unreadable)
    return [
        None if is_blank(text) else text if place in kept else _written(reading.values[place], column, language)
        for place, text in enumerate(texts)
    ]


def _written(value: Any, column: TabColumn, language: Language) -> Written:
    """Return a record's value as a cell: amounts as numbers, words as labels, lists as people type them."""
    match value:
        case Decimal():
            return float(value)
        case tuple():
            return "; ".join(value)
        case str():
            return column.label(value, language)
        case _:
            return value  # type: ignore[no-any-return]
