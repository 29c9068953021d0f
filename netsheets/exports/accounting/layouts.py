"""The layouts of a journal: entries in one currency in, bytes out.

Each layout is one function of a `Journal` and an encoding; LAYOUTS says what each of them is called.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Final

from netsheets.domain.books import Accounting, Journal, JournalEntry, Posting
from netsheets.errors import Misuse
from netsheets.exports.accounting.fec_check.header import FEC_COLUMNS
from netsheets.exports.accounting.transliteration import one_line, transliterated, unlike_formula
from netsheets.resources import resource
from netsheets.texts import Language, day_in_words

BOOKS_CURRENCY = "EUR"
"""The currency of books kept in France."""

_GENERIC_COLUMNS = ("date", "journal", "account", "auxiliary", "label", "debit", "credit", "document", "due_on")

_KEPT_APART = str.maketrans({"|": "/", '"': "'"})
"""A reader may take `|` for the end of a field, and a quote for one that holds more than a field."""

_SAGE_LABEL: Final = 35
_SAGE_AUXILIARY: Final = 17
_SAGE_GENERAL: Final = "G"

_QUADRA_ACCOUNT: Final = 8
_QUADRA_LABEL: Final = 20
_QUADRA_JOURNAL: Final = 3
_QUADRA_DOCUMENT: Final = 8
_QUADRA_AMOUNT: Final = 12


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: what it writes, the beginning and the end of its files' names, and the encodings it may be in.

    `confirm`: programs differ, and an accountant should import one entry before all of them.
    """

    write: Callable[[Journal, str, Language], bytes]
    stem: str
    suffix: str
    encodings: tuple[str, ...]
    confirm: bool = False


def word(key: str, language: Language) -> str:
    """Return a word of journals, from `templates/journal.json`."""
    return _words()[key][language]


def comma(amount: Decimal) -> str:
    """Return an amount with two decimals after a comma, and nothing between the thousands: `1234,50`."""
    return f"{amount:.2f}".replace(".", ",")


def short_day(day: dt.date) -> str:
    """Return a day as DDMMYY."""
    return f"{day:%d%m%y}"


def shortened_auxiliaries(journal: Journal, longest: int) -> Mapping[str, str]:
    """Return each auxiliary account in capital letters and digits, in at most so many of them.

    Raise Misuse where two of them would become one.
    """
    found: dict[str, str] = {}
    taken: dict[str, str] = {}
    for _, posting in journal.lines:
        if posting.auxiliary and posting.auxiliary.code not in found:
            code = posting.auxiliary.code
            short = "".join(filter(str.isalnum, code)).upper()[:longest]
            if short in taken:
                raise Misuse("auxiliaries_alike", first=taken[short], second=code, short=short, longest=longest)
            found[code], taken[short] = short, code
    return found


@cache
def _words() -> Mapping[str, Mapping[Language, str]]:
    found: Mapping[str, Mapping[Language, str]] = json.loads(
        resource("templates", "journal.json").read_text(encoding="utf-8")
    )
    return found


def generic(journal: Journal, encoding: str, language: Language) -> bytes:
    """Return a journal as CSV: semicolons, decimal commas, days as DD/MM/YYYY, a title for each column."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([word(each, language) for each in _GENERIC_COLUMNS])
    for entry, posting in journal.lines:
        label = unlike_formula(one_line(label_of(entry, journal.accounting, entry.name)))
        writer.writerow(
            (
                day_in_words(entry.booked_on),
                entry.journal.code,
                posting.account.code,
                posting.auxiliary.code if posting.auxiliary else "",
                label,
                comma(posting.debit),
                comma(posting.credit),
                entry.document,
                day_in_words(entry.due_on),
            )
        )
    return text.getvalue().encode(encoding)


def fec_name(siren: str, closing_on: dt.date) -> str:
    """Return what the tax office calls a FEC: the firm's SIREN and the last day of its fiscal year."""
    return f"{siren}FEC{_fec_day(closing_on)}"


def fec(journal: Journal, encoding: str, _language: Language) -> bytes:
    """Return a journal in the layout of the FEC: 18 columns, tabs, decimal commas, days as YYYYMMDD.

    An amount in another currency than the euro stands in the columns of amounts and in those of the foreign currency:
    no rate is ever made up.
    """
    lines = ["\t".join(FEC_COLUMNS)]
    lines.extend("\t".join(_fec_fields(entry, posting, journal, encoding)) for entry, posting in journal.lines)
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


def _fec_fields(entry: JournalEntry, posting: Posting, journal: Journal, encoding: str) -> tuple[str, ...]:
    def text(said: str) -> str:
        clean = one_line(said) if encoding == "utf-8" else transliterated(said, encoding)
        return unlike_formula(clean.translate(_KEPT_APART).strip()) or "?"

    foreign = journal.currency != BOOKS_CURRENCY
    return (
        entry.journal.code,
        text(entry.journal.name),
        str(entry.number),
        _fec_day(entry.booked_on),
        posting.account.code,
        text(posting.account.name),
        text(posting.auxiliary.code) if posting.auxiliary else "",
        text(posting.auxiliary.name) if posting.auxiliary else "",
        entry.document,
        _fec_day(entry.booked_on),
        text(label_of(entry, journal.accounting, entry.name)),
        comma(posting.debit),
        comma(posting.credit),
        "",
        "",
        _fec_day(entry.validated_on),
        comma(posting.debit - posting.credit) if foreign else "",
        journal.currency if foreign else "",
    )


