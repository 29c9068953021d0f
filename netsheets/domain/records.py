"""The rows of the input tabs, one record each, fields in the order of tabs.md and of `schemas/`.

A required field always holds a value; an optional text, id or word is "" where the cell is empty, an optional day or
number None. Money excludes VAT. Days are calendar days. `row` is the row's number in the sheet, for messages. The
records are named tuples because of their number: a hundred thousand are made in a tenth of a second.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from netsheets.domain.money import ZERO

NETWORK = "NETWORK"
"""The id that stands for the network itself where a member may stand."""


class Member(NamedTuple):
    """A member, a candidate, or someone who was one."""

    member_id: str
    name: str
    status: str
    company: str
    trade: str
    email: str
    phone: str
    joined_on: dt.date | None
    left_on: dt.date | None
    lead_id: str
    skills: tuple[str, ...]
    client_types: tuple[str, ...]
    current_business: str
    cv_url: str
    address: str
    postcode: str
    city: str
    country: str
    siren: str
    vat_number: str
    vat_status: str
    iban: str
    account_holder: str
    past_networks: str
    past_networks_left_because: str
    expectations: str
    contribution: str
    self_billing_mandate_on: dt.date | None
    rate: Decimal | None
    notes: str
    row: int


class Interview(NamedTuple):
    """A talk with a candidate, or a visit to them, and what the interviewer thought."""

    interview_id: str
    candidate_id: str
    kind: str
    held_on: dt.date
    interviewer_id: str
    ethics: int | None
    generosity: int | None
    network_spirit: int | None
    passions: str
    verdict: str
    notes: str
    row: int


class Client(NamedTuple):
    """A client of one or more members."""

    client_id: str
    name: str
    siren: str
    email: str
    sector: str
    contact: str
    notes: str
    row: int


class Referral(NamedTuple):
    """A deal one member brought another."""

    referral_id: str
    given_on: dt.date
    referrer_id: str
    recipient_id: str
    client_id: str
    kind: str
    status: str
    description: str
    won_on: dt.date | None
    deal_amount: Decimal | None
    currency: str
    case: str
    case_reason: str
    case_approved_by: str
    rate: Decimal | None
    project_id: str
    client_consent_on: dt.date | None
    thanked_on: dt.date | None
    notes: str
    row: int


class Billing(NamedTuple):
    """One payment of an invoice, or a credit note, excluding VAT."""

    billing_id: str
    referral_id: str
    issued_on: dt.date
    amount: Decimal
    kind: str
    corrects: str
    paid_on: dt.date | None
    excluded: Decimal | None
    performer_id: str
    notes: str
    row: int


class CharterRow(NamedTuple):
    """One parameter of the charter from a day on, as it was typed."""

    parameter: str
    value: str
    effective_from: dt.date | None
    note: str
    row: int


class Share(NamedTuple):
    """A member's weight among those who brought, or those who perform, a referral."""

    referral_id: str
    member_id: str
    role: str
    weight: Decimal
    row: int


class Relationship(NamedTuple):
    """An extension of the ownership of a client, or its release."""

    client_id: str
    event: str
    date: dt.date
    until: dt.date | None
    approved_by: str
    reason: str
    row: int


class Dispute(NamedTuple):
    """A disagreement about a referral, which holds its commissions back while it is open."""

    dispute_id: str
    referral_id: str
    opened_on: dt.date
    opened_by: str
    reason: str
    resolved_on: dt.date | None
    outcome: str
    row: int


class Payout(NamedTuple):
    """Money that was really paid between members, or to or by the network; `amount` includes the `vat` named."""

    payout_id: str
    paid_on: dt.date
    payer_id: str
    payee_id: str
    amount: Decimal
    currency: str
    reference: str
    vat: Decimal | None
    row: int

    @property
    def net(self) -> Decimal:
        """Return what was paid excluding VAT: what settles a balance."""
        return self.amount - (self.vat or ZERO)


class MemberTerms(NamedTuple):
    """What holds for a member from a day on; a field left empty holds as before."""

    member_id: str
    from_on: dt.date
    lead_id: str
    rate: Decimal | None
    vat_status: str
    note: str
    row: int


class Amendment(NamedTuple):
    """A change of one referral from a day on; a field left empty holds as before."""

    referral_id: str
    from_on: dt.date
    rate: Decimal | None
    case: str
    recipient_id: str
    approved_by: str
    reason: str
    row: int


class Entry(NamedTuple):
    """What one owes another besides commissions: an opening balance, a bonus, a correction by hand; excluding VAT."""

    entry_id: str
    on_day: dt.date
    kind: str
    payer_id: str
    payee_id: str
    amount: Decimal
    currency: str
    reason: str
    approved_by: str
    row: int


class Project(NamedTuple):
    """Work for a client with one person responsible."""

    project_id: str
    client_id: str
    title: str
    signatory: str
    lead_id: str
    participants: tuple[str, ...]
    started_on: dt.date | None
    ended_on: dt.date | None
    trial: str
    outcome: str
    notes: str
    row: int


class Agreement(NamedTuple):
    """Who does what between two members who share a skill."""

    member_a: str
    member_b: str
    skill: str
    terms: str
    agreed_on: dt.date
    row: int


class Meeting(NamedTuple):
    """A meeting, visit, presentation or training of the network."""

    meeting_id: str
    held_on: dt.date
    kind: str
    title: str
    host_id: str
    presenter_id: str
    topic: str
    row: int


class Attendance(NamedTuple):
    """Who was at a meeting, and what was new with them."""

    meeting_id: str
    member_id: str
    presence: str
    news: str
    row: int


Record = (
    Member
    | Interview
    | Client
    | Referral
    | Billing
    | CharterRow
    | Share
    | Relationship
    | Dispute
    | Payout
    | MemberTerms
    | Amendment
    | Entry
    | Project
    | Agreement
    | Meeting
    | Attendance
)

RECORDS: dict[str, type[Record]] = {
    "members": Member,
    "interviews": Interview,
    "clients": Client,
    "referrals": Referral,
    "billing": Billing,
    "charter": CharterRow,
    "shares": Share,
    "relationships": Relationship,
    "disputes": Dispute,
    "payouts": Payout,
    "member_terms": MemberTerms,
    "amendments": Amendment,
    "entries": Entry,
    "projects": Project,
    "agreements": Agreement,
    "meetings": Meeting,
    "attendance": Attendance,
}
"""The record of each input tab, by the tab's key."""
