"""What people are called where people read: members by their name, the network by its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from netsheets.commands.network import OpenNetwork


def names_of(network: OpenNetwork, on: dt.date) -> Mapping[str, str]:
    """Return the name of every member by id, and the network's as the charter of that day gives it."""
    return network.book.names(network.charter.on(on).network_name)
