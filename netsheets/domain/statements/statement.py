"""A member's statement: what a month brought and cost them, what was paid, and where that leaves them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from netsheets.domain.ledger import Line
from netsheets.domain.money import ZERO, exact_sum
from netsheets.domain.month import Month
from netsheets.domain.network import OwnedClient
from netsheets.domain.parties import Party
from netsheets.domain.records import NETWORK
from netsheets.domain.settlement import Balance
from netsheets.domain.statements.entry import StatementEntry, entry_of
from netsheets.domain.statements.register import Register
from netsheets.domain.statements.vat import NO_VAT, Vat, vat_of


@dataclass(frozen=True, slots=True)
class CounterpartyDue:
    """What one counterparty's lines come to, excluding VAT; `vat` where the counterparty is the payee.

    It is the VAT of the documents between the two.
    """

    counterparty: Party
    net: Decimal
    vat: Vat | None


@dataclass(frozen=True, slots=True)
class Side:
    """What a member is owed, or what they owe: the month's own lines, the adjustments of earlier months, the totals.

    Entries and adjustments are in the order of `dues`, which has one for each counterparty. VAT is that of the month's
    documents: on the side a member is owed of all of theirs, without a rate where they differ in it; on the other it is
    the sum over `dues`, without a rate, and None where a payee's status is missing.
    """

    entries: tuple[StatementEntry, ...]
    adjustments: tuple[StatementEntry, ...]
    dues: tuple[CounterpartyDue, ...]
    vat: Vat

    @property
    def net(self) -> Decimal:
        """Return the total excluding VAT."""
        return exact_sum(each.net for each in self.dues)

    @property
    def gross(self) -> Decimal | None:
        """Return the total including VAT, None where VAT can't be said."""
        return None if self.vat.amount is None else self.net + self.vat.amount


@dataclass(frozen=True, slots=True)
class Payment:
    """Money really paid, excluding VAT; the amount is positive where the member paid it.

    `day` is None and `reference` "" where the row it stood in is gone: the amount takes back what was posted.
    """

    day: dt.date | None
    payout_id: str
    counterparty: Party
    reference: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """A line that a dispute holds back; `entry.amount` is positive where the member would be owed it.

    `opened_by` is who disputes it, `reason` in their words; both are "" where the dispute's row is gone.
    """

    entry: StatementEntry
    dispute_id: str
    opened_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Statement:
    """All that a member's statement says, in one currency. Balances: positive, the member is owed; excluding VAT.

    closing = opening + earned.net - owed.net + the payments. `closed_on` is None for a month not closed yet, to which
    members may object up to and with `review_until`. `fingerprint` is that of the closing, "" for a draft.
    """

    month: Month
    closed_on: dt.date | None
    currency: str
    locale: str
    network: Party
    member: Party
    opening: Decimal
    earned: Side
    owed: Side
    payments: tuple[Payment, ...]
    closing: Decimal
    held: tuple[HeldEntry, ...]
    clients: tuple[OwnedClient, ...]
    review_until: dt.date | None = None
    fingerprint: str = ""


def statements_of(register: Register) -> tuple[Statement, ...]:
    """Return a statement for every member and currency with a line, a payout, a balance or a client they own."""
    return tuple(statement_of(member_id, currency, register) for member_id, currency in register.accounts)


def statement_of(member_id: str, currency: str, register: Register) -> Statement:
    """Return the statement of a member, or of the network as a party, in one currency."""
    account = (member_id, currency)
    member = register.party(member_id)
    balance = register.balances.get(account) or Balance(member_id, currency, ZERO, ZERO, ZERO, ZERO, ZERO)
    return Statement(
        month=register.month,
        closed_on=register.closed_on,
        currency=currency,
        locale=register.terms.locale,
        network=register.party(NETWORK),
        member=member,
        opening=balance.opening,
        earned=_earned(account, register),
        owed=_owed(account, register),
        payments=_payments(account, register),
        closing=balance.closing,
        held=_held(account, register),
        clients=register.owned_by_account.get(account, ()),
        review_until=register.review_until,
        fingerprint=register.fingerprint,
    )


