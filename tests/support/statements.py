"""A small network for tests of statements, and its month as a register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from netsheets.domain.book import Book
from netsheets.domain.ledger import Ledger
from netsheets.domain.network import Network
from netsheets.domain.records import Record
from netsheets.exports.statements import Register, Statement, statement_of
from tests.support import build
from tests.support.closings import EMPTY, closed_through, draft

NETWORK_ROWS: tuple[Record, ...] = (
    build.parameter("network.name", "Azur"),
    build.parameter("network.address", "12 avenue des Fleurs\n06000 Nice"),
    build.parameter("network.siren", "732829320"),
    build.parameter("network.vat_number", "FR44732829320"),
    build.parameter("network.iban", "FR7630006000011234567890189"),
    build.member("M1", name="Ana", company="Ana SARL", address="3 rue du Port", postcode="06300", city="Nice",
                 siren="552100554", vat_number="FR96552100554", vat_status="standard"),
    build.member("M2", name="Ben", vat_status="standard"),
    build.member("M3", name="Cléo", vat_status="franchise"),
    build.member("M4", name="Dan"),
    build.client("C1", name="Hôtel Bellevue"),
    build.client("C2", name="SCI Mistral"),
)  # fmt: skip


def rows(*more: Record) -> tuple[Record, ...]:
    """Return the network's rows and these."""
    return (*NETWORK_ROWS, *more)


def won(referral_id: str, referrer_id: str, recipient_id: str, **given: object) -> Record:
    """Return a referral won on 20 January 2026."""
    return build.referral(referral_id, referrer_id=referrer_id, recipient_id=recipient_id, **given)


def paid(billing_id: str, referral_id: str, amount: str, on: str, **given: object) -> Record:
    """Return an invoice paid on the day it was issued."""
    usual = {"referral_id": referral_id, "amount": amount, "issued_on": on, "paid_on": on}
    return build.billing(billing_id, **{**usual, **given})


def register(book: Book | Iterable[Record], month: str, ledger: Ledger = EMPTY) -> Register:
    """Return what the statements of a month are drawn from: closed where the ledger has it, else a draft."""
    found = book if isinstance(book, Book) else build.book(*book)
    return Register(draft(found, month, ledger), Network.of(found, dt.date.max, ledger=ledger))


def closed_register(book: Book | Iterable[Record], *months: str) -> Register:
    """Return the register of the last of these months, all of them closed."""
    found = book if isinstance(book, Book) else build.book(*book)
    return register(found, months[-1], closed_through(found, months))


def statement(member_id: str, book: Iterable[Record], month: str = "2026-02", currency: str = "EUR") -> Statement:
    """Return a member's statement of a month closed as the network's first."""
    return statement_of(member_id, currency, closed_register(book, month))


def book_of_many(members: int, each: int = 4) -> Book:
    """Return a network in which every member brings the next one `each` referrals, paid in February 2026."""
    names = [f"M{number:03d}" for number in range(members)]
    found: list[Record] = [build.parameter("network.share", "10%")]
    for number, member_id in enumerate(names):
        status = ("standard", "franchise", "exempt", "")[number % 4]
        found += [build.member(member_id, vat_status=status), build.client(f"C{member_id}")]
        for count in range(each):
            key = f"{number:03d}-{count}"
            recipient_id = names[(number + 1 + count) % members]
            found.append(won(f"R{key}", member_id, recipient_id, client_id=f"C{member_id}"))
            found.append(paid(f"B{key}", f"R{key}", f"{100 + number * 7 + count}.{count}7", "2026-02-10"))
    return build.book(*found)
