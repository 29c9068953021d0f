"""Statements as Excel workbooks, and the names of their files: no name leaves its folder or means a device."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final

from netsheets.domain.statements.network_statement import NetworkStatement
from netsheets.domain.statements.statement import Statement
from netsheets.exports.statements.member_document import member_document
from netsheets.exports.statements.network_document import network_document
from netsheets.exports.statements.words import word
from netsheets.exports.template import Template, template_of, workbook_of
from netsheets.resources import resource
from netsheets.texts import language_of

_LONGEST: Final = 64
_OTHER: Final = re.compile(r"[^A-Za-z0-9-]+")


def file_names(statements: Iterable[Statement | NetworkStatement]) -> tuple[str, ...]:
    """Return one name each, in order: `releve_2026-10_M12_EUR.xlsx`, `reseau_2026-10_EUR.xlsx`.

    The file of a month that is not closed says so: `releve_2026-11_M12_EUR_provisoire.xlsx`.

    No two are the same for a file system that ignores the case of letters: the ids `m1` and `M1` get `_2` and so on.
    """
    taken: dict[str, int] = {}
    return tuple(_unlike(_stem(each), taken) + ".xlsx" for each in statements)


def _stem(statement: Statement | NetworkStatement) -> str:
    language = language_of(statement.locale)
    month, currency = str(statement.month), statement.currency
    draft = () if statement.closed_on else (word("file_draft", language),)
    if isinstance(statement, NetworkStatement):
        return "_".join((word("file_network", language), month, currency, *draft))
    return "_".join((word("file_statement", language), month, cleaned(statement.member.member_id), currency, *draft))


def cleaned(member_id: str) -> str:
    """Return an id with letters, digits and dashes only; never empty.

    It stands between other words of a name, so that neither `..` nor `CON` nor a dot at the end can mean anything.
    """
    folded = unicodedata.normalize("NFKD", member_id).encode("ascii", "ignore").decode()
    return _OTHER.sub("-", folded).strip("-")[:_LONGEST] or "x"


def _unlike(stem: str, taken: dict[str, int]) -> str:
    key = stem.casefold()
    taken[key] = taken.get(key, 0) + 1
    return stem if taken[key] == 1 else _unlike(f"{stem}_{taken[key]}", taken)


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
