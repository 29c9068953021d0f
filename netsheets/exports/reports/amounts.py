"""The amounts of the report on activity in words: business brought and received, and commissions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from netsheets.domain.practice.activity import Activity
from netsheets.domain.practice.amounts import Amounts, Flow, MemberAmounts
from netsheets.exports.document import Column, Page, Row, Table
from netsheets.exports.document.words import Words
from netsheets.exports.reports.setting import Setting

_BUSINESS = (
    "brought_1", "received_amount_1", "brought_6", "received_amount_6", "balance_amount_6",
    "brought_12", "received_amount_12", "balance_amount_12",
)  # fmt: skip
_COMMISSIONS = ("earned_1", "owed_1", "earned_6", "owed_6", "earned_12", "owed_12")
_ELSEWHERE = (
    "brought_1", "received_amount_1", "brought_12", "received_amount_12", "balance_amount_12", "earned_12", "owed_12",
)  # fmt: skip


def amounts_pages(amounts: Amounts, activity: Activity, setting: Setting, words: Words) -> Iterator[Page]:
    """Yield the business, the commissions and, where there are any, what is in other currencies, a page each.

    Members of the month come first, whether they have amounts or not; then who else has some.
    """
    have = {each.member_id: each for each in amounts.members}
    ids = dict.fromkeys((*(each.member_id for each in activity.members), *have))
    rows = [_row(setting.name(each), have.get(each)) for each in ids] if have else []
    basis = words(f"basis_{setting.network.charter.on(amounts.month.last_day).basis}")
    note, currency = words("amounts_note", basis=basis), amounts.currency
    yield Page(words("page_amounts"), (_table("amounts", _BUSINESS, rows, words, note=note, currency=currency),))
    note = words("commissions_note")
    yield Page(
        words("page_commissions"), (_table("commissions", _COMMISSIONS, rows, words, note=note, currency=currency),)
    )
    if amounts.elsewhere:
        yield Page(words("page_elsewhere"), (_elsewhere(amounts, setting, words),))


def _table(key: str, keys: tuple[str, ...], rows: Iterable[Row], words: Words, **said: str) -> Table:
    return Table(
        key,
        (Column("member_id", words("member"), width=24), *_money(keys, words)),
        tuple(rows),
        heading=words(key, currency=said["currency"]),
        note=said["note"],
        empty=words(f"empty_{key}"),
        totals=keys,
    )


def _elsewhere(amounts: Amounts, setting: Setting, words: Words) -> Table:
    columns = (
        Column("currency", words("currency"), width=10),
        Column("member_id", words("member"), width=24),
        *_money(_ELSEWHERE, words),
    )
    rows = tuple({"currency": each.currency, **_row(setting.name(each.member_id), each)} for each in amounts.elsewhere)
    return Table("elsewhere", columns, rows, heading=words("elsewhere"), note=words("elsewhere_note"))


def _money(keys: Iterable[str], words: Words) -> Iterator[Column]:
    return (Column(key, words(key), "money", width=16) for key in keys)


def _row(name: str, found: MemberAmounts | None) -> dict[str, Any]:
    """Return someone's amounts. Nothing is a blank, so that what there is stands out."""
    amounts = _keyed((found.month, found.six_months, found.twelve_months)) if found else {}
    return {"member_id": name, **{key: amount or None for key, amount in amounts.items()}}


def _keyed(flows: tuple[Flow, Flow, Flow]) -> dict[str, Decimal]:
    """Return the amounts of one, six and twelve months by the keys of their columns."""
    row: dict[str, Decimal] = {}
    for months, flow in zip((1, 6, 12), flows, strict=True):
        row[f"brought_{months}"] = flow.brought
        row[f"received_amount_{months}"] = flow.received
        row[f"balance_amount_{months}"] = flow.balance
        row[f"earned_{months}"] = flow.earned
        row[f"owed_{months}"] = flow.owed
    return row
