"""A network, read once: rows, charter, ownership, ledger, and everything that is wrong with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from netsheets.commands import archive
from netsheets.commands.workbook import Workbook
from netsheets.domain.charter import Charter, charter_of
from netsheets.domain.checks import findings_of, findings_of_money
from netsheets.domain.checks.charter import charter_findings
from netsheets.domain.checks.money import foreign_signs
from netsheets.domain.closing import Closing, close_month
from netsheets.domain.findings import Finding, in_order
from netsheets.domain.ledger import altered
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.records import NETWORK, Member
from netsheets.domain.validity import valid_book
from netsheets.errors import Conflict, InvalidRows, Misuse, StoreRefused
from netsheets.sheets.decode import Decoded, decode
from netsheets.sheets.labels import nearest, normalised
from netsheets.sheets.placing import Placement
from netsheets.sheets.schema import tabs
from netsheets.sheets.wording import worded
from netsheets.stores.port import Snapshot
from netsheets.texts import Language, language_of

if TYPE_CHECKING:
    from netsheets.commands.closing import MonthResult
    from netsheets.commands.inquiries import Settlement
    from netsheets.commands.validate import Validation
    from netsheets.commands.writing import Output
    from netsheets.domain.network import OwnedClient
    from netsheets.domain.story import Story


class StatementChoices(TypedDict, total=False):
    """Which statements, and in what style: those of `members` (their numbers), all where none is named.

    `templates` is a folder with a `statement.xlsx` or `network.xlsx` of the network's own. `draft` draws those of a
    month that is not closed, `review_until` the day up to which members may object to it.
    """

    members: tuple[str, ...]
    templates: Path | None
    draft: bool
    review_until: dt.date | None


@dataclass(frozen=True)
class OpenNetwork(Network):
    """A network, and the workbook it was read from, as it was read: what `netsheets.open` returns.

    Its methods are the use cases of the command line, each imported when it is called.

    `language` is that of messages, `written_in` that of the workbook and so of all that is written in it.
    """

    workbook: Workbook
    snapshot: Snapshot
    placements: Mapping[str, Placement]
    language: Language
    written_in: Language

    def month(self, named: str | Month | None = None) -> Closing:
        """Return a month as it would close now, or as it was closed; the month before today's where none is named."""
        return close_month(self, month_named(named, self))

    def close(self, named: str | Month, *, skip_invalid: bool = False, dry_run: bool = False) -> MonthResult:
        """Post a month to the ledger, as `netsheets close` does; its result says whether rows stand in the way.

        This network stays as it was read: `reread` gives the one that holds the month. Raise Conflict where it isn't
        the month's turn, the ledger was altered or the workbook changed meanwhile.
        """
        from netsheets.commands.closing import close

        return close(self, month_named(named, self), skip_invalid=skip_invalid, dry_run=dry_run)

    def statements(self, named: str | Month, **options: Unpack[StatementChoices]) -> tuple[Output, ...]:
        """Return the statements of a closed month, or of any with `draft=True`, as files to be.

        Raise Conflict where the month is not closed, Misuse for an unknown member or a folder without templates.
        """
        from netsheets.commands.statements import StatementOptions, statement_outputs

        return statement_outputs(self, month_named(named, self), StatementOptions(**options))

    def write(self, outputs: Iterable[Output], folder: str | Path) -> tuple[Path, ...]:
        """Write files to a folder, each whole or not at all, and return their paths.

        Raise Misuse where one would replace the workbook or an archive, StoreRefused where it can't be written.
        """
        from netsheets.commands.writing import write_file

        written = []
        for each in outputs:
            path = Path(folder, each.name)
            self.workbook.require_other(path)
            write_file(path, each.content)
            written.append(path)
        return tuple(written)

    def explain(self, referral_id: str) -> Story:
        """Return the whole story of a referral, as of today. Raise Misuse or InvalidRows where it has none."""
        from netsheets.commands.inquiries import explain

        return explain(self, referral_id)

    def owned_clients(self, on: dt.date | None = None, *, expiring: bool = False) -> tuple[OwnedClient, ...]:
        """Return who owns which client on a day, today where none is named; `expiring`: whose last day is near."""
        from netsheets.commands.inquiries import ownership

        return ownership(self, on or self.today, expiring=expiring)

    def balances(self, named: str | Month | None = None) -> Settlement:
        """Return running balances at a month's end and what settles them. Raise Conflict for an altered ledger."""
        from netsheets.commands.inquiries import balances

        return balances(self, month_named(named, self))

    def validate(self, *, dry_run: bool = False) -> Validation:
        """Write all findings to the tab of issues and colour their cells. Raise Changed where the workbook has."""
        from netsheets.commands.validate import validate

        return validate(self, dry_run=dry_run)

    def worded(self, finding: Finding) -> tuple[str, str]:
        """Return what a finding says and what to do, in the language of messages."""
        return worded(finding, self.language)

    def reread(self) -> OpenNetwork:
        """Return the network as its workbook holds it now."""
        return network(self.workbook, today=self.today, language=self.language, fallback=self.written_in)

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
    findings.extend((*findings_of_money(seen), *foreign_signs(seen, decoded.findings)))
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


def month_named(text: str | Month | None, network: OpenNetwork) -> Month:
    """Return the month a person named, or the month before today's. Raise Misuse for what is no month."""
    if text is None:
        return Month.of(network.today).previous
    month = text if isinstance(text, Month) else Month.parse(text)
    if month is None:
        raise Misuse("month_unreadable", value=text)
    return month


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
