"""A public sales data set taken through the program: what is wrong with it, and a year of months closed one by one.

`python -m benchmarks.crm FOLDER` imports the CSV files of the folder (see docs/import.md) into a new workbook, closes
January to December 2017, recomputes every total from the CSV files with nothing but the standard library, and writes
`docs/crm.md`. It ends with an error where the two do not agree to the cent.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
MAP: Final = ROOT / "docs" / "examples" / "crm" / "map.json"
PAGE: Final = ROOT / "docs" / "crm.md"
MONTHS: Final = tuple(f"2017-{number:02}" for number in range(1, 13))
TODAY: Final = "2018-01-02"

Sums = Mapping[str, Mapping[str, Decimal]]
"""Commissions by month and by who is paid."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What came out: rows by tab, findings by (severity, code, tab, column), rows in error, lines and sums by month."""

    rows: Mapping[str, int]
    findings: Mapping[tuple[str, str, str, str], int]
    rows_in_error: int
    lines: Mapping[str, int]
    sums: Sums

    @property
    def total(self) -> Decimal:
        """Return the commissions of all months."""
        return sum((sum(each.values(), Decimal(0)) for each in self.sums.values()), Decimal(0))


def figures(source: Path, folder: Path) -> Figures:
    """Import the CSV files of `source` into a workbook in `folder`, validate it and close the months of 2017."""
    workbook = folder / "crm.xlsx"
    named = ("-w", str(workbook), "--today", TODAY)
    _netsheets("init", str(workbook), "--lang", "en")
    imported = _netsheets("import", str(source), "--map", str(MAP), *named).stderr
    rows = {line.split(":")[0]: int(line.rsplit(" ", 1)[1]) for line in imported.splitlines()}
    found = json.loads(_netsheets("validate", "--format", "json", *named, expected=1).stdout)["findings"]
    lines: dict[str, int] = {}
    sums: dict[str, dict[str, Decimal]] = {}
    for month in MONTHS:
        closed = json.loads(_netsheets("close", month, "--skip-invalid", "--format", "json", *named).stdout)
        lines[month] = len(closed["posted"])
        sums[month] = {each["payee_id"]: Decimal(each["amount"]) for each in closed["totals"]}
    return Figures(
        rows,
        Counter((each["severity"], each["code"], each["tab"], each["column"] or "") for each in found),
        len({(each["tab"], each["row"]) for each in found if each["severity"] == "error"}),
        lines,
        sums,
    )


def recomputed(source: Path) -> Sums:
    """Return 15 % of every won deal whose account is known, each rounded half up to the cent, from the CSV alone."""
    with (source / "accounts.csv").open(encoding="utf-8", newline="") as file:
        accounts = {row["account"] for row in csv.DictReader(file)}
    sums: dict[str, dict[str, Decimal]] = {month: defaultdict(Decimal) for month in MONTHS}
    with (source / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        for deal in csv.DictReader(file):
            if deal["deal_stage"] != "Won" or deal["account"] not in accounts:
                continue
            _, month, year = deal["close_date"].split("-")
            commission = (Decimal(deal["close_value"]) * 15 / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
            sums[f"20{year}-{month}"][deal["sales_agent"].lower().replace(" ", "-")] += commission
    return {month: dict(each) for month, each in sums.items()}


def page(found: Figures) -> str:
    """Return the page of the documentation that says what came out."""
    rows = (f"| {tab} | {count:,} |" for tab, count in found.rows.items())
    kinds = (
        f"| {severity} | [`{code}`](findings.md#{code}) | {tab}, `{column}` | {count:,} |"
        for (severity, code, tab, column), count in sorted(found.findings.items())
    )
    months = (
        f"| {month} | {found.lines[month]:,} | {len(sums)} | {sum(sums.values(), Decimal(0)):,.2f} |"
        for month, sums in found.sums.items()
    )
    people: Counter[str] = Counter()
    for sums in found.sums.values():
        people.update(sums)
    best = (f"| {member} | {amount:,.2f} |" for member, amount in people.most_common(5))
    return "\n".join(
        (
            "<!-- Written by `python -m benchmarks.crm FOLDER`: run it again rather than edit this page. -->",
            "# A year of a real CRM",
            "",
            "“CRM Sales Opportunities” by Maven Analytics (public domain) is a sales data set that knows nothing of "
            "referral networks. The [map](examples/crm/map.json) turns agents into members, their managers into "
            "leads and recipients, accounts into clients, deals into referrals, and won deals into paid invoices; "
            "[Importing CSV files](import.md) explains it. Everything below came out of these commands:",
            "",
            "```console",
            "$ netsheets init crm.xlsx --lang en",
            "$ netsheets import crm --map docs/examples/crm/map.json -w crm.xlsx",
            "$ netsheets validate -w crm.xlsx",
            "$ netsheets close 2017-01 --skip-invalid -w crm.xlsx",
            "```",
            "",
            "and so on to 2017-12.",
            "",
            "## Imported",
            "",
            "| tab | rows |",
            "| --- | ---: |",
            *rows,
            "",
            "## Found by validate",
            "",
            "| severity | finding | where | number |",
            "| --- | --- | --- | ---: |",
            *kinds,
            "",
            f"The errors stand in {found.rows_in_error:,} rows of {found.rows['Referrals']:,}: deals without an "
            "account, and deals still in prospecting, which have no day. They are true of the data and nobody can "
            "fill them in today, and none of these deals is won; so each month is closed with `--skip-invalid`, which "
            "passes over exactly these rows and lists them. The warnings say that two agents sold to one account "
            "within a year; by the default charter each keeps a window of their own. The infos say that no client's "
            "consent is recorded.",
            "",
            "## Posted",
            "",
            "| month | lines | members paid | commissions |",
            "| --- | ---: | ---: | ---: |",
            *months,
            f"| **2017** | **{sum(found.lines.values()):,}** | **{len(people)}** | **{found.total:,.2f}** |",
            "",
            "Amounts are those of the data set, taken as excluding VAT. The same totals, member by member and month by "
            "month, come out of a few lines of plain Python that read the CSV files alone (`recomputed` in "
            "`benchmarks/crm.py`): 15 % of every won deal whose account is known, each rounded half up to the cent.",
            "",
            "The five members with the most commissions:",
            "",
            "| member | commissions |",
            "| --- | ---: |",
            *best,
            "",
        )
    )


def _netsheets(*arguments: str, expected: int = 0) -> Any:
    """Run the program, and return how it ended. Raise where that is not as expected."""
    command = [sys.executable, "-m", "netsheets", *arguments]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if ran.returncode != expected:
        raise SystemExit(f"{arguments}: {ran.returncode}\n{ran.stderr}")
    return ran


def main() -> None:
    """Write the page. Exit with an error where the ledger and the CSV files differ."""
    source = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        found = figures(source, Path(folder))
    if found.sums != recomputed(source):
        raise SystemExit("The ledger is not what the CSV files say.")
    PAGE.write_text(page(found), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {sum(found.lines.values()):,} lines, {found.total:,.2f}, as the CSV files say")


if __name__ == "__main__":
    main()
