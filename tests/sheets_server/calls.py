"""One HTTP request as the core sees it, and its reply."""

from __future__ import annotations

import datetime
import json
import urllib.parse
from dataclasses import dataclass, field
from typing import Any

from .errors import BadPayload
from .serials import EPOCH

Json = dict[str, Any]

JSON_TYPE = "application/json; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Call:
    """A request: the path is decoded, the query kept as lists, header names in lower case."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes
    user: str = ""
    now: datetime.datetime = EPOCH
    names: dict[str, str] = field(default_factory=dict)

    def option(self, name: str, default: str = "") -> str:
        """Return a query parameter."""
        return self.query.get(name, [default])[-1]

    def flag(self, name: str) -> bool:
        """Return a truth value among the query parameters."""
        return self.option(name).lower() == "true"

    def options(self) -> dict[str, str]:
        """Return all query parameters, the last of each."""
        return {name: values[-1] for name, values in self.query.items()}

    def json(self) -> Any:
        """Return the body read as JSON; an empty one is an empty object."""
        if not self.body.strip():
            return {}
        try:
            return json.loads(self.body, parse_constant=_refuse)
        except ValueError as error:
            text = f"Invalid JSON payload received. {error}"
            raise BadPayload([("", text)]) from None


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: a status, headers and a body."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """Return the body read as JSON."""
        return json.loads(self.body)


def _refuse(name: str) -> Any:
    raise ValueError(f"Unexpected token. {name}")


def parse_query(text: str) -> dict[str, list[str]]:
    """Return the parameters of a query string, blanks included."""
    return urllib.parse.parse_qs(text, keep_blank_values=True)


def json_reply(status: int, body: Any, headers: dict[str, str] | None = None) -> Reply:
    """Return a reply with a JSON body, printed as Google prints it."""
    text = json.dumps(body, indent=2, ensure_ascii=False) + "\n"
    return Reply(status, text.encode(), {"Content-Type": JSON_TYPE} | (headers or {}))


def html_reply(status: int, title: str, text: str) -> Reply:
    """Return a reply with an HTML page, as a proxy or an overloaded front end sends one."""
    page = (
        f"<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n  <title>{title}</title>\n"
        f"  <p><b>{status}.</b> {text}</p>\n</html>\n"
    )
    return Reply(status, page.encode(), {"Content-Type": "text/html; charset=UTF-8"})
