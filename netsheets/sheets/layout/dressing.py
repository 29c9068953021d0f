"""Making a workbook ready to fill: members' tabs with help and drop-downs, the output tabs, the guide."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from netsheets.resources import resource
from netsheets.sheets.layout.columns import FORMATS, shown_columns, tab_titled
from netsheets.sheets.placing import Placement
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

FIRST_DAY, LAST_DAY = 1, 109574
"""The days a date cell may hold, as a spreadsheet counts them: from 1 January 1900 to 31 December 2199."""


def dressing(keys: Iterable[str], placements: Mapping[str, Placement], language: Language) -> tuple[Edit, ...]:
    """Return the edits that make these members' tabs ready to fill; those that are missing are made."""
    keys = tuple(keys)
    present = {**dict.fromkeys(keys), **placements}
    return tuple(_dressed(tab(key), placements, present, language) for key in keys)


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
            blocks.append(Block((Column("", "wrapped", 100),), (), heading="", headless=True))
        if line["level"] == "heading":
            blocks[-1] = Block(blocks[-1].columns, (), heading=line["text"], headless=True)
        else:
            last = blocks[-1]
            blocks[-1] = Block(last.columns, (*last.rows, (line["text"],)), heading=last.heading, headless=True)
    return ReplaceTab(title, Content(tuple(blocks), landscape=False), first=True)


def _dressed(
    schema: Tab, placements: Mapping[str, Placement], present: Mapping[str, Placement | None], language: Language
) -> DressTab:
    placement = placements.get(schema.key)
    known = placement.columns if placement else {}
    columns = tuple(
        Column(
            each.titles[language],
            FORMATS.get(each.type, "text"),
            each.width,
            each.descriptions[language],
            _check(each, placements, present, language),
            each.required,
        )
        for each in schema.columns
    )
    positions = tuple(known.get(each.key) for each in schema.columns)
    header_row = placement.header_row if placement else 1
    return DressTab(tab_titled(schema.key, placements, language), columns, positions, header_row)


def _check(
    column: SchemaColumn,
    placements: Mapping[str, Placement],
    present: Mapping[str, Placement | None],
    language: Language,
) -> Check | None:
    """Return the drop-down or the bounds that help while typing; a reference to a tab that is not there has none."""
    if column.reference:
        return _reference(column, placements, language) if column.reference in present else None
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


def _reference(column: SchemaColumn, placements: Mapping[str, Placement], language: Language) -> Reference:
    """Return the drop-down of the ids that stand in the tab a column refers to."""
    target = tab(column.reference)
    placement = placements.get(target.key)
    key = target.key_columns[0]
    number = placement.columns.get(key, 1) if placement else 1
    header_row = placement.header_row if placement else 1
    return Reference(tab_titled(target.key, placements, language), number, header_row, column.also)
