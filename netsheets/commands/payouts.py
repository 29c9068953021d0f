"""`payouts record`: the rows that settle a closed month, to paste into the tab `payouts` or written there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from netsheets.commands.changes import TabChange
from netsheets.commands.importing import append
from netsheets.commands.network import OpenNetwork
from netsheets.domain.closing import currency_of
from netsheets.domain.documents import every_document
from netsheets.domain.money import ZERO
from netsheets.domain.month import Month
from netsheets.domain.records import NETWORK
from netsheets.domain.sealing import payouts_known
from netsheets.domain.settlement import Transfer, balances_of, outstanding_lines, through_network, transfers_for
from netsheets.domain.statements.vat import vat_due
from netsheets.errors import Conflict
from netsheets.texts import message


@dataclass(frozen=True, slots=True)
class ProposedPayout:
    """A row for the tab `payouts`; `vat` is the part of the amount that is VAT, None where payments go without."""

    payout_id: str
    paid_on: dt.date
    payer_id: str
    payee_id: str
    amount: Decimal
    currency: str
    reference: str
    vat: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CarriedForward:
    """A balance that is left for a later month, being under `payout.minimum`; positive: the member is owed.

    It has VAT in it where payments have. The network's own is none through the network, which keeps what is left.
    """

    member_id: str
    currency: str
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is still to be paid for a month, and what is carried forward."""

    month: Month
    payouts: tuple[ProposedPayout, ...]
    carried_forward: tuple[CarriedForward, ...]
    minimum: Decimal


@dataclass(frozen=True, slots=True)
class StillDue:
    """The transfers that settle a month after all that was paid until today, and the balances they leave."""

    transfers: tuple[Transfer, ...]
    carried_forward: tuple[CarriedForward, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How a month is settled: member to member with the fewest transfers, or through the network, there with VAT too.

    VAT is settled through the network only, `with_vat` asks for `via_network` as well: the fewest transfers pay members
    who never invoiced each other.
    """

    via_network: bool = False
    with_vat: bool = False


def still_due(network: OpenNetwork, month: Month, way: Way) -> StillDue:
    """Return what settles a month, less what has been paid since.

    Raise Conflict where the month is not closed, or a later one is: its balances hold this month's.
    """
    network.require_unaltered_ledger()
    ledger = network.ledger
    if month not in ledger.seals_of:
        raise Conflict("month_unsettled", month=month)
    if month != ledger.last_month:
        raise Conflict("month_settled_later", month=month, last=ledger.last_month)
    terms = network.terms_at(month)
    minimum = terms.payout_minimum
    balances = balances_of(outstanding_lines(network, month), month)
    paid = ((each, currency_of(each, network)) for each in payouts_known(network))
    vat = vat_due(every_document(network), paid) if way.with_vat else {}
    carried = (
        CarriedForward(each.member_id, each.currency, each.closing + vat.get((each.member_id, each.currency), ZERO))
        for each in balances
        if not (way.via_network and each.member_id == NETWORK)
    )
    transfers = through_network(balances, minimum, vat) if way.via_network else transfers_for(balances, minimum)
    return StillDue(transfers, tuple(each for each in carried if 0 < abs(each.balance) < minimum))


def propose_payouts(network: OpenNetwork, month: Month, paid_on: dt.date, way: Way) -> Proposal:
    """Return the rows that settle a month, paid on a day. Raise Conflict as `still_due` does."""
    due = still_due(network, month, way)
    taken = frozenset(each.payout_id for each in network.book.payouts) | network.book.unread.get("payouts", frozenset())
    ids = _free_ids(month, taken)
    reference = message("payout_reference", network.written_in, month=month)
    rows = tuple(
        ProposedPayout(
            next(ids), paid_on, each.payer_id, each.payee_id, each.amount, each.currency, reference,
            each.vat if way.with_vat else None,
        )
        for each in due.transfers
    )  # fmt: skip
    return Proposal(month, rows, due.carried_forward, network.terms_at(month).payout_minimum)


def record_payouts(network: OpenNetwork, proposal: Proposal, *, dry_run: bool = False) -> tuple[TabChange, ...]:
    """Append the proposed rows to the tab `payouts`, which is made where it is missing; return what changes."""
    rows = [_typed(each) for each in proposal.payouts]
    if not rows:
        return ()
    return append(network.workbook, network.snapshot, {"payouts": rows}, network.written_in, dry_run=dry_run)


def _typed(row: ProposedPayout) -> dict[str, str]:
    return {
        "payout_id": row.payout_id,
        "paid_on": row.paid_on.isoformat(),
        "payer_id": row.payer_id,
        "payee_id": row.payee_id,
        "amount": f"{row.amount:f}",
        "currency": row.currency,
        "reference": row.reference,
        "vat": "" if row.vat is None else f"{row.vat:f}",
    }


def _free_ids(month: Month, taken: frozenset[str]) -> Iterator[str]:
    """Yield ids that no payout bears yet: `2026-10-P01`, `2026-10-P02`."""
    candidates = (f"{month}-P{number:02d}" for number in count(1))
    return (each for each in candidates if each not in taken)
