"""Requests about groups of rows and columns.

Groups are kept as Google counts them: every row or column has a depth, adding a group makes it one deeper, deleting
one shallower, and a group is a run of neighbours that are at least so deep.
"""

from __future__ import annotations

from tests.sheets_server.errors import InvalidArgument
from tests.sheets_server.masks import merge
from tests.sheets_server.sheet import GROUPS, Sheet

from .dimensions import bounded
from .edit import Edit, Handler, Json, update_mask

_CONTROL_AFTER = {"ROWS": "rowGroupControlAfter", "COLUMNS": "columnGroupControlAfter"}
DEEPEST = 8


def add_dimension_group(edit: Edit, request: Json) -> Json:
    """Group rows or columns; return all groups of that dimension."""
    sheet, dimension, start, end = bounded(edit, request.get("range", {}))
    depths = _depths(sheet, dimension)
    for index in range(start, end):
        depths[index] = depths.get(index, 0) + 1
    if max(depths.values()) > DEEPEST:
        raise InvalidArgument(f"Groups cannot be nested deeper than {DEEPEST}.")
    _regroup(sheet, dimension, depths)
    if _CONTROL_AFTER[dimension] not in sheet.grid_properties:
        sheet.grid_properties = sheet.grid_properties | {_CONTROL_AFTER[dimension]: True}
    return {"addDimensionGroup": _reply(sheet, dimension)}


def delete_dimension_group(edit: Edit, request: Json) -> Json:
    """Ungroup rows or columns; return the groups that are left."""
    sheet, dimension, start, end = bounded(edit, request.get("range", {}))
    depths = _depths(sheet, dimension)
    if not any(depths.get(index) for index in range(start, end)):
        raise InvalidArgument("The specified range does not contain any groups.")
    for index in range(start, end):
        depths[index] = max(0, depths.get(index, 0) - 1)
    _regroup(sheet, dimension, depths)
    return {"deleteDimensionGroup": _reply(sheet, dimension)}


def update_dimension_group(edit: Edit, request: Json) -> Json:
    """Collapse or expand a group; its rows or columns are hidden or shown."""
    wanted = request.get("dimensionGroup", {})
    sheet, dimension, start, end = bounded(edit, wanted.get("range", {}))
    mask = update_mask(request, "DimensionGroup")
    groups = sheet.parts[GROUPS[dimension]]
    for i, group in enumerate(groups):
        span = (group["range"].get("startIndex", 0), group["range"]["endIndex"])
        if span == (start, end) and group["depth"] == wanted.get("depth", 1):
            groups[i] = merge(group, wanted, {"collapsed": {}} if "*" in mask else mask)
            _hide(sheet, dimension, range(start, end), hidden=bool(groups[i].get("collapsed")))
            return {}
    raise InvalidArgument("No group with that range and depth.")


def _hide(sheet: Sheet, dimension: str, indexes: range, *, hidden: bool) -> None:
    held = sheet.grid.properties(dimension)
    for index in indexes:
        rest = {key: value for key, value in held.get(index, {}).items() if key != "hiddenByUser"}
        held[index] = rest | ({"hiddenByUser": True} if hidden else {})


def _depths(sheet: Sheet, dimension: str) -> dict[int, int]:
    depths: dict[int, int] = {}
    for group in sheet.parts[GROUPS[dimension]]:
        for index in range(group["range"].get("startIndex", 0), group["range"]["endIndex"]):
            depths[index] = max(depths.get(index, 0), group["depth"])
    return depths


def _regroup(sheet: Sheet, dimension: str, depths: dict[int, int]) -> None:
    collapsed = {
        (group["range"].get("startIndex", 0), group["range"]["endIndex"], group["depth"])
        for group in sheet.parts[GROUPS[dimension]] if group.get("collapsed")
    }  # fmt: skip
    groups: list[Json] = []
    own = {"sheetId": sheet.sheet_id} if sheet.sheet_id else {}
    for depth in range(1, max(depths.values(), default=0) + 1):
        for start, end in _runs([index for index in sorted(depths) if depths[index] >= depth]):
            span = own | {"dimension": dimension, "startIndex": start, "endIndex": end}
            flag = {"collapsed": True} if (start, end, depth) in collapsed else {}
            groups.append({"range": span, "depth": depth} | flag)
    sheet.parts[GROUPS[dimension]] = groups


def _runs(indexes: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for index in indexes:
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return runs


def _reply(sheet: Sheet, dimension: str) -> Json:
    groups = sheet.parts[GROUPS[dimension]]
    return {"dimensionGroups": groups} if groups else {}


HANDLERS: dict[str, Handler] = {
    "addDimensionGroup": add_dimension_group,
    "deleteDimensionGroup": delete_dimension_group,
    "updateDimensionGroup": update_dimension_group,
}
