"""The command line as a person uses it: in this process, as a process of its own, and on a terminal."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netsheets.__main__ import run

TODAY = "2026-11-22"
PROGRAM = (sys.executable, "-m", "netsheets")
NEUTRAL: Mapping[str, str | None] = {
    "LANG": "C.UTF-8",
    "LC_ALL": None,
    "LC_MESSAGES": None,
    "NETSHEETS_WORKBOOK": None,
    "NO_COLOR": None,
    "PYTHONIOENCODING": None,
    "PYTHONWARNINGS": None,
}
"""The environment a test starts from: English, and nothing that names a workbook."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Return the JSON on standard output."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, str]]:
        """Return the CSV on standard output."""
        return list(csv.DictReader(io.StringIO(self.out)))


def netsheets(*arguments: object, folder: Path | None = None, environment: Mapping[str, str] | None = None) -> Ran:
    """Run the program in this process, in a folder; `environment` is added to the neutral one."""
    out, err = io.StringIO(), io.StringIO()
    place = contextlib.chdir(folder) if folder else contextlib.nullcontext()
    heard = (contextlib.redirect_stdout(out), contextlib.redirect_stderr(err))
    with _environment({**NEUTRAL, **(environment or {})}), place, heard[0], heard[1]:
        code = run([str(each) for each in arguments])
    return Ran(code, out.getvalue(), err.getvalue())


def done(*arguments: object, folder: Path | None = None) -> Ran:
    """Run the program in this process and expect it to end well."""
    ran = netsheets(*arguments, folder=folder)
    assert ran.code == 0, ran
    return ran


def process(
    *arguments: object, folder: Path | None = None, environment: Mapping[str, str] | None = None, **options: Any
) -> subprocess.Popen[bytes]:
    """Start the program as a process of its own, its output piped unless the options say otherwise."""
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    command = [*PROGRAM, *(str(each) for each in arguments)]
    return subprocess.Popen(command, cwd=folder, env=process_environment(environment), **given)


def in_process(*arguments: object, **options: Any) -> Ran:
    """Run the program as a process of its own, and return how it ended."""
    started = process(*arguments, **options)
    out, err = started.communicate(timeout=60)
    return Ran(started.returncode, _text(out), _text(err))


def process_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a process: this one's, made neutral, with more in it."""
    kept = {name: value for name, value in os.environ.items() if name not in NEUTRAL}
    return {**kept, **{name: value for name, value in NEUTRAL.items() if value is not None}, **(more or {})}


def on_terminal(
    *arguments: object, columns: int = 100, folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> str:
    """Run the program on a terminal of so many columns, and return what stands on it, escape sequences included."""
    import fcntl  # noqa: PLC0415 - there is none on Windows
    import pty  # noqa: PLC0415 - likewise
    import struct  # noqa: PLC0415 - likewise
    import termios  # noqa: PLC0415 - likewise

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    terminal = {"TERM": "xterm-256color", "COLUMNS": str(columns), **(environment or {})}
    started = process(
        *arguments, folder=folder, environment=terminal, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
    )
    os.close(theirs)
    pieces = []
    with contextlib.suppress(OSError):
        while piece := os.read(ours, 65536):
            pieces.append(piece)
    started.wait(timeout=60)
    os.close(ours)
    return b"".join(pieces).decode("utf-8", "replace").replace("\r\n", "\n")


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def write_csv(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """Write rows as a CSV file; a row may lack columns that another has."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def sample(folder: Path, language: str = "en") -> Path:
    """Return a workbook with the sample network in it."""
    path = folder / "network.xlsx"
    path.write_bytes(_sample(language))
    return path


def closed_sample(folder: Path, language: str = "en") -> Path:
    """Return a workbook with the sample network in it, its three months closed; the archives lie beside it."""
    if language not in _CLOSED:
        with tempfile.TemporaryDirectory() as place:
            made = sample(Path(place), language)
            for month in ("2026-08", "2026-09", "2026-10"):
                done("close", month, "-w", made, "--today", TODAY)
            _CLOSED[language] = files_of(Path(place))
    for name, content in _CLOSED[language].items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder / "network.xlsx"


_CLOSED: dict[str, dict[str, bytes]] = {}
_SAMPLES: dict[str, bytes] = {}


def _sample(language: str) -> bytes:
    """Return the bytes of the sample workbook, made once a run."""
    if language not in _SAMPLES:
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "network.xlsx"
            done("init", made, "--sample", "--lang", language)
            _SAMPLES[language] = made.read_bytes()
    return _SAMPLES[language]


@contextlib.contextmanager
def _environment(wanted: Mapping[str, str | None]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in wanted}
    _set(wanted)
    try:
        yield
    finally:
        _set(before)


def _set(wanted: Mapping[str, str | None]) -> None:
    for name, value in wanted.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _text(output: bytes | None) -> str:
    return (output or b"").decode("utf-8")
