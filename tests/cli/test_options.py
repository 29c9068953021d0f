"""What every command shares: the workbook's name, the day, the language, the month, rehearsals, exit codes, help."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from openpyxl import load_workbook

from netsheets import __version__
from netsheets.cli.app import COMMANDS, app
from tests.support.command_line import (
    TODAY,
    done,
    files_of,
    in_process,
    netsheets,
    process_environment,
    sample,
    write_csv,
)

MARCH = "2026-03"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Return a sample workbook in a folder of its own."""
    return sample(tmp_path)


def test_the_workbook_is_named_by_option_then_variable_then_settings(tmp_path: Path) -> None:
    for name in ("option", "variable", "settings"):
        done("init", tmp_path / f"{name}.xlsx")
    (tmp_path / "netsheets.toml").write_text('workbook = "settings.xlsx"\n', "utf-8")
    variable = {"NETSHEETS_WORKBOOK": "variable.xlsx"}
    asked = ("doctor", "--format", "csv")
    seen = [
        netsheets(*asked, folder=tmp_path).rows,
        netsheets(*asked, folder=tmp_path, environment=variable).rows,
        netsheets(*asked, "-w", "option.xlsx", folder=tmp_path, environment=variable).rows,
    ]
    named = [next(row["seen"] for row in rows if row["subject"] == "Workbook") for rows in seen]
    assert [Path(each).name for each in named] == ["settings.xlsx", "variable.xlsx", "option.xlsx"]


def test_the_option_stands_before_or_after_the_command(workbook: Path) -> None:
    before = netsheets("--workbook", workbook, "--today", TODAY, "ownership", "--format", "json")
    after = netsheets("ownership", "--format", "json", "--today", TODAY, "-w", workbook)
    assert before.document == after.document != []


