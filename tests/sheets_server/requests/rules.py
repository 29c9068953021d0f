"""Requests about conditional formats and banding. They are kept and moved along, not computed."""

from __future__ import annotations

from tests.sheets_server.colors import mirrored
from tests.sheets_server.errors import InvalidArgument
from tests.sheets_server.masks import merge
from tests.sheets_server.protection import overlap
from tests.sheets_server.sheet import Sheet

from .edit import Edit, Handler, Json, find, update_mask


def _checked(edit: Edit, rule: Json) -> tuple[Sheet, Json]:
    """Return (sheet, rule as kept) of a conditional format rule; raise if its ranges do not lie on one sheet."""
    ranges = rule.get("ranges", [])
    if not ranges:
        raise InvalidArgument("Must specify at least one range.")
    if ("booleanRule" in rule) == ("gradientRule" in rule):
        raise InvalidArgument("Must specify exactly one of booleanRule and gradientRule.")
    sheets = {area.get("sheetId", 0) for area in ranges}
    if len(sheets) > 1:
        raise InvalidArgument("All ranges must be on the same sheet.")
    boxes = [edit.box(area) for area in ranges]
    kept: Json = mirrored(rule)
    return boxes[0].sheet, kept | {"ranges": [box.grid_range() for box in boxes]}


def add_conditional_format_rule(edit: Edit, request: Json) -> Json:
    """Insert a conditional format rule at an index, at the front unless one is given."""
    sheet, rule = _checked(edit, request.get("rule", {}))
    index = request.get("index", 0)
    if index > len(sheet.parts["conditionalFormats"]):
        raise InvalidArgument(f"Conditional format rule index {index} is out of bounds.")
    sheet.parts["conditionalFormats"].insert(index, rule)
    return {}


def _rule_at(sheet: Sheet, index: int) -> Json:
    rules = sheet.parts["conditionalFormats"]
    if not 0 <= index < len(rules):
        raise InvalidArgument(f"No conditional format on sheet: {sheet.sheet_id} at index: {index}")
    return rules[index]


def update_conditional_format_rule(edit: Edit, request: Json) -> Json:
    """Replace a rule, or move it to another index."""
    index = request.get("index", 0)
    if "rule" in request:
        sheet, rule = _checked(edit, request["rule"])
        old = _rule_at(sheet, index)
        sheet.parts["conditionalFormats"][index] = rule
        return {"updateConditionalFormatRule": {"newRule": rule, "oldRule": old} | _index("newIndex", index)}
    sheet = edit.sheet(request.get("sheetId", 0))
    old, target = _rule_at(sheet, index), request.get("newIndex", 0)
    rules = sheet.parts["conditionalFormats"]
    rules.insert(target, rules.pop(index))
    reply = {"newRule": old} | _index("newIndex", target) | _index("oldIndex", index)
    return {"updateConditionalFormatRule": reply}


def _index(name: str, index: int) -> Json:
    return {name: index} if index else {}


def delete_conditional_format_rule(edit: Edit, request: Json) -> Json:
    """Delete the rule at an index; return it."""
    sheet = edit.sheet(request.get("sheetId", 0))
    rule = _rule_at(sheet, request.get("index", 0))
    del sheet.parts["conditionalFormats"][request.get("index", 0)]
    return {"deleteConditionalFormatRule": {"rule": rule}}


def add_banding(edit: Edit, request: Json) -> Json:
    """Give a range alternating colours."""
    wanted = mirrored(request.get("bandedRange", {}))
    box = edit.editable(wanted.get("range", {}))
    if not wanted.get("rowProperties") and not wanted.get("columnProperties"):
        raise InvalidArgument("Must specify rowProperties or columnProperties.")
    if any(overlap(band["range"], box.grid_range()) for band in box.sheet.parts["bandedRanges"]):
        raise InvalidArgument(
            "You cannot add alternating background colors to a range that already has alternating background colors."
        )
    wanted = {"bandedRangeId": edit.ids.number()} | wanted | {"range": box.grid_range()}
    if _banded(edit, wanted["bandedRangeId"]) is not None:
        raise InvalidArgument(f"Banded range with id {wanted['bandedRangeId']} already exists.")
    box.sheet.parts["bandedRanges"].append(wanted)
    return {"addBanding": {"bandedRange": wanted}}


def _banded(edit: Edit, identifier: int) -> Sheet | None:
    for sheet in edit.spreadsheet.sheets:
        if any(band["bandedRangeId"] == identifier for band in sheet.parts["bandedRanges"]):
            return sheet
    return None


def _banded_sheet(edit: Edit, identifier: int) -> Sheet:
    sheet = _banded(edit, identifier)
    if sheet is None:
        raise InvalidArgument(f"No banding with id: {identifier}")
    return sheet


def update_banding(edit: Edit, request: Json) -> Json:
    """Change what the mask names of a banded range."""
    wanted = mirrored(request.get("bandedRange", {}))
    identifier = wanted.get("bandedRangeId", 0)
    sheet = _banded_sheet(edit, identifier)
    bands = sheet.parts["bandedRanges"]
    index = find(bands, "bandedRangeId", identifier, "banding")
    merged = merge(bands[index], wanted, update_mask(request, "BandedRange"))
    bands[index] = {"bandedRangeId": identifier} | merged
    return {}


def delete_banding(edit: Edit, request: Json) -> Json:
    """Remove alternating colours."""
    identifier = request.get("bandedRangeId", 0)
    sheet = _banded_sheet(edit, identifier)
    sheet.parts["bandedRanges"] = [band for band in sheet.parts["bandedRanges"] if band["bandedRangeId"] != identifier]
    return {}


HANDLERS: dict[str, Handler] = {
    "addConditionalFormatRule": add_conditional_format_rule,
    "updateConditionalFormatRule": update_conditional_format_rule,
    "deleteConditionalFormatRule": delete_conditional_format_rule,
    "addBanding": add_banding,
    "updateBanding": update_banding,
    "deleteBanding": delete_banding,
}
