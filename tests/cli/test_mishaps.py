"""What happens around a command: the workbook is open elsewhere or read-only, the disk is full, Ctrl-C, a rival."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from netsheets.stores.xlsx import XlsxStore
from tests.support.command_line import (
    PROGRAM,
    TODAY,
    Ran,
    closed_sample,
    done,
    files_of,
    in_process,
    netsheets,
    process,
    process_environment,
    sample,
)

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files and signals")
CLOSE = ("close", "2026-08", "--today", TODAY)
WRITING = [("validate",), ("commissions", "2026-08"), CLOSE]
EXPORTS = [
    ("export", "journal", "2026-10"),
    ("export", "sepa", "2026-10"),
    ("export", "das2", "2026"),
    ("privacy", "export", "M01"),
]


def intact(path: Path, before: bytes) -> None:
    """Check that the workbook is as it was, and nothing was left beside it."""
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir() if each.name.startswith(".netsheets")] == []


@pytest.mark.parametrize("command", WRITING, ids=lambda command: command[0])
def test_a_workbook_open_in_excel_is_left_alone_and_its_user_named(command: tuple[str, ...], tmp_path: Path) -> None:
    path, before = sample(tmp_path), sample(tmp_path).read_bytes()
    name = "Éloïse Brun"
    owner = bytes([len(name)]) + name.encode("cp1252").ljust(54) + bytes([len(name), 0]) + name.encode("utf-16-le")
    (tmp_path / "~$network.xlsx").write_bytes(owner.ljust(165, b"\0"))
    ran = netsheets(*command, "-w", path)
    assert ran.code == 3
    assert "is open in Excel (Éloïse Brun), so nothing was written" in ran.err
    intact(path, before)
    assert not (tmp_path / "closings").exists()


@pytest.mark.parametrize("command", WRITING, ids=lambda command: command[0])
def test_a_workbook_open_in_libreoffice_is_left_alone(command: tuple[str, ...], tmp_path: Path) -> None:
    path, before = sample(tmp_path), sample(tmp_path).read_bytes()
    (tmp_path / ".~lock.network.xlsx#").write_text(
        ",eloise,desk,22.11.2026 10:00,file:///home/eloise/.config/libreoffice/4;", "utf-8"
    )
    ran = netsheets(*command, "-w", path)
    assert ran.code == 3
    assert "is open in LibreOffice (eloise), so nothing was written" in ran.err
    intact(path, before)


def test_reading_an_open_workbook_is_fine(tmp_path: Path) -> None:
    path = sample(tmp_path)
    (tmp_path / "~$network.xlsx").write_bytes(b"\x03Bob".ljust(165, b"\0"))
    for command in (
        ("ownership",),
        ("explain", "R33"),
        ("balances",),
        (*CLOSE, "--dry-run"),
        ("validate", "--dry-run"),
    ):
        assert netsheets(*command, "-w", path).code == 0


def without_rights(*arguments: object, folder: Path) -> Ran:
    """Run the program as someone who may not write what is marked read-only; root needs to lose a right for that."""
    command = [*PROGRAM, *(str(each) for each in arguments)]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may write anything, and there is no setpriv to take that right away")
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    ran = subprocess.run(
        command, cwd=folder, env=process_environment(), capture_output=True, text=True, check=False, timeout=60
    )
    if "setpriv" in ran.stderr:
        pytest.skip(ran.stderr)
    return Ran(ran.returncode, ran.stdout, ran.stderr)


@POSIX
@pytest.mark.parametrize("command", WRITING, ids=lambda command: command[0])
def test_a_read_only_workbook(command: tuple[str, ...], tmp_path: Path) -> None:
    path, before = sample(tmp_path), sample(tmp_path).read_bytes()
    path.chmod(0o444)
    ran = without_rights(*command, "-w", path, folder=tmp_path)
    assert ran.code == 4, ran
    assert "is marked read-only, so nothing was written" in ran.err
    intact(path, before)


@POSIX
@pytest.mark.parametrize("command", WRITING, ids=lambda command: command[0])
def test_a_read_only_folder(command: tuple[str, ...], tmp_path: Path) -> None:
    path, before = sample(tmp_path), sample(tmp_path).read_bytes()
    tmp_path.chmod(0o555)
    try:
        ran = without_rights(*command, "-w", path, folder=tmp_path)
    finally:
        tmp_path.chmod(0o755)
    assert ran.code == 4, ran
    assert "You may not open or change" in ran.err
    intact(path, before)


@POSIX
def test_a_workbook_one_may_not_read(tmp_path: Path) -> None:
    path = sample(tmp_path)
    path.chmod(0)
    ran = without_rights("validate", "-w", path, folder=tmp_path)
    assert (ran.code, ran.out) == (4, "")
    assert "You may not open or change" in ran.err


@POSIX
def test_a_folder_for_statements_that_cannot_be_written(tmp_path: Path) -> None:
    path = sample(tmp_path)
    done(*CLOSE, "-w", path)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    options = ("-w", path, "--today", TODAY)
    ran = without_rights("statements", "2026-08", "-o", closed, *options, folder=tmp_path)
    assert (ran.code, ran.out) == (4, "")
    assert f"Nothing can be written in the folder {closed}" in ran.err
    ran = netsheets("statements", "2026-08", "-o", path / "inside", *options)
    assert (ran.code, ran.out) == (4, "")
    assert "cannot be written" in ran.err
    assert netsheets("demo", path / "inside").code == 4


@pytest.mark.parametrize("command", EXPORTS, ids=lambda command: command[1])
def test_no_file_takes_the_place_of_the_workbook_or_of_an_archive(command: tuple[str, ...], tmp_path: Path) -> None:
    path = closed_sample(tmp_path)
    before = files_of(tmp_path)
    names = {path.name: "is the workbook itself", f"closings/../{path.name}": "is the workbook itself"}
    for name, told in {**names, "closings/2026-10.json": "lies among the archives"}.items():
        for more in ((), ("--dry-run",)):
            ran = netsheets(*command, "-o", name, "-w", path, "--today", TODAY, *more, folder=tmp_path)
            assert (ran.code, told in ran.err) == (2, True), ran
    assert files_of(tmp_path) == before


def test_a_name_that_is_too_long_is_told_of(tmp_path: Path) -> None:
    path = closed_sample(tmp_path)
    for command in (EXPORTS[0], EXPORTS[1], ("statements", "2026-10")):
        ran = netsheets(*command, "-o", tmp_path / f"{'x' * 300}.xml", "-w", path, "--today", TODAY)
        assert (ran.code, "cannot be written" in ran.err) == (4, True)


@POSIX
def test_a_disk_that_fills_up_leaves_the_workbook_whole(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    path, before = sample(tmp_path), sample(tmp_path).read_bytes()

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    ran = in_process(*CLOSE, "-w", path, preexec_fn=bounded)
    assert (ran.code, ran.out) == (4, ""), ran
    assert ran.err.startswith("The disk is full, so nothing was written")
    intact(path, before)
    assert not (tmp_path / "closings").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a folder on a disk of its own, of 256 kB."""
    mount = shutil.which("mount")
    disk = tmp_path / "disk"
    disk.mkdir()
    command = [str(mount), "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if mount is None or os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@POSIX
def test_a_full_disk(small_disk: Path) -> None:
    path = sample(small_disk)
    before = path.read_bytes()
    with contextlib.suppress(OSError), (small_disk / "filler").open("wb") as filler:
        while True:
            filler.write(bytes(512))
            filler.flush()
    for command in WRITING:
        ran = netsheets(*command, "-w", path)
        assert ran.code == 4, ran
        assert "The disk is full, so nothing was written" in ran.err
        intact(path, before)
    (small_disk / "filler").unlink()
    done(*CLOSE, "-w", path)


def test_an_archive_that_cannot_be_written_is_written_by_the_next_close(tmp_path: Path) -> None:
    path = sample(tmp_path)
    (tmp_path / "closings").write_text("in the way", "utf-8")
    ran = netsheets(*CLOSE, "-w", path)
    assert ran.code == 4
    assert "2026-08 is closed in the workbook, but its archive" in ran.err
    (tmp_path / "closings").unlink()
    again = done(*CLOSE, "-w", path, "--format", "json")
    assert len(again.document["posted"]) == 22
    assert [each.name for each in (tmp_path / "closings").glob("*/*")] == ["2026-08.json"]


def heavy(folder: Path) -> Path:
    """Return a sample workbook with 60 MB of pictures in it, so that writing it takes a moment."""
    path = sample(folder)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/media/picture.bin", random.Random(1).randbytes(60 * 1024**2))
    return path


def wait_for_writing(folder: Path) -> None:
    """Wait until the new workbook is being written beside the old one."""
    until = time.monotonic() + 30
    while not any(each.name.startswith(".netsheets") for each in folder.iterdir()):
        assert time.monotonic() < until


@POSIX
def test_an_interrupt_in_the_midst_of_writing_leaves_the_old_workbook(tmp_path: Path) -> None:
    path = heavy(tmp_path)
    before = path.read_bytes()
    started = process(*CLOSE, "-w", path)
    wait_for_writing(tmp_path)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=60)
    assert (started.returncode, out, err.strip()) == (130, b"", b"Stopped. Nothing was left half written.")
    intact(path, before)
    assert not (tmp_path / "closings").exists()


