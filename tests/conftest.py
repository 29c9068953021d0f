"""Options of the test run, and the fixtures that several files of tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from netsheets.commands.workbook import Workbook
from tests.stores.test_stores import MAKERS
from tests.support.rehearsal import Maker, Rehearsal

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
settings.register_profile("steady", deadline=None, suppress_health_check=_SLOW, derandomize=True)
settings.register_profile("random", deadline=None, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
"""A test is red for its rule, never for a busy machine or an unlucky draw: the same examples each time, without a
deadline. `HYPOTHESIS_PROFILE=random` draws new ones, to look for more."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--histories`."""
    parser.addoption("--histories", type=int, default=None, help="how many random histories to simulate")


@pytest.fixture(params=MAKERS, ids=[each.__name__ for each in MAKERS])
def rehearsed(request: pytest.FixtureRequest, tmp_path: Path) -> Maker:
    """Return what makes a workbook of these tabs, in each kind of store, and opens it for the commands."""
    return lambda tabs: Rehearsal(Workbook(request.param(tabs, tmp_path), tmp_path / "closings"))
