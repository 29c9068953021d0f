"""A folder of CSV files, read as rows of texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from netsheets.errors import Misuse, StoreRefused
from netsheets.sheets.labels import column_key, tab_key
from netsheets.sheets.mapping import Rows
from netsheets.sheets.schema import tab


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder's CSV files hold: rows by tab, and the files and columns that belong to no tab."""

    rows: Rows
    ignored: tuple[str, ...]


def read_folder(folder: Path) -> Folder:
    """Return the rows of the files named after tabs, by key or title. Raise Misuse where there is no such file."""
    rows: dict[str, tuple[Mapping[str, str], ...]] = {}
    ignored: list[str] = []
    for name, found in read_files(folder).items():
        key = tab_key(Path(name).stem)
        if key is None or tab(key).owner != "members":
            ignored.append(name)
            continue
        keys = {header: column_key(tab(key), header) for header in (found[0] if found else ())}
        ignored.extend(f"{name}: {header}" for header, column in keys.items() if column is None)
        renamed = ({column: row[header] for header, column in keys.items() if column} for row in found)
        rows[key] = (*rows.get(key, ()), *renamed)
    if not rows:
        raise Misuse("import_nothing", path=folder)
    return Folder(rows, tuple(ignored))


def read_files(folder: Path) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """Return the rows of every CSV file of a folder, by its name, each a text by header.

    UTF-8 or Windows-1252, comma, semicolon or tab. Raise Misuse where there is no folder or no CSV file in it.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    except OSError as error:
        raise Misuse("import_folder_missing", path=folder) from error
    if not paths:
        raise Misuse("import_nothing", path=folder)
    return {path.name: _rows(path) for path in paths}


def _rows(path: Path) -> tuple[Mapping[str, str], ...]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StoreRefused("cannot_read", path=path, reason=error.strerror) from error
    text = _decoded(content)
    header = text.partition("\n")[0]
    separator = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        lines = [line for line in reader if any(cell.strip() for cell in line)]
    except csv.Error as error:
        raise StoreRefused("cannot_read", path=path, reason=error) from error
    if not lines:
        return ()
    names = [name.strip() for name in lines[0]]
    return tuple(dict(zip(names, (*line, *[""] * (len(names) - len(line))), strict=False)) for line in lines[1:])


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
