"""What a close seals, and a closed month as it was sealed (rules.md, 5, "What a close seals").

A closed month's documents are drawn from the network of that month: its rows, members and charter as the close found
them. So they are computed as any month's are, by the same rules, and come out the same whatever anyone types later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from netsheets.domain.book import Book
from netsheets.domain.chain import last_fingerprint, seals_for
from netsheets.domain.closing import Closing, numbered
from netsheets.domain.documents import DocumentTerms, documents_of
from netsheets.domain.fields import blank, field_readers
from netsheets.domain.ledger import Ledger, SealedRow, Standing
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.records import RECORDS, Member, Payout, Record
from netsheets.domain.settlement import Balance, balances_of, moved_lines

SEALED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "clients": ("client_id", "name"),
    "referrals": (
        "referral_id", "given_on", "referrer_id", "recipient_id", "client_id", "kind", "status", "won_on",
        "deal_amount", "currency", "case", "rate", "project_id",
    ),
    "billing": (
        "billing_id", "referral_id", "issued_on", "amount", "kind", "corrects", "paid_on", "excluded", "performer_id",
    ),
    "charter": ("parameter", "value", "effective_from"),
    "shares": ("referral_id", "member_id", "role", "weight"),
    "relationships": ("client_id", "event", "date", "until"),
    "disputes": ("dispute_id", "referral_id", "opened_on", "opened_by", "reason", "resolved_on", "outcome"),
    "payouts": ("payout_id", "paid_on", "payer_id", "payee_id", "amount", "currency", "reference", "vat"),
    "member_terms": ("member_id", "from_on", "lead_id", "rate", "vat_status"),
    "amendments": ("referral_id", "from_on", "rate", "case", "recipient_id"),
    "entries": ("entry_id", "on_day", "kind", "payer_id", "payee_id", "amount", "currency", "reason"),
    "projects": ("project_id", "client_id", "signatory", "started_on"),
}  # fmt: skip
"""The columns that money and documents depend on, by tab; what else a row says may change at any time."""

_KEYS: Mapping[str, tuple[str, ...]] = {
    "charter": ("parameter", "effective_from"),
    "shares": ("referral_id", "member_id", "role"),
    "relationships": ("client_id", "event", "date"),
    "member_terms": ("member_id", "from_on"),
    "amendments": ("referral_id", "from_on"),
}
"""What names a row of a tab, where it is not the first column alone."""

BALANCES = "balances"
Key = tuple[str, str]
"""A tab and what names a row there."""


def sealed(network: Network, closing: Closing, terms: DocumentTerms) -> Ledger:
    """Return all that a draft seals when it is closed today: lines, standing, documents, rows, balances, and seals."""
    month, ledger = closing.month, network.ledger
    lines = numbered(closing)
    found = Ledger(
        lines=lines,
        standing=standing_to_seal(network, month),
        documents=documents_of(lines, network, month, terms),
        rows=rows_to_seal(network.book, ledger, month, balances_of(moved_lines(network, month, lines), month)),
    )
    currency, previous = network.terms_at(month).currency, last_fingerprint(ledger)
    seals = seals_for(found, month, closed_on=network.today, previous=previous, currency=currency)
    return replace(found, closings=seals)


def rows_of(book: Book) -> dict[Key, str]:
    """Return every row that may be sealed, as a close would hold it."""
    found: dict[Key, str] = {}
    for tab, columns in SEALED_COLUMNS.items():
        kind = RECORDS[tab]
        places = [kind._fields.index(each) for each in columns]
        key_places = [kind._fields.index(each) for each in _KEYS.get(tab, columns[:1])]
        for row in getattr(book, tab):
            named = "|".join(_text(row[place]) or "" for place in key_places)
            key, again = (tab, named), 1
            while key in found:
                again += 1
                key = (tab, f"{named}#{again}")
            found[key] = json.dumps([_text(row[place]) for place in places], ensure_ascii=False, separators=(",", ":"))
    return found


def rows_to_seal(book: Book, ledger: Ledger, month: Month, balances: Iterable[Balance]) -> tuple[SealedRow, ...]:
    """Return a row for each that is new, has changed or is gone since the last close, in order of tab and key.

    The balances at the month's end are sealed in the same way, under the tab `balances`.
    """
    now, before = rows_of(book) | _balance_rows(balances), ledger.held_rows
    changed = [SealedRow(month, *key, held) for key, held in now.items() if before.get(key) != held]
    gone = [SealedRow(month, *key, "") for key in before if key not in now]
    return tuple(sorted((*changed, *gone)))


def _balance_rows(balances: Iterable[Balance]) -> dict[Key, str]:
    return {
        (BALANCES, f"{each.member_id}|{each.currency}"): json.dumps([each.member_id, each.currency, f"{each.closing}"])
        for each in balances
        if each.closing
    }


def sealed_balances(ledger: Ledger, month: Month) -> dict[tuple[str, str], Decimal] | None:
    """Return the balances sealed at a closed month's end by member and currency, None where none were sealed."""
    if ledger.first_sealed is None or month < ledger.first_sealed or month not in ledger.seals_of:
        return None
    held = (json.loads(text) for (tab, _), text in ledger.rows_at(month).items() if tab == BALANCES)
    return {(member_id, currency): Decimal(closing) for member_id, currency, closing in held}