def _fec_day(day: dt.date) -> str:
    return f"{day:%Y%m%d}"


def sage100(journal: Journal, encoding: str, _language: Language) -> bytes:
    """Return a journal for Sage 100.

    In order: type, journal, DDMMYY, number, general account, third party, label, payment, due DDMMYY, debit, credit.
    The way of payment is left to the third party's own, and the side that has no amount is blank.
    """
    auxiliaries = shortened_auxiliaries(journal, _SAGE_AUXILIARY)
    lines = []
    for entry, posting in journal.lines:
        label = label_of(entry, journal.accounting, transliterated(entry.name, encoding), _SAGE_LABEL)
        fields = (
            _SAGE_GENERAL,
            entry.journal.code,
            short_day(entry.booked_on),
            entry.document,
            posting.account.code,
            auxiliaries[posting.auxiliary.code] if posting.auxiliary else "",
            unlike_formula(transliterated(label, encoding).replace('"', "'"))[:_SAGE_LABEL],
            "",
            short_day(entry.due_on),
            comma(posting.debit) if posting.debit else "",
            comma(posting.credit) if posting.credit else "",
        )
        lines.append("\t".join(fields) + "\r\n")
    return "".join(lines).encode(encoding)


def quadra(journal: Journal, encoding: str, _language: Language) -> bytes:
    """Return a journal for Cegid Quadra.

    Columns, from 1 on: `M` 1, account 2-9, journal 10-11, `000` 12-14, DDMMYY 15-20, label 22-41, side 42, signed
    cents 43-55, due DDMMYY 64-69, document 100-107, currency 108-110, journal 111-113. A third party's account stands
    in place of the general one. Raise Misuse for an account, a journal or an amount that has no room.
    """
    auxiliaries = shortened_auxiliaries(journal, _QUADRA_ACCOUNT)
    lines = []
    for entry, posting in journal.lines:
        account = auxiliaries[posting.auxiliary.code] if posting.auxiliary else posting.account.code
        label = label_of(entry, journal.accounting, transliterated(entry.name, encoding), _QUADRA_LABEL)
        lines.append(_quadra_line(entry, posting, account, transliterated(label, encoding), journal.currency))
    return "".join(lines).encode(encoding)


def _quadra_line(entry: JournalEntry, posting: Posting, account: str, label: str, currency: str) -> str:
    side, amount = ("D", posting.debit) if posting.debit else ("C", posting.credit)
    cents, code = f"{int(amount.scaleb(2)):012d}", entry.journal.code
    _require_room(account, _QUADRA_ACCOUNT)
    _require_room(code, _QUADRA_JOURNAL)
    _require_room(cents, _QUADRA_AMOUNT)
    return (
        f"M{account:<8}{code[:2]:<2}000{short_day(entry.booked_on)} {label[:_QUADRA_LABEL]:<20}{side}+{cents}{'':8}"
        f"{short_day(entry.due_on)}{'':30}{entry.document[-_QUADRA_DOCUMENT:]:<8}{currency:<3}{code:<3}\r\n"
    )


def _require_room(text: str, longest: int) -> None:
    if len(text) > longest:
        raise Misuse("quadra_no_room", text=text, longest=longest)


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "generic": Layout(generic, "journal", ".csv", ("utf-8-sig",)),
        "fec": Layout(fec, "FEC", ".txt", ("utf-8", "iso8859-15")),
        "sage100": Layout(sage100, "sage100", ".txt", ("cp1252",), confirm=True),
        "quadra": Layout(quadra, "quadra", ".txt", ("ascii",), confirm=True),
    }
)
"""Every layout by its name. The first of its encodings is the usual one."""


def label_of(entry: JournalEntry, accounting: Accounting, name: str, longest: int | None = None) -> str:
    """Return an entry's label, in at most so many characters.

    Where the label does not fit, the short one takes its place, and there the name is shortened, never the month.
    """
    whole = _filled(accounting.credit_note_label if entry.credit_note else accounting.label, entry, name)
    if longest is None or len(whole) <= longest:
        return whole
    short = _filled(accounting.short_label, entry, name)
    over = len(short) - longest
    if over > 0:
        short = _filled(accounting.short_label, entry, name[: max(len(name) - over, 0)].rstrip())
    return short[:longest].rstrip()


def _filled(pattern: str, entry: JournalEntry, name: str) -> str:
    month = f"{entry.month.number:02d}/{entry.month.year:04d}"
    said = pattern.format(name=name, month=month, document=entry.document)
    return " ".join(f"{entry.draft} {said}".split())
