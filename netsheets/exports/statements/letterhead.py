"""What every statement says on top: who it is from, which month, and whether that month is closed."""

from __future__ import annotations

from netsheets.domain.parties import Party
from netsheets.domain.records import NETWORK
from netsheets.domain.statements.network_statement import NetworkStatement
from netsheets.domain.statements.statement import Statement
from netsheets.exports.statements.words import month_in_words, word
from netsheets.exports.template.document import Value
from netsheets.texts import Language, day_in_words


def letterhead(statement: Statement | NetworkStatement, language: Language) -> dict[str, Value]:
    """Return the values that every template may ask for."""
    month = month_in_words(statement.month, language)
    period = word(
        "period",
        language,
        month=month[0].upper() + month[1:],
        first=day_in_words(statement.month.first_day),
        last=day_in_words(statement.month.last_day),
        currency=statement.currency,
    )
    closed_on = statement.closed_on
    return {
        "network_name": party_name(statement.network, language),
        "network_details": party_details(statement.network, language),
        "month": month,
        "first_day": statement.month.first_day,
        "last_day": statement.month.last_day,
        "currency": statement.currency,
        "period": period,
        "draft": "" if closed_on else _draft(statement, language),
        "state": f"{word('closed_on', language, day=day_in_words(closed_on))} · {statement.fingerprint[:16]}"
        if closed_on
        else "",
    }


def _draft(statement: Statement | NetworkStatement, language: Language) -> str:
    until = statement.review_until
    return word("draft_review", language, day=day_in_words(until)) if until else word("draft", language)


def party_name(party: Party, language: Language) -> str:
    """Return how documents call a party; a network without a name in its charter is called so."""
    return party.name or (word("network", language) if party.member_id == NETWORK else party.member_id)


def party_details(party: Party, language: Language) -> str:
    """Return what identifies a party, a line each: company, address, SIREN, VAT number, IBAN."""
    company = party.company if party.company.casefold() != party.name.casefold() else ""
    lines = (
        company,
        *party.address,
        party.siren and word("siren", language, number=party.siren),
        party.vat_number and word("vat_number", language, number=party.vat_number),
        party.iban and word("iban", language, number=party.iban),
    )
    return "\n".join(filter(None, lines))
