"""A member's statement in words and cells: what `templates/statement.xlsx` may ask for."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from netsheets.domain.money import exact_sum, percentage, product, rounded
from netsheets.domain.parties import Party
from netsheets.domain.statements.entry import Rate, StatementEntry
from netsheets.domain.statements.statement import CounterpartyDue, HeldEntry, Payment, Side, Statement
from netsheets.domain.statements.vat import Vat
from netsheets.exports.statements.letterhead import letterhead, party_details, party_name
from netsheets.exports.statements.words import month_in_words, vat_mention, word, words
from netsheets.exports.template.document import (
    Computed,
    Contents,
    Row,
    Value,
)
from netsheets.sheets.wording import plain_in_words
from netsheets.texts import Language, amount_in_words, day_in_words, language_of


def member_document(statement: Statement) -> Contents:
    """Return what a member's statement says, in the network's language."""
    language = language_of(statement.locale)
    name = party_name(statement.member, language)
    title = f"{word('statement', language)} - {name} - {month_in_words(statement.month, language)}"
    return Contents(
        title=title,
        author=party_name(statement.network, language),
        language=language,
        month_end=statement.month.last_day,
        day_format=word("day_format", language),
        values={
            **letterhead(statement, language),
            "member_name": name,
            "member_id": statement.member.member_id,
            "member_details": party_details(statement.member, language),
            **_account(statement, language),
            **_totals("earned", statement.earned, language),
            **_totals("owed", statement.owed, language),
        },
        rows={
            **_side_rows("earned", statement.earned, language),
            **_side_rows("owed", statement.owed, language),
            "payments": tuple(_payment_row(each, language) for each in statement.payments),
            "held": tuple(_held_row(each, language) for each in statement.held),
            "clients": tuple(_client_rows(statement, language)),
            "notes": tuple({"text": each} for each in _notes(statement, language)),
        },
        words=words(language),
    )


def _account(statement: Statement, language: Language) -> dict[str, Value]:
    """Return the running balance: its parts as the tables have them, and their sum as a formula."""
    closing = statement.closing
    last_day = day_in_words(statement.month.last_day)
    opened = day_in_words(statement.month.previous.last_day)
    headline = "in_favour" if closing > 0 else "to_pay" if closing < 0 else "settled_up"
    paid = exact_sum(each.amount for each in statement.payments)
    return {
        "headline": word(headline, language, day=last_day),
        "headline_amount": Computed(abs(closing), "ABS({closing})"),
        "opening_label": word("opening", language, day=opened),
        "opening": statement.opening,
        "earned_in_account": Computed(statement.earned.net, "{earned_net}"),
        "owed_in_account": Computed(-statement.owed.net, "-{owed_net}"),
        "payments_total": Computed(paid, "ROUND(SUM({payments.amount}),2)"),
        "payments_in_account": Computed(paid, "{payments_total}"),
        "closing_label": word("closing", language, day=last_day),
        "closing": Computed(
            closing, "ROUND({opening}+{earned_in_account}+{owed_in_account}+{payments_in_account},2)"
        ),
        "held_total": Computed(
            exact_sum(each.entry.amount for each in statement.held), "ROUND(SUM({held.amount}),2)"
        ),
        "any_line": len(statement.earned.dues) + len(statement.owed.dues) + len(statement.held),
        "any_movement": len(statement.earned.dues) + len(statement.owed.dues) + len(statement.payments),
    }  # fmt: skip


def _totals(name: str, side: Side, language: Language) -> dict[str, Value]:
    """Return a side's totals. On the side a member is owed VAT is computed here, on the other it is summed."""
    lists = [each for each, entries in ((name, side.entries), (f"{name}_adjustments", side.adjustments)) if entries]
    net = "+".join(f"SUM({{{each}.amount}})" for each in lists)
    computed = (
        f"ROUND({{{name}_net}}*{{{name}_vat_rate}},2)" if name == "earned" else f"ROUND(SUM({{{name}_by.vat}}),2)"
    )
    figures = _vat_figures(side.net, side.vat, (computed, f"ROUND({{{name}_net}}+{{{name}_vat}},2)"), language)
    if name == "owed":
        figures["vat_rate"] = ""
    return {
        f"{name}_net": Computed(side.net, f"ROUND({net},2)") if lists else side.net,
        **{f"{name}_{key}": value for key, value in figures.items()},
    }


