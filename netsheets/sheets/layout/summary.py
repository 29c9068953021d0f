"""The tab `summary`: the month at a glance, with charts."""

from __future__ import annotations

from collections.abc import Mapping

from netsheets.domain.findings import SEVERITIES
from netsheets.domain.summary import Summary
from netsheets.sheets.layout.columns import tab_titled
from netsheets.sheets.placing import Placement
from netsheets.sheets.schema import tab
from netsheets.stores.port import Block, Chart, Column, Content, Format, ReplaceTab
from netsheets.texts import Language, day_in_words, message


def summary_tab(summary: Summary, placements: Mapping[str, Placement], language: Language) -> ReplaceTab:
    """Return the `summary` tab; its charts read the blocks they stand beside."""
    blocks = (
        _totals(summary, language),
        _by_month(summary, language),
        _referrers(summary, language),
        _pipeline(summary, language),
        _transfers(summary, language),
        _expiring(summary, language),
        _issues(summary, language),
    )
    charts = (
        Chart("columns", _said("by_month", language, currency=summary.currency), 1, 0, (1,)),
        Chart("bars", _said("top_referrers", language, currency=summary.currency), 2, 0, (3,)),
        Chart("pie", _said("pipeline", language), 3, 0, (1,)),
    )
    shown = tuple(chart for chart in charts if blocks[chart.block].rows)
    return ReplaceTab(tab_titled("summary", placements, language), Content(blocks, shown))


def _said(name: str, language: Language, **details: object) -> str:
    return message(f"summary_{name}", language, **details)


def _column(name: str, language: Language, format_: Format = "text", width: float = 14) -> Column:
    return Column(_said(f"column_{name}", language), format_, width)


def _totals(summary: Summary, language: Language) -> Block:
    state = _said("closed" if summary.closed else "draft", language, month=str(summary.month))
    columns = (
        _column("currency", language, "text", 30),
        _column("base", language, "money", 16),
        _column("commissions", language, "money", 16),
        _column("adjustments", language, "money", 16),
        _column("held", language, "money", 16),
    )
    rows = tuple(
        (each.currency, float(each.base), float(each.commissions), float(each.adjustments), float(each.held))
        for each in summary.totals
    )
    return Block(columns, rows, heading=state)


def _by_month(summary: Summary, language: Language) -> Block:
    columns = (_column("month", language), _column("posted", language, "money"))
    rows = tuple((str(each.month), float(each.amount)) for each in summary.by_month)
    return Block(columns, rows, heading=_said("by_month", language, currency=summary.currency))


def _referrers(summary: Summary, language: Language) -> Block:
    columns = (
        _column("member", language),
        _column("given", language, "integer"),
        _column("won", language, "integer"),
        _column("earned", language, "money"),
    )
    rows = tuple((each.name, each.given, each.won, float(each.earned)) for each in summary.top_referrers)
    return Block(columns, rows, heading=_said("top_referrers", language, currency=summary.currency))


def _pipeline(summary: Summary, language: Language) -> Block:
    status = tab("referrals").column_by_key["status"]
    columns = (
        _column("status", language),
        _column("referrals", language, "integer"),
        _column("deals", language, "money"),
    )
    rows = tuple(
        (status.label(each.status, language), each.referrals, float(each.deal_amount)) for each in summary.pipeline
    )
    return Block(columns, rows, heading=_said("pipeline", language))


def _transfers(summary: Summary, language: Language) -> Block:
    columns = (
        _column("payer", language),
        _column("payee", language, width=24),
        _column("currency", language),
        _column("amount", language, "money"),
    )
    names = summary.names
    rows = tuple(
        (names.get(each.payer_id, each.payer_id), names.get(each.payee_id, each.payee_id), each.currency,
         float(each.amount))
        for each in summary.transfers
    )  # fmt: skip
    return Block(columns, rows, heading=_said("transfers", language))


def _expiring(summary: Summary, language: Language) -> Block:
    columns = (
        _column("client", language),
        _column("owner", language, width=24),
        _column("last_day", language, "day"),
        _column("days_left", language, "integer"),
    )
    rows = tuple(
        (each.client, summary.names.get(each.owner_id, each.owner_id), each.last_day, each.days_left)
        for each in summary.expiring
    )
    return Block(columns, rows, heading=_said("expiring", language, day=day_in_words(summary.on)))


def _issues(summary: Summary, language: Language) -> Block:
    severity = tab("issues").column_by_key["severity"]
    columns = (_column("severity", language), _column("number", language, "integer"))
    rows = tuple((severity.label(each, language), summary.issues[each]) for each in SEVERITIES)
    return Block(columns, rows, heading=_said("issues", language))
