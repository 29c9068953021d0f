"""`import`: rows from CSV files, appended to the members' tabs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netsheets.commands.columns import with_all_columns
from netsheets.commands.csv_folder import Folder, read_files, read_folder
from netsheets.commands.network import language_written
from netsheets.commands.outcome import TabChange, described
from netsheets.commands.workbook import Workbook
from netsheets.errors import Misuse, StoreRefused
from netsheets.sheets.layout.dressing import dressed_placements, dressing, filling
from netsheets.sheets.mapping import Rows, mapped, read_map
from netsheets.sheets.placing import place
from netsheets.sheets.schema import input_tabs
from netsheets.stores.port import Changeset, Edit, Snapshot
from netsheets.texts import Language


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
