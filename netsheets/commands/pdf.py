"""PDF files beside Excel files, printed by LibreOffice where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from netsheets.commands.writing import Progress, untold, write_file
from netsheets.errors import StoreRefused
from netsheets.ooxml.files import scratch

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
_AT_ONCE = 40
"""Starting LibreOffice takes longer than printing a statement."""
_SECONDS_EACH = 60

_MOMENT = re.compile(rb"(?<=Date\(D:)\d{14}")
_IDENTITY = re.compile(rb"(?<=[</])[0-9A-F]{32}(?=[>\s])")
_ALWAYS = b"20000101000000"


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
    progress: Progress = untold,
) -> tuple[Path, ...]:
    """Write a PDF beside each Excel file and return their paths; `progress` is told how many of how many are done.

    Raise StoreRefused where LibreOffice is not installed, or leaves a file out.
    """
    program = office(environment)
    made: list[Path] = []
    with scratch() as folder:
        waiting = iter(paths)
        while batch := list(islice(waiting, _AT_ONCE)):
            made.extend(_printed(program, batch, folder, environment))
            progress(len(made), len(paths))
    return tuple(made)


def _printed(program: str, batch: Sequence[Path], folder: Path, environment: Mapping[str, str]) -> list[Path]:
    """Print files of any folders, each beside itself. A profile of its own keeps an open LibreOffice out of it."""
    profile, out = folder / "profile", folder / "out"
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(out), *(str(path.resolve()) for path in batch)]
    try:
        subprocess.run(  # noqa: S603 - a program we found, and files we wrote
            command, env=dict(environment), capture_output=True, timeout=_SECONDS_EACH * len(batch), check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise StoreRefused("office_failed", path=batch[0]) from error
    made = []
    for path in batch:
        printed, target = out / f"{path.stem}.pdf", path.with_suffix(".pdf")
        if not printed.exists():
            raise StoreRefused("office_failed", path=path)
        write_file(target, _timeless(printed.read_bytes()))
        printed.unlink()
        made.append(target)
    return made


def _timeless(content: bytes) -> bytes:
    """Return a PDF without the second it was printed in: the same statement prints to the same bytes.

    LibreOffice draws the file's ids from the time too. All of it is replaced digit for digit, so nothing moves.
    """
    trailer = content.rfind(b"trailer")
    identified = _IDENTITY.sub(b"0" * 32, content[trailer:])
    return _MOMENT.sub(_ALWAYS, content[:trailer]) + identified
