"""Recorded traffic with the real Google, replayed against the local one."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.sheets_server import Google, Server
from tests.sheets_server.__main__ import PERSON, RECORDED
from tests.support import SHARED

REPLAY = SHARED / "google" / "replay.py"

# 188 of the replies that differ read files that were in the recorded account before the recording began.
REPLIES, SESSIONS = 0.87, 0.95


@pytest.mark.skipif(not REPLAY.exists(), reason="the recordings are not part of this repository")
def test_recorded_sessions_get_the_recorded_replies() -> None:
    google = Google()
    google.accounts.add_token(RECORDED, PERSON)
    with Server(google) as server:
        done = subprocess.run(
            [sys.executable, str(REPLAY), server.base_url], capture_output=True, text=True, check=True, timeout=120
        )
    assert google.failures == []
    last = done.stdout.splitlines()[-1]
    match = re.fullmatch(r"(\d+) of (\d+) replies identical, (\d+) of (\d+) sessions identical", last)
    assert match is not None, last
    same, replies, clean, sessions = map(int, match.groups())
    assert same / replies >= REPLIES, done.stdout
    assert clean / sessions >= SESSIONS, done.stdout
