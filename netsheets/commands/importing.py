"""`import`: rows from a folder of CSV files, appended to the members' tabs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from netsheets.commands.changes import TabChange, described, with_all_columns
from netsheets.commands.network import language_written
from netsheets.commands.workbook import Workbook
from netsheets.errors import Misuse, StoreRefused
from netsheets.sheets.labels import column_key, tab_key
from netsheets.sheets.layout.dressing import dressed_placements, dressing, filling
from netsheets.sheets.mapping import Rows, mapped, read_map
from netsheets.sheets.placing import place
from netsheets.sheets.schema import input_tabs, tab
from netsheets.stores.port import Changeset, Edit, Snapshot
from netsheets.texts import Language


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


@dataclass(frozen=True, slots=True)
class Import:
    """How many rows went to which tab, what was left out of it, what changed, and the workbook's language."""

    rows: tuple[tuple[str, int], ...]
    ignored: tuple[str, ...]
    changes: tuple[TabChange, ...]
    language: Language


def import_folder(
    workbook: Workbook, folder: Path, *, map_path: Path | None, language: Language, dry_run: bool = False
) -> Import:
    """Append the rows of a folder's CSV files to the members' tabs; a tab that is missing is made.

    Without a map, files are named after tabs and columns after theirs; with one, it says what becomes what. What is
    added is in the workbook's language, in `language` where it doesn't say.
    """
    found = _mapped(folder, map_path) if map_path else read_folder(folder)
    snapshot = workbook.store.read()
    language = language_written(snapshot, language)
    changes = append(workbook, snapshot, found.rows, language, dry_run=dry_run)
    counts = tuple((each.key, len(found.rows[each.key])) for each in input_tabs() if found.rows.get(each.key))
    return Import(counts, found.ignored, changes, language)


def append(
    workbook: Workbook, snapshot: Snapshot, rows: Rows, language: Language, *, dry_run: bool = False
) -> tuple[TabChange, ...]:
    """Append rows to the members' tabs of the workbook that was read; a tab or a column that is missing is made."""
    keys = [each.key for each in input_tabs() if rows.get(each.key)]
    if not dry_run:
        snapshot = with_all_columns(workbook, snapshot, keys, language)
    placements, _ = place(snapshot)
    placed = dressed_placements(keys, placements, language)
    edits: tuple[Edit, ...] = (
        *dressing(keys, placements, language),
        *(filling(rows[key], placed[key], language) for key in keys),
    )
    if not dry_run:
        workbook.store.apply(Changeset(edits, snapshot.revision))
    return described(edits)


def _mapped(folder: Path, map_path: Path) -> Folder:
    try:
        text = map_path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreRefused("cannot_read", path=map_path, reason=error) from error
    rows: Rows = mapped(read_files(folder), read_map(text, str(map_path)))
    if not any(rows.values()):
        raise Misuse("import_nothing", path=folder)
    return Folder(rows, ())
