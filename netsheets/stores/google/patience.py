"""How long to wait for Google, how often to ask again, and how much to send at once."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from netsheets.stores.google.failures import NoAnswer, Refusal


@dataclass(frozen=True, slots=True)
class Patience:
    """Time-outs in seconds, at most `tries` attempts with growing pauses between them, and the size of a request.

    Google works on one request for at most 180 seconds, so a write waits a little longer than that. It asks
    for 2 MB a request at best and sets no limit; `most_bytes` keeps a write well within those seconds.
    """

    tries: int = 5
    connect: float = 10
    read: float = 60
    write: float = 200
    longest_pause: float = 120
    most_bytes: int = 8_000_000
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    jitter: Callable[[], float] = field(default=random.random, repr=False)

    def pause(self, attempt: int, failure: NoAnswer | Refusal) -> None:
        """Wait before the attempt after this one (counted from 1).

        As long as Google asks (`Retry-After`), else 1, 2, 4… seconds; where the minute's quota is used up, so long that
        four pauses outlast the minute. Half to all of it, by chance, so that two runs do not knock in step.
        """
        if failure.retry_after is not None:
            self.sleep(min(failure.retry_after, self.longest_pause))
            return
        first, most = (10, 60) if isinstance(failure, Refusal) else (1, 16)
        self.sleep(min(first * 2 ** (attempt - 1), most) * (0.5 + self.jitter() / 2))
