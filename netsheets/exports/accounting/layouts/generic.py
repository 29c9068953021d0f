"""The generic layout: a CSV file that any program reads, and any person."""

from __future__ import annotations

import csv
import io

from netsheets.exports.accounting.entries import label_of
from netsheets.exports.accounting.layouts.journal import Journal, comma, word
from netsheets.exports.accounting.transliteration import one_line, unlike_formula
from netsheets.texts import day_in_words

COLUMNS = ("date", "journal", "account", "auxiliary", "label", "debit", "credit", "document", "due_on")


def generic(journal: Journal, encoding: str) -> bytes:
    """Return a journal as CSV: semicolons, decimal commas, days as DD/MM/YYYY, a title for each column."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([word(each, journal.language) for each in COLUMNS])
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
