"""Money that may be wrong: paid twice, the wrong way round, ten times too large; earned beyond what was paid.

What was owed is what was posted by the month of the payment or, where that does not explain it, what the months still
open would post by then: months are often paid before they are closed. A payment within either is sound. So is one
between two who owe each other nothing where one owes and the other is owed: few transfers settle many debts (rules.md,
6).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from netsheets.domain.closing import close_month, currency_of
from netsheets.domain.commissions import Earning, accounts
from netsheets.domain.findings import Finding, finding
from netsheets.domain.ledger import Line
from netsheets.domain.money import ZERO, product, rounded
from netsheets.domain.month import Month
from netsheets.domain.network import Network
from netsheets.domain.records import NETWORK, Billing, Payout, Referral
from netsheets.domain.typed import signed_currencies

LATEST = 3
"""So many months after a statement it may still be paid as it was then, though debts have changed since."""
MOST_FORESEEN = 12
"""At most so many months before the last payment in doubt are computed one by one; what came before is in the first."""
SLIPS = (10, 100)
"""How many times too large an amount is that has a figure too many, or a decimal mark too few."""


def payouts_to_self(network: Network) -> Iterator[Finding]:
    """Yield every payout from someone to themselves."""
    for row in network.book.payouts:
        if row.payer_id == row.payee_id:
            yield finding("payout_to_self", "payouts", row.row, "payee_id", row.payee_id, member=row.payee_id)


def impossible_vat(network: Network) -> Iterator[Finding]:
    """Yield every payout between members that holds more VAT than money.

    Less than none is sound: VAT the payee owed, taken off. Through the network all or more may be VAT: a balance that
    was paid before, or that the payee owes, is taken off too.
    """
    for row in network.book.payouts:
        if row.vat is not None and row.vat >= row.amount and NETWORK not in (row.payer_id, row.payee_id):
            yield finding("payout_vat_impossible", "payouts", row.row, "vat", row.vat, limit=row.amount)


def repeated_payouts(network: Network) -> Iterator[Finding]:
    """Yield every payout that has an earlier row's day, parties, amount and currency, and no reference of its own."""
    first: dict[object, list[Payout]] = defaultdict(list)
    for row in network.book.payouts:
        alike = first[row.paid_on, row.payer_id, row.payee_id, row.amount, currency_of(row, network)]
        same = (each for each in alike if not (each.reference and row.reference and each.reference != row.reference))
        other = next(same, None)
        if other is not None:
            details = {"other": other.payout_id, "other_row": other.row, "limit": f"{row.amount:.2f}"}
            yield finding(
                "duplicate_payout", "payouts", row.row, "payout_id", row.payout_id, **details, day=row.paid_on
            )
        alike.append(row)


def misdirected_payouts(network: Network) -> Iterator[Finding]:
    """Yield every payout that went the wrong way round, or beyond what was owed by the month in which it was made."""
    payouts = sorted(
        (each for each in network.book.payouts if each.payer_id != each.payee_id), key=attrgetter("paid_on", "row")
    )
    posted = network.ledger.lines
    doubtful = _doubts(network, payouts, posted) if payouts else {}
    if not doubtful:
        return
    months = [Month.of(each.paid_on) for each in doubtful]
    foreseen = _doubts(network, payouts, (*posted, *_foreseen(network, min(months), max(months))))
    for payout in (each for each in payouts if each in doubtful and each in foreseen):
        owed, owed_back = map(max, doubtful[payout], foreseen[payout])
        yield _wrong_way(payout, owed_back) if not owed and owed_back else _beyond(payout, owed)


def _foreseen(network: Network, first: Month, last: Month) -> Iterator[Line]:
    """Yield what the months that are not closed would post, from the statements that `first` may settle up to `last`.

    What would have been posted before them comes with the first of them, as a close would post it.
    """
    ledger, last = network.ledger, min(last, Month.of(network.today))
    month = max(_months_before(min(first, last), LATEST), _months_before(last, MOST_FORESEEN))
    if ledger.last_month:
        month = max(month, ledger.last_month.next)
    while month <= last:
        draft = close_month(replace(network, ledger=ledger), month)
        yield from draft.posted
        ledger = replace(ledger, lines=ledger.lines + draft.posted)
        month = month.next


