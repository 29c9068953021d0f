"""`privacy`: the copy a person gets of what is held on them, and erasing them once they are gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from netsheets.commands.changes import TabChange, applied
from netsheets.commands.network import OpenNetwork, member_named, month_named
from netsheets.commands.reports import TABS
from netsheets.domain.book import Rejected
from netsheets.domain.closing import close_month
from netsheets.domain.findings import UNREADABLE
from netsheets.domain.month import Month
from netsheets.domain.privacy import (
    OF_REFERRALS,
    PARTIES,
    READ_BY_A_PERSON,
    Erasure,
    Obstacle,
    erasure_of,
    is_about,
    obstacles_to_erasure,
    referrals_with,
)
from netsheets.domain.records import Member
from netsheets.domain.settlement import balances_of, outstanding_lines
from netsheets.errors import Conflict, InvalidRows
from netsheets.exports.document import Report
from netsheets.exports.privacy import Again, LookAt, Remains, copy_report, erasure_report
from netsheets.exports.reports import Asked, Setting
from netsheets.sheets.decode import decode
from netsheets.sheets.holdings import Holdings, holdings_of, plain, traces_of
from netsheets.sheets.labels import normalised, tab_key
from netsheets.sheets.schema import tab
from netsheets.stores.port import Edit, RetypeCells, Retyping, Snapshot
from netsheets.texts import LANGUAGES, message

_UNREAD = UNREADABLE - {"required_missing", "unknown_reference"}
"""The codes of a cell whose text no record holds: what it says of a person can't be emptied unseen."""
_PHONE_DIGITS = 9
"""So many last digits of a telephone number stay the same with a country's prefix and without."""
_WRITERS: Mapping[str, str] = {
    "issues": "netsheets validate",
    "ownership": "netsheets close",
    "balances": "netsheets close",
    "summary": "netsheets commissions",
    "agenda": "netsheets agenda",
    "charter_text": "netsheets charter",
    **{key: f"netsheets report {name}" for name, key in TABS.items() if name not in ("agenda", "charter")},
}
"""The command that writes each tab of netsheets' own anew."""


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What erasing a member does, and what it leaves for people to see to."""

    member: Member
    erasure: Erasure
    remains: Remains

    @property
    def nothing_left(self) -> bool:
        """Tell whether everything that can be erased is."""
        return not self.erasure.emptied and not self.erasure.renamed


def copy_of(network: OpenNetwork, named: str) -> Report:
    """Return the copy of everything held on a member. Raise Misuse for an unknown one."""
    member = member_named(network, named)
    lines = network.ledger.lines
    months = {each.month for each in lines if member.member_id in (each.payer_id, each.payee_id)}
    folder = network.workbook.archives
    archives = tuple(f"{folder.name}/{each}.json" for each in sorted(months)) if folder else ()
    setting = _setting(network)
    names = {each.member_id: each.name for each in network.book.half_read_of(Member) if each.member_id}
    names |= network.book.names(setting.network.terms.network_name)
    return copy_report(_holdings(network, member), setting, names, archives)


def planned_erasure(network: OpenNetwork, named: str) -> ErasurePlan:
    """Return what erasing a member does.

    Raise Misuse for an unknown one, InvalidRows where rows about them hold errors, Conflict with every reason while
    they are a member, are owed or owe anything, or will be.
    """
    network.require_unaltered_ledger()
    member = member_named(network, named)
    _require_readable_rows(network, member)
    _require_no_obstacle(network, member)
    book = network.book
    erasure = erasure_of(member, book, network.ledger.lines, network.today, _pseudonyms(member))
    return ErasurePlan(member, erasure, _remains(network, member, erasure))


def erase(network: OpenNetwork, plan: ErasurePlan, *, dry_run: bool = False) -> tuple[TabChange, ...]:
    """Empty what is to be erased, put the pseudonym where the name was, and return what changes."""
    return applied(network, tuple(_edits(network, plan)), dry_run=dry_run)


def report_on(network: OpenNetwork, plan: ErasurePlan, *, done: bool) -> Report:
    """Return what erasing would do, or has done, in words."""
    return erasure_report(plan.erasure, plan.remains, _setting(network), done=done)


def left_over(network: OpenNetwork, plan: ErasurePlan) -> tuple[str, ...]:
    """Return the cells that still hold what was to be erased, by a new look at the workbook.

    A cell with a formula is left alone, and so is one that somebody changed meanwhile.
    """
    decoded = decode(network.workbook.store.read())
    book, member_id = decoded.book, plan.member.member_id
    member = next((each for each in book.members if each.member_id == member_id), None)
    if member is None:
        return ()
    found = erasure_of(member, book, decoded.ledger.lines, network.today, _pseudonyms(member))
    placements = decoded.placements
    return tuple(
        f"{placements[each.tab].title}!{placements[each.tab].address(each.row, each.column)}"
        for each in (*found.renamed, *found.emptied)
    )


def _setting(network: OpenNetwork) -> Setting:
    return Setting(network, Asked("privacy", month_named(None, network)), network.language)


def _pseudonyms(member: Member) -> tuple[str, ...]:
    """Return what an erased member is called, in each language."""
    return tuple(message("erased_member", language, member=member.member_id) for language in LANGUAGES)


def _holdings(network: OpenNetwork, member: Member) -> Holdings:
    traces = traces_of(member, named=member.name not in _pseudonyms(member))
    return holdings_of(network.snapshot, network.placements, member.member_id, traces, network.language)


def _require_readable_rows(network: OpenNetwork, member: Member) -> None:
    """Raise InvalidRows where a row about a member, a cell of one, or a whole tab with such rows can't be read."""
    placements = network.placements
    party_to = referrals_with(member.member_id, network.book) | {
        each.referral_id
        for each in network.book.rejected
        if each.record and is_about(each.tab, each.record, member.member_id)
    }
    rows = [each for each in network.book.rejected if _concerns(each, member.member_id, party_to)]
    marked = {(each.tab, each.row): each.column for each in network.findings if each.severity == "error"}
    causes = [each for each in rows if (each.tab, each.row) in marked] or rows
    cells = [
        f"{placements[each.tab].title}!{placements[each.tab].address(each.row, marked.get((each.tab, each.row)))}"
        for each in causes
    ]
    unread = [each.title for key, each in placements.items() if not each.readable and key in (*PARTIES, *OF_REFERRALS)]
    twice = [each.value for each in network.findings if each.code == "tab_twice"]
    if faults := (*unread, *twice, *cells, *_unread_cells(network, member)):
        raise InvalidRows("erasure_rows_in_error", member=member.member_id, cells=", ".join(faults))


