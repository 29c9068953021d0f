"""Random histories of a shared sheet (see simulation.py): forty always, 2,000 in continuous integration.

`pytest tests/stores/google/test_simulation.py --histories 20000` runs as many as one likes.
"""

from __future__ import annotations

import os

import pytest

from tests.support.simulation import failures

ALWAYS, IN_INTEGRATION = 40, 2000


def test_some_histories_end_well(pytestconfig: pytest.Config) -> None:
    wanted: int | None = pytestconfig.getoption("histories")
    found = failures(0, ALWAYS if wanted is None else wanted, processes=os.cpu_count() or 1)
    assert not found, "\n".join(found[:5])


@pytest.mark.slow
def test_thousands_of_histories_end_well() -> None:
    found = failures(100_000, IN_INTEGRATION, processes=os.cpu_count() or 1)
    assert not found, "\n".join(found[:5])
