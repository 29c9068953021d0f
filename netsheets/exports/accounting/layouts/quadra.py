"""A layout for Cegid Quadra: ASCII, every field at its own columns."""

from __future__ import annotations

from typing import Final

from netsheets.errors import Misuse
from netsheets.exports.accounting.entries import Entry, Posting, label_of
from netsheets.exports.accounting.layouts.journal import Journal, short_day, shortened_auxiliaries
from netsheets.exports.accounting.transliteration import transliterated

LONGEST_ACCOUNT: Final = 8
LONGEST_LABEL: Final = 20
LONGEST_JOURNAL: Final = 3
LONGEST_DOCUMENT: Final = 8
LONGEST_AMOUNT: Final = 12


def quadra(journal: Journal, encoding: str) -> bytes:
    """Return a journal for Cegid Quadra.

    Columns, from 1 on: `M` 1, account 2-9, journal 10-11, `000` 12-14, DDMMYY 15-20, label 22-41, side 42, signed
    cents 43-55, due DDMMYY 64-69, document 100-107, currency 108-110, journal 111-113. A third party's account stands
    in place of the general one. Raise Misuse for an account, a journal or an amount that has no room.
    """
    auxiliaries = shortened_auxiliaries(journal, LONGEST_ACCOUNT)
    lines = []
    for entry, posting in journal.lines:
        account = auxiliaries[posting.auxiliary.code] if posting.auxiliary else posting.account.code
        label = label_of(entry, journal.accounting, transliterated(entry.name, encoding), LONGEST_LABEL)
        lines.append(_line(entry, posting, account, transliterated(label, encoding), journal.currency))
    return "".join(lines).encode(encoding)


def _line(entry: Entry, posting: Posting, account: str, label: str, currency: str) -> str:
    side, amount = ("D", posting.debit) if posting.debit else ("C", posting.credit)
    cents, code = f"{int(amount.scaleb(2)):012d}", entry.journal.code
    _require_room(account, LONGEST_ACCOUNT)
    _require_room(code, LONGEST_JOURNAL)
    _require_room(cents, LONGEST_AMOUNT)
    return (
        f"M{account:<8}{code[:2]:<2}000{short_day(entry.booked_on)} {label[:LONGEST_LABEL]:<20}{side}+{cents}{'':8}"
        f"{short_day(entry.due_on)}{'':30}{entry.document[-LONGEST_DOCUMENT:]:<8}{currency:<3}{code:<3}\r\n"
    )


def _require_room(text: str, longest: int) -> None:
    if len(text) > longest:
        raise Misuse("quadra_no_room", text=text, longest=longest)
