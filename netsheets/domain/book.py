"""The book: every row of a workbook that could be read, as records, with what is looked up often."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from netsheets.domain.records import (
    NETWORK,
    Agreement,
    Amendment,
    Attendance,
    Billing,
    CharterRow,
    Client,
    Dispute,
    Entry,
    Interview,
    Meeting,
    Member,
    MemberTerms,
    Payout,
    Project,
    Record,
    Referral,
    Relationship,
    Share,
)

NEVER = (dt.date.max, dt.date.min)
"""A first and a last day that no day lies between."""

_Row = TypeVar("_Row")
_Key = TypeVar("_Key")
_Record = TypeVar("_Record", bound=Record)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not computed, with what is known of it: its id, its referral, its amount excluding VAT.

    `record` is the row as far as it could be read, a blank where a cell could not; None where that is not kept.
    """

    tab: str
    row: int
    record_id: str
    referral_id: str = ""
    amount: Decimal | None = None
    record: Record | None = None


@dataclass(frozen=True)
class Book:
    """The rows of the input tabs, in sheet order.

    `rejected` names the rows that stand in the sheet but hold an error: who refers to one of them refers to a row that
    exists, and is not computed either.
    """

    members: tuple[Member, ...] = ()
    interviews: tuple[Interview, ...] = ()
    clients: tuple[Client, ...] = ()
    referrals: tuple[Referral, ...] = ()
    billing: tuple[Billing, ...] = ()
    charter: tuple[CharterRow, ...] = ()
    shares: tuple[Share, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    payouts: tuple[Payout, ...] = ()
    member_terms: tuple[MemberTerms, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    entries: tuple[Entry, ...] = ()
    projects: tuple[Project, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    rejected: tuple[Rejected, ...] = ()

    @cached_property
    def unread(self) -> Mapping[str, frozenset[str]]:
        """Return, per tab, the ids whose row holds an error."""
        groups = grouped(self.rejected, lambda each: each.tab)
        return {tab: frozenset(each.record_id for each in rows if each.record_id) for tab, rows in groups.items()}

    @cached_property
    def half_read(self) -> Mapping[str, tuple[Record, ...]]:
        """Return, per tab, the rows in error as far as they could be read."""
        groups = grouped((each for each in self.rejected if each.record), lambda each: each.tab)
        return {tab: tuple(each.record for each in rows if each.record) for tab, rows in groups.items()}

    def half_read_of(self, kind: type[_Record]) -> tuple[_Record, ...]:
        """Return the rows of one kind that hold an error, as far as they could be read."""
        return tuple(each.record for each in self.rejected if isinstance(each.record, kind))

    @cached_property
    def member_by_id(self) -> Mapping[str, Member]:
        """Return the members by their id."""
        return {each.member_id: each for each in self.members}

    @cached_property
    def active_days(self) -> Mapping[str, tuple[dt.date, dt.date]]:
        """Return the first and the last day on which each member was active, by the member's id."""
        return {each.member_id: active_days(each) for each in self.members}

    @cached_property
    def client_by_id(self) -> Mapping[str, Client]:
        """Return the clients by their id."""
        return {each.client_id: each for each in self.clients}

    @cached_property
    def referral_by_id(self) -> Mapping[str, Referral]:
        """Return the referrals by their id."""
        return {each.referral_id: each for each in self.referrals}

    @cached_property
    def billing_by_id(self) -> Mapping[str, Billing]:
        """Return the billing rows by their id."""
        return {each.billing_id: each for each in self.billing}

    @cached_property
    def project_by_id(self) -> Mapping[str, Project]:
        """Return the projects by their id."""
        return {each.project_id: each for each in self.projects}

    @cached_property
    def billing_of(self) -> Mapping[str, tuple[Billing, ...]]:
        """Return the billing rows of each referral, by its id."""
        return grouped(self.billing, lambda each: each.referral_id)

    @cached_property
    def shares_of(self) -> Mapping[str, tuple[Share, ...]]:
        """Return the shares of each referral, by its id."""
        return grouped(self.shares, lambda each: each.referral_id)

    @cached_property
    def disputes_of(self) -> Mapping[str, tuple[Dispute, ...]]:
        """Return the disputes on each referral, by its id."""
        return grouped(self.disputes, lambda each: each.referral_id)

    @cached_property
    def amendments_of(self) -> Mapping[str, tuple[Amendment, ...]]:
        """Return the amendments of each referral in order of day, by its id."""
        return grouped(sorted(self.amendments, key=lambda each: each.from_on), lambda each: each.referral_id)

    @cached_property
    def terms_of(self) -> Mapping[str, tuple[MemberTerms, ...]]:
        """Return each member's dated terms in order of day, by the member's id."""
        return grouped(sorted(self.member_terms, key=lambda each: each.from_on), lambda each: each.member_id)

    @cached_property
    def referrals_of(self) -> Mapping[str, tuple[Referral, ...]]:
        """Return the referrals to each client, by the client's id."""
        return grouped(self.referrals, lambda each: each.client_id)

    @cached_property
    def relationships_of(self) -> Mapping[str, tuple[Relationship, ...]]:
        """Return the extensions and releases of each client, by its id."""
        return grouped(self.relationships, lambda each: each.client_id)

    def names(self, network_name: str) -> Mapping[str, str]:
        """Return what people call every member and the network, by id; a network without a name is called by its id."""
        return {
            **{each.member_id: each.name or each.member_id for each in self.members},
            NETWORK: network_name or NETWORK,
        }


INPUT_TABS: tuple[str, ...] = tuple(each.name for each in fields(Book) if each.name != "rejected")
"""The keys of the input tabs, in the order in which a person meets them."""


def active_days(member: Member) -> tuple[dt.date, dt.date]:
    """Return the first and the last day on which someone was an active member, `NEVER` for who never was.

    An empty `joined_on` is since ever. A suspended member was active up to their `left_on`; without one nobody can
    tell, and every referral of theirs deserves a look. Who left without a `left_on` counts as active: the missing
    day is a finding of its own, and one is enough.
    """
    if member.status in {"candidate", "rejected"} or (member.status == "suspended" and member.left_on is None):
        return NEVER
    return member.joined_on or dt.date.min, member.left_on or dt.date.max


def grouped(rows: Iterable[_Row], key: Callable[[_Row], _Key]) -> dict[_Key, tuple[_Row, ...]]:
    """Return the rows under each key, each group in the order the rows came in."""
    groups: dict[_Key, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {found: tuple(group) for found, group in groups.items()}
