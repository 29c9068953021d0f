"""The ledger: what was posted, month by month, sealed so that a change shows (rules.md, 5)."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from netsheets.domain.book import grouped
from netsheets.domain.findings import Finding, finding
from netsheets.domain.money import ZERO
from netsheets.domain.month import Month

Kind = Literal["commission", "adjustment"]


class Line(NamedTuple):
    """One posting: `payer_id` owes `payee_id` this amount (excluding VAT; negative takes back).

    `month` is the closing that posted it, `period` the month of its event, `base` the event's base as it stood then
    (0.00 where nothing is owed any more under event, payer and payee). A draft's line has no `line_id` yet.
    """

    line_id: str
    month: Month
    period: Month
    kind: Kind
    referral_id: str
    event_id: str
    client_id: str
    payer_id: str
    payee_id: str
    currency: str
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Seal:
    """A row of the `closings` tab: a closed month in one currency, and the fingerprints that chain the months."""

    month: Month
    closed_on: dt.date
    lines: int
    currency: str
    total: Decimal
    sha256: str
    previous_sha256: str


@dataclass(frozen=True)
class Ledger:
    """Every line posted and every month's seals, in order. `unreadable` holds sheet rows that are no line or seal."""

    lines: tuple[Line, ...] = ()
    seals: tuple[Seal, ...] = ()
    unreadable: tuple[str, ...] = ()

    @cached_property
    def lines_of(self) -> Mapping[Month, tuple[Line, ...]]:
        """Return each month's lines."""
        return grouped(self.lines, lambda line: line.month)

    @cached_property
    def seals_of(self) -> Mapping[Month, tuple[Seal, ...]]:
        """Return each closed month's seals, one a currency."""
        return grouped(self.seals, lambda seal: seal.month)

    @property
    def first_month(self) -> Month | None:
        """Return the first month that was closed."""
        return min(self.seals_of, default=None)

    @property
    def last_month(self) -> Month | None:
        """Return the last month that was closed."""
        return max(self.seals_of, default=None)

    def until(self, month: Month) -> Iterable[Line]:
        """Yield the lines posted up to and with a month."""
        return (line for line in self.lines if line.month <= month)


def fingerprint(lines: Iterable[Line], seals: Iterable[Seal]) -> str:
    """Return the SHA-256, in hexadecimal, of a month's lines and of what its seals say, their own `sha256` apart.

    Canonical: a JSON array of two, UTF-8, no blanks. First an array of texts for each seal in order of currency, then
    one for each line in order of `line_id`; fields in the order of `Seal` and `Line`, amounts with two decimals. A
    seal names the fingerprint before it, so the months are a chain.
    """
    heads = [
        (str(seal.month), seal.closed_on.isoformat(), str(seal.lines), seal.currency, f"{seal.total:.2f}",
         seal.previous_sha256)
        for seal in sorted(seals, key=lambda seal: seal.currency)
    ]  # fmt: skip
    rows = [
        (
            line.line_id, str(line.month), str(line.period), line.kind, line.referral_id, line.event_id, line.client_id,
            line.payer_id, line.payee_id, line.currency, f"{line.base:.2f}", f"{line.amount:.2f}",
        )
        for line in sorted(lines, key=lambda line: line.line_id)
    ]  # fmt: skip
    canonical = json.dumps([heads, rows], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def seals_for(
    month: Month, lines: tuple[Line, ...], *, closed_on: dt.date, previous: str, currency: str
) -> tuple[Seal, ...]:
    """Return a month's seals, one a currency; a month without lines has one, in the network's currency."""
    groups = grouped(lines, lambda line: line.currency) or {currency: ()}
    seals = tuple(
        Seal(month, closed_on, len(group), code, sum((line.amount for line in group), ZERO), "", previous)
        for code, group in sorted(groups.items())
    )
    sha256 = fingerprint(lines, seals)
    return tuple(replace(seal, sha256=sha256) for seal in seals)


def last_fingerprint(ledger: Ledger) -> str:
    """Return the fingerprint the next closing builds on, "" before the first."""
    return ledger.seals_of[ledger.last_month][0].sha256 if ledger.last_month else ""


def altered(ledger: Ledger, archived: Mapping[Month, tuple[Line, ...]]) -> tuple[Finding, ...]:
    """Return a finding for every month whose lines or seals no longer match, naming the lines.

    `archived` are the lines of each month's archive, as far as there are any: with them the very lines can be named
    that were changed, added or taken away; without, all of the month's.
    """
    found = [finding("ledger_unreadable", "ledger", None, reason=reason) for reason in ledger.unreadable]
    previous, awaited = "", None
    for month in sorted({*ledger.lines_of, *ledger.seals_of}):
        seals = tuple(sorted(ledger.seals_of.get(month, ()), key=lambda seal: seal.currency))
        lines = ledger.lines_of.get(month, ())
        if awaited and month != awaited:
            found.append(finding("chain_broken", "ledger", None, month=awaited, lines=""))
        if seals != _resealed(seals, lines, month, previous):
            found.append(finding("chain_broken", "ledger", None, month=month, lines=_named(lines, archived.get(month))))
        previous, awaited = seals[0].sha256 if seals else previous, month.next
    return tuple(found)


def _named(lines: tuple[Line, ...], archived: tuple[Line, ...] | None) -> str:
    """Return the ids of the lines that are not as they were archived, of all where that does not tell."""
    now, then = Counter(lines), Counter(archived if archived is not None else lines)
    changed = (now - then) + (then - now)
    return listed({line.line_id for line in changed or now})


def _resealed(seals: tuple[Seal, ...], lines: tuple[Line, ...], month: Month, previous: str) -> tuple[Seal, ...]:
    """Return the seals these lines ought to have, with the day and the currency of those there are."""
    closed_on = seals[0].closed_on if seals else dt.date.min
    currency = seals[0].currency if seals else ""
    return seals_for(month, lines, closed_on=closed_on, previous=previous, currency=currency)


def listed(names: Iterable[str], most: int = 10) -> str:
    """Return line ids as a sentence names them, in order; of many, the first ten and how many there are."""
    ordered = sorted(name or "?" for name in names)
    more = f" … ({len(ordered)})" if len(ordered) > most else ""
    return ", ".join(ordered[:most]) + more
