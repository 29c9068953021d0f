"""What holds for every network: the code agrees with the rules page read a second time, and nothing gets lost."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from netsheets.domain.book import Book
from netsheets.domain.chain import altered
from netsheets.domain.closing import Closing
from netsheets.domain.commissions import accounts
from netsheets.domain.currencies import places_of
from netsheets.domain.ledger import Line, Seal
from netsheets.domain.money import allocated
from netsheets.domain.month import Month, months_later
from netsheets.domain.network import Network
from netsheets.domain.parties import Pair
from netsheets.domain.settlement import balances_of, outstanding_lines, transfers_for
from tests.support import oracle
from tests.support.build import billing, book, payout, referral
from tests.support.closings import EMPTY, closed, closed_through, draft, month
from tests.support.strategies import MONTHS, amounts, days, edits, networks, shuffled

networks_seen = settings(max_examples=60)


def as_postings(closing: Closing) -> Counter[oracle.Posting]:
    lines = [(line, False) for line in closing.posted] + [(each.line, True) for each in closing.held]
    return Counter(_posting(line, held=held) for line, held in lines)


def _posting(line: Line, *, held: bool) -> oracle.Posting:
    key = oracle.Key(line.event_id, line.payer_id, line.payee_id, line.currency)
    return oracle.Posting(str(line.month), str(line.period), line.kind, line.referral_id, key, in_units(line), held)


def in_units(line: Line) -> int:
    """Return a line's amount in its currency's smallest units."""
    units = line.amount.scaleb(places_of(line.currency))
    assert units == int(units)
    return int(units)


@networks_seen
@given(networks(), st.data())
def test_every_closing_of_any_edited_network_posts_what_the_rules_page_says(network: Book, data: st.DataObject) -> None:
    ledger, known, closed_books = EMPTY, list[oracle.Posting](), dict[str, Book]()
    for each_month in MONTHS:
        found, wanted = draft(network, each_month, ledger), oracle.closing(network, known, each_month, closed_books)
        assert as_postings(found) == Counter(wanted)
        known.extend(posting for posting in wanted if not posting.held)
        ledger = closed(network, each_month, ledger)
        closed_books[each_month] = network
        network = data.draw(edits(network), label="edited")


@networks_seen
@given(networks(), st.data())
def test_after_any_edits_and_closes_the_ledger_and_what_is_held_sum_to_what_the_rules_say(
    network: Book, data: st.DataObject
) -> None:
    ledger = closed(network, "2026-02", closed(network, "2026-01"))
    closed_books = {"2026-01": network, "2026-02": network}
    network = data.draw(edits(network), label="edited")
    sums = Counter[oracle.Key]()
    for posting in as_postings(draft(network, "2026-03", ledger)):
        sums[posting.key] += posting.cents
    for line in ledger.lines:
        sums[_posting(line, held=False).key] += in_units(line)
    owed = {key: each.cents for key, each in oracle.expected(network, "2026-03", closed_books).items()}
    assert +sums == Counter({key: cents for key, cents in owed.items() if cents > 0})
    assert -sums == Counter({key: -cents for key, cents in owed.items() if cents < 0})


@networks_seen
@given(networks(), st.sampled_from(MONTHS))
def test_a_second_close_posts_nothing(network: Book, month: str) -> None:
    ledger = closed(network, month)
    again = draft(network, month, ledger)
    assert again.status == "closed"
    assert again.posted == ledger.lines
    assert draft(network, again.month.next, closed(network, again.month.next, ledger)).posted == tuple(
        line for line in closed(network, again.month.next, ledger).lines if line.month != again.month
    )


@networks_seen
@given(networks(), st.data())
def test_the_order_of_rows_never_matters(network: Book, data: st.DataObject) -> None:
    other = data.draw(shuffled(network))
    ledger, other_ledger = EMPTY, EMPTY
    for each in MONTHS[1:3]:
        first, second = draft(network, each, ledger), draft(other, each, other_ledger)
        assert (first.posted, first.held, first.totals) == (second.posted, second.held, second.totals)
        assert Counter(first.excluded) == Counter(second.excluded)
        ledger, other_ledger = closed(network, each, ledger), closed(other, each, other_ledger)
    assert ledger == other_ledger


@networks_seen
@given(networks())
def test_an_accounts_commissions_sum_to_its_rounded_total_and_its_parts_to_its_commissions(network: Book) -> None:
    for account in accounts(Network.of(network, dt.date(2026, 4, 30)), dt.date(2026, 4, 30)):
        if not account.earnings:
            continue
        assert sum(each.commission for each in account.earnings) == account.earnings[-1].cumulated_commission
        for earning in account.earnings:
            assert sum(earning.weights.values()) == 1
            if not any(pair.payee_id == pair.payer_id for pair in earning.weights):
                assert sum(earning.parts.values()) == earning.commission
            assert all(pair.payee_id != pair.payer_id for pair in earning.parts)


@networks_seen
@given(networks())
def test_the_lines_of_a_referral_sum_to_its_total_less_what_is_owed_to_oneself(network: Book) -> None:
    network = replace(network, disputes=(), charter=tuple(r for r in network.charter if r.parameter[:6] != "ledger"))
    ledger = closed_through(network, MONTHS)
    for account in accounts(Network.of(network, dt.date(2026, 4, 30)), dt.date(2026, 4, 30)):
        together: dict[frozenset[tuple[Pair, Fraction]], Decimal] = {}
        for earning in account.earnings:
            pool = frozenset(earning.weights.items())
            together[pool] = together.get(pool, Decimal(0)) + earning.commission
        owed = sum(
            part
            for pool, total in together.items()
            for pair, part in allocated(total, dict(pool), places_of(account.currency)).items()
            if pair.payee_id != pair.payer_id
        )
        posted = sum(line.amount for line in ledger.lines if line.referral_id == account.referral.referral_id)
        assert posted == owed


@networks_seen
@given(networks(), st.lists(st.tuples(st.sampled_from("abcd"), amounts, days), max_size=6))
def test_balances_sum_to_zero_and_transfers_settle_them(
    network: Book, paid: list[tuple[str, Decimal, dt.date]]
) -> None:
    ledger = closed_through(network, MONTHS)
    between = {"a": ("M1", "M2"), "b": ("M2", "NETWORK"), "c": ("M4", "M1"), "d": ("NETWORK", "M4")}
    payouts = tuple(
        payout(f"P{number}", payer_id=between[who][0], payee_id=between[who][1], amount=amount, paid_on=on)
        for number, (who, amount, on) in enumerate(paid)
    )
    seen = Network.of(replace(network, payouts=payouts), month("2026-03").last_day, ledger=ledger)
    balances = balances_of(outstanding_lines(seen, month("2026-03")), month("2026-03"))
    transfers = transfers_for(balances)
    for currency in {each.currency for each in balances}:
        net = {each.member_id: each.closing for each in balances if each.currency == currency}
        assert sum(net.values()) == 0
        found = [each for each in transfers if each.currency == currency]
        assert len(found) <= max(sum(1 for amount in net.values() if amount) - 1, 0)
        for transfer in found:
            assert transfer.amount > 0
            assert net[transfer.payer_id] < 0 < net[transfer.payee_id] or (
                net[transfer.payer_id] <= -transfer.amount and net[transfer.payee_id] >= transfer.amount
            )
            net[transfer.payer_id] += transfer.amount
            net[transfer.payee_id] -= transfer.amount
        assert not any(net.values())
        assert [each.amount for each in found] == sorted((each.amount for each in found), reverse=True)


@networks_seen
@given(networks())
def test_a_balance_is_carried_from_month_to_month(network: Book) -> None:
    ledger = closed_through(network, MONTHS)
    for first, second in pairwise(MONTHS):
        closings = {(b.currency, b.member_id): b.closing for b in balances_of(ledger.lines, month(first))}
        openings = {(b.currency, b.member_id): b.opening for b in balances_of(ledger.lines, month(second))}
        assert {key: amount for key, amount in openings.items() if amount} == {k: a for k, a in closings.items() if a}


@given(st.dates(max_value=dt.date(9000, 1, 1)), st.integers(0, 1200), st.integers(0, 3))
def test_months_later_is_monotone(day: dt.date, months: int, more: int) -> None:
    assert months_later(day, months) <= months_later(day, months + more)
    assert months_later(day, months) <= months_later(day + dt.timedelta(days=more), months)
    assert months_later(day, months).day in {day.day, Month.of(months_later(day, months)).last_day.day}


pairs = st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"))
fractions = st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=1000)


@given(st.integers(0, 10**9), st.dictionaries(pairs, fractions, min_size=1))
def test_an_allocation_sums_to_its_total_and_is_less_than_a_cent_from_exact(
    cents: int, weights: dict[tuple[str, str], Fraction]
) -> None:
    total = Decimal(cents) / 100
    parts = allocated(total, weights)
    assert sum(parts.values()) == total
    whole = sum(weights.values())
    for key, part in parts.items():
        assert part >= 0
        assert abs(Fraction(part) - Fraction(total) * weights[key] / whole) < Fraction(1, 100)


@networks_seen
@given(networks(), st.data())
def test_every_alteration_of_the_ledger_is_found_and_its_month_named(network: Book, data: st.DataObject) -> None:
    ledger = closed_through(network, MONTHS)
    assert altered(ledger, {}) == ()
    held: dict[str, tuple[Any, ...]] = {
        name: getattr(ledger, name) for name in ("lines", "closings", "standing", "documents", "rows")
    }
    name = data.draw(st.sampled_from([name for name, records in held.items() if records]))
    place = data.draw(st.integers(0, len(held[name]) - 1))
    target = held[name][place]
    change = data.draw(st.sampled_from(["field", "removed", "added"]))
    if change == "field":
        names = getattr(target, "_fields", None) or [each.name for each in fields(target)]
        field = data.draw(st.sampled_from(names))
        new: tuple[Any, ...] = (with_field(target, field, other_value(getattr(target, field))),)
    else:
        new = () if change == "removed" else (target, target)
    changed = replace(ledger, **{name: (*held[name][:place], *new, *held[name][place + 1 :])})
    months = {dict(each.details)["month"] for each in altered(changed, {})}
    if target.month in changed.lines_of or target.month in changed.seals_of or target.month != ledger.last_month:
        assert months & {str(target.month), str(target.month.next)}


def with_field(row: Any, name: str, value: Any) -> Any:
    return replace(row, **{name: value}) if isinstance(row, Seal) else row._replace(**{name: value})


def other_value(value: Any) -> Any:
    match value:
        case Month():
            return value.next
        case Decimal():
            return value + Decimal("0.01")
        case dt.date():
            return value + dt.timedelta(days=1)
        case int():
            return value + 1
        case None:
            return Decimal("0.17")
        case _:
            return value + "x"


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=6, unique=True), st.data())
def test_swapped_amounts_are_found_and_reordered_lines_are_no_alteration(tens: list[int], data: st.DataObject) -> None:
    rows = (
        billing(f"B{number}", amount=Decimal(amount * 10), paid_on=f"2026-0{2 + number % 2}-10")
        for number, amount in enumerate(tens)
    )
    ledger = closed_through(book(referral(), *rows), ("2026-02", "2026-03"))
    shuffled_lines = tuple(data.draw(st.permutations(ledger.lines)))
    assert altered(replace(ledger, lines=shuffled_lines), {}) == ()
    first, second, *_ = shuffled_lines
    swapped = {first: first._replace(amount=second.amount), second: second._replace(amount=first.amount)}
    changed = replace(ledger, lines=tuple(swapped.get(line, line) for line in ledger.lines))
    months = {dict(each.details)["month"] for each in altered(changed, {})}
    assert months == {str(first.month), str(second.month)}
