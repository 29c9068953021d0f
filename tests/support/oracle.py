"""The rules page, read a second time: slow, naive, in fractions, and on purpose unlike the code it is held against.

It knows the rows of a book and nothing else of netsheets: every number is computed afresh from `docs/rules.md`, each
event's total over all events before it, each month's lines over all lines before it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from netsheets.domain.book import Book
from netsheets.domain.records import Billing, Referral

DEFAULTS = {
    "commission.rate": "15%",
    "commission.tiers": "none",
    "commission.tiers_apply": "marginal",
    "commission.tiers_on": "referral",
    "commission.tiers_period": "year",
    "commission.rate_by_age": "none",
    "commission.fixed": "0",
    "commission.minimum": "0",
    "commission.deal_minimum": "0",
    "commission.due": "each",
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
    "ownership.after_leaving": "keeps",
    "ledger.opens_on": "none",
}

Closed = Mapping[str, Book]
"""The months that are closed, each with the rows its close found; months lie between, and are closed in order."""

Days = tuple[dt.date, dt.date]


class Owed(NamedTuple):
    """What is owed under a key, in smallest units, and what the line would say of its event."""

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


def own_window(book: Book, referral: Referral) -> Days | None:  # noqa: C901 - read off the page, in its order
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
    if said(book, "ownership.after_leaving", given) == "ends":
        for member in book.members:
            if member.member_id == referral.referrer_id and member.left_on:
                last = min(last, member.left_on)
    return start, last


class Happening(NamedTuple):
    commissionable_on: dt.date
    event_id: str
    base: Fraction
    terms_on: dt.date
    performer_id: str


def earning_events(book: Book, referral: Referral, days: Days, until: dt.date) -> list[Happening]:
    """Sections 2 and 3: the events whose terms day lies in the window, in the order of section 4."""
    hold = dt.timedelta(days=int(said(book, "commission.hold_days", referral.given_on)))
    found = []
    if said(book, "commission.basis", referral.given_on) == "won":
        if referral.status == "won" and referral.won_on and referral.deal_amount is not None:
            amount = Fraction(referral.deal_amount)
            found.append((referral.won_on, referral.won_on, referral.referral_id, amount, ""))
    else:
        for row in book.billing:
            day = counted_on(book, referral, row)
            if row.referral_id != referral.referral_id or day is None:
                continue
            terms_on, base, performer = day, Fraction(row.amount) - Fraction(row.excluded or 0), row.performer_id
            if row.kind == "credit_note":
                base = -base
                for invoice in book.billing:
                    if row.corrects == invoice.billing_id:
                        terms_on = counted_on(book, referral, invoice) or day
                        performer = performer or invoice.performer_id
            found.append((day, terms_on, row.billing_id, base, performer))

    def moved(day: dt.date) -> dt.date:
        return days[0] if referral.given_on <= day < days[0] else day

    return sorted(
        Happening(moved(day) + hold, event_id, base, moved(terms_on), performer)
        for day, terms_on, event_id, base, performer in found
        if days[0] <= moved(terms_on) <= days[1] and moved(day) + hold <= until
    )


def dated(rows: Iterable[Any], field: str, day: dt.date, otherwise: Any) -> Any:
    """Section 4: the latest row on or before a day with that field filled, else what the own row says."""
    filled = [row for row in rows if row.from_on <= day and getattr(row, field) not in ("", None)]
    return getattr(max(filled, key=lambda row: row.from_on), field) if filled else otherwise


def of_referral(book: Book, referral: Referral, field: str, day: dt.date) -> Any:
    rows = [each for each in book.amendments if each.referral_id == referral.referral_id]
    return dated(rows, field, day, getattr(referral, field))


def of_member(book: Book, member_id: str, field: str, day: dt.date, closed: Closed = MappingProxyType({})) -> Any:
    """Section 4: the member's terms on a day, else what a close found of that month, else the members row."""
    rows = [each for each in book.member_terms if each.member_id == member_id]
    found = book
    if closed and written(day) <= max(closed):
        found = closed.get(written(day), closed[min(closed)])
    own = [each for each in (*found.members, *book.members) if each.member_id == member_id]
    return dated(rows, field, day, getattr(own[0], field) if own else None)


def multiplier(book: Book, referral: Referral, event: Happening, until: dt.date) -> Fraction:
    for dispute in book.disputes:
        decided = dispute.opened_on <= until and dispute.resolved_on and dispute.resolved_on <= until
        if dispute.referral_id == referral.referral_id and decided and dispute.outcome == "upheld":
            return Fraction(0)
    case = of_referral(book, referral, "case", event.terms_on) or "standard"
    return number(said(book, "case." + case, referral.given_on) or "0")


