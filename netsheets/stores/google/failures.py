"""What one request may end in other than an answer. Both stay inside this package; `refusals` words them."""

from __future__ import annotations

from typing import Final

_BUSY_REASONS: Final = ("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED")


class NoAnswer(Exception):
    """No answer that can be trusted: a time-out, a broken connection, a 5xx, a page in the place of data.

    What was asked may have been done all the same. `code` is the error's in `schemas/messages.json`.
    """

    def __init__(self, code: str, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason
        self.retry_after = retry_after


class Refusal(Exception):
    """Google understood, and says no: nothing was done. `reason` is its one-word reason, "" where it gives none."""

    def __init__(self, status: int, text: str, reason: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(status, text, reason)
        self.status = status
        self.text = text
        self.reason = reason
        self.retry_after = retry_after

    @property
    def is_busy(self) -> bool:
        """Tell whether asking later helps: the minute's quota is used up."""
        return self.status == 429 or (self.status == 403 and self.reason in _BUSY_REASONS)
