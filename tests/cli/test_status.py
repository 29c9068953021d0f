"""`status`: where the network stands and the one next command; and `close` on a terminal, which asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.command_line import TODAY, closed_sample, done, netsheets, on_terminal


def status(workbook: Path, today: str = TODAY) -> dict[str, object]:
    found: dict[str, object] = done("status", "-w", workbook, "--today", today, "--format", "json").document
    return found


def test_a_month_that_has_ended_is_the_next_to_close(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    found = status(workbook, "2026-12-02")
    assert (found["last_closed"], found["next_step"], found["month"]) == ("2026-10", "close", "2026-11")
    assert found["command"] == f"netsheets close 2026-11 -w {workbook}"


def test_until_then_what_is_unpaid_is_settled(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    found = status(workbook)
    assert (found["next_step"], found["command"]) == ("settle", f"netsheets payouts record 2026-10 -w {workbook}")
    done("payouts", "record", "2026-10", "--write", "-w", workbook, "--today", TODAY)
    assert (status(workbook)["next_step"], status(workbook)["command"]) == ("wait", "")


def test_a_ledger_that_was_changed_comes_first(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    book = load_workbook(workbook)
    book["Commissions"]["L2"] = 1.0
    book.save(workbook)
    assert (status(workbook)["next_step"], status(workbook)["command"]) == (
        "restore",
        f"netsheets restore -w {workbook}",
    )


@pytest.mark.parametrize(
    ("language", "told"), [("en", "Last closed month: 2026-10."), ("fr", "Dernier mois clôturé : 2026-10.")]
)
def test_it_speaks_the_persons_language(tmp_path: Path, language: str, told: str) -> None:
    workbook = closed_sample(tmp_path)
    assert told in done("status", "-w", workbook, "--today", TODAY, "--lang", language).out


def test_netsheets_alone_says_it_on_a_terminal_and_helps_elsewhere(tmp_path: Path) -> None:
    workbook = closed_sample(tmp_path)
    said = on_terminal(folder=tmp_path, environment={"NETSHEETS_WORKBOOK": str(workbook)})
    assert "Last closed month: 2026-10." in said
    ran = netsheets()
    assert (ran.code, "Usage: netsheets" in ran.err) == (2, True)
