"""The layouts of a journal, one module each: entries in, bytes out.

Each module has one function of a `Journal` and an encoding; LAYOUTS says what each of them is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netsheets.exports.accounting.layouts.fec import fec
from netsheets.exports.accounting.layouts.generic import generic
from netsheets.exports.accounting.layouts.journal import Journal, Layout
from netsheets.exports.accounting.layouts.quadra import quadra
from netsheets.exports.accounting.layouts.sage100 import sage100

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "generic": Layout(generic, "journal", ".csv", ("utf-8-sig",)),
        "fec": Layout(fec, "FEC", ".txt", ("utf-8", "iso8859-15")),
        "sage100": Layout(sage100, "sage100", ".txt", ("cp1252",), confirm=True),
        "quadra": Layout(quadra, "quadra", ".txt", ("ascii",), confirm=True),
    }
)
"""Every layout by its name. The first of its encodings is the usual one."""

__all__ = ["LAYOUTS", "Journal", "Layout"]