def _unread_cells(network: OpenNetwork, member: Member) -> Iterator[str]:
    """Yield the cells that can't be read of rows about a member that count all the same: they still hold something."""
    for each in network.findings:
        if each.code in _UNREAD and each.severity == "warning":
            rows = getattr(network.book, each.tab, ())
            if any(row.row == each.row and is_about(each.tab, row, member.member_id) for row in rows):
                placement = network.placements[each.tab]
                yield f"{placement.title}!{placement.address(each.row, each.column)}"


def _concerns(row: Rejected, member_id: str, party_to: Iterable[str]) -> bool:
    if row.record and is_about(row.tab, row.record, member_id):
        return True
    return row.tab in ("referrals", *OF_REFERRALS) and (row.referral_id or row.record_id) in party_to


def _require_no_obstacle(network: OpenNetwork, member: Member) -> None:
    """Raise Conflict with every reason why a member can't be erased yet."""
    book, ledger, today = network.book, network.ledger, network.today
    month = Month.of(today)
    seen = replace(network, book=book)
    last = ledger.last_month or month
    balances = balances_of(outstanding_lines(seen, last, today), last)
    pending = close_month(seen, month)
    found = obstacles_to_erasure(member, book, balances, pending)
    if found:
        reasons = " ".join(_reason(each, network, member) for each in found)
        raise Conflict("erasure_refused", name=member.name, member=member.member_id, reasons=reasons)


def _reason(obstacle: Obstacle, network: OpenNetwork, member: Member) -> str:
    language, placement = network.language, network.placements["members"]
    column = tab("members").column_by_key["status"]
    return message(
        f"erasure_{obstacle.kind}",
        language,
        status=column.label(member.status, language),
        left=column.label("left", language),
        rejected=column.label("rejected", language),
        cell=f"{placement.title}!{placement.address(member.row, 'status')}",
        referrals=", ".join(obstacle.referrals),
        month=Month.of(network.today),
    )


