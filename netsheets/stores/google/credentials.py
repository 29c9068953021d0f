"""Who netsheets is to Google: a service account's key file, a person's OAuth file, or an access token."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from google.auth.exceptions import GoogleAuthError, MalformedError
from google.oauth2.credentials import Credentials as PersonCredentials
from google.oauth2.service_account import Credentials as ServiceCredentials

from netsheets.errors import Misuse, StoreRefused

FILE_VARIABLE: Final = "GOOGLE_APPLICATION_CREDENTIALS"
TOKEN_VARIABLE: Final = "NETSHEETS_GOOGLE_TOKEN"  # noqa: S105 - the variable's name
ENDPOINT_VARIABLE: Final = "NETSHEETS_GOOGLE_ENDPOINT"
SCOPES: Final = ("https://www.googleapis.com/auth/spreadsheets",)
"""Reading and writing spreadsheets, and nothing else of Google. It covers making one, too."""

_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
_READABLE_BY_OTHERS: Final = 0o077

Kind = Literal["service_account", "person", "token"]


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
