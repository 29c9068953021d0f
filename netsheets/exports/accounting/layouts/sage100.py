"""A layout for Sage 100: tabs, one general entry a line, to be read with an import format of the same columns."""

from __future__ import annotations

from typing import Final

from netsheets.exports.accounting.entries import label_of
from netsheets.exports.accounting.layouts.journal import Journal, comma, short_day, shortened_auxiliaries
from netsheets.exports.accounting.transliteration import transliterated, unlike_formula

LONGEST_LABEL: Final = 35
LONGEST_AUXILIARY: Final = 17
_GENERAL: Final = "G"


def sage100(journal: Journal, encoding: str) -> bytes:
    """Return a journal for Sage 100.

    In order: type, journal, DDMMYY, number, general account, third party, label, payment, due DDMMYY, debit, credit.
    The way of payment is left to the third party's own, and the side that has no amount is blank.
    """
    auxiliaries = shortened_auxiliaries(journal, LONGEST_AUXILIARY)
    lines = []
    for entry, posting in journal.lines:
        label = label_of(entry, journal.accounting, transliterated(entry.name, encoding), LONGEST_LABEL)
        fields = (
            _GENERAL,
            entry.journal.code,
            short_day(entry.booked_on),
            entry.document,
            posting.account.code,
            auxiliaries[posting.auxiliary.code] if posting.auxiliary else "",
            unlike_formula(transliterated(label, encoding).replace('"', "'"))[:LONGEST_LABEL],
            "",
            short_day(entry.due_on),
            comma(posting.debit) if posting.debit else "",
            comma(posting.credit) if posting.credit else "",
        )
        lines.append("\t".join(fields) + "\r\n")
    return "".join(lines).encode(encoding)
