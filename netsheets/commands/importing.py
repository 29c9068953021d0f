"""`import`: rows from CSV files, appended to the members' tabs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netsheets.commands.csv_folder import Folder, read_files, read_folder
from netsheets.commands.outcome import Change, described
from netsheets.commands.workbook import Workbook
from netsheets.errors import Misuse, StoreRefused
from netsheets.sheets.layout.dressing import dressing
from netsheets.sheets.layout.filling import filling
from netsheets.sheets.mapping import Rows, mapped, read_map
from netsheets.sheets.placing import new_placement, place
from netsheets.sheets.schema import input_tabs, tab
from netsheets.stores.port import Changeset, Edit
from netsheets.texts import Language


@dataclass(frozen=True, slots=True)
class Import:
    """How many rows went to which tab, what was left out of it, and what changed."""

    rows: tuple[tuple[str, int], ...]
    ignored: tuple[str, ...]
    changes: tuple[Change, ...]


def import_folder(
    workbook: Workbook, folder: Path, *, map_path: Path | None, language: Language, dry_run: bool = False
) -> Import:
    """Append the rows of a folder's CSV files to the members' tabs; a tab that is missing is made.

    Without a map, files are named after tabs and columns after theirs; with one, it says what becomes what.
    """
    found = _mapped(folder, map_path) if map_path else read_folder(folder)
    snapshot = workbook.store.read()
    placements, _ = place(snapshot)
    keys = [each.key for each in input_tabs() if found.rows.get(each.key)]
    placed = {
        key: placements[key].with_missing_columns() if key in placements else new_placement(tab(key), language)
        for key in keys
    }
    edits: tuple[Edit, ...] = (
        *dressing(keys, placements, language),
        *(filling(found.rows[key], placed[key], language) for key in keys),
    )
    if not dry_run:
        workbook.store.apply(Changeset(edits, snapshot.revision))
    return Import(tuple((key, len(found.rows[key])) for key in keys), found.ignored, described(edits))


def _mapped(folder: Path, map_path: Path) -> Folder:
    try:
        text = map_path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StoreRefused("cannot_read", path=map_path, reason=error) from error
    rows: Rows = mapped(read_files(folder), read_map(text, str(map_path)))
    if not any(rows.values()):
        raise Misuse("import_nothing", path=folder)
    return Folder(rows, ())
