"""Putting new bytes in a file's place: the old file or the new one is there at any moment, whole; and a file's lock."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

_NEW_FILE_MODE: Final = 0o666
_UNSUPPORTED: Final = (errno.ENOLCK, errno.ENOTSUP, errno.EBADF, errno.EINVAL, errno.ENOSYS)


@contextlib.contextmanager
def beside(path: Path, content: bytes, *, sweep: bool = False) -> Iterator[Path]:
    """Yield a file beside `path` that holds the content and is on the disk; it is gone afterwards, whatever happens.

    `sweep` removes what a run that was killed left: for who holds the lock of `path`, and so knows of no other writer.
    """
    prefix = f".netsheets-{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:12]}-"
    for stale in path.parent.glob(f"{prefix}*.tmp") if sweep else ():
        stale.unlink(missing_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=prefix, suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield temporary
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def move(temporary: Path, path: Path) -> None:
    """Give a file another's name and place, in one step."""
    temporary.replace(path)
    sync_folder(path.parent)


def open_to_all(temporary: Path) -> None:
    """Give a file the rights that a new one has here; one made for the moment is closed to others."""
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(_NEW_FILE_MODE & ~mask)


def sync_folder(folder: Path) -> None:
    """Have the folder's new entry on the disk too, where the system knows how to."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    # Some network file systems can't, and the file itself is safe by now.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

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
