"""How results are laid out on tabs: a pure step from records to the edits of `stores.port`, in one language.

`closing` holds the tabs a close writes, `issues` the one that `validate` does, `dressing` those that members fill; here
is what they share. Nothing in this package computes; what a tab says is in the records it is given.
"""

from __future__ import annotations

from collections.abc import Mapping

from netsheets.sheets.placing import Placement
from netsheets.sheets.schema import CellType, Tab, tab
from netsheets.stores.port import Format, ShownColumn
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


def shown_columns(schema: Tab, language: Language) -> tuple[ShownColumn, ...]:
    """Return a tool-owned tab's columns."""
    return tuple(
        ShownColumn(
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
