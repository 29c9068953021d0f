"""The fields of one line of a FEC, each as its column wants it. Amounts are whole cents, never a float."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from netsheets.domain.currencies import CURRENCIES
from netsheets.exports.accounting.fec_check.findings import Tally, legible
from netsheets.exports.accounting.fec_check.header import FEC_COLUMNS, FiscalYear, Header, day_read
from netsheets.texts import day_in_words

_DIGITS: Final = re.compile(rb"[+-]?[0-9]+,[0-9]{2}")
_ROUND: Final = re.compile(rb"[+-]?[0-9]+(?:,[0-9]?)?")
_PRECISE: Final = re.compile(rb"[+-]?[0-9]+,[0-9]{3,}")
_POINT: Final = re.compile(rb"[+-]?[0-9]+\.[0-9]{1,2}")
_SIGNS: Final = re.compile(rb"[+-]*[0-9]+,[0-9]{2}[+-]?")
_ENGLISH: Final = re.compile(rb"[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{2}")
_DOTTED: Final = re.compile(rb"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{2}")
_BLANKS: Final = re.compile(rb"\xc2\xa0|\xe2\x80\xaf|[\s\xa0']")
_TAIL: Final = -3

(
    JOURNAL, JOURNAL_NAME, NUMBER, DAY, ACCOUNT, ACCOUNT_NAME, AUXILIARY, AUXILIARY_NAME, DOCUMENT, DOCUMENT_DAY, LABEL,
    DEBIT, CREDIT, LETTERING, LETTERING_DAY, VALIDATED, FOREIGN, CURRENCY,
) = range(len(FEC_COLUMNS))  # fmt: skip
_REQUIRED: Final = (
    JOURNAL, JOURNAL_NAME, NUMBER, DAY, ACCOUNT, ACCOUNT_NAME, DOCUMENT, DOCUMENT_DAY, LABEL, VALIDATED,
)  # fmt: skip
"""The columns that may not be blank; debit and credit, which have a fault of their own, apart."""
_PAIRS: Final = ((AUXILIARY, AUXILIARY_NAME), (LETTERING, LETTERING_DAY), (FOREIGN, CURRENCY))
_DEBIT_SIDES: Final = (b"D", b"+1", b"1", b"+")
_CREDIT_SIDES: Final = (b"C", b"-1", b"-")
_SEEN: Final = b"#"
"""What begins with a lesser sign is blank, or begins with a blank or a quote, and is looked at more closely."""
_NOTHING: Final = b"0,00"
_CURRENCIES: Final = frozenset(each.encode() for each in CURRENCIES)
Sides = tuple[int, int]
"""Debit and credit, in cents."""


@dataclass(frozen=True, slots=True)
class AmountRead:
    """What an amount comes to in cents, None where nobody can tell, and the code of what is wrong with it."""

    cents: int | None
    fault: str = ""


def cents_of(text: bytes) -> int | None:
    """Return an amount without a sign, written as it should be, in cents; None for any other: the quick way."""
    if text[_TAIL:-2] == b",":
        digits = text[:_TAIL] + text[-2:]
        if digits.isdigit():
            return int(digits)
    return None


def amount_read(text: bytes) -> AmountRead:
    """Return what an amount comes to, and what is wrong with the way it is written.

    One that can only mean one thing is read all the same, so that a point for a comma is not an unbalanced entry too.
    """
    if not text.strip():
        return AmountRead(0, "amount_blank")
    if _DIGITS.fullmatch(text):
        return AmountRead(_cents(text))
    if _ROUND.fullmatch(text):
        return AmountRead(_cents(text), "amount_decimals")
    if _PRECISE.fullmatch(text):
        exact = _cents(text) if set(text.partition(b",")[2][2:]) == {ord("0")} else None
        return AmountRead(exact, "amount_too_precise")
    if _POINT.fullmatch(text):
        return AmountRead(_cents(text.replace(b".", b",")), "amount_point")
    return _odd(text)


def _odd(text: bytes) -> AmountRead:
    if _SIGNS.fullmatch(text):
        return AmountRead(None, "amount_sign")
    if _ENGLISH.fullmatch(text):
        return AmountRead(_cents(text.replace(b",", b"").replace(b".", b",")), "amount_thousands")
    if _DOTTED.fullmatch(text):
        return AmountRead(_cents(text.replace(b".", b"")), "amount_thousands")
    bare = _BLANKS.sub(b"", text)
    if bare != text and any(each.fullmatch(bare) for each in (_DIGITS, _ROUND, _POINT)):
        return AmountRead(_cents(bare.replace(b".", b",")), "amount_thousands")
    return AmountRead(None, "amount_unreadable")


def _cents(text: bytes) -> int:
    return int(Decimal(text.decode("ascii").replace(",", ".")).scaleb(2))


class Fields:
    """What looks at lines. Journals, accounts and days that were right once are known, and right again."""

    def __init__(self, header: Header, year: FiscalYear, tally: Tally) -> None:
        self._header, self._year, self._tally = header, year, tally
        self._missing = header.missing
        self._journals: dict[bytes, bytes] = {}
        self._accounts: dict[bytes, bytes] = {}
        self._days: set[bytes] = set()
        self._booked: set[bytes] = set()

    def quick(self, found: Sequence[bytes]) -> Sides | None:
        """Return debit and credit of a line in which all is as it should be, None where it must be looked at."""
        (journal, journal_name, number, day, account, account_name, auxiliary, auxiliary_name, document, document_day,
         label, debit, credit, lettering, lettering_day, validated, foreign, currency) = found  # fmt: skip
        if not (
            self._journals.get(journal) == journal_name
            and self._accounts.get(account) == account_name
            and day in self._booked
            and document_day in self._days
            and validated in self._days
            and document_day <= day <= validated
            and number >= _SEEN
            and document >= _SEEN
            and label >= _SEEN
            and (auxiliary >= _SEEN) is (auxiliary_name >= _SEEN)
            and (lettering_day in self._days if lettering >= _SEEN else not lettering and not lettering_day)
            and (currency in _CURRENCIES and cents_of(foreign) is not None if foreign else not currency)
        ):
            return None
        debits, credits_ = cents_of(debit), cents_of(credit)
        return None if debits is None or credits_ is None or (debits and credits_) else (debits, credits_)

    def look(self, found: Sequence[bytes], line: int) -> tuple[list[bytes], Sides | None]:
        """Return a line's fields in the order of the columns, with debit and credit, and add what is wrong with them.

        The sides are None where one of them can't be read.
        """
        fields = self._header.fields(found)
        if self._header.sided:
            fields[DEBIT], fields[CREDIT] = self._sided(fields, line)
        for column in _REQUIRED:
            if not fields[column].strip() and column not in self._missing:
                self._tally.add("blank", line, FEC_COLUMNS[column])
        for pair in _PAIRS:
            self._look_at_pair(fields, pair, line)
        self._look_at_names(fields, line)
        self._look_at_days(fields, line)
        self._look_at_currency(fields, line)
        return fields, self._sides(fields, line)

    def _sided(self, fields: Sequence[bytes], line: int) -> tuple[bytes, bytes]:
        """Return debit and credit of a line that has an amount and a side."""
        amount, side = fields[DEBIT], fields[CREDIT].strip().upper()
        if side in _DEBIT_SIDES:
            return amount, _NOTHING
        if side not in _CREDIT_SIDES:
            self._tally.add("side_unknown", line, "Sens", fields[CREDIT])
        return _NOTHING, amount

    def _look_at_pair(self, fields: Sequence[bytes], pair: tuple[int, int], line: int) -> None:
        if self._missing.intersection(pair):
            return
        blank = [column for column in pair if not fields[column].strip()]
        if len(blank) == 1:
            other = pair[1] if blank[0] == pair[0] else pair[0]
            self._tally.add("pair", line, FEC_COLUMNS[blank[0]], other=FEC_COLUMNS[other], held=legible(fields[other]))

    def _look_at_names(self, fields: Sequence[bytes], line: int) -> None:
        """Look at account and journal, and whether each has one name throughout."""
        account = fields[ACCOUNT]
        if account.strip() and not account[:3].isdigit():
            self._tally.add("account", line, FEC_COLUMNS[ACCOUNT], account)
        elif account.strip() and ACCOUNT_NAME not in self._missing:
            self._look_at_name(self._accounts, fields, (ACCOUNT, ACCOUNT_NAME), line)
        if fields[JOURNAL].strip() and JOURNAL_NAME not in self._missing:
            self._look_at_name(self._journals, fields, (JOURNAL, JOURNAL_NAME), line)

    def _look_at_name(
        self, known: dict[bytes, bytes], fields: Sequence[bytes], columns: tuple[int, int], line: int
    ) -> None:
        code, name = fields[columns[0]], fields[columns[1]]
        if not name.strip():
            return
        before = known.setdefault(code, name)
        if before != name and _letters(before) != _letters(name):
            fault = "account_names" if columns[0] == ACCOUNT else "journal_names"
            self._tally.add(fault, line, FEC_COLUMNS[columns[1]], name, account=legible(code), before=legible(before))

    def _look_at_days(self, fields: Sequence[bytes], line: int) -> None:
        right = {column for column in _days_of(fields) if self._is_day(fields[column], column, line)}
        for before, after in ((DOCUMENT_DAY, DAY), (DAY, VALIDATED)):
            if before in right and after in right and fields[before] > fields[after]:
                self._tally.add("days_order", line, FEC_COLUMNS[before], fields[before], other=FEC_COLUMNS[after],
                                after=legible(fields[after]))  # fmt: skip

    def _is_day(self, text: bytes, column: int, line: int) -> bool:
        """Tell whether a text is a day, and add what is wrong with it; the day of an entry lies in the year."""
        if text in (self._booked if column == DAY else self._days):
            return True
        day, fault = day_read(text)
        if fault:
            self._tally.add(fault, line, FEC_COLUMNS[column], text)
        if day is None:
            return False
        if not fault:
            self._days.add(text)
        if column == DAY and not self._year.holds(day):
            first, last = (
                day_in_words(each) if each else "…" for each in (self._year.opening_on, self._year.closing_on)
            )
            self._tally.add("day_outside_year", line, FEC_COLUMNS[column], text, first=first, last=last)
        elif column == DAY and not fault:
            self._booked.add(text)
        return not fault

    def _look_at_currency(self, fields: Sequence[bytes], line: int) -> None:
        if fields[CURRENCY].strip() and fields[CURRENCY] not in _CURRENCIES:
            self._tally.add("currency", line, FEC_COLUMNS[CURRENCY], fields[CURRENCY])
        if fields[FOREIGN].strip():
            self._amount(fields, FOREIGN, line)

    def _sides(self, fields: Sequence[bytes], line: int) -> Sides | None:
        if self._missing.intersection((DEBIT, CREDIT)):
            return None
        debit, credit = self._amount(fields, DEBIT, line), self._amount(fields, CREDIT, line)
        if debit is None or credit is None:
            return None
        if debit and credit:
            self._tally.add("both_sides", line, FEC_COLUMNS[DEBIT], fields[DEBIT], other=legible(fields[CREDIT]))
        return debit, credit

    def _amount(self, fields: Sequence[bytes], column: int, line: int) -> int | None:
        reading = amount_read(fields[column])
        if reading.fault:
            self._tally.add(reading.fault, line, FEC_COLUMNS[column], fields[column])
        return reading.cents


def _letters(name: bytes) -> str:
    """Return a name whatever its encoding: that lines differ in theirs is said once."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("iso8859-15")


def _days_of(fields: Sequence[bytes]) -> Iterator[int]:
    """Yield the columns of days that hold something."""
    return (column for column in (DAY, DOCUMENT_DAY, LETTERING_DAY, VALIDATED) if fields[column].strip())
