"""Writing: JSON that a person can read, a file whole or not at all, and how far a long command has come."""

from __future__ import annotations

import datetime as dt
import errno
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from netsheets.domain.month import Month
from netsheets.errors import StoreRefused
from netsheets.ooxml.files import beside, move, open_to_all


@dataclass(frozen=True, slots=True)
class Output:
    """A file to be: its name, what kind it is of, its bytes. Nothing is written yet."""

    name: str
    kind: Literal["member", "network"]
    content: bytes


def write_file(path: Path, content: bytes, *, shared: bool = False) -> None:
    """Make `path` hold this content, its folder made where it is missing. Raise StoreRefused where it can't be.

    A crash at any moment leaves the old file or the new one, whole. What is no file (a folder, a device) stays. The
    file and a new folder are their owner's alone, unless they are to be `shared` as any new file is.
    """
    try:
        if path.exists() and not path.is_file():
            raise StoreRefused("not_a_file", path=path)
        make_folder(path.parent, shared=shared)
        with beside(path, content) as temporary:
            if shared:
                open_to_all(temporary)
            move(temporary, path)
    except OSError as error:
        raise refused(path, error) from error


def make_folder(folder: Path, *, shared: bool = False) -> None:
    """Make a folder where it is missing, and those above it, for their owner alone unless `shared`."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o777 if shared else 0o700, exist_ok=True)


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


def json_text(document: Any) -> str:
    """Return a document as JSON. Money and days become strings, exact to the digit: `"150.00"`, `"2026-10-31"`.

    Each entry of a list of the document, or of a list one level below it, stands on a line of its own; a list too
    long to be read stands on one line.
    """
    if isinstance(document, Mapping):
        entries = [f"  {_text(key)}: {_value(each, '  ')}" for key, each in document.items()]
        return "{\n" + ",\n".join(entries) + "\n}"
    return _value(document, "")


_MOST_LINES = 10_000
"""Laying out a longer list would take longer than closing its month."""


def _value(value: Any, indent: str) -> str:
    if not isinstance(value, Sequence) or isinstance(value, str) or not 0 < len(value) <= _MOST_LINES:
        return _text(value)
    entries = [f"{indent}  {_text(each)}" for each in value]
    return "[\n" + ",\n".join(entries) + f"\n{indent}]"


def _text(value: Any) -> str:
    return _ENCODER.encode(value)


def _plain(value: object) -> str:
    match value:
        case Decimal():
            return f"{value:f}"
        case dt.date() | Month():
            return str(value)
        case _:
            raise TypeError(type(value).__name__)


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=_plain)
