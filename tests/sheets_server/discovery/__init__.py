"""The discovery documents: the API's own description of its bodies, and validators made from it.

`load` reads a document once; `validator` turns one of its schemas into a compiled JSON Schema (draft 2020-12):
references rewritten, `any` dropped, objects closed. An int64 is a string there already.
"""

from __future__ import annotations

import functools
import json
import pathlib
from typing import Any

import jsonschema_rs

Json = dict[str, Any]

KEPT = ("type", "enum", "items", "properties", "additionalProperties")


@functools.cache
def load(name: str) -> Json:
    """Return the document called *name*, e.g. "sheets.v4"."""
    document: Json = json.loads((pathlib.Path(__file__).parent / f"{name}.json").read_text("utf-8"))
    return document


def schemas(name: str) -> Json:
    """Return the schemas of the document called *name*, by schema name."""
    found: Json = load(name)["schemas"]
    return found


@functools.cache
def validator(name: str, schema: str) -> Any:
    """Return a compiled validator for the bodies called *schema* in document *name*."""
    definitions = {key: json_schema(value) for key, value in schemas(name).items()}
    return jsonschema_rs.validator_for({"$ref": f"#/$defs/{schema}", "$defs": definitions})


def json_schema(part: Json) -> Json:
    """Return the JSON Schema that says what the discovery schema *part* says."""
    if "$ref" in part:
        return {"$ref": f"#/$defs/{part['$ref']}"}
    if part.get("type") == "any":
        return {}
    converted: Json = {key: part[key] for key in KEPT if key in part}
    if "items" in converted:
        converted["items"] = json_schema(converted["items"])
    if "properties" in converted:
        converted["properties"] = {key: json_schema(value) for key, value in converted["properties"].items()}
    if isinstance(converted.get("additionalProperties"), dict):
        converted["additionalProperties"] = json_schema(converted["additionalProperties"])
    elif converted.get("type") == "object":
        converted["additionalProperties"] = False
    return converted


def complaint(name: str, schema: str, body: Any) -> str | None:
    """Return why *body* is not a valid *schema*, or None if it is one."""
    try:
        validator(name, schema).validate(body)
    except jsonschema_rs.ValidationError as error:
        return f"{schema}: {error.message} at {'/'.join(map(str, error.instance_path))}"
    return None
