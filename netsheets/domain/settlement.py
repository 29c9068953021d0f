"""Settlement: what moves balances, running balances, and the transfers that settle them (rules.md, 6).

Amounts exclude VAT.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from heapq import heapify, heappop, heappush

from netsheets.domain.closing import differences, payment_dues
from netsheets.domain.ledger import Line
from netsheets.domain.money import ZERO
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.records import NETWORK


@dataclass(frozen=True, slots=True)
class Balance:
    """A member's running balance in one currency over a month; positive: the member is owed.

    closing = opening + earned - owed + paid_out - received; `paid_out` is what the member really paid in the month,
    `received` what they were really paid.
    """

    member_id: str
    currency: str
    opening: Decimal
    earned: Decimal
    owed: Decimal
    paid_out: Decimal
    received: Decimal

    @property
    def closing(self) -> Decimal:
        """Return the balance carried into the next month."""
        return self.opening + self.earned - self.owed + self.paid_out - self.received


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment that settles balances; `vat` is the part of the amount that is VAT (negative: taken off it)."""

    payer_id: str
    payee_id: str
    currency: str
    amount: Decimal
    vat: Decimal = ZERO


def paid_since(network: Network, until: dt.date = dt.date.max) -> tuple[Line, ...]:
    """Return the payments up to a day that are typed and that no close has posted yet, as draft lines.

    Those of the months that the first edition closed count in these months already. What a close posted stays paid,
    even where its row was taken away or made less since: only the next close says so.
    """
    ledger = network.ledger
    month = (ledger.last_month or Month.of(network.today)).next
    posted = (line for line in ledger.lines if line.family == "payment")
    counted = ledger.last_month if ledger.first_sealed is None else None
    return tuple(
        line
        for line in differences(payment_dues(network, until), posted, month)
        if line.amount > 0 and (counted is None or line.period > counted)
    )


def outstanding_lines(network: Network, month: Month, until: dt.date = dt.date.max) -> tuple[Line, ...]:
    """Return all that moves balances up to and with a month, and what was paid since, up to a day, as if in it."""
    posted = network.ledger.lines_of.get(month, ())
    since = tuple(line._replace(month=month) for line in paid_since(network, until))
    return (*moved_lines(network, month, posted), *since)


def moved_lines(network: Network, month: Month, posted: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return all that moves balances up to and with a month whose own lines are `posted`.

    The first edition posted no payments: those of the months that it closed count in the month they were made in,
    from the tab `payouts` until the next close posts them, from its lines then.
    """
    ledger = network.ledger
    lines = (*ledger.until(month.previous), *posted)
    last, first = ledger.last_month, ledger.first_sealed
    if last is None or (first is not None and first == ledger.first_month):
        return lines
    sealing = first or last.next
    if month < sealing:
        lines += differences(payment_dues(network, month.last_day), (), month)
    return tuple(
        line._replace(month=line.period)
        if line.family == "payment" and line.period < sealing and line.month <= sealing
        else line
        for line in lines
    )


def balances_of(lines: Iterable[Line], month: Month) -> tuple[Balance, ...]:
    """Return every balance at a month's end, by currency and member: the sums of ledger lines up to and with it.

    Per currency the closing balances sum to zero.
    """
    sums: dict[tuple[str, str], list[Decimal]] = {}

    def add(member_id: str, code: str, place: int, amount: Decimal) -> None:
        sums.setdefault((code, member_id), [ZERO] * 5)[place] += amount

    for line in lines:
        paid = line.family == "payment"
        if line.month < month:
            moved = -line.amount if paid else line.amount
            add(line.payee_id, line.currency, 0, moved)
            add(line.payer_id, line.currency, 0, -moved)
        elif line.month == month:
            add(line.payee_id, line.currency, 4 if paid else 1, line.amount)
            add(line.payer_id, line.currency, 3 if paid else 2, line.amount)
    return tuple(Balance(member_id, code, *amounts) for (code, member_id), amounts in sorted(sums.items()))


def transfers_for(balances: Iterable[Balance], minimum: Decimal = ZERO) -> tuple[Transfer, ...]:
    """Return transfers from net payers to net payees, per currency, the largest first.

    At most (members with a balance) - 1 of them. A balance under `minimum` is carried forward, not settled.
    """
    by_currency: dict[str, list[Balance]] = {}
    for balance in balances:
        if abs(balance.closing) >= minimum:
            by_currency.setdefault(balance.currency, []).append(balance)
    return tuple(transfer for code, found in sorted(by_currency.items()) for transfer in _matched(code, found))


def through_network(
    balances: Iterable[Balance], minimum: Decimal = ZERO, vat: Mapping[tuple[str, str], Decimal] | None = None
) -> tuple[Transfer, ...]:
    """Return the transfers where the network collects from who owes and pays who is owed: one a member and currency.

    `vat` is what each member, by id and currency, is owed of VAT besides; it is part of the amount then. An amount
    under `minimum` is carried forward.
    """
    transfers = []
    for each in balances:
        part = (vat or {}).get((each.member_id, each.currency), ZERO)
        due = each.closing + part
        if each.member_id == NETWORK or not due or abs(due) < minimum:
            continue
        transfers.append(
            Transfer(NETWORK, each.member_id, each.currency, due, part)
            if due > 0
            else Transfer(each.member_id, NETWORK, each.currency, -due, -part)
        )
    return tuple(
        sorted(transfers, key=lambda each: (each.payer_id == NETWORK, each.currency, each.payer_id, each.payee_id))
    )


def _matched(currency: str, balances: Iterable[Balance]) -> list[Transfer]:
    """Match the largest payee with the largest payer until one side is empty."""
    payees = [(-each.closing, each.member_id) for each in balances if each.closing > 0]
    payers = [(each.closing, each.member_id) for each in balances if each.closing < 0]
    heapify(payees)
    heapify(payers)
    transfers = []
    while payees and payers:
        (credit, payee), (debt, payer) = heappop(payees), heappop(payers)
        amount = min(-credit, -debt)
        transfers.append(Transfer(payer, payee, currency, amount))
        if credit + amount:
            heappush(payees, (credit + amount, payee))
        if debt + amount:
            heappush(payers, (debt + amount, payer))
    return sorted(transfers, key=lambda each: (-each.amount, each.payer_id, each.payee_id))
