"""A month in words: its tables, the month beside the last one, and what it would restate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from netsheets.cli.findings import findings_table
from netsheets.cli.present import names_of, note, tab_columns
from netsheets.commands.network import OpenNetwork
from netsheets.domain.chain import listed
from netsheets.domain.closing import Closing, close_month
from netsheets.domain.ledger import ADJUSTMENTS, Line
from netsheets.domain.money import ZERO
from netsheets.domain.month import Month
from netsheets.domain.restatements import Restatement
from netsheets.domain.validity import blocking
from netsheets.exports.document import Table, table_of
from netsheets.sheets.placing import tab_titled
from netsheets.sheets.schema import tab
from netsheets.texts import Language, amount_in_words, message

_HEADINGS: Mapping[str, frozenset[str]] = {
    "commission": frozenset({"commission"}),
    "entries": frozenset({"opening", "bonus", "correction"}),
    "payment": frozenset({"payment"}),
    "adjustment": ADJUSTMENTS,
}
"""The tables of a month's lines, and the kinds each holds."""

_SHORT = ("referral_id", "event_id", "client_id", "payer_id", "payee_id", "base", "amount")
_SPARE = ("line_id", "event_id", "base")
"""What a narrow terminal does without: the ledger tab has it all."""


class MonthTables:
    """Puts one month in words, in the language of messages; amounts exclude VAT."""

    def __init__(self, closing: Closing, network: OpenNetwork) -> None:
        self._closing = closing
        self._network = network
        self._language = network.language
        self._names = names_of(network, closing.month.last_day)
        self._titles = dict(tab_columns("ledger", network.language)) | {
            key: self._said(f"short_{key}") for key in _SHORT
        }
        lines = (*closing.posted, *(each.line for each in closing.held))
        self._currencies = tuple(sorted({each.currency for each in lines})) or (
            network.terms_at(closing.month).currency,
        )

    def tables(self) -> tuple[Table, ...]:
        """Return the month's tables, in the order to read them."""
        closing = self._closing
        return (
            table_of((), (), self._heading()),
            self._totals(),
            *(
                self._lines([each for each in closing.posted if each.kind in kinds], f"heading_{heading}")
                for heading, kinds in _HEADINGS.items()
            ),
            self._held(),
            *self._left_out(),
            *self._errors(),
        )

    def _said(self, code: str, **details: object) -> str:
        return message(code, self._language, **details)

    def _heading(self) -> str:
        closing = self._closing
        code = "month_draft" if closing.status == "draft" else "month_closed_heading"
        said = self._said(code, month=closing.month, currency=", ".join(self._currencies))
        return said if closing.posted else f"{said}\n{self._said('month_without_lines')}"

    def _currency(self) -> tuple[tuple[str, str], ...]:
        """Return the column of the currency, where there are several: the heading names a single one."""
        return (("currency", self._titles["currency"]),) if len(self._currencies) > 1 else ()

    def _totals(self) -> Table:
        columns = (("member", self._said("column_member")), ("amount", self._said("column_earned")), *self._currency())
        rows = [
            {"member": self._name(each.payee_id), "currency": each.currency, "amount": each.amount}
            for each in self._closing.totals
        ]
        return table_of(columns, rows)

    def _name(self, member_id: str) -> str:
        return self._names.get(member_id, member_id)

    def _line_columns(self, *, numbered: bool) -> tuple[tuple[str, str], ...]:
        keys = ("referral_id", "event_id", "client_id", "payer_id", "payee_id", "base", "amount")
        shown = ("line_id", *keys) if numbered else keys
        return (*((key, self._titles[key]) for key in shown), *self._currency())

    def _spoken(self, line: Line) -> dict[str, Any]:
        client = self._network.book.client_by_id.get(line.client_id)
        return {
            **{key: getattr(line, key) for key in ("line_id", "referral_id", "event_id", "base", "amount", "currency")},
            "payer_id": self._name(line.payer_id),
            "payee_id": self._name(line.payee_id),
            "client_id": client.name if client else line.client_id,
        }

    def _lines(self, lines: Iterable[Line], heading: str) -> Table:
        columns = self._line_columns(numbered=self._closing.status == "closed")
        if heading == "heading_payment":
            paid = {"payer_id": self._said("column_paid_by"), "payee_id": self._said("column_paid_to")}
            kept = [(key, paid.get(key, title)) for key, title in columns]
            columns = tuple(each for each in kept if each[0] not in ("referral_id", "client_id", "base"))
        return table_of(columns, [self._spoken(each) for each in lines], self._said(heading), spare=_SPARE)

    def _held(self) -> Table:
        dispute = ("dispute_id", tab("disputes").column_by_key["dispute_id"].titles[self._language])
        rows = [{**self._spoken(each.line), "dispute_id": each.dispute_id} for each in self._closing.held]
        return table_of((dispute, *self._line_columns(numbered=False)), rows, self._said("heading_held"), spare=_SPARE)

    def _left_out(self) -> Iterator[Table]:
        """Yield what earns nothing; what lies before the ledger opened is counted only, for it may be years."""
        earlier = sum(each.reason == "before_ledger" for each in self._closing.excluded)
        if earlier:
            yield table_of((), (), self._said("before_ledger_left_out", count=earlier))
        rows = [
            {
                "referral_id": each.referral_id,
                "event_id": each.event_id,
                "base": each.base,
                "reason": self._said(f"reason_{each.reason}"),
            }
            for each in self._closing.excluded
            if each.reason != "before_ledger"
        ]
        columns = tuple((key, self._titles[key]) for key in ("referral_id", "event_id", "base"))
        yield table_of((*columns, ("reason", self._said("column_reason"))), rows, self._said("heading_excluded"))

    def _errors(self) -> Iterator[Table]:
        found = findings_table(blocking(self._network.findings), self._network, for_people=True)
        yield replace(found, heading=self._said("heading_errors"))


