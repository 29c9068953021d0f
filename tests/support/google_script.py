"""A Google whose answers are written down beforehand, for what a real one seldom says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from netsheets.stores.google import Patience
from netsheets.stores.google.client import GoogleClient

Json = dict[str, Any]


def answer(
    status: int = 200, body: object = None, *, kind: str = "application/json", **headers: str
) -> requests.Response:
    """Return an answer: what is no text goes out as JSON; headers are written `retry_after`."""
    found = requests.Response()
    found.status_code = status
    found._content = (body if isinstance(body, str) else json.dumps(body or {})).encode()
    found.headers["Content-Type"] = kind
    found.headers.update({name.replace("_", "-"): text for name, text in headers.items()})
    return found


def refusal(status: int, message: str = "no", reason: str = "") -> requests.Response:
    """Return a refusal as Sheets words it."""
    details = [{"reason": reason}] if reason else []
    return answer(status, {"error": {"code": status, "message": message, "details": details}})


class Script(requests.adapters.BaseAdapter):
    """Gives these answers in order, and keeps what was asked: method, the address's end, its query, the body, waits."""

    def __init__(self, *answers: requests.Response | Exception) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []
        self.queries: list[Mapping[str, list[str]]] = []
        self.bodies: list[Json] = []
        self.waits: list[object] = []
        self.slept: list[float] = []
        self._answers = list(answers)

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        url = urlsplit(request.url or "")
        self.asked.append((request.method or "", url.path.rpartition("/")[2]))
        self.queries.append(parse_qs(url.query))
        body = request.body or b"{}"
        assert isinstance(body, str | bytes), "JSON in one piece"
        self.bodies.append(json.loads(body))
        self.waits.append(options["timeout"])
        found = self._answers.pop(0)
        if isinstance(found, Exception):
            raise found
        found.request, found.url = request, request.url or ""
        return found

    def close(self) -> None:
        """Nothing is open."""

    @property
    def is_over(self) -> bool:
        """Tell whether every answer was given."""
        return not self._answers

    def client(self, **patience: Any) -> GoogleClient:
        """Return a client that asks this Google, and waits in no time."""
        session = requests.Session()
        session.mount("https://", self)
        return GoogleClient(session, Patience(sleep=self.slept.append, jitter=lambda: 1.0, **patience))
