"""A gspread client that talks to the local Google, signed in with a real key."""

from __future__ import annotations

import gspread
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.service_account import Credentials

from .redirect import redirect, service_account_key

SCOPES = ["https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive"]


def client_for(base_url: str, email: str, private_key: str) -> tuple[gspread.Client, AuthorizedSession]:
    """Return a client that signs in as *email*, and its session, which the caller closes."""
    key = service_account_key(email, private_key, base_url)
    credentials = Credentials.from_service_account_info(key, scopes=SCOPES)  # type: ignore[no-untyped-call]
    session = AuthorizedSession(credentials)  # type: ignore[no-untyped-call]
    redirect(session, base_url)
    return gspread.Client(auth=credentials, session=session), session
