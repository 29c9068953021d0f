"""`reopen` and `restore`: the last month taken back, and the ledger put back or taken as it stands (rules.md, 5)."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Literal

from netsheets.commands import archive
from netsheets.commands.changes import TabChange, applied
from netsheets.commands.network import OpenNetwork
from netsheets.commands.postbox import sent_so_far
from netsheets.domain.chain import (
    Archive,
    altered,
    chained,
    fingerprint_of,
    last_fingerprint,
    seals_for,
    unlike_archives,
)
from netsheets.domain.findings import Finding
from netsheets.domain.ledger import Ledger, Seal
from netsheets.domain.money import ZERO
from netsheets.domain.month import Month
from netsheets.domain.settlement import paid_since
from netsheets.errors import Conflict, Misuse
from netsheets.sheets.layout.closing import rewriting
from netsheets.stores.port import Edit, Identify

Told = Literal["paid", "mailed", "ordered"]


@dataclass(frozen=True, slots=True)
class Reopening:
    """A month that was taken back, and how many lines went with it."""

    month: Month
    lines: int
    changes: tuple[TabChange, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Who does it, and why: both stand in the chain of closings."""

    by: str
    text: str


def reopen(
    network: OpenNetwork, month: Month, decision: Decision, *, even_so: bool = False, dry_run: bool = False
) -> Reopening:
    """Take the last closed month back: its lines and sealed rows leave the tabs, its archive is set aside.

    Raise Conflict where it is not the last, or where something of it was paid, mailed or sent to the bank and nobody
    said `even_so`; Misuse without a reason.
    """
    network.require_unaltered_ledger()
    ledger = network.ledger
    if not decision.text.strip():
        raise Misuse("reason_missing")
    if month not in ledger.seals_of:
        raise Conflict("month_not_closed", month=month)
    if month != ledger.last_month:
        raise Conflict("reopen_not_last", month=month, last=ledger.last_month)
    told = told_of(network, month)
    if told and not even_so:
        raise Conflict(f"reopen_{told[0]}", month=month)
    lines = len(ledger.lines_of.get(month, ()))
    row = _row(month, network.today, decision, ledger)
    left = ledger.without(month).joined(Ledger(closings=(chained("reopened", ledger, row),)))
    changes = applied(
        network, rewriting(left, network.placements, network.written_in), dry_run=dry_run,
        once=f"reopening-{month}-{last_fingerprint(ledger)[:12]}",
    )  # fmt: skip
    if not dry_run:
        archive.set_aside(network.archives, (month,), "reopened")
    return Reopening(month, lines, changes)


def told_of(network: OpenNetwork, month: Month) -> tuple[Told, ...]:
    """Return what of a closed month has left the workbook: payments made since, mails, an order to the bank."""
    found: list[Told] = []
    if any(line.period > month for line in paid_since(network)):
        found.append("paid")
    if any(state != "refused" for state in sent_so_far(network.sent_record(month)).values()):
        found.append("mailed")
    if network.order_record(month).exists():
        found.append("ordered")
    return tuple(found)


def _row(month: Month, day: dt.date, decision: Decision, ledger: Ledger) -> Seal:
    """Return a row of `closings` that is no closing, its place in the chain still to be found."""
    currency = ledger.closings[-1].currency if ledger.closings else "EUR"
    return Seal(month, day, 0, currency, ZERO, "", "", "reopened", decision.by, decision.text.strip())


@dataclass(frozen=True, slots=True)
class Restoration:
    """What was put back, or taken as it stands; the archives set aside; and what is still not what was posted."""

    months: tuple[Month, ...]
    lines: int
    changes: tuple[TabChange, ...]
    remaining: tuple[Finding, ...]


def restore(network: OpenNetwork, month: Month | None = None, *, dry_run: bool = False) -> Restoration:
    """Put what months sealed back from their archives: one month's, or that of all that were archived.

    Only archives that make one chain with each other, and with what the workbook still has, are taken. Raise Conflict
    where there is none, or the chain does not vouch for it.
    """
    if network.workbook.archives is None:
        raise Misuse("no_archives", workbook=network.workbook.store.name)
    archives = archive.vouched(network.own_archives, network.ledger)
    if month is not None:
        path = archive.archive_path(network.archives or network.workbook.archives, month)
        if month not in archives:
            archive.archived(path, month)
            raise Conflict("archive_not_vouched", month=month, path=path)
        ledger = _with_month(network.ledger, archives[month], month)
        if any(dict(each.details).get("month") == str(month) for each in altered(ledger, archives)):
            raise Conflict("archive_not_vouched", month=month, path=path)
        months: tuple[Month, ...] = (month,)
    else:
        if not archives:
            raise Conflict("archives_none", folder=network.archives)
        ledger = _whole(network.ledger, archives)
        months = tuple(sorted(archives))
    changes = applied(network, _written(network, ledger), dry_run=dry_run)
    remaining = altered(ledger, archives) or unlike_archives(ledger, archives, network.file)
    return Restoration(months, sum(len(archives[each].sealed.lines) for each in months), changes, remaining)


