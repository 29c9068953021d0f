"""The part of Drive v3 (and the v2 upload) that spreadsheet clients use: files, copies, permissions, exports."""

from __future__ import annotations

import re
from typing import Any

from . import discovery, exports
from .calls import Call, Reply, json_reply
from .drive_search import matches
from .drive_upload import replace_with_csv
from .errors import DriveError
from .files import ROLES, SPREADSHEET, File, Files
from .masks import parse, select

Json = dict[str, Any]

FILE_FIELDS = "kind,id,name,mimeType"
LIST_FIELDS = f"kind,incompleteSearch,nextPageToken,files({FILE_FIELDS})"
PERMISSION_FIELDS = "kind,id,type,role"

_ROUTES = (
    ("drive.files.create", "POST", r"/drive/v3/files"),
    ("drive.files.list", "GET", r"/drive/v3/files"),
    ("drive.files.get", "GET", r"/drive/v[23]/files/(?P<fileId>[^/]+)"),
    ("drive.files.update", "PATCH", r"/drive/v3/files/(?P<fileId>[^/]+)"),
    ("drive.files.delete", "DELETE", r"/drive/v[23]/files/(?P<fileId>[^/]+)"),
    ("drive.files.copy", "POST", r"/drive/v3/files/(?P<fileId>[^/]+)/copy"),
    ("drive.files.export", "GET", r"/drive/v3/files/(?P<fileId>[^/]+)/export"),
    ("drive.files.upload", "PUT", r"/upload/drive/v2/files/(?P<fileId>[^/]+)"),
    ("drive.comments.list", "GET", r"/drive/v3/files/(?P<fileId>[^/]+)/comments"),
    ("drive.comments.create", "POST", r"/drive/v3/files/(?P<fileId>[^/]+)/comments"),
    ("drive.permissions.list", "GET", r"/drive/v3/files/(?P<fileId>[^/]+)/permissions"),
    ("drive.permissions.create", "POST", r"/drive/v3/files/(?P<fileId>[^/]+)/permissions"),
    ("drive.permissions.delete", "DELETE", r"/drive/v3/files/(?P<fileId>[^/]+)/permissions/(?P<permissionId>[^/]+)"),
    ("drive.permissions.update", "PATCH", r"/drive/v3/files/(?P<fileId>[^/]+)/permissions/(?P<permissionId>[^/]+)"),
    ("drive.about.get", "GET", r"/drive/v3/about"),
)
ROUTES = tuple((name, verb, re.compile(pattern + r"\Z")) for name, verb, pattern in _ROUTES)


def route(verb: str, path: str) -> tuple[str, dict[str, str]] | None:
    """Return the method's name for a path and the ids in it, or None."""
    for name, method, pattern in ROUTES:
        match = pattern.match(path) if method == verb else None
        if match:
            return name, match.groupdict()
    return None


