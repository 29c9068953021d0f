"""Timing whole processes in pairs, one after the other, so that a machine whose speed drifts is fair to both."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Command = Sequence[str]

READ_ALL = (
    "import sys\n"
    "from python_calamine import CalamineWorkbook\n"
    "workbook = CalamineWorkbook.from_path(sys.argv[1])\n"
    "for name in workbook.sheet_names:\n"
    "    workbook.get_sheet_by_name(name).to_python()\n"
)
"""The bare read: calamine, every sheet, and nothing else."""


@dataclass(frozen=True, slots=True)
class Times:
    """The seconds of each run, in order."""

    seconds: tuple[float, ...]

    def __str__(self) -> str:
        return f"{median(self.seconds):7.2f} s  ({min(self.seconds):.2f} to {max(self.seconds):.2f})"


def python(*arguments: str | Path) -> list[str]:
    """Return the command that runs this Python."""
    return [sys.executable, *map(str, arguments)]


def bare_read(path: Path) -> list[str]:
    """Return the command that reads a workbook with calamine and does nothing with it."""
    return python("-c", READ_ALL, path)


def netsheets(*arguments: str | Path) -> list[str]:
    """Return a command of netsheets."""
    return python("-m", "netsheets", *arguments)


def seconds_of(command: Command) -> float:
    """Return how long a command takes as a whole process; it must succeed."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def in_pairs(
    ours: Command, theirs: Command, runs: int, before: Callable[[], None] = lambda: None
) -> tuple[Times, Times]:
    """Return the times of two commands run in turn, after one run of each that is not counted.

    `before` is called before each run of ours, to put things back as they were.
    """
    pairs = []
    for number in range(runs + 1):
        before()
        pair = seconds_of(ours), seconds_of(theirs)
        if number:
            pairs.append(pair)
    first, second = zip(*pairs, strict=True)
    return Times(first), Times(second)


def ratio(ours: Times, theirs: Times) -> float:
    """Return the median, over the pairs, of ours divided by theirs."""
    return median(mine / other for mine, other in zip(ours.seconds, theirs.seconds, strict=True))