def _vat_figures(net: Decimal, vat: Vat, formulas: tuple[str, str], language: Language) -> dict[str, Value]:
    """Return rate, VAT and total including VAT, with the formulas of the last two.

    Words stand in place of the rate where none applies, and of all three where nobody knows.
    """
    if vat.amount is None:
        return dict.fromkeys(("vat_rate", "vat", "gross"), word("not_known", language))
    live = not vat.status or (vat.rate is not None and not _summed(net, vat))
    without = "several_rates" if vat.amount else "none"
    return {
        "vat_rate": word(without, language) if vat.rate is None else vat.rate,
        "vat": Computed(vat.amount, formulas[0]) if live else vat.amount,
        "gross": Computed(net + vat.amount, formulas[1]),
    }


def _summed(net: Decimal, vat: Vat) -> bool:
    """Tell whether VAT is not the VAT on this amount alone: it is the sum over several documents."""
    return bool(vat.status == "standard" and vat.amount != rounded(product(net, vat.rate or Decimal(0))))


def _side_rows(name: str, side: Side, language: Language) -> dict[str, tuple[Row, ...]]:
    """Return a side's lines, adjustments, and one row for each counterparty with what their lines sum up to."""
    by_party: list[Row] = []
    for due in side.dues:
        own = _span(side.entries, due.counterparty)
        adjusted = _span(side.adjustments, due.counterparty)
        parts = [f"SUM({{{name}.amount:{own[0]}:{own[1]}}})"] if own[0] < own[1] else []
        if adjusted[0] < adjusted[1]:
            parts.append(f"SUM({{{name}_adjustments.amount:{adjusted[0]}:{adjusted[1]}}})")
        by_party.append(_due_row(due, f"ROUND({'+'.join(parts)},2)", language))
    return {
        name: tuple(_entry_row(each, language) for each in side.entries),
        f"{name}_adjustments": tuple(_entry_row(each, language) for each in side.adjustments),
        f"{name}_by": tuple(by_party),
    }


def _span(entries: tuple[StatementEntry, ...], party: Party) -> tuple[int, int]:
    """Return from where to where (excluded) a party's entries stand; they are next to each other."""
    places = [place for place, each in enumerate(entries) if each.counterparty == party]
    return (places[0], places[-1] + 1) if places else (0, 0)


def _due_row(due: CounterpartyDue, formula: str, language: Language) -> Row:
    row: dict[str, Value] = {
        "member": party_name(due.counterparty, language),
        "member_id": due.counterparty.member_id,
        "net": Computed(due.net, formula),
    }
    if due.vat is None:
        return row | {"vat_rate": "", "vat": None, "gross": None}
    formulas = ("ROUND({.net}*{.vat_rate},2)", "ROUND({.net}+{.vat},2)")
    return row | _vat_figures(due.net, due.vat, formulas, language)


def _entry_row(entry: StatementEntry, language: Language) -> Row:
    return {
        "day": entry.day,
        "referral_id": entry.referral_id,
        "client": _told(entry, language),
        "member": party_name(entry.counterparty, language),
        "event_id": entry.event_id,
        "base": entry.base,
        "rate": _rate(entry.rate, language),
        "amount": entry.amount,
        "explanation": _explanation(entry, language),
    }


def _told(entry: StatementEntry, language: Language) -> str:
    """Return the client a line comes from, or what else it is for."""
    if entry.family == "referral":
        return entry.client
    return word(f"entry_{entry.family}", language, reason=entry.client).removesuffix(": ").removesuffix(" : ")


