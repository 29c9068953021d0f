"""The report on activity as CSV: everybody in one row each, ids and raw counts, for other programs."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from netsheets.domain.practice.activity import Activity, Lights, MemberActivity, Outsider
from netsheets.domain.practice.amounts import Amounts, Flow, MemberAmounts
from netsheets.domain.practice.involvement import Involvement
from netsheets.exports.document import Column, Row, Table

_SPANS = ("month", "six_months", "twelve_months")


def activity_listing(activity: Activity, amounts: Amounts | None) -> Table:
    """Return everybody's lights and counts, and their amounts in the network's currency where there are any to tell."""
    keys = [
        "member_id", "joined_on", "left_on", "newcomer",
        *(f"{each.name}_light" for each in fields(Lights)),
        *(f"{span}_{each.name}" for span in _SPANS for each in fields(Involvement)),
    ]  # fmt: skip
    rows = {each.member_id: _counts(each) for each in activity.everyone}
    if amounts:
        keys += ["currency", *(f"{span}_amount_{each.name}" for span in _SPANS for each in fields(Flow))]
        for found in amounts.members:
            rows.setdefault(found.member_id, {"member_id": found.member_id}).update(_flows(found))
    return Table("activity", tuple(Column(each, each) for each in keys), tuple(rows.values()))


def _counts(member: MemberActivity | Outsider) -> dict[str, Any]:
    row: dict[str, Any] = {"member_id": member.member_id}
    if isinstance(member, MemberActivity):
        row |= {
            "joined_on": member.joined_on,
            "left_on": member.left_on,
            "newcomer": "yes" if member.newcomer else "no",
        }
        row |= {f"{name}_light": light for name, light in asdict(member.lights).items()}
        row |= {f"month_{name}": count for name, count in asdict(member.month).items()}
    row |= {f"six_months_{name}": count for name, count in asdict(member.six_months).items()}
    return row | {f"twelve_months_{name}": count for name, count in asdict(member.twelve_months).items()}


def _flows(found: MemberAmounts) -> Row:
    flows = {span: asdict(getattr(found, span)) for span in _SPANS}
    amounts = {f"{span}_amount_{name}": amount for span, flow in flows.items() for name, amount in flow.items()}
    return {"currency": found.currency, **amounts}
