"""The books: a month's commissions in double entry, one entry for each counterparty, on the accounts a network keeps.

The network's own books have it pay every member's commissions, and receive its share of them. The books of one firm, a
member's or the network's, have what that firm itself pays and receives by the ledger. Names of accounts are French
unless the network says otherwise: French law wants accounts kept in French. Exports write what programs read of them.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from netsheets.domain.money import ZERO, exact_sum
from netsheets.domain.month import Month, days_later
from netsheets.domain.parties import Party
from netsheets.domain.records import NETWORK
from netsheets.domain.statements.register import Register
from netsheets.domain.statements.vat import Vat, vat_of


@dataclass(frozen=True, slots=True)
class Coded:
    """A code of the books and what it stands for: an account, an auxiliary account, a journal."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Accounting:
    """How a network's commissions are booked. A key of `[accounting]` has the name of its field here.

    The name of an account or a journal has a key of its own: `suppliers_name`. `auxiliaries` are the auxiliary
    accounts of members that do not follow the prefix. `fiscal_year_ends` is a month and a day.
    """

    commissions_paid: Coded = Coded("6222", "Commissions et courtages sur ventes")
    input_vat: Coded = Coded("44566", "TVA sur autres biens et services")
    suppliers: Coded = Coded("401", "Fournisseurs")
    commissions_received: Coded = Coded("7082", "Commissions et courtages")
    output_vat: Coded = Coded("44571", "TVA collectée")
    customers: Coded = Coded("411", "Clients")
    purchases_journal: Coded = Coded("AC", "Achats")
    sales_journal: Coded = Coded("VE", "Ventes")
    supplier_prefix: str = "F"
    customer_prefix: str = "C"
    label: str = "Commissions {month} {name}"
    credit_note_label: str = "Avoir commissions {month} {name}"
    short_label: str = "{name} {month}"
    fiscal_year_ends: tuple[int, int] = (12, 31)
    payment_days: int = 30
    auxiliaries: Mapping[str, str] = field(default_factory=dict)

    def closing_day(self, day: dt.date) -> dt.date:
        """Return the last day of the fiscal year that a day lies in."""
        closing = self._closing_day_in(day.year)
        return closing if day <= closing else self._closing_day_in(day.year + 1)

    def _closing_day_in(self, year: int) -> dt.date:
        month, day = self.fiscal_year_ends
        return dt.date(year, month, min(day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry: an account, with the auxiliary account of a third party, debited or credited."""

    account: Coded
    auxiliary: Coded | None
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A commission paid or received: debit and credit are equal, and neither is ever negative.

    One that takes back more than it adds has its sides swapped (`credit_note`). `number` rises without a gap in each
    journal of a file; `document` is the same in every file. `validated_on` is the day the month was closed.
    """

    journal: Coded
    number: int
    month: Month
    booked_on: dt.date
    due_on: dt.date
    validated_on: dt.date
    document: str
    name: str
    credit_note: bool
    draft: str
    postings: tuple[Posting, ...]


@dataclass(frozen=True, slots=True)
class Commission:
    """What is booked with one counterparty for one month; `vat.amount` is None where nobody knows whether there is any.

    `payee` is whose status of VAT decides.
    """

    counterparty: Party
    payee: Party
    net: Decimal
    vat: Vat
    received: bool


def commissions_of(register: Register, currency: str, *, firm_id: str = "") -> tuple[Commission, ...]:
    """Return a month's commissions to book, in one currency: those paid first, each in order of the counterparty's id.

    `firm_id` names the firm whose books they are for, "" for those of a network that pays all of them.
    """
    paid = _paid_by(firm_id, register, currency) if firm_id else _paid_to_members(register, currency)
    received = _received_by(firm_id or NETWORK, register, currency)
    return tuple(each for each in (*paid, *received) if each.net)


def _paid_to_members(register: Register, currency: str) -> Iterator[Commission]:
    """Yield what each member is owed, whoever owes it."""
    for payee_id, code in sorted(register.nets):
        if code == currency and payee_id != NETWORK:
            payee, net = register.party(payee_id), exact_sum(register.nets[payee_id, code].values())
            vat = vat_of(register.documents_by_payee[payee_id, code], payee.vat_status)
            yield Commission(payee, payee, net, vat, received=False)


def _paid_by(payer_id: str, register: Register, currency: str) -> Iterator[Commission]:
    for payee_id, code in sorted(register.nets):
        nets = register.nets[payee_id, code]
        if code == currency and payer_id in nets:
            payee = register.party(payee_id)
            yield Commission(payee, payee, nets[payer_id], register.vat[payee_id, code][payer_id], received=False)


def _received_by(payee_id: str, register: Register, currency: str) -> Iterator[Commission]:
    payee = register.party(payee_id)
    for payer_id, net in sorted(register.nets.get((payee_id, currency), {}).items()):
        vat = register.vat[payee_id, currency][payer_id]
        yield Commission(register.party(payer_id), payee, net, vat, received=True)


@dataclass(frozen=True, slots=True)
class BookedMonth:
    """What is booked for a month; `closed_on` is None where it is not closed yet."""

    month: Month
    closed_on: dt.date | None
    commissions: tuple[Commission, ...]


def entries_of(months: Iterable[BookedMonth], accounting: Accounting, draft: str) -> tuple[JournalEntry, ...]:
    """Return the entries of months in order, numbered from 1 on in each journal.

    `draft` is the word that marks those of a month that is not closed.
    """
    found: list[JournalEntry] = []
    numbers = Counter[str]()
    for booked in months:
        month, last_day = booked.month, booked.month.last_day
        for place, commission in enumerate(booked.commissions, start=1):
            journal = accounting.sales_journal if commission.received else accounting.purchases_journal
            numbers[journal.code] += 1
            entry = JournalEntry(
                journal=journal,
                number=numbers[journal.code],
                month=month,
                booked_on=last_day,
                due_on=days_later(last_day, accounting.payment_days),
                validated_on=max(booked.closed_on or last_day, last_day),
                document=f"{month.year % 100:02d}{month.number:02d}{place:04d}",
                name=name_of(commission.counterparty),
                credit_note=commission.net < 0,
                draft="" if booked.closed_on else draft,
                postings=_postings(commission, accounting),
            )
            found.append(entry)
    return tuple(found)


def _postings(commission: Commission, accounting: Accounting) -> tuple[Posting, ...]:
    """Return the lines of an entry; a negative commission changes sides, as a credit note does."""
    net, vat = abs(commission.net), abs(commission.vat.amount or ZERO)
    auxiliary = auxiliary_of(commission.counterparty, accounting, received=commission.received)
    sides: tuple[tuple[Coded, Coded | None, Decimal, Decimal], ...]
    if commission.received:
        first, second, third = accounting.customers, accounting.commissions_received, accounting.output_vat
        sides = ((first, auxiliary, net + vat, ZERO), (second, None, ZERO, net), (third, None, ZERO, vat))
    else:
        first, second, third = accounting.commissions_paid, accounting.input_vat, accounting.suppliers
        sides = ((first, None, net, ZERO), (second, None, vat, ZERO), (third, auxiliary, ZERO, net + vat))
    return tuple(
        Posting(account, code, credit, debit) if commission.net < 0 else Posting(account, code, debit, credit)
        for account, code, debit, credit in sides
        if debit or credit
    )


def auxiliary_of(party: Party, accounting: Accounting, *, received: bool) -> Coded:
    """Return the auxiliary account of a third party: the one that is set, else the prefix and its id."""
    prefix = accounting.customer_prefix if received else accounting.supplier_prefix
    return Coded(accounting.auxiliaries.get(party.member_id) or prefix + party.member_id, name_of(party))


def name_of(party: Party) -> str:
    """Return what the books call a party: its company, else its name, else its id."""
    return party.company or party.name or party.member_id


@dataclass(frozen=True, slots=True)
class Journal:
    """Entries in one currency, in the order of their numbers, and the accounts they are booked on."""

    entries: tuple[JournalEntry, ...]
    accounting: Accounting
    currency: str

    @property
    def lines(self) -> Iterator[tuple[JournalEntry, Posting]]:
        """Yield each posting with its entry."""
        return ((entry, posting) for entry in self.entries for posting in entry.postings)
