"""`export journal` and `check-fec`: the entries of closed months, and what is wrong with a file of entries."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from netsheets.commands.booked_months import Period, registers_of
from netsheets.commands.network import OpenNetwork, require_party
from netsheets.commands.workbook import settings
from netsheets.commands.writing import refused, write_file
from netsheets.domain.books import Accounting, BookedMonth, Journal, commissions_of, entries_of
from netsheets.domain.currencies import CURRENCIES
from netsheets.domain.money import exact_sum
from netsheets.domain.records import NETWORK
from netsheets.domain.statements.register import Register
from netsheets.errors import Conflict, Misuse, StoreRefused
from netsheets.exports.accounting.accounts import accounting_of
from netsheets.exports.accounting.fec_check import FecReport, YearNamed, fec_report
from netsheets.exports.accounting.layouts import LAYOUTS, fec_name, word
from netsheets.exports.statements.workbook import cleaned


@dataclass(frozen=True, slots=True)
class JournalOptions:
    """What a journal holds and how: whose books ("" for a network that pays all), which currency ("" for each)."""

    layout: str = "generic"
    firm_id: str = ""
    currency: str = ""
    encoding: str = ""
    draft: bool = False


@dataclass(frozen=True, slots=True)
class JournalFile:
    """A file in one currency, the journal it holds, and that in its layout."""

    path: Path
    journal: Journal
    content: bytes

    @property
    def currency(self) -> str:
        """Return the currency."""
        return self.journal.currency

    @property
    def entries(self) -> int:
        """Return how many entries it holds."""
        return len(self.journal.entries)

    @property
    def lines(self) -> int:
        """Return how many lines it holds."""
        return sum(1 for _ in self.journal.lines)

    @property
    def total(self) -> Decimal:
        """Return what each of its sides comes to."""
        return exact_sum(posting.debit for _, posting in self.journal.lines)


@dataclass(frozen=True, slots=True)
class JournalFiles:
    """The files of a journal, one a currency.

    `draft`: some month is not closed. `without_status` are the payees that were booked without VAT because nobody has
    said what theirs is.
    """

    files: tuple[JournalFile, ...]
    draft: bool
    without_status: tuple[str, ...]


def accounting_named(folder: Path) -> Accounting:
    """Return what `[accounting]` of a folder's `netsheets.toml` says. Raise Misuse where it can't be booked with."""
    return accounting_of(settings(folder).get("accounting"))


def journal_files(
    network: OpenNetwork, period: Period, output: str, accounting: Accounting, options: JournalOptions
) -> JournalFiles:
    """Return the journal of a period for a file, or under its own name for a folder; nothing is written yet.

    The network's own currency has the file that is named, each other one a file beside it with its code in the name.
    Raise Conflict where a month is not closed, Misuse for what can't be meant.
    """
    registers = registers_of(network, period, draft=options.draft)
    if options.firm_id:
        require_party(network, options.firm_id)
    _require_members(network, accounting)
    drafted = any(each.closing.status == "draft" for each in registers)
    own = registers[-1].terms.currency
    layout = LAYOUTS[options.layout]
    named = _named(output, period, registers[-1], accounting, options)
    files: list[JournalFile] = []
    without_status: dict[str, None] = {}
    for currency in _currencies(registers, options.currency or own, only=bool(options.currency)):
        months = tuple(_booked(each, currency, options.firm_id) for each in registers)
        without_status.update(_without_status(months))
        draft = word("draft", network.written_in)
        written = Journal(entries_of(months, accounting, draft), accounting, currency)
        marks = (*((currency,) if currency != own else ()), *((draft,) if drafted else ()))
        path = _marked(named, marks)
        network.workbook.require_other(path)
        files.append(JournalFile(path, written, layout.write(written, _encoding(options), network.written_in)))
    return JournalFiles(tuple(files), drafted, tuple(without_status))


def write_journal(journal: JournalFiles) -> None:
    """Write the files of a journal. Raise StoreRefused where one can't be written."""
    for each in journal.files:
        write_file(each.path, each.content)


