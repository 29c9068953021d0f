"""What commands report: JSON and CSV with the keys of the contract, tables for people, and nothing else on output."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from netsheets.sheets.schema import tab
from tests.support.command_line import TODAY, Ran, done, netsheets, on_terminal, sample

LEDGER = [
    "line_id", "month", "period", "kind", "referral_id", "event_id", "client_id", "payer_id", "payee_id", "currency",
    "base", "amount",
]  # fmt: skip
FINDING = ["severity", "code", "tab", "row", "cell", "column", "value", "message", "suggestion"]
BALANCE = ["member_id", "currency", "opening", "earned", "owed", "paid_out", "received", "closing"]
OWNED = ["client_id", "client", "owner_id", "referral_id", "starts_on", "last_day", "days_left", "status"]
REPORTS: dict[str, list[str]] = {
    "validate": ["validate", "--dry-run"],
    "commissions": ["commissions", "2026-09", "--dry-run"],
    "close": ["close", "2026-09", "--dry-run"],
    "ownership": ["ownership"],
    "balances": ["balances", "2026-08"],
    "explain": ["explain", "R33"],
    "doctor": ["doctor"],
}
HEADERS = {
    "validate": FINDING,
    "commissions": LEDGER,
    "close": LEDGER,
    "ownership": OWNED,
    "balances": BALANCE,
    "explain": [
        "event_id", "occurred_on", "commissionable_on", "period", "base", "reason", "cumulated_base",
        "cumulated_commission", "commission",
    ],
    "doctor": ["subject", "verdict", "seen", "advice"],
}  # fmt: skip
TERMINAL = pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of POSIX's kind")
MONEY = re.compile(r"-?\d+\.\d{2}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sample workbook whose August is closed."""
    path = sample(tmp_path_factory.mktemp("formats"))
    done("close", "2026-08", "-w", path, "--today", TODAY)
    return path


def report(name: str, workbook: Path, shape: str) -> Ran:
    return netsheets(*REPORTS[name], "-w", workbook, "--today", TODAY, "--format", shape)


@pytest.mark.parametrize("name", REPORTS)
def test_csv_headers_are_the_keys(name: str, workbook: Path) -> None:
    ran = report(name, workbook, "csv")
    assert ran.code == 0
    assert ran.out.splitlines()[0].split(",") == HEADERS[name]
    assert all(list(row) == HEADERS[name] for row in ran.rows)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("shape", ["table", "json", "csv"])
def test_a_report_is_the_same_twice(name: str, shape: str, workbook: Path) -> None:
    assert report(name, workbook, shape) == report(name, workbook, shape)


@pytest.mark.parametrize("name", REPORTS)
def test_a_table_for_people_has_no_escape_sequence_and_no_blank_at_a_lines_end(name: str, workbook: Path) -> None:
    ran = report(name, workbook, "table")
    assert ran.out
    assert "\x1b" not in ran.out
    assert all(line == line.rstrip() for line in ran.out.splitlines())


@pytest.mark.parametrize("name", ["commissions", "close"])
def test_json_of_a_month(name: str, workbook: Path) -> None:
    document = report(name, workbook, "json").document
    assert list(document) == ["month", "status", "posted", "held", "excluded", "totals", "findings", "restatements"]
    assert (document["month"], document["status"]) == ("2026-09", "draft")
    for line in document["posted"]:
        assert list(line) == LEDGER
        assert line["line_id"] is None
        assert line["month"] == "2026-09"
        assert line["kind"] in ("commission", "payment")
        assert MONEY.fullmatch(line["amount"])
        assert MONEY.fullmatch(line["base"])
    assert [list(each) for each in document["held"]] == [[*LEDGER, "dispute_id"]] * 2
    assert {each["reason"] for each in document["excluded"]} <= {
        "outside_window", "no_window", "on_hold", "disputed", "waived", "invalid", "before_ledger",
    }  # fmt: skip
    assert all(list(each) == ["referral_id", "event_id", "base", "reason"] for each in document["excluded"])
    assert all(list(each) == ["currency", "payee_id", "amount"] for each in document["totals"])
    assert sum(Decimal(each["amount"]) for each in document["totals"]) == sum(
        Decimal(each["amount"]) for each in document["posted"] if each["kind"] != "payment"
    )


def test_json_of_a_closed_month_numbers_its_lines(workbook: Path) -> None:
    document = netsheets("close", "2026-08", "-w", workbook, "--today", TODAY, "--format", "json").document
    assert document["status"] == "closed"
    assert [each["line_id"] for each in document["posted"]] == [f"2026-08-{number:04}" for number in range(1, 23)]


def test_json_of_findings(workbook: Path) -> None:
    document = report("validate", workbook, "json").document
    assert list(document) == ["findings", "counts"]
    assert document["counts"] == {"error": 0, "warning": 3, "info": 3}
    assert all(list(each) == FINDING for each in document["findings"])
    first = document["findings"][0]
    assert (first["severity"], first["tab"], first["row"], first["cell"]) == ("warning", "interviews", 9, "J9")
    assert report("commissions", workbook, "json").document["findings"] == document["findings"]


