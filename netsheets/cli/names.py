"""What people are called where people read: members by their name, the network by its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from netsheets.commands.network import Network
from netsheets.domain.records import NETWORK


def names_of(network: Network, on: dt.date) -> Mapping[str, str]:
    """Return the name of every member by id, and the network's as the charter of that day gives it."""
    names = {each.member_id: each.name for each in network.book.members}
    names[NETWORK] = network.charter.on(on).network_name or NETWORK
    return names
