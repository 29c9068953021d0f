"""Requests about developer metadata, and the search that finds it (also for the ByDataFilter calls)."""

from __future__ import annotations

from tests.sheets_server.errors import InvalidArgument
from tests.sheets_server.masks import merge
from tests.sheets_server.spreadsheet import Spreadsheet

from .dimensions import bounded
from .edit import Edit, Handler, Json, update_mask


def create_developer_metadata(edit: Edit, request: Json) -> Json:
    """Attach metadata to the spreadsheet, a sheet, or one row or column; an id that exists is an error."""
    item = dict(request.get("developerMetadata", {}))
    if not item.get("metadataKey"):
        raise InvalidArgument("Developer metadata must have a key.")
    if "visibility" not in item:
        raise InvalidArgument("Developer metadata visibility must be specified.")
    identifier = item.setdefault("metadataId", edit.ids.number())
    if any(held["metadataId"] == identifier for held in edit.spreadsheet.metadata):
        raise InvalidArgument(f"Developer metadata with id {identifier} already exists.")
    item["location"] = _location(edit, item.get("location", {}))
    edit.spreadsheet.metadata.append(item)
    return {"createDeveloperMetadata": {"developerMetadata": item}}


def _location(edit: Edit, location: Json) -> Json:
    if "dimensionRange" in location:
        _, dimension, start, end = bounded(edit, location["dimensionRange"])
        if end - start != 1:
            raise InvalidArgument("Developer metadata can only be associated with a single row or column.")
        kind = {"ROWS": "ROW", "COLUMNS": "COLUMN"}[dimension]
        return {"locationType": kind, "dimensionRange": location["dimensionRange"]}
    if "sheetId" in location:
        edit.sheet(location["sheetId"])
        return {"locationType": "SHEET", "sheetId": location["sheetId"]}
    if location.get("spreadsheet"):
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    raise InvalidArgument("Developer metadata must have a location.")


def update_developer_metadata(edit: Edit, request: Json) -> Json:
    """Change what the mask names of all metadata the filters match; return it."""
    mask = update_mask(request, "DeveloperMetadata")
    new = request.get("developerMetadata", {})
    items = edit.spreadsheet.metadata
    changed = []
    for index, item in enumerate(items):
        if _matches_any(edit.spreadsheet, item, request.get("dataFilters", [])):
            merged = merge(item, new, mask)
            if "location" in mask:
                merged["location"] = _location(edit, new.get("location", {}))
            items[index] = {"metadataId": item["metadataId"]} | merged
            changed.append(items[index])
    return {"updateDeveloperMetadata": {"developerMetadata": changed} if changed else {}}


def delete_developer_metadata(edit: Edit, request: Json) -> Json:
    """Delete all metadata the filter matches; return it."""
    wanted = [request.get("dataFilter", {})]
    gone = [item for item in edit.spreadsheet.metadata if _matches_any(edit.spreadsheet, item, wanted)]
    edit.spreadsheet.metadata = [item for item in edit.spreadsheet.metadata if item not in gone]
    return {"deleteDeveloperMetadata": {"deletedDeveloperMetadata": gone} if gone else {}}


def search(spreadsheet: Spreadsheet, filters: list[Json]) -> list[Json]:
    """Return a MatchedDeveloperMetadata for each metadata that one of the filters matches."""
    found = []
    for item in spreadsheet.metadata:
        matching = [wanted for wanted in filters if matches(spreadsheet, item, wanted)]
        if matching:
            found.append({"developerMetadata": item, "dataFilters": matching})
    return found


def _matches_any(spreadsheet: Spreadsheet, item: Json, filters: list[Json]) -> bool:
    return any(matches(spreadsheet, item, wanted) for wanted in filters)


def matches(spreadsheet: Spreadsheet, item: Json, wanted: Json) -> bool:
    """Return whether the data filter *wanted* selects the metadata *item*."""
    lookup = wanted.get("developerMetadataLookup")
    if lookup is None:
        return False
    if any(lookup[key] != item.get(key) for key in ("metadataId", "metadataKey", "metadataValue", "visibility")
           if key in lookup):  # fmt: skip
        return False
    location = item["location"]
    if lookup.get("locationType") not in (None, location["locationType"]):
        return False
    if "metadataLocation" not in lookup:
        return True
    return _located(location, lookup["metadataLocation"], lookup.get("locationMatchingStrategy"))


def _located(location: Json, wanted: Json, strategy: str | None) -> bool:
    if strategy != "INTERSECTING_LOCATION":
        return all(location.get(key) == value for key, value in wanted.items() if key != "locationType")
    sheet_id = location.get("sheetId", location.get("dimensionRange", {}).get("sheetId", 0))
    if wanted.get("spreadsheet") or location.get("spreadsheet"):
        return True
    area = wanted.get("dimensionRange")
    if area is None:
        return bool(sheet_id == wanted.get("sheetId"))
    held = location.get("dimensionRange")
    if sheet_id != area.get("sheetId", 0) or held is None or held["dimension"] != area["dimension"]:
        return bool(sheet_id == area.get("sheetId", 0) and held is None)
    return bool(area.get("startIndex", 0) <= held.get("startIndex", 0) < area.get("endIndex", 1 << 40))


HANDLERS: dict[str, Handler] = {
    "createDeveloperMetadata": create_developer_metadata,
    "updateDeveloperMetadata": update_developer_metadata,
    "deleteDeveloperMetadata": delete_developer_metadata,
}
