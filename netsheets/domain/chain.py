"""The chain of closings: each month's fingerprint covers all it sealed and names the one before (rules.md, 5).

So any change of a closed month shows in the workbook alone; what the archives beside it say tells a change apart from
a copy, a backup and a forgery.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from netsheets.domain.book import grouped
from netsheets.domain.fields import exact_text
from netsheets.domain.findings import Finding, finding
from netsheets.domain.ledger import Ledger, Line, Seal
from netsheets.domain.money import ZERO
from netsheets.domain.month import Month


@dataclass(frozen=True, slots=True)
class Archive:
    """What the archive of a closing holds: the month as it was sealed, of which workbook, closed from which file.

    `history` are the rows of `closings` before it that are no standing seal, which the chain needs.
    """

    workbook_id: str
    file: str
    sealed: Ledger
    history: tuple[Seal, ...] = ()

    @property
    def sha256(self) -> str:
        """Return the fingerprint it was closed with."""
        return self.sealed.closings[0].sha256


def fingerprint(sealed: Ledger) -> str:
    """Return the SHA-256, in hexadecimal, of all that a month sealed, and of what its seals say, `sha256` apart.

    Canonical: a JSON array, UTF-8, no blanks: an array of texts for each seal in order of currency; one for each line
    in order of `line_id`; then, where the month has any, one for each row of `standing` in order of member, of
    `documents` in order of number, and of the sealed rows in order of tab and key. Fields stand in the order of their
    records, amounts with at least two decimals, days as in ISO 8601, an empty cell as "". A seal names the
    fingerprint before it, so that the months are a chain. (A month closed by the first edition has no more than seals
    and lines, and the fingerprint it had.)
    """
    seals = sorted(sealed.closings, key=lambda seal: seal.currency)
    parts: list[list[list[str]]] = [
        [_seal_texts(seal) for seal in seals],
        [_texts(line) for line in sorted(sealed.lines, key=lambda line: line.line_id)],
    ]
    further: tuple[list[list[str]], ...] = (
        [_texts(each) for each in sorted(sealed.standing, key=lambda each: each.member_id)],
        [_texts(each) for each in sorted(sealed.documents, key=lambda each: each.number)],
        [list(map(str, each)) for each in sorted(sealed.rows)],
    )
    if any(further):
        parts.extend(further)
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _seal_texts(seal: Seal) -> list[str]:
    texts = [str(seal.month), seal.closed_on.isoformat(), str(seal.lines), seal.currency, exact_text(seal.total)]
    return [*texts, seal.previous_sha256, *((seal.event, seal.by, seal.reason) if seal.event != "closed" else ())]


def _texts(record: Iterable[Any]) -> list[str]:
    return [_text(each) for each in record]


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return exact_text(value)
    return "" if value is None else str(value)


def seals_for(sealed: Ledger, month: Month, *, closed_on: dt.date, previous: str, currency: str) -> tuple[Seal, ...]:
    """Return the seals of a month that posts and seals this, one a currency.

    `total` is what its lines make anybody owe: payments are counted in `lines` alone. A month without lines has one
    seal, in the network's currency.
    """
    groups = grouped(sealed.lines, lambda line: line.currency) or {currency: ()}
    seals = tuple(
        Seal(month, closed_on, len(group), code, _total(group), "", previous) for code, group in sorted(groups.items())
    )
    sha256 = fingerprint(replace(sealed, closings=seals))
    return tuple(replace(seal, sha256=sha256) for seal in seals)


def _total(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines if line.family != "payment"), ZERO)


def chained(event: Literal["reopened", "accepted"], ledger: Ledger, told: Seal) -> Seal:
    """Return the row of `closings` that records a reopening, or the acceptance of a ledger, as the chain's last."""
    row = replace(told, event=event, sha256="", previous_sha256=last_fingerprint(ledger))
    return replace(row, sha256=fingerprint(Ledger(closings=(row,))))


def last_fingerprint(ledger: Ledger) -> str:
    """Return the fingerprint the next row of `closings` builds on, "" before the first."""
    return ledger.chain[-1][0].sha256 if ledger.chain else ""


def fingerprint_of(ledger: Ledger, month: Month) -> str:
    """Return a closed month's fingerprint, "" where it is not closed."""
    seals = ledger.seals_of.get(month, ())
    return seals[0].sha256 if seals else ""