def comparison(closing: Closing, network: OpenNetwork) -> Table:
    """Return a month beside the last closed one: lines, totals, who owes most."""
    language, last = network.language, network.ledger.last_month
    names = names_of(network, closing.month.last_day)
    compared = (*((close_month(network, last),) if last else ()), closing)
    columns = tuple((key, message(f"compare_{key}", language)) for key in ("month", "lines", "total", "most"))
    rows = [_compared(each, names, language) for each in compared]
    return table_of(columns, rows, message("compare_heading", language))


def _compared(closing: Closing, names: Mapping[str, str], language: Language) -> dict[str, Any]:
    totals: dict[str, Decimal] = {}
    owed: dict[tuple[str, str], Decimal] = {}
    for line in closing.posted:
        if line.family != "payment":
            totals[line.currency] = totals.get(line.currency, ZERO) + line.amount
            owed[line.payer_id, line.currency] = owed.get((line.payer_id, line.currency), ZERO) + line.amount
    most = ""
    if owed:
        payer_id, currency = max(owed, key=lambda key: owed[key])
        most = f"{names.get(payer_id, payer_id)}: {_priced(owed[payer_id, currency], currency, language)}"
    return {
        "month": str(closing.month),
        "lines": len(closing.posted),
        "total": ", ".join(_priced(amount, code, language) for code, amount in sorted(totals.items())),
        "most": most,
    }


def note_restatement(found: Restatement, network: OpenNetwork, *, chosen: Month, refused: bool) -> None:
    """Say in one sentence what would be restated, with the amounts by member, and what to do."""
    language = network.language
    names = names_of(network, chosen.last_day)
    owing: dict[tuple[str, str], Decimal] = {}
    for each in found.amounts:
        owing[each.payee_id, each.currency] = owing.get((each.payee_id, each.currency), ZERO) + each.amount
    amounts = ", ".join(
        f"{names.get(member, member)} {_priced(amount, currency, language)}"
        for (member, currency), amount in sorted(owing.items())
    )
    title = tab_titled(found.tab, network.placements, language)
    details = {"tab": title, "rows": listed(found.rows), "count": len(found.rows), "lines": found.lines}
    said = message(f"restated_{found.cause}", language, **details)
    note("restatement", language, said=said, amounts=amounts or "-")
    if refused:
        note(f"restated_{found.cause}_to_do", language, month=chosen, workbook=network.workbook.store.name)


def _priced(amount: Decimal, currency: str, language: Language) -> str:
    return f"{amount_in_words(amount, language)} {currency}"
