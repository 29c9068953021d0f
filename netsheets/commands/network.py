"""A network, read once: rows, charter, ownership, ledger, and everything that is wrong with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from netsheets.commands import archive
from netsheets.commands.workbook import Workbook
from netsheets.domain.chain import LEDGER_CODES, Archive, altered, fingerprint_of, unlike_archives
from netsheets.domain.charter import Charter, charter_of
from netsheets.domain.checks import findings_of, findings_of_money
from netsheets.domain.checks.charter import charter_findings
from netsheets.domain.checks.money import foreign_signs
from netsheets.domain.closing import Closing, close_month
from netsheets.domain.findings import Finding, in_order
from netsheets.domain.ledger import Ledger
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.records import NETWORK, Member
from netsheets.domain.validity import valid_book
from netsheets.errors import Conflict, InvalidRows, Misuse, StoreRefused
from netsheets.sheets.decode import Decoded, decode
from netsheets.sheets.headings import lost_since_close
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

    def close(
        self, named: str | Month, *, skip_invalid: bool = False, restate: bool = False, dry_run: bool = False
    ) -> MonthResult:
        """Post a month to the ledger, as `netsheets close` does; its result says whether rows stand in the way.

        This network stays as it was read: `reread` gives the one that holds the month. Raise Conflict where it isn't
        the month's turn, the ledger was altered or the workbook changed meanwhile.
        """
        from netsheets.commands.closing import CloseOptions, close

        options = CloseOptions(skip_invalid=skip_invalid, restate=restate, dry_run=dry_run)
        return close(self, month_named(named, self), options)

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

    @property
    def archives(self) -> Path | None:
        """Return the folder of this workbook's own archives, None where none are kept."""
        return self.workbook.archives_of(self.snapshot.identity)

    @property
    def own_archives(self) -> Mapping[Month, Archive]:
        """Return this workbook's archives by month, as far as they can be read."""
        return archive.archives_in(self.archives, self.snapshot.identity, self.ledger)

    def sent_record(self, month: Month) -> Path:
        """Return where it is written down who was mailed a closed month's statements: by workbook and fingerprint.

        What was mailed of months that the first edition closed stands where it wrote it. Raise Misuse where no
        archives are kept.
        """
        return self._record("sent", month, "jsonl")

    def order_record(self, month: Month) -> Path:
        """Return where it is written down that a closed month was sent to the bank. Raise Misuse as `sent_record`."""
        return self._record("ordered", month, "json")

    def _record(self, name: str, month: Month, suffix: str) -> Path:
        if self.workbook.archives is None or self.archives is None:
            raise Misuse("no_archives", workbook=self.workbook.store.name)
        if self.ledger.first_sealed is None or month < self.ledger.first_sealed:
            return self.workbook.archives / f"{name}_{month}.{suffix}"
        return self.archives / f"{name}_{month}_{fingerprint_of(self.ledger, month)[:12]}.{suffix}"

    @property
    def file(self) -> str:
        """Return what the workbook is called, without its folder, as an archive names it."""
        return Path(self.workbook.store.name).name

    def at_close(self, month: Month) -> OpenNetwork:
        """Return the network a closed month's documents are drawn from; of an open month, this one."""
        from netsheets.domain.sealing import sealed_network

        found = sealed_network(self, month)
        if found is self:
            return self
        sealed = replace(
            self, book=found.book, charter=found.charter, ownership=found.ownership, ledger=found.ledger,
            findings=(), today=found.today,
        )  # fmt: skip
        known = sealed.charter.in_force("locale", month.last_day)
        return replace(sealed, written_in=language_of(sealed.charter.on(month.last_day).locale)) if known else sealed

    def require_unaltered_ledger(self) -> None:
        """Raise Conflict where the ledger no longer is what was posted."""
        found = [each for each in self.findings if each.code in LEDGER_CODES]
        apart = next((each for each in found if each.code not in ("chain_broken", "ledger_unreadable")), None)
        if apart:
            said, to_do = self.worded(apart)
            raise Conflict("ledger_apart", said=said, to_do=to_do)
        broken = [dict(each.details) for each in found]
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
    findings.extend(_ledger_findings(workbook, snapshot, decoded.ledger))
    findings.extend(lost_since_close(decoded.ledger, decoded.book, decoded.placements, snapshot))
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


def _ledger_findings(workbook: Workbook, snapshot: Snapshot, ledger: Ledger) -> tuple[Finding, ...]:
    """Return what says that the ledger is not what was posted, by its own chain and by the archives."""
    archives = archive.archives_in(workbook.archives_of(snapshot.identity), snapshot.identity, ledger)
    return altered(ledger, archives) or unlike_archives(ledger, archives, Path(workbook.store.name).name)


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