def altered(ledger: Ledger, archives: Mapping[Month, Archive]) -> tuple[Finding, ...]:
    """Return a finding for every month whose lines, sealed rows or seals no longer match, naming the lines.

    With the archives, the very lines can be named that were changed, added or taken away; without, all of the month's.
    """
    found = [finding("ledger_unreadable", "ledger", None, reason=reason) for reason in ledger.unreadable]
    before = _links(ledger)
    broken = {each[0].month: "" for each in ledger.chain if not _holds(each, before[each])}
    awaited = None
    for month in ledger.months_sealed():
        if awaited and month != awaited:
            broken[awaited] = ""
        seals = tuple(sorted(ledger.seals_of.get(month, ()), key=lambda seal: seal.currency))
        previous = min((before[each] for each in before if each[0] in seals), default="")
        lines = ledger.lines_of.get(month, ())
        if month in broken or seals != _resealed(ledger.of_month(month), month, seals, previous):
            known = archives.get(month)
            broken[month] = _named(lines, known.sealed.lines if known else None)
        awaited = month.next
    found.extend(finding("chain_broken", "ledger", None, month=month, lines=broken[month]) for month in sorted(broken))
    return tuple(found)


def unlike_archives(ledger: Ledger, archives: Mapping[Month, Archive], file: str) -> tuple[Finding, ...]:
    """Return a finding where a ledger that is whole in itself is not what its archives hold.

    An emptied ledger, one rewritten with its fingerprints, a copy that was closed on its own, and a backup put back are
    told apart; `file` is what the workbook is called now.
    """
    if not archives:
        return ()
    first, last = min(archives), max(archives)
    passed = {each.sha256 for each in ledger.passed}
    if not ledger.closings:
        return (finding("ledger_emptied", "ledger", None, first=first, month=last),)
    for month in sorted(archives):
        archive = archives[month]
        elsewhere = archive.file not in ("", file)
        if month in ledger.seals_of:
            if archive.sha256 != fingerprint_of(ledger, month):
                code = "ledger_copy" if elsewhere else "ledger_rewritten"
                return (finding(code, "ledger", None, month=month, file=archive.file),)
        elif archive.sha256 not in passed and month > (ledger.last_month or month.previous):
            code = "ledger_copy" if elsewhere else "ledger_backup"
            return (finding(code, "ledger", None, month=month, file=archive.file),)
    return ()


LEDGER_CODES = frozenset(
    {"chain_broken", "ledger_unreadable", "ledger_emptied", "ledger_rewritten", "ledger_copy", "ledger_backup"}
)
"""The findings that say the ledger is not what was posted: no command uses it until a person has chosen."""


def _links(ledger: Ledger) -> dict[tuple[Seal, ...], str]:
    """Return, for each entry of the chain, the fingerprint of the one before it."""
    previous = ""
    links: dict[tuple[Seal, ...], str] = {}
    for each in ledger.chain:
        links[each] = previous
        previous = each[0].sha256
    return links


def _holds(entry: tuple[Seal, ...], previous: str) -> bool:
    """Tell whether an entry of the chain names the one before it and, where it is no closing, says what it said."""
    if any(seal.previous_sha256 != previous for seal in entry):
        return False
    return entry[0].event == "closed" or entry == (
        replace(entry[0], sha256=fingerprint(Ledger(closings=(replace(entry[0], sha256=""),)))),
    )


def _resealed(sealed: Ledger, month: Month, seals: tuple[Seal, ...], previous: str) -> tuple[Seal, ...]:
    """Return the seals that this ought to have, with the day and the currency of those there are."""
    closed_on = seals[0].closed_on if seals else dt.date.min
    currency = seals[0].currency if seals else ""
    return seals_for(sealed, month, closed_on=closed_on, previous=previous, currency=currency)


def _named(lines: tuple[Line, ...], archived: tuple[Line, ...] | None) -> str:
    """Return the ids of the lines that are not as they were archived, of all where that does not tell."""
    now, then = Counter(lines), Counter(archived if archived is not None else lines)
    changed = (now - then) + (then - now)
    return listed({line.line_id for line in changed or now})


def listed(names: Iterable[str], most: int = 10) -> str:
    """Return line ids as a sentence names them, in order; of many, the first ten and how many there are."""
    ordered = sorted(name or "?" for name in names)
    more = f" … ({len(ordered)})" if len(ordered) > most else ""
    return ", ".join(ordered[:most]) + more
