"""Replace a ledger of 100,000 lines in a workbook of 100,000 referrals: netsheets against openpyxl's load and save.

python -m benchmarks.ledger [--quick]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook

from benchmarks.data import LEDGER_KEYS, REFERRALS, ledger_lines, network, write_workbook
from netsheets.stores.port import Block, Changeset, Content, ReplaceTab, ShownColumn
from netsheets.stores.xlsx import XlsxStore

_QUICK = 10_000


def ledger_tab(lines: list[tuple[str | float, ...]]) -> ReplaceTab:
    """Return the edit that makes the ledger hold these lines."""
    columns = tuple(ShownColumn(key, "money" if key in ("base", "amount") else "text") for key in LEDGER_KEYS)
    return ReplaceTab("ledger", Content((Block(columns, lines),)))


def seconds(action: Callable[[], object]) -> float:
    """Return how long this takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def through_openpyxl(path: Path, lines: list[tuple[str | float, ...]]) -> None:
    """Replace the ledger as one does with openpyxl: load all, write the sheet anew, save all."""
    workbook = load_workbook(path)
    place = workbook.sheetnames.index("ledger")
    del workbook["ledger"]
    sheet = workbook.create_sheet("ledger", place)
    sheet.append(LEDGER_KEYS)
    for line in lines:
        sheet.append(line)
    workbook.save(path)


def main() -> None:
    """Print both times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{_QUICK:,} referrals and lines instead of {REFERRALS:,}")
    count = _QUICK if parser.parse_args().quick else REFERRALS
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "ours.xlsx"), Path(folder, "theirs.xlsx")
        write_workbook(ours, network(count))
        lines = ledger_lines(count)
        store = XlsxStore(ours)
        store.apply(Changeset((ledger_tab(lines),), store.read().revision))
        shutil.copy(ours, theirs)
        changed = [*lines[:-1], (*lines[-1][:-1], 1.23)]

        revision = ""

        def read() -> None:
            nonlocal revision
            revision = store.read().revision

        reading = seconds(read)
        writing = seconds(lambda: store.apply(Changeset((ledger_tab(changed),), revision)))
        loading_and_saving = seconds(lambda: through_openpyxl(theirs, changed))
    print(
        f"{count:,} ledger lines x {len(LEDGER_KEYS)} in a workbook of {count:,} referrals and {count:,} billing rows"
    )
    print(f"netsheets, replace the ledger      {writing:8.2f} s")
    print(f"netsheets, read all and replace it {reading + writing:8.2f} s")
    print(f"openpyxl, load, replace and save   {loading_and_saving:8.2f} s")
    print(f"ratio                              {loading_and_saving / writing:8.1f} x (with the read: "
          f"{loading_and_saving / (reading + writing):.1f} x)")  # fmt: skip


if __name__ == "__main__":
    main()
