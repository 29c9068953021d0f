"""`status`: where a network stands, and the one next step."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import Literal

from netsheets.commands.network import OpenNetwork
from netsheets.domain.chain import LEDGER_CODES
from netsheets.domain.month import Month
from netsheets.domain.settlement import Balance, balances_of, outstanding_lines
from netsheets.domain.validity import blocking

Step = Literal["restore", "validate", "close", "settle", "wait"]


@dataclass(frozen=True, slots=True)
class Status:
    """Where a network stands: the last closed month, what is wrong with rows, who still owes or is owed what.

    `next_step` is what to do now, `command` what to type for it, "" where there is nothing to do but wait for the end
    of `month`.
    """

    last_closed: Month | None
    errors: int
    warnings: int
    unpaid: tuple[Balance, ...]
    next_step: Step
    month: Month
    command: str


def status_of(network: OpenNetwork) -> Status:
    """Return where a network stands."""
    last = network.ledger.last_month
    month = last.next if last else Month.of(network.today).previous
    apart = any(each.code in LEDGER_CODES for each in network.findings)
    errors = len(blocking(network.findings))
    warnings = sum(each.severity == "warning" for each in network.findings)
    balances = balances_of(outstanding_lines(network, last), last) if last and not apart else ()
    unpaid = tuple(each for each in balances if each.closing)
    ended = month.last_day < network.today
    step: Step
    if apart:
        step, words = "restore", "restore"
    elif errors:
        step, words = "validate", "validate"
    elif ended:
        step, words = "close", f"close {month}"
    elif unpaid:
        step, words = "settle", f"payouts record {last}"
    else:
        step, words = "wait", ""
    command = f"netsheets {words} -w {shlex.quote(network.workbook.store.name)}" if words else ""
    return Status(last, errors, warnings, unpaid, step, month, command)
