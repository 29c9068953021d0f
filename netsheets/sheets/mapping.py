"""Foreign CSV files become rows of the tabs, as a map says (`docs/import.md`).

Nothing is checked and nothing dropped here: a value that the map can't translate goes through as it was typed, so that
`validate` names it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from netsheets.errors import Misuse
from netsheets.sheets.labels import normalised
from netsheets.sheets.map_file import DAY_PART, NAMED_IN_TEMPLATE, ImportMap, Lookup, Origin, Source, Words, read_map

Row = Mapping[str, str]
Rows = Mapping[str, Sequence[Row]]
"""Rows of texts, by the tab or by the file they are in; every row of a file has all of its columns."""

_DAY_PARTS = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "YY": r"(?P<short>[0-9]{2})",
    "MM": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{1,2})",
}
_LONGEST_ID = 32


def mapped(files: Rows, import_map: ImportMap) -> Rows:
    """Return the rows of each tab the map names, by the tab's key, each a text by column key.

    Raise Misuse for a file or a column the map names that is not there.
    """
    return {
        key: tuple(row for source in sources for row in _source_rows(files, source))
        for key, sources in import_map.sources.items()
    }


def slug(text: str) -> str:
    """Return an id made of a name, always the same: `Élodie d'Or` is `elodie-d-or`. A text without letters is kept."""
    made = re.sub(r"[^a-z0-9]+", "-", normalised(text)).strip("-")
    return made[:_LONGEST_ID].rstrip("-") or text


def iso_day(text: str, form: str) -> str:
    """Return a day written in this form as `2026-10-31`, any other text as it is. A year of two digits is 20YY."""
    found = _day_pattern(form).fullmatch(text.strip())
    if not found:
        return text
    parts = found.groupdict()
    year = int(parts.get("year") or f"20{parts['short']}")
    try:
        return dt.date(year, int(parts["month"]), int(parts["day"])).isoformat()
    except ValueError:
        return text


@cache
def _day_pattern(form: str) -> re.Pattern[str]:
    pieces = re.split(f"({DAY_PART.pattern})", form)
    return re.compile("".join(_DAY_PARTS.get(piece) or re.escape(piece) for piece in pieces))


def _source_rows(files: Rows, source: Source) -> Iterator[dict[str, str]]:
    rows = _file(files, source.file)
    for origin in source.columns.values():
        _require_columns(source.file, rows, origin.columns)
    _require_columns(source.file, rows, (*source.where, *source.unless))
    makers = {key: _maker(origin, files) for key, origin in source.columns.items()}
    met: set[tuple[str, ...]] = set()
    for row in rows:
        if not _holds(row, source.where) or (source.unless and _holds(row, source.unless)):
            continue
        made = {key: make(row) for key, make in makers.items()}
        cells = tuple(made.values())
        if not (source.distinct and cells in met):
            yield made
        met.add(cells)


def _holds(row: Row, words: Words) -> bool:
    return all(row[column].strip() in held for column, held in words.items())


def _maker(origin: Origin, files: Rows) -> Callable[[Row], str]:
    """Return the function from a source's row to the text of one cell."""
    found = _looked_up(files, origin.lookup) if origin.lookup else {}

    def make(row: Row) -> str:
        text = _origin_text(origin, row)
        text = found.get(text.strip(), text)
        text = origin.values.get(text.strip(), text)
        if origin.day:
            text = iso_day(text, origin.day)
        return slug(text) if origin.slug else text

    return make


def _origin_text(origin: Origin, row: Row) -> str:
    if origin.column:
        return row[origin.column]
    if origin.template:
        if not all(row[column].strip() for column in origin.columns):
            return ""
        return NAMED_IN_TEMPLATE.sub(lambda name: row[name[1]].strip(), origin.template)
    return origin.value


def _looked_up(files: Rows, lookup: Lookup) -> Mapping[str, str]:
    """Return what replaces each value of the looked-up column; of two rows with one value, the first counts."""
    rows = _file(files, lookup.file)
    _require_columns(lookup.file, rows, (lookup.column, lookup.take))
    return {row[lookup.column].strip(): row[lookup.take] for row in reversed(rows)}


def _file(files: Rows, name: str) -> Sequence[Row]:
    if name not in files:
        raise Misuse("import_file_missing", file=name, files=", ".join(sorted(files)))
    return files[name]


def _require_columns(file: str, rows: Sequence[Row], columns: Iterable[str]) -> None:
    """Raise Misuse for a column the file does not have; a file without rows has none to miss."""
    for column in columns:
        if rows and column not in rows[0]:
            raise Misuse("import_column_missing", file=file, column=column, columns=", ".join(rows[0]))


__all__ = ["Row", "Rows", "iso_day", "mapped", "read_map", "slug"]
