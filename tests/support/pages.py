"""The pages of the documentation, read as a person follows them: what is typed, what is seen, what is filled in.

A block marked `console` holds lines `$ netsheets …` and what they print. `…` alone stands for any lines left out, at a
line's end for the rest of it; how far columns are apart plays no part. A table after `<!-- typed in: TAB -->` is typed
into that tab below its last row, and `<!-- retyped: TAB!B3 = value -->` into one cell: dates as a spreadsheet program
would take them, what starts with an apostrophe as text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from tests.support.command_line import netsheets

LEFT_OUT = "…"
_STEPS = re.compile(
    r"^```console\n(?P<block>.*?)^```$"
    r"|^<!-- typed in: (?P<tab>[^\n]+?) -->\n\n(?P<table>(?:\|[^\n]*\n)+)"
    r"|^<!-- retyped: (?P<cell_tab>[^\n]+?)!(?P<cell>[A-Z]+\d+) = (?P<value>[^\n]*?) -->$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Command:
    """A line to be typed, and the lines the page shows below it."""

    typed: str
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """Rows a person types into a tab: texts by header."""

    tab: str
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Retyping:
    """A cell a person changes."""

    tab: str
    cell: str
    value: str


Step = Command | Filling | Retyping


def steps(page: Path) -> tuple[Step, ...]:
    """Return what a reader of a page does, in order."""
    return tuple(step for found in _STEPS.finditer(page.read_text("utf-8")) for step in _read(found))


def _read(found: re.Match[str]) -> Iterator[Step]:
    if found["block"] is not None:
        yield from _commands(found["block"])
    elif found["table"] is not None:
        header, _, *rows = (
            [cell.strip() for cell in line.strip("|").split("|")] for line in found["table"].split("\n")
        )
        yield Filling(found["tab"], tuple(dict(zip(header, row, strict=True)) for row in rows if row != [""]))
    else:
        yield Retyping(found["cell_tab"], found["cell"], found["value"])


def _commands(block: str) -> Iterator[Command]:
    typed = ""
    shown: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            if typed:
                yield Command(typed, tuple(shown))
            typed, shown = line.removeprefix("$ "), []
        else:
            shown.append(line)
    yield Command(typed, tuple(shown))


def take(step: Step, folder: Path, workbook: str, today: str) -> str:
    """Do in a folder what a step says, on a day; return what is printed."""
    match step:
        case Command(typed):
            return _run(typed, folder, today)
        case Filling(tab, rows):
            _fill(folder / workbook, tab, rows)
        case Retyping(tab, cell, value):
            opened = load_workbook(folder / workbook)
            opened[tab][cell] = _entered(value)
            opened.save(folder / workbook)
    return ""


def missing(shown: tuple[str, ...], printed: str) -> str | None:
    """Return the first line a page shows that is not printed in its place, None where all of them are."""
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    place, adjacent = 0, False
    for line in (" ".join(each.split()) for each in shown):
        if line == LEFT_OUT:
            adjacent = False
            continue
        candidates = range(place, min(place + 1, len(lines)) if adjacent else len(lines))
        found = next((number for number in candidates if _same(line, lines[number])), None)
        if found is None:
            return line
        place, adjacent = found + 1, True
    return None


def _same(shown: str, printed: str) -> bool:
    return printed.startswith(shown.removesuffix(LEFT_OUT)) if shown.endswith(LEFT_OUT) else printed == shown


def _run(typed: str, folder: Path, today: str) -> str:
    program, *arguments = typed.split()
    assert program == "netsheets"
    ran = netsheets("--today", today, *arguments, folder=folder)
    return ran.out + ran.err


def _fill(path: Path, tab: str, rows: tuple[dict[str, str], ...]) -> None:
    workbook = load_workbook(path)
    sheet = workbook[tab]
    columns = {str(cell.value): number for number, cell in enumerate(sheet[1], 1)}
    free = next(row for row in range(2, sheet.max_row + 2) if sheet.cell(row, 1).value is None)
    for number, row in enumerate(rows, free):
        for header, value in row.items():
            sheet.cell(number, columns[header]).value = _entered(value)
    workbook.save(path)


def _entered(text: str) -> str | float | dt.date | None:
    """Return what a cell holds once a person has typed this."""
    if re.fullmatch(r"\d\d/\d\d/\d{4}", text):
        day, month, year = map(int, text.split("/"))
        return dt.date(year, month, day)
    if re.fullmatch(r"\d+([.,]\d+)?", text):
        return float(text.replace(",", "."))
    return text.removeprefix("'") or None