def test_no_workbook_named(tmp_path: Path) -> None:
    ran = netsheets("validate", folder=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Which workbook? Name it with `-w network.xlsx`")


@pytest.mark.parametrize(
    ("settings", "line"), [("workbook = network.xlsx\n", "line 1"), ('# ours\n\nworkbook = "a.xlsx\n', "line 3")]
)
def test_settings_that_are_no_toml_say_the_line(settings: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "netsheets.toml").write_text(settings, "utf-8")
    ran = netsheets("validate", folder=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert line in ran.err
    assert 'workbook = "network.xlsx"' in ran.err


def test_settings_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "netsheets.toml").write_bytes(b"workbook = \xff\xfe")
    assert netsheets("validate", folder=tmp_path).code in (2, 4)


def test_a_setting_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    (tmp_path / "netsheets.toml").write_text("[acounting]\nsuppliers = '4011'\n", "utf-8")
    ran = netsheets("validate", folder=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "nobody reads “acounting”. Did you mean: accounting?" in ran.err


def test_month_left_out_is_the_month_before_todays(workbook: Path) -> None:
    for today, month in (("2026-11-01", "2026-10"), ("2027-01-31", "2026-12")):
        ran = netsheets("commissions", "-w", workbook, "--today", today, "--dry-run", "--format", "json")
        assert ran.document["month"] == month


def test_without_today_it_is_today(workbook: Path) -> None:
    today = dt.datetime.now().astimezone().date()
    before = (today.replace(day=1) - dt.timedelta(days=1)).strftime("%Y-%m")
    assert netsheets("balances", "-w", workbook, "--format", "json").document["month"] == before


@pytest.mark.parametrize("command", ["commissions", "close", "balances", "restore"])
@pytest.mark.parametrize("month", ["2026-13", "2026-00", "october", "26-10", "2026-1", "2026-10-31"])
def test_what_is_no_month_is_misuse(command: str, month: str, workbook: Path) -> None:
    ran = netsheets(command, month, "-w", workbook)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"“{month}” is not a month. Write it as year-month: 2026-10.\n"


@pytest.mark.parametrize("day", ["2026-02-30", "31/10/2026", "tomorrow"])
def test_what_is_no_day_is_misuse(day: str, workbook: Path) -> None:
    for arguments in (("ownership", "--on", day), ("validate", "--today", day)):
        ran = netsheets(*arguments, "-w", workbook)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == f"“{day}” is not a day. Write it as year-month-day: 2026-10-31.\n"


def test_messages_are_in_the_workbooks_language_else_the_terminals(tmp_path: Path) -> None:
    french = {"LANG": "fr_FR.UTF-8"}
    done("init", tmp_path / "en.xlsx", "--lang", "en")
    assert netsheets("validate", "-w", tmp_path / "en.xlsx", environment=french).err.startswith("Errors: 0")
    done("init", tmp_path / "fr.xlsx", "--lang", "fr")
    assert netsheets("validate", "-w", tmp_path / "fr.xlsx").err.startswith("Erreurs : 0")
    assert netsheets("validate", "-w", tmp_path / "fr.xlsx", "--lang", "en").err.startswith("Errors: 0")
    for command in ("upgrade", "doctor"):
        ran = netsheets(command, "-w", tmp_path / "fr.xlsx")
        assert "à jour" in ran.err or "Classeur" in ran.out
    assert netsheets("validate", "-w", tmp_path / "none.xlsx", environment=french).err.startswith("Il n'y a pas")


def test_the_language_of_messages_never_changes_the_workbooks(tmp_path: Path) -> None:
    workbook = sample(tmp_path, "fr")
    done("validate", "-w", workbook, "--today", TODAY, "--lang", "fr")
    first = workbook.read_bytes()
    done("validate", "-w", workbook, "--today", TODAY, "--lang", "en")
    assert workbook.read_bytes() == first
    done("close", "2026-08", "-w", workbook, "--today", TODAY, "--lang", "en")
    assert "Month" not in str(load_workbook(workbook)["Synthèse"]["A1"].value)


def test_what_is_added_to_a_french_workbook_is_french(tmp_path: Path) -> None:
    done("init", tmp_path / "fr.xlsx", "--lang", "fr")
    write_csv(tmp_path / "csv" / "meetings.csv", [{"meeting_id": "1", "held_on": "2026-10-01", "kind": "meeting"}])
    ran = done("import", tmp_path / "csv", "-w", tmp_path / "fr.xlsx")
    assert ran.err == "Réunions : lignes ajoutées : 1\n"
    assert "Réunions" in load_workbook(tmp_path / "fr.xlsx").sheetnames


WRITES = {
    "init": ["init", "other.xlsx"],
    "upgrade": ["upgrade", "-w", "network.xlsx"],
    "import": ["import", "late", "-w", "network.xlsx"],
    "validate": ["validate", "-w", "network.xlsx"],
    "commissions": ["commissions", "2026-09", "-w", "network.xlsx"],
    "close": ["close", "2026-09", "-w", "network.xlsx"],
    "restore": ["restore", "2026-08", "-w", "network.xlsx"],
    "statements": ["statements", "2026-08", "-o", "statements", "-w", "network.xlsx"],
    "demo": ["demo", "demonstration"],
}


@pytest.mark.parametrize("command", WRITES)
def test_a_rehearsal_says_what_would_change_and_changes_nothing(command: str, workbook: Path) -> None:
    folder = workbook.parent
    write_csv(folder / "late" / "clients.csv", [{"client_id": "C99", "name": "New"}])
    done("close", "2026-08", "-w", workbook, "--today", TODAY)
    before = files_of(folder)
    ran = netsheets(*WRITES[command], "--dry-run", "--today", TODAY, folder=folder)
    assert ran.code == 0, ran
    assert "Nothing was written. This is what would change:" in ran.err
    assert len((ran.err + ran.out).splitlines()) > 1
    assert files_of(folder) == before
    assert sorted(path.name for path in folder.iterdir()) == ["closings", "late", "network.xlsx"]


def test_a_rehearsed_close_closes_nothing(workbook: Path) -> None:
    for _ in range(2):
        ran = done("close", "2026-08", "-w", workbook, "--today", TODAY, "--dry-run", "--format", "json")
        assert ran.document["status"] == "draft"
        assert "  Commissions: added below (rows: 22)" in ran.err
    assert done("close", "2026-08", "-w", workbook, "--today", TODAY, "--format", "json").document["status"] == "closed"


def every_command() -> list[str]:
    """Return what is typed for every command, those of a group with the group's name before."""
    context = click.Context(app)
    found = []
    for name in COMMANDS:
        command = app.get_command(context, name)
        found += [name, *(f"{name} {below}" for below in getattr(command, "commands", {}))]
    return found


@pytest.mark.parametrize("command", [name for name in every_command() if name != "demo"])
def test_results_go_to_output_and_words_to_error(command: str, workbook: Path) -> None:
    ran = netsheets(*command.split(), "--frobnicate", "-w", workbook)
    assert (ran.code, ran.out) == (2, "")
    assert "No such option" in ran.err


def test_unknown_commands_are_misuse() -> None:
    assert netsheets("frobnicate").code == 2


def test_version() -> None:
    assert netsheets("--version").out == f"netsheets, version {__version__}\n"


@pytest.mark.parametrize("command", every_command())
def test_the_help_of_every_command_ends_with_an_example(command: str) -> None:
    ran = netsheets(*command.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.rstrip().splitlines()[-1].startswith(f"  Example: netsheets {command}")
    assert "--workbook" in ran.out
    assert "--lang" in ran.out


def test_the_program_alone_shows_its_help() -> None:
    ran = netsheets("--help")
    assert ran.code == 0
    lines = ran.out.split("Commands:\n")[1].splitlines()
    named = [line.split()[0] for line in lines if line[2:3].strip() and not line.startswith("  Example:")]
    assert named == list(COMMANDS)
    assert ran.out.rstrip().splitlines()[-1] == "  Example: netsheets validate -w network.xlsx"


@pytest.mark.parametrize("command", every_command())
def test_every_example_of_the_help_is_understood(command: str, tmp_path: Path) -> None:
    example = netsheets(*command.split(), "--help").out.rstrip().splitlines()[-1].split("netsheets ", 1)[1].split()
    ran = netsheets(*example, folder=tmp_path)
    assert ran.code in (0, 1, 2, 4)
    assert "Usage:" not in ran.err


def test_errors_end_with_1_and_a_close_passes_over_them_only_when_told(workbook: Path) -> None:
    wrong = {"billing_id": "B900", "referral_id": "R33", "amount": "12,5 EUR?"}
    write_csv(workbook.parent / "csv" / "billing.csv", [wrong])
    done("import", workbook.parent / "csv", "-w", workbook)
    options = ("-w", workbook, "--today", TODAY, "--format", "json")
    found = netsheets("validate", *options)
    assert found.code == 1
    assert found.document["counts"]["error"] > 0
    refused = netsheets("close", "2026-08", *options)
    assert (refused.code, refused.document["status"], refused.document["posted"]) == (1, "draft", [])
    assert "--skip-invalid" in refused.err
    closed = netsheets("close", "2026-08", "--skip-invalid", *options)
    assert (closed.code, closed.document["status"]) == (0, "closed")
    assert [each["event_id"] for each in closed.document["excluded"] if each["reason"] == "invalid"] == ["B900"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion_script(shell: str) -> None:
    script = in_process(environment={"_NETSHEETS_COMPLETE": f"{shell}_source"})
    assert script.code == 0
    assert f"_NETSHEETS_COMPLETE={shell}_complete" in script.out


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("clo", ["close"]),
        ("co", ["commissions"]),
        ("close --skip", ["--skip-invalid"]),
        ("validate --format ", ["csv", "json", "table"]),
        ("--lang f", ["fr"]),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_a_word_goes_on(shell: str, typed: str, completed: list[str]) -> None:
    words = typed.split(" ")
    places = {"bash": str(len(words)), "zsh": str(len(words)), "fish": words[-1]}
    told = in_process(
        environment={
            "_NETSHEETS_COMPLETE": f"{shell}_complete",
            "COMP_WORDS": f"netsheets {typed}",
            "COMP_CWORD": places[shell],
        }
    )
    assert told.code == 0, told
    lines = told.out.split("\n")
    found = lines[1::3] if shell == "zsh" else [line.split(",", 1)[1].split("\t")[0] for line in lines if line]
    assert sorted(each for each in found if each) == completed


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_completes(tmp_path: Path) -> None:
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    program = bin_folder / "netsheets"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m netsheets "$@"\n', "utf-8")
    program.chmod(0o755)
    script = f"""
        PATH="{bin_folder}:$PATH"
        eval "$(_NETSHEETS_COMPLETE=bash_source netsheets)"
        complete -p netsheets
        COMP_WORDS=(netsheets state) COMP_CWORD=1
        _netsheets_completion netsheets
        echo "${{COMPREPLY[@]}}"
    """
    ran = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, env=process_environment(), check=False, timeout=60
    )
    assert "complete -o nosort -F _netsheets_completion netsheets" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "statements"


def test_a_folder_without_a_template_is_no_style(workbook: Path, tmp_path: Path) -> None:
    done("close", "2026-08", "-w", workbook, "--today", TODAY)
    folder = tmp_path / "looks"
    folder.mkdir()
    ran = netsheets("statements", "2026-08", "-o", tmp_path / "out", "--templates", folder, "-w", workbook)
    assert (ran.code, (tmp_path / "out").exists()) == (2, False)
    assert "holds neither statement.xlsx nor network.xlsx" in ran.err