def _months_before(month: Month, count: int) -> Month:
    for _ in range(count):
        month = month.previous
    return month


class _Positions:
    """Who owes whom, pair by pair and in all, with the debts known so many months before each payment.

    `capped`: of a payment beyond what is owed only that much counts, so that one slip does not put all that follows in
    doubt; else all of it does, and the rest is owed back.
    """

    def __init__(self, debts: Sequence[Line], months_before: int, *, capped: bool) -> None:
        self._debts, self._taken_in = debts, 0
        self._months_before, self._capped = months_before, capped
        self._pairs: dict[tuple[str, str, str], Decimal] = defaultdict(lambda: ZERO)
        self._members: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)

    def reach(self, month: Month) -> None:
        """Take in the debts known at a payment of this month."""
        known = _months_before(month, self._months_before)
        while self._taken_in < len(self._debts) and self._debts[self._taken_in].month <= known:
            line = self._debts[self._taken_in]
            self._taken_in += 1
            self._add(line.payer_id, line.payee_id, line.currency, line.amount)

    def pay(self, payer_id: str, payee_id: str, currency: str, amount: Decimal) -> None:
        """Count a payment."""
        counted = min(amount, self.owed(payer_id, payee_id, currency)) if self._capped else amount
        self._add(payer_id, payee_id, currency, -counted)

    def owed(self, payer_id: str, payee_id: str, currency: str) -> Decimal:
        """Return the most that one may sensibly pay another: what they owe them, or what settles both in all."""
        forward, back = self._pairs[payer_id, payee_id, currency], self._pairs[payee_id, payer_id, currency]
        debt, credit = -self._members[payer_id, currency], self._members[payee_id, currency]
        returned = min(max(-back, ZERO), max(debt, ZERO))
        if payer_id == NETWORK:
            debt = credit
        elif payee_id == NETWORK:
            credit = debt
        return max(max(forward, ZERO) + returned, min(debt, credit))

    def _add(self, payer_id: str, payee_id: str, currency: str, amount: Decimal) -> None:
        self._pairs[payer_id, payee_id, currency] += amount
        self._members[payee_id, currency] += amount
        self._members[payer_id, currency] -= amount


def _doubts(
    network: Network, payouts: Iterable[Payout], lines: Iterable[Line]
) -> dict[Payout, tuple[Decimal, Decimal]]:
    """Return the payouts beyond what was owed, with what their payer owed, and what their payee did.

    A payment settles what was known by its month, or on one of the statements of the months before.
    """
    debts = sorted((each for each in lines if each.family != "payment"), key=attrgetter("month"))
    views = [_Positions(debts, 0, capped=False)]
    views += [_Positions(debts, months, capped=True) for months in range(LATEST + 1)]
    doubts: dict[Payout, tuple[Decimal, Decimal]] = {}
    for payout in payouts:
        currency = currency_of(payout, network)
        there = (payout.payer_id, payout.payee_id, currency)
        back = (payout.payee_id, payout.payer_id, currency)
        for view in views:
            view.reach(Month.of(payout.paid_on))
        owed = max(view.owed(*there) for view in views)
        if payout.net > _with_vat(owed, payout, network):
            doubts[payout] = owed, max(view.owed(*back) for view in views[1:])
        for view in views:
            view.pay(*there, payout.net)
    return doubts


def _with_vat(owed: Decimal, payout: Payout, network: Network) -> Decimal:
    """Return what may be paid for an amount excluding VAT, where the payment doesn't say how much of it is VAT."""
    terms = network.charter.on(payout.paid_on)
    charged = payout.payee_id == NETWORK or _charges(payout, network)
    return owed + rounded(product(owed, terms.vat_rate)) if charged and payout.vat is None else owed