def test_json_of_ownership(workbook: Path) -> None:
    document = report("ownership", workbook, "json").document
    assert all(list(each) == OWNED == [column.key for column in tab("ownership").columns] for each in document)
    owned = next(each for each in document if each["client_id"] == "C06")
    assert owned == {
        "client_id": "C06",
        "client": "Restaurant La Cuillère Tordue",
        "owner_id": "M02",
        "referral_id": "R07",
        "starts_on": "2025-11-28",
        "last_day": "2026-11-28",
        "days_left": 6,
        "status": "expiring",
    }
    assert {each["status"] for each in document} <= {"owned", "expiring", "expired", "none"}


def test_json_of_balances(workbook: Path) -> None:
    document = report("balances", workbook, "json").document
    assert list(document) == ["month", "balances", "transfers"]
    assert document["month"] == "2026-08"
    assert all(list(each) == BALANCE for each in document["balances"])
    assert all(MONEY.fullmatch(each[key]) for each in document["balances"] for key in BALANCE[2:])
    assert all(list(each) == ["payer_id", "payee_id", "currency", "amount"] for each in document["transfers"])


def test_json_of_a_story_has_money_and_days_as_strings(workbook: Path) -> None:
    document = report("explain", workbook, "json").document
    assert (document["referral_id"], document["given_on"], document["window"]["last_day"]) == (
        "R33", "2026-07-06", "2027-07-20",
    )  # fmt: skip
    first = document["events"][0]
    assert (first["event_id"], first["period"], first["base"], first["commission"]) == (
        "B45", "2026-08", "1800.00", "270.00",
    )  # fmt: skip
    assert [each["amount"] for each in document["posted"]] == ["256.50", "13.50"]
    assert all(each["month"] == "2026-08" for each in document["posted"])
    assert_plain(document)


@pytest.mark.parametrize("name", REPORTS)
def test_json_holds_no_binary_fraction_and_no_month_in_pieces(name: str, workbook: Path) -> None:
    assert_plain(report(name, workbook, "json").document)


def assert_plain(value: Any) -> None:
    """Check that a document is made of texts, whole numbers, lists of objects and objects."""
    if isinstance(value, dict):
        for each in value.values():
            assert_plain(each)
    elif isinstance(value, list):
        assert all(isinstance(each, dict | str) for each in value), value
        for each in value:
            assert_plain(each)
    else:
        assert value is None or isinstance(value, str | bool | int)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("shape", ["json", "csv"])
def test_programs_get_the_same_words_in_every_language(name: str, shape: str, workbook: Path) -> None:
    options = (*REPORTS[name], "-w", workbook, "--today", TODAY, "--format", shape)
    spoken = {"message", "suggestion", "subject", "seen", "advice"}
    english, french = (netsheets(*options, "--lang", language) for language in ("en", "fr"))
    if shape == "csv":
        kept = [key for key in HEADERS[name] if key not in spoken]
        assert [[row[key] for key in kept] for row in english.rows] == [
            [row[key] for key in kept] for row in french.rows
        ]
    elif name not in ("validate", "commissions", "close", "doctor"):
        assert english.document == french.document


def test_people_read_days_and_amounts_as_they_write_them(workbook: Path) -> None:
    english = netsheets(*REPORTS["ownership"], "-w", workbook, "--today", TODAY).out
    assert "28/11/2026" in english
    assert "2026-11-28" not in english
    french = netsheets("commissions", "2026-08", "-w", workbook, "--today", TODAY, "--lang", "fr", "--dry-run").out
    assert "2026-08, clôturé (EUR, HT)" in french
    assert "1\u202f489,12" in french


def test_people_read_names_not_numbers(workbook: Path) -> None:
    balances = netsheets(*REPORTS["balances"], "-w", workbook, "--today", TODAY).out
    assert "Karim Ouvrac" in balances
    assert "Tournemain Network" in balances
    assert "M02" not in balances
    assert "NETWORK" not in balances


def test_where_there_is_nothing_to_show_it_says_so(tmp_path: Path) -> None:
    done("init", tmp_path / "new.xlsx")
    for command in ("ownership", "balances"):
        ran = netsheets(command, "-w", tmp_path / "new.xlsx")
        assert (ran.code, ran.out, ran.err) == (0, "", "Nothing to show.\n")
    month = netsheets("commissions", "2026-08", "-w", tmp_path / "new.xlsx")
    assert month.out == "2026-08, as it would close now (EUR, excl. VAT)\nNothing to post.\n"


def test_an_unknown_format_is_misuse(workbook: Path) -> None:
    assert netsheets("validate", "-w", workbook, "--format", "xml").code == 2


