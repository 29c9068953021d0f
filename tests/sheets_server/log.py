"""The request log: what was asked, by whom, how it ended; and counts by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One request; the status is 0 if the connection broke before a reply."""

    number: int
    method: str
    path: str
    kind: str
    status: int
    user: str
    fault: str


class Log:
    """All requests since the start or the last `clear`."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, call: tuple[str, str], kind: str, *, status: int, user: str, fault: str) -> None:
        """Write down one request; *call* is its method and path."""
        self.entries.append(Entry(len(self.entries) + 1, *call, kind, status, user, fault))

    def clear(self) -> None:
        """Forget all requests."""
        self.entries = []

    def counts(self) -> dict[str, int]:
        """Return how many requests of each kind there were."""
        return dict(Counter(entry.kind for entry in self.entries))

    def total(self) -> int:
        """Return how many API requests there were; asking for a token is not one."""
        return sum(entry.kind != "token" for entry in self.entries)

    def shown(self) -> Json:
        """Return the log as the control endpoint gives it."""
        return {
            "total": self.total(),
            "counts": self.counts(),
            "requests": [asdict(entry) for entry in self.entries],
        }
