"""The network's statement in words and cells: what `templates/network.xlsx` may ask for."""

from __future__ import annotations

from netsheets.domain.money import exact_sum
from netsheets.domain.records import NETWORK
from netsheets.domain.statements.network_statement import MemberTotal, NetworkStatement, PartyTransfer
from netsheets.domain.summary import TopReferrer
from netsheets.exports.statements.letterhead import letterhead, party_name
from netsheets.exports.statements.words import month_in_short, month_in_words, word, words
from netsheets.exports.template.document import Computed, Contents, Row, Value
from netsheets.texts import Language, language_of


def network_document(statement: NetworkStatement) -> Contents:
    """Return what the network's statement says, in its language."""
    language = language_of(statement.locale)
    name = party_name(statement.network, language)
    title = f"{word('network_statement', language)} - {name} - {month_in_words(statement.month, language)}"
    return Contents(
        title=title,
        author=name,
        language=language,
        month_end=statement.month.last_day,
        day_format=word("day_format", language),
        values={**letterhead(statement, language), **_totals(statement)},
        rows={
            "months": tuple(
                {"month": month_in_short(each.month, language), "amount": each.amount} for each in statement.by_month
            ),
            "referrers": tuple(_referrer_row(each) for each in statement.top_referrers),
            "members": tuple(_member_row(each, language) for each in statement.members),
            "transfers": tuple(_transfer_row(each, language) for each in statement.transfers),
        },
        words=words(language),
    )


def _totals(statement: NetworkStatement) -> dict[str, Value]:
    """Return the sums over all members; each is a formula over the rows that it sums."""
    balances = [each.balance for each in statement.members]
    posted = exact_sum(each.earned for each in balances)
    own = exact_sum(each.earned for each in balances if each.member_id == NETWORK)
    place = next((place for place, each in enumerate(balances) if each.member_id == NETWORK), None)
    part = Computed(own, f"{{members.earned:{place}:{place + 1}}}") if place is not None else own
    return {
        "brought_total": Computed(exact_sum(each.brought for each in statement.members), _sum("brought")),
        "opening_total": Computed(exact_sum(each.opening for each in balances), _sum("opening")),
        "earned_total": Computed(posted, _sum("earned")),
        "owed_total": Computed(exact_sum(each.owed for each in balances), _sum("owed")),
        "payments_total": Computed(exact_sum(each.paid_out - each.received for each in balances), _sum("payments")),
        "closing_total": Computed(exact_sum(each.closing for each in balances), _sum("closing")),
        "transfers_total": Computed(
            exact_sum(each.amount for each in statement.transfers), "ROUND(SUM({transfers.amount}),2)"
        ),
        "revenue": Computed(exact_sum(each.brought for each in statement.members), "{brought_total}"),
        "posted": Computed(posted, "{earned_total}"),
        "posted_adjustments": statement.adjustments,
        "posted_own": Computed(posted - statement.adjustments, "ROUND({posted}-{posted_adjustments},2)"),
        "network_part": part,
        "held_total": statement.held,
        "to_transfer": Computed(exact_sum(each.amount for each in statement.transfers), "{transfers_total}"),
    }


def _sum(field: str) -> str:
    return f"ROUND(SUM({{members.{field}}}),2)"


def _referrer_row(referrer: TopReferrer) -> Row:
    return {
        "member": referrer.name,
        "member_id": referrer.member_id,
        "given": referrer.given,
        "won": referrer.won,
        "amount": referrer.earned,
    }


def _member_row(total: MemberTotal, language: Language) -> Row:
    balance = total.balance
    return {
        "member": party_name(total.member, language),
        "member_id": total.member.member_id,
        "brought": total.brought,
        "opening": balance.opening,
        "earned": balance.earned,
        "owed": balance.owed,
        "payments": balance.paid_out - balance.received,
        "closing": Computed(balance.closing, "ROUND({.opening}+{.earned}-{.owed}+{.payments},2)"),
    }


def _transfer_row(transfer: PartyTransfer, language: Language) -> Row:
    return {
        "payer": party_name(transfer.payer, language),
        "payer_id": transfer.payer.member_id,
        "payee": party_name(transfer.payee, language),
        "payee_id": transfer.payee.member_id,
        "amount": transfer.amount,
    }
