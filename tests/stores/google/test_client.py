"""One request: how long it is waited for, what each answer means, how often it is asked again, what people are told."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from google.auth.exceptions import RefreshError, TransportError

from netsheets.errors import Changed, NetsheetsError
from netsheets.stores.google.client import GoogleRefusal, NoAnswer, Patience, asked_again, worded
from tests.support.google_script import Script, answer, refusal

DOWN = NoAnswer("google_down", "HTTP 503")
BUSY = GoogleRefusal(429, "slow down")
NO_WAY_IN = TransportError("reset")  # type: ignore[no-untyped-call]
NO_TOKEN_NOW = RefreshError("later", retryable=True)  # type: ignore[no-untyped-call]
NO_TOKEN_EVER = RefreshError("Account not found", "{}", retryable=False)  # type: ignore[no-untyped-call]
NO_TOKEN = RefreshError("Account not found")  # type: ignore[no-untyped-call]
CONSOLE = "https://console.cloud.google.com/apis/library/sheets.googleapis.com"


def pauses(failure: NoAnswer | GoogleRefusal, *attempts: int, chance: float = 1.0) -> list[float]:
    slept: list[float] = []
    patience = Patience(sleep=slept.append, jitter=lambda: chance)
    for attempt in attempts:
        patience.pause(attempt, failure)
    return slept


def refused(*answers: requests.Response | Exception) -> GoogleRefusal:
    with pytest.raises(GoogleRefusal) as found:
        Script(*answers).client().described("book", "sheets")
    return found.value


def unanswered(*answers: requests.Response | Exception) -> NoAnswer:
    with pytest.raises(NoAnswer) as found:
        Script(*answers).client().described("book", "sheets")
    return found.value


# Pauses


def test_pauses_double_from_a_second_to_sixteen() -> None:
    assert pauses(DOWN, 1, 2, 3, 4, 5, 6) == [1, 2, 4, 8, 16, 16]


def test_an_empty_quota_is_waited_for_longer_up_to_a_minute() -> None:
    assert pauses(BUSY, 1, 2, 3, 4, 5) == [10, 20, 40, 60, 60]


def test_a_pause_is_half_to_all_of_it_by_chance() -> None:
    assert pauses(DOWN, 3, chance=0.0) == [2]
    assert pauses(DOWN, 3, chance=0.5) == [3]


@pytest.mark.parametrize(("asked", "slept"), [(0.0, 0.0), (7.0, 7.0), (120.0, 120.0), (121.0, 120.0)])
def test_a_pause_is_as_long_as_google_asks_up_to_two_minutes(asked: float, slept: float) -> None:
    assert pauses(NoAnswer("google_down", "HTTP 503", retry_after=asked), 4, chance=0.0) == [slept]


# Asking again


@pytest.mark.parametrize("failure", [DOWN, BUSY])
@pytest.mark.parametrize("tries", [1, 2, 5])
def test_what_passes_is_asked_as_often_as_there_are_tries(failure: Exception, tries: int) -> None:
    slept: list[float] = []
    asked: list[int] = []

    def ask() -> str:
        asked.append(1)
        raise failure

    with pytest.raises(type(failure)):
        asked_again(ask, Patience(tries, sleep=slept.append))
    assert (len(asked), len(slept)) == (tries, tries - 1)


def test_a_refusal_that_does_not_pass_is_not_asked_again() -> None:
    script = Script(refusal(400))
    client = script.client()
    with pytest.raises(GoogleRefusal):
        asked_again(lambda: client.described("book", "sheets"), client.patience)
    assert script.slept == []


def test_the_answer_is_returned_when_it_comes() -> None:
    script = Script(answer(503), answer(200, {"sheets": [1]}))
    client = script.client()
    assert asked_again(lambda: client.described("book", "sheets"), client.patience) == {"sheets": [1]}
    assert script.slept == [1]


@pytest.mark.parametrize(
    ("status", "reason", "busy"),
    [
        (429, "", True), (403, "rateLimitExceeded", True), (403, "userRateLimitExceeded", True),
        (403, "RATE_LIMIT_EXCEEDED", True), (403, "", False), (403, "PERMISSION_DENIED", False),
        (400, "rateLimitExceeded", False), (428, "", False), (430, "", False),
    ],
)  # fmt: skip
def test_only_an_empty_quota_passes(status: int, reason: str, busy: bool) -> None:
    assert GoogleRefusal(status, "", reason).is_busy is busy


# Asking


def test_a_question_waits_a_minute_and_a_write_longer_than_google_works() -> None:
    script = Script(answer(), answer(), answer(200, {"spreadsheetId": "new"}))
    client = script.client()
    client.described("book", "sheets")
    client.write("book", [{"deleteSheet": {"sheetId": 7}}])
    assert client.create({"title": "Network"}, "spreadsheetId") == {"spreadsheetId": "new"}
    assert script.waits == [(10, 60), (10, 200), (10, 200)]
    assert script.asked == [("GET", "book"), ("POST", "book:batchUpdate"), ("POST", "spreadsheets")]
    assert script.bodies[1:] == [
        {"requests": [{"deleteSheet": {"sheetId": 7}}]},
        {"properties": {"title": "Network"}},
    ]
    assert [each.get("fields") for each in script.queries] == [["sheets"], None, ["spreadsheetId"]]


def test_cells_come_raw_and_an_empty_tab_has_none() -> None:
    ranges = [{"range": "A", "values": [[1]]}, {"range": "B"}]
    script = Script(answer(200, {"valueRanges": ranges}), answer(200, {}))
    client = script.client()
    assert client.cells("book", ["A", "B"]) == [[[1]], []]
    assert client.cells("book", []) == []
    asked = {"valueRenderOption": ["UNFORMATTED_VALUE"], "dateTimeRenderOption": ["SERIAL_NUMBER"]}
    assert script.queries[0] == {**asked, "ranges": ["A", "B"]}


# What an answer means


@pytest.mark.parametrize(
    ("given", "code", "reason"),
    [
        (answer(500), "google_down", "HTTP 500"),
        (answer(503, "busy", kind="text/html"), "google_down", "HTTP 503"),
        (answer(200, "<p>Sign in", kind="text/html"), "google_not_json", "HTTP 200"),
        (answer(404, "<p>Not here", kind="text/html"), "google_not_json", "HTTP 404"),
        (requests.ReadTimeout("read timed out"), "google_timeout", "read timed out"),
        (requests.ConnectTimeout("no route"), "google_timeout", "no route"),
        (NO_WAY_IN, "google_unreachable", "reset"),
        (requests.ConnectionError("reset"), "google_unreachable", "reset"),
        (requests.ConnectionError(), "google_unreachable", "ConnectionError"),
        (NO_TOKEN_NOW, "google_down", "later"),
    ],
)  # fmt: skip
def test_no_answer_leaves_it_open(given: Any, code: str, reason: str) -> None:
    found = unanswered(given)
    assert (found.code, found.reason, found.retry_after) == (code, reason, None)


@pytest.mark.parametrize(
    ("given", "status", "text", "reason"),
    [
        (refusal(400, "Unable to parse range: 'X'"), 400, "Unable to parse range: 'X'", ""),
        (refusal(403, "no", "SERVICE_DISABLED"), 403, "no", "SERVICE_DISABLED"),
        (answer(403, {"error": {"message": "slow", "errors": [{}, {"reason": "rateLimitExceeded"}]}}), 403, "slow",
         "rateLimitExceeded"),
        (answer(403, {"error": {"details": [{"reason": "first"}], "errors": [{"reason": "second"}]}}), 403, "",
         "first"),
        (answer(400, {"error": "invalid_grant"}), 400, "invalid_grant", ""),
        (answer(400, {"fault": 1}), 400, "HTTP 400", ""),
        (answer(400, "{"), 400, "HTTP 400", ""),
        (answer(413, "<p>Too large", kind="text/html"), 413, "HTTP 413", ""),
        (answer(499), 499, "HTTP 499", ""),
        (NO_TOKEN, 401, "Account not found", ""),
        (NO_TOKEN_EVER, 401, "Account not found", ""),
    ],
)  # fmt: skip
def test_a_refusal_says_what_google_says(given: Any, status: int, text: str, reason: str) -> None:
    found = refused(given)
    assert (found.status, found.text, found.reason) == (status, text, reason)


@pytest.mark.parametrize(
    ("said", "seconds"), [("7", 7.0), ("0", 0.0), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("", None)]
)
def test_how_long_to_wait_is_read_from_refusals_and_failures_alike(said: str, seconds: float | None) -> None:
    assert unanswered(answer(503, retry_after=said)).retry_after == seconds
    assert unanswered(answer(200, "<p>", kind="text/html", retry_after=said)).retry_after == seconds
    assert refused(answer(429, retry_after=said)).retry_after == seconds


@pytest.mark.parametrize(("length", "shown"), [(200, "x" * 200), (201, "x" * 199 + "…")])
def test_a_long_reason_is_cut_at_200_characters(length: int, shown: str) -> None:
    assert unanswered(requests.ConnectionError("x" * length)).reason == shown


# What people are told


@pytest.mark.parametrize(
    ("failure", "name", "account", "writing", "told"),
    [
        (DOWN, "Book", "a@b", False, {"google_down": {"workbook": "Book", "reason": "HTTP 503"}}),
        (BUSY, "Book", "a@b", False, {"google_quota": {"workbook": "Book"}}),
        (GoogleRefusal(401, "gone"), "Book", "a@b", False, {"google_credentials_refused": {"reason": "gone"}}),
        (GoogleRefusal(404, ""), "Book", "a@b", False, {"google_unknown_id": {"workbook": "Book"}}),
        (GoogleRefusal(413, ""), "Book", "a@b", True, {"google_too_large": {"workbook": "Book"}}),
        (GoogleRefusal(403, "no", "SERVICE_DISABLED"), "Book", "a@b", False, {"google_api_off": {"page": CONSOLE}}),
        (GoogleRefusal(403, "It has not been used in project 7 before"), "Book", "a@b", False,
         {"google_api_off": {"page": CONSOLE}}),
        (GoogleRefusal(403, "no", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"), "Book", "a@b", False,
         {"google_scope_missing": {}}),
        (GoogleRefusal(403, "no", "storageQuotaExceeded"), "Book", "a@b", True,
         {"google_no_storage": {"account": "a@b"}}),
        (GoogleRefusal(403, "no"), "", "a@b", True, {"google_no_storage": {"account": "a@b"}}),
        (GoogleRefusal(403, "no"), "", "", True, {"google_no_storage": {"account": "?"}}),
        (GoogleRefusal(403, "no"), "Book", "a@b", True, {"google_read_only": {"workbook": "Book", "account": "a@b"}}),
        (GoogleRefusal(403, "no"), "Book", "", True, {"google_read_only_for_you": {"workbook": "Book"}}),
        (GoogleRefusal(403, "no"), "Book", "a@b", False, {"google_not_shared": {"workbook": "Book", "account": "a@b"}}),
        (GoogleRefusal(403, "no"), "Book", "", False, {"google_not_shared_with_you": {"workbook": "Book"}}),
        (GoogleRefusal(400, "above the limit of 10000000 cells"), "Book", "a@b", True,
         {"google_too_many_cells": {"workbook": "Book"}}),
        (GoogleRefusal(400, "above the limit of 5 charts"), "Book", "a@b", True,
         {"google_refused": {"workbook": "Book", "reason": "above the limit of 5 charts"}}),
        (GoogleRefusal(400, "bad cells"), "Book", "a@b", True,
         {"google_refused": {"workbook": "Book", "reason": "bad cells"}}),
        (GoogleRefusal(400, "editing a protected cell or object"), "Book", "a@b", True,
         {"google_protected": {"workbook": "Book", "account": "a@b"}}),
        (GoogleRefusal(400, "editing a protected cell or object"), "Book", "", True,
         {"google_protected": {"workbook": "Book", "account": "?"}}),
        (GoogleRefusal(400, "This operation is not supported for this document"), "Book", "a@b", False,
         {"google_not_a_sheet": {"workbook": "Book"}}),
        *((GoogleRefusal(400, f"Invalid: {said} 7"), "Book", "a@b", True, {"workbook_changed": {"workbook": "Book"}})
          for said in ("Unable to parse range", "No grid with id", "No sheet with id", "exceeds grid limits",
                       "No protected range with id", "already exists")),
    ],
)  # fmt: skip
def test_each_failure_is_told_by_what_it_means(
    failure: NoAnswer | GoogleRefusal, name: str, account: str, writing: bool, told: dict[str, dict[str, str]]
) -> None:
    found: NetsheetsError = worded(failure, name, account, writing=writing)
    assert {found.code: dict(found.details)} == told
    assert isinstance(found, Changed) is (found.code == "workbook_changed")


def test_a_failure_is_one_of_reading_unless_it_is_said_to_be_of_writing() -> None:
    assert worded(GoogleRefusal(403, "no"), "Book", "").code == "google_not_shared_with_you"
