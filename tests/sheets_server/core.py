"""The local Google without HTTP: takes a request, gives a reply. Deterministic for a seed and a clock."""

from __future__ import annotations

import dataclasses
import datetime
import logging
import threading
import time
import traceback
import urllib.parse
from collections.abc import Callable
from typing import Any

from . import discovery, drive, methods, sheets_api
from .auth import Accounts
from .calls import Call, Reply, html_reply, json_reply, parse_query
from .errors import ApiError, GoogleError, OAuthError, QuotaExceeded, not_enabled
from .faults import Faults, Rule
from .files import Files
from .log import Log
from .quotas import Quotas
from .spreadsheet import Identifiers

Json = dict[str, Any]

SHEETS, DRIVE = "sheets.googleapis.com", "drive.googleapis.com"
READING_POSTS = {
    "spreadsheets.getByDataFilter",
    "spreadsheets.values.batchGetByDataFilter",
    "spreadsheets.developerMetadata.search",
}
TOKEN_PATHS = ("/token", "/oauth2/v4/token")
_LOGGER = logging.getLogger(__name__)

_STATUS_ERRORS = {
    401: ("UNAUTHENTICATED", "Request had invalid authentication credentials."),
    403: ("PERMISSION_DENIED", "The caller does not have permission"),
    404: ("NOT_FOUND", "Requested entity was not found."),
    408: ("DEADLINE_EXCEEDED", "The request timed out."),
    500: ("INTERNAL", "Internal error encountered."),
    503: ("UNAVAILABLE", "The service is currently unavailable."),
}