@POSIX
def test_a_kill_in_the_midst_of_writing_leaves_the_old_workbook_and_the_next_run_tidies_up(tmp_path: Path) -> None:
    path = heavy(tmp_path)
    before = path.read_bytes()
    started = process(*CLOSE, "-w", path)
    wait_for_writing(tmp_path)
    started.kill()
    started.communicate(timeout=60)
    assert path.read_bytes() == before
    done(*CLOSE, "-w", path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["closings", "network.xlsx"]


@POSIX
@pytest.mark.parametrize("delay", [0.3, 0.4, 0.5, 0.6, 0.7])
def test_an_interrupt_at_any_moment(delay: float, tmp_path: Path) -> None:
    path = sample(tmp_path)
    before = path.read_bytes()
    started = process(*CLOSE, "-w", path)
    time.sleep(delay)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=60)
    # On a busy machine the interpreter may not listen yet: then the system ends it, and nothing was begun.
    unheard = (started.returncode, out, err, path.read_bytes()) == (-signal.SIGINT, b"", b"", before)
    assert unheard or started.returncode in (0, 130), err
    assert b"Traceback" not in err or b"netsheets/" not in err
    if path.read_bytes() == before:
        assert out == b""
    assert done(*CLOSE, "-w", path, "--format", "json").document["status"] == "closed"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["closings", "network.xlsx"]
    assert len(done("commissions", "2026-08", "-w", path, "--format", "json").document["posted"]) == 22