@TERMINAL
@pytest.mark.parametrize("columns", [80, 100])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", [name for name in REPORTS if name != "close"])
def test_a_table_fits_the_terminal(name: str, language: str, columns: int, workbook: Path) -> None:
    arguments = (*REPORTS[name], "-w", workbook, "--today", TODAY, "--lang", language)
    shown = on_terminal(*arguments, columns=columns, environment={"NO_COLOR": "1"})
    assert "\x1b[3" not in shown
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|[\u2800-\u28ff] …", "", shown)
    lines = [line for line in plain.splitlines() if str(workbook) not in line]
    assert [line for line in lines if len(line) > columns] == []
    assert "…" not in plain
    assert len(lines) > 3


@TERMINAL
def test_a_narrow_terminal_says_which_columns_it_leaves_out(workbook: Path) -> None:
    arguments = ("commissions", "2026-08", "-w", workbook, "--today", TODAY, "--dry-run")
    narrow = on_terminal(*arguments, columns=80, environment={"NO_COLOR": "1"})
    assert "(no room for: Line no., Event, Base; a wider window shows them)" in narrow
    wide = on_terminal(*arguments, columns=160, environment={"NO_COLOR": "1"})
    assert "no room for" not in wide
    assert "2026-08-0001" in wide


@TERMINAL
@pytest.mark.parametrize(("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_terminals_and_honour_no_color(
    environment: dict[str, str], coloured: bool, workbook: Path
) -> None:
    shown = on_terminal("validate", "--dry-run", "-w", workbook, "--today", TODAY, environment=environment)
    assert ("\x1b[33m" in shown) is coloured
    assert ("\x1b[1m" in shown) is coloured


RESULTS = (
    ("validate", "--dry-run"),
    ("balances", "2026-08"),
    ("ownership",),
    ("explain", "R33"),
    ("close", "2026-08"),
    ("doctor",),
    ("admit", "M14"),
    ("payouts", "record", "2026-08"),
)


@pytest.mark.parametrize("command", RESULTS, ids=" ".join)
def test_every_command_that_shows_a_table_writes_it_too(command: tuple[str, ...], tmp_path: Path) -> None:
    workbook = sample(tmp_path)
    if command[0] in {"balances", "payouts"}:
        done("close", "2026-08", "-w", workbook, "--today", TODAY)
    for ending in ("html", "xlsx", "md", "json", "csv"):
        file = tmp_path / f"result.{ending}"
        ran = netsheets(*command, "-w", workbook, "--today", TODAY, "-o", file)
        assert (ran.code, ran.out.splitlines()[:1]) == (0, [str(file)]), ran
        assert file.stat().st_size > 30
    document = json.loads((tmp_path / "result.json").read_text("utf-8"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "result.csv").read_text("utf-8"))))
    assert document
    assert rows


def test_a_table_is_never_written_over_the_workbook_nor_in_an_unknown_form(tmp_path: Path) -> None:
    workbook = sample(tmp_path)
    before = workbook.read_bytes()
    over = netsheets("ownership", "-w", workbook, "-o", workbook)
    unknown = netsheets("close", "2026-08", "-w", workbook, "--today", TODAY, "-o", tmp_path / "month.pdf")
    assert (over.code, unknown.code, unknown.out) == (2, 2, "")
    assert "is the workbook itself" in over.err
    assert ".xlsx, .html, .htm, .md, .json, .csv" in unknown.err
    assert workbook.read_bytes() == before


def test_a_month_is_not_closed_where_its_file_would_replace_the_workbook(tmp_path: Path) -> None:
    workbook = sample(tmp_path)
    before = workbook.read_bytes()
    ran = netsheets("close", "2026-08", "-w", workbook, "--today", TODAY, "-o", workbook)
    assert (ran.code, ran.out) == (2, "")
    assert workbook.read_bytes() == before
    assert not (tmp_path / "closings").exists()


@pytest.mark.parametrize("ending", ["html", "xlsx", "md"])
def test_a_file_is_written_where_there_is_nothing_to_show_too(ending: str, tmp_path: Path) -> None:
    workbook, file = tmp_path / "empty.xlsx", tmp_path / f"result.{ending}"
    done("init", workbook, "--lang", "en")
    ran = netsheets("validate", "-w", workbook, "--today", TODAY, "-o", file)
    assert (ran.code, ran.out) == (0, f"{file}\n")
    assert "Nothing to show." in shown_in(file)


def test_a_file_says_its_title_once_and_lines_are_no_table(tmp_path: Path) -> None:
    workbook, file = sample(tmp_path), tmp_path / "story.md"
    done("explain", "R33", "-w", workbook, "--today", TODAY, "-o", file)
    told = file.read_text("utf-8")
    assert told.count("R33: ") == 1
    assert "|  |" not in told.splitlines()
    assert "\n## Ownership of the client\n\nStarts on 20/07/2026, last day 20/07/2027.\n" in told


def shown_in(file: Path) -> str:
    """Return what a person reads in a file, as far as these tests ask."""
    if file.suffix != ".xlsx":
        return file.read_text("utf-8")
    return "\n".join(str(cell) for row in load_workbook(file).worksheets[0].iter_rows(values_only=True) for cell in row)
