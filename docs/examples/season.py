"""Three months closed on trial, in memory: what each month posts, who ends up owing whom, and the files it would give.

python docs/examples/season.py

It is the sample network. For another, open a copy of its workbook: netsheets.open("copy.xlsx").
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import date

import netsheets
from netsheets.commands.network import OpenNetwork
from netsheets.stores.memory import MemoryStore

MONTHS = ("2026-08", "2026-09", "2026-10")


def weight(network: OpenNetwork, month: str) -> tuple[str, int, int]:
    """Return a closed month, how many statements it gives and how many bytes they have: work for another process."""
    outputs = network.statements(month)
    return month, len(outputs), sum(len(each.content) for each in outputs)


def main() -> None:
    """Close the months one after the other and print what comes of them."""
    network = netsheets.create(MemoryStore(), sample=True, today=date(2026, 11, 22))
    for month in MONTHS:
        closing = network.close(month).closing
        print(month, *(f"{each.payee_id} {each.amount:,.2f}" for each in closing.totals[:3]), "…")
        network = network.reread()
    for each in network.balances(MONTHS[-1]).transfers:
        print(f"{each.payer_id} pays {each.payee_id} {each.amount:,.2f} {each.currency}")
    with ProcessPoolExecutor(2) as workers:
        for month, files, size in workers.map(weight, [network] * len(MONTHS), MONTHS):
            print(f"{month}: {files} statements, {size // 1000} kB")


if __name__ == "__main__":
    main()