@POSIX
def test_two_closes_at_once_post_the_month_once(tmp_path: Path) -> None:
    """Both have read the workbook, and wait for its lock; the first to get it closes, the other is told."""
    import fcntl  # noqa: PLC0415 - there is none on Windows

    path = sample(tmp_path)
    with path.open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        both = [process(*CLOSE, "-w", path, "--format", "json") for _ in range(2)]
        time.sleep(3)
        assert [each.poll() for each in both] == [None, None]
    ends = [each.communicate(timeout=60) for each in both]
    assert sorted(each.returncode for each in both) == [0, 3]
    loser = next(err for each, (_, err) in zip(both, ends, strict=True) if each.returncode == 3)
    assert b"was changed by someone while netsheets was working, so nothing was written. Run the command again" in loser
    assert len(done(*CLOSE, "-w", path, "--format", "json").document["posted"]) == 22
    ledger = next(grid for grid in XlsxStore(path).read().grids if grid.title == "Commissions")
    assert len(ledger.rows) == 1 + 22
    archive, workbook = files_of(tmp_path)
    assert (Path(archive).name, workbook) == ("2026-08.json", "network.xlsx")


def test_many_closes_at_once_post_the_month_once(tmp_path: Path) -> None:
    path = sample(tmp_path)
    several = [process(*CLOSE, "-w", path) for _ in range(4)]
    for each in several:
        _, err = each.communicate(timeout=60)
        assert each.returncode in (0, 3), err
        assert b"Traceback" not in err
    assert 0 in [each.returncode for each in several]
    ledger = next(grid for grid in XlsxStore(path).read().grids if grid.title == "Commissions")
    assert len(ledger.rows) == 1 + 22
