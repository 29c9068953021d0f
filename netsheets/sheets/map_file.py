"""A map, and the JSON file it is read from: which foreign columns become which tab's (`docs/import.md`)."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from netsheets.errors import Misuse
from netsheets.sheets.labels import column_key, nearest, tab_key
from netsheets.sheets.schema import Tab, input_tabs, tab

NAMED_IN_TEMPLATE = re.compile(r"\{([^{}]+)\}")
DAY_PART = re.compile("YYYY|YY|MM|DD")

Words = Mapping[str, frozenset[str]]
"""The words looked for in each column."""

_SOURCE_KEYS = ("file", "columns", "where", "unless", "distinct")
_ORIGIN_KEYS = ("column", "template", "value", "lookup", "values", "day", "slug")
_LOOKUP_KEYS = ("file", "column", "take")
_BEGINNINGS = ("column", "template", "value")

_LIKE_MAP = '{"clients": [{"file": "accounts.csv", "columns": {"name": "account"}}]}'
_LIKE_SOURCE = '{"file": "accounts.csv", "columns": {"name": "account"}}'
_LIKE_ORIGIN = '"account" / {"column": "account", "slug": true} / {"template": "B-{number}"} / {"value": "active"}'
_LIKE_LOOKUP = '{"file": "teams.csv", "column": "agent", "take": "manager"}'
_LIKE_WORDS = '{"stage": "Won"} / {"stage": ["Won", "Lost"]}'
_LIKE_VALUES = '{"Won": "won", "Lost": "lost"}'
_LIKE_TEXT, _LIKE_FLAG, _LIKE_DAY = '"accounts.csv"', "true / false", '"DD-MM-YY"'


@dataclass(frozen=True, slots=True)
class Lookup:
    """Another file to look a value up in: where `column` holds it, `take` holds what replaces it."""

    file: str
    column: str
    take: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a cell comes from, and what is done to it, in this order: lookup, values, day, slug.

    It comes from a `column`, or is a `template` that names columns, or always the same `value`. A template is empty
    where one of its columns is. `day` is the form in which the source writes days: `DD-MM-YY`.
    """

    column: str = ""
    template: str = ""
    value: str = ""
    lookup: Lookup | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    day: str = ""
    slug: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the source's columns this cell is made of."""
        return (self.column,) if self.column else tuple(NAMED_IN_TEMPLATE.findall(self.template))


@dataclass(frozen=True, slots=True)
class Source:
    """A file whose rows become rows of a tab.

    `where` keeps the rows whose columns all hold one of these words, `unless` drops those whose columns all do;
    `distinct` keeps the first of equal results.
    """

    file: str
    columns: Mapping[str, Origin]
    where: Words = field(default_factory=dict)
    unless: Words = field(default_factory=dict)
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class ImportMap:
    """The sources of each tab, by the tab's key."""

    sources: Mapping[str, tuple[Source, ...]]


def read_map(text: str, name: str) -> ImportMap:
    """Return the map a JSON text holds; `name` is how messages call it.

    Raise Misuse where it is no JSON, names a tab, column or setting that does not exist, or is otherwise not what
    `docs/import.md` describes; the message names the place.
    """
    try:
        loaded = json.loads(text)
    except json.JSONDecodeError as problem:
        raise Misuse("map_not_json", path=name, line=problem.lineno, column=problem.colno) from problem
    return _Reader(name).map(loaded)


