"""`export das2`: the yearly declaration of commissions paid."""

from __future__ import annotations

from netsheets.commands.network import OpenNetwork
from netsheets.commands.people import require_party
from netsheets.domain.declaration import Declaration, declaration_of
from netsheets.domain.month import Month
from netsheets.errors import Misuse
from netsheets.exports.accounting.das2 import das2_report, threshold_of
from netsheets.exports.document import Report
from netsheets.exports.reports import Asked, Setting


def das2_of(network: OpenNetwork, year: int, payer_id: str = "", *, written: bool = False) -> Report:
    """Return the declaration of a year; `payer_id` keeps what one member, or NETWORK, paid.

    It is in the language of messages, `written` in the workbook's. Raise Misuse for a year whose threshold is not
    known, or an unknown payer.
    """
    if payer_id:
        require_party(network, payer_id)
    found = declaration_in(network, year, payer_id)
    language = network.written_in if written else network.language
    return das2_report(found, Setting(network, Asked("das2", Month(year, 12)), language), payer_id)


def declaration_in(network: OpenNetwork, year: int, payer_id: str = "") -> Declaration:
    """Return what was paid in a year. Raise Misuse for a year whose threshold is not known, or that is to come."""
    threshold = threshold_of(year)
    if threshold is None or year > network.today.year:
        raise Misuse("das2_year", year=year, last=network.today.year)
    terms = network.charter.on(min(network.today, Month(year, 12).last_day))
    return declaration_of(network.book, terms, year, threshold, payer_id=payer_id)
