"""Compute and close a month of 100,000 referrals with 100,000 payments: netsheets against a bare read.

python -m benchmarks.close [--quick] [--runs N]

The month is the first one closed, so that everything ever paid is posted by it: one line a payment.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
from pathlib import Path

from benchmarks.data import REFERRALS, network, write_workbook
from benchmarks.processes import bare_read, in_pairs, netsheets, ratio
from benchmarks.validate import QUICK

MONTH = "2025-12"
_MEGABYTE = 1024


def main() -> None:
    """Print the times, the ratio and the most memory a process took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} referrals instead of {REFERRALS:,}")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each")
    given = parser.parse_args()
    count = QUICK if given.quick else REFERRALS
    with tempfile.TemporaryDirectory() as folder:
        pristine, path = Path(folder, "pristine.xlsx"), Path(folder, "network.xlsx")
        write_workbook(pristine, network(count))

        def again() -> None:
            shutil.copy(pristine, path)
            shutil.rmtree(Path(folder, "closings"), ignore_errors=True)

        command = netsheets("close", MONTH, "-w", path, "--today", "2026-11-22")
        ours, bare = in_pairs(command, bare_read(pristine), given.runs, again)
    print(f"close {MONTH}: {count:,} referrals, {count:,} billing rows, whole processes, {given.runs} runs")
    print(f"netsheets close      {ours}")
    print(f"bare calamine read   {bare}")
    print(f"ratio to the read    {ratio(ours, bare):7.2f} x")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"most memory          {most / _MEGABYTE:7.0f} MB (the largest process of the run)")


if __name__ == "__main__":
    main()
