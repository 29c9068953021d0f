"""The tab `issues` leads to the very cells, and the highlights colour exactly those."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook as OpenpyxlWorkbook

from netsheets.commands.network import network
from netsheets.commands.validate import validate
from netsheets.commands.workbook import Workbook
from netsheets.domain.findings import finding
from netsheets.sheets.layout.issues import highlights, issues_tab
from netsheets.sheets.placing import place
from netsheets.stores.port import Highlight, Link
from netsheets.stores.xlsx import XlsxStore
from tests.support.sheets import BILLING, MEMBERS, grid, snapshot


def test_an_issue_says_where_what_and_what_to_do() -> None:
    placements, _ = place(snapshot(grid("Facturation", BILLING)))
    found = finding("ambiguous_day", "billing", 2, "paid_on", "03/04/2026", first="2026-04-03", second="2026-03-04")
    edit = issues_tab([found], placements, "en")
    assert edit.title == "Issues"
    [row] = edit.content.blocks[0].rows
    assert row[:4] == ("error", "ambiguous_day", "Facturation", 2)
    assert row[4:7] == (Link("Facturation!E2", "Facturation", "E2"), "Paid on", "03/04/2026")
    assert row[7:] == (
        "Paid on: “03/04/2026” is text that could be 03/04/2026 or 04/03/2026.",
        "Type the date you mean again, so that the sheet knows it as a date.",
    )


def test_an_issue_of_a_row_leads_to_its_first_cell_and_one_of_a_tab_nowhere() -> None:
    placements, _ = place(snapshot(grid("Billing", BILLING, first_column=3)))
    row = finding("half_filled_row", "billing", 4, missing="amount")
    whole = finding("header_missing", "billing", None, "amount")
    elsewhere = finding("tab_missing", "charter", None)
    cells = [row[4] for row in issues_tab([row, whole, elsewhere], placements, "en").content.blocks[0].rows]
    assert cells == [Link("Billing!C4", "Billing", "C4"), "", ""]


@pytest.mark.parametrize(
    ("title", "target"),
    [("Billing", "Billing!A2"), ("Règlements", "Règlements!A2"), ("Our 'payouts'", "'Our ''payouts'''!A2")],
)
def test_a_title_that_needs_it_is_quoted_and_its_apostrophes_doubled(title: str, target: str) -> None:
    placements, _ = place(snapshot(grid("Payouts", [("payout_id",)])))
    placed = {"payouts": replace(placements["payouts"], title=title)}
    [row] = issues_tab([finding("half_filled_row", "payouts", 2, missing="x")], placed, "en").content.blocks[0].rows
    assert row[4] == Link(target, title, "A2")


def test_without_findings_the_tab_says_so() -> None:
    block = issues_tab([], {}, "fr").content.blocks[0]
    assert [row[0] for row in block.rows] == ["Rien à signaler."]


def test_a_highlight_looks_its_cell_up_in_the_issues_tab_but_for_infos() -> None:
    placements, _ = place(snapshot(grid("Members", [("Our members",), *MEMBERS]), grid("ledger", [("line_id",)])))
    assert highlights(placements, "fr") == (
        Highlight(
            "Members",
            "COUNTIFS('Anomalies'!$E:$E,\"Members!\"&ADDRESS(ROW(A3),COLUMN(A3),4),'Anomalies'!$A:$A,\"<>info\")>0",
            "A3",
            "C",
        ),
    )


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice to evaluate the formulas")
def test_libreoffice_colours_the_cells_that_the_issues_name_and_no_others(tmp_path: Path) -> None:
    book = OpenpyxlWorkbook()
    members, billing = book.active, book.create_sheet("Billing ")
    assert members is not None
    members.title = "Members"
    for row in (*MEMBERS, ("M3", "Cid", "activ")):
        members.append(list(row))
    for line in (("a title line",), BILLING[0][:4], ("B1", "R1", dt.date(2026, 1, 5), "12,5")):
        billing.append(line)
    path = tmp_path / "network.xlsx"
    book.save(path)
    workbook = Workbook(XlsxStore(path), tmp_path / "closings")
    validate(network(workbook, today=dt.date(2026, 3, 1), language=None))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "html", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    page = (tmp_path / "network.html").read_text(encoding="utf-8")
    cells = re.findall(r"<td([^>]*)>(?:<[^/][^>]*>)*([^<]+)", page)
    coloured = {text.strip() for looks, text in cells if 'bgcolor="#FDE3E1"' in looks}
    assert coloured == {"activ", "R1", "12,5"}
