"""The register: all that a month's statements are drawn from, with what is looked up for each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from netsheets.domain.book import grouped
from netsheets.domain.charter import Terms
from netsheets.domain.closing import Closing, Held, Key, key_of
from netsheets.domain.documents import DocumentTerms, documents_of
from netsheets.domain.ledger import Document, Line
from netsheets.domain.money import ZERO
from netsheets.domain.month import Month
from netsheets.domain.network import Network, OwnedClient, owned_clients
from netsheets.domain.parties import Party, party_of
from netsheets.domain.records import Entry, Payout
from netsheets.domain.settlement import Balance, balances_of, moved_lines
from netsheets.domain.statements.vat import Account, Vat, vat_by_payer

_Each = TypeVar("_Each")


@dataclass(frozen=True)
class Register:
    """A month, closed or as it would close now, and the network it stands in.

    The ledger may or may not hold the month's own lines already: they are taken from the closing. `review_until` is the
    last day on which members may object to a month that is not closed yet.
    """

    closing: Closing
    network: Network
    review_until: dt.date | None = None
    document_terms: DocumentTerms = field(default_factory=DocumentTerms)

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the closing, "" for a draft."""
        seals = self.closing.seals
        return seals[0].sha256 if self.closing.status == "closed" and seals else ""

    @property
    def month(self) -> Month:
        """Return the month."""
        return self.closing.month

    @property
    def closed_on(self) -> dt.date | None:
        """Return the day the month was closed, None for a draft: all its seals have the same."""
        return next((each.closed_on for each in self.closing.seals), None)

    @cached_property
    def terms(self) -> Terms:
        """Return the charter at the month's end: the network's identity, currency, language and rate of VAT."""
        return self.network.terms_at(self.month)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Return all that was posted up to and with the month, its own lines last."""
        return moved_lines(self.network, self.month, self.closing.posted)

    @cached_property
    def balances(self) -> Mapping[Account, Balance]:
        """Return every running balance at the month's end."""
        found = balances_of(self.lines, self.month)
        return {(each.member_id, each.currency): each for each in found}

    @cached_property
    def charges(self) -> tuple[Line, ...]:
        """Return the month's lines that somebody owes: all but the payments."""
        return tuple(line for line in self.closing.posted if line.family != "payment")

    @cached_property
    def earned(self) -> Mapping[Account, tuple[Line, ...]]:
        """Return the month's lines by who is paid."""
        return grouped(self.charges, lambda line: (line.payee_id, line.currency))

    @cached_property
    def owed(self) -> Mapping[Account, tuple[Line, ...]]:
        """Return the month's lines by who pays."""
        return grouped(self.charges, lambda line: (line.payer_id, line.currency))

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Return the month's documents: as they were sealed, or as they would be."""
        sealed = self.network.ledger.documents_of.get(self.month)
        if sealed is not None:
            return sealed
        return documents_of(self.closing.posted, self.network, self.month, self.document_terms)

    @cached_property
    def documents_by_payee(self) -> Mapping[Account, tuple[Document, ...]]:
        """Return the month's documents by who is paid."""
        return grouped(self.documents, lambda each: (each.payee_id, each.currency))

    @cached_property
    def nets(self) -> Mapping[Account, Mapping[str, Decimal]]:
        """Return, by who is paid, what the month's documents come to with each payer, excluding VAT."""
        found: dict[Account, dict[str, Decimal]] = {}
        for each in self.documents:
            sums = found.setdefault((each.payee_id, each.currency), {})
            sums[each.payer_id] = sums.get(each.payer_id, ZERO) + each.net
        return found

    @cached_property
    def vat(self) -> Mapping[Account, Mapping[str, Vat]]:
        """Return, by who is paid, the VAT that falls to each payer: that of their documents."""
        return {
            account: vat_by_payer(found, self.party(account[0]).vat_status)
            for account, found in self.documents_by_payee.items()
        }

    @cached_property
    def earlier(self) -> Mapping[Key, tuple[Line, ...]]:
        """Return what earlier months posted, under the keys that this month posts or holds back."""
        wanted = {key_of(line) for line in (*self.closing.posted, *(each.line for each in self.closing.held))}
        return grouped(
            (line for line in self.network.ledger.until(self.month.previous) if key_of(line) in wanted), key_of
        )

    @cached_property
    def held(self) -> Mapping[Account, tuple[Held, ...]]:
        """Return what disputes hold back, by who would be paid and by who would pay."""
        return _by_account((account, each) for each in self.closing.held for account in _accounts(each.line))

    @cached_property
    def payments(self) -> Mapping[Account, tuple[Line, ...]]:
        """Return the payments that count in the month, by who paid and by who was paid."""
        return _by_account(
            (account, line)
            for line in self.lines
            if line.family == "payment" and line.month == self.month
            for account in dict.fromkeys(_accounts(line))
        )

    @cached_property
    def entry_by_id(self) -> Mapping[str, Entry]:
        """Return the rows of the tab `entries` by their id."""
        return {each.entry_id: each for each in self.network.book.entries}

    @cached_property
    def payout_by_id(self) -> Mapping[str, Payout]:
        """Return the payouts by their id."""
        return {each.payout_id: each for each in self.network.book.payouts}

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """Return who gets a statement in which currency, in order: a line, payout, balance or client is enough."""
        return tuple(sorted({*self._moved, *self.owned_by_account}))

    @cached_property
    def owned_by_account(self) -> Mapping[Account, tuple[OwnedClient, ...]]:
        """Return the clients each member owns on the month's last day, those that end first on top.

        They stand on the member's statement in the network's currency, or else on the first there is.
        """
        found = owned_clients(self.network, self.month.last_day)
        held = [each for each in found if each.status in ("owned", "expiring")]
        held.sort(key=lambda each: (str(each.last_day), each.client_id))
        currencies = grouped(sorted(self._moved), lambda account: account[0])
        listed = {}
        for member_id, clients in grouped(held, lambda each: each.owner_id).items():
            own = [currency for _, currency in currencies.get(member_id, ())]
            currency = own[0] if own and self.terms.currency not in own else self.terms.currency
            listed[member_id, currency] = clients
        return listed

    @cached_property
    def _moved(self) -> frozenset[Account]:
        """Return the accounts with anything but a client: a line, a payout, a line held back, a balance."""
        balances = (account for account, each in self.balances.items() if each.closing)
        return frozenset((*self.earned, *self.owed, *self.payments, *self.held, *balances))

    def party(self, member_id: str) -> Party:
        """Return a member, or the network, as documents name them."""
        return party_of(member_id, self.network, self.month)


def _accounts(line: Line) -> Iterable[Account]:
    return ((line.payee_id, line.currency), (line.payer_id, line.currency))


def _by_account(pairs: Iterable[tuple[Account, _Each]]) -> Mapping[Account, tuple[_Each, ...]]:
    groups = grouped(pairs, lambda pair: pair[0])
    return {account: tuple(each for _, each in group) for account, group in groups.items()}
