"""The control endpoints of the HTTP server, under /_control/: faults, log, quotas, accounts, sharing.

GET, PUT, DELETE  /_control/faults      the plan: a list of rules (see faults.py)
GET, DELETE       /_control/log         counts and requests
PUT               /_control/settings    {"quotas": {"per_project": 300, "per_user": 60} | false,
                                         "disabled_services": ["sheets.googleapis.com"],
                                         "service_accounts_have_storage": false}
POST              /_control/accounts    {"email": …, "key": PEM} or {"email": …, "token": …}
                                        or {"email": …, "refresh_token": …}
POST              /_control/spreadsheets {"title": …, "owner": …, "share": [email, …]} → {"spreadsheetId": …}
GET               /_control/failures    traces of this server's own bugs; a test should find none
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .calls import Reply, json_reply
from .core import Google

Json = dict[str, Any]

PREFIX = "/_control/"


def control(google: Google, method: str, path: str, body: bytes) -> Reply:
    """Run one control request; 400 with the reason if it makes no sense, 404 if there is no such thing."""
    handler = _HANDLERS.get((method, path.removeprefix(PREFIX)))
    if handler is None:
        return json_reply(404, {"error": f"no control endpoint {method} {path}"})
    try:
        content = json.loads(body) if body.strip() else {}
        return json_reply(200, handler(google, content))
    except (ValueError, KeyError, TypeError) as error:
        return json_reply(400, {"error": str(error)})


def _set_faults(google: Google, body: Any) -> Any:
    google.faults.plan(body)
    return {"rules": google.faults.shown()}


def _clear_faults(google: Google, _body: Any) -> Any:
    google.faults.clear()
    return {"rules": []}


def _clear_log(google: Google, _body: Any) -> Any:
    google.log.clear()
    return google.log.shown()


def _set(google: Google, body: Json) -> Json:
    if "quotas" in body:
        if body["quotas"]:
            google.quotas.enable(**body["quotas"])
        else:
            google.quotas.disable()
    if "disabled_services" in body:
        google.disabled_services = set(body["disabled_services"])
    if "service_accounts_have_storage" in body:
        google.drive.service_accounts_have_storage = bool(body["service_accounts_have_storage"])
    return body


def _add_account(google: Google, body: Json) -> Json:
    email = body["email"]
    if "key" in body:
        google.accounts.add_key(email, body["key"])
    elif "token" in body:
        google.accounts.add_token(body["token"], email)
    else:
        google.accounts.add_refresh_token(body["refresh_token"], email)
    return {"email": email}


def _create(google: Google, body: Json) -> Json:
    spreadsheet_id = google.create(body["title"], body["owner"])
    for email in body.get("share", []):
        google.share(spreadsheet_id, email)
    return {"spreadsheetId": spreadsheet_id}


_HANDLERS: dict[tuple[str, str], Callable[[Google, Any], Any]] = {
    ("GET", "faults"): lambda google, body: {"rules": google.faults.shown()},
    ("PUT", "faults"): _set_faults,
    ("DELETE", "faults"): _clear_faults,
    ("GET", "log"): lambda google, body: google.log.shown(),
    ("DELETE", "log"): _clear_log,
    ("PUT", "settings"): _set,
    ("POST", "accounts"): _add_account,
    ("POST", "spreadsheets"): _create,
    ("GET", "failures"): lambda google, body: {"failures": google.failures},
}
