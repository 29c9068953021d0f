"""One write is whole or not at all: locks, killed processes, full disks, closed folders, links."""

from __future__ import annotations

import os
import random
import resource
import signal
import stat
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from netsheets.errors import Changed, Conflict, NetsheetsError
from netsheets.stores.port import Block, Changeset, Content, ReplaceTab, ShownColumn
from netsheets.stores.xlsx import XlsxStore
from netsheets.stores.xlsx.file import locked, replace_file

NOBODY = 65534


def ledger(lines: int, text: str = "x") -> ReplaceTab:
    return ReplaceTab(
        "Ledger", Content((Block((ShownColumn("line"), ShownColumn("text")), [(str(n), text) for n in range(lines)]),))
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "network.xlsx"
    XlsxStore(path).apply(Changeset((ledger(3),), ""))
    return path


def write(path: Path, lines: int = 4) -> None:
    store = XlsxStore(path)
    store.apply(Changeset((ledger(lines),), store.read().revision))


def lines(path: Path) -> int:
    [grid] = XlsxStore(path).read().grids
    return len(grid.rows) - 1


def in_a_child(action: Callable[[], None]) -> str:
    """Return the code with which another process is refused, 'done' where it isn't."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        said = "done"
        try:
            action()
        except NetsheetsError as error:
            said = error.code
        except BaseException as error:  # noqa: BLE001  # the child must end here, whatever happens
            said = repr(error)
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as answer:
        return answer.read()


def as_user(action: Callable[[], None]) -> str:
    """Return the code with which an ordinary user is refused; root may do anything."""

    def acting() -> None:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        action()

    return in_a_child(acting)


@pytest.fixture
def open_folder(path: Path) -> Path:
    """Return the workbook in a folder that everyone may enter and write to."""
    for folder in (path.parent, *list(path.parents)[1:4]):
        if folder.stat().st_uid == os.getuid():
            folder.chmod(folder.stat().st_mode | 0o005)
    path.parent.chmod(0o777)
    path.chmod(0o666)
    return path


def test_a_workbook_open_in_excel_is_a_conflict_that_names_who(path: Path) -> None:
    name = "Ann Martin"
    owner = bytes([len(name)]) + name.encode().ljust(54) + bytes([len(name), 0]) + name.encode("utf-16-le").ljust(108)
    (path.parent / "~$network.xlsx").write_bytes(owner)
    with pytest.raises(Conflict) as conflict:
        write(path)
    assert (conflict.value.code, conflict.value.details["who"]) == ("workbook_locked", "Ann Martin")
    assert lines(path) == 3


def test_a_workbook_open_in_libreoffice_is_a_conflict_that_names_who(path: Path) -> None:
    (path.parent / ".~lock.network.xlsx#").write_text(",bob,desk,22.11.2026 10:00,file:///home/bob/.config;")
    with pytest.raises(Conflict) as conflict:
        write(path)
    assert (conflict.value.code, conflict.value.details["who"]) == ("workbook_locked", "bob")


def test_the_mode_is_kept_and_nothing_is_left_beside(path: Path) -> None:
    path.chmod(0o640)
    write(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in path.parent.iterdir()] == ["network.xlsx"]
    assert lines(path) == 4


needs_attributes = pytest.mark.skipif(sys.platform != "linux", reason="Python reads a file's attributes on Linux only")
ACCESS_LIST = "system.posix_acl_access"


def access_list(*others: int) -> bytes:
    """Return a list, as Linux keeps it, by which these users may read and write a file beside its owner."""
    anyone = 0xFFFFFFFF
    entries = [(1, 6, anyone), *((2, 6, each) for each in others), (4, 0, anyone), (0x10, 6, anyone), (0x20, 0, anyone)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *each) for each in entries)


def given(path: Path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        pytest.skip(f"this file system has no {name}: {error}")


@needs_attributes
def test_access_lists_and_attributes_are_kept(path: Path) -> None:
    given(path, ACCESS_LIST, access_list(1234, 1235))
    given(path, "user.folder", b"Bureau")
    before = path.stat().st_mode
    write(path)
    assert os.getxattr(path, ACCESS_LIST) == access_list(1234, 1235)
    assert os.getxattr(path, "user.folder") == b"Bureau"
    assert (path.stat().st_mode, lines(path)) == (before, 4)


@needs_attributes
def test_an_access_list_that_the_folder_gives_new_files_is_not_taken_over(path: Path) -> None:
    path.chmod(0o640)
    given(path.parent, "system.posix_acl_default", access_list(1234))
    write(path)
    assert ACCESS_LIST not in os.listxattr(path)
    assert (stat.S_IMODE(path.stat().st_mode), lines(path)) == (0o640, 4)


@needs_attributes
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file an attribute that others may not")
def test_what_can_not_be_kept_is_refused_and_nothing_is_written(open_folder: Path) -> None:
    given(open_folder, "security.bureau", b"sealed")
    assert as_user(lambda: write(open_folder)) == "rights_not_kept"
    assert (lines(open_folder), os.getxattr(open_folder, "security.bureau")) == (3, b"sealed")
    assert [each.name for each in open_folder.parent.iterdir()] == ["network.xlsx"]


def test_a_link_stays_a_link_and_its_target_is_replaced(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link" / "to.xlsx"
    link.parent.mkdir()
    link.symlink_to(path)
    write(link)
    assert link.is_symlink()
    assert lines(path) == 4


def test_where_nothing_changes_nothing_is_written(path: Path) -> None:
    before = path.stat()
    write(path, 3)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_changed_between_the_look_and_the_move_is_kept(path: Path) -> None:
    before = path.read_bytes()
    path.write_bytes(b"someone else")
    with pytest.raises(Changed):
        replace_file(path, b"ours", before)
    assert path.read_bytes() == b"someone else"
    assert [each.name for each in path.parent.iterdir()] == ["network.xlsx"]


def test_a_leftover_of_a_killed_run_is_swept_away(path: Path) -> None:
    write(path)
    [kept] = path.parent.iterdir()
    stop = subprocess.run([sys.executable, "-c", KILLED.format(path=str(path))], check=False, capture_output=True)
    assert stop.returncode == -signal.SIGKILL, stop.stderr
    assert len(list(path.parent.glob(".netsheets-*.tmp"))) == 1
    write(path, 9)
    assert list(path.parent.iterdir()) == [kept]


KILLED = """
import os, signal
from pathlib import Path
from netsheets.ooxml.files import beside
with beside(Path({path!r}), b"half"):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_interrupting_leaves_no_file(path: Path) -> None:
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom netsheets.ooxml.files import beside\n"
        f"with beside(Path({str(path)!r}), b'half'):\n    os.kill(os.getpid(), signal.SIGINT)\n"
    )
    stopped = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert stopped.returncode == -signal.SIGINT
    assert [each.name for each in path.parent.iterdir()] == ["network.xlsx"]