def _charges(payout: Payout, network: Network) -> bool:
    return bool(network.member_fact(payout.payee_id, "vat_status", payout.paid_on) == "standard")


def _wrong_way(payout: Payout, owed_back: Decimal) -> Finding:
    details = {"member": payout.payer_id, "other": payout.payee_id, "limit": f"{owed_back:.2f}"}
    return finding("payout_wrong_way", "payouts", payout.row, "payer_id", payout.payer_id, **details)


def _beyond(payout: Payout, owed: Decimal) -> Finding:
    slip = next((payout.amount / times for times in SLIPS if owed and payout.net == owed * times), None)
    nearest = "" if slip is None else f"{slip:.2f}"
    details = {"member": payout.payer_id, "other": payout.payee_id, "limit": f"{owed:.2f}", "nearest": nearest}
    return finding("payout_above_owed", "payouts", payout.row, "amount", f"{payout.amount:.2f}", **details)


def commissions_above_payments(network: Network) -> Iterator[Finding]:
    """Yield every referral that has earned more by an event than all was paid by then, at the first such event."""
    suspect = tuple(each for each in network.book.referrals if _may_exceed(each, network))
    for account in accounts(network, network.today, suspect):
        first = next((each for each in account.earnings if _exceeds(each)), None)
        if first is not None:
            yield _above(first, account.referral, network)


def _may_exceed(referral: Referral, network: Network) -> bool:
    """Tell whether a referral's terms can give more than they are computed on: nearly none do."""
    terms = network.terms_on[referral.given_on]
    amendments = network.book.amendments_of.get(referral.referral_id, ())
    cases = (referral.case, *(each.case for each in amendments if each.case))
    largest = max(terms.multiplier(each) or ZERO for each in cases)
    return bool(largest > 1 or (largest and (terms.fixed or terms.minimum)))


def _exceeds(earning: Earning) -> bool:
    return earning.commission > 0 and earning.cumulated_commission > max(earning.cumulated_base, ZERO)


def _above(earning: Earning, referral: Referral, network: Network) -> Finding:
    row = network.book.billing_by_id.get(earning.event.event_id)
    tab, number, column = ("billing", row.row, "amount") if row else ("referrals", referral.row, "deal_amount")
    low, high = max(earning.cumulated_base, ZERO), earning.cumulated_commission
    value, details = f"{abs(earning.event.base):.2f}", {"low": f"{low:.2f}", "high": f"{high:.2f}"}
    return finding("commission_above_payment", tab, number, column, value, other=referral.referral_id, **details)


def foreign_signs(network: Network, cells: Iterable[Finding]) -> Iterator[Finding]:
    """Yield every amount typed with another currency's sign than its row's, of what is said of `cells`.

    A number without a sign is in the row's currency; `$` is the sign of any dollar.
    """
    signed = [
        (each, meant)
        for each in cells
        if each.code == "text_for_number" and each.tab in _CURRENCY_OF and (meant := signed_currencies(each.value))
    ]
    for tab in dict.fromkeys(each.tab for each, _ in signed):
        rows = {row.row: row for row in getattr(network.book, tab)}
        for each, meant in signed:
            row = rows.get(each.row) if each.tab == tab else None
            currency = _CURRENCY_OF[tab](row, network) if row else ""
            if currency and currency not in meant:
                details = {**dict(each.details), "currency": currency}
                yield finding("currency_sign_differs", tab, each.row, each.column, each.value, **details)


def _of_referral(row: Referral, network: Network) -> str:
    return row.currency or network.charter.on(row.given_on).currency


def _of_billing(row: Billing, network: Network) -> str:
    referral = network.book.referral_by_id.get(row.referral_id)
    return _of_referral(referral, network) if referral else ""


_CURRENCY_OF: Mapping[str, Callable[[Any, Network], str]] = MappingProxyType(
    {"referrals": _of_referral, "billing": _of_billing, "payouts": currency_of}
)
"""What tells the currency of a row's amounts, in each tab that has some."""
