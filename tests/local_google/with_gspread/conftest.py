"""gspread's own client, signed in with a real service-account key over real HTTP, and a spreadsheet of its own."""

from __future__ import annotations

from collections.abc import Iterator

import gspread
import pytest

from tests.sheets_server import Google, Server
from tests.sheets_server.gspread_client import client_for
from tests.sheets_server.redirect import new_private_key

EMAIL = "robot@local.iam.gserviceaccount.com"
OTHER = "other@local.iam.gserviceaccount.com"
PRIVATE_KEY = new_private_key()

ROWS = [["A1", "B1", "", "D1"], ["", "b2", "", ""], ["", "", "", ""], ["A4", "B4", "", "D4"]]
TRIMMED = [["A1", "B1", "", "D1"], ["", "b2"], [], ["A4", "B4", "", "D4"]]


@pytest.fixture(scope="module")
def google() -> Iterator[Google]:
    held = Google(seed=1)
    held.accounts.add_key(EMAIL, PRIVATE_KEY)
    held.accounts.add_key(OTHER, PRIVATE_KEY)
    with Server(held):
        yield held
    assert held.failures == []


@pytest.fixture(scope="module")
def client(google: Google) -> Iterator[gspread.Client]:
    held, session = client_for(google.base_url, EMAIL, PRIVATE_KEY)
    yield held
    session.close()  # type: ignore[no-untyped-call]


@pytest.fixture
def book(client: gspread.Client) -> Iterator[gspread.Spreadsheet]:
    held = client.create("Book")
    yield held
    client.del_spreadsheet(held.id)


@pytest.fixture
def sheet(book: gspread.Spreadsheet) -> gspread.Worksheet:
    return book.sheet1
