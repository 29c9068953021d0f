"""The ledger: what was posted, month by month, and all that each close sealed beside it (rules.md, 5).

Nothing here is ever changed: a tab only grows, and a closed month is whatever its rows say. How the months are chained,
so that a change shows, is in `chain.py`.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import Literal, NamedTuple

from netsheets.domain.book import grouped
from netsheets.domain.month import Month

Family = Literal["referral", "opening", "bonus", "correction", "payment"]
Kind = Literal[
    "commission",
    "opening",
    "bonus",
    "correction",
    "payment",
    "adjustment",
    "opening_adjustment",
    "bonus_adjustment",
    "correction_adjustment",
    "payment_adjustment",
]

KIND_OF: Mapping[Family, Kind] = {
    "referral": "commission",
    "opening": "opening",
    "bonus": "bonus",
    "correction": "correction",
    "payment": "payment",
}
"""The kind of a line of the month's own, by what it comes from."""

ADJUSTMENT_OF: Mapping[Family, Kind] = {
    "referral": "adjustment",
    "opening": "opening_adjustment",
    "bonus": "bonus_adjustment",
    "correction": "correction_adjustment",
    "payment": "payment_adjustment",
}
"""The kind of a line that changes what an earlier month posted, or should have."""

FAMILY_OF: Mapping[str, Family] = {kind: family for kinds in (KIND_OF, ADJUSTMENT_OF) for family, kind in kinds.items()}
KINDS: tuple[Kind, ...] = (*KIND_OF.values(), *ADJUSTMENT_OF.values())
"""Every kind, in the order in which a month posts them."""
ADJUSTMENTS: frozenset[str] = frozenset(ADJUSTMENT_OF.values())