class _Reader:
    """Reads the parts of one map; `place` says where in it a part stands: `members[0].columns.name`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def map(self, given: Any) -> ImportMap:
        sources: dict[str, tuple[Source, ...]] = {}
        for title, listed in self._object(given, "", _LIKE_MAP).items():
            schema = self._tab(title)
            if not isinstance(listed, list):
                raise self._wrong(title, f"[{_LIKE_SOURCE}]")
            found = tuple(self._source(each, schema, f"{title}[{number}]") for number, each in enumerate(listed))
            sources[schema.key] = (*sources.get(schema.key, ()), *found)
        return ImportMap(sources)

    def _source(self, given: Any, schema: Tab, place: str) -> Source:
        held = self._settings(given, place, _SOURCE_KEYS, _LIKE_SOURCE)
        if "file" not in held or "columns" not in held:
            raise self._wrong(place, _LIKE_SOURCE)
        return Source(
            file=self._text(held["file"], f"{place}.file", _LIKE_TEXT),
            columns=self._columns(held["columns"], schema, f"{place}.columns"),
            where=self._condition(held.get("where", {}), f"{place}.where"),
            unless=self._condition(held.get("unless", {}), f"{place}.unless"),
            distinct=self._flag(held.get("distinct", False), f"{place}.distinct"),
        )

    def _columns(self, given: Any, schema: Tab, place: str) -> Mapping[str, Origin]:
        origins: dict[str, Origin] = {}
        for title, origin in self._object(given, place, '{"name": "account"}').items():
            key = column_key(schema, title)
            if key is None or key in origins:
                raise self._unknown(place, title, [each.key for each in schema.columns if each.key not in origins])
            origins[key] = self._origin(origin, f"{place}.{title}")
        return origins

    def _origin(self, given: Any, place: str) -> Origin:
        if isinstance(given, str):
            return Origin(column=self._text(given, place, _LIKE_ORIGIN))
        held = self._settings(given, place, _ORIGIN_KEYS, _LIKE_ORIGIN)
        if sum(beginning in held for beginning in _BEGINNINGS) != 1:
            raise self._wrong(place, _LIKE_ORIGIN)
        texts = {key: self._text(held[key], f"{place}.{key}", _LIKE_ORIGIN) for key in _BEGINNINGS if key in held}
        values = self._object(held.get("values", {}), f"{place}.values", _LIKE_VALUES)
        if not all(isinstance(each, str) for each in values.values()):
            raise self._wrong(f"{place}.values", _LIKE_VALUES)
        day = held.get("day", "")
        if not isinstance(day, str) or (day and not _is_day_form(day)):
            raise self._wrong(f"{place}.day", _LIKE_DAY)
        return Origin(
            **texts,
            lookup=self._lookup(held["lookup"], f"{place}.lookup") if "lookup" in held else None,
            values=values,
            day=day,
            slug=self._flag(held.get("slug", False), f"{place}.slug"),
        )

    def _lookup(self, given: Any, place: str) -> Lookup:
        held = self._settings(given, place, _LOOKUP_KEYS, _LIKE_LOOKUP)
        if len(held) < len(_LOOKUP_KEYS):
            raise self._wrong(place, _LIKE_LOOKUP)
        return Lookup(**{key: self._text(text, f"{place}.{key}", _LIKE_TEXT) for key, text in held.items()})

    def _tab(self, title: str) -> Tab:
        key = tab_key(title)
        keys = [each.key for each in input_tabs()]
        if key not in keys:
            raise self._unknown("", title, keys)
        return tab(key)

    def _condition(self, given: Any, place: str) -> Words:
        held = self._object(given, place, _LIKE_WORDS)
        return {column: self._words(words, f"{place}.{column}") for column, words in held.items()}

    def _words(self, given: Any, place: str) -> frozenset[str]:
        words = [given] if isinstance(given, str) else given
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise self._wrong(place, _LIKE_WORDS)
        return frozenset(words)

    def _settings(self, given: Any, place: str, known: Collection[str], like: str) -> Mapping[str, Any]:
        held = self._object(given, place, like)
        for key in held:
            if key not in known:
                raise self._unknown(place, key, known)
        return held

    def _object(self, given: Any, place: str, like: str) -> Mapping[str, Any]:
        if not isinstance(given, dict):
            raise self._wrong(place, like)
        return given

    def _text(self, given: Any, place: str, like: str) -> str:
        if not isinstance(given, str) or not given:
            raise self._wrong(place, like)
        return given

    def _flag(self, given: Any, place: str) -> bool:
        if not isinstance(given, bool):
            raise self._wrong(place, _LIKE_FLAG)
        return given

    def _wrong(self, place: str, like: str) -> Misuse:
        return Misuse("map_wrong", path=self.name, place=place or "{…}", like=like)

    def _unknown(self, place: str, name: str, known: Collection[str]) -> Misuse:
        close = nearest(name, tuple(known))
        return Misuse("map_unknown", path=self.name, place=place or "{…}", name=name, known=close or ", ".join(known))


def _is_day_form(form: str) -> bool:
    """Tell whether a form names a year, a month and a day, each once."""
    return sorted(part[0] for part in DAY_PART.findall(form)) == ["D", "M", "Y"]
