"""The HTTP session to Google: who asks, how long it waits, and where Google is (in tests: on this computer)."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import requests
from google.auth.transport.requests import AuthorizedSession, Request
from requests.adapters import HTTPAdapter

from netsheets.stores.google.credentials import Identity

ADDRESSES: Final = (
    "https://sheets.googleapis.com/",
    "https://www.googleapis.com/",
    "https://oauth2.googleapis.com/",
)


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
