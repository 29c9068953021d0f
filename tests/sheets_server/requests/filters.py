"""Requests about the basic filter, filter views and slicers. Rows are not hidden by them here."""

from __future__ import annotations

from tests.sheets_server.errors import InvalidArgument
from tests.sheets_server.masks import merge
from tests.sheets_server.references import Box
from tests.sheets_server.sheet import Sheet

from .edit import Edit, Handler, Json, find, update_mask
from .sorting import sort_box


def set_basic_filter(edit: Edit, request: Json) -> Json:
    """Set the sheet's basic filter, bounded to the grid; its sort is applied."""
    wanted = request.get("filter", {})
    if "range" not in wanted:
        raise InvalidArgument("No range specified.")
    box = edit.box(wanted["range"])
    box.sheet.basic_filter = wanted | {"range": box.grid_range()}
    if wanted.get("sortSpecs") and box.bottom - box.top > 1:
        below = Box(box.sheet, box.top + 1, box.left, box.bottom, box.right)
        edit.refuse_protected(box.sheet, below.grid_range())
        sort_box(edit, below, wanted["sortSpecs"])
    return {}


def clear_basic_filter(edit: Edit, request: Json) -> Json:
    """Remove the sheet's basic filter."""
    edit.sheet(request.get("sheetId", 0)).basic_filter = None
    return {}


def _add(edit: Edit, item: Json, part: str, key: str) -> Json:
    """Put *item* on the sheet of its range under a new id, or its own if that is free."""
    box = edit.box(item.get("range", {}))
    identifier = item.get(key) or edit.ids.number()
    for sheet in edit.spreadsheet.sheets:
        if any(held[key] == identifier for held in sheet.parts[part]):
            raise InvalidArgument(f"An object with id {identifier} already exists.")
    stored = {key: identifier} | item | {"range": box.grid_range()}
    box.sheet.parts[part].append(stored)
    return stored


def _held(edit: Edit, part: str, key: str, identifier: int) -> tuple[Sheet, int]:
    for sheet in edit.spreadsheet.sheets:
        if any(item[key] == identifier for item in sheet.parts[part]):
            return sheet, find(sheet.parts[part], key, identifier, part)
    raise InvalidArgument(f"No object in {part} with id: {identifier}")


def add_filter_view(edit: Edit, request: Json) -> Json:
    """Add a filter view."""
    wanted = request.get("filter", {})
    titled = {"title": _free_title(edit, wanted)} | wanted
    return {"addFilterView": {"filter": _add(edit, titled, "filterViews", "filterViewId")}}


def _free_title(edit: Edit, wanted: Json) -> str:
    sheet = edit.sheet(wanted.get("range", {}).get("sheetId", 0))
    return f"Filter {len(sheet.parts['filterViews']) + 1}"


def update_filter_view(edit: Edit, request: Json) -> Json:
    """Change what the mask names of a filter view."""
    wanted = request.get("filter", {})
    sheet, index = _held(edit, "filterViews", "filterViewId", wanted.get("filterViewId", 0))
    mask = update_mask(request, "FilterView")
    views = sheet.parts["filterViews"]
    views[index] = {"filterViewId": wanted["filterViewId"]} | merge(views[index], wanted, mask)
    return {}


def duplicate_filter_view(edit: Edit, request: Json) -> Json:
    """Copy a filter view."""
    sheet, index = _held(edit, "filterViews", "filterViewId", request.get("filterId", 0))
    view = sheet.parts["filterViews"][index]
    twin = view | {"filterViewId": edit.ids.number(), "title": f"Copy of {view.get('title', '')}"}
    sheet.parts["filterViews"].append(twin)
    return {"duplicateFilterView": {"filter": twin}}


def delete_filter_view(edit: Edit, request: Json) -> Json:
    """Delete a filter view."""
    sheet, index = _held(edit, "filterViews", "filterViewId", request.get("filterId", 0))
    del sheet.parts["filterViews"][index]
    return {}


def add_slicer(edit: Edit, request: Json) -> Json:
    """Add a slicer to the sheet it is placed on."""
    wanted = dict(request.get("slicer", {}))
    anchor = wanted.get("position", {}).get("overlayPosition", {}).get("anchorCell", {})
    sheet = edit.sheet(anchor.get("sheetId", 0))
    wanted = {"slicerId": edit.ids.number()} | wanted
    sheet.parts["slicers"].append(wanted)
    return {"addSlicer": {"slicer": wanted}}


def update_slicer_spec(edit: Edit, request: Json) -> Json:
    """Change what the mask names of a slicer."""
    sheet, index = _held(edit, "slicers", "slicerId", request.get("slicerId", 0))
    mask = update_mask(request, "SlicerSpec")
    slicer = sheet.parts["slicers"][index]
    sheet.parts["slicers"][index] = slicer | {"spec": merge(slicer.get("spec", {}), request.get("spec", {}), mask)}
    return {}


HANDLERS: dict[str, Handler] = {
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "addFilterView": add_filter_view,
    "updateFilterView": update_filter_view,
    "duplicateFilterView": duplicate_filter_view,
    "deleteFilterView": delete_filter_view,
    "addSlicer": add_slicer,
    "updateSlicerSpec": update_slicer_spec,
}
