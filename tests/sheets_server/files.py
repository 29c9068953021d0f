"""The files of Drive that hold spreadsheets: who owns them, who may read or write them, when they changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .errors import NotFound, PermissionDenied
from .spreadsheet import Identifiers, Spreadsheet

Json = dict[str, Any]

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
ROLES = ("reader", "commenter", "writer", "owner")


@dataclass(slots=True)
class File:
    """One file; its name is the spreadsheet's title."""

    spreadsheet: Spreadsheet
    created_at: datetime.datetime
    modified_at: datetime.datetime
    permissions: list[Json] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    comments: list[Json] = field(default_factory=list)
    mime_type: str = SPREADSHEET
    trashed: bool = False

    @property
    def file_id(self) -> str:
        """The id, which is the spreadsheet's."""
        return self.spreadsheet.spreadsheet_id

    def role(self, user: str) -> str | None:
        """Return the highest role of *user*, or None."""
        held = [
            p["role"]
            for p in self.permissions
            if p["type"] == "anyone" or p.get("emailAddress", "").lower() == user.lower()
        ]
        return max(held, key=ROLES.index, default=None)

    def editors(self) -> tuple[str, ...]:
        """Return the addresses of everyone who may write, the owner first."""
        held = [p for p in self.permissions if p["role"] in ("owner", "writer") and "emailAddress" in p]
        return tuple(p["emailAddress"] for p in sorted(held, key=lambda p: -ROLES.index(p["role"])))


class Files:
    """All files, in order of creation."""

    def __init__(self, ids: Identifiers) -> None:
        self._ids = ids
        self._files: dict[str, File] = {}

    def create(self, name: str, owner: str, now: datetime.datetime, *, content: Spreadsheet | None = None) -> File:
        """Add a file with an empty spreadsheet, or a copy of *content*."""
        file_id = self._ids.spreadsheet_id()
        spreadsheet = Spreadsheet(file_id, name, owner=owner) if content is None else content.copy()
        spreadsheet.spreadsheet_id, spreadsheet.owner = file_id, owner
        spreadsheet.properties = spreadsheet.properties | {"title": name}
        for sheet in spreadsheet.sheets:
            # A copy is shared with nobody yet: only its owner can edit what was protected.
            held = sheet.parts["protectedRanges"]
            sheet.parts["protectedRanges"] = [item | {"editors": {"users": [owner]}} for item in held]
        file = File(spreadsheet, now, now)
        file.permissions.append(self.permission(type="user", role="owner", email=owner))
        self._files[file_id] = file
        return file

    def permission(self, *, type: str, role: str, email: str = "", domain: str = "") -> Json:
        """Return a new permission."""
        held: Json = {
            "kind": "drive#permission",
            "id": "anyoneWithLink" if type == "anyone" else f"{self._ids.number():020d}",
        }
        held |= {"type": type, "role": role}
        if email:
            held |= {
                "emailAddress": email,
                "displayName": email.partition("@")[0],
                "deleted": False,
                "pendingOwner": False,
            }
        if domain:
            held["domain"] = domain
        return held

    def get(self, file_id: str) -> File | None:
        """Return the file, or None."""
        return self._files.get(file_id)

    def delete(self, file_id: str) -> None:
        """Remove the file for good."""
        del self._files[file_id]

    def shared_with(self, user: str) -> Iterator[File]:
        """Yield the files *user* may read, last changed first."""
        for file in sorted(self._files.values(), key=lambda file: file.modified_at, reverse=True):
            if any(p.get("emailAddress", "").lower() == user.lower() for p in file.permissions):
                yield file

    def readable(self, file_id: str, user: str) -> File:
        """Return the file for the Sheets API; raise 404 if it is unknown, 403 if it is not shared with *user*."""
        file = self._files.get(file_id)
        if file is None:
            raise NotFound
        if file.role(user) is None:
            raise PermissionDenied
        return file

    def writable(self, file_id: str, user: str) -> File:
        """Return the file as `readable` does; raise 403 too if *user* may only read it."""
        file = self.readable(file_id, user)
        if ROLES.index(file.role(user) or "reader") < ROLES.index("writer"):
            raise PermissionDenied
        return file
