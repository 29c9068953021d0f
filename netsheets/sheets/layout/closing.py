"""The tabs a close writes: what it seals, `ownership` and `balances`, and `summary` with its charts.

What is sealed (`ledger`, `standing`, `documents`, `sealed_rows`, `closings`) is appended to, never rewritten, but when
a month is taken back or put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter

from netsheets.domain.findings import SEVERITIES
from netsheets.domain.ledger import Document, Ledger, Line, Seal, SealedRow, Standing
from netsheets.domain.network import OwnedClient
from netsheets.domain.settlement import Balance
from netsheets.domain.summary import Summary
from netsheets.sheets.placing import Placement, tab_titled
from netsheets.sheets.schema import FORMATS, Tab, TabColumn, shown_columns, tab
from netsheets.stores.port import AppendRows, Block, Chart, Content, Edit, Format, ReplaceTab, ShownColumn, Written
from netsheets.texts import Language, day_in_words, message

Sealed = Line | Seal | Standing | Document | SealedRow


def posting(posted: Ledger, whole: Ledger, placements: Mapping[str, Placement], language: Language) -> tuple[Edit, ...]:
    """Return the edits that post a closed month: all that it seals below what there is.

    A tab that is missing, or lacks a column, is written whole instead: `whole` is the ledger with the month in it.
    """
    everything = dict(_sealed_tabs(whole))
    edits: list[Edit] = []
    for key, records in _sealed_tabs(posted):
        if key not in placements or not _has_all_columns(placements[key]):
            edits.append(_replaced(tab(key), everything[key], tab_titled(key, placements, language), language))
        elif records:
            edits.append(_appended(placements[key], records, language))
    return tuple(edits)


def _sealed_tabs(ledger: Ledger) -> tuple[tuple[str, tuple[Sealed, ...]], ...]:
    """Return the tabs that only grow, each with its records; the chain of closings last."""
    return (
        ("ledger", ledger.lines),
        ("standing", ledger.standing),
        ("documents", ledger.documents),
        ("sealed_rows", ledger.rows),
        ("closings", ledger.closings),
    )


def rewriting(ledger: Ledger, placements: Mapping[str, Placement], language: Language) -> tuple[Edit, ...]:
    """Return the edits that make the sealed tabs hold exactly this."""
    return tuple(
        _replaced(tab(key), records, tab_titled(key, placements, language), language)
        for key, records in _sealed_tabs(ledger)
    )


def _has_all_columns(placement: Placement) -> bool:
    return all(each.key in placement.columns for each in tab(placement.tab).columns)


def _appended(placement: Placement, records: Iterable[Sealed], language: Language) -> AppendRows:
    schema = tab(placement.tab)
    return AppendRows(
        placement.title,
        tuple(placement.columns[each.key] for each in schema.columns),
        tuple(FORMATS.get(each.type, "text") for each in schema.columns),
        _rows(schema, records, language),
    )


def _replaced(schema: Tab, records: Iterable[Sealed], title: str, language: Language) -> ReplaceTab:
    block = Block(shown_columns(schema, language), _rows(schema, records, language))
    return ReplaceTab(title, Content((block,)))


def _rows(schema: Tab, records: Iterable[Sealed], language: Language) -> tuple[tuple[Written, ...], ...]:
    held: tuple[Sealed, ...] = tuple(records)
    return tuple(zip(*(_sealed_column(column, held, language) for column in schema.columns), strict=True))


def _sealed_column(column: TabColumn, records: tuple[Sealed, ...], language: Language) -> Iterable[Written]:
    """Return a column of cells: money as numbers, words as labels, months as text; a ledger is written by columns."""
    values = map(attrgetter(column.key), records)
    if column.type in ("money", "exact_money"):
        return map(float, values)
    if column.type == "percent":
        return (None if value is None else float(value) for value in values)
    if column.type == "month":
        words = {month: str(month) for month in set(map(attrgetter(column.key), records))}
        return map(words.__getitem__, values)
    return (column.label(each, language) if each else each for each in values) if column.choices else values


def ownership_tab(owned: Iterable[OwnedClient], placements: Mapping[str, Placement], language: Language) -> ReplaceTab:
    """Return the `ownership` tab: one row a client."""
    schema = tab("ownership")
    status = schema.column_by_key["status"]
    rows = tuple(
        (
            each.client_id, each.client, each.owner_id, each.referral_id, each.starts_on, each.last_day,
            each.days_left, status.label(each.status, language),
        )
        for each in owned
    )  # fmt: skip
    block = Block(shown_columns(schema, language), rows)
    return ReplaceTab(tab_titled("ownership", placements, language), Content((block,)))


def balances_tab(balances: Iterable[Balance], placements: Mapping[str, Placement], language: Language) -> ReplaceTab:
    """Return the `balances` tab: one row a member and currency."""
    schema = tab("balances")
    rows = tuple(
        (
            each.member_id, each.currency, float(each.opening), float(each.earned), float(each.owed),
            float(each.paid_out), float(each.received), float(each.closing),
        )
        for each in balances
    )  # fmt: skip
    block = Block(shown_columns(schema, language), rows)
    return ReplaceTab(tab_titled("balances", placements, language), Content((block,)))


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


def _summary_column(name: str, language: Language, format_: Format = "text", width: float = 14) -> ShownColumn:
    return ShownColumn(_said(f"column_{name}", language), format_, width)


def _totals(summary: Summary, language: Language) -> Block:
    state = _said("closed" if summary.closed else "draft", language, month=str(summary.month))
    columns = (
        _summary_column("currency", language, "text", 30),
        _summary_column("base", language, "money", 16),
        _summary_column("commissions", language, "money", 16),
        _summary_column("adjustments", language, "money", 16),
        _summary_column("held", language, "money", 16),
    )
    rows = tuple(
        (each.currency, float(each.base), float(each.commissions), float(each.adjustments), float(each.held))
        for each in summary.totals
    )
    return Block(columns, rows, heading=state)


def _by_month(summary: Summary, language: Language) -> Block:
    columns = (_summary_column("month", language), _summary_column("posted", language, "money"))
    rows = tuple((str(each.month), float(each.amount)) for each in summary.by_month)
    return Block(columns, rows, heading=_said("by_month", language, currency=summary.currency))


def _referrers(summary: Summary, language: Language) -> Block:
    columns = (
        _summary_column("member", language),
        _summary_column("given", language, "integer"),
        _summary_column("won", language, "integer"),
        _summary_column("earned", language, "money"),
    )
    rows = tuple((each.name, each.given, each.won, float(each.earned)) for each in summary.top_referrers)
    return Block(columns, rows, heading=_said("top_referrers", language, currency=summary.currency))


def _pipeline(summary: Summary, language: Language) -> Block:
    status = tab("referrals").column_by_key["status"]
    columns = (
        _summary_column("status", language),
        _summary_column("referrals", language, "integer"),
        _summary_column("deals", language, "money"),
    )
    rows = tuple(
        (status.label(each.status, language), each.referrals, float(each.deal_amount)) for each in summary.pipeline
    )
    return Block(columns, rows, heading=_said("pipeline", language))


def _transfers(summary: Summary, language: Language) -> Block:
    columns = (
        _summary_column("payer", language),
        _summary_column("payee", language, width=24),
        _summary_column("currency", language),
        _summary_column("amount", language, "money"),
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
        _summary_column("client", language),
        _summary_column("owner", language, width=24),
        _summary_column("last_day", language, "day"),
        _summary_column("days_left", language, "integer"),
    )
    rows = tuple(
        (each.client, summary.names.get(each.owner_id, each.owner_id), each.last_day, each.days_left)
        for each in summary.expiring
    )
    return Block(columns, rows, heading=_said("expiring", language, day=day_in_words(summary.on)))


def _issues(summary: Summary, language: Language) -> Block:
    severity = tab("issues").column_by_key["severity"]
    columns = (_summary_column("severity", language), _summary_column("number", language, "integer"))
    rows = tuple((severity.label(each, language), summary.issues[each]) for each in SEVERITIES)
    return Block(columns, rows, heading=_said("issues", language))
