"""gspread's client with our own manners: explicit time-outs, and every failure told apart by what it means.

What one request may end in other than an answer stays inside this package (`NoAnswer`, `GoogleRefusal`); `worded` says
it to people: what happened, and what the treasurer can do about it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import requests
from google.auth.exceptions import RefreshError, TransportError
from gspread.http_client import HTTPClient

from netsheets.errors import Changed, NetsheetsError, StoreRefused

Json = dict[str, Any]
_Answer = TypeVar("_Answer")

_BUSY_REASONS: Final = ("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED")
_SPREADSHEETS: Final = "https://sheets.googleapis.com/v4/spreadsheets"
_RAW_VALUES: Final = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
_API_PAGE: Final = "https://console.cloud.google.com/apis/library/sheets.googleapis.com"
_CHANGED_SINCE: Final = (
    "Unable to parse range", "No grid with id", "No sheet with id", "exceeds grid limits",
    "No protected range with id", "already exists",
)  # fmt: skip
"""What a write says of a tab that was deleted, renamed or cut short since it was read, or of a stamp that is gone."""


class NoAnswer(Exception):
    """No answer that can be trusted: a time-out, a broken connection, a 5xx, a page in the place of data.

    What was asked may have been done all the same. `code` is the error's in `schemas/messages.json`.
    """

    def __init__(self, code: str, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason
        self.retry_after = retry_after


class GoogleRefusal(Exception):
    """Google understood, and says no: nothing was done. `reason` is its one-word reason, "" where it gives none."""

    def __init__(self, status: int, text: str, reason: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(status, text, reason)
        self.status = status
        self.text = text
        self.reason = reason
        self.retry_after = retry_after

    @property
    def is_busy(self) -> bool:
        """Tell whether asking later helps: the minute's quota is used up."""
        return self.status == 429 or (self.status == 403 and self.reason in _BUSY_REASONS)


@dataclass(frozen=True, slots=True)
class Patience:
    """Time-outs in seconds, at most `tries` attempts with growing pauses between them, and the size of a request.

    Google works on one request for at most 180 seconds, so a write waits a little longer than that. It asks
    for 2 MB a request at best and sets no limit; `most_bytes` keeps a write well within those seconds.
    """

    tries: int = 5
    connect: float = 10
    read: float = 60
    write: float = 200
    longest_pause: float = 120
    most_bytes: int = 8_000_000
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    jitter: Callable[[], float] = field(default=random.random, repr=False)

    def pause(self, attempt: int, failure: NoAnswer | GoogleRefusal) -> None:
        """Wait before the attempt after this one (counted from 1).

        As long as Google asks (`Retry-After`), else 1, 2, 4… seconds; where the minute's quota is used up, so long that
        four pauses outlast the minute. Half to all of it, by chance, so that two runs do not knock in step.
        """
        if failure.retry_after is not None:
            self.sleep(min(failure.retry_after, self.longest_pause))
            return
        first, most = (10, 60) if isinstance(failure, GoogleRefusal) else (1, 16)
        self.sleep(min(first * 2 ** (attempt - 1), most) * (0.5 + self.jitter() / 2))


class GoogleClient(HTTPClient):
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
        except GoogleRefusal as refusal:
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
    raise GoogleRefusal(response.status_code, text, reason, retry_after=retry_after)


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


def _sign_in_failure(error: RefreshError) -> NoAnswer | GoogleRefusal:
    """Return what a failed sign-in means: a passing trouble, or credentials that are no longer good."""
    if error.retryable:
        return NoAnswer("google_down", _short(error))
    return GoogleRefusal(401, _short(error))


def _seconds(text: str | None) -> float | None:
    """Return the seconds of a Retry-After header; its other form, a date, is not used by Google."""
    return float(text) if text and text.isdigit() else None


def _short(error: Exception) -> str:
    text = str(error.args[0]) if error.args else type(error).__name__
    return text if len(text) <= 200 else f"{text[:199]}…"


def worded(failure: NoAnswer | GoogleRefusal, name: str, account: str, *, writing: bool = False) -> NetsheetsError:
    """Return the error for a failed request on the spreadsheet `name`, asked for by this account ("" if unknown)."""
    if isinstance(failure, NoAnswer):
        return StoreRefused(failure.code, workbook=name, reason=failure.reason)
    if failure.is_busy:
        return StoreRefused("google_quota", workbook=name)
    match failure.status:
        case 401:
            return StoreRefused("google_credentials_refused", reason=failure.text)
        case 403:
            return _forbidden(failure, name, account, writing=writing)
        case 404:
            return StoreRefused("google_unknown_id", workbook=name)
        case 413:
            return StoreRefused("google_too_large", workbook=name)
    return _invalid(failure, name, account)


def _forbidden(refusal: GoogleRefusal, name: str, account: str, *, writing: bool) -> NetsheetsError:
    if refusal.reason == "SERVICE_DISABLED" or "has not been used in project" in refusal.text:
        return StoreRefused("google_api_off", page=_API_PAGE)
    if refusal.reason == "ACCESS_TOKEN_SCOPE_INSUFFICIENT":
        return StoreRefused("google_scope_missing")
    if refusal.reason == "storageQuotaExceeded" or not name:
        return StoreRefused("google_no_storage", account=account or "?")
    if writing and account:
        return StoreRefused("google_read_only", workbook=name, account=account)
    if writing:
        return StoreRefused("google_read_only_for_you", workbook=name)
    if account:
        return StoreRefused("google_not_shared", workbook=name, account=account)
    return StoreRefused("google_not_shared_with_you", workbook=name)


def _invalid(refusal: GoogleRefusal, name: str, account: str) -> NetsheetsError:
    text = refusal.text
    if "limit of" in text and "cells" in text:
        return StoreRefused("google_too_many_cells", workbook=name)
    if "protected cell or object" in text:
        return StoreRefused("google_protected", workbook=name, account=account or "?")
    if "not supported for this document" in text:
        return StoreRefused("google_not_a_sheet", workbook=name)
    if any(each in text for each in _CHANGED_SINCE):
        return Changed("workbook_changed", workbook=name)
    return StoreRefused("google_refused", workbook=name, reason=text)
