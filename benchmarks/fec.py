"""Check a FEC of 1,000,000 lines: netsheets against reading it with csv.reader and doing nothing with it.

python -m benchmarks.fec [--quick] [--runs N]
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.data import SEED
from benchmarks.processes import in_pairs, netsheets, python, ratio
from netsheets.exports.accounting.fec_check.header import FEC_COLUMNS

LINES = 1_000_000
QUICK = 100_000
READ_ALL = (
    "import csv, sys\n"
    "with open(sys.argv[1], encoding='utf-8', newline='') as file:\n"
    "    for row in csv.reader(file, delimiter='\\t', quoting=csv.QUOTE_NONE):\n"
    "        pass\n"
)
"""The plain read: every line parted into fields, and nothing else."""

_JOURNALS = (("AC", "Achats"), ("VE", "Ventes"), ("BQ", "Banque"))
_ACCOUNTS = tuple((f"6{number:05d}", f"Charge n° {number}") for number in range(300))
_THIRD_PARTIES = tuple((f"F{number:04d}", f"Société {number}, bâtiment et rénovation") for number in range(800))


def write_fec(path: Path, count: int) -> None:
    """Write a FEC of about so many lines without a fault: three journals, a third of the lines with a letter."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\t".join(FEC_COLUMNS) + "\r\n")
        file.writelines("\t".join(line) + "\r\n" for line in _lines(count))


def _lines(count: int) -> Iterator[tuple[str, ...]]:
    drawn = random.Random(SEED)
    numbers = dict.fromkeys((code for code, _ in _JOURNALS), 0)
    for place in range(count // 3):
        journal = _JOURNALS[place % 3]
        numbers[journal[0]] += 1
        month = 1 + 12 * 3 * place // count
        day = f"2026{month:02d}{1 + place % 28:02d}"
        net = drawn.randrange(100, 5_000_000)
        vat = net // 5
        account, third_party = drawn.choice(_ACCOUNTS), drawn.choice(_THIRD_PARTIES)
        head = (*journal, str(numbers[journal[0]]), day)
        tail = (f"P{place}", day, f"Facture {place} réglée à 30 jours")
        validated = "20270115"
        letter = (f"L{place % 999}", day) if place % 2 else ("", "")
        yield (*head, *account, "", "", *tail, _amount(net), "0,00", "", "", validated, "", "")
        yield (*head, "445660", "TVA déductible", "", "", *tail, _amount(vat), "0,00", "", "", validated, "", "")
        yield (*head, "401000", "Fournisseurs", *third_party, *tail, "0,00", _amount(net + vat), *letter, validated,
               "", "")  # fmt: skip


def _amount(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def main() -> None:
    """Print both times, their ratio, and the memory that the check took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} lines instead of {LINES:,}")
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each")
    given = parser.parse_args()
    count = QUICK if given.quick else LINES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "000009902FEC20261231.txt")
        write_fec(path, count)
        ours, plain = in_pairs(netsheets("check-fec", path), python("-c", READ_ALL, path), given.runs)
        print(f"check a FEC of {count:,} lines, {path.stat().st_size / 1e6:.0f} MB, whole processes, {given.runs} runs")
    print(f"netsheets check-fec  {ours}")
    print(f"plain csv.reader     {plain}")
    print(f"ratio                {ratio(ours, plain):7.2f} x")
    print(f"most memory, of both {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:7.0f} MB")


if __name__ == "__main__":
    main()
