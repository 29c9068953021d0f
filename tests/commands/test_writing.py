"""Files are written whole or not at all, and only where a file may be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netsheets.commands.writing import write_file
from netsheets.errors import StoreRefused


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
