"""Google's quotas a minute: so many reads and writes for a project, and for each of its users."""

from __future__ import annotations

import datetime
from collections import deque

from .errors import QuotaExceeded

MINUTE = datetime.timedelta(minutes=1)


class Quotas:
    """Counts requests; switched off until `enable`."""

    def __init__(self) -> None:
        self.per_project: int | None = None
        self.per_user: int | None = None
        self.exhausted_until: datetime.datetime | None = None
        self._times: dict[tuple[str, str], deque[datetime.datetime]] = {}

    def enable(self, per_project: int = 300, per_user: int = 60) -> None:
        """Count from now on."""
        self.per_project, self.per_user = per_project, per_user

    def disable(self) -> None:
        """Stop counting."""
        self.per_project = self.per_user = self.exhausted_until = None
        self._times.clear()

    def take(self, kind: str, user: str, now: datetime.datetime) -> None:
        """Count one request of *kind*, Read or Write; raise QuotaExceeded if there is none left this minute."""
        limit = f"{kind} requests per minute"
        if self.exhausted_until is not None and now < self.exhausted_until:
            raise QuotaExceeded(kind, f"{limit} per user", self.per_user or 60)
        for who, name, allowed in ((user, f"{limit} per user", self.per_user), ("", limit, self.per_project)):
            if allowed is None:
                continue
            times = self._times.setdefault((kind, who), deque())
            while times and times[0] <= now - MINUTE:
                times.popleft()
            if len(times) >= allowed:
                raise QuotaExceeded(kind, name, allowed)
        for who in (user, ""):
            self._times.setdefault((kind, who), deque()).append(now)
