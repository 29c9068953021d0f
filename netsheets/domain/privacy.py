"""A person's data: which rows are about them, what may be erased once they are gone, and what the law has kept.

Commercial law keeps accounting records and the identity of who is in them for ten years after the year (code de
commerce, L123-22); everything else about a person goes when they ask (GDPR, article 17).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from netsheets.domain.book import Book
from netsheets.domain.closing import Closing
from netsheets.domain.ledger import Line
from netsheets.domain.records import Member, Record
from netsheets.domain.settlement import Balance

KEPT_YEARS = 10

PARTIES: Mapping[str, tuple[str, ...]] = {
    "members": ("member_id",),
    "interviews": ("candidate_id", "interviewer_id"),
    "referrals": ("referrer_id", "recipient_id"),
    "shares": ("member_id",),
    "disputes": ("opened_by",),
    "billing": ("performer_id",),
    "payouts": ("payer_id", "payee_id"),
    "member_terms": ("member_id", "lead_id"),
    "amendments": ("recipient_id",),
    "entries": ("payer_id", "payee_id"),
    "projects": ("lead_id", "participants"),
    "agreements": ("member_a", "member_b"),
    "meetings": ("host_id", "presenter_id"),
    "attendance": ("member_id",),
    "ledger": ("payer_id", "payee_id"),
    "standing": ("member_id",),
    "documents": ("payer_id", "payee_id"),
    "balances": ("member_id",),
    "ownership": ("owner_id",),
}
"""The columns that make a row of a tab one about the member they name."""

_ACCOUNTING = frozenset({"referrals", "billing", "shares", "payouts", "member_terms", "amendments", "entries"})
"""The tabs that accounts which must be kept are drawn from."""

OF_REFERRALS = ("billing", "disputes")
"""The tabs whose rows are about who is party to the referral they name."""

MENTIONS: Mapping[str, tuple[str, ...]] = {
    "members": ("lead_id",),
    "referrals": ("case_approved_by",),
    "relationships": ("approved_by",),
    "amendments": ("approved_by",),
    "entries": ("approved_by",),
}
"""The columns that name a member in a row about others: it is told that they do, not what the row says."""

READ_BY_A_PERSON: Mapping[str, tuple[str, ...]] = {
    "referrals": ("description", "case_reason", "notes"),
    "disputes": ("reason",),
    "projects": ("notes",),
    "agreements": ("terms",),
}
"""The free texts in rows about a member that stay, because they are about others too: a person must read them."""

_IDENTITY = ("name", "company", "trade", "address", "postcode", "city", "country", "siren", "vat_number")
_BEYOND = (
    "email", "phone", "skills", "client_types", "current_business", "cv_url", "iban", "account_holder",
    "past_networks", "past_networks_left_because", "expectations", "contribution", "notes",
)  # fmt: skip
_BARE = ("member_id", "status", "joined_on", "left_on", "lead_id")
_OPINIONS = ("ethics", "generosity", "network_spirit", "passions", "verdict", "notes")
_GONE = ("left", "rejected")

Hindrance = Literal["not_gone", "balance_open", "unposted"]
Reason = Literal["accounting", "history", "row"]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a person can't be erased yet; `referrals` are those whose commissions are still to be posted."""

    kind: Hindrance
    referrals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldCell:
    """A cell of a members' tab, by the row's number and the column's key."""

    tab: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays of a person in a tab, and why; `until`: the last day the law has it kept, None for no such day."""

    tab: str
    columns: tuple[str, ...]
    rows: int
    reason: Reason
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class Erasure:
    """What erasing a person does: the cells that are emptied, those that get a pseudonym, what stays."""

    member_id: str
    emptied: tuple[HeldCell, ...]
    renamed: tuple[HeldCell, ...]
    kept: tuple[Kept, ...]


def referrals_with(member_id: str, book: Book) -> frozenset[str]:
    """Return the referrals a member is party to: as referrer, as recipient, or by a share."""
    named = (each.referral_id for each in book.referrals if member_id in (each.referrer_id, each.recipient_id))
    shared = (each.referral_id for each in book.shares if each.member_id == member_id)
    return frozenset((*named, *shared))


def is_about(tab: str, row: Record, member_id: str) -> bool:
    """Tell whether a row of a tab is about a member: one of the columns that say so holds their number."""
    return _names(row, PARTIES.get(tab, ()), member_id)


def obstacles_to_erasure(
    member: Member, book: Book, balances: Iterable[Balance], pending: Closing
) -> tuple[Obstacle, ...]:
    """Return why a person can't be erased yet: a member still, a balance, commissions that are still to be posted.

    `balances` are those after all that was paid until today, `pending` the month of today as it would close. What
    waits out the charter's days of hold, or a dispute, is still to be posted too.
    """
    found: list[Obstacle] = []
    if member.status not in _GONE:
        found.append(Obstacle("not_gone"))
    if any(each.closing for each in balances if each.member_id == member.member_id):
        found.append(Obstacle("balance_open"))
    lines = (*pending.posted, *(each.line for each in pending.held)) if pending.status == "draft" else ()
    due = {each.referral_id for each in lines if member.member_id in (each.payer_id, each.payee_id)}
    waiting = {each.referral_id for each in pending.excluded if each.reason == "on_hold"}
    due |= waiting & referrals_with(member.member_id, book)
    if due:
        found.append(Obstacle("unposted", tuple(sorted(due))))
    return tuple(found)


def erasure_of(
    member: Member, book: Book, lines: Iterable[Line], today: dt.date, pseudonyms: Collection[str] = ()
) -> Erasure:
    """Return what is to be erased of a person who is gone, and what stays.

    Who stands in accounts that must be kept today keeps their identity; of anybody else the name goes too, unless it
    is one of the `pseudonyms` already. Marks and opinions about a candidate go, their own about others stay.
    """
    member_id = member.member_id
    posted = tuple(each for each in lines if member_id in (each.payer_id, each.payee_id))
    years = [each for each in _accounting_years(member_id, book, posted) if each + KEPT_YEARS >= today.year]
    columns = _BEYOND if years else (*_BEYOND, *_IDENTITY[1:], "vat_status")
    talks = (each for each in book.interviews if each.candidate_id == member_id)
    came = (each for each in book.attendance if each.member_id == member_id)
    emptied = (
        *_filled("members", member, columns),
        *(cell for each in talks for cell in _filled("interviews", each, _OPINIONS)),
        *(cell for each in came for cell in _filled("attendance", each, ("news",))),
    )
    renamed = () if years or member.name in pseudonyms else (HeldCell("members", member.row, "name"),)
    until = dt.date(max(years) + KEPT_YEARS, 12, 31) if years else None
    return Erasure(member_id, emptied, renamed, tuple(_kept(member, book, len(posted), until)))


def _accounting_years(member_id: str, book: Book, posted: Iterable[Line]) -> frozenset[int]:
    """Return the years whose accounts a person stands in.

    What was billed on a referral of theirs counts: it is the voucher of a commission, of this ledger or of whatever
    was kept before it was opened.
    """
    party_to = referrals_with(member_id, book)
    return frozenset(
        (
            *(each.month.year for each in posted),
            *(each.paid_on.year for each in book.payouts if member_id in (each.payer_id, each.payee_id)),
            *((each.paid_on or each.issued_on).year for each in book.billing if each.referral_id in party_to),
        )
    )


def _filled(tab: str, row: Record, columns: Iterable[str]) -> Iterator[HeldCell]:
    """Yield the cells of a row, among these columns, that hold anything."""
    return (HeldCell(tab, row.row, column) for column in columns if getattr(row, column) not in ("", None, ()))


def _kept(member: Member, book: Book, posted: int, until: dt.date | None) -> Iterator[Kept]:
    if until:
        identity = tuple(each for each in (*_IDENTITY, "vat_status") if getattr(member, each) != "")
        yield Kept("members", identity, 1, "accounting", until)
    yield Kept("members", tuple(each for each in _BARE if getattr(member, each) not in ("", None)), 1, "row", None)
    for tab, columns in PARTIES.items():
        rows = getattr(book, tab, ()) if tab != "members" else ()
        count = sum(_names(each, columns, member.member_id) for each in rows)
        if count:
            accounting = (
                until
                if tab in ("referrals", "billing", "shares", "payouts", "member_terms", "amendments", "entries")
                else None
            )
            yield Kept(tab, columns, count, "accounting" if accounting else "history", accounting)
    if posted:
        yield Kept("ledger", PARTIES["ledger"], posted, "accounting", until)


def _names(row: Record, columns: Iterable[str], member_id: str) -> bool:
    """Tell whether one of these columns of a row holds a member's number, alone or in a list."""
    held = (getattr(row, column) for column in columns)
    return any(member_id in each if isinstance(each, tuple) else member_id == each for each in held)
