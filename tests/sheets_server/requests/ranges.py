"""Requests about named and protected ranges."""

from __future__ import annotations

import re

from tests.sheets_server.a1 import parse_area
from tests.sheets_server.errors import InvalidArgument
from tests.sheets_server.masks import merge
from tests.sheets_server.protection import REFUSAL, may_edit
from tests.sheets_server.sheet import Sheet

from .edit import Edit, Handler, Json, find, update_mask

_NAME = re.compile(r"^[^\W\d]\w*(\.\w+)*$")


def add_named_range(edit: Edit, request: Json) -> Json:
    """Add a named range; an id or a name that exists is an error."""
    named = dict(request.get("namedRange", {}))
    spreadsheet = edit.spreadsheet
    if "range" not in named:
        raise InvalidArgument("No range specified.")
    edit.box(named["range"])
    _check_name(edit, named.get("name", ""), None)
    identifier = named.setdefault("namedRangeId", str(edit.ids.number()))
    if any(item["namedRangeId"] == identifier for item in spreadsheet.named_ranges):
        raise InvalidArgument(f"A named range with id {identifier} already exists.")
    item = {"namedRangeId": identifier, "name": named["name"], "range": named["range"]}
    spreadsheet.named_ranges.append(item)
    return {"addNamedRange": {"namedRange": item}}


def _check_name(edit: Edit, name: str, own: Json | None) -> None:
    if not _NAME.match(name) or len(name) > 250 or name.lower() in ("true", "false") or parse_area(name) is not None:
        raise InvalidArgument(f'The name "{name}" is not a valid name for a named range.')
    held = edit.spreadsheet.named_range(name)
    if held is not None and held is not own:
        raise InvalidArgument(f"A named range with name: {name} already exists.")


def update_named_range(edit: Edit, request: Json) -> Json:
    """Change the name or the range of a named range."""
    new = request.get("namedRange", {})
    items = edit.spreadsheet.named_ranges
    index = find(items, "namedRangeId", new.get("namedRangeId"), "named range")
    mask = update_mask(request, "NamedRange")
    if "*" in mask:
        mask = {"name": {}, "range": {}}
    merged = merge(items[index], new, mask)
    _check_name(edit, merged.get("name", ""), items[index])
    edit.box(merged.get("range", {}))
    items[index] = merged
    return {}


def delete_named_range(edit: Edit, request: Json) -> Json:
    """Delete a named range."""
    items = edit.spreadsheet.named_ranges
    del items[find(items, "namedRangeId", request.get("namedRangeId"), "named range")]
    return {}


def add_protected_range(edit: Edit, request: Json) -> Json:
    """Protect a range, a named range or a sheet; an id that exists is an error."""
    protected = dict(request.get("protectedRange", {}))
    sheet = _sheet_of(edit, protected)
    wanted = protected.pop("protectedRangeId", None)
    if wanted is not None and _held(edit, wanted) is not None:
        raise InvalidArgument(f"Protected range with id: {wanted} already exists.")
    protected.pop("requestingUserCanEdit", None)
    if _is_whole_sheet(protected) and any(map(_is_whole_sheet, sheet.parts["protectedRanges"])):
        raise InvalidArgument(f'Sheet "{sheet.title}" already has sheet protection.')
    _check_editors(protected)
    identifier = {"protectedRangeId": edit.ids.number() if wanted is None else wanted}
    # The reply, unlike a later get, shows only the editors asked for.
    asked = protected.get("editors", {})
    stored = identifier | protected | {"editors": _editors(edit, protected)}
    sheet.parts["protectedRanges"].append(stored)
    shown = identifier | protected | {"requestingUserCanEdit": True, "editors": asked}
    return {"addProtectedRange": {"protectedRange": shown}}


def _editors(edit: Edit, protected: Json) -> Json:
    """Return who may edit a protected range: those asked for, the user who protects, and the owner.

    Where no editors are given at all, everyone who may edit the document: such a range is protected from nobody. An
    empty list of editors is given, and protects.
    """
    asked = protected.get("editors")
    if asked is None or protected.get("warningOnly"):
        return {"users": list(dict.fromkeys([*edit.editors, edit.user]))}
    everyone = dict.fromkeys([*asked.get("users", []), edit.user, edit.spreadsheet.owner])
    editors: Json = asked | {"users": list(everyone)}
    return editors


def _sheet_of(edit: Edit, protected: Json) -> Sheet:
    if "range" in protected:
        area = protected["range"]
        sheet = edit.sheet(area.get("sheetId", 0))
        if set(area) - {"sheetId"}:
            edit.box(area)
        return sheet
    if "namedRangeId" in protected:
        items = edit.spreadsheet.named_ranges
        named = items[find(items, "namedRangeId", protected["namedRangeId"], "named range")]
        return edit.sheet(named["range"].get("sheetId", 0))
    raise InvalidArgument("Must specify a range, a named range or a table to protect.")


def _is_whole_sheet(protected: Json) -> bool:
    return "range" in protected and not set(protected["range"]) - {"sheetId"}


def _check_editors(protected: Json) -> None:
    if protected.get("warningOnly") and protected.get("editors"):
        raise InvalidArgument("ProtectedRange is warningOnly. Editors cannot be set on it.")
    if protected.get("unprotectedRanges") and not _is_whole_sheet(protected):
        raise InvalidArgument("Unprotected ranges are only supported on protected sheets.")
    for address in protected.get("editors", {}).get("users", []):
        if "@" not in address:
            raise InvalidArgument(f"Invalid email address: {address}")


def _held(edit: Edit, identifier: int) -> tuple[Sheet, int] | None:
    for sheet in edit.spreadsheet.sheets:
        for index, item in enumerate(sheet.parts["protectedRanges"]):
            if item["protectedRangeId"] == identifier:
                return sheet, index
    return None


def _editable(edit: Edit, identifier: int) -> tuple[Sheet, int]:
    held = _held(edit, identifier)
    if held is None:
        raise InvalidArgument(f"No protected range with id: {identifier}")
    if not may_edit(edit.spreadsheet, held[0].parts["protectedRanges"][held[1]], edit.user):
        raise InvalidArgument(REFUSAL)
    return held


def update_protected_range(edit: Edit, request: Json) -> Json:
    """Change what the mask names of a protected range."""
    new = request.get("protectedRange", {})
    sheet, index = _editable(edit, new.get("protectedRangeId", 0))
    mask = update_mask(request, "ProtectedRange")
    if "*" in mask:
        mask = {
            name: {} for name in ("range", "namedRangeId", "description", "warningOnly", "unprotectedRanges", "editors")
        }
    merged = merge(sheet.parts["protectedRanges"][index], new, mask)
    target = _sheet_of(edit, merged)
    _check_editors(new)
    old = sheet.parts["protectedRanges"][index]
    if "editors" in mask or old.get("warningOnly") != merged.get("warningOnly"):
        given = merged if "editors" in mask else {key: value for key, value in merged.items() if key != "editors"}
        merged["editors"] = _editors(edit, given)
    del sheet.parts["protectedRanges"][index]
    target.parts["protectedRanges"].append(merged)
    return {}


def delete_protected_range(edit: Edit, request: Json) -> Json:
    """Delete a protected range."""
    sheet, index = _editable(edit, request.get("protectedRangeId", 0))
    del sheet.parts["protectedRanges"][index]
    return {}


HANDLERS: dict[str, Handler] = {
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
    "addProtectedRange": add_protected_range,
    "updateProtectedRange": update_protected_range,
    "deleteProtectedRange": delete_protected_range,
}