def _edits(network: OpenNetwork, plan: ErasurePlan) -> Iterator[Edit]:
    """Yield one edit a tab, of every cell that is typed anew."""
    pseudonym = message("erased_member", network.written_in, member=plan.member.member_id)
    texts = {**dict.fromkeys(plan.erasure.emptied, ""), **dict.fromkeys(plan.erasure.renamed, pseudonym)}
    tabs = tuple(dict.fromkeys(each.tab for each in texts))
    for key in tabs:
        placement = network.placements[key]
        cells = tuple(
            Retyping(
                each.row,
                placement.columns[each.column],
                _was(network.snapshot, placement.title, each.row, placement.columns[each.column]),
                text,
            )
            for each, text in texts.items()
            if each.tab == key
        )
        # Once, and last: what cells still hold is looked at then.
        traces = _shown_as(network, plan.member) if key == tabs[-1] else ()
        yield RetypeCells(placement.title, cells, traces, pseudonym)


def _shown_as(network: OpenNetwork, member: Member) -> tuple[str, ...]:
    """Return the texts that show a member and nobody else: the name, also with its last word first, and the numbers."""
    name = member.name.split() if member.name not in _pseudonyms(member) else []
    digits = "".join(filter(str.isdigit, member.phone))
    last = digits[-_PHONE_DIGITS:]
    phones = (f"+{digits}", digits, f"0{last}", f"+33{last}") if len(digits) >= _PHONE_DIGITS else ()
    shown = (" ".join(name), " ".join((*name[-1:], *name[:-1])), member.email, *phones, member.iban)
    others = [each for each in network.book.members if each.member_id != member.member_id]
    taken = {normalised(text) for each in others for text in (each.name, each.email, each.phone, each.iban)}
    return tuple(dict.fromkeys(each for each in shown if each and normalised(each) not in taken))


def _was(snapshot: Snapshot, title: str, row: int, column: int) -> str:
    """Return the text of a cell exactly as it was read, blanks around it included."""
    grid = next(each for each in snapshot.grids if each.title == title)
    cell = grid.rows[row - grid.first_row][column - grid.first_column]
    return cell if isinstance(cell, str) else plain(cell)


def _remains(network: OpenNetwork, member: Member, erasure: Erasure) -> Remains:
    holdings = _holdings(network, member)
    ours = _written_tabs(network)
    shown = dict.fromkeys(each.tab for each in holdings.mentions if each.tab in ours)
    again = tuple(Again(title, _WRITERS[ours[title]]) for title in shown)
    party_to = referrals_with(member.member_id, network.book)
    windows = tuple(
        each
        for each in network.ownership.windows.values()
        if each.referral_id in party_to and each.last_day >= network.today
    )
    alike = normalised(member.name)
    namesakes = tuple(
        f"{each.name} ({each.member_id})"
        for each in network.book.members
        if normalised(each.name) == alike and each.member_id != member.member_id
    )
    look_at = (*_in_their_rows(holdings, erasure), *_in_other_rows(holdings, ours))
    return Remains(look_at, again, windows, namesakes)


def _written_tabs(network: OpenNetwork) -> Mapping[str, str]:
    """Return the tabs that netsheets writes anew, by their title, with their key."""
    from netsheets.exports.document.tab import is_report  # noqa: PLC0415 - only an erasure needs it

    found: dict[str, str] = {}
    for grid in network.snapshot.grids:
        key = tab_key(grid.title)
        if key is not None and key in _WRITERS and (key not in TABS.values() or is_report(grid)):
            found[grid.title] = key
    return found


def _in_their_rows(holdings: Holdings, erasure: Erasure) -> Iterator[LookAt]:
    """Yield the columns of the network's own in rows about a member, and the free texts that are about others too."""
    gone = {(each.tab, each.row, each.column) for each in erasure.emptied}
    for held in holdings.tabs:
        if tab(held.tab).owner != "members":
            continue
        for column in held.columns:
            if not column.own and column.key not in READ_BY_A_PERSON.get(held.tab, ()):
                continue
            cells = tuple(
                f"{column.letters}{row.row}"
                for row in held.rows
                if row.values.get(column.key) is not None and (held.tab, row.row, column.key) not in gone
            )
            if cells:
                yield LookAt(held.title, column.title, cells, "own" if column.own else "text")


_SEALED = frozenset({"ledger", "standing", "documents", "sealed_rows", "closings"})
"""The tabs that the chain of closings covers: evidence of accounts, which nobody changes."""


def _in_other_rows(holdings: Holdings, ours: Mapping[str, str]) -> Iterator[LookAt]:
    """Yield the cells of texts elsewhere that show a member, by tab and column."""
    found: dict[tuple[str, str], list[str]] = {}
    for each in holdings.mentions:
        if each.by == "text" and each.tab not in ours and tab_key(each.tab) not in _SEALED:
            found.setdefault((each.tab, each.column), []).append(each.cell)
    for (title, column), cells in found.items():
        yield LookAt(title, column, tuple(cells), "names")
