"""`report NAME` as a person uses it: on the screen, in the tab, in a file; and what goes wrong."""

from __future__ import annotations

import json
import os
import re
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from netsheets.cli.report import report_command
from netsheets.exports.document.words import words_of
from netsheets.texts import LANGUAGES, Language
from tests.support.cases import Edit
from tests.support.command_line import done, files_of, netsheets, on_terminal, sample
from tests.support.typed_workbook import edit_workbook

TODAY = ("--today", "2026-11-22")
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sample workbook that tests may read but not change."""
    return sample(tmp_path_factory.mktemp("report"))


def first_column(path: Path, title: str) -> list[object]:
    return [row[0] for row in load_workbook(path)[title].iter_rows(values_only=True) if row[0]]


def test_without_a_name_the_reports_are_listed(tmp_path: Path) -> None:
    ran = netsheets("report", folder=tmp_path)
    assert ran.code == 0
    assert ran.out.splitlines()[0].startswith("The reports on the life of the network.")
    assert "teams        each team lead with their members, and who needs a hand" in ran.out.splitlines()
    assert "équipe" in netsheets("report", "--lang", "fr", folder=tmp_path).out
    assert "équipe" in netsheets("--lang", "fr", "report", folder=tmp_path).out


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_report_says_what_it_is_about(language: Language) -> None:
    about = words_of("shared", language).of("about")
    assert set(report_command.commands) == set(about)


@pytest.mark.parametrize("typed", ["team", "Teams", "teems"])
def test_an_unknown_report_gets_the_nearest(typed: str) -> None:
    ran = netsheets("report", typed)
    assert ran.code == 2
    assert f"No such command '{typed}'" in ran.err


@pytest.mark.skipif(version("click") < "8.4", reason="click suggests commands from 8.4 on")
def test_a_name_nearly_right_gets_a_suggestion() -> None:
    assert "teams" in netsheets("report", "team").err.split("\n\n")[-1]


def test_a_report_is_shown_and_written_to_its_tab(tmp_path: Path) -> None:
    path = sample(tmp_path)
    ran = done("report", "teams", "-w", path, *TODAY)
    assert ran.out.splitlines()[0] == "Teams"
    assert "Team of Solène Vasterre: 3 of at most 6" in ran.out
    assert ran.err == "Also in the workbook, in the tab Teams.\n"
    assert "Team of Solène Vasterre: 3 of at most 6" in first_column(path, "Teams")


def test_a_report_speaks_the_workbooks_language(tmp_path: Path) -> None:
    path = sample(tmp_path, "fr")
    ran = done("report", "teams", "-w", path, *TODAY)
    assert "Solène Vasterre et son équipe : 3 sur 6 au plus" in ran.out
    assert ran.err == "Également dans le classeur, onglet Équipes.\n"
    assert "Solène Vasterre et son équipe : 3 sur 6 au plus" in first_column(path, "Équipes")


def test_the_tab_is_in_the_workbooks_language_and_the_screen_in_the_one_asked_for(tmp_path: Path) -> None:
    path = sample(tmp_path)
    ran = done("report", "teams", "-w", path, *TODAY, "--lang", "fr")
    assert ran.out.startswith("Équipes")
    assert first_column(path, "Teams")[0] == "Teams"


@pytest.mark.parametrize("place", [0, 1, 2], ids=["before", "between", "after"])
def test_the_workbook_may_be_named_anywhere(network: Path, place: int) -> None:
    words: list[object] = ["report", "teams"]
    words[place:place] = ["-w", network, *TODAY]
    assert "Solène" in done(*words, "--dry-run").out


def test_a_dry_run_says_what_would_change_and_changes_nothing(tmp_path: Path) -> None:
    path = sample(tmp_path)
    before = path.read_bytes()
    ran = done("report", "teams", "-w", path, *TODAY, "--dry-run")
    assert "Solène" in ran.out
    assert "Nothing was written" in ran.err
    assert "Teams" in ran.err
    assert path.read_bytes() == before


def test_json_carries_ids_and_raw_words(network: Path) -> None:
    found: Any = done("report", "teams", "-w", network, *TODAY, "--format", "json", "--dry-run").document
    assert found["on"] == "2026-11-22"
    assert [each["lead_id"] for each in found["teams"]] == ["M01", "M04", ""]
    mate = found["teams"][0]["mates"][0]
    assert (mate["member_id"], mate["newcomer"], mate["need"]) == ("M07", False, None)


def test_rows_left_out_for_an_error_are_told(tmp_path: Path) -> None:
    path = sample(tmp_path)
    edit_workbook(path, Edit("members", None, "M07", {"left_on": "soon"}))
    ran = done("report", "teams", "-w", path, *TODAY)
    assert "Thibault" not in ran.out
    assert "Rows with an error are left out of it: Members (1). `netsheets validate` says what is wrong." in ran.err
    french = done("agenda", "-w", path, *TODAY, "--lang", "fr", "-o", tmp_path / "agenda.md")
    assert "Les lignes en erreur n'y comptent pas : Membres (1)." in french.err
    assert "left out" not in done("charter", "show", "-w", path, *TODAY, "--dry-run").err


def test_a_list_is_read_alike_on_the_screen_and_in_a_file(network: Path, tmp_path: Path) -> None:
    path = tmp_path / "directory.md"
    done("report", "directory", "-w", network, *TODAY, "-o", path)
    said = "interior design, space planning, lighting design"
    assert said in path.read_text("utf-8")
    assert said in done("report", "directory", "-w", network, *TODAY, "--dry-run").out


def test_csv_carries_every_member_with_their_lead(network: Path) -> None:
    rows = done("report", "teams", "-w", network, *TODAY, "--format", "csv", "--dry-run").rows
    assert len(rows) == 10
    assert rows[0] | {"given": "2"} == rows[0]
    assert (rows[0]["lead_id"], rows[0]["member_id"], rows[0]["joined_on"]) == ("M01", "M07", "2024-03-04")


@pytest.mark.parametrize("name", ["teams.xlsx", "teams.html", "teams.HTM", "teams.md", "teams.json"])
def test_a_file_gets_the_form_its_name_ends_with(network: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "new folder" / name
    before = network.read_bytes()
    ran = done("report", "teams", "-w", network, *TODAY, "-o", path)
    assert ran.err == "Teams, in a file:\n"
    assert ran.out == f"{path}\n"
    assert network.read_bytes() == before
    content = path.read_bytes()
    match path.suffix.lower():
        case ".xlsx":
            assert load_workbook(path).sheetnames == ["Teams"]
        case ".json":
            assert json.loads(content)["teams"]
        case ".md":
            assert content.startswith(b"# Teams\n")
        case _:
            assert content.startswith(b'<!DOCTYPE html>\n<html lang="en"')


def test_the_same_report_is_the_same_file(network: Path, tmp_path: Path) -> None:
    made = []
    for folder in ("first", "second"):
        for ending in ("xlsx", "html", "md", "json"):
            done("report", "teams", "-w", network, *TODAY, "-o", tmp_path / folder / f"teams.{ending}")
        made.append(files_of(tmp_path / folder))
    assert made[0] == made[1]


def test_a_file_is_written_over_by_the_next_one(network: Path, tmp_path: Path) -> None:
    path = tmp_path / "teams.md"
    path.write_text("old")
    done("report", "teams", "-w", network, *TODAY, "-o", path)
    assert path.read_text("utf-8").startswith("# Teams")


def test_a_dry_run_writes_no_file(network: Path, tmp_path: Path) -> None:
    ran = done("report", "teams", "-w", network, *TODAY, "-o", tmp_path / "teams.html", "--dry-run")
    assert "Nothing was written" in ran.err
    assert files_of(tmp_path) == {}


@pytest.mark.parametrize("name", ["teams.pdf", "teams", "teams.xls", ".html"])
@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_an_unknown_ending_is_refused_before_anything_is_read(tmp_path: Path, name: str, more: tuple[str, ...]) -> None:
    ran = netsheets("report", "teams", "-w", tmp_path / "nowhere.xlsx", "-o", tmp_path / name, *more)
    assert ran.code == 2
    assert ".xlsx, .html, .htm, .md, .json" in ran.err
    assert files_of(tmp_path) == {}


@pytest.mark.parametrize("named", ["network.xlsx", "./network.xlsx", "sub/../network.xlsx"])
def test_a_report_never_takes_the_workbooks_place(tmp_path: Path, named: str) -> None:
    path = sample(tmp_path)
    (tmp_path / "sub").mkdir()
    before = path.read_bytes()
    for more in ((), ("--dry-run",)):
        ran = netsheets("report", "teams", "-w", "network.xlsx", *TODAY, "-o", named, *more, folder=tmp_path)
        assert ran.code == 2
        assert "is the workbook itself" in ran.err
    assert path.read_bytes() == before


def test_a_folder_is_no_file(network: Path, tmp_path: Path) -> None:
    (tmp_path / "teams.html").mkdir()
    ran = netsheets("report", "teams", "-w", network, *TODAY, "-o", tmp_path / "teams.html")
    assert ran.code == 4
    assert "teams.html" in ran.err


def test_a_path_below_a_file_is_refused(network: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    ran = netsheets("report", "teams", "-w", network, *TODAY, "-o", tmp_path / "file" / "teams.html")
    assert ran.code == 4
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_closed_to_us_is_refused(network: Path, tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    ran = netsheets("report", "teams", "-w", network, *TODAY, "-o", tmp_path / "closed" / "teams.html")
    assert ran.code == 4


def test_a_missing_workbook_is_said_in_words(tmp_path: Path) -> None:
    ran = netsheets("report", "teams", "-w", tmp_path / "nowhere.xlsx")
    assert ran.code == 4
    assert "nowhere.xlsx" in ran.err


def seen(*arguments: object, columns: int) -> list[str]:
    """Return the lines a terminal shows."""
    if sys.platform == "win32":
        pytest.skip("needs a terminal as Unix has it")
    shown = on_terminal(*arguments, columns=columns)
    return [ESCAPES.sub("", line.split("\r")[-1]) for line in shown.splitlines()]


def test_a_terminal_of_80_columns_shows_every_word_whole(network: Path) -> None:
    lines = seen("report", "teams", "-w", network, *TODAY, "--dry-run", columns=80)
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    for word in ("Quillivor", "Marsempoix", "14/09/2026", "Newcomer", "Referrals", "Needs"):
        assert re.search(rf"\b{word}\b", text), word


def test_a_table_too_wide_for_a_terminal_is_a_paragraph_a_row(network: Path) -> None:
    lines = seen("report", "activity", "2026-10", "-w", network, *TODAY, "--dry-run", columns=60)
    assert max(map(len, lines)) <= 60
    start = next(number for number, line in enumerate(lines) if line.strip() == "Solène Vasterre")
    assert lines[start + 1].startswith("  Attendance: ")


def test_a_table_too_wide_has_french_colons_in_french(tmp_path: Path) -> None:
    path = sample(tmp_path, "fr")
    lines = seen("report", "activity", "2026-10", "-w", path, *TODAY, "--dry-run", columns=60)
    start = next(number for number, line in enumerate(lines) if line.strip() == "Solène Vasterre")
    assert lines[start + 1].startswith("  Assiduité : ")


NAMES = (
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "=1+1",
    "a|b",
    "x" * 300,
    "Zoé 👩‍🔧",
    "*bold* [link](http://x.example)",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sample workbook some of whose members have names nobody is safe from."""
    path = sample(tmp_path_factory.mktemp("hostile"))
    book = load_workbook(path)
    sheet = book["Members"]
    [column] = [cell.column for cell in sheet[1] if cell.value == "Name"]
    for row, name in enumerate(NAMES, 2):
        cell: Any = sheet.cell(row, column)
        cell.value, cell.data_type = name, "s"
    book.save(path)
    done("report", "teams", "-w", path, *TODAY)
    return path


