"""One netsheets at a time on a workbook: a lock the system releases by itself when a process ends, however it ends."""

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
