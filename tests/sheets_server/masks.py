"""Field masks: reading them, filtering a reply through one, merging an update through one.

A mask is a tree of names; an empty tree means the whole value. Google accepts dots and slashes between the names
of a path, parentheses for several names under one, and `*`.
"""

from __future__ import annotations

from typing import Any

from . import discovery
from .errors import BadPayload
from .messages import camel

Json = dict[str, Any]
Mask = dict[str, Any]


def parse(text: str) -> Mask:
    """Return the tree of the mask *text*; raise ValueError if it is malformed."""
    tree, rest = _list(text.replace(" ", ""))
    if rest:
        raise ValueError(text)
    return tree


def _list(text: str) -> tuple[Mask, str]:
    tree: Mask = {}
    while text and text[0] != ")":
        text = _path(text, tree)
        text = text.removeprefix(",")
    return tree, text


def _path(text: str, tree: Mask) -> str:
    end = next((i for i, mark in enumerate(text) if mark in ",()./"), len(text))
    name, rest = text[:end], text[end:]
    if not name:
        raise ValueError(text)
    known = name in tree
    branch = tree.setdefault(camel(name), {})
    if rest[:1] in (".", "/"):
        if known and not branch:
            return _path(rest[1:], {})
        return _path(rest[1:], branch)
    if rest[:1] == "(":
        inner, rest = _list(rest[1:])
        if not rest.startswith(")"):
            raise ValueError(text)
        _unite(branch, inner)
        return rest[1:]
    branch.clear()
    return rest


def _unite(tree: Mask, other: Mask) -> None:
    for name, branch in other.items():
        _unite(tree.setdefault(name, {}), branch)


def unknown(mask: Mask, schema: str, document: str = "sheets.v4", at: str = "") -> str | None:
    """Return the first path of *mask* that message *schema* has no field for, or None."""
    properties = discovery.schemas(document)[schema].get("properties", {})
    for name, branch in mask.items():
        path = f"{at}.{name}" if at else name
        if name == "*":
            continue
        if name not in properties:
            return path
        inner = properties[name].get("$ref") or properties[name].get("items", {}).get("$ref")
        if branch and inner is None:
            return path
        found = unknown(branch, inner, document, path) if branch else None
        if found:
            return found
    return None


def parse_reply_mask(text: str, schema: str, document: str = "sheets.v4") -> Mask:
    """Return the mask of the query parameter `fields`; raise BadPayload if it does not fit the reply."""
    try:
        mask = parse(text)
    except ValueError:
        message = f"Invalid field selection {text}"
        raise BadPayload([("fields", message)]) from None
    wrong = unknown(mask, schema, document)
    if wrong is not None:
        message = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{wrong}'."
        raise BadPayload([(wrong, message)])
    return mask


def select(value: Any, mask: Mask) -> Any:
    """Return the part of *value* that *mask* names. Messages stay, if only as an empty object."""
    if not mask or mask.get("*") == {}:
        return value
    if isinstance(value, list):
        return [select(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    if "*" in mask:
        return {key: select(item, mask["*"]) for key, item in value.items()}
    return {key: select(item, mask[key]) for key, item in value.items() if key in mask}


def mentions(mask: Mask, *path: str) -> bool:
    """Return whether *mask* asks for something at *path*; an empty mask asks for everything."""
    for name in path:
        if not mask or mask.get("*") == {}:
            return True
        branch = mask.get(name, mask.get("*"))
        if branch is None:
            return False
        mask = branch
    return True


def merge(target: Json, source: Json, mask: Mask) -> Json:
    """Return *target* with the fields that *mask* names taken from *source*; absent there means cleared."""
    if not mask or "*" in mask:
        return dict(source)
    result = dict(target)
    for name, branch in mask.items():
        if not branch:
            new = source.get(name)
        elif isinstance(source.get(name), dict) or isinstance(target.get(name), dict):
            new = merge(target.get(name) or {}, source.get(name) or {}, branch) or None
        else:
            new = source.get(name)
        if new is None:
            result.pop(name, None)
        else:
            result[name] = new
    return result
