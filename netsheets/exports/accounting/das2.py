"""The yearly declaration of commissions paid (DAS2) in words: per payee, and per payer, who declares it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from netsheets.domain.declaration import Declaration, PayeeTotal
from netsheets.domain.records import NETWORK
from netsheets.exports.document import Column, Page, Part, Report, Row, Table, Text
from netsheets.exports.document.document import document_of
from netsheets.exports.document.words import Words
from netsheets.exports.reports.setting import Setting
from netsheets.resources import resource
from netsheets.sheets.wording import plain_in_words


def threshold_of(year: int) -> Decimal | None:
    """Return the amount above which a payee of that year is declared, None for a year before the first known one."""
    known = [each for each in _thresholds() if each.year <= year]
    return known[-1].above if known else None


def das2_report(found: Declaration, setting: Setting, payer_id: str = "") -> Report:
    """Return the declaration: the payees with their identity and what is missing, and who paid whom."""
    words = setting.words("das2")
    limit = plain_in_words(f"{found.threshold:.2f}", setting.language)
    told = [words("intro", year=found.year, threshold=limit, due_on=found.due_on)]
    if payer_id:
        told.append(words("of_payer", payer=setting.name(payer_id)))
    if setting.network.today.year <= found.year:
        told.append(words("not_over", day=setting.network.today))
    parts: list[Part] = [Text(tuple(told)), _payees(found, setting, words)]
    if found.other_currencies:
        parts.append(_others(found, setting, words))
    pages = [Page(words("sheet_payees"), tuple(parts))]
    if found.by_payer and not payer_id:
        pages.append(Page(words("sheet_payers"), (_payers(found, setting, words),)))
    title = words("title", year=found.year)
    return Report("das2", title, setting.subtitle, setting.language, tuple(pages), document_of(found))


def _payees(found: Declaration, setting: Setting, words: Words) -> Table:
    columns = (
        Column("payee_id", words("payee_id"), width=12),
        Column("payee", words("payee"), width=22),
        Column("company", words("company"), width=24),
        Column("siren", words("siren"), width=16),
        Column("trade", words("trade"), width=20),
        Column("address", words("address"), width=26),
        Column("postcode", words("postcode"), width=10),
        Column("city", words("city"), width=16),
        Column("country", words("country"), width=10),
        Column("payments", words("payments"), "integer", width=11),
        Column("paid", words("paid"), "money", width=16),
        Column("declared", words("declared"), width=14, labels=words.of("declared")),
        Column("missing", words("missing"), width=18),
    )
    rows = tuple(_payee(each, setting, words) for each in found.payees)
    totals = ("payments", "paid")
    return Table("payees", columns, rows, empty=words("empty", year=found.year), totals=totals)


def _payee(each: PayeeTotal, setting: Setting, words: Words) -> Row:
    missing = tuple(words(f"missing_{name}") for name in each.missing)
    amounts: Row = {
        "payee_id": each.payee_id,
        "payee": setting.name(each.payee_id),
        "payments": each.payments,
        "paid": each.paid,
        "declared": "above" if each.above else "under",
        "missing": missing,
    }
    if each.payee_id == NETWORK:
        terms = setting.network.terms
        return {**amounts, "siren": terms.network_siren, "address": terms.network_address}
    member = setting.network.book.member_by_id.get(each.payee_id)
    if member is None:
        return amounts
    identity = {name: getattr(member, name) for name in ("company", "siren", "trade", "address", "postcode", "city")}
    return {**amounts, **identity, "country": member.country}


def _payers(found: Declaration, setting: Setting, words: Words) -> Table:
    columns = (
        Column("payer", words("payer"), width=26),
        Column("payee", words("payee"), width=26),
        Column("paid", words("paid"), "money", width=16),
        Column("declared", words("declared"), width=16, labels=words.of("declared")),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "payer": setting.name(each.payer_id),
            "payee": setting.name(each.payee_id),
            "paid": each.paid,
            "declared": "above" if each.above else "under",
        }
        for each in found.by_payer
    )
    return Table("by_payer", columns, rows, note=words("payers_note"), totals=("paid",))


def _others(found: Declaration, setting: Setting, words: Words) -> Table:
    columns = (
        Column("payee", words("payee"), width=26),
        Column("paid", words("paid"), "money", width=16),
        Column("currency", words("currency"), width=10),
    )
    rows: tuple[Row, ...] = tuple(
        {"payee": setting.name(each.payee_id), "paid": each.paid, "currency": each.currency}
        for each in found.other_currencies
    )
    return Table("other_currencies", columns, rows, note=words("other_note"))


@dataclass(frozen=True, slots=True)
class _Threshold:
    year: int
    above: Decimal


@cache
def _thresholds() -> tuple[_Threshold, ...]:
    found = json.loads(resource("templates", "das2.json").read_text(encoding="utf-8"))["thresholds"]
    return tuple(_Threshold(each["from"], Decimal(each["above"])) for each in found)
