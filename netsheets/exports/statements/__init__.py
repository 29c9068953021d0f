"""Statements of a month: one a member and currency, and one of the network as a whole.

`domain/statements/` holds them as records, without a word of any language; `member_document` and `network_document` say
them, in the network's language, to a template. Amounts and balances exclude VAT unless they say otherwise. The words
are in `templates/statement.json`, the dated mentions of VAT in `templates/vat_mentions.json`, the looks in
`templates/statement.xlsx` and `templates/network.xlsx`.
"""

from netsheets.domain.statements.network_statement import NetworkStatement, network_statements_of
from netsheets.domain.statements.register import Register
from netsheets.domain.statements.statement import Statement, statement_of, statements_of
from netsheets.exports.statements.workbook import (
    file_names,
    network_template,
    network_workbook,
    statement_template,
    statement_workbook,
)

__all__ = [
    "NetworkStatement",
    "Register",
    "Statement",
    "file_names",
    "network_statements_of",
    "network_template",
    "network_workbook",
    "statement_of",
    "statement_template",
    "statement_workbook",
    "statements_of",
]
