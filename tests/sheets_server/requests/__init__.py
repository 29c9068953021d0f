"""The requests of spreadsheets.batchUpdate, one file a family.

Each family has a HANDLERS table: request name → function of (Edit, request) that changes the Edit's spreadsheet (a
working copy, thrown away if a later request fails) and returns the reply. `apply` runs one request and gives its
errors Google's form, `Invalid requests[3].addProtectedRange: …`.
"""

from __future__ import annotations

from tests.sheets_server.errors import InvalidArgument

from . import (
    borders,
    cells,
    charts,
    dimensions,
    filters,
    find,
    groups,
    merges,
    metadata,
    paste,
    ranges,
    rules,
    sheets,
    sorting,
)
from .edit import Edit, Handler, Json

FAMILIES = (
    borders, cells, charts, dimensions, filters, find, groups, merges, metadata, paste, ranges, rules, sheets, sorting,
)  # fmt: skip
HANDLERS: dict[str, Handler] = {}
for _family in FAMILIES:
    HANDLERS |= _family.HANDLERS

__all__ = ["HANDLERS", "Edit", "apply"]


def apply(edit: Edit, request: Json, index: int) -> Json:
    """Run request number *index* of a batch and return its reply."""
    if len(request) != 1:
        raise InvalidArgument(f"Invalid requests[{index}]: Must specify exactly one request.")
    [(name, body)] = request.items()
    handler = HANDLERS.get(name)
    if handler is None:
        raise InvalidArgument(f"Invalid requests[{index}].{name}: This server does not implement {name}.")
    try:
        reply = handler(edit, body)
    except InvalidArgument as error:
        raise InvalidArgument(f"Invalid requests[{index}].{name}: {error.message}") from error
    edit.spreadsheet.computed = {}
    return reply
