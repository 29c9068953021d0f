"""The rules page, read a second time: slow, naive, in fractions, and on purpose unlike the code it is held against.

It knows the rows of a book and nothing else of netsheets: every number is computed afresh from `docs/rules.md`, each
event's total over all events before it, each month's lines over all lines before it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.records import Billing, Referral

DEFAULTS = {
    "commission.rate": "15%",
    "commission.tiers": "none",
    "commission.basis": "paid",
    "commission.cap": "none",
    "commission.hold_days": "0",
    "case.standard": "1",
    "case.double": "2",
    "case.reduced": "0.5",
    "case.waived": "0",
    "network.share": "0%",
    "team.share": "0%",
    "ownership.months": "12",
    "ownership.starts": "won",
    "ownership.renews": "never",
    "ownership.conflict": "each",
    "ledger.opens_on": "none",
}

Days = tuple[dt.date, dt.date]


class Owed(NamedTuple):
    """What is owed under a key, in cents, and what the line would say of its event."""

    cents: int
    referral_id: str
    period: str


class Key(NamedTuple):
    event_id: str
    payer_id: str
    payee_id: str
    currency: str


class Posting(NamedTuple):
    """A line of a month, in cents; `held` where an open dispute keeps it back."""

    month: str
    period: str
    kind: str
    referral_id: str
    key: Key
    cents: int
    held: bool


def said(book: Book, parameter: str, day: dt.date) -> str:
    """Section 1: the row with the latest effective day on or before the day, else the default."""
    found = DEFAULTS.get(parameter, "")
    latest = None
    for row in book.charter:
        since = row.effective_from or dt.date(1, 1, 1)
        if row.parameter == parameter and since <= day and (latest is None or since > latest):
            found, latest = row.value, since
    return found


def number(text: str) -> Fraction:
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def later(day: dt.date, months: int) -> dt.date:
    """Section 3: the same day of the month, or the last one the month has."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number_of_day in range(day.day, 0, -1):
        try:
            return dt.date(year, month, number_of_day)
        except ValueError:
            continue
    raise AssertionError


def end_of(month: str) -> dt.date:
    return later(dt.date(int(month[:4]), int(month[5:]), 1), 1) - dt.timedelta(days=1)


def written(day: dt.date) -> str:
    return day.isoformat()[:7]


def counted_on(book: Book, referral: Referral, row: Billing) -> dt.date | None:
    basis = said(book, "commission.basis", referral.given_on)
    return row.paid_on if basis == "paid" else row.issued_on


def windows(book: Book) -> dict[str, Days]:
    """Section 3: every referral's first and last day."""
    found = {}
    for referral in book.referrals:
        days = own_window(book, referral)
        if days:
            found[referral.referral_id] = days
    blocked: set[str] = set()
    by_id = {each.referral_id: each for each in book.referrals}
    for referral_id in sorted(found, key=lambda each: (found[each][0], each)):
        referral, start = by_id[referral_id], found[referral_id][0]
        for other_id in found:
            other = by_id[other_id]
            earlier = (found[other_id][0], other_id) < (start, referral_id) and other_id not in blocked
            same_client = other.client_id == referral.client_id and other.referrer_id != referral.referrer_id
            inside = found[other_id][0] <= start <= found[other_id][1]
            if earlier and same_client and inside and said(book, "ownership.conflict", referral.given_on) == "first":
                blocked.add(referral_id)
    return {each: days for each, days in found.items() if each not in blocked}


def own_window(book: Book, referral: Referral) -> Days | None:
    given = referral.given_on
    rows = [row for row in book.billing if row.referral_id == referral.referral_id]
    starts = said(book, "ownership.starts", given)
    if starts == "given":
        start: dt.date | None = given
    elif starts == "won":
        start = referral.won_on
    else:
        start = min((day for row in rows if (day := counted_on(book, referral, row))), default=None)
    if start is None:
        return None
    months = int(said(book, "ownership.months", given))
    last = later(start, months)
    if said(book, "ownership.renews", given) == "billing":
        invoices = [day for row in rows if row.kind != "credit_note" and (day := counted_on(book, referral, row))]
        for day in sorted(invoices):
            if start <= day <= last:
                last = max(last, later(day, months))
    changes = [row for row in book.relationships if row.client_id == referral.client_id]
    for row in sorted(changes, key=lambda each: (each.date, each.event)):
        if start <= row.date <= last:
            if row.event == "extension":
                assert row.until
                last = max(last, row.until)
            else:
                last = row.date - dt.timedelta(days=1)
    return start, last


class Happening(NamedTuple):
    commissionable_on: dt.date
    event_id: str
    base: Fraction


def earning_events(book: Book, referral: Referral, days: Days, until: dt.date) -> list[Happening]:
    """Sections 2 and 3: the events whose day lies in the window, in the order of section 4."""
    hold = dt.timedelta(days=int(said(book, "commission.hold_days", referral.given_on)))
    found = []
    if said(book, "commission.basis", referral.given_on) == "won":
        if referral.status == "won" and referral.won_on and referral.deal_amount is not None:
            found.append((referral.won_on, referral.won_on, referral.referral_id, Fraction(referral.deal_amount)))
    else:
        for row in book.billing:
            day = counted_on(book, referral, row)
            if row.referral_id != referral.referral_id or day is None:
                continue
            tested, base = day, Fraction(row.amount)
            if row.kind == "credit_note":
                base = -base
                for invoice in book.billing:
                    if row.corrects == invoice.billing_id:
                        tested = counted_on(book, referral, invoice) or day
            found.append((day, tested, row.billing_id, base))
    inside = [each for each in found if days[0] <= each[1] <= days[1] and each[0] + hold <= until]
    return sorted(Happening(day + hold, event_id, base) for day, _, event_id, base in inside)


