"""The files Excel and LibreOffice lay beside a workbook while someone has it open, with that person's name inside."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from netsheets.errors import Conflict

_MOST_BYTES: Final = 4096


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
