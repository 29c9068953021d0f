"""The reconciliation of a month: every figure that leaves it, held against the ledger, with the difference."""

from __future__ import annotations

from collections.abc import Iterable

from netsheets.domain.records import NETWORK
from netsheets.domain.statements.reconciliation import Equality, Reconciliation
from netsheets.domain.statements.register import Register
from netsheets.exports.document import Column, Facts, Page, Part, Report, Row, Table, Text
from netsheets.exports.document.document import document_of
from netsheets.exports.document.words import Words, words_of
from netsheets.exports.statements.letterhead import party_name
from netsheets.exports.statements.words import month_in_words
from netsheets.texts import language_of


def reconciliation_report(found: Reconciliation, register: Register) -> Report:
    """Return the reconciliation in the network's language: what agrees with what, and everybody's account."""
    language = language_of(register.terms.locale)
    words = words_of("reconciliation", language)
    title = words("title", month=month_in_words(register.month, language))
    currencies = ", ".join(currency for currency, _ in found.by_currency)
    verdict = words("some_differ", count=found.differing) if found.differing else words("all_agree")
    told = [words("intro", currency=currencies), verdict]
    if register.closing.status == "draft":
        told.append(words("draft"))
    year = str(register.month.year)
    parts: list[Part] = [Text(tuple(told))]
    parts += [_table(currency, agreements, words, year) for currency, agreements in found.by_currency]
    pages = (
        Page(words("sheet"), tuple(parts)),
        Page(words("sheet_accounts"), (_accounts(found, register, words), _signature(words))),
    )
    subtitle = party_name(register.party(NETWORK), language)
    return Report("reconciliation", title, subtitle, language, pages, document_of(found))


def _signature(words: Words) -> Facts:
    return Facts(((words("checked_by"), None), (words("checked_on"), None)), heading=words("checked"))


def _table(currency: str, agreements: Iterable[Equality], words: Words, year: str) -> Table:
    columns = (
        Column("what", words("what"), width=52),
        Column("figure", words("figure"), "money", width=14),
        Column("against", words("against"), width=40),
        Column("expected", words("expected"), "money", width=14),
        Column("difference", words("difference"), "money", width=11, minus=("figure", "expected")),
        Column(
            "verdict", words("verdict"), width=11, labels=words.of("verdict"),
            tones={"agrees": "good", "differs": "poor"},
        ),
    )  # fmt: skip
    rows = tuple(_row(each, words, year) for each in agreements)
    return Table("agreements", columns, rows, heading=words("heading_currency", currency=currency))


def _row(each: Equality, words: Words, year: str) -> Row:
    return {
        "what": words(each.what, year=year),
        "figure": each.figure,
        "against": words(each.against),
        "expected": each.expected,
        "difference": each.difference,
        "verdict": "differs" if each.difference else "agrees",
    }


def _accounts(found: Reconciliation, register: Register, words: Words) -> Table:
    keys = ("opening", "earned", "owed", "payments", "closing", "balance")
    columns = (
        Column("member", words("member"), width=26),
        Column("currency", words("currency_column"), width=9),
        *(Column(key, words(key), "money", width=14) for key in keys),
        Column("difference", words("difference"), "money", width=11, minus=("closing", "balance")),
    )
    language = words.language
    rows: tuple[Row, ...] = tuple(
        {
            "member": party_name(register.party(each.member_id), language),
            "currency": each.currency,
            **{key: getattr(each, key) for key in keys},
            "difference": each.closing - each.balance,
        }
        for each in found.accounts
    )
    alone = len({each.currency for each in found.accounts}) == 1
    totals = (*keys, "difference") if alone else ()
    return Table("accounts", columns, rows, heading=words("accounts_heading"), totals=totals)
