"""Count the rooms of the house: files and lines, names that stand twice, and the files that a `close` goes through.

`python -m tools.rooms` counts; `--list` names the files and the classes behind the counts. A file is executed where a
function of it runs for the command's sake, not where it is only imported.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

PACKAGE = Path(__file__).parent.parent / "netsheets"
SMALL = 60
"""A file of fewer lines is small."""
TODAY = "2026-11-22"


def line_counts() -> dict[str, int]:
    """Return how many lines each file of the package has."""
    return {
        str(path.relative_to(PACKAGE)): len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def shared_names() -> dict[str, list[str]]:
    """Return the names that several files give a class, with these files."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for name in re.findall(r"^class (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            found[name].append(str(path.relative_to(PACKAGE)))
    return {name: files for name, files in sorted(found.items()) if len(files) > 1}


def executed_by_close() -> list[str]:
    """Return the files that closing the first month of the sample network executes a function of."""
    from netsheets.__main__ import run  # noqa: PLC0415 - imported late, so that what it loads is counted elsewhere

    quiet = io.StringIO()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        workbook = str(Path(folder) / "network.xlsx")
        run(["init", workbook, "--sample"])
        with _watched() as files:
            run(["close", "2026-08", "-w", workbook, "--today", TODAY])
    return sorted(str(Path(each).relative_to(PACKAGE)) for each in files)


@contextlib.contextmanager
def _watched() -> Iterator[set[str]]:
    """Gather the package's files of which a function is called."""
    files: set[str] = set()
    inside = f"{PACKAGE}/"

    def watch(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_code.co_filename
        if event == "call" and name.startswith(inside) and name not in files and not _imports(frame):
            files.add(name)

    sys.setprofile(watch)
    try:
        yield files
    finally:
        sys.setprofile(None)


def _imports(frame: FrameType | None) -> bool:
    """Tell whether what runs only makes a module."""
    while frame is not None:
        if frame.f_code.co_name == "<module>" and frame.f_code.co_filename != __file__:
            return True
        frame = frame.f_back if frame.f_code.co_name != executed_by_close.__name__ else None
    return False


def main(arguments: list[str]) -> int:
    """Print the counts."""
    lines, shared, executed = line_counts(), shared_names(), executed_by_close()
    small = [name for name, count in lines.items() if count < SMALL]
    print(f"files: {len(lines)}")
    print(f"lines: {sum(lines.values())}")
    print(f"files under {SMALL} lines: {len(small)}")
    print(f"names that several classes share: {len(shared)}")
    print(f"files a close executes: {len(executed)}")
    if "--list" in arguments:
        print("\nsmall:", *(f"{lines[name]:4} {name}" for name in small), sep="\n  ")
        print("\nshared:", *(f"{name}: {', '.join(files)}" for name, files in shared.items()), sep="\n  ")
        print("\nexecuted:", *(f"{lines[name]:4} {name}" for name in executed), sep="\n  ")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
