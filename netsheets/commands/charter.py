"""`charter`: the rules in force on a day as a text, and what differs between two days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from netsheets.commands.network import OpenNetwork
from netsheets.commands.reports import report_of
from netsheets.domain.month import Month
from netsheets.domain.practice.rules import difference
from netsheets.exports.document import Report
from netsheets.exports.reports import Asked
from netsheets.exports.reports.charter import difference_report


def charter(network: OpenNetwork, day: dt.date | None = None, template: Path | None = None) -> Report:
    """Return the charter of a day (None: today) as a text, from the network's own template (None: ours).

    Raise Misuse where the template can't be filled, StoreRefused where it can't be read.
    """
    return report_of(network, Asked("charter", Month.of(network.today), day=day, template=template))


def charter_difference(network: OpenNetwork, first: dt.date, second: dt.date | None = None) -> Report:
    """Return what differs between two days, the second being today where none is named."""
    found = difference(network.charter, first, second or network.today)
    name = network.charter.on(found.later).network_name
    return difference_report(found, network.book, name, network.language)
