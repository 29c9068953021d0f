"""A schema's columns as a store shows them: titles, formats, notes, widths."""

from __future__ import annotations

from collections.abc import Mapping

from netsheets.sheets.placing import Placement
from netsheets.sheets.schema import CellType, Tab, tab
from netsheets.stores.port import Column, Format
from netsheets.texts import Language

FORMATS: Mapping[CellType, Format] = {
    "day": "day",
    "money": "money",
    "positive_money": "money",
    "number": "number",
    "percent": "percent",
    "score": "integer",
    "integer": "integer",
}


def shown_columns(schema: Tab, language: Language) -> tuple[Column, ...]:
    """Return a tool-owned tab's columns."""
    return tuple(
        Column(
            each.titles[language],
            FORMATS.get(each.type, "text"),
            each.width,
            each.descriptions[language],
        )
        for each in schema.columns
    )


def tab_titled(key: str, placements: Mapping[str, Placement], language: Language) -> str:
    """Return the title a tab has in the workbook, or would be given."""
    return placements[key].title if key in placements else tab(key).titles[language]
