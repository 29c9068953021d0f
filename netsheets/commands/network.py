"""A network, read once: rows, charter, ownership, ledger, and everything that is wrong with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from netsheets.commands import archive
from netsheets.commands.workbook import Workbook
from netsheets.domain.charter import Charter, charter_of
from netsheets.domain.checks import findings_of
from netsheets.domain.checks.charter import charter_findings
from netsheets.domain.findings import in_order
from netsheets.domain.ledger import altered
from netsheets.domain.network import Network
from netsheets.domain.records import NETWORK, Member
from netsheets.domain.validity import valid_book
from netsheets.errors import Conflict, InvalidRows, Misuse, StoreRefused
from netsheets.sheets.decode import Decoded, decode
from netsheets.sheets.labels import nearest, normalised
from netsheets.sheets.placing import Placement
from netsheets.sheets.schema import tabs
from netsheets.stores.port import Snapshot
from netsheets.texts import Language, language_of


@dataclass(frozen=True)
class OpenNetwork(Network):
    """A network, and the workbook it was read from, as it was read.

    `language` is that of messages, `written_in` that of the workbook and so of all that is written in it.
    """

    workbook: Workbook
    snapshot: Snapshot
    placements: Mapping[str, Placement]
    language: Language
    written_in: Language

    def require_unaltered_ledger(self) -> None:
        """Raise Conflict where the ledger no longer is what was posted."""
        broken = [dict(each.details) for each in self.findings if each.code in ("chain_broken", "ledger_unreadable")]
        if broken:
            months = ", ".join(each.get("month") or each.get("reason", "") for each in broken)
            lines = ", ".join(each["lines"] for each in broken if each.get("lines"))
            month = next((each["month"] for each in broken if each.get("month")), "MONTH")
            raise Conflict("ledger_altered", months=months, lines=lines or "?", month=month)


def network(workbook: Workbook, *, today: dt.date, language: Language | None, fallback: Language = "en") -> OpenNetwork:
    """Return the network a workbook holds, read once.

    The workbook's language is that of the charter's `locale`, else of its titles, else the `fallback`; messages are in
    it where `language` names no other. Raise StoreRefused where the workbook holds no tab of a network.
    """
    snapshot = workbook.store.read()
    decoded = decode(snapshot)
    if not decoded.placements:
        raise StoreRefused("no_tabs", path=workbook.store.name)
    seen = Network.of(decoded.book, today, ledger=decoded.ledger)
    findings = [*decoded.findings, *charter_findings(decoded.book.charter, seen.charter), *findings_of(seen)]
    findings.extend(altered(decoded.ledger, {}))
    if any(each.code == "chain_broken" for each in findings):
        findings = [each for each in findings if each.code not in ("chain_broken", "ledger_unreadable")]
        findings.extend(altered(decoded.ledger, archive.lines_by_month(workbook.archives)))
    findings.extend(archive.taken_away(workbook.archives, decoded.ledger))
    book = valid_book(decoded.book, findings)
    if book is not decoded.book:
        seen = Network.of(book, today, ledger=decoded.ledger)
    written_in = _language(decoded, seen.charter, today, fallback)
    return OpenNetwork(
        book,
        seen.charter,
        seen.ownership,
        decoded.ledger,
        in_order(findings, tuple(each.key for each in tabs())),
        today,
        workbook,
        snapshot,
        decoded.placements,
        language or written_in,
        written_in,
    )


def language_written(snapshot: Snapshot, fallback: Language) -> Language:
    """Return the language a workbook is written in, the `fallback` where it doesn't say."""
    decoded = decode(snapshot)
    return _language(decoded, charter_of(decoded.book.charter), dt.date.max, fallback)


def _language(decoded: Decoded, charter: Charter, today: dt.date, fallback: Language) -> Language:
    """Return the language a workbook is written in."""
    if charter.in_force("locale", today):
        return language_of(charter.on(today).locale)
    titles = {each.key: each.titles for each in tabs()}
    french = english = 0
    for key, placement in decoded.placements.items():
        french += placement.title == titles[key]["fr"] != titles[key]["en"]
        english += placement.title == titles[key]["en"] != titles[key]["fr"]
    return fallback if french == english else "fr" if french > english else "en"


def member_named(network: OpenNetwork, named: str) -> Member:
    """Return the member with this number, as far as their row can be read.

    Raise Misuse for an unknown one, with the number that was probably meant: of whoever bears what was typed as a
    name, else the one nearest to it.
    """
    book = network.book
    known = {each.member_id: each for each in (*book.half_read_of(Member), *book.members) if each.member_id}
    if named in known:
        return known[named]
    by_name = {normalised(each.name): each.member_id for each in reversed(known.values()) if each.name}
    near = by_name.get(normalised(named)) or nearest(named, tuple(known))
    raise Misuse("unknown_member_nearest" if near else "unknown_member", member=named, nearest=near)


def require_party(network: OpenNetwork, named: str) -> None:
    """Raise where a number is that of no member and not NETWORK, or of one whose row holds an error.

    Misuse or InvalidRows, as `member_named` would say it.
    """
    if named == NETWORK or named in network.book.member_by_id:
        return
    raise InvalidRows("member_invalid", member=member_named(network, named).member_id)
