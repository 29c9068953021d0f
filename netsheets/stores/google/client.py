"""gspread's client with our own manners: explicit time-outs, and every failure told apart by what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

import requests
from google.auth.exceptions import RefreshError, TransportError
from gspread.http_client import HTTPClient

from netsheets.stores.google.failures import NoAnswer, Refusal
from netsheets.stores.google.patience import Patience

Json = dict[str, Any]
_Answer = TypeVar("_Answer")

_SPREADSHEETS: Final = "https://sheets.googleapis.com/v4/spreadsheets"
_RAW_VALUES: Final = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}


class Client(HTTPClient):
    """Asks Google once for each call. Raise NoAnswer or Refusal where there is no answer."""

    def __init__(self, session: requests.Session, patience: Patience) -> None:
        super().__init__(None, session=session)  # type: ignore[arg-type]  # the session signs in
        self.patience = patience

    def described(self, spreadsheet_id: str, fields: str) -> Json:
        """Return these fields of the Spreadsheet resource."""
        return dict(self.fetch_sheet_metadata(spreadsheet_id, {"fields": fields}))

    def cells(self, spreadsheet_id: str, ranges: list[str]) -> list[list[list[Any]]]:
        """Return the raw values of each range: numbers as numbers, days as serial numbers."""
        answer: Json = self.values_batch_get(spreadsheet_id, ranges, dict(_RAW_VALUES))
        return [each.get("values", []) for each in answer.get("valueRanges", [])]

    def write(self, spreadsheet_id: str, requests_: list[Json]) -> None:
        """Have all these requests done, or none."""
        self.batch_update(spreadsheet_id, {"requests": requests_})

    def create(self, properties: Json, fields: str) -> Json:
        """Make an empty spreadsheet and return these fields of it."""
        response = self.request("post", _SPREADSHEETS, params={"fields": fields}, json={"properties": properties})
        return dict(response.json())

    def request(self, method: str, endpoint: str, **given: Any) -> requests.Response:  # type: ignore[override]
        """Return a good answer that is JSON."""
        waits = (self.patience.connect, self.patience.read if method == "get" else self.patience.write)
        try:
            response = self.session.request(method, endpoint, timeout=waits, **given)
        except RefreshError as error:
            raise _sign_in_failure(error) from error
        except (requests.Timeout, TransportError) as error:
            code = "google_timeout" if isinstance(error, requests.Timeout) else "google_unreachable"
            raise NoAnswer(code, _short(error)) from error
        except requests.RequestException as error:
            raise NoAnswer("google_unreachable", _short(error)) from error
        return _understood(response)


def asked_again(ask: Callable[[], _Answer], patience: Patience) -> _Answer:
    """Return what a question that changes nothing is answered, asking again after what passes."""
    for attempt in range(1, patience.tries):
        try:
            return ask()
        except NoAnswer as failure:
            patience.pause(attempt, failure)
        except Refusal as refusal:
            if not refusal.is_busy:
                raise
            patience.pause(attempt, refusal)
    return ask()


def _understood(response: requests.Response) -> requests.Response:
    retry_after = _seconds(response.headers.get("Retry-After"))
    is_json = "json" in response.headers.get("Content-Type", "")
    if response.ok and is_json:
        return response
    if response.status_code >= 500:
        raise NoAnswer("google_down", f"HTTP {response.status_code}", retry_after=retry_after)
    if not is_json and response.status_code != 413:
        raise NoAnswer("google_not_json", f"HTTP {response.status_code}", retry_after=retry_after)
    text, reason = _said(response)
    raise Refusal(response.status_code, text, reason, retry_after=retry_after)


def _said(response: requests.Response) -> tuple[str, str]:
    """Return an error's sentence and its one-word reason, in the form of Sheets or of Drive."""
    try:
        error = response.json()["error"]
    except (ValueError, KeyError, TypeError):
        return f"HTTP {response.status_code}", ""
    if not isinstance(error, Mapping):
        return str(error), ""
    reasons = [each.get("reason", "") for each in (*error.get("details", ()), *error.get("errors", ()))]
    return str(error.get("message", "")), next((each for each in reasons if each), "")


def _sign_in_failure(error: RefreshError) -> NoAnswer | Refusal:
    """Return what a failed sign-in means: a passing trouble, or credentials that are no longer good."""
    if getattr(error, "retryable", False):
        return NoAnswer("google_down", _short(error))
    return Refusal(401, _short(error))


def _seconds(text: str | None) -> float | None:
    """Return the seconds of a Retry-After header; its other form, a date, is not used by Google."""
    return float(text) if text and text.isdigit() else None


def _short(error: Exception) -> str:
    text = str(error.args[0]) if error.args else type(error).__name__
    return text if len(text) <= 200 else f"{text[:199]}…"
