"""A small Google for tests: a running local server, a service account with a real key, and a shared spreadsheet."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from netsheets.stores.google import Access, GoogleStore, Patience, SpreadsheetReference
from netsheets.stores.google.client import GoogleClient
from tests.sheets_server import Google, Server
from tests.sheets_server.calls import Reply
from tests.sheets_server.redirect import key_file, new_private_key

Json = dict[str, Any]

ROBOT = "netsheets@local.iam.gserviceaccount.com"
OTHER_ROBOT = "second@local.iam.gserviceaccount.com"
OWNER = "treasurer@example.com"
MEMBER = "member@example.com"


@functools.cache
def private_key() -> str:
    """Return an RSA key, made once a run: it takes a while."""
    return new_private_key()


@dataclass
class Clock:
    """A clock that moves only when someone sleeps."""

    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC).replace(tzinfo=None))
    slept: list[float] = field(default_factory=list)

    def read(self) -> dt.datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += dt.timedelta(seconds=seconds)


@dataclass
class World:
    """A running Google with one spreadsheet that the robots may edit, and the key file of the first."""

    google: Google
    server: Server
    clock: Clock
    folder: Path
    spreadsheet_id: str

    @property
    def url(self) -> str:
        return f"https://docs.google.com/spreadsheets/d/{self.spreadsheet_id}/edit#gid=0"

    @property
    def key(self) -> Path:
        return self.folder / "key.json"

    @property
    def access(self) -> Access:
        return Access(self.key, endpoint=self.server.base_url)

    @property
    def patience(self) -> Patience:
        """Return time-outs short enough for a test, on the world's clock."""
        return Patience(connect=2, read=2, write=2, sleep=self.clock.sleep, jitter=lambda: 1.0)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "GOOGLE_APPLICATION_CREDENTIALS": str(self.key),
            "NETSHEETS_GOOGLE_ENDPOINT": self.server.base_url,
        }

    def store(self, **changed: Any) -> GoogleStore:
        """Return a store of the spreadsheet, as another run of netsheets would open it."""
        reference = SpreadsheetReference(self.spreadsheet_id)
        return GoogleStore(reference, self.access, replace(self.patience, **changed))

    def described(self) -> Json:
        """Return everything there is to know of the spreadsheet, as its owner sees it."""
        path = f"/v4/spreadsheets/{self.spreadsheet_id}"
        return self.google._run("GET", path, OWNER, None, {"includeGridData": ["true"]})

    def described_tab(self, title: str) -> Json:
        """Return the Sheet resource of a tab."""
        [found] = [each for each in self.described()["sheets"] if each["properties"]["title"] == title]
        return dict(found)

    def values(self, title: str) -> list[list[Any]]:
        """Return a tab's raw values."""
        return self.google.read(self.spreadsheet_id, OWNER, f"'{title}'", "UNFORMATTED_VALUE")

    def fill(self, title: str, rows: Sequence[Sequence[Any]], *, row: int = 1) -> None:
        """Type rows into a tab as a member does, adding it where it is missing."""
        if title not in self.titles():
            grid = {"rowCount": 100, "columnCount": 26}
            self.edit({"addSheet": {"properties": {"title": title, "gridProperties": grid}}})
        self.google.write(self.spreadsheet_id, OWNER, f"'{title}'!A{row}", [list(each) for each in rows])

    def edit(self, *requests: Json, user: str = OWNER) -> Json:
        return self.google.edit(self.spreadsheet_id, user, *requests)

    def titles(self) -> list[str]:
        return [each["properties"]["title"] for each in self.described()["sheets"]]

    def requests(self) -> Mapping[str, int]:
        """Return how many requests of each kind netsheets made, the token apart."""
        counts = self.google.log.counts()
        return {kind: number for kind, number in counts.items() if kind != "token"}


@contextlib.contextmanager
def world(folder: Path, *, seed: int = 1) -> Iterator[World]:
    """Run a Google in which the spreadsheet is blank."""
    clock = Clock()
    google = Google(seed=seed, clock=clock.read)
    for robot in (ROBOT, OTHER_ROBOT):
        google.accounts.add_key(robot, private_key())
    book = google.create("Network", OWNER)
    google.share(book, ROBOT)
    google.share(book, OTHER_ROBOT)
    google.share(book, MEMBER)
    google.drive.service_accounts_have_storage = False
    with Server(google) as server:
        write_key(folder / "key.json", ROBOT, server.base_url)
        yield World(google, server, clock, folder, book)
    assert google.failures == []


def write_key(path: Path, email: str, base_url: str) -> None:
    """Write a service account's key file that nobody else can read."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(key_file(email, private_key(), base_url), "utf-8")


def google_store(tabs: Mapping[str, Sequence[Sequence[object]]], folder: Path) -> GoogleStore:
    """Return a store of a spreadsheet with just these tabs, on a Google without HTTP."""
    google = Google(seed=1)
    google.accounts.add_token("robot", ROBOT)
    book = google.create("Network", OWNER)
    google.share(book, ROBOT)
    for title, rows in tabs.items():
        google.edit(book, OWNER, {"addSheet": {"properties": {"title": title}}})
        google.write(book, OWNER, f"'{title}'!A1", [list(row) for row in rows])
    if tabs:
        google.edit(book, OWNER, {"deleteSheet": {"sheetId": 0}})
    return in_process(google, book)


def in_process(google: Google, spreadsheet_id: str, **changed: Any) -> GoogleStore:
    """Return a store whose requests go straight to the core, without sockets: for tests that make thousands."""
    patience = Patience(sleep=lambda seconds: None, jitter=lambda: 1.0)
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {changed.pop('token', 'robot')}"
    session.mount("https://sheets.googleapis.com/", changed.pop("adapter", None) or Direct(google))
    client = GoogleClient(session, changed.pop("patience", patience))
    return GoogleStore(SpreadsheetReference(spreadsheet_id), Access(), client=client, **changed)


class Direct(requests.adapters.BaseAdapter):
    """Answers requests from a Google in the same process."""

    def __init__(self, google: Google) -> None:
        super().__init__()
        self.google = google

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        try:
            return self.answered(request)
        except ConnectionResetError as error:
            raise requests.ConnectionError(error) from error

    def answered(self, request: requests.PreparedRequest) -> requests.Response:
        """Return Google's answer."""
        url = urlsplit(request.url or "")
        body: Any = request.body or b""
        content = body.encode() if isinstance(body, str) else body
        headers = {name: str(value) for name, value in request.headers.items()}
        reply = self.google.handle(request.method or "", f"{url.path}?{url.query}", headers, content)
        return response(reply, request)

    def close(self) -> None:
        """Nothing is open."""


def response(reply: Reply, request: requests.PreparedRequest) -> requests.Response:
    """Return a reply of the core's as requests gives it."""
    found = requests.Response()
    found.status_code, found._content = reply.status, reply.body
    found.headers.update(reply.headers)
    found.request, found.url = request, request.url or ""
    return found
