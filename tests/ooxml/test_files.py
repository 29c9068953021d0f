"""One way to put bytes in a file's place: whole, with the rights of a new file, and nothing left beside it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from netsheets.ooxml.files import beside, move, open_to_all, scratch


def test_the_file_is_whole_before_it_takes_the_place(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    with beside(path, b"new") as temporary:
        assert (path.read_bytes(), temporary.read_bytes(), temporary.parent) == (b"old", b"new", tmp_path)
        move(temporary, path)
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"new", [path])


def test_what_fails_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), beside(path, b"new"):
        raise ZeroDivisionError
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])


def test_what_a_killed_run_left_goes_whatever_it_was_to_become(tmp_path: Path) -> None:
    killed(f"with beside(Path({str(tmp_path / 'a.txt')!r}), b'half'):", tmp_path)
    [left] = tmp_path.iterdir()
    assert left.read_bytes() == b"half"
    with beside(tmp_path / "b.txt", b"new") as temporary:
        assert list(tmp_path.iterdir()) == [temporary]


def test_what_another_run_writes_just_now_stays(tmp_path: Path) -> None:
    with beside(tmp_path / "a.txt", b"one") as first, beside(tmp_path / "a.txt", b"two") as second:
        assert (first.read_bytes(), second.read_bytes()) == (b"one", b"two")
    assert list(tmp_path.iterdir()) == []


def test_files_of_others_and_of_other_names_stay(tmp_path: Path) -> None:
    for name in (".netsheets-notes", "netsheets-1.tmp", "a.tmp"):
        (tmp_path / name).touch()
    with beside(tmp_path / "a.txt", b""):
        pass
    assert len(list(tmp_path.iterdir())) == 3


def test_a_scratch_folder_is_closed_to_others_and_gone_afterwards() -> None:
    with scratch() as folder:
        assert folder.stat().st_mode & 0o077 == 0
        (folder / "statement.pdf").touch()
        with scratch():
            assert (folder / "statement.pdf").exists()
    assert not folder.exists()


def test_a_scratch_folder_of_a_killed_run_is_cleared_by_the_next(tmp_path: Path) -> None:
    killed(f"with scratch() as folder:\n    Path({str(tmp_path / 'where')!r}).write_text(str(folder))", tmp_path)
    left = Path((tmp_path / "where").read_text())
    assert left.is_dir()
    with scratch():
        assert not left.exists()


def killed(block: str, folder: Path) -> None:
    """Run a block in a process of its own and kill that within it."""
    script = "import os, signal\nfrom pathlib import Path\nfrom netsheets.ooxml.files import beside, scratch\n"
    script += f"{block}\n    os.kill(os.getpid(), signal.SIGKILL)\n"
    stopped = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, cwd=folder)
    assert stopped.returncode == -signal.SIGKILL, stopped.stderr


def test_a_new_file_has_the_rights_of_one(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    with beside(tmp_path / "a", b"") as temporary:
        assert temporary.stat().st_mode & 0o077 == 0
        open_to_all(temporary)
        assert temporary.stat().st_mode == plain.stat().st_mode
