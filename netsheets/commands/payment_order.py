"""`export sepa`: the settlement of a closed month as a payment order for the network's bank."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from netsheets.commands.network import OpenNetwork
from netsheets.commands.payouts import Way, still_due
from netsheets.commands.writing import json_text, write_file
from netsheets.domain.findings import Finding
from netsheets.domain.month import Month
from netsheets.domain.records import NETWORK
from netsheets.domain.settlement import Transfer
from netsheets.errors import Misuse
from netsheets.exports.accounting.sepa import (
    CURRENCY,
    TransferOrder,
    Version,
    faults_of_accounts,
    order_xml,
    transfer_order,
)


@dataclass(frozen=True, slots=True)
class OrderOptions:
    """How an order is written: the day to execute it on (None: today), the format's version, with VAT or not."""

    execute_on: dt.date | None = None
    version: Version = "09"
    with_vat: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """The order that was written, or all that stands in its way (`order` is None then).

    `to_collect` is what members pay the network first, `elsewhere` what is due in other currencies.
    """

    order: TransferOrder | None
    faults: tuple[Finding, ...]
    to_collect: tuple[Transfer, ...]
    elsewhere: tuple[Transfer, ...]


def payment_order(network: OpenNetwork, month: Month, file: Path, options: OrderOptions) -> PaymentOrder:
    """Write the order that pays, from the network's account, whom the month's settlement owes.

    Nothing is written where an account is missing or wrong, or nothing is to be paid. Raise Conflict as `still_due`
    does, Misuse for a day before today, and as `require_other` does.
    """
    network.workbook.require_other(file)
    execute_on = options.execute_on or network.today
    if execute_on < network.today:
        raise Misuse("execution_day_past", day=execute_on)
    terms = network.terms_at(month)
    legs = still_due(network, month, Way(via_network=True, with_vat=options.with_vat)).transfers
    paid = tuple(each for each in legs if each.payer_id == NETWORK and each.currency == CURRENCY)
    collected = tuple(each for each in legs if each.payee_id == NETWORK and each.currency == CURRENCY)
    elsewhere = tuple(each for each in legs if each.currency != CURRENCY)
    faults = faults_of_accounts((each.payee_id for each in paid), network.book, network.charter, month.last_day)
    if faults or not paid:
        return PaymentOrder(None, faults if paid else (), collected, elsewhere)
    order = transfer_order(paid, month, network.book, terms, days=(execute_on, network.today))
    content = order_xml(order, options.version)
    if not options.dry_run:
        write_file(file, content)
        if network.workbook.archives is not None:
            said = {"month": str(month), "execute_on": execute_on.isoformat(), "file": file.name}
            write_file(network.order_record(month), (json_text(said) + "\n").encode())
    return PaymentOrder(order, (), collected, elsewhere)
