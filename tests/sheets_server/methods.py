"""The methods of the Sheets API as the discovery document lists them: their paths, messages and parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from . import discovery
from .calls import Call
from .errors import BadPayload
from .messages import PACKAGE, camel, snake

Json = dict[str, Any]

_SERVICE_PARAMETERS = {"alt", "fields", "key", "prettyPrint", "quotaUser", "access_token", "$.xgafv", "uploadType"}


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the API: its id in the discovery document, and the messages it takes and gives."""

    id: str
    verb: str
    pattern: re.Pattern[str]
    request: str | None
    response: str
    parameters: Json


def _methods() -> list[Method]:
    found: list[Method] = []

    def collect(part: Json, prefix: str) -> None:
        for name, method in part.get("methods", {}).items():
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape("/" + method["flatPath"]))
            pattern = pattern.replace("(?P<spreadsheetId>.+)", "(?P<spreadsheetId>[^/:]+)")
            found.append(Method(
                prefix + name, method["httpMethod"], re.compile(pattern + r"\Z", re.DOTALL),
                method.get("request", {}).get("$ref"), method["response"]["$ref"], method.get("parameters", {}),
            ))  # fmt: skip
        for name, resource in part.get("resources", {}).items():
            collect(resource, f"{prefix}{name}.")

    collect(discovery.load("sheets.v4"), "")
    # The longest pattern first, so that "values/{range}:append" is tried before "values/{range}".
    return sorted(found, key=lambda method: -len(method.pattern.pattern))


METHODS = _methods()


def route(verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
    """Return the method for a path and the names in it, or None."""
    for method in METHODS:
        match = method.pattern.match(path) if method.verb == verb else None
        if match:
            return method, match.groupdict()
    return None


def check_parameters(method: Method, call: Call) -> None:
    """Raise BadPayload for query parameters the method does not have, or values they can't take."""
    violations = []
    for name, given in call.query.items():
        if name in _SERVICE_PARAMETERS:
            continue
        parameter = method.parameters.get(name) or method.parameters.get(camel(name))
        if parameter is None or parameter.get("location") == "path":
            text = (
                f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                f"Field '{name}' could not be found in request message."
            )
            violations.append(("", text))
        elif "enum" in parameter:
            kind = PACKAGE + {"majorDimension": "Dimension"}.get(name, _kind(name))
            violations += [
                (snake(name), f"Invalid value at '{snake(name)}' ({kind}), \"{value}\"")
                for value in given if value not in parameter["enum"]
            ]  # fmt: skip
        elif parameter.get("type") == "boolean":
            violations += [
                (snake(name), f"Invalid value at '{snake(name)}' (TYPE_BOOL), \"{value}\"")
                for value in given if value.lower() not in ("true", "false", "1", "0", "")
            ]  # fmt: skip
    if violations:
        raise BadPayload(violations)


def _kind(name: str) -> str:
    bare = name.removeprefix("response")
    return bare[0].upper() + bare[1:]
