"""The key figures of the month, each with what it is to be compared with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from netsheets.domain.practice.dashboard import Conversion
from netsheets.exports.dashboard.view import View


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its label, its number in its unit, and lines below it in small print."""

    label: str
    number: str
    unit: str
    notes: tuple[str, ...]


def figures(view: View) -> tuple[Figure, ...]:
    """Return the key figures; the amounts among them come first, and stay out of a public page."""
    return (*_amounts(view), *_counts(view))


def _amounts(view: View) -> Iterator[Figure]:
    board, words = view.dashboard, view.words
    if board.current.brought is None:
        return
    others = ", ".join(view.money(amount, currency) for currency, amount in board.elsewhere.items())
    notes = (_compared(view), words("elsewhere", amounts=others) if others else "")
    yield Figure(words("figure_brought"), view.number(board.current.brought), board.currency, _said(*notes))
    for total in board.totals:
        adjusted = words("commissions_note", adjustments=view.number(total.adjustments)) if total.adjustments else ""
        held = words("held", held=view.number(total.held)) if total.held else ""
        yield Figure(
            words("figure_commissions"),
            view.number(total.commissions + total.adjustments),
            total.currency,
            _said(adjusted or words("commissions_none"), held),
        )


def _counts(view: View) -> Iterator[Figure]:
    board, words = view.dashboard, view.words
    for key in ("given", "won"):
        year = view.integer(sum(getattr(each, key) for each in board.months))
        count = view.integer(getattr(board.current, key))
        yield Figure(words(f"figure_{key}"), count, "", (words("in_year", count=year),))
    yield _conversion(board.conversion, view)
    came, went = board.membership.joined, board.membership.left
    moved = words("members_note", joined=view.integer(came), left=view.integer(went))
    note = moved if came or went else words("members_same")
    yield Figure(words("figure_members"), view.integer(board.membership.active), "", (note,))


def _conversion(found: Conversion, view: View) -> Figure:
    words = view.words
    if found.part is None:
        return Figure(words("figure_conversion"), "–", "", (words("conversion_unknown"),))
    note = words("conversion_note", won=view.integer(found.won), lost=view.integer(found.lost))
    return Figure(words("figure_conversion"), view.percent(found.part), "", (note,))


def _compared(view: View) -> str:
    """Return how the month's revenue compares with that of the month before."""
    current = view.dashboard.current
    before = next((each for each in view.dashboard.months if each.month == current.month.previous), None)
    if before is None:
        return ""
    month = view.month(before.month)
    if not before.brought or before.brought < 0 or current.brought is None:
        return view.words("nothing_before", month=month) if not before.brought else ""
    change = (current.brought - before.brought) / before.brought
    percent = view.percent(abs(change))
    if abs(change) < Decimal("0.005"):
        return view.words("same_as", month=month)
    return view.words("more_than" if change > 0 else "less_than", percent=percent, month=month)


def _said(*notes: str) -> tuple[str, ...]:
    return tuple(each for each in notes if each)
