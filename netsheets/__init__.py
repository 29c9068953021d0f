"""netsheets: who brought which deal, what it earns, who owes whom, from the sheet a network already fills.

    network = netsheets.open("network.xlsx")

Data flows one way: a store reads the workbook (`stores`), rows become records (`sheets`), the rules compute a month
(`domain`), and the result is laid out on tabs and in files (`sheets`, `exports`). `commands` joins the two ends,
`cli` is what a person types. Only `commands`, `stores` and `exports` touch files, the network or the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    import os
    from collections.abc import Iterable
    from pathlib import Path

    from netsheets.commands.network import OpenNetwork
    from netsheets.stores.port import Store
    from netsheets.texts import Language

__version__ = "0.1.0"


def open(
    reference: str | os.PathLike[str] | Store | None = None,
    *,
    today: dt.date | None = None,
    language: Language | None = None,
    fallback: Language = "en",
    archives: Path | None = None,
) -> OpenNetwork:
    """Return the network in a workbook, read once: a path, a Google Sheet's address, or a store.

    For None, the workbook that the environment or `netsheets.toml` names. `today` is the day to act on. Messages are
    in `language`, else the workbook's, else the `fallback`. `archives` is the folder for the archives of closings;
    beside a file there is one anyway, a store has none of its own.

    Raise Misuse where nothing names a workbook, StoreRefused where it can't be read or holds no tab of a network.
    """
    from netsheets.commands.network import network
    from netsheets.commands.workbook import current_day, workbook_of

    found = workbook_of(reference, archives)
    return network(found, today=today or current_day(), language=language, fallback=fallback)


def create(
    reference: str | os.PathLike[str] | Store,
    *,
    today: dt.date | None = None,
    language: Language = "en",
    sample: bool = False,
    tabs: Iterable[str] = (),
) -> OpenNetwork:
    """Make a new workbook ready to fill, as `netsheets init` does, and return its network.

    With `sample`, it is filled with the sample network; `tabs` are those to make besides the starting ones. Raise
    Conflict where the workbook exists already, Misuse for an unknown tab or a name that is no workbook's.
    """
    from netsheets.commands.preparing import init
    from netsheets.commands.workbook import to_make

    init(to_make(reference), language=language, sample=sample, tabs=tabs)
    return open(reference, today=today, language=language)
