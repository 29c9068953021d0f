"""What a person waits for: `--help` against importing click, and `validate` on the sample network.

python -m benchmarks.startup [--runs N]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.processes import in_pairs, netsheets, python, ratio, seconds_of


def main() -> None:
    """Print the times and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=11, help="counted runs of each")
    runs = parser.parse_args().runs
    help_page, click = in_pairs(netsheets("--help"), python("-c", "import click"), runs)
    print(f"netsheets --help              {help_page}")
    print(f"python -c 'import click'      {click}")
    print(f"ratio                         {ratio(help_page, click):7.2f} x")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "network.xlsx")
        seconds_of(netsheets("init", path, "--sample"))
        command = netsheets("validate", "-w", path, "--today", "2026-11-22")
        validate, _ = in_pairs(command, python("-c", "import click"), runs)
    print(f"netsheets validate, sample    {validate}")


if __name__ == "__main__":
    main()
