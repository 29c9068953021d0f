"""Small factories of records for tests: name what the test is about, everything else has an unremarkable default.

Days, amounts and rates are written as people read them: `referral("R1", given_on="2026-01-05", rate="18%")`. Lists are
`"plumbing; heating"` or a tuple. `book(...)` takes rows of any tab in any order and numbers them as a sheet would,
from row 2 of their tab.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar, cast, get_type_hints

from netsheets.domain.book import Book, Rejected
from netsheets.domain.checks import findings_of, findings_of_money
from netsheets.domain.findings import Finding
from netsheets.domain.ledger import Ledger
from netsheets.domain.network import Network
from netsheets.domain.records import (
    RECORDS,
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

_Row = TypeVar("_Row", bound=Record)

TAB_OF: Mapping[type[Record], str] = {record: tab for tab, record in RECORDS.items()}

KINDS: Mapping[str, Mapping[str, object]] = {each.__name__: get_type_hints(each) for each in RECORDS.values()}
"""The type of each field, in order, by the record's name."""


def day(text: str) -> dt.date:
    """Return the day written `2026-01-05`."""
    return dt.date.fromisoformat(text)


def member(member_id: str = "M1", **given: object) -> Member:
    """Return an active member who joined long ago."""
    return row_of(
        Member, {"name": f"Member {member_id}", "status": "active", "joined_on": "2020-01-06"}, given, member_id
    )


def members(*member_ids: str) -> tuple[Member, ...]:
    """Return active members with these ids."""
    return tuple(member(each) for each in member_ids)


def interview(interview_id: str = "I1", **given: object) -> Interview:
    """Return M1's talk with the candidate M9."""
    usual = {"candidate_id": "M9", "kind": "interview", "held_on": "2026-01-05", "interviewer_id": "M1"}
    return row_of(Interview, usual, given, interview_id)


def client(client_id: str = "C1", **given: object) -> Client:
    """Return a client of whom only the name is known."""
    return row_of(Client, {"name": f"Client {client_id}"}, given, client_id)


def referral(referral_id: str = "R1", **given: object) -> Referral:
    """Return a recommendation of C1 by M1 to M2, given on 5 and won on 20 January 2026."""
    usual = {
        "given_on": "2026-01-05",
        "referrer_id": "M1",
        "recipient_id": "M2",
        "client_id": "C1",
        "kind": "recommendation",
        "status": "won",
        "won_on": "2026-01-20",
    }
    return row_of(Referral, usual, given, referral_id)


def billing(billing_id: str = "B1", **given: object) -> Billing:
    """Return an invoice of 1000.00 on R1, issued on 1 and paid on 10 February 2026."""
    usual = {"referral_id": "R1", "issued_on": "2026-02-01", "amount": "1000.00", "paid_on": "2026-02-10"}
    return row_of(Billing, usual, given, billing_id)


def credit_note(billing_id: str = "B2", **given: object) -> Billing:
    """Return a credit note of 100.00 on R1 that corrects B1, of March 2026."""
    usual = {"kind": "credit_note", "corrects": "B1", "issued_on": "2026-03-01", "paid_on": "2026-03-10"}
    return billing(billing_id, **{**usual, "amount": "100.00", **given})


def parameter(name: str, value: str, effective_from: str | None = None, **given: object) -> CharterRow:
    """Return a row of the charter."""
    return row_of(CharterRow, {"value": value, "effective_from": effective_from}, given, name)


def share(referral_id: str = "R1", **given: object) -> Share:
    """Return M1's whole weight among the referrers of a referral."""
    return row_of(Share, {"member_id": "M1", "role": "referrer", "weight": "1"}, given, referral_id)


def relationship(client_id: str = "C1", **given: object) -> Relationship:
    """Return a release of the client on 1 June 2026."""
    return row_of(Relationship, {"event": "release", "date": "2026-06-01"}, given, client_id)


def dispute(dispute_id: str = "D1", **given: object) -> Dispute:
    """Return a dispute on R1 that M2 opened on 15 February 2026 and that is still open."""
    usual = {"referral_id": "R1", "opened_on": "2026-02-15", "opened_by": "M2", "reason": "Not agreed"}
    return row_of(Dispute, usual, given, dispute_id)


def payout(payout_id: str = "P1", **given: object) -> Payout:
    """Return 150.00 that M2 paid M1 on 1 March 2026."""
    usual = {"paid_on": "2026-03-01", "payer_id": "M2", "payee_id": "M1", "amount": "150.00"}
    return row_of(Payout, usual, given, payout_id)


def member_terms(member_id: str = "M1", **given: object) -> MemberTerms:
    """Return what holds for a member from 1 March 2026 on; say what."""
    return row_of(MemberTerms, {"from_on": "2026-03-01"}, given, member_id)


