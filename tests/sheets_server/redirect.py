"""Sending a client's requests for Google to the local server, and keys for a client to sign in with.

Clients have Google's addresses built in; an adapter mounted on those addresses changes where requests really go.
"""

from __future__ import annotations

import json
import urllib.parse
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from requests.adapters import HTTPAdapter

ADDRESSES = (
    "https://sheets.googleapis.com/",
    "https://www.googleapis.com/",
    "https://oauth2.googleapis.com/",
)


class Redirect(HTTPAdapter):
    """Sends every request to another base URL, path and query unchanged."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self._base = urllib.parse.urlsplit(base_url)

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Send *request* to the base URL."""
        url = urllib.parse.urlsplit(request.url or "")
        request.url = str(urllib.parse.urlunsplit(url._replace(scheme=self._base.scheme, netloc=self._base.netloc)))
        request.headers.pop("Host", None)
        return super().send(request, *args, **options)


def redirect(session: requests.Session, base_url: str) -> None:
    """Make *session* send what it has for Google to *base_url*."""
    for address in ADDRESSES:
        session.mount(address, Redirect(base_url))


def new_private_key() -> str:
    """Return a fresh RSA key in PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def service_account_key(email: str, private_key: str, base_url: str) -> dict[str, str]:
    """Return the content of a service account's key file, with the local server's token endpoint."""
    return {
        "type": "service_account",
        "project_id": "local",
        "private_key_id": "0" * 40,
        "private_key": private_key,
        "client_email": email,
        "client_id": "1" * 21,
        "token_uri": f"{base_url}/token",
    }


def key_file(email: str, private_key: str, base_url: str) -> str:
    """Return a key file as text."""
    return json.dumps(service_account_key(email, private_key, base_url))
