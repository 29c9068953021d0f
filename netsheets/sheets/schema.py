"""The tabs and their columns, as `schemas/` describes them: one JSON Schema a tab, read once.

A column that is a `choice` takes one of its words; a `text` column with labels offers words and keeps any other as
typed (the cases of a charter). A tab's `json` stands alone: what it borrows from `types.json` is written out in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from netsheets.resources import resource
from netsheets.stores.port import Format, ShownColumn
from netsheets.texts import LANGUAGES, Language

Json = dict[str, Any]
CellType = Literal[
    "id",
    "text",
    "day",
    "month",
    "money",
    "exact_money",
    "positive_money",
    "number",
    "percent",
    "score",
    "integer",
    "currency",
    "digest",
    "list",
    "choice",
]
Owner = Literal["members", "netsheets"]

FORMATS: Mapping[CellType, Format] = {
    "day": "day",
    "money": "money",
    "exact_money": "money",
    "positive_money": "money",
    "number": "number",
    "percent": "percent",
    "score": "integer",
    "integer": "integer",
}
"""How a cell of each type looks that is no text."""

_NOT_TABS = frozenset({"types", "findings", "messages"})


@dataclass(frozen=True, slots=True, eq=False)
class TabColumn:
    """One column of a tab: what may stand in it, and how people see it.

    `needed`: the computation needs it, so that a cell nobody can read takes its row out (`domain.needed`); `if_unread`
    says what such a cell does otherwise, where more is to be said than that it counts as empty. `reference` is the tab
    whose ids it takes ("" for none), `also` the words it takes besides; `items_reference` the tab of a list's ids.
    `choices` are what a drop-down offers, `labels` how each word reads in each language.
    """

    key: str
    type: CellType
    required: bool
    needed: bool
    if_unread: Mapping[Language, str]
    titles: Mapping[Language, str]
    descriptions: Mapping[Language, str]
    example: Any
    reference: str
    also: tuple[str, ...]
    items_reference: str
    choices: tuple[str, ...]
    labels: Mapping[Language, Mapping[str, str]]
    width: float
    json: Json

    def label(self, word: str, language: Language) -> str:
        """Return how people read a word of this column; a word without a label is its own."""
        return self.labels[language].get(word, word)


@dataclass(frozen=True, slots=True, eq=False)
class Tab:
    """One tab: its columns in the order of its sheet, and the schema of a row (empty cells left out).

    `key_columns` together name a row; without any, rows may repeat. `starting`: every network begins with this tab.
    """

    key: str
    titles: Mapping[Language, str]
    descriptions: Mapping[Language, str]
    owner: Owner
    starting: bool
    position: int
    key_columns: tuple[str, ...]
    columns: tuple[TabColumn, ...]
    column_by_key: Mapping[str, TabColumn]
    json: Json


@cache
def tabs() -> tuple[Tab, ...]:
    """Return every tab, in the order in which a person meets them: input first."""
    kinds = _read(resource("schemas", "types.json"))["$defs"]
    files = resource("schemas", "types.json").parent.glob("*.json")
    found = (_tab(path.stem, _inlined(_read(path), kinds)) for path in files if path.stem not in _NOT_TABS)
    return tuple(sorted(found, key=lambda each: each.position))


@cache
def input_tabs() -> tuple[Tab, ...]:
    """Return the tabs that members fill."""
    return tuple(each for each in tabs() if each.owner == "members")


@cache
def output_tabs() -> tuple[Tab, ...]:
    """Return the tabs that netsheets alone writes."""
    return tuple(each for each in tabs() if each.owner == "netsheets")


def tab(key: str) -> Tab:
    """Return the tab of this key. Raise KeyError where there is none."""
    return _tab_by_key()[key]


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


@cache
def type_names() -> Mapping[str, Mapping[Language, str]]:
    """Return how people call what a cell of each type holds: "a date (DD/MM/YYYY)"."""
    kinds = _read(resource("schemas", "types.json"))["$defs"]
    return {name: _spoken(kind, "title") for name, kind in kinds.items()}


@cache
def _tab_by_key() -> Mapping[str, Tab]:
    return {each.key: each for each in tabs()}


def _read(path: Path) -> Json:
    loaded: Json = json.loads(path.read_bytes())
    return loaded


def _inlined(schema: Any, kinds: Json) -> Any:
    """Return a schema with every `$ref` to `types.json` replaced by what it names; what stands beside it wins."""
    if isinstance(schema, list):
        return [_inlined(each, kinds) for each in schema]
    if not isinstance(schema, dict):
        return schema
    own = {name: _inlined(each, kinds) for name, each in schema.items() if name != "$ref"}
    if "$ref" not in schema:
        return own
    kind = schema["$ref"].rpartition("/")[2]
    return {**kinds[kind], **own, "x-type": kind}


def _tab(key: str, schema: Json) -> Tab:
    columns = tuple(_column(each, held, each in schema["required"]) for each, held in schema["properties"].items())
    return Tab(
        key=key,
        titles=_spoken(schema, "title"),
        descriptions=_spoken(schema, "description"),
        owner=schema["x-owner"],
        starting=schema["x-starting"],
        position=schema["x-position"],
        key_columns=tuple(schema["x-key"]),
        columns=columns,
        column_by_key={each.key: each for each in columns},
        json=schema,
    )


def _column(key: str, schema: Json, required: bool) -> TabColumn:
    labels = schema.get("x-labels", {language: {} for language in LANGUAGES})
    offered = labels["en"] if schema.get("x-drop-down", True) else ()
    return TabColumn(
        key=key,
        type="choice" if "enum" in schema else schema["x-type"],
        required=required,
        needed=schema.get("x-needed", False),
        if_unread=schema.get("x-if-unread", {}),
        titles=_spoken(schema, "title"),
        descriptions=_spoken(schema, "description"),
        example=schema["examples"][0],
        reference=schema.get("x-reference", ""),
        also=tuple(schema.get("x-also", ())),
        items_reference=schema.get("x-items-reference", ""),
        choices=tuple(offered),
        labels=labels,
        width=schema["x-width"],
        json=schema,
    )


def _spoken(schema: Json, name: str) -> Mapping[Language, str]:
    return {"en": schema[name], **schema[f"x-{name}"]}