def _booked(register: Register, currency: str, firm_id: str) -> BookedMonth:
    closing = register.closing
    closed_on = closing.seals[0].closed_on if closing.status == "closed" else None
    return BookedMonth(register.month, closed_on, commissions_of(register, currency, firm_id=firm_id))


def _without_status(months: Iterable[BookedMonth]) -> dict[str, None]:
    """Return the ids of payees that nobody knows the status of; the network has one by having a number or none."""
    return {
        each.payee.member_id: None
        for booked in months
        for each in booked.commissions
        if each.vat.amount is None and each.payee.member_id != NETWORK
    }


def _currencies(registers: Iterable[Register], first: str, *, only: bool) -> tuple[str, ...]:
    """Return the currencies to write, the network's own first and always."""
    if first not in CURRENCIES:
        raise Misuse("currency_unknown", value=first)
    others = {line.currency for each in registers for line in each.closing.posted}
    return (first,) if only else (first, *sorted(others - {first}))


def _require_members(network: OpenNetwork, accounting: Accounting) -> None:
    """Raise Misuse where an auxiliary account is set for somebody who is no member."""
    known = {*network.book.member_by_id, *network.book.unread.get("members", ()), NETWORK}
    for member_id in accounting.auxiliaries:
        if member_id not in known:
            raise Misuse("accounting_auxiliary_of_nobody", member=member_id)


def _encoding(options: JournalOptions) -> str:
    """Return the encoding that is asked for, the layout's usual one where none is. Raise Misuse for another."""
    encodings = LAYOUTS[options.layout].encodings
    if options.encoding and options.encoding not in encodings:
        raise Misuse("encoding_of_other_layout", layout=options.layout, encoding=options.encoding)
    return options.encoding or encodings[0]


def _named(output: str, period: Period, register: Register, accounting: Accounting, options: JournalOptions) -> Path:
    """Return the file that is named; in a folder, the layout's own name."""
    path = Path(output).expanduser()
    closing_on = accounting.closing_day(period.first.last_day)
    if options.layout == "fec" and closing_on != accounting.closing_day(period.last.last_day):
        raise Misuse("fec_two_years", closing_on=closing_on, first=period.first, last=period.last)
    try:
        folder = path.is_dir() or output.endswith(_SEPARATORS)
    except OSError as error:
        raise refused(path, error) from error
    if not folder:
        return path
    layout = LAYOUTS[options.layout]
    if options.layout == "fec":
        return path / f"{fec_name(_siren(register, options.firm_id), closing_on)}{layout.suffix}"
    stem = "_".join(filter(None, (layout.stem, str(period), options.firm_id and cleaned(options.firm_id))))
    return path / f"{stem}{layout.suffix}"


_SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))
_SIREN_DIGITS = 9
"""Some write the SIRET, which begins with it."""


def _siren(register: Register, firm_id: str) -> str:
    """Return the SIREN of the firm whose books are written. Raise Conflict where it is missing or wrong."""
    from stdnum.fr import siren  # noqa: PLC0415 - only a file name needs it

    party = register.party(firm_id or NETWORK)
    digits = "".join(party.siren.split())[:_SIREN_DIGITS]
    if not digits:
        raise Conflict("siren_missing", firm=party.name or party.member_id)
    if not siren.is_valid(digits):
        raise Conflict("siren_wrong", firm=party.name or party.member_id, siren=party.siren)
    return digits


def _marked(path: Path, marks: tuple[str, ...]) -> Path:
    """Return a path whose name ends with marks, those it has already left out: `journal_CHF_BROUILLON.csv`."""
    missing = [each for each in marks if each.casefold() not in path.stem.casefold()]
    return path.with_name("_".join((path.stem, *missing)) + path.suffix)


_BUFFER = 1 << 20
"""So many bytes are read at once: a year of a large firm is gigabytes of short lines."""


def check_fec(path: Path, year: YearNamed) -> FecReport:
    """Return what is wrong with a file. Raise StoreRefused where it can't be read."""
    try:
        with path.open("rb", buffering=_BUFFER) as file:
            return fec_report(file, path.name, year)
    except OSError as error:
        raise StoreRefused("cannot_read", path=path, reason=error.strerror) from error