def earned_cents(book: Book, referral: Referral, bases: Iterable[Fraction], until: dt.date) -> int:
    """Section 4: C(k), over the bases up to k."""
    given = referral.given_on
    base = max(sum(bases, Fraction(0)), Fraction(0))
    multiplier = number(said(book, "case." + (referral.case or "standard"), given))
    for dispute in book.disputes:
        decided = dispute.opened_on <= until and dispute.resolved_on and dispute.resolved_on <= until
        if dispute.referral_id == referral.referral_id and decided and dispute.outcome == "upheld":
            multiplier = Fraction(0)
    tiers = said(book, "commission.tiers", given)
    plan = Fraction(0)
    if referral.rate is not None:
        plan = Fraction(referral.rate) * base
    elif tiers != "none":
        bounds = [(number(bound), number(rate)) for bound, rate in (each.split(":") for each in tiers.split(";"))]
        for place, (bound, rate) in enumerate(bounds):
            top = bounds[place + 1][0] if place + 1 < len(bounds) else base
            if base > bound:
                plan += rate * (min(base, top) - bound)
    else:
        plan = number(said(book, "commission.rate", given)) * base
    cents = int(multiplier * plan * 100 + Fraction(1, 2))
    cap = said(book, "commission.cap", given)
    return cents if cap == "none" else min(cents, int(number(cap) * 100))


def weights(book: Book, referral: Referral) -> dict[tuple[str, str], Fraction]:
    """Section 4: what each (payee, payer) weighs."""
    given = referral.given_on
    network, team = number(said(book, "network.share", given)), number(said(book, "team.share", given))
    of_role: dict[str, dict[str, Fraction]] = {"referrer": {}, "performer": {}}
    for share in book.shares:
        if share.referral_id == referral.referral_id:
            of_role[share.role][share.member_id] = Fraction(share.weight)
    payers = of_role["performer"] or {referral.recipient_id: Fraction(1)}
    pairs: Counter[tuple[str, str]] = Counter()
    for referrer, part in (of_role["referrer"] or {referral.referrer_id: Fraction(1)}).items():
        leads = [each.lead_id for each in book.members if each.member_id == referrer and each.lead_id]
        for payer, weight in payers.items():
            if referrer == "NETWORK":
                pairs["NETWORK", payer] += part * weight  # type: ignore[assignment]
                continue
            pairs["NETWORK", payer] += part * network * weight  # type: ignore[assignment]
            rest = 1 - network
            if leads and team:
                pairs[leads[0], payer] += part * team * weight  # type: ignore[assignment]
                rest -= team
            pairs[referrer, payer] += part * rest * weight  # type: ignore[assignment]
    return {pair: Fraction(weight) for pair, weight in pairs.items() if weight}


def shared(cents: int, parts: Mapping[tuple[str, str], Fraction]) -> dict[tuple[str, str], int]:
    """Section 4: each pair's exact part rounded down, the cents left over to the largest remainders."""
    whole = sum(parts.values())
    exact = {pair: cents * weight / whole for pair, weight in parts.items()}
    result = {pair: int(part) for pair, part in exact.items()}
    waiting = sorted(parts, key=lambda pair: (result[pair] - exact[pair], pair))
    for place in range(cents - sum(result.values())):
        result[waiting[place]] += 1
    return result


def expected(book: Book, month: str) -> dict[Key, Owed]:
    """Section 4: what every event owes, for the whole history up to a month's end; keys that owe nothing too."""
    until, owed = end_of(month), {}
    opening = said(book, "ledger.opens_on", until)
    opens_on = dt.date.min if opening == "none" else dt.date.fromisoformat(opening)
    found = windows(book)
    for referral in book.referrals:
        if referral.referral_id not in found:
            continue
        events = earning_events(book, referral, found[referral.referral_id], until)
        parts = weights(book, referral)
        bases = [event.base for event in events]
        for place, event in enumerate(events):
            if event.commissionable_on < opens_on:
                continue
            after = shared(earned_cents(book, referral, bases[: place + 1], until), parts)
            before = shared(earned_cents(book, referral, bases[:place], until), parts)
            for payee, payer in parts:
                if payee != payer:
                    key = Key(event.event_id, payer, payee, referral.currency or "EUR")
                    cents = after[payee, payer] - before[payee, payer]
                    owed[key] = Owed(cents, referral.referral_id, written(event.commissionable_on))
    return owed


def closing(book: Book, postings: Iterable[Posting], month: str) -> list[Posting]:
    """Section 5: what closing a month posts or holds back, after these postings."""
    until, owed, earlier = end_of(month), expected(book, month), [each for each in postings if not each.held]
    disputed = {
        each.referral_id
        for each in book.disputes
        if each.opened_on <= until and not (each.resolved_on and each.resolved_on <= until)
        if each.referral_id in {referral.referral_id for referral in book.referrals}
    }
    found = []
    for key in {*owed, *(each.key for each in earlier)}:
        before = [each for each in earlier if each.key == key]
        cents = (owed[key].cents if key in owed else 0) - sum(each.cents for each in before)
        if cents:
            referral_id, period = (
                owed[key][1:]
                if key in owed
                else max((each.month, each.referral_id, each.period) for each in before)[1:]
            )
            kind = "commission" if period == month and not before else "adjustment"
            found.append(Posting(month, period, kind, referral_id, key, cents, referral_id in disputed))
    return found
