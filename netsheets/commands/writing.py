"""Writing a file whole or not at all, and telling how far a long command has come."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from netsheets.errors import StoreRefused
from netsheets.ooxml.files import beside, move, open_to_all


@dataclass(frozen=True, slots=True)
class Output:
    """A file to be: its name, what kind it is of, its bytes. Nothing is written yet."""

    name: str
    kind: Literal["member", "network"]
    content: bytes


def write_file(path: Path, content: bytes) -> None:
    """Make `path` hold this content, its folder made where it is missing. Raise StoreRefused where it can't be.

    A crash at any moment leaves the old file or the new one, whole. What is no file (a folder, a device) stays.
    """
    try:
        if path.exists() and not path.is_file():
            raise StoreRefused("not_a_file", path=path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside(path, content) as temporary:
            open_to_all(temporary)
            move(temporary, path)
    except OSError as error:
        raise refused(path, error) from error


def refused(path: Path, error: OSError) -> StoreRefused:
    """Return the error for a file that can't be written, by what the system says."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreRefused("disk_full", path=path)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreRefused("folder_read_only", path=path.parent)
    return StoreRefused("cannot_write", path=path, reason=error.strerror or type(error).__name__)


Progress = Callable[[int, int], None]
"""Is told how many of how many are done."""


def untold(_done: int, _whole: int) -> None:
    """Tell nobody."""