def standing_to_seal(network: Network, month: Month) -> tuple[Standing, ...]:
    """Return a row for each member in whom anything changed since it was last sealed, in order of member.

    Who only applied is not sealed, unless money depends on them. What the tab `member_terms` says from a day on is
    not in it: it has a day of its own, and days before it have what the tab `members` said.
    """
    found = []
    parties = {each for row in network.book.referrals for each in (row.referrer_id, row.recipient_id)}
    for member in sorted(network.book.members, key=lambda each: each.member_id):
        if member.status in ("candidate", "rejected") and member.member_id not in parties:
            continue
        standing = Standing(month, *(getattr(member, name) for name in Standing._fields[1:]))
        before = network.ledger.standing_at(member.member_id, network.ledger.last_month or month)
        if before is None or before._replace(month=month) != standing:
            found.append(standing)
    return tuple(found)


def sealed_network(network: Network, month: Month) -> Network:
    """Return the network a closed month's documents are drawn from: its rows and members as they were sealed.

    For a month that the first edition closed, as the first close after it found them; where there is none yet, and
    for a month that is open, the network as it is.
    """
    ledger = network.ledger
    if month not in ledger.seals_of or ledger.first_sealed is None:
        return network
    until = max(month, ledger.first_sealed)
    closed_on = ledger.seals_of[until][0].closed_on
    return Network.of(book_at(ledger, until), closed_on, ledger=_ledger_at(ledger, until))


def _ledger_at(ledger: Ledger, month: Month) -> Ledger:
    return replace(
        ledger,
        standing=tuple(each for each in ledger.standing if each.month <= month),
        rows=tuple(each for each in ledger.rows if each.month <= month),
        unreadable=(),
    )


def book_at(ledger: Ledger, month: Month) -> Book:
    """Return the rows of the input tabs as the close of a month found them, as far as they were sealed."""
    records: dict[str, list[Record]] = {}
    for (tab, _), held in ledger.rows_at(month).items():
        if tab not in SEALED_COLUMNS:
            continue
        rows = records.setdefault(tab, [])
        rows.append(_record(tab, json.loads(held), len(rows) + 1))
    latest = {each.member_id: each for each in sorted(ledger.standing) if each.month <= month}
    members = tuple(_member(each, row) for row, (_, each) in enumerate(sorted(latest.items()), start=1))
    found: dict[str, Any] = {tab: tuple(rows) for tab, rows in records.items()}
    return Book(members=members, **found)


def payouts_known(network: Network) -> tuple[Payout, ...]:
    """Return the payouts as they stand, and those that a close sealed and whose row is gone since."""
    last = network.ledger.last_month
    sealed = book_at(network.ledger, last).payouts if last else ()
    there = {each.payout_id for each in network.book.payouts}
    return (*network.book.payouts, *(each for each in sealed if each.payout_id not in there))


def payouts_declared(network: Network) -> tuple[Payout, ...]:
    """Return the payouts of closed months as they were sealed, and those made since as they stand in the tab."""
    last = network.ledger.last_month
    if last is None or network.ledger.first_sealed is None:
        return network.book.payouts
    sealed = book_at(network.ledger, last).payouts
    known = {each.payout_id for each in sealed}
    since = (each for each in network.book.payouts if each.paid_on > last.last_day and each.payout_id not in known)
    return (*sealed, *since)


def _member(standing: Standing, row: int) -> Member:
    held = {name: value for name, value in standing._asdict().items() if name in Member._fields}
    return Member(**{**blank(Member), **held, "row": row})


def _record(tab: str, texts: list[str | None], row: int) -> Record:
    readers = field_readers(RECORDS[tab])
    values = dict(blank(RECORDS[tab]))
    for name, text in zip(SEALED_COLUMNS[tab], texts, strict=False):
        if text is not None:
            values[name] = readers[name](text)
    return RECORDS[tab](**{**values, "row": row})


def _text(value: Any) -> str | None:
    """Return a cell as text, None for an empty one; money with two decimals, as it is typed or not."""
    if value is None or value == "":
        return None
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
