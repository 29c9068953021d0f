"""The months an export covers: closed ones, and drafts only where they are asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from netsheets.commands.closing import document_terms
from netsheets.commands.network import OpenNetwork, month_named
from netsheets.domain.closing import close_month
from netsheets.domain.month import Month
from netsheets.domain.sealing import sealed
from netsheets.domain.statements.register import Register
from netsheets.errors import Conflict, Misuse


@dataclass(frozen=True, slots=True)
class Period:
    """Months in a row, the first and the last included."""

    first: Month
    last: Month

    @property
    def months(self) -> tuple[Month, ...]:
        """Return the months in order."""
        found = [self.first]
        while found[-1] < self.last:
            found.append(found[-1].next)
        return tuple(found)

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}_{self.last}"


def period_named(month: str | None, first: str | None, last: str | None, network: OpenNetwork) -> Period:
    """Return the months that a person named: one of them, or the first and the last.

    Left out, one is the month before today's. Raise Misuse for what is no month, and for both ways at once.
    """
    if first is None and last is None:
        chosen = month_named(month, network)
        return Period(chosen, chosen)
    if month is not None or first is None:
        raise Misuse("period_unclear")
    period = Period(month_named(first, network), month_named(last, network))
    if period.last < period.first:
        raise Misuse("period_backwards", first=period.first, last=period.last)
    return period


def registers_of(network: OpenNetwork, period: Period, *, draft: bool = False) -> tuple[Register, ...]:
    """Return the registers of a period's months, closed as they were posted.

    `draft` takes months that are not closed yet as they would close now, one after the other. Raise Conflict where the
    ledger was altered, and for a month that is neither closed nor may be a draft.
    """
    network.require_unaltered_ledger()
    ledger = network.ledger
    for month in period.months:
        if month not in ledger.seals_of:
            _require_draft(network, month, draft=draft)
    found = []
    last = ledger.last_month
    start = last.next if last and last < period.first else period.first
    terms = document_terms(network)
    for month in Period(start, period.last).months:
        seen = replace(network, ledger=ledger).at_close(month)
        closing = close_month(seen, month)
        if month >= period.first:
            found.append(Register(closing, seen, document_terms=terms))
        if closing.status == "draft":
            ledger = ledger.joined(sealed(seen, closing, terms))
    return tuple(found)


def _require_draft(network: OpenNetwork, month: Month, *, draft: bool) -> None:
    """Raise Conflict where a month that is not closed can't be exported."""
    first = network.ledger.first_month
    if first and month < first:
        raise Conflict("month_before_first", month=month, first=first)
    if not draft:
        raise Conflict("month_not_closed", month=month)
    if month.first_day > network.today:
        raise Conflict("month_not_begun", month=month)
