"""The reconciliation of a month: every figure that leaves it, held against the ledger, with the difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from netsheets.domain.books import Coded, Journal
from netsheets.domain.closing import currency_of
from netsheets.domain.declaration import CURRENCY, Declaration
from netsheets.domain.money import ZERO, exact_sum
from netsheets.domain.month import Month
from netsheets.domain.sealing import sealed_balances
from netsheets.domain.statements.network_statement import NetworkStatement
from netsheets.domain.statements.register import Register
from netsheets.domain.statements.statement import Statement
from netsheets.domain.statements.vat import Account


@dataclass(frozen=True, slots=True)
class Equality:
    """A figure of one place and the figure of another that it must equal; `what` and `against` are words' keys."""

    what: str
    figure: Decimal
    against: str
    expected: Decimal

    @property
    def difference(self) -> Decimal:
        """Return what the one is more than the other."""
        return self.figure - self.expected


@dataclass(frozen=True, slots=True)
class ReconciledAccount:
    """A statement's account: `closing` is worked out from its lines and payments, `balance` from the ledger.

    `sealed_opening` is what the close of the month before sealed, None where that month sealed no balances.
    """

    member_id: str
    currency: str
    opening: Decimal
    earned: Decimal
    owed: Decimal
    payments: Decimal
    closing: Decimal
    balance: Decimal
    sealed_opening: Decimal | None = None

    @property
    def agrees(self) -> bool:
        """Tell whether the account closes as the ledger does, and opens as the month before closed."""
        return self.closing == self.balance and self.sealed_opening in (None, self.opening)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A month's agreements by currency, the year's declaration, and everybody's account."""

    month: Month
    by_currency: tuple[tuple[str, tuple[Equality, ...]], ...]
    accounts: tuple[ReconciledAccount, ...]

    @property
    def differing(self) -> int:
        """Return how many figures do not agree."""
        agreements = sum(bool(each.difference) for _, found in self.by_currency for each in found)
        return agreements + sum(not each.agrees for each in self.accounts)


@dataclass(frozen=True, slots=True)
class Papers:
    """All that leaves a month: statements, the network's statements, journals, the year's declaration so far."""

    statements: tuple[Statement, ...]
    network_statements: tuple[NetworkStatement, ...]
    journals: tuple[Journal, ...]
    declaration: Declaration


def reconciliation_of(register: Register, papers: Papers) -> Reconciliation:
    """Return the month's papers held against its ledger, its closing, what was sealed before it, and its payments."""
    currencies = tuple(journal.currency for journal in papers.journals)
    found = tuple((currency, tuple(_agreements(currency, register, papers))) for currency in dict.fromkeys(currencies))
    sealed = sealed_balances(register.network.ledger, register.month.previous)
    accounts = tuple(_account(each, register, sealed) for each in papers.statements)
    return Reconciliation(register.month, found, accounts)


def _account(each: Statement, register: Register, sealed: Mapping[Account, Decimal] | None) -> ReconciledAccount:
    """Return a statement's account, closed with the statement's own sums, beside what the ledger says.

    `sealed` are the balances that the month before closed with.
    """
    payments = exact_sum(payment.amount for payment in each.payments)
    account = (each.member.member_id, each.currency)
    balance = register.balances.get(account)
    return ReconciledAccount(
        *account,
        each.opening,
        each.earned.net,
        each.owed.net,
        payments,
        each.opening + each.earned.net - each.owed.net + payments,
        balance.closing if balance else ZERO,
        None if sealed is None else sealed.get(account, ZERO),
    )


def _agreements(currency: str, register: Register, papers: Papers) -> Iterator[Equality]:
    lines = exact_sum(line.amount for line in register.charges if line.currency == currency)
    statements = [each for each in papers.statements if each.currency == currency]
    journal = next(each for each in papers.journals if each.currency == currency)
    vat = exact_sum(each.earned.vat.amount or ZERO for each in statements)
    for seal in register.closing.seals:
        if seal.currency == currency:
            yield Equality("seal", seal.total, "of_ledger", lines)
    yield Equality("statements_earned", exact_sum(each.earned.net for each in statements), "of_ledger", lines)
    yield Equality("statements_owed", exact_sum(each.owed.net for each in statements), "of_ledger", lines)
    for each in papers.network_statements:
        if each.currency == currency:
            earned = exact_sum(member.balance.earned for member in each.members)
            yield Equality("network_statement", earned, "of_ledger", lines)
    owed_vat = exact_sum(due.vat.amount or ZERO for each in statements for due in each.owed.dues if due.vat)
    yield Equality("statements_vat", owed_vat, "of_statement_vat", vat)
    yield from _booked(journal, lines, vat)
    yield from _paid(currency, register, statements)
    yield from _declared(currency, register, papers.declaration)


def _booked(journal: Journal, lines: Decimal, vat: Decimal) -> Iterator[Equality]:
    """Yield what the journal's accounts come to, added up from its lines."""
    accounting = journal.accounting
    net = _debits(journal, accounting.commissions_paid) - _debits(journal, accounting.commissions_received)
    booked = _debits(journal, accounting.input_vat) - _debits(journal, accounting.output_vat)
    yield Equality("journal_net", net, "of_ledger", lines)
    yield Equality("journal_vat", booked, "of_statement_vat", vat)
    debits = exact_sum(posting.debit for _, posting in journal.lines)
    yield Equality("journal_debits", debits, "of_debits", exact_sum(posting.credit for _, posting in journal.lines))


def _debits(journal: Journal, account: Coded) -> Decimal:
    """Return an account's debits less its credits."""
    found = [posting for _, posting in journal.lines if posting.account == account]
    return exact_sum(each.debit for each in found) - exact_sum(each.credit for each in found)


def _paid(currency: str, register: Register, statements: Iterable[Statement]) -> Iterator[Equality]:
    paid = exact_sum(
        abs(line.amount)
        for line in register.lines
        if line.family == "payment" and line.month == register.month and line.currency == currency
    )
    made = exact_sum(payment.amount for each in statements for payment in each.payments if payment.amount > 0)
    balances = [each for each in register.balances.values() if each.currency == currency]
    yield Equality("statements_payments", made, "of_payouts", paid)
    yield Equality("balances_opening", exact_sum(each.opening for each in balances), "of_zero", ZERO)
    yield Equality("balances_closing", exact_sum(each.closing for each in balances), "of_zero", ZERO)


def _declared(currency: str, register: Register, declaration: Declaration) -> Iterator[Equality]:
    year = declaration.year
    paid = exact_sum(
        each.amount
        for each in register.network.book.payouts
        if each.paid_on.year == year
        and currency_of(each, register.network) == currency
        and each.payer_id != each.payee_id
    )
    others = exact_sum(each.paid for each in declaration.other_currencies if each.currency == currency)
    declared = exact_sum(each.paid for each in declaration.payees) if currency == CURRENCY else others
    yield Equality("das2", declared, "of_year", paid)
