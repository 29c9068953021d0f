"""The front door (docs/python.md): one network from a file, from Google and from memory, and results for workers."""

from __future__ import annotations

import datetime as dt
import doctest
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import netsheets
from netsheets.commands.writing import Output
from netsheets.domain.month import Month
from netsheets.errors import Changed, Conflict, Misuse, StoreRefused
from netsheets.stores.memory import MemoryStore
from netsheets.stores.port import Store
from tests.stores.test_stores import MAKERS
from tests.support import ROOT
from tests.support.rehearsal import TWO_MONTHS

TODAY = dt.date(2026, 4, 2)


@pytest.fixture(params=MAKERS, ids=[each.__name__ for each in MAKERS])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    made: Store = request.param(TWO_MONTHS, tmp_path)
    return made


def test_the_page_shows_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(ROOT / "docs/python.md"), module_relative=False)
    assert (failed, tried > 20) == (0, True)


def test_the_example_runs(tmp_path: Path) -> None:
    example = ROOT / "docs/examples/season.py"
    run = subprocess.run(
        [sys.executable, "-W", "error", example], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("2026-08 M01 951.19 M02 1,489.12 M04 698.25 …")
    assert list(tmp_path.iterdir()) == []


def test_every_result_survives_the_way_to_a_worker_and_back(store: Store, tmp_path: Path) -> None:
    network = netsheets.open(store, today=TODAY, archives=tmp_path / "closings")
    closed = network.close("2026-02")
    network = network.reread()
    results = (
        closed, network.month("2026-03"), network.statements("2026-02"), network.explain("R1"), network.balances(),
        network.owned_clients(), network.validate(dry_run=True), network.findings, network.book, network.ledger,
    )  # fmt: skip
    for each in results:
        assert pickle.loads(pickle.dumps(each)) == each
    assert pickle.loads(pickle.dumps(network)).month("2026-03") == network.month("2026-03")


def test_a_network_in_another_process_computes_the_same(tmp_path: Path) -> None:
    for reference in (MemoryStore(), tmp_path / "network.xlsx"):
        network = netsheets.create(reference, sample=True, today=dt.date(2026, 11, 22))
        network.close("2026-08")
        network = network.reread()
        sent = pickle.loads(pickle.dumps(network))
        assert sent.month("2026-09") == network.month("2026-09")
        assert sent.statements("2026-08") == network.statements("2026-08")
        assert sent.reread().findings == network.findings


def test_a_second_close_on_what_was_read_before_is_refused(store: Store) -> None:
    network = netsheets.open(store, today=TODAY)
    assert network.close(Month(2026, 2)).archives == ()
    with pytest.raises((Changed, Conflict)):
        network.close("2026-02")
    assert network.reread().close("2026-02").already


def test_the_values_are_the_bytes_the_command_writes(tmp_path: Path) -> None:
    network = netsheets.create(tmp_path / "network.xlsx", sample=True, today=dt.date(2026, 11, 22))
    written = network.write(network.statements("2026-08", draft=True, members=("M01",)), tmp_path / "ours")
    command = [sys.executable, "-m", "netsheets", "statements", "2026-08", "--draft", "--member", "M01"]
    options = ["-o", "theirs", "-w", "network.xlsx", "--today", "2026-11-22"]
    subprocess.run([*command, *options], cwd=tmp_path, check=True, capture_output=True)
    (theirs,) = (tmp_path / "theirs").iterdir()
    assert [(each.name, each.read_bytes()) for each in written] == [(theirs.name, theirs.read_bytes())]


def test_a_file_is_not_written_over_the_workbook_it_comes_from(tmp_path: Path) -> None:
    network = netsheets.create(tmp_path / "network.xlsx", sample=True)
    before = (tmp_path / "network.xlsx").read_bytes()
    with pytest.raises(Misuse):
        network.write([Output("network.xlsx", "network", b"")], tmp_path)
    with pytest.raises(Misuse):
        network.write([Output("2026-08.json", "network", b"")], tmp_path / "closings")
    assert (tmp_path / "network.xlsx").read_bytes() == before


def test_what_cannot_be_opened_says_why(tmp_path: Path) -> None:
    with pytest.raises(StoreRefused, match="There is no workbook at"):
        netsheets.open(tmp_path / "none.xlsx")
    with pytest.raises(Misuse):
        netsheets.create(tmp_path / "network.ods")
    netsheets.create(store := MemoryStore())
    with pytest.raises(Conflict, match="exists already"):
        netsheets.create(store)


def test_importing_the_package_loads_nothing_else_of_ours() -> None:
    script = "import sys, netsheets; print([name for name in sys.modules if name.startswith('netsheets.')])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
