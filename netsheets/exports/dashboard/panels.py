"""The charts of the page: each with its title, a sentence that says what it shows, and its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from markupsafe import Markup

from netsheets.domain.practice.dashboard import UNDER_WAY, MonthFigures, Referrer
from netsheets.exports.dashboard.charts import Bar, DrawnChart, lying, upright
from netsheets.exports.dashboard.view import View
from netsheets.sheets.schema import tab

REFERRERS_SHOWN = 10
_LONGEST_LABEL = 20


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart as people meet it. `pictures` are for windows of different width, of which one shows.

    `legend` names the series where there are several, `note` is in small print. The first of `columns` and of each of
    the `rows` is a label, the others are numbers; `more` says what the chart leaves out of them.
    """

    key: str
    title: str
    reading: str
    pictures: tuple[Markup, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: tuple[str, ...] = ()
    note: str = ""
    more: str = ""


def months_panel(view: View) -> Panel:
    """Return the revenue of twelve months, or in public the referrals."""
    return _referrals(view) if view.dashboard.public else _revenue(view)


def _revenue(view: View) -> Panel:
    board, words = view.dashboard, view.words
    amounts = {each.month: each.brought or Decimal(0) for each in board.months}
    best = max(amounts, key=lambda month: (amounts[month], month))
    reading = words(
        "revenue",
        month=view.month(board.month),
        amount=view.money(amounts[board.month]),
        sum=view.money(sum(amounts.values(), Decimal(0))),
        best=view.month(best),
        most=view.money(amounts[best]),
    )
    bars = [
        Bar(view.short_month(month), (amount,), (view.integer(amount),), "" if month == board.month else "past")
        for month, amount in amounts.items()
    ]
    return Panel(
        "months",
        words("revenue_title"),
        *_drawn("months", words("revenue_title"), reading if any(amounts.values()) else words("revenue_none"), bars),
        *_month_rows(view, board.months),
        note=words("revenue_note", currency=board.currency),
    )


def _referrals(view: View) -> Panel:
    board, words = view.dashboard, view.words
    given, won = (sum(getattr(each, key) for each in board.months) for key in ("given", "won"))
    reading = words(
        "referrals",
        month=view.month(board.month),
        given=view.integer(board.current.given),
        won=view.integer(board.current.won),
        given_year=view.integer(given),
        won_year=view.integer(won),
    )
    bars = [
        Bar(view.short_month(each.month), (each.given, each.won), (view.integer(each.given), view.integer(each.won)))
        for each in board.months
    ]
    return Panel(
        "months",
        words("referrals_title"),
        *_drawn("months", words("referrals_title"), reading if given or won else words("referrals_none"), bars),
        *_month_rows(view, board.months),
        legend=(words("given"), words("won")),
    )


def _drawn(key: str, title: str, reading: str, bars: list[Bar]) -> tuple[str, tuple[Markup, ...]]:
    """Return the sentence and the pictures of columns; none where there is nothing to draw."""
    chart = DrawnChart(key, title, reading, tuple(bars))
    pictures = (upright(chart), lying(chart, "slim", width=320)) if any(any(each.values) for each in bars) else ()
    return reading, pictures


def _month_rows(view: View, months: tuple[MonthFigures, ...]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    words, public = view.words, view.dashboard.public
    titles: tuple[str, ...] = (words("month"), words("given"), words("won"))
    if not public:
        titles = (*titles, words("brought", currency=view.dashboard.currency))
    rows = tuple(_row(view, view.month(each.month), each.given, each.won, amount=each.brought) for each in months)
    given, won = (sum(getattr(each, key) for each in months) for key in ("given", "won"))
    brought = None if public else sum((each.brought or Decimal(0) for each in months), Decimal(0))
    return titles, (*rows, _row(view, words("sum"), given, won, amount=brought))


def _row(view: View, label: str, *counts: int, amount: Decimal | None) -> tuple[str, ...]:
    """Return a row of numbers, the amount left out where there is none."""
    row = (label, *(view.integer(each) for each in counts))
    return row if amount is None else (*row, view.number(amount))


def pipeline_panel(view: View) -> Panel:
    """Return how many referrals stand at which status."""
    board, words = view.dashboard, view.words
    status = tab("referrals").column_by_key["status"]
    counts = {each.status: each.referrals for each in board.pipeline}
    under_way = sum(counts[each] for each in UNDER_WAY)
    ended = {key: view.integer(count) for key, count in counts.items() if key not in UNDER_WAY}
    reading = view.counted("pipeline", under_way, since=view.month(board.months[0].month), **ended)
    labels = {each: status.label(each, view.language) for each in counts}
    bars = tuple(
        Bar(labels[key], (count,), (view.integer(count),), "" if key in UNDER_WAY else f"past {key}")
        for key, count in counts.items()
    )
    titles: tuple[str, ...] = (words("status"), words("referral_count"))
    if not board.public:
        titles = (*titles, words("deals", currency=board.currency))
    rows = tuple(_row(view, labels[each.status], each.referrals, amount=each.deal_amount) for each in board.pipeline)
    chart = DrawnChart("pipeline", words("pipeline_title"), reading, bars)
    return Panel("pipeline", chart.title, reading, _both(chart), titles, rows)


def referrers_panel(view: View) -> Panel:
    """Return the first of those who brought most business, or in public of those whose referrals were won most."""
    board, words = view.dashboard, view.words
    shown = tuple(islice(board.referrers, REFERRERS_SHOWN))
    count = len(board.referrers)
    more = words("shown_of", shown=len(shown), count=view.integer(count)) if count > len(shown) else ""
    titles: tuple[str, ...] = (words("member"), words("given"), words("won"))
    if not board.public:
        titles = (*titles, words("brought", currency=board.currency))
    reading = _first_referrer(shown[0], view) if shown else words("referrers_none")
    bars = tuple(_referrer_bar(each, view) for each in shown)
    chart = DrawnChart("referrers", words("referrers_title"), reading, bars)
    rows = tuple(_row(view, view.name(each.member_id), each.given, each.won, amount=each.brought) for each in shown)
    note = words("referrers_scale") if board.public and shown else ""
    return Panel("referrers", chart.title, reading, _both(chart), titles, rows, note=note, more=more)


def _first_referrer(first: Referrer, view: View) -> str:
    name = view.name(first.member_id)
    if first.brought is None:
        details = {"won": view.integer(first.won), "given": view.integer(first.given)}
        return view.words("referrers_public", name=name, **details)
    return view.words("referrers", name=name, amount=view.money(first.brought))


def _referrer_bar(each: Referrer, view: View) -> Bar:
    label = shortened(view.name(each.member_id), _LONGEST_LABEL)
    if each.brought is None:
        said = view.words("won_of_given", won=view.integer(each.won), given=view.integer(each.given))
        return Bar(label, (each.won,), (said,))
    return Bar(label, (each.brought,), (view.integer(each.brought),))


def _both(chart: DrawnChart) -> tuple[Markup, ...]:
    """Return the pictures of lying bars; none where there is nothing to draw."""
    if not any(any(each.values) for each in chart.bars):
        return ()
    return lying(chart, "broad", width=440), lying(chart, "slim", width=320)


def shortened(text: str, longest: int) -> str:
    """Return a text that is no longer than so many characters; what is left out shows as an ellipsis."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
