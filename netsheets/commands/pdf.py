"""PDF files beside Excel files, printed by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from netsheets.commands.writing import write_file
from netsheets.errors import StoreRefused

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_AT_ONCE = 40
"""Starting LibreOffice takes longer than printing a statement."""
_SECONDS_EACH = 60


def office(environment: Mapping[str, str]) -> str:
    """Return the path of LibreOffice. Raise StoreRefused where it is not installed."""
    for name in _PROGRAMS:
        if found := shutil.which(name, path=environment.get("PATH")):
            return found
    for place in _USUAL_PLACES:
        if Path(place).exists():
            return place
    raise StoreRefused("office_missing")


def print_to_pdf(
    paths: Sequence[Path],
    environment: Mapping[str, str],
    *,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> tuple[Path, ...]:
    """Write a PDF beside each Excel file and return their paths; `progress` is told how many of how many are done.

    Raise StoreRefused where LibreOffice is not installed, or leaves a file out.
    """
    program = office(environment)
    made: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="netsheets-") as scratch:
        waiting = iter(paths)
        while batch := list(islice(waiting, _AT_ONCE)):
            made.extend(_printed(program, batch, Path(scratch), environment))
            progress(len(made), len(paths))
    return tuple(made)


def _printed(program: str, batch: Sequence[Path], scratch: Path, environment: Mapping[str, str]) -> list[Path]:
    """Print files of any folders, each beside itself. A profile of its own keeps an open LibreOffice out of it."""
    profile, out = scratch / "profile", scratch / "out"
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(out), *(str(path.resolve()) for path in batch)]
    # The day of the file itself is that of its Excel file's: the same statement prints to the same PDF.
    settings = {**environment, "SOURCE_DATE_EPOCH": environment.get("SOURCE_DATE_EPOCH", "0")}
    try:
        subprocess.run(  # noqa: S603 - a program we found, and files we wrote
            command, env=settings, capture_output=True, timeout=_SECONDS_EACH * len(batch), check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise StoreRefused("office_failed", path=batch[0]) from error
    made = []
    for path in batch:
        printed, target = out / f"{path.stem}.pdf", path.with_suffix(".pdf")
        if not printed.exists():
            raise StoreRefused("office_failed", path=path)
        content = printed.read_bytes()
        printed.unlink()
        write_file(target, content)
        made.append(target)
    return made
