"""The local Google in this process, with a spreadsheet that a robot may write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sheets_server import Google
from tests.sheets_server.harness import Clock, new_google, shared_book


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def google(clock: Clock) -> Iterator[Google]:
    held = new_google(clock)
    yield held
    assert held.failures == []


@pytest.fixture
def book(google: Google) -> str:
    return shared_book(google)