def amendment(referral_id: str = "R1", **given: object) -> Amendment:
    """Return an amendment of a referral from 1 March 2026 on; say of what."""
    return row_of(Amendment, {"from_on": "2026-03-01", "reason": "Agreed anew"}, given, referral_id)


def entry(entry_id: str = "E1", **given: object) -> Entry:
    """Return a bonus of 100.00 that the network owes M1 from 15 February 2026 on."""
    usual = {"on_day": "2026-02-15", "kind": "bonus", "payer_id": "NETWORK", "payee_id": "M1", "amount": "100.00"}
    return row_of(Entry, {**usual, "reason": "Tenth referral"}, given, entry_id)


def project(project_id: str = "J1", **given: object) -> Project:
    """Return a project for C1 that M1 leads, with M1 and M2."""
    usual = {"client_id": "C1", "title": "A project", "signatory": "network", "lead_id": "M1", "participants": "M1; M2"}
    return row_of(Project, usual, given, project_id)


def agreement(member_a: str = "M1", member_b: str = "M2", **given: object) -> Agreement:
    """Return an agreement between two members, on plumbing."""
    usual = {"member_b": member_b, "skill": "plumbing", "terms": "M1 does baths", "agreed_on": "2026-01-05"}
    return row_of(Agreement, usual, given, member_a)


def meeting(meeting_id: str = "E1", **given: object) -> Meeting:
    """Return a meeting on 8 January 2026."""
    return row_of(Meeting, {"held_on": "2026-01-08", "kind": "meeting"}, given, meeting_id)


def attendance(meeting_id: str = "E1", **given: object) -> Attendance:
    """Return M1's presence at a meeting."""
    return row_of(Attendance, {"member_id": "M1", "presence": "present"}, given, meeting_id)


def row_of(record: type[_Row], usual: Mapping[str, object], given: Mapping[str, object], first: str = "") -> _Row:
    """Return a record of `given` over `usual`, blank elsewhere; `first` fills its first column."""
    kinds = KINDS[record.__name__]
    texts = {next(iter(kinds)): first, **usual, **given} if first else {**usual, **given}
    unknown = texts.keys() - kinds.keys()
    if unknown:
        raise TypeError(f"{record.__name__} has no {', '.join(sorted(unknown))}")
    values: dict[str, Any] = {name: _value(kind, texts.get(name)) for name, kind in kinds.items()}
    return record(**values)


def book(*rows: Record, rejected: Iterable[Rejected] = ()) -> Book:
    """Return a book of these rows, those without a row number numbered from 2 on in their tab."""
    tabs: dict[str, list[Record]] = {tab: [] for tab in RECORDS}
    for each in rows:
        tab = tabs[TAB_OF[type(each)]]
        tab.append(each if each.row else each._replace(row=len(tab) + 2))
    return Book(**cast(dict[str, Any], {tab: tuple(each) for tab, each in tabs.items()}), rejected=tuple(rejected))


def network(
    *rows: Record, today: str = "2026-12-31", ledger: Ledger | None = None, rejected: Iterable[Rejected] = ()
) -> Network:
    """Return the network of these rows on a day, with the charter and the windows that the rows say."""
    return Network.of(book(*rows, rejected=rejected), day(today), ledger=ledger)


def found(
    code: str,
    *rows: Record,
    today: str = "2026-12-31",
    rejected: Iterable[Rejected] = (),
    ledger: Ledger | None = None,
) -> tuple[Finding, ...]:
    """Return the findings of one code among what all checks find in these rows on a day."""
    seen = network(*rows, today=today, rejected=rejected, ledger=ledger)
    return tuple(each for each in (*findings_of(seen), *findings_of_money(seen)) if each.code == code)


def book_of(network: Mapping[str, Iterable[Mapping[str, object]]]) -> Book:
    """Return the book of a worked case's `network`: per tab, its rows with everything as text."""
    return book(*(row_of(RECORDS[tab], {}, given) for tab, rows in network.items() for given in rows))


def _value(kind: object, given: object) -> object:
    if given is None or given == "":
        return {str: "", tuple[str, ...]: (), int: 0}.get(cast(type, kind))
    if kind in {Decimal, Decimal | None} and isinstance(given, int):
        return Decimal(given)
    if not isinstance(given, str):
        return given
    if kind in {dt.date, dt.date | None}:
        return day(given)
    if kind in {Decimal, Decimal | None}:
        return Decimal(given.rstrip("%")) / 100 if given.endswith("%") else Decimal(given)
    if kind in {int, int | None}:
        return int(given)
    if kind == tuple[str, ...]:
        return tuple(part.strip() for part in given.split(";") if part.strip())
    return given
