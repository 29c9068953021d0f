"""The local Google over HTTP: signing in, each fault of a plan, the control endpoints, the command line."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from google.auth import crypt, jwt
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2.service_account import Credentials

from tests.sheets_server import Google, Server
from tests.sheets_server.core import utc_now
from tests.sheets_server.redirect import new_private_key, redirect, service_account_key
from tests.support import ROOT

Json = dict[str, Any]

OWNER = "owner@example.com"
ROBOT = "robot@local.iam.gserviceaccount.com"
KEY = new_private_key()
SCOPE = "https://www.googleapis.com/auth/spreadsheets"


class Clock:
    """The real time, plus what it was told to skip."""

    def __init__(self) -> None:
        self.skipped = datetime.timedelta()

    def __call__(self) -> datetime.datetime:
        return utc_now() + self.skipped


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def google(clock: Clock) -> Iterator[Google]:
    held = Google(clock=clock)
    held.accounts.add_token("good", ROBOT)
    held.accounts.add_key(ROBOT, KEY)
    with Server(held):
        yield held
    assert held.failures == []


@pytest.fixture
def session(google: Google) -> Iterator[requests.Session]:
    with requests.Session() as held:
        held.headers["Authorization"] = "Bearer good"
        redirect(held, google.base_url)
        yield held


@pytest.fixture
def url(google: Google) -> str:
    book = google.create("Book", OWNER)
    google.share(book, ROBOT)
    return f"https://sheets.googleapis.com/v4/spreadsheets/{book}"


def write(session: requests.Session, url: str, text: str, **options: Any) -> requests.Response:
    target = f"{url}/values/A1?valueInputOption=RAW"
    return session.put(target, json={"values": [[text]]}, **options)


def held(google: Google, url: str) -> list[list[Any]]:
    return google.read(url.rsplit("/", 1)[1], OWNER, "Sheet1")


# Signing in


def sign_in(google: Google, **changes: Any) -> str:
    key = service_account_key(ROBOT, KEY, google.base_url) | changes
    credentials = Credentials.from_service_account_info(key, scopes=[SCOPE])  # type: ignore[no-untyped-call]
    with requests.Session() as plain:
        credentials.refresh(Request(plain))
    return str(credentials.token)


def test_a_signed_request_gets_a_token_that_works(google: Google, session: requests.Session, url: str) -> None:
    session.headers["Authorization"] = f"Bearer {sign_in(google)}"
    assert session.get(url).status_code == 200


def test_a_wrong_signature_and_an_unknown_account_are_refused(google: Google) -> None:
    with pytest.raises(RefreshError, match="Invalid JWT Signature"):
        sign_in(google, private_key=new_private_key())
    with pytest.raises(RefreshError, match="account not found"):
        sign_in(google, client_email="nobody@local.iam.gserviceaccount.com")


def assertion(**claims: Any) -> str:
    now = int(time.time())
    content = {
        "iss": ROBOT,
        "scope": SCOPE,
        "aud": "https://oauth2.googleapis.com/token",
        "iat": now,
        "exp": now + 3600,
    }
    signer = crypt.RSASigner.from_string(KEY)  # type: ignore[no-untyped-call]
    return str(jwt.encode(signer, content | claims).decode())  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("token", "error", "description"),
    [
        (lambda: assertion(iat=1, exp=3601), "invalid_grant", "Invalid JWT: Token must be a short-lived token"),
        (lambda: assertion(aud="https://example.com"), "invalid_grant", "Invalid JWT: Failed audience check."),
        (lambda: assertion(scope=""), "invalid_scope", "Invalid OAuth scope"),
        (lambda: "garbage", "invalid_grant", "Bad Request"),
        (lambda: "a.b.c", "invalid_grant", "Bad Request"),
    ],
)
def test_refused_assertions(google: Google, token: Any, error: str, description: str) -> None:
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": token()}
    reply = requests.post(f"{google.base_url}/token", data=form, timeout=5)
    assert reply.status_code == 400
    assert reply.json()["error"] == error
    assert reply.json()["error_description"].startswith(description)


def test_unknown_expired_and_missing_tokens(google: Google, clock: Clock, session: requests.Session, url: str) -> None:
    token = sign_in(google)
    session.headers["Authorization"] = "Bearer unknown"
    refused = session.get(url)
    assert refused.status_code == 401
    assert refused.json()["error"]["status"] == "UNAUTHENTICATED"
    assert refused.json()["error"]["message"].startswith("Request had invalid authentication credentials.")
    session.headers["Authorization"] = f"Bearer {token}"
    assert session.get(url).status_code == 200
    clock.skipped = datetime.timedelta(hours=1)
    assert session.get(url).status_code == 401
    del session.headers["Authorization"]
    assert session.get(url).json()["error"]["message"].startswith("Method doesn't allow unregistered callers")


def test_a_scope_for_reading_does_not_write(google: Google, session: requests.Session, url: str) -> None:
    form = {
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion": assertion(scope=SCOPE + ".readonly"),
    }
    token = requests.post(f"{google.base_url}/token", data=form, timeout=5).json()["access_token"]
    session.headers["Authorization"] = f"Bearer {token}"
    assert session.get(url).status_code == 200
    refused = write(session, url, "x")
    assert (refused.status_code, refused.json()["error"]["details"][0]["reason"]) == (
        403,
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    )


# Faults


def test_a_status_comes_at_the_nth_match_only(google: Google, session: requests.Session, url: str) -> None:
    google.faults.add(path=r"/values/", nth=2, fault="status", status=429, retry_after=7)
    assert write(session, url, "first").status_code == 200
    assert session.get(url).status_code == 200
    refused = write(session, url, "second")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "7")
    assert refused.json()["error"]["status"] == "RESOURCE_EXHAUSTED"
    assert held(google, url) == [["first"]]
    assert write(session, url, "third").status_code == 200


@pytest.mark.parametrize(("status", "name"), [(500, "INTERNAL"), (503, "UNAVAILABLE"), (401, "UNAUTHENTICATED")])
def test_a_status_before_or_after_the_commit(
    google: Google, session: requests.Session, url: str, status: int, name: str
) -> None:
    google.faults.add(method="PUT", fault="status", status=status)
    google.faults.add(method="PUT", nth=2, fault="status", status=status, when="after")
    before = write(session, url, "x")
    assert (before.status_code, before.json()["error"]["status"]) == (status, name)
    assert held(google, url) == []
    assert write(session, url, "x").status_code == status
    assert held(google, url) == [["x"]]


@pytest.mark.parametrize("status", [502, 200])
def test_html_in_the_place_of_json(google: Google, session: requests.Session, url: str, status: int) -> None:
    google.faults.add(fault="html", status=status)
    reply = session.get(url)
    assert (reply.status_code, reply.headers["Content-Type"]) == (status, "text/html; charset=UTF-8")
    assert reply.text.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(("when", "content"), [("before", []), ("after", [["x"]])])
def test_a_reset_before_or_after_the_commit(
    google: Google, session: requests.Session, url: str, when: str, content: list[list[str]]
) -> None:
    google.faults.add(method="PUT", fault="reset", when=when)
    with pytest.raises(requests.ConnectionError):
        write(session, url, "x")
    assert held(google, url) == content
    assert session.get(url).status_code == 200


@pytest.mark.parametrize(("when", "content"), [("before", []), ("after", [["x"]])])
def test_a_hang_before_or_after_the_commit(
    google: Google, session: requests.Session, url: str, when: str, content: list[list[str]]
) -> None:
    google.faults.add(method="PUT", fault="hang", seconds=0.4, when=when)
    with pytest.raises(requests.Timeout):
        write(session, url, "x", timeout=0.15)
    assert held(google, url) == content
    time.sleep(0.35)


def test_a_second_editor_changes_the_sheet_just_before(google: Google, session: requests.Session, url: str) -> None:
    google.faults.add(method="GET", nth=2, fault="edit", user=OWNER, range="A1", values=[["theirs"]])
    insert = {"insertDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}}}
    google.faults.add(method="GET", nth=3, fault="edit", requests=[insert])
    write(session, url, "ours")
    target = f"{url}/values/A1:A2"
    assert session.get(target).json()["values"] == [["ours"]]
    assert session.get(target).json()["values"] == [["theirs"]]
    assert session.get(target).json()["values"] == [[], ["theirs"]]


def test_an_exhausted_quota_recovers(google: Google, clock: Clock, session: requests.Session, url: str) -> None:
    google.faults.add(fault="quota", seconds=30)
    assert [session.get(url).status_code, session.get(url).status_code] == [429, 429]
    clock.skipped = datetime.timedelta(seconds=31)
    assert session.get(url).status_code == 200


def test_expired_tokens_are_renewed_by_signing_in_again(google: Google, session: requests.Session, url: str) -> None:
    session.headers["Authorization"] = f"Bearer {sign_in(google)}"
    google.faults.add(fault="expire")
    assert session.get(url).status_code == 401
    session.headers["Authorization"] = f"Bearer {sign_in(google)}"
    assert session.get(url).status_code == 200


@pytest.mark.parametrize("rule", [{"fault": "flood"}, {"fault": "reset", "when": "during"}, {"fault": "reset", "x": 1}])
def test_a_rule_that_makes_no_sense_is_refused(google: Google, rule: Json) -> None:
    with pytest.raises(ValueError, match="fault rule"):
        google.faults.plan([rule])


def test_of_two_batches_with_one_guard_one_applies(google: Google, session: requests.Session, url: str) -> None:
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1}
    guard: Any = {"addProtectedRange": {"protectedRange": {"protectedRangeId": 202610, "range": area}}}
    append: Any = {"appendCells": {"sheetId": 0, "fields": "userEnteredValue", "rows": [
        {"values": [{"userEnteredValue": {"stringValue": "closed"}}]},
    ]}}  # fmt: skip

    def close(_: int) -> int:
        target = f"{google.base_url}{url.removeprefix('https://sheets.googleapis.com')}:batchUpdate"
        headers = {"Authorization": "Bearer good"}
        return requests.post(target, json={"requests": [guard, append]}, headers=headers, timeout=5).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(close, range(4)))
    assert statuses == [200, 400, 400, 400]
    assert held(google, url) == [["closed"]]


# Control endpoints and the command line


def test_the_control_endpoints(google: Google, session: requests.Session, url: str) -> None:
    base = f"{google.base_url}/_control"
    rules = session.put(f"{base}/faults", json=[{"path": "/values/", "fault": "status", "status": 503}]).json()["rules"]
    assert rules[0]["status"] == 503
    write(session, url, "x")
    session.delete(f"{base}/faults")
    write(session, url, "x")
    log = session.get(f"{base}/log").json()
    assert log["counts"] == {"spreadsheets.values.update": 2}
    assert [(entry["status"], entry["fault"]) for entry in log["requests"]] == [(503, "status"), (200, "")]
    session.delete(f"{base}/log")
    assert session.get(f"{base}/log").json()["total"] == 0
    session.put(f"{base}/settings", json={"quotas": {"per_project": 1, "per_user": 1}})
    assert [session.get(url).status_code, session.get(url).status_code] == [200, 429]
    session.put(f"{base}/settings", json={"quotas": False})
    session.post(f"{base}/accounts", json={"email": OWNER, "token": "mine"})
    book = session.post(f"{base}/spreadsheets", json={"title": "New", "owner": OWNER, "share": [ROBOT]}).json()
    found = session.get(f"https://sheets.googleapis.com/v4/spreadsheets/{book['spreadsheetId']}").json()
    assert found["properties"]["title"] == "New"
    assert session.put(f"{base}/faults", json=[{"fault": "flood"}]).status_code == 400
    assert session.get(f"{base}/nothing").status_code == 404


def test_the_command_line_prints_its_url_first_and_takes_a_plan() -> None:
    plan = json.dumps([{"path": "drive", "fault": "status", "status": 503}])
    command = [sys.executable, "-m", "tests.sheets_server", "--port", "0", "--faults", plan]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        base = process.stdout.readline().strip()
        try:
            with requests.Session() as session:
                session.headers["Authorization"] = "Bearer recorded"
                statuses = [session.post(f"{base}/drive/v3/files", json={"name": "x"}).status_code for _ in range(2)]
        finally:
            process.terminate()
    assert base.startswith("http://127.0.0.1:")
    assert statuses == [503, 200]
