"""RetypeCells: single cells of a members' tab typed anew.

Members may insert, sort or delete rows between the read and the write, and a cell found by its place alone would then
be another one. So each is a search for its whole old text in that one cell: where something else stands by now, nothing
is found and nothing changes. Rows that hold the same text in that column are the ones it can't tell apart.
"""

from __future__ import annotations

from netsheets.stores.google.draft import Draft
from netsheets.stores.port import RetypeCells


def retype_cells(draft: Draft, edit: RetypeCells) -> None:
    """Type cells anew where they still hold what was read. Raise Conflict where the tab is missing."""
    tab = draft.tab(edit.title)
    for each in edit.cells:
        place = tab.area(rows=(each.row - 1, each.row), columns=(each.column - 1, each.column))
        draft.add(
            "findReplace",
            find=each.was,
            replacement=each.text,
            matchCase=True,
            matchEntireCell=True,
            includeFormulas=False,
            range=place,
        )
    if edit.cells:
        draft.content_of(tab)
