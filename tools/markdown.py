"""What all generated pages are laid out with."""

from __future__ import annotations

from collections.abc import Iterable

NOTICE = "<!-- Written by tools/pages.py: change what it reads, not this page. -->"


def page(title: str, *parts: str) -> str:
    """Return a page: its title, the notice that it is generated, and its parts."""
    return "\n\n".join((title, NOTICE, *parts)) + "\n"


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table; a bar inside a cell is no border."""
    lines = (header, tuple("---" for _ in header), *rows)
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
