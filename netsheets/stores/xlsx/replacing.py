"""Putting new bytes in a file's place: the old file or the new one is there at any moment, whole."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from netsheets.errors import Changed, Conflict, StoreRefused

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REFUSED: Final = (errno.EACCES, errno.EPERM, errno.EROFS)
_NEW_FILE_MODE: Final = 0o666


def read_whole(path: Path, most: int) -> bytes:
    """Return a file's bytes. Raise StoreRefused where it is missing, a folder, closed to us or larger than `most`."""
    with _refusals(path), path.open("rb") as file:
        if os.fstat(file.fileno()).st_size > most:
            raise StoreRefused("workbook_too_large", size=f"{os.fstat(file.fileno()).st_size / 1024**2:,.0f}")
        return file.read()


def replace_file(path: Path, content: bytes, before: bytes) -> None:
    """Put new content in the place of `before`. Raise Changed where the file holds something else by then."""
    if not os.access(path, os.W_OK):
        raise StoreRefused("workbook_read_only", workbook=str(path))
    with _refusals(path), _temporary(path, content) as temporary:
        _keep_owner(path, temporary)
        if path.read_bytes() != before:
            raise Changed("workbook_changed", workbook=str(path))
        temporary.replace(path)
        _sync_folder(path.parent)


def create_file(path: Path, content: bytes) -> None:
    """Write a new file, its folder made where it is missing. Raise Conflict where there is a file already."""
    with _refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with _refusals(path), _temporary(path, content) as temporary:
        if path.exists() or path.is_symlink():
            raise Conflict("workbook_exists", workbook=str(path))
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(_NEW_FILE_MODE & ~mask)
        try:
            path.hardlink_to(temporary)
        except FileExistsError as error:
            raise Conflict("workbook_exists", workbook=str(path)) from error
        except OSError as error:
            if error.errno in _REFUSED or error.errno in _FULL:
                raise
            # Some file systems have no hard links; the moment between the look and the move is all that is lost.
            temporary.replace(path)
        _sync_folder(path.parent)


@contextlib.contextmanager
def _temporary(path: Path, content: bytes) -> Iterator[Path]:
    """Yield a file beside `path` that holds the content and is on the disk; it is gone afterwards, whatever happens."""
    prefix = f".netsheets-{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:12]}-"
    for stale in path.parent.glob(f"{prefix}*.tmp"):
        # A run that was killed left it: whoever writes this workbook holds its lock, and that is us.
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
        temporary.unlink(missing_ok=True)


def _keep_owner(path: Path, temporary: Path) -> None:
    status = path.stat()
    temporary.chmod(status.st_mode & 0o7777)
    if hasattr(os, "chown"):
        # Giving a file to its old owner takes rights that few have; a colleague's workbook then becomes ours.
        with contextlib.suppress(PermissionError):
            os.chown(temporary, status.st_uid, status.st_gid)


def _sync_folder(folder: Path) -> None:
    """Have the folder's new entry on the disk too, where the system knows how to."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # Some network file systems can't, and the file itself is safe by now.
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """Turn what the system refuses into an error that says what to do."""
    try:
        yield
    except FileNotFoundError as error:
        raise StoreRefused("workbook_missing", workbook=str(path)) from error
    except (IsADirectoryError, NotADirectoryError) as error:
        raise StoreRefused("workbook_is_folder", workbook=str(path)) from error
    except OSError as error:
        if error.errno in _FULL:
            raise StoreRefused("disk_full", workbook=str(path)) from error
        if error.errno == errno.ENAMETOOLONG:
            raise StoreRefused("name_too_long", workbook=str(path)) from error
        if error.errno in _REFUSED:
            raise StoreRefused("access_refused", workbook=str(path)) from error
        raise StoreRefused("workbook_unreachable", workbook=str(path), reason=error.strerror or str(error)) from error