def _earned(account: tuple[str, str], register: Register) -> Side:
    entries = _in_order(entry_of(line, line.payer_id, register) for line in register.earned.get(account, ()))
    dues = tuple(
        CounterpartyDue(party, exact_sum(each.amount for each in found), None) for party, found in _by_party(entries)
    )
    documents = register.documents_by_payee.get(account, ())
    vat = vat_of(documents, register.party(account[0]).vat_status)
    return _side(entries, dues, vat)


def _owed(account: tuple[str, str], register: Register) -> Side:
    payer_id, currency = account
    entries = _in_order(entry_of(line, line.payee_id, register) for line in register.owed.get(account, ()))
    dues = []
    amounts = []
    for party, found in _by_party(entries):
        net = exact_sum(each.amount for each in found)
        vat = register.vat.get((party.member_id, currency), {}).get(payer_id, NO_VAT)
        dues.append(CounterpartyDue(party, net, vat))
        amounts += [] if vat.amount is None else [vat.amount]
    known = len(amounts) == len(dues)
    return _side(entries, tuple(dues), Vat("", None, exact_sum(amounts) if known else None))


def _side(entries: tuple[StatementEntry, ...], dues: tuple[CounterpartyDue, ...], vat: Vat) -> Side:
    own = tuple(each for each in entries if each.correction is None)
    adjustments = tuple(each for each in entries if each.correction is not None)
    return Side(own, adjustments, dues, vat)


def _in_order(entries: Iterable[StatementEntry]) -> tuple[StatementEntry, ...]:
    """Return entries by counterparty, then by day; those whose day is no longer known come first."""

    def order(entry: StatementEntry) -> tuple[str, str, str, str, str]:
        party = entry.counterparty
        return party.name.casefold(), party.member_id, str(entry.day or ""), entry.referral_id, entry.event_id

    return tuple(sorted(entries, key=order))


def _by_party(entries: Iterable[StatementEntry]) -> list[tuple[Party, tuple[StatementEntry, ...]]]:
    return [(party, tuple(found)) for party, found in groupby(entries, key=lambda entry: entry.counterparty)]


def _payments(account: tuple[str, str], register: Register) -> tuple[Payment, ...]:
    """Return the payments that count in the month in order of day; those whose row is gone come first."""
    found = (_payment(each, account[0], register) for each in register.payments.get(account, ()))
    return tuple(sorted(found, key=lambda each: (str(each.day or ""), each.payout_id)))


def _payment(line: Line, member_id: str, register: Register) -> Payment:
    row = register.payout_by_id.get(line.event_id)
    paid = line.payer_id == member_id
    other = register.party(line.payee_id if paid else line.payer_id)
    amount = line.amount if paid else -line.amount
    return Payment(row.paid_on if row else None, line.event_id, other, row.reference if row else "", amount)


def _held(account: tuple[str, str], register: Register) -> tuple[HeldEntry, ...]:
    """Return what disputes hold back, signed by who would be paid."""
    found = []
    for each in register.held.get(account, ()):
        line = each.line
        paid = line.payee_id == account[0]
        entry = entry_of(line, line.payer_id if paid else line.payee_id, register)
        opened_by, reason = _dispute(each.dispute_id, line.referral_id, register)
        shown = entry if paid else replace(entry, amount=-entry.amount)
        found.append(HeldEntry(shown, each.dispute_id, opened_by, reason))
    return tuple(found)


def _dispute(dispute_id: str, referral_id: str, register: Register) -> tuple[str, str]:
    """Return who opened a dispute, by name, and why."""
    for each in register.network.book.disputes_of.get(referral_id, ()):
        if each.dispute_id == dispute_id:
            return register.party(each.opened_by).name, each.reason
    return "", ""
