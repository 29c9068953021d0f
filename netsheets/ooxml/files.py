"""Putting new bytes in a file's place: the old file or the new one is there at any moment, whole; and a file's lock."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

_NEW_FILE_MODE: Final = 0o666
_PREFIX: Final = ".netsheets-"
_SUFFIX: Final = ".tmp"
_SCRATCH: Final = "netsheets-scratch-"
_SCRATCH_LOCK: Final = ".lock"
_ATTEMPTS: Final = 20
_LONG_AGO: Final = 86_400.0
"""Where no lock tells whether a file's run is gone, so many seconds do."""
_UNSUPPORTED: Final = (errno.ENOLCK, errno.ENOTSUP, errno.EBADF, errno.EINVAL, errno.ENOSYS)


@contextlib.contextmanager
def beside(path: Path, content: bytes) -> Iterator[Path]:
    """Yield a file beside `path` that holds the content and is on the disk, closed to others; it is gone afterwards.

    What a run that was killed left in this folder goes first.
    """
    _sweep(path.parent)
    temporary, file = _held(path.parent)
    try:
        with file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            if sys.platform == "win32":
                file.close()  # a file that is open can't be moved there
            yield temporary
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Yield a folder for the moment, closed to others. What a run that was killed left of its own goes first."""
    for stale in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}*"):
        lock = stale / _SCRATCH_LOCK
        if not stale.is_symlink() and lock.is_file() and abandoned(lock):
            shutil.rmtree(stale, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_SCRATCH) as folder, (Path(folder) / _SCRATCH_LOCK).open("wb") as lock_file:
        take_lock(lock_file)
        yield Path(folder)


def _sweep(folder: Path) -> None:
    """Remove what runs that are gone left in a folder, as far as that goes: it isn't what this run is here for."""
    with contextlib.suppress(OSError):
        # Names only: a folder may hold a statement for each of thousands, and is looked through for each.
        for name in os.listdir(folder):  # noqa: PTH208
            if name.startswith(_PREFIX) and name.endswith(_SUFFIX) and abandoned(folder / name):
                (folder / name).unlink()


def _held(folder: Path) -> tuple[Path, IO[bytes]]:
    """Return a new file, locked as long as it is open: so nobody takes it for one that a killed run left."""
    for _ in range(_ATTEMPTS):
        descriptor, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=folder)
        file = os.fdopen(descriptor, "wb")
        if take_lock(file) and Path(name).exists():
            break
        # Another run looked at it in the moment before the lock, and took it away.
        file.close()
        Path(name).unlink(missing_ok=True)
    else:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
    return Path(name), file


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

    def abandoned(path: Path) -> bool:
        """Tell whether the run that wrote a file is gone: the file is old, since a lock would outlive no move here."""
        return _is_old(path)

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

    def abandoned(path: Path) -> bool:
        """Tell whether the run that wrote a file is gone: the file is locked no more, or old where there are no locks.

        What is not ours to open is left alone.
        """
        try:
            with path.open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, FileNotFoundError, PermissionError):
            return False
        except OSError:
            return _is_old(path)
        return True


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > _LONG_AGO
    except OSError:
        return False
