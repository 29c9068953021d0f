"""The search query of Drive's files.list."""

from __future__ import annotations

import re

from .errors import DriveError
from .files import File

_TERM = re.compile(
    r"""\s*(?:not\s+)?(?P<field>\w+)\s*(?P<operator>!=|=|contains)\s*(?P<value>"[^"]*"|'(?:[^'\\]|\\.)*'|\w+)\s*"""
)


# Documented as `'ID' in parents`; `parents in 'ID'` is taken as well.
_INSIDE = re.compile(
    r"""\s*(?:["'](?P<before>[^"']+)["']\s+in\s+parents|parents\s+in\s+["'](?P<after>[^"']+)["'])\s*"""
)


def matches(file: File, query: str) -> bool:
    """Return whether *file* fits the search query: terms joined by `and`; `in parents` is understood too."""
    for term in re.split(r"\s+and\s+", query.strip()) if query.strip() else []:
        inside = _INSIDE.fullmatch(term)
        if inside:
            if (inside.group("before") or inside.group("after")) not in (file.parents or ["root"]):
                return False
            continue
        match = _TERM.fullmatch(term)
        if match is None:
            raise DriveError(400, "invalid", f"Invalid Value: {query}", location="q")
        if not _fits(file, match.group("field"), match.group("operator"), match.group("value")):
            return False
    return True


def _fits(file: File, field: str, operator: str, value: str) -> bool:
    wanted = re.sub(r"\\(.)", r"\1", value[1:-1]) if value[0] in "\"'" else value
    held = {"name": file.spreadsheet.title, "title": file.spreadsheet.title, "mimeType": file.mime_type,
            "trashed": str(file.trashed).lower()}.get(field)  # fmt: skip
    if held is None:
        raise DriveError(400, "invalid", f"Invalid Value: {field}", location="q")
    if operator == "contains":
        return wanted.lower() in held.lower()
    return (held == wanted) == (operator == "=")
