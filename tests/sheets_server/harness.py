"""What the tests of the local Google share: a clock, and short ways to send requests in-process."""

from __future__ import annotations

import datetime
import json
from typing import Any

from .calls import Reply
from .core import Google

Json = dict[str, Any]

OWNER = "owner@example.com"
ROBOT = "robot@local.iam.gserviceaccount.com"
NOON = datetime.datetime(2026, 10, 31, 12, 0, 0)  # noqa: DTZ001


class Clock:
    """A clock that only moves when told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime.datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += datetime.timedelta(seconds=seconds)


def new_google(clock: Clock) -> Google:
    """Return a local Google that knows OWNER and ROBOT by tokens of the same name; hanging moves the clock."""
    google = Google(clock=clock, sleep=clock.forward)
    for user in (OWNER, ROBOT):
        google.accounts.add_token(user, user)
    return google


def shared_book(google: Google) -> str:
    """Return the id of an empty spreadsheet of OWNER's that ROBOT may write to."""
    book = google.create("Book", OWNER)
    google.share(book, ROBOT)
    return book


def send(google: Google, method: str, target: str, body: Any = None, user: str = ROBOT) -> Reply:
    """Send one request as *user*."""
    content = json.dumps(body).encode() if body is not None else b""
    return google.handle(method, target, {"Authorization": f"Bearer {user}"}, content)


def batch(google: Google, book: str, *requests: Json, user: str = ROBOT) -> Json:
    """Send a batchUpdate; return its reply or error."""
    found: Json = send(
        google, "POST", f"/v4/spreadsheets/{book}:batchUpdate", {"requests": list(requests)}, user
    ).json()
    return found


def shown(google: Google, book: str, query: str = "", user: str = ROBOT) -> Json:
    """Return what spreadsheets.get shows."""
    found: Json = send(google, "GET", f"/v4/spreadsheets/{book}{query}", user=user).json()
    return found


def area(top: int, bottom: int, left: int, right: int, sheet_id: int = 0) -> Json:
    """Return a GridRange."""
    return {
        "sheetId": sheet_id, "startRowIndex": top, "endRowIndex": bottom,
        "startColumnIndex": left, "endColumnIndex": right,
    }  # fmt: skip


def text_rows(*rows: list[str]) -> list[Json]:
    """Return rows of cells that hold texts."""
    return [{"values": [{"userEnteredValue": {"stringValue": text}} for text in row]} for row in rows]


def write_cells(*rows: list[str]) -> Json:
    """Return an updateCells request that writes texts from A1 on."""
    start = {"sheetId": 0, "rowIndex": 0, "columnIndex": 0}
    return {"updateCells": {"start": start, "rows": text_rows(*rows), "fields": "userEnteredValue"}}
