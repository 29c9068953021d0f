"""Who is calling: service-account keys, the token endpoint, and the tokens it gave out."""

from __future__ import annotations

import base64
import binascii
import datetime
import json
import urllib.parse
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from .errors import OAuthError, PermissionDenied, Unauthenticated, error_info
from .serials import EPOCH
from .spreadsheet import Identifiers

Json = dict[str, Any]

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LIFETIME = datetime.timedelta(seconds=3599)
SCOPE = "https://www.googleapis.com/auth/"
SHEETS_SCOPES = {"spreadsheets", "drive", "drive.file"}
READ_SCOPES = {"spreadsheets.readonly", "drive.readonly"}
DRIVE_SCOPES = {"drive", "drive.file"}
DRIVE_READ_SCOPES = {"drive.readonly", "drive.metadata", "drive.metadata.readonly"}


@dataclass(frozen=True, slots=True)
class Token:
    """An access token: whose it is, what it allows (None: everything) and when it ends."""

    user: str
    scopes: frozenset[str] | None
    expires_at: datetime.datetime | None


class Accounts:
    """The known accounts and their tokens."""

    def __init__(self, ids: Identifiers) -> None:
        self._ids = ids
        self._keys: dict[str, RSAPublicKey] = {}
        self._refresh_tokens: dict[str, str] = {}
        self._tokens: dict[str, Token] = {}

    def add_key(self, email: str, pem: str) -> None:
        """Register a service account by its address and its key, public or private, in PEM."""
        if "PRIVATE KEY" in pem:
            private = load_pem_private_key(pem.encode(), password=None)
            if not isinstance(private, RSAPrivateKey):
                raise ValueError("not an RSA key")
            self._keys[email] = private.public_key()
        else:
            public = load_pem_public_key(pem.encode())
            if not isinstance(public, RSAPublicKey):
                raise ValueError("not an RSA key")
            self._keys[email] = public

    def add_token(self, token: str, user: str, *, expires_at: datetime.datetime | None = None) -> None:
        """Accept *token* as *user*'s."""
        self._tokens[token] = Token(user, None, expires_at)

    def add_refresh_token(self, token: str, user: str) -> None:
        """Accept *token* as a person's refresh token."""
        self._refresh_tokens[token] = user

    def user(self, header: str, now: datetime.datetime, *, service: str, reads: bool) -> str:
        """Return whose token the Authorization header holds; raise 403 if there is none, 401 if it is not valid."""
        if not header:
            message = (
                "Method doesn't allow unregistered callers (callers without established identity). Please use API Key "
                "or other form of API consumer identity to call this API."
            )
            raise PermissionDenied(message)
        kind, _, text = header.partition(" ")
        token = self._tokens.get(text) if kind.lower() == "bearer" else None
        if token is None:
            raise Unauthenticated(
                "ACCESS_TOKEN_TYPE_UNSUPPORTED" if kind.lower() != "bearer" else "ACCESS_TOKEN_EXPIRED", service
            )
        if token.expires_at is not None and token.expires_at <= now:
            raise Unauthenticated(service=service)
        _check_scopes(token, service, reads=reads)
        return token.user

    def expire_tokens(self) -> None:
        """End every token that the token endpoint gave out."""
        for text, token in self._tokens.items():
            if token.expires_at is not None:
                self._tokens[text] = Token(token.user, token.scopes, EPOCH)

    def token_request(self, body: bytes, now: datetime.datetime, endpoint: str) -> Json:
        """Return the reply to a token request; raise OAuthError if it is refused."""
        form = {key: values[-1] for key, values in urllib.parse.parse_qs(body.decode("utf-8", "replace")).items()}
        grant = form.get("grant_type", "")
        if grant == JWT_BEARER:
            user, scopes = self._read_assertion(form.get("assertion", ""), now, endpoint)
        elif grant == "refresh_token":
            found = self._refresh_tokens.get(form.get("refresh_token", ""))
            if found is None:
                raise OAuthError("invalid_grant", "Token has been expired or revoked.")
            user, scopes = found, None
        else:
            raise OAuthError("unsupported_grant_type", f"Invalid grant_type: {grant}")
        token = self._ids.token()
        self._tokens[token] = Token(user, scopes, now + LIFETIME)
        return {"access_token": token, "expires_in": int(LIFETIME.total_seconds()), "token_type": "Bearer"}

    def _read_assertion(self, assertion: str, now: datetime.datetime, endpoint: str) -> tuple[str, frozenset[str]]:
        signed, claims, signature = _split(assertion)
        issuer = claims.get("iss", "")
        key = self._keys.get(issuer) if isinstance(issuer, str) else None
        if key is None:
            raise OAuthError("invalid_grant", "Invalid grant: account not found")
        try:
            key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            raise OAuthError("invalid_grant", "Invalid JWT Signature.") from None
        _check_times(claims, now)
        if claims.get("aud") not in (endpoint, "https://oauth2.googleapis.com/token"):
            raise OAuthError("invalid_grant", "Invalid JWT: Failed audience check.")
        scopes = str(claims.get("scope", "")).split()
        if not scopes:
            raise OAuthError("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        return str(claims.get("sub", issuer)), frozenset(scopes)


def _split(assertion: str) -> tuple[bytes, Json, bytes]:
    """Return (what is signed, the claims, the signature) of a JWT whose header says RS256."""
    parts = assertion.split(".")
    try:
        header, claims, signature = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in parts)
        algorithm, content = json.loads(header).get("alg"), json.loads(claims)
    except (ValueError, binascii.Error, AttributeError):
        raise OAuthError("invalid_grant", "Bad Request") from None
    if algorithm != "RS256" or not isinstance(content, dict):
        raise OAuthError("invalid_grant", "Invalid JWT: unsupported algorithm.")
    return f"{parts[0]}.{parts[1]}".encode(), content, signature


def _check_times(claims: Json, now: datetime.datetime) -> None:
    moment = now.replace(tzinfo=datetime.UTC).timestamp()
    issued, expires = claims.get("iat"), claims.get("exp")
    if (
        not isinstance(issued, (int, float))
        or not isinstance(expires, (int, float))
        or not 0 < expires - issued <= 3600
        or not issued - 300 <= moment <= expires + 300
    ):
        message = (
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
            "Check your iat and exp values in the JWT claim."
        )
        raise OAuthError("invalid_grant", message)


def _check_scopes(token: Token, service: str, *, reads: bool) -> None:
    if token.scopes is None:
        return
    sheets = service.startswith("sheets")
    allowed = (SHEETS_SCOPES if sheets else DRIVE_SCOPES) | (
        (READ_SCOPES if sheets else DRIVE_READ_SCOPES) if reads else set()
    )
    held = {scope.removeprefix(SCOPE) for scope in token.scopes}
    if not held & allowed:
        info = error_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", service)
        raise PermissionDenied("Request had insufficient authentication scopes.", [info])
