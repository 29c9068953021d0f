"""Random networks for Hypothesis: few ids, so that everything meets everything else, and days close to month ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from netsheets.domain.book import Book
from netsheets.domain.records import (
    Amendment,
    Billing,
    CharterRow,
    Dispute,
    Member,
    MemberTerms,
    Record,
    Referral,
    Relationship,
    Share,
)
from tests.support import build

MEMBERS = ("M1", "M2", "M3", "M4")
REFERRALS = ("R1", "R2", "R3", "R4")
BILLING = tuple(f"B{number}" for number in range(1, 9))
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04")

EDGES = ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01", "2026-03-31", "2026-04-30")
days = st.one_of(
    st.sampled_from([dt.date.fromisoformat(each) for each in EDGES]),
    st.dates(dt.date(2025, 11, 1), dt.date(2026, 6, 30)),
)
busy_days = st.sampled_from([dt.date(2026, 1, 31), dt.date(2026, 2, 1)]) | st.dates(
    dt.date(2026, 1, 5), dt.date(2026, 4, 30)
)
early_days = st.one_of(st.sampled_from([dt.date(2025, 12, 31), dt.date(2026, 1, 5)]), days)
amounts = st.one_of(
    st.sampled_from([Decimal("0.01"), Decimal("33.33"), Decimal("100.00"), Decimal("1000.03")]),
    st.decimals(Decimal("0.01"), Decimal(20000), places=2),
)
rates = st.sampled_from(["0%", "5%", "12.5%", "15%", "17.77%", "20%", "33.333%"])
weights = st.sampled_from([Decimal(1), Decimal(2), Decimal(3), Decimal("0.5"), Decimal("0.333")])

CHARTER_VALUES: dict[str, st.SearchStrategy[str]] = {
    "commission.rate": rates,
    "commission.tiers": st.sampled_from(["none", "0:20%;1000:15%", "0:15%;500.50:17.5%;2000:0%", "0:10%"]),
    "commission.tiers_apply": st.sampled_from(["marginal", "whole", "whole"]),
    "commission.tiers_on": st.sampled_from(["referral", "member", "member"]),
    "commission.tiers_period": st.sampled_from(["month", "quarter", "year", "ever"]),
    "commission.rate_by_age": st.sampled_from(["none", "0:20%;1:10%;2:5%", "0:12.5%;1:0%"]),
    "commission.fixed": st.sampled_from(["0", "50", "33.33"]),
    "commission.minimum": st.sampled_from(["0", "120.05"]),
    "commission.deal_minimum": st.sampled_from(["0", "500", "1000.03"]),
    "commission.due": st.sampled_from(["each", "full"]),
    "commission.basis": st.sampled_from(["paid", "invoiced", "won"]),
    "commission.cap": st.sampled_from(["none", "0", "100", "250.55"]),
    "commission.hold_days": st.sampled_from(["0", "1", "14", "45"]),
    "case.standard": st.sampled_from(["1", "1.1", "0.333"]),
    "case.vip": st.sampled_from(["1.5", "0"]),
    "network.share": st.sampled_from(["0%", "10%", "33.3%", "50%"]),
    "team.share": st.sampled_from(["0%", "10%", "50%"]),
    "ownership.months": st.sampled_from(["0", "1", "2", "12", "12"]),
    "ownership.starts": st.sampled_from(["given", "won", "first_billing"]),
    "ownership.renews": st.sampled_from(["never", "billing"]),
    "ownership.conflict": st.sampled_from(["each", "first"]),
    "ownership.after_leaving": st.sampled_from(["keeps", "ends"]),
    "ledger.opens_on": st.sampled_from(["none", "2026-01-15", "2026-02-01"]),
}


EDITED = (
    "members", "clients", "referrals", "billing", "shares", "relationships", "disputes", "member_terms", "amendments",
    "charter",
)  # fmt: skip


@st.composite
def networks(draw: st.DrawFn) -> Book:
    """Return a network in which any row may be there or not."""
    rows: list[Record] = [draw(members(each)) for each in MEMBERS]
    rows.extend(build.client(each) for each in ("C1", "C2"))
    referral_ids = draw(st.lists(st.sampled_from(REFERRALS), min_size=3, unique=True))
    rows.extend(draw(referrals(each)) for each in referral_ids)
    billing_ids = draw(st.lists(st.sampled_from(BILLING), min_size=6, unique=True))
    rows.extend(draw(billing(each)) for each in billing_ids)
    rows.extend(draw(st.lists(shares, max_size=4, unique_by=key_of)))
    rows.extend(draw(st.lists(relationships, max_size=3, unique_by=key_of)))
    rows.extend(draw(st.lists(disputes, max_size=2, unique_by=key_of)))
    rows.extend(draw(st.lists(member_terms, max_size=3, unique_by=key_of)))
    rows.extend(draw(st.lists(amendments, max_size=3, unique_by=key_of)))
    rows.extend(draw(st.lists(charter_rows(), max_size=8, unique_by=key_of)))
    return build.book(*rows)


@st.composite
def edits(draw: st.DrawFn, before: Book) -> Book:
    """Return a network after any edits: every row kept, changed, deleted or added."""
    other = draw(networks())
    rows: list[Record] = []
    for tab in EDITED:
        old = {key_of(row): row for row in getattr(before, tab)}
        new = {key_of(row): row for row in getattr(other, tab)}
        kept = tab in ("members", "clients")
        for key in sorted({*old, *new}, key=str):
            choices = [found[key] for found in (old, old, new) if key in found] + ([] if kept else [None])
            row = draw(st.sampled_from(choices))
            if row is not None:
                rows.append(row)
    return build.book(*rows)


@st.composite
def shuffled(draw: st.DrawFn, book: Book) -> Book:
    """Return the same rows with every tab in another order."""
    tabs = {tab: draw(st.permutations(getattr(book, tab))) for tab in build.TAB_OF.values()}
    return Book(**{tab: tuple(rows) for tab, rows in tabs.items()})


def key_of(row: Any) -> Hashable:
    """Return what names a row in its tab."""
    match row:
        case CharterRow():
            return row.parameter, row.effective_from
        case Share():
            return row.referral_id, row.member_id, row.role
        case Relationship():
            return row.client_id, row.event, row.date
        case MemberTerms():
            return row.member_id, row.from_on
        case Amendment():
            return row.referral_id, row.from_on
        case _:
            return str(getattr(row, next(iter(build.KINDS[type(row).__name__]))))


@st.composite
def members(draw: st.DrawFn, member_id: str) -> Member:
    lead_id = draw(st.sampled_from(["", "", *(each for each in MEMBERS if each != member_id)]))
    left_on = draw(st.none() | st.none() | days)
    return build.member(member_id, lead_id=lead_id, left_on=left_on, rate=draw(st.none() | st.none() | rates))


@st.composite
def referrals(draw: st.DrawFn, referral_id: str) -> Referral:
    return build.referral(
        referral_id,
        given_on=draw(early_days),
        won_on=draw(st.just(dt.date(2025, 12, 20)) | st.none() | early_days),
        status=draw(st.sampled_from(["won", "won", "won", "lost"])),
        referrer_id=draw(st.sampled_from(["M1", "M2", "M3", "NETWORK"])),
        recipient_id=draw(st.sampled_from(["M4", *MEMBERS, "NETWORK"])),
        client_id=draw(st.sampled_from(["C1", "C1", "C2"])),
        deal_amount=draw(st.one_of(st.none(), amounts)),
        currency=draw(st.sampled_from(["CHF", "JPY", "TND"])) if referral_id == "R4" else "",
        case=draw(st.sampled_from(["", "", "standard", "double", "reduced", "waived"])),
        rate=draw(st.one_of(st.none(), st.none(), rates)),
    )


@st.composite
def billing(draw: st.DrawFn, billing_id: str) -> Billing:
    earlier = [each for each in BILLING if each < billing_id]
    return build.billing(
        billing_id,
        referral_id=draw(st.sampled_from(("R1", *REFERRALS))),
        issued_on=draw(busy_days | days),
        paid_on=draw(st.none() | busy_days | busy_days | days),
        amount=draw(amounts),
        kind=draw(st.sampled_from(["", "invoice", "invoice", "credit_note"])),
        corrects=draw(st.sampled_from(["", *earlier])),
        excluded=draw(st.none() | st.just(Decimal("0.01"))),
        performer_id=draw(st.sampled_from(["", "", "", *MEMBERS])),
    )


shares: st.SearchStrategy[Share] = st.builds(
    lambda referral_id, member_id, role, weight: build.share(
        referral_id, member_id=member_id, role=role, weight=weight
    ),
    st.sampled_from(REFERRALS),
    st.sampled_from(MEMBERS),
    st.sampled_from(["referrer", "performer"]),
    weights,
)
relationships: st.SearchStrategy[Relationship] = st.builds(
    lambda client_id, event, date, until: build.relationship(client_id, event=event, date=date, until=until),
    st.sampled_from(["C1", "C2"]),
    st.sampled_from(["extension", "release"]),
    days,
    days,
)
disputes: st.SearchStrategy[Dispute] = st.builds(
    lambda number, referral_id, opened_on, resolved_on, outcome: build.dispute(
        f"D{number}",
        referral_id=referral_id,
        opened_on=opened_on,
        resolved_on=resolved_on,
        outcome=outcome if resolved_on else "",
    ),
    st.integers(1, 3),
    st.sampled_from(REFERRALS),
    days,
    st.one_of(st.none(), days),
    st.sampled_from(["upheld", "rejected"]),
)


member_terms: st.SearchStrategy[MemberTerms] = st.builds(
    lambda member_id, from_on, lead_id, rate: build.member_terms(
        member_id, from_on=from_on, lead_id=lead_id if lead_id != member_id else "", rate=rate
    ),
    st.sampled_from(MEMBERS),
    days,
    st.sampled_from(["", *MEMBERS]),
    st.none() | rates,
)
amendments: st.SearchStrategy[Amendment] = st.builds(
    lambda referral_id, from_on, rate, case, recipient_id: build.amendment(
        referral_id, from_on=from_on, rate=rate, case=case, recipient_id=recipient_id
    ),
    st.sampled_from(REFERRALS),
    days,
    st.none() | rates,
    st.sampled_from(["", "", "double", "reduced", "waived"]),
    st.sampled_from(["", *MEMBERS]),
)


def charter_rows() -> st.SearchStrategy[CharterRow]:
    """Return rows of the charter, any parameter from any day on."""
    return st.sampled_from(sorted(CHARTER_VALUES)).flatmap(
        lambda name: st.builds(
            lambda value, since: build.parameter(name, value, since), CHARTER_VALUES[name], st.none() | days
        )
    )
