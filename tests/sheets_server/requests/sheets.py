"""Requests about whole sheets and the spreadsheet's properties."""

from __future__ import annotations

from tests.sheets_server.colors import mirrored
from tests.sheets_server.errors import InvalidArgument
from tests.sheets_server.locales import known
from tests.sheets_server.masks import Mask, merge
from tests.sheets_server.messages import walk
from tests.sheets_server.sheet import PARTS, Sheet
from tests.sheets_server.spans import on_sheet
from tests.sheets_server.spreadsheet import Identifiers, Spreadsheet
from tests.sheets_server.structure import retitle

from .dimensions import resize
from .edit import Edit, Handler, Json, update_mask

# The id each object on a sheet carries; a copy of the sheet gets new ones.
_IDS = {
    "protectedRanges": "protectedRangeId", "filterViews": "filterViewId", "bandedRanges": "bandedRangeId",
    "charts": "chartId", "slicers": "slicerId",
}  # fmt: skip


def add_sheet(edit: Edit, request: Json) -> Json:
    """Add a sheet, at the end unless an index is given."""
    spreadsheet = edit.spreadsheet
    wanted = dict(request.get("properties", {}))
    title = wanted.setdefault("title", _free_title(spreadsheet))
    _check_title(spreadsheet, title, None)
    if "sheetId" in wanted and spreadsheet.sheet(wanted["sheetId"]) is not None:
        raise InvalidArgument(f"Sheet with id {wanted['sheetId']} already exists.")
    if wanted.setdefault("sheetId", _free_id(edit)) < 0:
        raise InvalidArgument("Sheet id must be non-negative.")
    index = wanted.get("index", len(spreadsheet.sheets))
    if not 0 <= index <= len(spreadsheet.sheets):
        raise InvalidArgument(f"Sheet index {index} is out of bounds.")
    sheet = Sheet(_styled(wanted))
    spreadsheet.sheets.insert(index, sheet)
    edit.check_size()
    return {"addSheet": {"properties": sheet.properties_at(index)}}


def _styled(properties: Json) -> Json:
    result: Json = mirrored(properties)
    if not result.get("tabColorStyle", True):
        result.pop("tabColorStyle")
    return result


def _free_id(edit: Edit) -> int:
    while True:
        number = edit.ids.number()
        if edit.spreadsheet.sheet(number) is None:
            return number


def _free_title(spreadsheet: Spreadsheet) -> str:
    number = len(spreadsheet.sheets) + 1
    while spreadsheet.sheet_titled(f"Sheet{number}") is not None:
        number += 1
    return f"Sheet{number}"


def _check_title(spreadsheet: Spreadsheet, title: str, own: Sheet | None) -> None:
    held = spreadsheet.sheet_titled(title)
    if held is not None and held is not own:
        raise InvalidArgument(f'A sheet with the name "{title}" already exists. Please enter another name.')
    if not title:
        raise InvalidArgument("Sheet name cannot be empty.")
    if len(title) > 100:
        raise InvalidArgument("Sheet name cannot be longer than 100 characters.")


def delete_sheet(edit: Edit, request: Json) -> Json:
    """Delete a sheet and the named ranges on it."""
    sheet = edit.sheet(request.get("sheetId", 0))
    spreadsheet = edit.spreadsheet
    edit.refuse_protected(sheet, sheet.everything())
    if len(spreadsheet.sheets) == 1:
        raise InvalidArgument("You can't remove all the sheets in a document.")
    rest = [other for other in spreadsheet.sheets if other is not sheet]
    if all(other.properties.get("hidden") for other in rest):
        raise InvalidArgument("You can't remove all the visible sheets in a document.")
    spreadsheet.sheets = rest
    spreadsheet.named_ranges = [
        item for item in spreadsheet.named_ranges if item["range"].get("sheetId", 0) != sheet.sheet_id
    ]
    spreadsheet.metadata = [item for item in spreadsheet.metadata if not _located_on(item, sheet.sheet_id)]
    return {}


def _located_on(item: Json, sheet_id: int) -> bool:
    location = item["location"]
    area = location.get("dimensionRange")
    return bool(location.get("sheetId") == sheet_id or (area is not None and area.get("sheetId", 0) == sheet_id))


def duplicate_sheet(edit: Edit, request: Json) -> Json:
    """Copy a sheet within the spreadsheet; at the front unless an index is given."""
    spreadsheet = edit.spreadsheet
    source = edit.sheet(request.get("sourceSheetId", 0))
    title = request.get("newSheetName") or free_copy_title(spreadsheet, source.title)
    _check_title(spreadsheet, title, None)
    sheet_id = request.get("newSheetId") or _free_id(edit)
    if spreadsheet.sheet(sheet_id) is not None:
        raise InvalidArgument(f"Sheet with id {sheet_id} already exists.")
    index = request.get("insertSheetIndex", 0)
    if index > len(spreadsheet.sheets):
        raise InvalidArgument(f"Sheet index {index} is out of bounds.")
    twin = copy_sheet(source, sheet_id, title, edit.ids)
    spreadsheet.sheets.insert(index, twin)
    edit.check_size()
    return {"duplicateSheet": {"properties": twin.properties_at(index)}}


