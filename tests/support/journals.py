"""Journals in tests: those of a book, and files of every layout read back by code of their own."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from netsheets.domain.books import Accounting, BookedMonth, Journal, JournalEntry, commissions_of, entries_of
from netsheets.domain.records import Record
from netsheets.exports.accounting.layouts import LAYOUTS
from netsheets.exports.statements import Register
from tests.support.statements import closed_register


class Booked(NamedTuple):
    """A line of a journal as a program reads it; `party` is the auxiliary account."""

    journal: str
    document: str
    account: str
    party: str
    label: str
    debit: Decimal
    credit: Decimal


def booked_month(register: Register, currency: str = "EUR", firm_id: str = "") -> BookedMonth:
    """Return what is booked for a register's month."""
    return BookedMonth(register.month, register.closed_on, commissions_of(register, currency, firm_id=firm_id))


def entries(
    rows: Iterable[Record], month: str = "2026-02", firm_id: str = "", currency: str = "EUR"
) -> tuple[JournalEntry, ...]:
    """Return the entries of a month closed as the network's first."""
    return entries_of((booked_month(closed_register(tuple(rows), month), currency, firm_id),), Accounting(), "DRAFT")


def lines_of(found: Iterable[JournalEntry]) -> list[str]:
    """Return entries a line each: `AC 1 6222 150.00 D`, with the auxiliary account after the account."""
    return [
        f"{entry.journal.code} {entry.number} {posting.account.code}"
        f"{'/' + posting.auxiliary.code if posting.auxiliary else ''} "
        f"{posting.debit or posting.credit} {'D' if posting.debit else 'C'}"
        for entry in found
        for posting in entry.postings
    ]


def journal(rows: Iterable[Record], accounting: Accounting | None = None, firm_id: str = "") -> Journal:
    """Return the journal of February 2026."""
    used = accounting or Accounting()
    months = (booked_month(closed_register(tuple(rows), "2026-02"), firm_id=firm_id),)
    return Journal(entries_of(months, used, "DRAFT"), used, "EUR")


def read_generic(content: bytes) -> list[Booked]:
    """Read the CSV file with the library of everybody, its nine columns in order whatever their language."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    found = []
    for row in rows:
        _, code, account, party, label, debit, credit, document, _ = row.values()
        found.append(Booked(code, document, account, party, label, _decimal(debit), _decimal(credit)))
    return found


def read_fec(content: bytes) -> list[Booked]:
    """Read the file of 18 columns by its header."""
    header, *rows = [line.split("\t") for line in content.decode("utf-8").split("\r\n")[:-1]]
    assert {len(row) for row in rows} <= {18}
    found = []
    for row in (dict(zip(header, each, strict=True)) for each in rows):
        sides = _decimal(row["Debit"]), _decimal(row["Credit"])
        party, label = row["CompAuxNum"], row["EcritureLib"]
        found.append(Booked(row["JournalCode"], row["PieceRef"], row["CompteNum"], party, label, *sides))
    return found


def read_sage100(content: bytes) -> list[Booked]:
    """Read the eleven columns."""
    found = []
    for line in content.decode("cp1252").split("\r\n")[:-1]:
        kind, code, _, document, account, party, label, payment, _, debit, credit = line.split("\t")
        assert (kind, payment) == ("G", "")
        assert (debit == "") is not (credit == "")
        found.append(Booked(code, document, account, party, label, _decimal(debit), _decimal(credit)))
    return found


def read_quadra(content: bytes) -> list[Booked]:
    """Read the fields by their columns; a third party's account stands in place of the general one."""
    found = []
    for line in content.decode("ascii").split("\r\n")[:-1]:
        assert (len(line), line[0], line[11:14]) == (113, "M", "000")
        cents = Decimal(int(line[42:55])).scaleb(-2)
        sides = (cents, Decimal(0)) if line[41] == "D" else (Decimal(0), cents)
        account = line[1:9].rstrip()
        party = "" if account[0].isdigit() else account
        found.append(Booked(line[9:11], line[99:107].strip(), account, party, line[21:41].rstrip(), *sides))
    return found


READERS: Mapping[str, Callable[[bytes], list[Booked]]] = {
    "generic": read_generic,
    "fec": read_fec,
    "sage100": read_sage100,
    "quadra": read_quadra,
}


def written(layout: str, found: Journal, encoding: str = "") -> bytes:
    """Return a journal as a file of a layout."""
    return LAYOUTS[layout].write(found, encoding or LAYOUTS[layout].encodings[0], "fr")


def balanced(found: Iterable[Booked]) -> Decimal:
    """Return what both sides come to; each document must balance, and so must the whole."""
    documents: dict[str, Decimal] = defaultdict(Decimal)
    debit = credit = Decimal(0)
    for each in found:
        assert each.debit >= 0
        assert each.credit >= 0
        documents[each.document] += each.debit - each.credit
        debit += each.debit
        credit += each.credit
    assert set(documents.values()) <= {Decimal(0)}
    assert debit == credit
    return debit


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ".") or 0)
