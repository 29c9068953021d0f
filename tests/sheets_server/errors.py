"""The errors Google answers with, drawn as one tree; each builds its own body.

ApiError                 any reply that is not a success, in the Sheets shape
  InvalidArgument        400 INVALID_ARGUMENT
    BadPayload           400 with field violations, as the JSON parser of Google's front end says it
  NotFound               404 NOT_FOUND
  PermissionDenied       403 PERMISSION_DENIED
  Unauthenticated        401 UNAUTHENTICATED
  QuotaExceeded          429 RESOURCE_EXHAUSTED
DriveError               the older shape of Drive v3, with a list of reasons
OAuthError               the token endpoint's shape (RFC 6749)
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

PROJECT = "123456789012"


class GoogleError(Exception):
    """A reply that is not a success: an HTTP status and a JSON body."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def body(self) -> Json:
        """Return the JSON body."""
        raise NotImplementedError


class ApiError(GoogleError):
    """An error in the shape of google.rpc.Status."""

    def __init__(self, code: int, status: str, message: str, details: list[Json] | None = None) -> None:
        super().__init__(code, message)
        self.status = status
        self.details = details or []

    def body(self) -> Json:
        """Return the JSON body: error.code, message, status and, where there are any, details."""
        error: Json = {"code": self.code, "message": self.message, "status": self.status}
        if self.details:
            error["details"] = self.details
        return {"error": error}


class InvalidArgument(ApiError):
    """A request that Google understands and refuses."""

    def __init__(self, message: str) -> None:
        super().__init__(400, "INVALID_ARGUMENT", message)


class BadPayload(ApiError):
    """A body or query parameter that does not fit the API's schema."""

    def __init__(self, violations: list[tuple[str, str]]) -> None:
        fields = [
            {"field": field, "description": text} if field else {"description": text} for field, text in violations
        ]
        details = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": fields}]
        super().__init__(400, "INVALID_ARGUMENT", "\n".join(text for _, text in violations), details)


class NotFound(ApiError):
    """An unknown spreadsheet, or another entity of the Sheets API."""

    def __init__(self, message: str = "Requested entity was not found.") -> None:
        super().__init__(404, "NOT_FOUND", message)


class PermissionDenied(ApiError):
    """A spreadsheet that is not shared with the caller."""

    def __init__(self, message: str = "The caller does not have permission", details: list[Json] | None = None) -> None:
        super().__init__(403, "PERMISSION_DENIED", message, details)


class Unauthenticated(ApiError):
    """A bearer token that is unknown or has expired."""

    def __init__(self, reason: str = "ACCESS_TOKEN_EXPIRED", service: str = "sheets.googleapis.com") -> None:
        message = (
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other "
            "valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
        )
        super().__init__(401, "UNAUTHENTICATED", message, [error_info(reason, service)])


class QuotaExceeded(ApiError):
    """A minute's quota is used up; *kind* is Read or Write."""

    def __init__(self, kind: str, limit: str, allowed: int) -> None:
        message = (
            f"Quota exceeded for quota metric '{kind} requests' and limit '{limit}' of service "
            f"'sheets.googleapis.com' for consumer 'project_number:{PROJECT}'."
        )
        metadata = {
            "quota_metric": f"sheets.googleapis.com/{kind.lower()}_requests",
            "quota_limit": limit.title().replace(" ", ""),
            "quota_limit_value": str(allowed),
            "consumer": f"projects/{PROJECT}",
        }
        info = error_info("RATE_LIMIT_EXCEEDED", "sheets.googleapis.com", metadata)
        super().__init__(429, "RESOURCE_EXHAUSTED", message, [info])


class DriveError(GoogleError):
    """An error of Drive v3, which lists reasons."""

    def __init__(self, code: int, reason: str, message: str, *, location: str = "", domain: str = "global") -> None:
        super().__init__(code, message)
        self.reason = reason
        self.location = location
        self.domain = domain

    def body(self) -> Json:
        """Return the JSON body: error.code, message and errors."""
        entry: Json = {"message": self.message, "domain": self.domain, "reason": self.reason}
        if self.location:
            kind = "header" if self.location == "Authorization" else "parameter"
            entry |= {"location": self.location, "locationType": kind}
        return {"error": {"code": self.code, "message": self.message, "errors": [entry]}}


class OAuthError(GoogleError):
    """A refused token request."""

    def __init__(self, error: str, description: str, code: int = 400) -> None:
        super().__init__(code, description)
        self.error = error

    def body(self) -> Json:
        """Return the JSON body: error and error_description."""
        return {"error": self.error, "error_description": self.message}


def error_info(reason: str, service: str, metadata: dict[str, str] | None = None) -> Json:
    """Return one google.rpc.ErrorInfo."""
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {"service": service} | (metadata or {}),
    }


def not_enabled(service: str) -> PermissionDenied:
    """Return the refusal of a project in which *service* was never switched on."""
    name = {"sheets.googleapis.com": "Google Sheets API", "drive.googleapis.com": "Google Drive API"}[service]
    url = f"https://console.developers.google.com/apis/api/{service}/overview?project={PROJECT}"
    message = (
        f"{name} has not been used in project {PROJECT} before or it is disabled. Enable it by visiting {url} then "
        "retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems "
        "and retry."
    )
    metadata = {"serviceTitle": name, "containerInfo": PROJECT, "activationUrl": url, "consumer": f"projects/{PROJECT}"}
    return PermissionDenied(message, [error_info("SERVICE_DISABLED", service, metadata)])