def free_copy_title(spreadsheet: Spreadsheet, title: str) -> str:
    """Return `Copy of …`, numbered if that is taken."""
    wanted, number = f"Copy of {title}", 1
    while spreadsheet.sheet_titled(wanted) is not None:
        number += 1
        wanted = f"Copy of {title} {number}"
    return wanted


def copy_sheet(source: Sheet, sheet_id: int, title: str, ids: Identifiers) -> Sheet:
    """Return a copy of *source* under another id; the objects on it get ids of their own."""
    twin = source.copy()
    twin.sheet_id, twin.title = sheet_id, title
    change = on_sheet(source.sheet_id, lambda area: {k: v for k, v in area.items() if k != "sheetId"} | _own(sheet_id))
    for name, schema in PARTS.items():
        items: list[Json] = []
        for item in source.parts[name]:
            if schema == "GridRange":
                items.append(change(item) or {})
            elif schema == "DimensionGroup":
                items.append(item | {"range": item["range"] | _own(sheet_id)})
            else:
                moved = walk("GridRange", schema, item, change)
                items.append(moved | ({_IDS[name]: ids.number()} if name in _IDS else {}))
        twin.parts[name] = items
    if source.basic_filter is not None:
        twin.basic_filter = walk("GridRange", "BasicFilter", source.basic_filter, change)
    return twin


def _own(sheet_id: int) -> Json:
    return {"sheetId": sheet_id} if sheet_id else {}


def update_sheet_properties(edit: Edit, request: Json) -> Json:
    """Change what the mask names of a sheet's properties."""
    properties = request.get("properties", {})
    sheet = edit.sheet(properties.get("sheetId", 0))
    mask = update_mask(request, "SheetProperties")
    if "*" in mask:
        mask = {name: {} for name in ("title", "index", "hidden", "rightToLeft", "tabColor", "tabColorStyle")} | {
            "gridProperties": {}
        }
    if "title" in mask:
        _check_title(edit.spreadsheet, properties.get("title", ""), sheet)
        retitle(edit.spreadsheet, sheet, properties["title"])
    if "index" in mask:
        _move(edit.spreadsheet, sheet, properties.get("index"))
    if "gridProperties" in mask:
        _update_grid(edit, sheet, properties.get("gridProperties", {}), mask["gridProperties"])
    rest: Mask = {
        name: branch for name, branch in mask.items() if name not in ("title", "index", "gridProperties", "sheetId")
    }
    if rest:
        _update_rest(edit, sheet, properties, rest)
    return {}


def _update_rest(edit: Edit, sheet: Sheet, properties: Json, mask: Mask) -> None:
    if "tabColor" in mask or "tabColorStyle" in mask:
        mask = mask | {"tabColor": {}, "tabColorStyle": {}}
        properties = _styled(properties)
    sheet.properties = {"sheetType": "GRID"} | merge(sheet.properties, properties, mask)
    if sheet.properties.get("hidden") and all(other.properties.get("hidden") for other in edit.spreadsheet.sheets):
        raise InvalidArgument("You can't hide all the sheets in a document.")


def _move(spreadsheet: Spreadsheet, sheet: Sheet, index: int | None) -> None:
    """Move a sheet; the index is counted before the move, as the API's guide says."""
    current = spreadsheet.sheets.index(sheet)
    wanted = len(spreadsheet.sheets) if index is None else index
    if not 0 <= wanted <= len(spreadsheet.sheets):
        raise InvalidArgument(f"Sheet index {wanted} is out of bounds.")
    if wanted in (current, current + 1):
        return
    spreadsheet.sheets.remove(sheet)
    spreadsheet.sheets.insert(wanted if wanted < current else wanted - 1, sheet)


def _update_grid(edit: Edit, sheet: Sheet, wanted: Json, mask: Mask) -> None:
    held = {"rowCount": sheet.grid.row_count, "columnCount": sheet.grid.column_count} | sheet.grid_properties
    merged = merge(held, wanted, mask)
    for key, dimension in (("rowCount", "ROWS"), ("columnCount", "COLUMNS")):
        count = merged.pop(key, None)
        if count is None and (not mask or key in mask or "*" in mask):
            raise InvalidArgument(f"gridProperties.{key} must be greater than zero.")
        resize(edit, sheet, dimension, count or 0)
    for key, count in (("frozenRowCount", sheet.grid.row_count), ("frozenColumnCount", sheet.grid.column_count)):
        if merged.get(key, 0) >= count:
            noun = "rows" if "Row" in key else "columns"
            raise InvalidArgument(f"You can't freeze all visible {noun} on the sheet.")
    sheet.grid_properties = merged


def update_spreadsheet_properties(edit: Edit, request: Json) -> Json:
    """Change the title, locale, time zone and other properties of the spreadsheet."""
    mask = update_mask(request, "SpreadsheetProperties")
    properties = request.get("properties", {})
    if "locale" in mask and not known(properties.get("locale", "")):
        raise InvalidArgument(f"Unsupported locale: {properties.get('locale', '')}")
    if "*" in mask:
        mask = {name: {} for name in properties}
    merged = merge(edit.spreadsheet.properties, properties, mask)
    if not merged.get("title"):
        raise InvalidArgument("Spreadsheet title cannot be empty.")
    edit.spreadsheet.properties = merged
    return {}


HANDLERS: dict[str, Handler] = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
}
