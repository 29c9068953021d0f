"""Reading JSON as a protocol buffer message, the way Google's front end does.

`read` returns the canonical form: lowerCamelCase names, no nulls, no zero values except where the API has explicit
presence, int64 as strings. `walk` visits the messages of one type inside another. Names and types come from the
discovery document; which fields have presence was read off recorded replies (`"index": 0` is there, `"sheetId": 0`
of a range is not).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any

from . import discovery
from .errors import BadPayload

Json = dict[str, Any]
Violations = list[tuple[str, str]]

PACKAGE = "type.googleapis.com/google.apps.sheets.v4."

PRESENT = {
    "GridRange": {"startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"},
    "DimensionRange": {"startIndex", "endIndex"},
    "SheetProperties": {"sheetId", "index"},
    "TextFormat": {"bold", "italic", "strikethrough", "underline"},
    "ExtendedValue": {"numberValue", "stringValue", "boolValue", "formulaValue"},
    "SortSpec": {"dimensionIndex"},
    "FilterSpec": {"columnIndex"},
    "TextRotation": {"angle", "vertical"},
    "DeveloperMetadataLocation": {"sheetId"},
    "EmbeddedObjectPosition": {"sheetId"},
    "FindReplaceRequest": {"sheetId", "allSheets"},
    "AutoFillRequest": {"useAlternateSeries"},
}


def read(schema: str, payload: Any, *, at: str = "", document: str = "sheets.v4") -> Json:
    """Return *payload* as the canonical form of message *schema*; raise BadPayload naming every misfit."""
    violations: Violations = []
    value = _Reader(discovery.schemas(document), violations).message(schema, payload, at)
    if violations:
        raise BadPayload(violations)
    return value


def snake(name: str) -> str:
    """Return the field name as Google's error messages write it."""
    return re.sub(r"(?<!^)([A-Z])", lambda match: "_" + match.group(1).lower(), name)


def camel(name: str) -> str:
    """Return the lowerCamelCase form of a snake_case name."""
    return re.sub(r"_([a-z0-9])", lambda match: match.group(1).upper(), name)


class _Reader:
    """Reads one body, collecting violations on the way."""

    def __init__(self, schemas: Json, violations: Violations) -> None:
        self.schemas = schemas
        self.violations = violations

    def message(self, name: str, payload: Any, at: str) -> Json:
        if not isinstance(payload, dict):
            self.invalid(at, PACKAGE + name, payload)
            return {}
        properties = self.schemas[name].get("properties", {})
        present = PRESENT.get(name, set())
        result: Json = {}
        for key, value in payload.items():
            field = key if key in properties else camel(key)
            if field not in properties:
                self.unknown(key, at)
            elif value is not None:
                read_value = self.value(properties[field], value, f"{at}.{snake(field)}" if at else snake(field))
                if read_value is not None and (field in present or not _is_zero(read_value)):
                    result[field] = read_value
        return result

    def value(self, part: Json, value: Any, at: str) -> Any:
        if "$ref" in part:
            return self.message(part["$ref"], value, at)
        kind = part.get("type")
        if kind == "array":
            return self.array(part["items"], value, at)
        if kind == "object":
            return self.mapping(part, value, at)
        if kind == "any":
            return value
        if "enum" in part:
            return self.enum(part, value, at)
        return self.scalar(kind or "string", part.get("format", ""), value, at)

    def array(self, items: Json, value: Any, at: str) -> list[Any]:
        if not isinstance(value, list):
            if items.get("type") in ("array", "any"):
                self.invalid(at, "type.googleapis.com/google.protobuf.ListValue", value)
                return []
            value = [value]
        if items.get("type") == "any":
            return list(value)
        if items.get("type") == "array":
            return [self.array(items["items"], item, f"{at}[{i}]") for i, item in enumerate(value)]
        return [self.value(items, item, f"{at}[{i}]") for i, item in enumerate(value)]

    def mapping(self, part: Json, value: Any, at: str) -> Json:
        if not isinstance(value, dict):
            self.invalid(at, "type.googleapis.com/google.protobuf.Struct", value)
            return {}
        inner = part.get("additionalProperties", {"type": "any"})
        return {key: self.value(inner, item, f"{at}[{key}]") for key, item in value.items()}

    def enum(self, part: Json, value: Any, at: str) -> str | None:
        if value in part["enum"]:
            return None if value == part["enum"][0] and _is_unspecified(value) else str(value)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(part["enum"]):
            return str(part["enum"][value])
        name = at.rsplit(".", 1)[-1]
        self.invalid(at, PACKAGE + name.title().replace("_", ""), value)
        return None

    def scalar(self, kind: str, form: str, value: Any, at: str) -> Any:
        if kind == "string" and form == "int64" and isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if kind == "boolean" and value in (True, False, "true", "false"):
            return value in (True, "true")
        if kind == "string" and isinstance(value, str):
            return value
        if kind in ("integer", "number"):
            number = _number(value)
            if number is not None and (kind == "number" or (number == int(number) and abs(number) < 2**31)):
                return int(number) if number == int(number) else number
        names = {"boolean": "TYPE_BOOL", "integer": "TYPE_INT32", "string": "TYPE_STRING"}
        self.invalid(at, names.get(kind, "TYPE_" + form.upper()), value)
        return None

    def unknown(self, key: str, at: str) -> None:
        where = f" at '{at}'" if at else ""
        text = f'Invalid JSON payload received. Unknown name "{key}"{where}: Cannot find field.'
        self.violations.append((at, text))

    def invalid(self, at: str, kind: str, value: Any) -> None:
        shown = json.dumps(value, ensure_ascii=False)
        self.violations.append((at, f"Invalid value at '{at}' ({kind}), {shown}"))


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _is_zero(value: Any) -> bool:
    return value is False or value == "" or value == [] or (type(value) in (int, float) and value == 0)


def _is_unspecified(value: str) -> bool:
    return value.endswith("_UNSPECIFIED") or value in ("UNSPECIFIED", "DEFAULT_UNSPECIFIED")


def walk(wanted: str, schema: str, value: Json, change: Callable[[Json], Json | None]) -> Json:
    """Return *value*, a message *schema*, with *change* applied to every message of type *wanted* inside it.

    Where *change* returns None, a list loses the element and a field is removed.
    """
    properties = discovery.schemas("sheets.v4")[schema].get("properties", {})
    result: Json = {}
    for key, item in value.items():
        part = properties.get(key, {})
        inner = part.get("$ref") or part.get("items", {}).get("$ref")
        if inner is None:
            result[key] = item
        elif isinstance(item, list):
            changed = [_visit(wanted, inner, element, change) for element in item]
            result[key] = [element for element in changed if element is not None]
        else:
            new = _visit(wanted, inner, item, change)
            if new is not None:
                result[key] = new
    return result


def _visit(wanted: str, schema: str, value: Json, change: Callable[[Json], Json | None]) -> Json | None:
    return change(value) if schema == wanted else walk(wanted, schema, value, change)
