"""One way to put bytes in a file's place: whole, with the rights of a new file, and nothing left beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from netsheets.ooxml.files import beside, move, open_to_all


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


def test_only_the_holder_of_the_lock_sweeps(tmp_path: Path) -> None:
    path = tmp_path / "network.xlsx"
    with beside(path, b"one") as first:
        with beside(path, b"two"):
            assert first.exists()
        with beside(path, b"three", sweep=True):
            assert not first.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_has_the_rights_of_one(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    with beside(tmp_path / "a", b"") as temporary:
        assert temporary.stat().st_mode & 0o077 == 0
        open_to_all(temporary)
        assert temporary.stat().st_mode == plain.stat().st_mode