def test_hostile_names_are_text_in_the_tab(hostile: Path) -> None:
    cells = [cell for row in load_workbook(hostile)["Teams"].iter_rows() for cell in row if cell.value is not None]
    assert all(each.data_type != "f" for each in cells)
    shown = "\n".join(str(each.value) for each in cells)
    assert all(name in shown for name in NAMES)


@pytest.mark.parametrize(
    ("ending", "written"),
    [
        ("html", ("&lt;script&gt;alert(1)&lt;/script&gt;", "{{ 7*7 }}", "a|b", "*bold* [link]")),
        ("md", ("\\<script\\>alert(1)\\</script\\>", "{{ 7\\*7 }}", "a\\|b", "\\*bold\\* \\[link\\]")),
    ],
)
def test_hostile_names_are_text_in_a_file(hostile: Path, tmp_path: Path, ending: str, written: tuple[str, ...]) -> None:
    path = tmp_path / f"teams.{ending}"
    done("report", "teams", "-w", hostile, *TODAY, "-o", path)
    content = path.read_text("utf-8")
    assert all(each in content for each in (*written, "=1+1", "x" * 300, "👩‍🔧"))
    assert re.search(r"(?<!\\)<script", content) is None


def test_hostile_names_are_text_in_excel(hostile: Path, tmp_path: Path) -> None:
    done("report", "teams", "-w", hostile, *TODAY, "-o", tmp_path / "teams.xlsx")
    cells = [cell for row in load_workbook(tmp_path / "teams.xlsx")["Teams"].iter_rows() for cell in row]
    assert all(each.data_type != "f" for each in cells)
    shown = "\n".join(str(each.value) for each in cells)
    assert all(name in shown for name in NAMES)
