"""The workbook's file: read whole, locked, left alone while a person has it open, replaced or made in one move."""

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
from typing import IO, Final

from netsheets.errors import Changed, Conflict, StoreRefused
from netsheets.ooxml.files import beside, move, open_to_all, sync_folder, take_lock

_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REFUSED: Final = (errno.EACCES, errno.EPERM, errno.EROFS)
_OF_THE_BYTES: Final = ("security.ima", "security.evm")
"""Attributes that the system draws from what a file holds."""
_PATIENCE: Final = 30.0
_PAUSE: Final = 0.02
_MOST_BYTES: Final = 4096


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
    with _refusals(path), beside(path, content) as temporary:
        _keep_rights(path, temporary)
        if path.read_bytes() != before:
            raise Changed("workbook_changed", workbook=str(path))
        move(temporary, path)


def create_file(path: Path, content: bytes) -> None:
    """Write a new file, its folder made where it is missing. Raise Conflict where there is a file already."""
    with _refusals(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    with _refusals(path), beside(path, content) as temporary:
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


def refuse_open_elsewhere(workbook: Path) -> None:
    """Raise Conflict naming who has the workbook open in Excel or LibreOffice."""
    for name, program, who in (
        (f"~${workbook.name}", "Excel", _excel_user),
        (f".~lock.{workbook.name}#", "LibreOffice", _libreoffice_user),
    ):
        try:
            with (workbook.parent / name).open("rb") as file:
                content = file.read(_MOST_BYTES)
        except PermissionError:
            # Excel may keep its own file from being read: its being there says enough.
            content = b""
        except OSError:
            # There is none, or the workbook's name leaves no room for one.
            continue
        raise Conflict("workbook_locked", workbook=str(workbook), program=program, who=who(content) or "?")


def _lock_file(workbook: Path) -> IO[bytes]:
    """Return the workbook's file, open to write where we may: network file systems lock no other.

    Windows doesn't let a locked workbook be replaced: there it is a file in the temporary folder.
    """
    if sys.platform == "win32":
        name = hashlib.sha256(os.fsencode(workbook)).hexdigest()[:32]
        return (Path(tempfile.gettempdir()) / f"netsheets-{name}.lock").open("a+b")
    return workbook.open("r+b" if os.access(workbook, os.W_OK) else "rb")


def _keep_rights(path: Path, temporary: Path) -> None:
    """Give the new file the owner, mode, access lists and attributes of the old one, and no others.

    Raise StoreRefused where one can't be given: who was shut out would read the new file, or who was let in would not.
    """
    status = path.stat()
    if hasattr(os, "chown"):
        # Giving a file to its old owner takes rights that few have; a colleague's workbook then becomes ours.
        with contextlib.suppress(PermissionError):
            os.chown(temporary, status.st_uid, status.st_gid)
    held, given = _attributes(path), _attributes(temporary)
    for name in given.keys() - held.keys():
        # A folder may give each new file in it an access list that the old one did not have.
        _set_attribute(temporary, name, None)
    temporary.chmod(status.st_mode & 0o7777)
    lost = [name for name, value in held.items() if given.get(name) != value]
    lost = [name for name in lost if not _set_attribute(temporary, name, held[name])]
    if lost:
        raise StoreRefused("rights_not_kept", workbook=str(path), attributes=", ".join(lost))


if sys.platform == "linux":

    def _attributes(path: Path) -> dict[str, bytes | None]:
        """Return a file's extended attributes, access lists among them; None for one that can't be read."""
        try:
            names = os.listxattr(path)
        except OSError:
            return {}
        return {name: _attribute(path, name) for name in names if name not in _OF_THE_BYTES}

    def _attribute(path: Path, name: str) -> bytes | None:
        try:
            return os.getxattr(path, name)
        except OSError:
            return None

    def _set_attribute(path: Path, name: str, value: bytes | None) -> bool:
        """Give a file an attribute, or take it away (None), and tell whether that went."""
        try:
            if value is None:
                os.removexattr(path, name)
            else:
                os.setxattr(path, name, value)
        except OSError:
            return False
        return value is not None

else:

    def _attributes(path: Path) -> dict[str, bytes | None]:  # noqa: ARG001
        """Return nothing: Python reads a file's attributes on Linux only."""
        return {}

    def _set_attribute(path: Path, name: str, value: bytes | None) -> bool:  # noqa: ARG001
        """Give nothing."""
        return False


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
