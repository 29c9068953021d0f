"""Who gave whom how many referrals, as a table whose cells are the darker the more there were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from netsheets.domain.practice.dashboard import Given
from netsheets.exports.dashboard.view import View

MEMBERS_SHOWN = 16
_LEVELS = 4
_DARK_FROM = 3
"""Fewer referrals than this are never the darkest, even where nobody gave anybody more."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A count in words, "" for none, and how dark it is: 0 to 4, or "self" where giver and recipient are the same."""

    said: str
    level: str


@dataclass(frozen=True, slots=True)
class Giver:
    """A row: what one gave to each recipient, and in all."""

    name: str
    cells: tuple[MatrixCell, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Givers in rows, recipients in columns, by name; `received` is what each recipient got in all."""

    reading: str
    names: tuple[str, ...]
    rows: tuple[Giver, ...]
    received: tuple[str, ...]
    total: str
    more: str


def matrix(view: View) -> Matrix:
    """Return who gave whom; very large networks see those who gave each other most."""
    given = view.dashboard.given
    count = {(each.referrer_id, each.recipient_id): each.referrals for each in given}
    gave, received = Counter[str](), Counter[str]()
    for each in given:
        gave[each.referrer_id] += each.referrals
        received[each.recipient_id] += each.referrals
    everybody = gave.keys() | received.keys()
    shown = _shown(count, gave + received, view)
    highest = max((_DARK_FROM, *count.values()))
    rows = tuple(
        Giver(
            view.name(giver),
            tuple(
                _cell(count.get((giver, recipient), 0), highest, view, same=giver == recipient) for recipient in shown
            ),
            view.integer(gave[giver]),
        )
        for giver in shown
    )
    said = {"shown": len(shown), "count": view.integer(len(everybody))}
    return Matrix(
        _reading(view, given),
        tuple(view.name(each) for each in shown),
        rows,
        tuple(view.integer(received[each]) for each in shown),
        view.integer(gave.total()),
        view.words("shown_of_matrix", **said) if len(everybody) > len(shown) else "",
    )


def _shown(count: Mapping[tuple[str, str], int], busy: Mapping[str, int], view: View) -> list[str]:
    """Return those who are shown, by name: the pairs with most referrals, the busier first."""
    pairs = sorted(count, key=lambda pair: (-count[pair], -sum(busy[each] for each in pair), pair))
    found = list(dict.fromkeys(member_id for pair in pairs for member_id in pair))[:MEMBERS_SHOWN]
    return sorted(found, key=lambda member_id: (view.name(member_id).casefold(), member_id))


def _cell(count: int, highest: int, view: View, *, same: bool) -> MatrixCell:
    level = -(-_LEVELS * count // highest)
    return MatrixCell(view.integer(count) if count else "", "self" if same else str(level))


def _reading(view: View, given: tuple[Given, ...]) -> str:
    total = sum(each.referrals for each in given)
    if not total:
        return view.words("matrix_none")
    most = max(given, key=lambda each: each.referrals)
    if most.referrals == 1:
        return view.counted("matrix_even", total)
    return view.words(
        "matrix",
        count=view.integer(total),
        giver=view.name(most.referrer_id),
        recipient=view.name(most.recipient_id),
        most=view.integer(most.referrals),
    )
