"""Adding the columns that members' tabs lack."""

from __future__ import annotations

from collections.abc import Iterable

from netsheets.commands.workbook import Workbook
from netsheets.sheets.layout.dressing import dressing
from netsheets.sheets.placing import place
from netsheets.sheets.schema import tab
from netsheets.stores.port import Changeset, Snapshot
from netsheets.texts import Language


def with_all_columns(workbook: Workbook, snapshot: Snapshot, keys: Iterable[str], language: Language) -> Snapshot:
    """Add the columns that these tabs lack, if any, and return the workbook as it is then.

    A write of its own, since only the store knows where a new column comes to stand: a coloured empty cell counts as
    used in one and not in the other, and what is written next must not miss its column.
    """
    placements, _ = place(snapshot)
    lacking = [
        key
        for key in keys
        if key in placements and any(each.key not in placements[key].columns for each in tab(key).columns)
    ]
    if not lacking:
        return snapshot
    workbook.store.apply(Changeset(dressing(lacking, placements, language), snapshot.revision))
    return workbook.store.read()
