"""Options of the test run, and the fixtures that several files of tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from netsheets.commands.workbook import Workbook
from tests.stores.test_stores import MAKERS
from tests.support.rehearsal import Maker, Rehearsal


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--histories`."""
    parser.addoption("--histories", type=int, default=None, help="how many random histories to simulate")


@pytest.fixture(params=MAKERS, ids=[each.__name__ for each in MAKERS])
def rehearsed(request: pytest.FixtureRequest, tmp_path: Path) -> Maker:
    """Return what makes a workbook of these tabs, in each kind of store, and opens it for the commands."""
    return lambda tabs: Rehearsal(Workbook(request.param(tabs, tmp_path), tmp_path / "closings"))