def one_rate(book: Book, referral: Referral, event: Happening, start: dt.date, closed: Closed) -> Fraction | None:
    """Section 4: the one rate that holds on an event's terms day, None where brackets do."""
    given, day = referral.given_on, event.terms_on
    for rate in (of_referral(book, referral, "rate", day), of_member(book, referral.referrer_id, "rate", day, closed)):
        if rate is not None:
            return Fraction(rate)
    ages = said(book, "commission.rate_by_age", given)
    if ages != "none":
        found = Fraction(0)
        for months, rate in (each.split(":") for each in ages.split(";")):
            if int(months) == 0 or day > later(start, int(months)):
                found = number(rate)
        return found
    return None if said(book, "commission.tiers", given) != "none" else number(said(book, "commission.rate", given))


def plan(book: Book, given: dt.date, base: Fraction) -> Fraction:
    """Section 1: what brackets make of a base."""
    base = max(base, Fraction(0))
    brackets = (each.split(":") for each in said(book, "commission.tiers", given).split(";"))
    tiers = [(number(bound), number(rate)) for bound, rate in brackets]
    if said(book, "commission.tiers_apply", given) == "whole":
        return base * [rate for bound, rate in tiers if bound <= base][-1]
    earned = Fraction(0)
    for place, (bound, rate) in enumerate(tiers):
        top = tiers[place + 1][0] if place + 1 < len(tiers) else base
        earned += rate * max(min(base, top) - bound, Fraction(0))
    return earned


def referrers(book: Book, referral: Referral) -> dict[str, Fraction]:
    parts = {
        each.member_id: Fraction(each.weight)
        for each in book.shares
        if each.referral_id == referral.referral_id and each.role == "referrer"
    } or {referral.referrer_id: Fraction(1)}
    return {each: part / sum(parts.values()) for each, part in parts.items()}


