"""What goes wrong on the way to Google, for real over HTTP: a month is closed exactly once or not at all, always."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from netsheets.commands.closing import CloseOptions, close, commissions
from netsheets.commands.network import OpenNetwork
from netsheets.domain.month import Month
from netsheets.errors import Conflict, NetsheetsError, StoreRefused
from tests.support.google_network import LINES, TODAY, archived, closed, lines, months, opened, settle, workbook
from tests.support.google_world import MEMBER, OTHER_ROBOT, World, world, write_key

Json = dict[str, Any]

WRITE, VALUES, DESCRIPTION = ":batchUpdate$", "values:batchGet$", r"spreadsheets/[^/:]+$"
JANUARY = {"2026-01": [LINES["2026-01"]]}


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as found:
        yield settle(found)


def close_again(shared: World) -> None:
    """Run `close` once more without faults: whatever happened before, the month is now posted, once."""
    shared.google.faults.clear()
    shared.google.quotas.exhausted_until = None
    closed(workbook(shared), "2026-01")
    assert lines(shared) == JANUARY
    assert months(shared) == ["2026-01"]
    assert archived(shared.folder) == ["2026-01"]
    opened(workbook(shared)).require_unaltered_ledger()


PASSING: tuple[Json, ...] = (
    {"fault": "status", "status": 429},
    {"fault": "status", "status": 429, "retry_after": 7},
    {"fault": "status", "status": 500},
    {"fault": "status", "status": 500, "when": "after"},
    {"fault": "status", "status": 503},
    {"fault": "status", "status": 503, "when": "after"},
    {"fault": "html", "status": 502},
    {"fault": "html", "status": 502, "when": "after"},
    {"fault": "html", "status": 200},
    {"fault": "html", "status": 200, "when": "after"},
    {"fault": "reset", "when": "before"},
    {"fault": "reset", "when": "after"},
    {"fault": "hang", "seconds": 0.8, "when": "before"},
    {"fault": "hang", "seconds": 0.8, "when": "after"},
    {"fault": "expire"},
    {"fault": "quota", "seconds": 60},
)


def named(value: Any) -> str:
    return "-".join(str(part) for part in value.values()) if isinstance(value, dict) else str(value)


@pytest.mark.parametrize("path", [WRITE, VALUES, DESCRIPTION], ids=["write", "values", "description"])
@pytest.mark.parametrize("rule", PASSING, ids=named)
def test_what_passes_is_waited_for_and_the_month_posted_once(shared: World, rule: Json, path: str) -> None:
    shared.google.faults.add(path=path, **rule)
    result = closed(workbook(shared, shared.store(read=0.25, write=0.25)), "2026-01")
    assert not result.already
    assert lines(shared) == JANUARY
    time.sleep(0.8 if rule["fault"] == "hang" else 0)
    close_again(shared)


@pytest.mark.parametrize("path", [WRITE, VALUES], ids=["write", "values"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ({"fault": "status", "status": 503}, "google_down"),
        ({"fault": "html", "status": 502}, "google_down"),
        ({"fault": "html", "status": 200}, "google_not_json"),
        ({"fault": "reset"}, "google_unreachable"),
        ({"fault": "status", "status": 429}, "google_quota"),
    ],
    ids=named,
)
def test_what_does_not_pass_is_said_and_the_next_run_completes_it(
    shared: World, rule: Json, code: str, when: str, path: str
) -> None:
    shared.google.faults.add(path=path, times=0, when=when, **rule)
    if (when, path) == ("after", WRITE):
        # Done, and known to be done although every reply was lost: the sheet is read back.
        closed(workbook(shared), "2026-01")
        assert lines(shared) == JANUARY
    else:
        with pytest.raises(StoreRefused) as refused:
            closed(workbook(shared), "2026-01")
        assert (refused.value.code, refused.value.exit_code) == (code, 4)
        assert "nothing was written" in refused.value.message("en")
        assert lines(shared) == {}
    close_again(shared)


def test_a_write_is_tried_five_times_at_most(shared: World) -> None:
    shared.google.faults.add(path=WRITE, times=0, fault="status", status=503)
    with pytest.raises(StoreRefused):
        closed(workbook(shared), "2026-01")
    assert shared.requests()["spreadsheets.batchUpdate"] == 5
    assert shared.clock.slept == [1, 2, 4, 8]


def test_google_is_asked_again_when_it_says(shared: World) -> None:
    shared.google.faults.add(path=WRITE, fault="status", status=503, retry_after=30)
    closed(workbook(shared), "2026-01")
    assert shared.clock.slept == [30]


def test_an_empty_quota_is_outlasted_for_a_minute(shared: World) -> None:
    shared.google.faults.add(path=WRITE, fault="quota", seconds=60)
    closed(workbook(shared), "2026-01")
    assert shared.clock.slept == [10, 20, 40]
    assert lines(shared) == JANUARY


def test_a_quota_that_stays_empty_is_said(shared: World) -> None:
    shared.google.faults.add(path=WRITE, fault="quota", seconds=6000)
    with pytest.raises(StoreRefused) as refused:
        closed(workbook(shared), "2026-01")
    assert refused.value.code == "google_quota"
    assert lines(shared) == {}
    close_again(shared)


def test_a_reply_that_is_lost_for_good_leaves_it_open_and_says_so(shared: World) -> None:
    """The month is posted, but neither that reply nor any later one comes through."""
    shared.google.faults.add(path=WRITE, fault="reset", when="after", times=0)
    shared.google.faults.add(path=DESCRIPTION, nth=2, fault="reset", when="before", times=0)
    with pytest.raises(StoreRefused) as refused:
        closed(workbook(shared), "2026-01")
    assert refused.value.code == "google_unsure"
    assert "could not be read back" in refused.value.message("en")
    assert lines(shared) == JANUARY
    close_again(shared)


def test_a_write_that_google_does_late_is_not_done_twice(shared: World) -> None:
    """The first request hangs and is done after the second."""
    shared.google.faults.add(path=WRITE, fault="hang", seconds=0.6, when="before")
    closed(workbook(shared, shared.store(write=0.2)), "2026-01")
    assert lines(shared) == JANUARY
    time.sleep(0.7)
    assert [entry.status for entry in shared.google.log.entries if entry.kind == "spreadsheets.batchUpdate"] == [
        200,
        400,
    ]
    close_again(shared)


def second_editor(kind: str) -> Json:
    """Return what a member does to the billing tab between the read and the write."""
    billing = 4
    rows = {"sheetId": billing, "dimension": "ROWS"}
    area = {"sheetId": billing, "startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 8}
    requests: dict[str, Json] = {
        "insert": {"insertDimension": {"range": {**rows, "startIndex": 1, "endIndex": 3}}},
        "delete": {"deleteDimension": {"range": {**rows, "startIndex": 3, "endIndex": 4}}},
        "sort": {"sortRange": {"range": area, "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "DESCENDING"}]}},
    }
    return requests[kind]


@pytest.mark.parametrize("kind", ["insert", "delete", "sort"])
def test_members_may_change_rows_between_read_and_write(shared: World, kind: str) -> None:
    request = second_editor(kind)
    [body] = request.values()
    body["range"]["sheetId"] = shared.described_tab("Billing")["properties"]["sheetId"]
    shared.google.faults.add(path=WRITE, fault="edit", user=MEMBER, requests=[request])
    closed(workbook(shared), "2026-01")
    assert lines(shared) == JANUARY
    after = shared.values("Billing")[1:]
    expected = {"insert": ["", "", "B1", "B2", "B3"], "delete": ["B1", "B2"], "sort": ["B3", "B2", "B1"]}[kind]
    assert [row[0] if row else "" for row in after] == expected


def test_a_cell_that_a_member_types_in_between_is_kept(shared: World) -> None:
    shared.google.faults.add(path=WRITE, fault="edit", user=MEMBER, range="Billing!D2", values=[[5000]])
    closed(workbook(shared), "2026-01")
    assert shared.values("Billing")[1][3] == 5000
    assert lines(shared) == JANUARY
    closed(workbook(shared), "2026-02")
    assert lines(shared)["2026-02"] == [["B2", 300], ["B1", 600]]


def test_rows_inserted_in_the_ledger_in_between_lose_no_line(shared: World) -> None:
    closed(workbook(shared), "2026-01")
    rows = {"sheetId": shared.described_tab("Commissions")["properties"]["sheetId"], "dimension": "ROWS"}
    insert = {"insertDimension": {"range": {**rows, "startIndex": 1, "endIndex": 4}}}
    shared.google.faults.add(path=WRITE, fault="edit", requests=[insert])
    closed(workbook(shared), "2026-02")
    posted = [row for row in shared.values("Commissions") if row]
    assert [row[0] for row in posted[1:]] == ["2026-01-0001", "2026-02-0001"]
    opened(workbook(shared)).require_unaltered_ledger()


def test_of_two_treasurers_at_once_one_closes_and_the_other_is_told(shared: World) -> None:
    """The second has read before the first writes, and signs in as somebody else."""
    write_key(shared.key, OTHER_ROBOT, shared.server.base_url)
    second = workbook(shared)
    network = opened(second)
    write_key(shared.key, "netsheets@local.iam.gserviceaccount.com", shared.server.base_url)
    closed(workbook(shared), "2026-01")
    with pytest.raises(Conflict) as refused:
        close_read(network)
    assert (refused.value.code, refused.value.exit_code) == ("month_closed_meanwhile", 3)
    assert "2026-01 is closed" in refused.value.message("en")
    close_again(shared)


def close_read(network: OpenNetwork) -> None:
    """Close January on what was read before."""
    close(network, Month(2026, 1), CloseOptions(restate=True))


def test_many_treasurers_at_once_post_a_month_once(shared: World) -> None:
    outcomes: list[str] = []
    barrier = threading.Barrier(4)

    def run() -> None:
        network = opened(workbook(shared))
        barrier.wait()
        try:
            close_read(network)
            outcomes.append("posted")
        except NetsheetsError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["month_closed_meanwhile"] * 3 + ["posted"]
    close_again(shared)


def test_a_write_that_others_overtook_is_refused_and_runs_again(shared: World) -> None:
    """Somebody runs `commissions` between the read and the write: nothing is lost by running again."""
    late = opened(workbook(shared))
    closed(workbook(shared), "2026-01")
    with pytest.raises(Conflict) as refused:
        commissions(late, Month(2026, 1))
    assert refused.value.code == "workbook_changed"
    close_again(shared)


@pytest.mark.parametrize(
    ("path", "when", "posted"), [(VALUES, "before", False), (WRITE, "before", None), (WRITE, "after", True)]
)
def test_a_run_that_is_killed_leaves_nothing_half_done(
    shared: World, path: str, when: str, posted: bool | None
) -> None:
    shared.google.faults.add(path=path, fault="hang", seconds=1.5, when=when)
    command = [
        sys.executable,
        "-m",
        "netsheets",
        "close",
        "2026-01",
        "--restate",
        "-w",
        shared.url,
        "--today",
        TODAY.isoformat(),
    ]
    environment = {**os.environ, **shared.environment}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=environment, cwd=shared.folder, stdout=quiet, stderr=quiet) as process:
        while not any(each["matched"] for each in shared.google.faults.shown()):
            time.sleep(0.02)
        time.sleep(0.2)
        process.send_signal(signal.SIGKILL)
    if posted is not None:
        assert lines(shared) == (JANUARY if posted else {})
    time.sleep(1.6)
    close_again(shared)
