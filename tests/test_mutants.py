"""The rules are held by tests: what `python -m tools.mutants` breaks of each module is noticed."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from typing import Any

import pytest

from tests.support import ROOT
from tools.mutants import mutants_of

OF_EACH = 2
SOURCE = """
LIMIT = 3


def paid(amount: int, *, twice: bool = False) -> int:
    if amount > 0 and not twice:
        return min(amount, 5)
    return -amount
"""


def named() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = tomllib.loads((ROOT / "tools" / "mutants.toml").read_text("utf-8"))["module"]
    return found


def test_each_comparison_constant_and_result_of_a_function_is_changed_once() -> None:
    found = [(each.before, each.after) for each in mutants_of("paid.py", SOURCE)]
    condition = "if amount > 0 and (not twice):"
    assert sorted(found) == sorted(
        [
            (
                "def paid(amount: int, *, twice: bool=False) -> int:",
                "def paid(amount: int, *, twice: bool=True) -> int:",
            ),
            (condition, "if amount >= 0 and (not twice):"),
            (condition, "if amount > 1 and (not twice):"),
            (condition, "if amount > -1 and (not twice):"),
            (condition, "if amount > 0 or not twice:"),
            (condition, "if amount > 0 and amount > 0:"),
            (condition, "if not twice and (not twice):"),
            (condition, "if amount > 0 and (not not twice):"),
            ("return min(amount, 5)", "return max(amount, 5)"),
            ("return min(amount, 5)", "return min(amount, 6)"),
            ("return min(amount, 5)", "return min(amount, 4)"),
            ("return min(amount, 5)", "return None"),
            ("return -amount", "return +amount"),
            ("return -amount", "return None"),
        ]
    )


@pytest.mark.slow
def test_what_is_named_as_equivalent_is_still_a_change_of_the_code() -> None:
    for module, known in named().items():
        text = (ROOT / module).read_text("utf-8")
        changes = {(each.function, each.before, each.after) for each in mutants_of(module, text)}
        for each in known.get("equivalent", ()):
            assert each["reason"]
            assert (each["function"], each["before"], each["after"]) in changes, (module, each)


@pytest.mark.slow
def test_some_changes_of_each_module_are_noticed() -> None:
    drawn = [module for module, known in named().items() if known.get("drawn", True)]
    command = [sys.executable, "-m", "tools.mutants", "--most", str(OF_EACH), "--processes", "1"]
    for each in drawn:
        command += ["--module", each]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" changes, ") == len(drawn)