def period(day: dt.date, length: str) -> tuple[int, ...]:
    return {"month": (day.year, day.month), "quarter": (day.year, 90 + (day.month - 1) // 3), "year": (day.year,)}.get(
        length, ()
    )


def climbed(book: Book, found: Mapping[str, Days], until: dt.date, closed: Closed) -> dict[tuple[str, str], Fraction]:
    """Section 4: d(k) of every event in brackets on members; volumes of another currency are volumes of their own."""
    waiting = [
        (event.commissionable_on, event.event_id, referral.referral_id, referral, event)
        for referral in book.referrals
        if referral.referral_id in found and said(book, "commission.tiers_on", referral.given_on) == "member"
        for event in earning_events(book, referral, found[referral.referral_id], until)
        if one_rate(book, referral, event, found[referral.referral_id][0], closed) is None
        and multiplier(book, referral, event, until)
    ]
    volumes: dict[object, Fraction] = {}
    result = {}
    for _, event_id, referral_id, referral, event in sorted(waiting, key=lambda each: each[:3]):
        added = Fraction(0)
        for referrer, part in referrers(book, referral).items():
            length = said(book, "commission.tiers_period", referral.given_on)
            key = (referrer, period(event.terms_on, length), referral.currency or "EUR")
            before = volumes.get(key, Fraction(0))
            volumes[key] = before + part * event.base
            added += plan(book, referral.given_on, volumes[key]) - plan(book, referral.given_on, before)
        result[referral_id, event_id] = added
    return result


def earned(
    book: Book, referral: Referral, events: list[Happening], days: Days, until: dt.date,
    climbs: Mapping[tuple[str, str], Fraction], closed: Closed,
) -> int:  # fmt: skip
    """Section 4: C(k), over the events up to k, in the currency's smallest units."""
    if not events:
        return 0
    given, total, base, raw = referral.given_on, Fraction(0), Fraction(0), Fraction(0)
    for event in events:
        before = base
        raw += event.base
        base = max(raw, Fraction(0))
        rate = one_rate(book, referral, event, days[0], closed)
        if rate is not None:
            added = rate * (base - before)
        elif said(book, "commission.tiers_on", given) == "member":
            added = climbs.get((referral.referral_id, event.event_id), Fraction(0))
        else:
            added = plan(book, given, base) - plan(book, given, before)
        total += multiplier(book, referral, event, until) * added
    total += multiplier(book, referral, events[-1], until) * number(said(book, "commission.fixed", given))
    unpaid = said(book, "commission.due", given) == "full" and base < (referral.deal_amount or 0)
    if base <= 0 or base < number(said(book, "commission.deal_minimum", given)) or unpaid or total <= 0:
        return 0
    units = units_of(referral.currency or "EUR")
    least = number(said(book, "commission.minimum", given)) * units
    amount = max(int(total * units + Fraction(1, 2)), -int(-least // 1))
    cap = said(book, "commission.cap", given)
    return amount if cap == "none" else min(amount, int(number(cap) * units))


def units_of(currency: str) -> int:
    return {"JPY": 1, "TND": 1000}.get(currency, 100)


def weights(book: Book, referral: Referral, event: Happening, closed: Closed) -> dict[tuple[str, str], Fraction]:
    """Section 4: what each (payee, payer) weighs for an event."""
    given, day = referral.given_on, event.terms_on
    network, team = number(said(book, "network.share", given)), number(said(book, "team.share", given))
    performers = {
        each.member_id: Fraction(each.weight)
        for each in book.shares
        if each.referral_id == referral.referral_id and each.role == "performer"
    }
    payers = performers or {of_referral(book, referral, "recipient_id", day): Fraction(1)}
    payers = {event.performer_id: Fraction(1)} if event.performer_id else payers
    pairs: Counter[tuple[str, str]] = Counter()
    for referrer, part in referrers(book, referral).items():
        lead = of_member(book, referrer, "lead_id", day, closed)
        gone = [each for each in book.members if each.member_id == lead and each.left_on and each.left_on < day]
        for payer, weight in payers.items():
            whole = part * weight / sum(payers.values())
            if referrer == "NETWORK":
                pairs["NETWORK", payer] += whole  # type: ignore[assignment]
                continue
            pairs["NETWORK", payer] += whole * network  # type: ignore[assignment]
            rest = 1 - network
            if lead and team and not gone:
                pairs[lead, payer] += whole * team  # type: ignore[assignment]
                rest -= team
            pairs[referrer, payer] += whole * rest  # type: ignore[assignment]
    return {pair: Fraction(weight) for pair, weight in pairs.items() if weight}


def shared(units: int, parts: Mapping[tuple[str, str], Fraction]) -> dict[tuple[str, str], int]:
    """Section 4: each pair's exact part rounded down, the cents left over to the largest remainders."""
    if units < 0:
        return {pair: -part for pair, part in shared(-units, parts).items()}
    exact = {pair: units * weight for pair, weight in parts.items()}
    result = {pair: int(part) for pair, part in exact.items()}
    waiting = sorted(parts, key=lambda pair: (result[pair] - exact[pair], pair))
    for place in range(units - sum(result.values())):
        result[waiting[place]] += 1
    return result


def expected(book: Book, month: str, closed: Closed = MappingProxyType({})) -> dict[Key, Owed]:
    """Section 4: what every event owes, for the whole history up to a month's end; keys that owe nothing too."""
    until, owed = end_of(month), {}
    opening = said(book, "ledger.opens_on", until)
    opens_on = dt.date.min if opening == "none" else dt.date.fromisoformat(opening)
    found = windows(book)
    climbs = climbed(book, found, until, closed)
    for referral in book.referrals:
        if referral.referral_id not in found:
            continue
        days = found[referral.referral_id]
        events = earning_events(book, referral, days, until)
        totals = [
            earned(book, referral, events[:place], days, until, climbs, closed) for place in range(len(events) + 1)
        ]
        alike: dict[object, list[int]] = {}
        for place, event in enumerate(events):
            parts = weights(book, referral, event, closed)
            together = alike.setdefault(tuple(sorted(parts.items())), [])
            before = shared(sum(together), parts)
            together.append(totals[place + 1] - totals[place])
            after = shared(sum(together), parts)
            for payee, payer in parts if event.commissionable_on >= opens_on else ():
                if payee != payer:
                    key = Key(event.event_id, payer, payee, referral.currency or "EUR")
                    cents = after[payee, payer] - before[payee, payer]
                    owed[key] = Owed(cents, referral.referral_id, written(event.commissionable_on))
    return owed


def closing(
    book: Book, postings: Iterable[Posting], month: str, closed: Closed = MappingProxyType({})
) -> list[Posting]:
    """Section 5: what closing a month posts or holds back, after these postings."""
    until, owed, earlier = end_of(month), expected(book, month, closed), [each for each in postings if not each.held]
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
