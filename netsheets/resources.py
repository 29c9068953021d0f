"""Where the schemas and templates lie: inside an installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(folder: str, name: str) -> Path:
    """Return the path of a file of `schemas/` or `templates/`. Raise FileNotFoundError naming both places tried."""
    candidates = (_PACKAGE / folder / name, _PACKAGE.parent / folder / name)
    for candidate in candidates:
        if candidate.is_file():
            return candidate
    raise FileNotFoundError(f"{folder}/{name} is in neither {candidates[0].parent} nor {candidates[1].parent}")
