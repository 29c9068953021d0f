"""Requests about charts and other embedded objects. Charts are kept, not drawn."""

from __future__ import annotations

from tests.sheets_server.errors import InvalidArgument
from tests.sheets_server.masks import merge
from tests.sheets_server.sheet import Sheet

from .edit import Edit, Handler, Json

# Where Google puts an embedded object that says nothing about its size.
SIZE = {"widthPixels": 600, "heightPixels": 371}
_PARTS = {"charts": "chartId", "slicers": "slicerId"}


def add_chart(edit: Edit, request: Json) -> Json:
    """Add a chart over a sheet, or on a sheet of its own."""
    chart = dict(request.get("chart", {}))
    identifier = chart.get("chartId") or edit.ids.number()
    if _held(edit, identifier) is not None:
        raise InvalidArgument(f"Embedded object with id {identifier} already exists.")
    if not chart.get("spec"):
        raise InvalidArgument("Chart spec must be specified.")
    position = chart.get("position", {})
    if position.get("newSheet"):
        return {"addChart": {"chart": _on_new_sheet(edit, chart, identifier)}}
    overlay = position.get("overlayPosition", {})
    anchor = overlay.get("anchorCell", {})
    sheet = edit.sheet(anchor.get("sheetId", 0))
    placed = {"overlayPosition": {"anchorCell": anchor} | SIZE | overlay}
    stored = {"chartId": identifier} | chart | {"position": placed}
    sheet.parts["charts"].append(stored)
    return {"addChart": {"chart": stored}}


def _on_new_sheet(edit: Edit, chart: Json, identifier: int) -> Json:
    sheet_id = edit.ids.number()
    title = f"Chart{len(edit.spreadsheet.sheets)}"
    sheet = Sheet({"sheetId": sheet_id, "title": title, "sheetType": "OBJECT"})
    edit.spreadsheet.sheets.append(sheet)
    stored = {"chartId": identifier} | chart | {"position": {"sheetId": sheet_id}}
    sheet.parts["charts"].append(stored)
    return stored


def _held(edit: Edit, identifier: int) -> tuple[Sheet, str, int] | None:
    for sheet in edit.spreadsheet.sheets:
        for part, key in _PARTS.items():
            for index, item in enumerate(sheet.parts[part]):
                if item[key] == identifier:
                    return sheet, part, index
    return None


def _object(edit: Edit, identifier: int) -> tuple[Sheet, str, int]:
    held = _held(edit, identifier)
    if held is None:
        raise InvalidArgument(f"No embedded object with id: {identifier}")
    return held


def update_chart_spec(edit: Edit, request: Json) -> Json:
    """Replace what a chart shows."""
    sheet, part, index = _object(edit, request.get("chartId", 0))
    if not request.get("spec"):
        raise InvalidArgument("Chart spec must be specified.")
    sheet.parts[part][index] = sheet.parts[part][index] | {"spec": request["spec"]}
    return {}


def update_embedded_object_position(edit: Edit, request: Json) -> Json:
    """Move or resize a chart or slicer; `*` and an empty mask both mean the whole position."""
    sheet, part, index = _object(edit, request.get("objectId", 0))
    item = sheet.parts[part].pop(index)
    new = request.get("newPosition", {}).get("overlayPosition", {})
    old = item.get("position", {}).get("overlayPosition", {})
    names = [name for name in request.get("fields", "*").split(",") if name]
    mask: Json = {} if "*" in names or not names else {name.rsplit(".", 1)[-1]: {} for name in names}
    overlay = merge(old, new, mask)
    target = edit.sheet(overlay.get("anchorCell", {}).get("sheetId", 0)) if overlay else sheet
    moved = item | {"position": {"overlayPosition": overlay}}
    target.parts[part].append(moved)
    return {"updateEmbeddedObjectPosition": {"position": moved["position"]}}


def update_embedded_object_border(edit: Edit, request: Json) -> Json:
    """Change the border of a chart."""
    sheet, part, index = _object(edit, request.get("objectId", 0))
    sheet.parts[part][index] = sheet.parts[part][index] | {"border": request.get("border", {})}
    return {}


def delete_embedded_object(edit: Edit, request: Json) -> Json:
    """Delete a chart or slicer."""
    sheet, part, index = _object(edit, request.get("objectId", 0))
    del sheet.parts[part][index]
    return {}


HANDLERS: dict[str, Handler] = {
    "addChart": add_chart,
    "updateChartSpec": update_chart_spec,
    "updateEmbeddedObjectPosition": update_embedded_object_position,
    "updateEmbeddedObjectBorder": update_embedded_object_border,
    "deleteEmbeddedObject": delete_embedded_object,
}
