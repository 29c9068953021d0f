"""What a request of a batch works on: the working copy, the user and the ids; and the checks requests share."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.sheets_server.a1 import Area
from tests.sheets_server.errors import InvalidArgument
from tests.sheets_server.masks import Mask, parse, unknown
from tests.sheets_server.protection import refuse_protected
from tests.sheets_server.references import Box, beyond
from tests.sheets_server.sheet import Sheet
from tests.sheets_server.spreadsheet import Identifiers, Spreadsheet

Json = dict[str, Any]

CELL_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True)
class Edit:
    """One batch in progress."""

    spreadsheet: Spreadsheet
    user: str
    ids: Identifiers
    now: datetime.datetime
    editors: tuple[str, ...] = ()

    def sheet(self, sheet_id: int) -> Sheet:
        """Return the sheet; raise if there is none."""
        sheet = self.spreadsheet.sheet(sheet_id)
        if sheet is None:
            raise InvalidArgument(f"No sheet with id: {sheet_id}")
        return sheet

    def box(self, area: Json) -> Box:
        """Return the GridRange *area* cut to its sheet; raise if it starts beyond the grid.

        As the API does: a range that ends beyond the grid is taken as far as it goes, one without cells does nothing.
        """
        sheet = self.sheet(area.get("sheetId", 0))
        rows, columns = sheet.grid.row_count, sheet.grid.column_count
        top, left = area.get("startRowIndex", 0), area.get("startColumnIndex", 0)
        bottom, right = area.get("endRowIndex"), area.get("endColumnIndex")
        for name, start, end in (("Row", top, bottom), ("Column", left, right)):
            if start < 0:
                raise InvalidArgument(f"range.start{name}Index must be non-negative.")
            if end is not None and end < start:
                raise InvalidArgument(f"range.end{name}Index must not be less than range.start{name}Index.")
        if top >= rows or left >= columns:
            raise beyond(sheet, Area(top, bottom, left, right))
        bottom = rows if bottom is None else min(bottom, rows)
        return Box(sheet, top, left, bottom, columns if right is None else min(right, columns))

    def editable(self, area: Json) -> Box:
        """Return the GridRange *area* bounded, after checking that the user may edit it."""
        box = self.box(area)
        self.refuse_protected(box.sheet, box.grid_range())
        return box

    def refuse_protected(self, sheet: Sheet, area: Json) -> None:
        """Raise if the user may not edit *area*."""
        refuse_protected(self.spreadsheet, sheet, area, self.user)

    def check_size(self) -> None:
        """Raise if the spreadsheet has grown beyond the limit of cells."""
        if self.spreadsheet.cell_count() > CELL_LIMIT:
            raise InvalidArgument(
                f"This action would increase the number of cells in the workbook above the limit of {CELL_LIMIT} cells."
            )


Handler = Callable[[Edit, Json], Json]


def update_mask(request: Json, schema: str) -> Mask:
    """Return the mask in the request's `fields`, whose root is message *schema*; raise if there is none."""
    try:
        mask = parse(request.get("fields", ""))
    except ValueError:
        raise InvalidArgument(f"Invalid field mask: {request['fields']}") from None
    if not mask:
        raise InvalidArgument("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    wrong = unknown(mask, schema)
    if wrong is not None:
        raise InvalidArgument(f"Invalid field: {wrong}")
    return mask


def find(items: list[Json], key: str, wanted: Any, kind: str) -> int:
    """Return the index of the item whose *key* is *wanted*; raise if there is none."""
    for index, item in enumerate(items):
        if item.get(key) == wanted:
            return index
    raise InvalidArgument(f"No {kind} with id: {wanted}")