def _rate(rate: Rate | None, language: Language) -> Value:
    """Return a plain rate as a number, any other as words: `15 % × 2 × 60 %`, `barème`, a star where it is not all."""
    if rate is None:
        return ""
    if rate.part is not None and rate.explains and rate.multiplier == 1 and rate.share == 1:
        return rate.part
    said = word("brackets", language) if rate.part is None else plain_in_words(percentage(rate.part), language)
    if rate.multiplier != 1:
        multiplier = f"{rate.multiplier.normalize():f}"
        said += f" × {multiplier.replace('.', ',') if language == 'fr' else multiplier}"
    if rate.share != 1:
        share = round(Decimal(rate.share.numerator) / Decimal(rate.share.denominator), 4)
        said += f" × {plain_in_words(percentage(share), language)}"
    return said if rate.explains else f"{said} *"


def _explanation(entry: StatementEntry, language: Language) -> str:
    """Return in plain words why a closed month's event has a line now, "" for a line of the month itself."""
    correction = entry.correction
    if correction is None:
        return ""
    period = month_in_words(correction.period, language)
    return word(
        correction.reason,
        language,
        period=period[0].upper() + period[1:],
        before=amount_in_words(correction.before, language),
        after=amount_in_words(correction.after, language),
        dispute=correction.dispute_id,
    )


def _payment_row(payment: Payment, language: Language) -> Row:
    said = "paid_to" if payment.amount > 0 else "received_from"
    return {
        "label": word(said, language, name=party_name(payment.counterparty, language)),
        "day": payment.day,
        "payout_id": payment.payout_id,
        "member": party_name(payment.counterparty, language),
        "member_id": payment.counterparty.member_id,
        "reference": payment.reference,
        "amount": payment.amount,
    }


def _held_row(held: HeldEntry, language: Language) -> Row:
    row = _entry_row(held.entry, language)
    told = word("held_by", language, dispute=held.dispute_id)
    if held.reason:
        told = word("held_because", language, dispute=held.dispute_id, member=held.opened_by, reason=held.reason)
    return {**row, "explanation": told}


def _client_rows(statement: Statement, language: Language) -> Iterable[Row]:
    for each in statement.clients:
        yield {
            "client": each.client,
            "client_id": each.client_id,
            "referral_id": each.referral_id,
            "since": each.starts_on,
            "last_day": each.last_day,
            "days_left": each.days_left,
            "status": word(f"status_{each.status}", language),
        }


def _notes(statement: Statement, language: Language) -> Iterable[str]:
    """Yield what must be said of VAT and of amounts that can't be checked by base and rate alone."""
    yield word("note_balance", language)
    if statement.fingerprint:
        yield word("note_fingerprint", language, sha256=statement.fingerprint)
    payees = [(statement.member, statement.earned.vat)] if statement.earned.dues else []
    payees += [(each.counterparty, each.vat) for each in statement.owed.dues if each.vat]
    for party, vat in payees:
        name = party_name(party, language)
        mention = vat_mention(vat.status, statement.month.last_day, language)
        if vat.amount is None:
            yield word("note_vat_unknown", language, name=name)
        elif mention:
            yield word("note_vat", language, name=name, mention=mention)
    if _summed(statement.earned.net, statement.earned.vat):
        yield word("note_vat_documents", language)
    entries = [*_all_entries(statement)]
    if any(each.rate and not each.rate.explains for each in entries):
        yield word("note_rate", language)
    if any(each.rate and (each.rate.multiplier != 1 or each.rate.share != 1) for each in entries):
        yield word("note_share", language)


def _all_entries(statement: Statement) -> Iterable[StatementEntry]:
    for side in (statement.earned, statement.owed):
        yield from side.entries
        yield from side.adjustments
    yield from (each.entry for each in statement.held)