class DriveApi:
    """Runs the methods on the files."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.service_accounts_have_storage = True

    def run(self, name: str, call: Call) -> Reply:
        """Return the reply of one call."""
        handler = getattr(self, "_" + name.removeprefix("drive.").replace(".", "_"))
        reply: Reply = handler(call)
        return reply

    def may_create(self, user: str) -> None:
        """Raise if *user* has nowhere to keep a file: a service account has no storage of its own."""
        if not self.service_accounts_have_storage and user.endswith(".gserviceaccount.com"):
            message = (
                "Service Accounts do not have storage quota. Leverage shared drives "
                "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth "
                "delegation (http://support.google.com/a/answer/7281227) instead."
            )
            raise DriveError(403, "storageQuotaExceeded", message, domain="usageLimits")

    # Files

    def _files_create(self, call: Call) -> Reply:
        body = _body(call, "File")
        self.may_create(call.user)
        file = self.files.create(body.get("name", "Untitled"), call.user, call.now)
        file.mime_type = body.get("mimeType", SPREADSHEET)
        file.parents = body.get("parents", [])
        return self._file(call, file)

    def _files_list(self, call: Call) -> Reply:
        query = call.option("q")
        found = [file for file in self.files.shared_with(call.user) if matches(file, query)]
        size = int(call.option("pageSize", "100"))
        start = int(call.option("pageToken") or 0)
        page = found[start : start + size]
        body: Json = {"kind": "drive#fileList", "incompleteSearch": False}
        if start + size < len(found):
            body["nextPageToken"] = str(start + size)
        body["files"] = [self._resource(file, call.user) for file in page]
        return _shown(call, body, "FileList", LIST_FIELDS)

    def _files_get(self, call: Call) -> Reply:
        return self._file(call, self._readable(call))

    def _files_update(self, call: Call) -> Reply:
        file = self._readable(call)
        _need(file, call, "writer")
        body = _body(call, "File")
        if "name" in body:
            file.spreadsheet.properties = file.spreadsheet.properties | {"title": body["name"]}
        file.trashed = bool(body.get("trashed", file.trashed))
        file.modified_at = call.now
        return self._file(call, file)

    def _files_delete(self, call: Call) -> Reply:
        file = self._readable(call)
        _need(file, call, "owner")
        self.files.delete(file.file_id)
        return Reply(204, b"", {"Content-Type": "text/html"})

    def _files_copy(self, call: Call) -> Reply:
        source = self._readable(call)
        body = _body(call, "File")
        self.may_create(call.user)
        name = body.get("name") or f"Copy of {source.spreadsheet.title}"
        file = self.files.create(name, call.user, call.now, content=source.spreadsheet)
        file.parents = body.get("parents", [])
        return self._file(call, file)

    def _files_export(self, call: Call) -> Reply:
        file = self._readable(call)
        kind = call.option("mimeType")
        writer = exports.WRITERS.get(kind)
        if writer is None:
            raise DriveError(400, "badRequest", "The requested conversion is not supported.", location="convertTo")
        return Reply(200, writer(file.spreadsheet, call.now), {"Content-Type": kind})

    def _files_upload(self, call: Call) -> Reply:
        file = self._readable(call)
        _need(file, call, "writer")
        replace_with_csv(file, call)
        file.modified_at = call.now
        body = {"kind": "drive#file", "id": file.file_id, "title": file.spreadsheet.title, "mimeType": file.mime_type}
        return json_reply(200, body)

    def _comments_list(self, call: Call) -> Reply:
        file = self._readable(call)
        body = {"kind": "drive#commentList", "comments": file.comments}
        return _shown(call, body, "CommentList", "kind,comments")

    def _comments_create(self, call: Call) -> Reply:
        file = self._readable(call)
        _need(file, call, "commenter")
        if not call.option("fields"):
            message = "The 'fields' parameter is required for this method."
            raise DriveError(400, "required", message, location="fields")
        given = _body(call, "Comment")
        comment = {"kind": "drive#comment", "id": str(len(file.comments) + 1), "deleted": False, "resolved": False}
        comment |= {key: given[key] for key in ("content", "anchor") if key in given}
        file.comments.append(comment)
        return _shown(call, comment, "Comment", "*")

    # Permissions

    def _permissions_list(self, call: Call) -> Reply:
        file = self._readable(call)
        body = {"kind": "drive#permissionList", "permissions": file.permissions}
        return _shown(call, body, "PermissionList", f"kind,permissions({PERMISSION_FIELDS})")

    def _permissions_create(self, call: Call) -> Reply:
        file = self._readable(call)
        _need(file, call, "writer")
        body = _body(call, "Permission")
        kind, role, address = body.get("type", ""), body.get("role", ""), body.get("emailAddress", "")
        if role not in ROLES or kind not in ("user", "group", "domain", "anyone"):
            field = "type" if role in ROLES else "role"
            raise DriveError(
                400, "required", f"The permission {field} field is required.", location=f"permission.{field}"
            )
        if kind in ("user", "group") and "@" not in address:
            message = "The specified emailAddress is invalid or not applicable for the given permission type."
            raise DriveError(400, "invalid", message, location="permission.emailAddress")
        if role == "owner":
            _check_transfer(call)
            _need(file, call, "owner")
            _hand_over(file, address)
        permission = self.files.permission(type=kind, role=role, email=address, domain=body.get("domain", ""))
        rest = [p for p in file.permissions if not address or p.get("emailAddress", "").lower() != address.lower()]
        file.permissions = [*rest, permission]
        return _shown(call, permission, "Permission", PERMISSION_FIELDS)

    def _permissions_update(self, call: Call) -> Reply:
        file, permission = self._permission(call)
        body = _body(call, "Permission")
        new = permission | {key: body[key] for key in ("role", "pendingOwner") if key in body}
        if body.get("role") == "owner":
            # A pending owner takes over; the owner can hand over to anyone.
            if not permission.get("pendingOwner"):
                _need(file, call, "owner")
            _check_transfer(call)
            _hand_over(file, permission.get("emailAddress", ""))
            new["pendingOwner"] = False
        file.permissions = [new if held["id"] == new["id"] else held for held in file.permissions]
        return _shown(call, new, "Permission", PERMISSION_FIELDS)

    def _permissions_delete(self, call: Call) -> Reply:
        file, permission = self._permission(call)
        if permission["role"] == "owner":
            raise DriveError(403, "insufficientFilePermissions", "The owner of a file cannot be removed.")
        file.permissions.remove(permission)
        return Reply(204, b"", {"Content-Type": "text/html"})

    def _permission(self, call: Call) -> tuple[File, Json]:
        file = self._readable(call)
        _need(file, call, "writer")
        wanted = call.names["permissionId"]
        for permission in file.permissions:
            if permission["id"] == wanted:
                return file, permission
        raise DriveError(404, "notFound", f"Permission not found: {wanted}.", location="permissionId")

    def _about_get(self, call: Call) -> Reply:
        if not call.option("fields"):
            message = "The 'fields' parameter is required for this method."
            raise DriveError(400, "required", message, location="fields")
        user = {"kind": "drive#user", "displayName": call.user.partition("@")[0], "emailAddress": call.user, "me": True}
        return _shown(call, {"kind": "drive#about", "user": user}, "About", "kind,user")

    def _readable(self, call: Call) -> File:
        file_id = call.names["fileId"]
        file = self.files.get(file_id)
        if file is None or file.role(call.user) is None:
            raise DriveError(404, "notFound", f"File not found: {file_id}.", location="fileId")
        return file

    def _file(self, call: Call, file: File) -> Reply:
        return _shown(call, self._resource(file, call.user), "File", FILE_FIELDS)

    def _resource(self, file: File, user: str) -> Json:
        owners = [p for p in file.permissions if p["role"] == "owner"]
        return {
            "kind": "drive#file",
            "id": file.file_id,
            "name": file.spreadsheet.title,
            "mimeType": file.mime_type,
            "parents": file.parents or ["root"],
            "trashed": file.trashed,
            "createdTime": file.created_at.isoformat(timespec="milliseconds") + "Z",
            "modifiedTime": file.modified_at.isoformat(timespec="milliseconds") + "Z",
            "webViewLink": f"https://docs.google.com/spreadsheets/d/{file.file_id}/edit?usp=drivesdk",
            "shared": len(file.permissions) > 1,
            "ownedByMe": any(p.get("emailAddress") == user for p in owners),
            "owners": [{"kind": "drive#user", "emailAddress": p["emailAddress"], "displayName": p["displayName"]}
                       for p in owners],
            "permissions": file.permissions,
            "permissionIds": [p["id"] for p in file.permissions],
        }  # fmt: skip


def _body(call: Call, schema: str) -> Json:
    """Return the fields of the body that message *schema* has; Drive ignores the others."""
    known = discovery.schemas("drive.v3")[schema]["properties"]
    given = call.json()
    body = {key: value for key, value in given.items() if key in known and value is not None}
    wrong = discovery.complaint("drive.v3", schema, body)
    if wrong is not None:
        raise DriveError(400, "badRequest", f"Bad Request: {wrong}")
    return body


def _shown(call: Call, body: Json, schema: str, default: str) -> Reply:
    try:
        mask = parse(call.option("fields") or default)
    except ValueError:
        message = f"Invalid field selection {call.option('fields')}"
        raise DriveError(400, "invalidParameter", message, location="fields") from None
    shown = select(body, mask)
    wrong = discovery.complaint("drive.v3", schema, shown)
    if wrong is not None:
        raise AssertionError(f"reply does not fit the discovery document: {wrong}")
    return json_reply(200, shown)


def _need(file: File, call: Call, role: str) -> None:
    if ROLES.index(file.role(call.user) or "reader") < ROLES.index(role):
        message = "The user does not have sufficient permissions for this file."
        raise DriveError(403, "insufficientFilePermissions", message)


def _check_transfer(call: Call) -> None:
    if not call.flag("transferOwnership"):
        message = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        raise DriveError(403, "forbidden", message, location="transferOwnership")


def _hand_over(file: File, address: str) -> None:
    file.permissions = [p | {"role": "writer"} if p["role"] == "owner" else p for p in file.permissions]
    file.spreadsheet.owner = address
