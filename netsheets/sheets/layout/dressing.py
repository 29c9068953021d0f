"""Making a workbook ready to fill: members' tabs with help and drop-downs, the output tabs, the guide."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from netsheets.resources import resource
from netsheets.sheets.layout.columns import FORMATS, shown_columns, tab_titled
from netsheets.sheets.placing import Placement, new_placement
from netsheets.sheets.schema import Column as SchemaColumn
from netsheets.sheets.schema import Tab, tab
from netsheets.stores.port import (
    Block,
    Bounds,
    Check,
    Choices,
    Column,
    Content,
    DressTab,
    Edit,
    Reference,
    ReplaceTab,
)
from netsheets.texts import Language

_GUIDE_WIDTH = 76
"""In characters: what a page of A4 takes upright."""

FIRST_DAY, LAST_DAY = 1, 109574
"""The days a date cell may hold, as a spreadsheet counts them: from 1 January 1900 to 31 December 2199."""


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
            blocks.append(Block((Column("", "wrapped", _GUIDE_WIDTH),), (), heading="", headless=True))
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
        Column(
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


def _check(column: SchemaColumn, dressed: Mapping[str, Placement], language: Language) -> Check | None:
    """Return the drop-down or the bounds that help while typing; a reference to a tab that is not there has none."""
    if column.reference:
        return _reference(column, dressed.get(column.reference))
    if column.choices:
        return Choices(tuple(column.label(word, language) for word in column.choices), strict=column.type == "choice")
    match column.type:
        case "day":
            return Bounds("day", FIRST_DAY, LAST_DAY)
        case "money":
            return Bounds("decimal", 0)
        case "positive_money" | "number":
            return Bounds("decimal", 0.000001)
        case "score":
            return Bounds("whole", 1, 5)
        case _:
            return None


def _reference(column: SchemaColumn, target: Placement | None) -> Reference | None:
    """Return the drop-down of the ids that stand in the tab a column refers to."""
    number = target.columns.get(tab(target.tab).key_columns[0]) if target else None
    return Reference(target.title, number, target.header_row, column.also) if target and number else None
