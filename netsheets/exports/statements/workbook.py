"""Statements as Excel workbooks."""

from __future__ import annotations

from functools import cache

from netsheets.domain.statements.network_statement import NetworkStatement
from netsheets.domain.statements.statement import Statement
from netsheets.exports.statements.member_document import member_document
from netsheets.exports.statements.network_document import network_document
from netsheets.exports.template import Template, template_of, workbook_of
from netsheets.resources import resource


def statement_workbook(statement: Statement, template: Template) -> bytes:
    """Return a member's statement as .xlsx bytes, always the same for the same statement and template.

    Raise Misuse where the template asks for what a statement does not have.
    """
    return workbook_of(template, member_document(statement))


def network_workbook(statement: NetworkStatement, template: Template) -> bytes:
    """Return the network's statement as .xlsx bytes. Raise Misuse as `statement_workbook` does."""
    return workbook_of(template, network_document(statement))


@cache
def statement_template() -> Template:
    """Return the template of members' statements that comes with netsheets."""
    return template_of(resource("templates", "statement.xlsx").read_bytes(), "statement.xlsx")


@cache
def network_template() -> Template:
    """Return the template of the network's statement that comes with netsheets."""
    return template_of(resource("templates", "network.xlsx").read_bytes(), "network.xlsx")