def utc_now() -> datetime.datetime:
    """Return the moment in UTC, without a time zone."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)


class Google:
    """All of the local Google: accounts, files, the two APIs, quotas, faults and the log."""

    def __init__(
        self,
        *,
        seed: int = 0,
        clock: Callable[[], datetime.datetime] = utc_now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.clock = clock
        self._sleep = sleep
        ids = Identifiers(seed)
        self.accounts = Accounts(ids)
        self.files = Files(ids)
        self.sheets = sheets_api.SheetsApi(self.files, ids)
        self.drive = drive.DriveApi(self.files)
        self.sheets.may_create = self.drive.may_create
        self.quotas = Quotas()
        self.faults = Faults()
        self.log = Log()
        self.disabled_services: set[str] = set()
        self.base_url = ""
        self.failures: list[str] = []
        self._lock = threading.RLock()

    # What a test arranges without going through the API

    def create(self, title: str, owner: str) -> str:
        """Create an empty spreadsheet of *owner*'s; return its id."""
        with self._lock:
            return self.files.create(title, owner, self.clock()).file_id

    def share(self, spreadsheet_id: str, email: str, role: str = "writer") -> None:
        """Share a spreadsheet."""
        with self._lock:
            file = self.files.get(spreadsheet_id)
            if file is None:
                raise KeyError(spreadsheet_id)
            file.permissions.append(self.files.permission(type="user", role=role, email=email))

    def edit(self, spreadsheet_id: str, user: str, *requests: Json) -> Json:
        """Run a batchUpdate as *user*, outside of quotas, faults and the log; return the reply."""
        return self._run("POST", f"/v4/spreadsheets/{spreadsheet_id}:batchUpdate", user, {"requests": list(requests)})

    def write(self, spreadsheet_id: str, user: str, area: str, rows: list[list[Any]]) -> Json:
        """Type *rows* in a range as *user*, outside of quotas, faults and the log; return the reply."""
        path = f"/v4/spreadsheets/{spreadsheet_id}/values/{area}"
        return self._run("PUT", path, user, {"values": rows}, {"valueInputOption": ["USER_ENTERED"]})

    def read(self, spreadsheet_id: str, user: str, area: str, option: str = "FORMATTED_VALUE") -> list[list[Any]]:
        """Return the values of a range as *user* sees them, outside of quotas, faults and the log."""
        path = f"/v4/spreadsheets/{spreadsheet_id}/values/{area}"
        found: list[list[Any]] = self._run("GET", path, user, None, {"valueRenderOption": [option]}).get("values", [])
        return found

    def _run(
        self, verb: str, path: str, user: str, body: Json | None, query: dict[str, list[str]] | None = None
    ) -> Json:
        found = methods.route(verb, path)
        assert found is not None
        method, names = found
        content = json_reply(200, body).body if body is not None else b""
        with self._lock:
            return self.sheets.run(method, Call(verb, path, query or {}, {}, content, user, self.clock(), names))

    # Requests

    def handle(self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Reply:
        """Return the reply to a request; *target* is the path with its query, as sent.

        Raise ConnectionResetError where the fault plan breaks the connection.
        """
        path, _, query = target.partition("?")
        path = urllib.parse.unquote(path)
        lowered = {name.lower(): value for name, value in (headers or {}).items()}
        call = Call(method, path, parse_query(query), lowered, body, now=self.clock())
        with self._lock:
            struck = self.faults.striking(method, path)
        reply = self._strike(call, struck, "before")
        if reply is None:
            with self._lock:
                call = dataclasses.replace(call, now=self.clock())
                reply = self._answer(call, ",".join(rule.fault for rule in struck))
            reply = self._strike(call, struck, "after") or reply
        return reply

    def _strike(self, call: Call, struck: list[Rule], when: str) -> Reply | None:
        """Let the faults of one phase happen; return the reply they force, if any."""
        for rule in struck:
            if rule.when != when:
                continue
            if rule.fault == "hang":
                self._sleep(float(rule.detail.get("seconds", 1)))
            elif rule.fault in ("edit", "quota", "expire"):
                with self._lock:
                    self._try_to_disturb(call, rule)
            elif rule.fault == "reset":
                self._note(call, 0, rule, when)
                raise ConnectionResetError
            else:
                forced = _forced(rule)
                self._note(call, forced.status, rule, when)
                return forced
        return None

    def _note(self, call: Call, status: int, rule: Rule, when: str) -> None:
        """Write down a request that a fault answered; one that was done is in the log already."""
        if when == "before":
            with self._lock:
                self.log.add((call.method, call.path), self._kind(call), status=status, user="", fault=rule.fault)

    def _try_to_disturb(self, call: Call, rule: Rule) -> None:
        """Let a fault change something; a plan that asks for the impossible is a bug of the test, and shows as one."""
        try:
            self._disturb(call, rule)
        except (GoogleError, ValueError, KeyError):
            self.failures.append(traceback.format_exc())

    def _disturb(self, call: Call, rule: Rule) -> None:
        now = self.clock()
        if rule.fault == "quota":
            self.quotas.exhausted_until = now + datetime.timedelta(seconds=float(rule.detail.get("seconds", 60)))
        elif rule.fault == "expire":
            self.accounts.expire_tokens()
        else:
            found = methods.route(call.method, call.path)
            names = found[1] if found else {}
            spreadsheet_id = rule.detail.get("spreadsheet") or names.get("spreadsheetId", "")
            file = self.files.get(spreadsheet_id)
            if file is None:
                raise ValueError(f"fault rule: no spreadsheet {spreadsheet_id!r} to edit")
            user = rule.detail.get("user") or file.spreadsheet.owner
            if "requests" in rule.detail:
                self.edit(spreadsheet_id, user, *rule.detail["requests"])
            else:
                self.write(spreadsheet_id, user, rule.detail["range"], rule.detail["values"])

    def _kind(self, call: Call) -> str:
        if call.path in TOKEN_PATHS:
            return "token"
        sheets = methods.route(call.method, call.path)
        if sheets is not None:
            return sheets[0].id
        found = drive.route(call.method, call.path)
        return found[0] if found else "unknown"

    def _answer(self, call: Call, fault: str) -> Reply:
        """Run one request and write it down."""
        kind = self._kind(call)
        user = ""
        service = DRIVE if kind.startswith("drive.") else SHEETS
        try:
            if kind == "token":
                reply = json_reply(200, self.accounts.token_request(call.body, call.now, self.base_url + "/token"))
            elif kind == "unknown":
                reply = html_reply(404, "Error 404 (Not Found)!!1", f"The requested URL {call.path} was not found.")
            else:
                reads = call.method == "GET" or kind in READING_POSTS
                user = self.accounts.user(call.headers.get("authorization", ""), call.now, service=service, reads=reads)
                reply = self._api(call, user, service, reads=reads)
        except GoogleError as error:
            reply = _refusal(error, service)
        except Exception:
            # A bug of this server: keep the trace, so that a test can fail on it, and answer as Google would.
            self.failures.append(traceback.format_exc())
            _LOGGER.exception("%s %s", call.method, call.path)
            reply = _refusal(ApiError(500, *_STATUS_ERRORS[500]), service)
        self.log.add((call.method, call.path), kind, status=reply.status, user=user, fault=fault)
        return reply

    def _api(self, call: Call, user: str, service: str, *, reads: bool) -> Reply:
        if service in self.disabled_services:
            raise not_enabled(service)
        if service == DRIVE:
            found = drive.route(call.method, call.path)
            assert found is not None
            name, names = found
            return self.drive.run(name, _named(call, user, names))
        self.quotas.take("Read" if reads else "Write", user, call.now)
        routed = methods.route(call.method, call.path)
        assert routed is not None
        method, names = routed
        body = self.sheets.run(method, _named(call, user, names))
        wrong = discovery.complaint("sheets.v4", method.response, body)
        if wrong is not None:
            raise AssertionError(f"reply does not fit the discovery document: {wrong}")
        return json_reply(200, body)


def _named(call: Call, user: str, names: dict[str, str]) -> Call:
    return Call(call.method, call.path, call.query, call.headers, call.body, user, call.now, names)


def _forced(rule: Rule) -> Reply:
    """Return the reply that a status or html fault gives."""
    if rule.fault == "html":
        status = int(rule.detail.get("status", 502))
        title = "Sign in" if status == 200 else f"Error {status} (Server Error)!!1"
        return html_reply(status, title, rule.detail.get("message", "The server encountered a temporary error."))
    status = int(rule.detail.get("status", 503))
    if status == 429:
        error: GoogleError = QuotaExceeded("Write", "Write requests per minute per user", 60)
    else:
        name, message = _STATUS_ERRORS.get(status, ("UNKNOWN", "Unknown error."))
        error = ApiError(status, name, rule.detail.get("message", message))
    headers = {"Retry-After": str(rule.detail["retry_after"])} if "retry_after" in rule.detail else None
    return json_reply(status, error.body(), headers)


def _refusal(error: GoogleError, service: str) -> Reply:
    body = error.body()
    if service == DRIVE and isinstance(error, ApiError):
        reason = {401: "authError", 403: "forbidden", 429: "rateLimitExceeded"}.get(error.code, "backendError")
        body["error"]["errors"] = [{"message": error.message, "domain": "global", "reason": reason}]
    headers = {}
    if error.code == 401 and not isinstance(error, OAuthError):
        headers = {"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"'}
    return json_reply(error.code, body, headers)
