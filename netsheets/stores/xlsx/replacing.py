"""Putting new bytes in a file's place: the old file or the new one is there at any moment, whole."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from netsheets.errors import Changed, Conflict, StoreRefused
from netsheets.ooxml.files import beside, move, open_to_all, sync_folder

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REFUSED: Final = (errno.EACCES, errno.EPERM, errno.EROFS)


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
    with _refusals(path), beside(path, content, sweep=True) as temporary:
        _keep_owner(path, temporary)
        if path.read_bytes() != before:
            raise Changed("workbook_changed", workbook=str(path))
        move(temporary, path)


def create_file(path: Path, content: bytes) -> None:
    """Write a new file, its folder made where it is missing. Raise Conflict where there is a file already."""
    with _refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with _refusals(path), beside(path, content, sweep=True) as temporary:
        if path.exists() or path.is_symlink():
            raise Conflict("workbook_exists", workbook=str(path))
        open_to_all(temporary)
        try:
            path.hardlink_to(temporary)
        except FileExistsError as error:
            raise Conflict("workbook_exists", workbook=str(path)) from error
        except OSError as error:
            if error.errno in _REFUSED or error.errno in _FULL:
                raise
            # Some file systems have no hard links; the moment between the look and the move is all that is lost.
            temporary.replace(path)
        sync_folder(path.parent)


def _keep_owner(path: Path, temporary: Path) -> None:
    status = path.stat()
    temporary.chmod(status.st_mode & 0o7777)
    if hasattr(os, "chown"):
        # Giving a file to its old owner takes rights that few have; a colleague's workbook then becomes ours.
        with contextlib.suppress(PermissionError):
            os.chown(temporary, status.st_uid, status.st_gid)


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
