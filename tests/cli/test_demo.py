"""The demonstration: one command, every other command, and a folder to look at."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from netsheets.cli.app import COMMANDS
from tests.support.command_line import netsheets


@pytest.mark.parametrize(("language", "name"), [("en", "network.xlsx"), ("fr", "reseau.xlsx")])
def test_the_demonstration_runs_every_command_and_tells_one_story(language: str, name: str, tmp_path: Path) -> None:
    ran = netsheets("demo", "my demo", "--lang", language, folder=tmp_path)
    assert ran.code == 0, ran
    folder = tmp_path / "my demo"
    assert sorted(each.name for each in folder.iterdir()) == sorted(
        [name, "closings", "late", "statements", "reports", "books", "M13.xlsx"]
    )
    assert [each.name for each in sorted((folder / "closings").glob("*/2026-*.json"))] == [
        "2026-08.json", "2026-09.json", "2026-10.json",
    ]  # fmt: skip
    assert len(list((folder / "statements").glob("*.xlsx"))) == 14
    assert len(list((folder / "statements").glob("*.zip"))) == 1
    assert len(list((folder / "statements" / "mail").glob("*.eml"))) == 11
    typed = [shlex.split(line[2:]) for line in ran.out.splitlines() if line.startswith("$ ")]
    assert {each[1] for each in typed} == set(COMMANDS) - {"upgrade", "reopen", "restore", "status", "demo"}
    assert [line.split()[1:3] for line in ran.out.splitlines() if line.startswith("2026-09-0021")] == [["R21", "B76"]]
    assert "Traceback" not in ran.err
    again = netsheets(*typed[-1][1:], folder=tmp_path)
    assert again.code == 0


def test_the_demonstration_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "network.xlsx").write_text("mine", "utf-8")
    ran = netsheets("demo", tmp_path)
    assert (ran.code, ran.out) == (3, "")
    assert "is there already, and nothing was changed" in ran.err
    assert [each.name for each in tmp_path.iterdir()] == ["network.xlsx"]