class Line(NamedTuple):
    """One posting: `payer_id` owes `payee_id` this amount (excluding VAT; negative takes back), or paid it.

    `month` is the closing that posted it, `period` the month of its event, `base` the event's base as it stood then
    (0.00 where nothing is owed any more under event, payer and payee, and for what is no commission). A draft's line
    has no `line_id` yet. `event_id` is the id of the row it comes from; only a commission has a referral and a client.
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

    @property
    def family(self) -> Family:
        """Return what the line comes from."""
        return FAMILY_OF[self.kind]


class Standing(NamedTuple):
    """What documents and rules depend on of one member, as a close sealed it: a row where anything had changed."""

    month: Month
    member_id: str
    name: str
    company: str
    address: str
    siren: str
    vat_number: str
    vat_status: str
    lead_id: str
    rate: Decimal | None
    self_billing_mandate_on: dt.date | None
    postcode: str
    city: str
    country: str
    iban: str
    account_holder: str
    status: str
    joined_on: dt.date | None
    left_on: dt.date | None


class Document(NamedTuple):
    """What one payer owes one payee for a month, in one currency, numbered without a gap per payee and year.

    `net` excludes VAT, `gross` includes it; both are negative in a credit note. `vat_rate` is None where no VAT is
    charged, and `mention` says why. `corrects` names the document of an earlier month whose rate this one follows.
    """

    number: str
    month: Month
    kind: Literal["charge", "credit_note"]
    payer_id: str
    payee_id: str
    currency: str
    net: Decimal
    vat_rate: Decimal | None
    mention: str
    vat: Decimal
    gross: Decimal
    due_on: dt.date
    corrects: str


class SealedRow(NamedTuple):
    """A row of an input tab as a close found it: a row where it was new, had changed, or was gone (`held` empty).

    `held` is the row's cells as JSON, as `sealing.py` writes and reads them.
    """

    month: Month
    tab: str
    key: str
    held: str


@dataclass(frozen=True, slots=True)
class Seal:
    """A row of the `closings` tab: a closed month in one currency, and the fingerprints that chain the months.

    One that has a `reason` is no closing: on `closed_on`, `by` took the month back (`event` reopened), or went on from
    a ledger that differed from its archives (`accepted`).
    """

    month: Month
    closed_on: dt.date
    lines: int
    currency: str
    total: Decimal
    sha256: str
    previous_sha256: str
    event: Literal["closed", "reopened", "accepted"] = "closed"
    by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Ledger:
    """All that was posted and sealed, and every row of `closings`, in order.

    `unreadable` holds sheet rows that are none of it.
    """

    lines: tuple[Line, ...] = ()
    closings: tuple[Seal, ...] = ()
    unreadable: tuple[str, ...] = ()
    standing: tuple[Standing, ...] = ()
    documents: tuple[Document, ...] = ()
    rows: tuple[SealedRow, ...] = ()

    @cached_property
    def lines_of(self) -> Mapping[Month, tuple[Line, ...]]:
        """Return each month's lines."""
        return grouped(self.lines, lambda line: line.month)

    @cached_property
    def chain(self) -> tuple[tuple[Seal, ...], ...]:
        """Return the rows of `closings` by what they record, each after the one it builds on, wherever they stand.

        What builds on nothing that is there comes last, in order of month.
        """
        groups = grouped(sorted(self.closings, key=_SEAL_ORDER), lambda each: (each.month, each.event, each.sha256))
        waiting = dict(groups)
        ordered: list[tuple[Seal, ...]] = []
        previous: str | None = ""
        while previous is not None:
            name = next((name for name, group in waiting.items() if group[0].previous_sha256 == previous), None)
            if name is not None:
                ordered.append(waiting.pop(name))
            previous = ordered[-1][0].sha256 if name is not None else None
        return (*ordered, *waiting.values())

    @cached_property
    def seals(self) -> tuple[Seal, ...]:
        """Return the seals of the months that are closed: without those that were taken back, and their taking back."""
        standing: dict[Month, list[Seal]] = {}
        for group in self.chain:
            if group[0].event == "reopened":
                standing.pop(group[0].month, None)
            elif group[0].event == "closed":
                standing.setdefault(group[0].month, []).extend(group)
        return tuple(seal for _, found in sorted(standing.items()) for seal in found)

    @cached_property
    def passed(self) -> tuple[Seal, ...]:
        """Return the rows of `closings` that are no standing seal: what was taken back, and what records that."""
        standing = set(self.seals)
        return tuple(each for each in self.closings if each not in standing)

    @cached_property
    def seals_of(self) -> Mapping[Month, tuple[Seal, ...]]:
        """Return each closed month's seals, one a currency."""
        return grouped(self.seals, lambda seal: seal.month)

    @cached_property
    def documents_of(self) -> Mapping[Month, tuple[Document, ...]]:
        """Return each month's documents."""
        return grouped(self.documents, lambda each: each.month)

    @property
    def first_month(self) -> Month | None:
        """Return the first month that was closed."""
        return min(self.seals_of, default=None)

    @property
    def last_month(self) -> Month | None:
        """Return the last month that was closed."""
        return max(self.seals_of, default=None)

    @cached_property
    def first_sealed(self) -> Month | None:
        """Return the first month whose rows were sealed with it; earlier ones were closed by the first edition."""
        return min((each.month for each in self.rows), default=None)

    def until(self, month: Month) -> Iterable[Line]:
        """Yield the lines posted up to and with a month."""
        return (line for line in self.lines if line.month <= month)

    @cached_property
    def held_rows(self) -> Mapping[tuple[str, str], str]:
        """Return the sealed rows by tab and key, as the last close found them; those that were gone left out."""
        return self.rows_at(None)

    def rows_at(self, month: Month | None) -> Mapping[tuple[str, str], str]:
        """Return the sealed rows by tab and key as the close of a month found them, None for the last one."""
        found = {
            (row.tab, row.key): row.held
            for row in sorted(self.rows, key=attrgetter("month"))
            if month is None or row.month <= month
        }
        return {key: held for key, held in found.items() if held}

    @cached_property
    def _rows_of(self) -> Mapping[Month, tuple[SealedRow, ...]]:
        return grouped(self.rows, attrgetter("month"))

    @cached_property
    def _standing_in(self) -> Mapping[Month, tuple[Standing, ...]]:
        return grouped(self.standing, attrgetter("month"))

    @cached_property
    def _standing_of(self) -> Mapping[str, tuple[Standing, ...]]:
        rows = grouped(self.standing, lambda each: each.member_id)
        return {member: tuple(sorted(found, key=lambda each: each.month)) for member, found in rows.items()}

    def standing_at(self, member_id: str, month: Month) -> Standing | None:
        """Return what was sealed of a member at a month, None where the month is open or the member was not there.

        For months before the first sealed one, that one's.
        """
        if self.first_sealed is None or self.last_month is None or month > self.last_month:
            return None
        rows = self._standing_of.get(member_id, ())
        place = bisect_right(rows, max(month, self.first_sealed), key=lambda each: each.month)
        return rows[place - 1] if place else None

    def months_sealed(self) -> tuple[Month, ...]:
        """Return every month that anything was posted or sealed in, in order."""
        return tuple(sorted({*self.lines_of, *self.seals_of}))

    def joined(self, other: Ledger) -> Ledger:
        """Return this ledger with what another one adds to it."""
        return Ledger(
            (*self.lines, *other.lines),
            (*self.closings, *other.closings),
            (*self.unreadable, *other.unreadable),
            (*self.standing, *other.standing),
            (*self.documents, *other.documents),
            (*self.rows, *other.rows),
        )

    def of_month(self, month: Month) -> Ledger:
        """Return what one month posted and sealed, with the seals that hold now."""
        return Ledger(
            self.lines_of.get(month, ()),
            self.seals_of.get(month, ()),
            (),
            self._standing_in.get(month, ()),
            self.documents_of.get(month, ()),
            self._rows_of.get(month, ()),
        )

    def without(self, month: Month) -> Ledger:
        """Return the ledger without what a month posted and sealed; the rows of `closings` stay."""
        return Ledger(
            tuple(each for each in self.lines if each.month != month),
            self.closings,
            self.unreadable,
            tuple(each for each in self.standing if each.month != month),
            tuple(each for each in self.documents if each.month != month),
            tuple(each for each in self.rows if each.month != month),
        )


_SEAL_ORDER = attrgetter("month", "event", "sha256", "currency")
