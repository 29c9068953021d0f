"""Who else has the workbook: another netsheets, held off by a lock, or a person in Excel or LibreOffice."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from netsheets.errors import Conflict

_PATIENCE: Final = 30.0
_PAUSE: Final = 0.02
_UNSUPPORTED: Final = (errno.ENOLCK, errno.ENOTSUP, errno.EBADF, errno.EINVAL, errno.ENOSYS)
_MOST_BYTES: Final = 4096


@contextlib.contextmanager
def locked(workbook: Path) -> Iterator[None]:
    """Hold the lock of an existing workbook. Raise Conflict where another netsheets keeps it for half a minute.

    Where the system can lock the workbook's own file nothing is left beside it. Who waited for a file that was replaced
    meanwhile holds the lock of the old one; that it has changed is seen by its bytes.
    """
    with _lock_file(workbook) as file:
        deadline = time.monotonic() + _PATIENCE
        while not take_lock(file):
            if time.monotonic() > deadline:
                raise Conflict("workbook_busy", workbook=str(workbook))
            time.sleep(_PAUSE)
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock_file(workbook: Path) -> IO[bytes]:
        """Return a file in the temporary folder: Windows doesn't let a locked workbook be replaced."""
        name = hashlib.sha256(os.fsencode(workbook)).hexdigest()[:32]
        return (Path(tempfile.gettempdir()) / f"netsheets-{name}.lock").open("a+b")

    def take_lock(file: IO[Any]) -> bool:
        """Lock an open file for this process, and tell whether that went; the system lets go when the process ends."""
        try:
            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock_file(workbook: Path) -> IO[bytes]:
        """Return the workbook's file, open to write where we may: network file systems lock no other."""
        return workbook.open("r+b" if os.access(workbook, os.W_OK) else "rb")

    def take_lock(file: IO[Any]) -> bool:
        """Lock an open file for this process, and tell whether that went; the system lets go when the process ends."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            # A file system without locks: better unguarded than not at all. A workbook's bytes are looked at besides.
            return error.errno in _UNSUPPORTED
        return True


def refuse_open_elsewhere(workbook: Path) -> None:
    """Raise Conflict naming who has the workbook open in Excel or LibreOffice."""
    beside = workbook.parent
    for name, program, who in (
        (f"~${workbook.name}", "Excel", _excel_user),
        (f".~lock.{workbook.name}#", "LibreOffice", _libreoffice_user),
    ):
        try:
            with (beside / name).open("rb") as file:
                content = file.read(_MOST_BYTES)
        except PermissionError:
            # Excel may keep its own file from being read: its being there says enough.
            content = b""
        except OSError:
            # There is none, or the workbook's name leaves no room for one.
            continue
        raise Conflict("workbook_locked", workbook=str(workbook), program=program, who=who(content) or "?")


def _excel_user(content: bytes) -> str:
    """Return the name in Excel's owner file: its length, then the name in the user's code page; again in UTF-16."""
    length = content[0] if content else 0
    wide = content[55:]
    if len(wide) >= 2 and 0 < wide[0] <= 54:
        return wide[2 : 2 + 2 * wide[0]].decode("utf-16-le", "replace").strip("\0 ")
    return content[1 : 1 + length].decode("cp1252", "replace").strip("\0 ")


def _libreoffice_user(content: bytes) -> str:
    """Return the name in LibreOffice's lock file: the first that is filled of name, account and computer."""
    fields = content.decode("utf-8", "replace").split(",")
    return next((field.strip() for field in fields[:3] if field.strip()), "")
