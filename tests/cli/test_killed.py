"""A run that is killed at any moment leaves workbook, archives and chain whole, and a second run completes it."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from random import Random

import pytest

from netsheets import open as opened
from netsheets.domain.month import Month
from tests.support.build import day
from tests.support.command_line import TODAY, closed_sample, netsheets, process

COMMANDS = {
    "close": ("close", "2026-10", "--restate"),
    "reopen": ("reopen", "2026-10", "--reason", "too early", "--even-so"),
    "restore": ("restore",),
    "upgrade": ("upgrade", "--tab", "entries"),
}


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return closed_sample(tmp_path_factory.mktemp("killed"))


@pytest.mark.slow
@pytest.mark.parametrize("moment", range(40))
@pytest.mark.parametrize("command", COMMANDS)
def test_a_killed_run_leaves_everything_whole(closed: Path, tmp_path: Path, command: str, moment: int) -> None:
    workbook = tmp_path / closed.name
    shutil.copytree(closed.parent / "closings", tmp_path / "closings")
    shutil.copy(closed, workbook)
    if command == "close":
        assert netsheets(*COMMANDS["reopen"], "-w", workbook, "--today", TODAY).code == 0
    arguments = (*COMMANDS[command], "-w", workbook, "--today", TODAY)
    running = process(*arguments)
    time.sleep(0.25 + Random(f"{command} {moment}").random() * 1.2)
    running.kill()
    running.communicate()
    network = opened(workbook, today=day(TODAY))
    network.require_unaltered_ledger()
    again = netsheets(*arguments)
    taken_back = command == "reopen" and Month(2026, 10) not in network.ledger.seals_of
    assert again.code == (3 if taken_back else 0), again
    after = opened(workbook, today=day(TODAY))
    after.require_unaltered_ledger()
    assert (Month(2026, 10) in after.ledger.seals_of) == (command != "reopen")
    assert after.ledger.last_month in after.own_archives
