"""Workbooks that Excel itself saved survive a write-back: every part that no edit touches, byte for byte."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import warnings
from pathlib import Path

import pytest
from openpyxl import load_workbook

from netsheets.stores.port import (
    AppendRows,
    Block,
    Bounds,
    Changeset,
    Chart,
    Choices,
    Content,
    DressTab,
    Edit,
    Highlight,
    Link,
    Reference,
    ReplaceTab,
    ShownColumn,
)
from netsheets.stores.xlsx import XlsxStore
from netsheets.stores.xlsx.reading import read_workbook
from tests.support import SHARED
from tests.support.package_checks import check_package, parts_of

EXCEL_MADE = SHARED / "excel"
WORKBOOKS = sorted(EXCEL_MADE.glob("*.xls[xm]"))
ISSUE_COLUMNS = (
    ShownColumn("severity", width=10, note="What it means for the month."),
    ShownColumn("cell", "link", 10),
    ShownColumn("message", "wrapped", 60),
)
LEDGER_COLUMNS = (
    ShownColumn("line_id"),
    ShownColumn("day", "day"),
    ShownColumn("base", "money"),
    ShownColumn("amount", "money"),
)
LINES = (("L-1", dt.date(2026, 1, 31), 1000.0, 150.0), ("L-2", dt.date(2026, 2, 28), 0.1, 0.02))
TOTALS = Block(
    (ShownColumn("who", width=20), ShownColumn("earned", "money")), [("Ann", 120.5), ("Bob", 80.25)], "Totals"
)
SHARED_PARTS = ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml")

pytestmark = pytest.mark.skipif(not WORKBOOKS, reason="the workbooks made by Excel are not here: ../shared/excel")


def tool_tabs(target: str) -> tuple[Edit, ...]:
    """Return edits that touch tool-owned tabs alone; issues lead to this tab."""
    issues = [("error", Link("B2", target, "B2"), "=not a formula"), ("warning", None, "two\nlines & <more>")]
    return (
        ReplaceTab("netsheets issues", Content((Block(ISSUE_COLUMNS, issues),))),
        ReplaceTab("netsheets ledger", Content((Block(LEDGER_COLUMNS, LINES[:1]),))),
        AppendRows(
            "netsheets ledger", (1, 2, 3, 4), ("text", "day", "money", "money"),
            LINES[1:],
        ),
        ReplaceTab("netsheets summary", Content((TOTALS,), (Chart("columns", "Earned", 0, 0, (1,)),)), first=True),
    )  # fmt: skip


def members_edits(title: str) -> tuple[Edit, ...]:
    """Return edits on a tab that is someone else's."""
    columns = (
        ShownColumn("Member no.", "text", 10, "A number of your own."),
        ShownColumn("Status", "text", 12, "How far it is.", Choices(("active", "left"))),
        ShownColumn("Lead", "text", 12, "", Reference("netsheets ledger", 1)),
        ShownColumn("Joined on", "day", 12, "The first day.", Bounds("day", 36526)),
    )
    return (DressTab(title, columns, (1, None, None, 2)), Highlight(title, 'A2="x"', "A2", "D"))


def rewritten(workbook: Path, folder: Path, *, members: bool = False) -> tuple[bytes, bytes]:
    """Return the bytes of a copy of the workbook before and after the edits."""
    path = folder / workbook.name
    shutil.copy(workbook, path)
    path.chmod(0o644)
    store = XlsxStore(path)
    snapshot = store.read()
    target = snapshot.grids[0].title if snapshot.grids else "netsheets ledger"
    edits = tool_tabs(target)
    if members and snapshot.grids:
        edits += members_edits(target)
    before = path.read_bytes()
    store.apply(Changeset(edits, snapshot.revision))
    return before, path.read_bytes()


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda each: each.name)
def test_parts_that_are_not_ours_stay_byte_for_byte(workbook: Path, tmp_path: Path) -> None:
    content = rewritten(workbook, tmp_path)
    before, after = (parts_of(each) for each in content)
    for name, part in before.items():
        if name not in SHARED_PARTS:
            assert after[name] == part, name
    assert list(after)[: len(before)] == list(before)
    check_package(content[1])
    had, has = ({each.title: each for each in read_workbook(each, "").grids} for each in content)
    for title, grid in had.items():
        assert (has[title].rows, has[title].first_row) == (grid.rows, grid.first_row)
    assert has["netsheets ledger"].rows == [["line_id", "day", "base", "amount"], *(list(each) for each in LINES)]


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda each: each.name)
def test_dressing_someones_sheet_keeps_its_cells_and_is_done_once(workbook: Path, tmp_path: Path) -> None:
    before, after = rewritten(workbook, tmp_path, members=True)
    check_package(after)
    store = XlsxStore(tmp_path / workbook.name)
    snapshot = store.read()
    title = next((each.title for each in snapshot.grids if not each.title.startswith("netsheets")), None)
    if title is None:
        return
    width = max(grid.first_column + len(row) - 1 for grid in snapshot.grids if grid.title == title for row in grid.rows)
    [dress, highlight] = members_edits(title)
    assert isinstance(dress, DressTab)
    again = DressTab(title, dress.columns, (1, width - 1, width, 2))
    store.apply(Changeset((*tool_tabs(title)[:1], again, highlight), snapshot.revision))
    assert parts_of((tmp_path / workbook.name).read_bytes()) == parts_of(after)
    touched = {name for name, content in parts_of(before).items() if parts_of(after).get(name) != content}
    assert not {name for name in touched if "sharedStrings" in name or "chart" in name or "media" in name}


@pytest.mark.slow
def test_openpyxl_and_libreoffice_open_every_result(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    for each in WORKBOOKS:
        rewritten(each, tmp_path, members=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            load_workbook(tmp_path / each.name).close()
    # The comma-separated form is of each first sheet, our summary: a file LibreOffice can't open has none. It gives up
    # after some 250 files in one run.
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "csv"]
    files = [str(tmp_path / each.name) for each in WORKBOOKS]
    for start in range(0, len(files), 100):
        batch = [*command, "--outdir", str(tmp_path / "csv"), *files[start : start + 100]]
        subprocess.run(batch, check=True, capture_output=True, timeout=300)
    for each in WORKBOOKS:
        shown = (tmp_path / "csv" / f"{each.stem}.csv").read_text(encoding="utf-8", errors="replace")
        assert shown.startswith("Totals,"), each.name
        assert "Bob,80.25" in shown, each.name
