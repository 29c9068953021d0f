"""The layout of the FEC, article A47 A-1 of the book of tax procedures: what most programs import.

Ours holds the commissions only: it is a file to import, not the FEC that a firm hands to the tax office.
"""

from __future__ import annotations

import datetime as dt

from netsheets.exports.accounting.entries import Entry, Posting, label_of
from netsheets.exports.accounting.fec_columns import COLUMNS
from netsheets.exports.accounting.layouts.journal import BOOKS_CURRENCY, Journal, comma
from netsheets.exports.accounting.transliteration import one_line, transliterated, unlike_formula

_KEPT_APART = str.maketrans({"|": "/", '"': "'"})
"""A reader may take `|` for the end of a field, and a quote for one that holds more than a field."""


def fec_name(siren: str, closing_on: dt.date) -> str:
    """Return what the tax office calls a FEC: the firm's SIREN and the last day of its fiscal year."""
    return f"{siren}FEC{_day(closing_on)}"


def fec(journal: Journal, encoding: str) -> bytes:
    """Return a journal in the layout of the FEC: 18 columns, tabs, decimal commas, days as YYYYMMDD.

    An amount in another currency than the euro stands in the columns of amounts and in those of the foreign currency:
    no rate is ever made up.
    """
    lines = ["\t".join(COLUMNS)]
    lines.extend("\t".join(_fields(entry, posting, journal, encoding)) for entry, posting in journal.lines)
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


def _fields(entry: Entry, posting: Posting, journal: Journal, encoding: str) -> tuple[str, ...]:
    def text(said: str) -> str:
        clean = one_line(said) if encoding == "utf-8" else transliterated(said, encoding)
        return unlike_formula(clean.translate(_KEPT_APART).strip()) or "?"

    foreign = journal.currency != BOOKS_CURRENCY
    return (
        entry.journal.code,
        text(entry.journal.name),
        str(entry.number),
        _day(entry.booked_on),
        posting.account.code,
        text(posting.account.name),
        text(posting.auxiliary.code) if posting.auxiliary else "",
        text(posting.auxiliary.name) if posting.auxiliary else "",
        entry.document,
        _day(entry.booked_on),
        text(label_of(entry, journal.accounting, entry.name)),
        comma(posting.debit),
        comma(posting.credit),
        "",
        "",
        _day(entry.validated_on),
        comma(posting.debit - posting.credit) if foreign else "",
        journal.currency if foreign else "",
    )


def _day(day: dt.date) -> str:
    return f"{day:%Y%m%d}"