def _with_month(ledger: Ledger, held: Archive, month: Month) -> Ledger:
    """Return a ledger with one month as its archive has it, the other months as they stand."""
    others = replace(
        ledger.without(month),
        closings=tuple(each for each in ledger.closings if each not in ledger.seals_of.get(month, ())),
    )
    return _ordered(others.joined(held.sealed))


def _whole(ledger: Ledger, archives: Mapping[Month, Archive]) -> Ledger:
    """Return the ledger that the archives make, with the rows of `closings` that are no standing seal."""
    found = Ledger(closings=ledger.passed)
    for _, each in sorted(archives.items()):
        known = set(found.closings)
        found = found.joined(replace(each.sealed, closings=()))
        added = (*each.history, *each.sealed.closings)
        found = replace(found, closings=(*found.closings, *(row for row in added if row not in known)))
    return _ordered(found)


def _ordered(ledger: Ledger) -> Ledger:
    """Return a ledger with its rows in the order in which they were posted."""
    return replace(
        ledger,
        lines=tuple(sorted(ledger.lines, key=lambda line: (line.month, len(line.line_id), line.line_id))),
        closings=tuple(seal for group in ledger.chain for seal in group),
        standing=tuple(sorted(ledger.standing, key=lambda each: (each.month, each.member_id))),
        documents=tuple(sorted(ledger.documents, key=attrgetter("month", "payee_id", "currency", "number"))),
        rows=tuple(sorted(ledger.rows)),
        unreadable=(),
    )


def accept(network: OpenNetwork, decision: Decision, *, dry_run: bool = False) -> Restoration:
    """Go on from the workbook as it stands, with a row of `closings` that says so, the differing archives set aside.

    Where the chain is broken it is made anew from what stands in the tabs. Raise Misuse without a reason, Conflict
    where the tabs can't be read, or differ from nothing.
    """
    if not decision.text.strip():
        raise Misuse("reason_missing")
    ledger, archives = network.ledger, network.own_archives
    if ledger.unreadable:
        raise Conflict("ledger_unreadable_accept", places=", ".join(ledger.unreadable))
    broken = altered(ledger, archives)
    if not broken and not unlike_archives(ledger, archives, network.file):
        raise Conflict("nothing_to_accept")
    stood = _rechained(ledger, network.today) if broken else ledger
    last = stood.last_month or max(archives, default=Month.of(network.today))
    stood = stood.joined(Ledger(closings=(chained("accepted", stood, _row(last, network.today, decision, stood)),)))
    differing = [month for month, each in archives.items() if each.sha256 != fingerprint_of(stood, month)]
    changes = applied(network, _written(network, stood), dry_run=dry_run)
    if not dry_run:
        archive.set_aside(network.archives, differing, "set-aside")
        archive.write_missing(network.archives, stood, network.snapshot.identity, network.file)
    return Restoration(tuple(sorted(stood.seals_of)), len(stood.lines), changes, ())


def _rechained(ledger: Ledger, today: dt.date) -> Ledger:
    """Return a ledger whose months are sealed anew, as they stand."""
    found = replace(ledger, closings=())
    for month in ledger.months_sealed():
        seals = ledger.seals_of.get(month, ())
        closed_on = seals[0].closed_on if seals else today
        currency = seals[0].currency if seals else "EUR"
        made = seals_for(
            ledger.of_month(month), month, closed_on=closed_on, previous=last_fingerprint(found), currency=currency
        )
        found = replace(found, closings=(*found.closings, *made))
    return found


def _written(network: OpenNetwork, ledger: Ledger) -> tuple[Edit, ...]:
    """Return the edits that make the workbook hold this ledger, and give it an identity where it has none."""
    identified: Iterable[Edit] = () if network.snapshot.identity else (Identify(secrets.token_hex(8)),)
    return (*identified, *rewriting(ledger, network.placements, network.written_in))
