"""How far a long command has come."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Is told how many of how many are done."""


def untold(_done: int, _whole: int) -> None:
    """Tell nobody."""
