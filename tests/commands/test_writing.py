"""Files are written whole or not at all, and only where a file may be."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from netsheets.commands.writing import write_file
from netsheets.errors import StoreRefused
from tests.support.command_line import TODAY, done, sample


def test_the_folder_is_made_and_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    write_file(tmp_path / "new" / "a.txt", b"one")
    write_file(tmp_path / "new" / "a.txt", b"two")
    assert [(each.name, each.read_bytes()) for each in (tmp_path / "new").iterdir()] == [("a.txt", b"two")]


def test_a_folder_in_the_files_place_stays(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(StoreRefused) as raised:
        write_file(tmp_path / "a.txt", b"one")
    assert (raised.value.code, [each.name for each in tmp_path.iterdir()]) == ("not_a_file", ["a.txt"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes on this system")
def test_a_pipe_or_a_device_is_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(StoreRefused) as raised:
        write_file(tmp_path / "pipe", b"one")
    assert (raised.value.code, (tmp_path / "pipe").is_fifo()) == ("not_a_file", True)


def test_a_file_and_the_folders_made_for_it_are_their_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "statements" / "2026-10" / "M01.xlsx"
    write_file(path, b"one")
    assert [rights(each) for each in (path, path.parent, path.parent.parent)] == [0o600, 0o700, 0o700]
    path.chmod(0o644)
    write_file(path, b"two")
    assert rights(path) == 0o600


def test_a_folder_that_is_there_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    write_file(tmp_path / "M01.xlsx", b"one")
    assert rights(tmp_path) == 0o755


def test_what_is_to_be_shared_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "file").touch()
    write_file(tmp_path / "new" / "charter.md", b"one", shared=True)
    assert rights(tmp_path / "new") == rights(tmp_path / "plain")
    assert rights(tmp_path / "new" / "charter.md") == rights(tmp_path / "plain" / "file")


def test_what_is_written_of_a_month_is_its_owners_alone(tmp_path: Path) -> None:
    workbook = sample(tmp_path)
    done("close", "2026-08", "-w", workbook, "--today", TODAY)
    made = tmp_path / "made"
    done("statements", "2026-08", "-w", workbook, "--today", TODAY, "-o", made, "--zip")
    done("export", "sepa", "2026-08", "-w", workbook, "--today", TODAY, "-o", made / "order.xml")
    done("export", "journal", "2026-08", "-w", workbook, "--today", TODAY, "-o", made / "journal.csv")
    done("privacy", "export", "M04", "-w", workbook, "--today", TODAY, "-o", made / "M04.xlsx")
    archives = workbook.parent / "closings"
    files = [each for folder in (made, archives) for each in folder.rglob("*") if each.is_file()]
    assert len(files) > 15
    assert {rights(each) for each in files} == {0o600}
    assert {rights(each) for each in (made, archives)} == {0o700}


def rights(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
