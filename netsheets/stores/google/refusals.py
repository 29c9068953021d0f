"""Google's refusals in words: what happened, and what the treasurer can do about it."""

from __future__ import annotations

from typing import Final

from netsheets.errors import Changed, NetsheetsError, StoreRefused
from netsheets.stores.google.failures import NoAnswer, Refusal

_API_PAGE: Final = "https://console.cloud.google.com/apis/library/sheets.googleapis.com"
_CHANGED_SINCE: Final = (
    "Unable to parse range", "No grid with id", "No sheet with id", "exceeds grid limits",
    "No protected range with id", "already exists",
)  # fmt: skip
"""What a write says of a tab that was deleted, renamed or cut short since it was read, or of a stamp that is gone."""


def worded(failure: NoAnswer | Refusal, name: str, account: str, *, writing: bool = False) -> NetsheetsError:
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


def _forbidden(refusal: Refusal, name: str, account: str, *, writing: bool) -> NetsheetsError:
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


def _invalid(refusal: Refusal, name: str, account: str) -> NetsheetsError:
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
