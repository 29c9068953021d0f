"""The way to a spreadsheet: its address, who netsheets is to Google, and the session that signs in."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import parse_qs, urlsplit, urlunsplit

import requests
from google.auth.exceptions import GoogleAuthError, MalformedError
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.credentials import Credentials as PersonCredentials
from google.oauth2.service_account import Credentials as ServiceCredentials
from requests.adapters import HTTPAdapter

from netsheets.errors import Misuse, StoreRefused

NEW_SHEET: Final = "https://sheets.new"
"""Google's own address for a new sheet: `init` makes one there."""

_ID: Final = re.compile(r"[A-Za-z0-9_-]{25,}")
_SHEET_PATH: Final = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([A-Za-z0-9_-]{25,})(?:/.*)?")
_PUBLISHED_PATH: Final = re.compile(r"/spreadsheets/(?:u/\d+/)?d/e/.*")
_NEW_PATH: Final = re.compile(r"/spreadsheets/(?:u/\d+/)?create")
_FILE_PATH: Final = re.compile(r"/file/d/([A-Za-z0-9_-]{25,})(?:/.*)?")

FILE_VARIABLE: Final = "GOOGLE_APPLICATION_CREDENTIALS"
TOKEN_VARIABLE: Final = "NETSHEETS_GOOGLE_TOKEN"  # noqa: S105 - the variable's name
ENDPOINT_VARIABLE: Final = "NETSHEETS_GOOGLE_ENDPOINT"
SCOPES: Final = ("https://www.googleapis.com/auth/spreadsheets",)
"""Reading and writing spreadsheets, and nothing else of Google. It covers making one, too."""

_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_READABLE_BY_OTHERS: Final = 0o077

Kind = Literal["service_account", "person", "token"]
ADDRESSES: Final = (
    "https://sheets.googleapis.com/",
    "https://www.googleapis.com/",
    "https://oauth2.googleapis.com/",
)


@dataclass(frozen=True, slots=True)
class SpreadsheetReference:
    """A spreadsheet's id, "" for one that is to be made."""

    spreadsheet_id: str

    @property
    def url(self) -> str:
        """Return the address people open."""
        return (
            f"https://docs.google.com/spreadsheets/d/{self.spreadsheet_id}/edit" if self.spreadsheet_id else NEW_SHEET
        )


def reference_of(text: str) -> SpreadsheetReference:
    """Return the spreadsheet that an address or an id names. Raise Misuse for any other address."""
    if _ID.fullmatch(text):
        return SpreadsheetReference(text)
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise Misuse("google_foreign_url", reference=text) from error
    if parts.hostname == "sheets.new" or (parts.hostname == "docs.google.com" and _NEW_PATH.fullmatch(parts.path)):
        return SpreadsheetReference("")
    if parts.hostname == "docs.google.com" and _PUBLISHED_PATH.fullmatch(parts.path):
        raise Misuse("google_published_url", reference=text)
    found = _SHEET_PATH.fullmatch(parts.path) if parts.hostname == "docs.google.com" else None
    if parts.hostname == "drive.google.com":
        found = _FILE_PATH.fullmatch(parts.path) or _ID.fullmatch(parse_qs(parts.query).get("id", [""])[0])
    if parts.scheme not in ("http", "https") or found is None:
        raise Misuse("google_foreign_url", reference=text)
    return SpreadsheetReference(found[found.lastindex or 0])


@dataclass(frozen=True, slots=True)
class Access:
    """How Google is reached: a credentials file or a token, and, in tests, where Google is."""

    file: Path | None = None
    token: str = field(default="", repr=False)
    endpoint: str = ""

    @classmethod
    def found(cls, environment: Mapping[str, str], settings: Mapping[str, object], folder: Path) -> Access:
        """Return the access named by a token, the settings (`[google] credentials`), or the variables.

        A path in the settings is taken from the settings' folder. Raise Misuse for an endpoint that is not safe.
        """
        google = settings.get("google")
        named = google.get("credentials") if isinstance(google, dict) else None
        file = folder / Path(named).expanduser() if isinstance(named, str) and named else None
        if file is None and environment.get(FILE_VARIABLE):
            file = Path(environment[FILE_VARIABLE]).expanduser()
        endpoint = environment.get(ENDPOINT_VARIABLE, "").rstrip("/")
        refuse_unsafe(endpoint)
        return cls(file, environment.get(TOKEN_VARIABLE, ""), endpoint)


@dataclass(frozen=True, slots=True)
class Identity:
    """Credentials as google-auth takes them, of what kind they are, and the address to share a sheet with, if known."""

    credentials: Any = field(repr=False)
    kind: Kind
    account: str = ""


def identity(access: Access) -> Identity:
    """Return who netsheets is to Google. Raise StoreRefused where that isn't set up, or not safely."""
    if access.token:
        return Identity(PersonCredentials(token=access.token), "token")  # type: ignore[no-untyped-call]
    if access.file is None:
        raise StoreRefused("google_credentials_missing", variable=FILE_VARIABLE)
    held = _content(access.file)
    try:
        if held.get("type") == "service_account":
            key = ServiceCredentials.from_service_account_info(held, scopes=SCOPES)  # type: ignore[no-untyped-call]
            return Identity(key, "service_account", str(held.get("client_email", "")))
        if "refresh_token" in held:
            person = PersonCredentials.from_authorized_user_info(held, scopes=SCOPES)  # type: ignore[no-untyped-call]
            return Identity(person, "person", str(held.get("account", "")))
    except (MalformedError, GoogleAuthError, ValueError) as error:
        raise StoreRefused("google_key_unreadable", path=access.file, reason=error) from error
    raise StoreRefused("google_key_other_kind", path=access.file)


def refuse_unsafe(endpoint: str) -> None:
    """Raise Misuse for an endpoint to which tokens would travel in the clear: only this computer may be without TLS."""
    if not endpoint:
        return
    parts = urlsplit(endpoint)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return
    raise Misuse("google_endpoint_unsafe", endpoint=endpoint, variable=ENDPOINT_VARIABLE)


def _content(path: Path) -> Mapping[str, Any]:
    """Return what a credentials file says. Raise StoreRefused where others on this computer can read it."""
    try:
        if os.name == "posix" and path.stat().st_mode & _READABLE_BY_OTHERS:
            raise StoreRefused("google_key_exposed", path=path)
        held = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise StoreRefused("google_key_missing", path=path) from error
    except (OSError, ValueError) as error:
        raise StoreRefused("google_key_unreadable", path=path, reason=error) from error
    if not isinstance(held, dict):
        raise StoreRefused("google_key_other_kind", path=path)
    return held


def authorized_session(identity: Identity, endpoint: str = "") -> requests.Session:
    """Return a session that signs in by itself, and again when its token has expired.

    With an `endpoint`, everything meant for Google goes there instead, the sign-in too.
    """
    sign_in = requests.Session()
    signing = Request(sign_in)
    session: requests.Session = AuthorizedSession(identity.credentials, auth_request=signing)  # type: ignore[no-untyped-call]
    if endpoint:
        for each in (sign_in, session):
            for address in ADDRESSES:
                each.mount(address, Redirect(endpoint))
    return session


class Redirect(HTTPAdapter):
    """Sends every request to another server, path and query unchanged, past any proxy."""

    def __init__(self, endpoint: str) -> None:
        super().__init__()
        self._endpoint = urlsplit(endpoint)

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Send the request to the endpoint."""
        url = urlsplit(request.url or "")
        request.url = urlunsplit(url._replace(scheme=self._endpoint.scheme, netloc=self._endpoint.netloc))
        return super().send(request, *args, **{**options, "proxies": {}})