def test_a_folder_closed_to_us_is_said_so(open_folder: Path) -> None:
    open_folder.parent.chmod(0o555)
    assert as_user(lambda: write(open_folder)) == "access_refused"
    assert lines(open_folder) == 3


def test_a_file_that_may_only_be_read_is_said_so(open_folder: Path) -> None:
    open_folder.chmod(0o444)
    assert as_user(lambda: write(open_folder)) == "workbook_read_only"
    assert lines(open_folder) == 3


def test_a_file_that_may_not_be_read_is_said_so(open_folder: Path) -> None:
    open_folder.chmod(0o000)
    assert as_user(lambda: write(open_folder)) == "access_refused"


def test_running_out_of_room_leaves_the_old_file(path: Path) -> None:
    before = path.read_bytes()

    def short_of_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
        write(path, 50)

    assert in_a_child(short_of_room) == "disk_full"
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["network.xlsx"]


def test_of_two_at_once_one_wins_and_the_other_is_told(path: Path) -> None:
    revision = XlsxStore(path).read().revision
    script = (
        "import sys\nfrom netsheets.errors import Changed\nfrom tests.stores.xlsx.test_atomic import ledger\n"
        "from netsheets.stores.port import Changeset\nfrom netsheets.stores.xlsx import XlsxStore\n"
        "try:\n    XlsxStore(sys.argv[1]).apply(Changeset((ledger(int(sys.argv[2])),), sys.argv[3]))\n"
        "    print('done')\nexcept Changed as error:\n    print(error.code)\n"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", script, str(path), str(number), revision], stdout=subprocess.PIPE)
        for number in (500, 600, 700, 800)
    ]
    said = sorted(run.communicate()[0].decode().strip() for run in runs)
    assert said == ["done", "workbook_changed", "workbook_changed", "workbook_changed"]
    assert lines(path) in (500, 600, 700, 800)


def test_the_lock_is_waited_for(path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom tests.stores.xlsx.test_atomic import write\n"
        "print('ready', flush=True)\nwrite(Path(sys.argv[1]), 7)\n"
    )
    with locked(path):
        run = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(0.3)
        assert lines(path) == 3
    run.communicate()
    assert (run.returncode, lines(path)) == (0, 7)


@pytest.mark.slow
def test_a_process_killed_at_any_moment_leaves_the_old_file_or_the_new(path: Path) -> None:
    script = (
        "import sys\nfrom tests.stores.xlsx.test_atomic import ledger\nfrom netsheets.stores.port import Changeset\n"
        "from netsheets.stores.xlsx import XlsxStore\nstore = XlsxStore(sys.argv[1])\n"
        "print('ready', flush=True)\n"
        "for number in range(1000):\n"
        "    store.apply(Changeset((ledger(2000 + number % 2),), store.read().revision))\n"
    )
    drawn = random.Random(20261122)
    write(path, 2000)
    for _ in range(60):
        run = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(drawn.uniform(0, 0.25))
        run.kill()
        run.communicate()
        assert lines(path) in (2000, 2001)
    write(path, 5)
    assert [each.name for each in path.parent.iterdir()] == ["network.xlsx"]
