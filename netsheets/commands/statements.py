"""`statements`: one Excel statement a member, and one for the network, of a closed month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from netsheets.commands.network import Network
from netsheets.commands.writing import write_file
from netsheets.domain.closing import close_month
from netsheets.domain.month import Month
from netsheets.errors import Conflict, InvalidRows, Misuse, StoreRefused
from netsheets.exports.statements.file_name import file_names
from netsheets.exports.statements.network import NetworkStatement, network_statements_of
from netsheets.exports.statements.register import Register
from netsheets.exports.statements.statement import Statement, statements_of
from netsheets.exports.statements.workbook import (
    network_template,
    network_workbook,
    statement_template,
    statement_workbook,
)
from netsheets.exports.template import Template, template_of
from netsheets.sheets.labels import nearest


@dataclass(frozen=True, slots=True)
class StatementFiles:
    """The files of a month's statements, in the order they were written."""

    month: Month
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class StatementOptions:
    """Which statements to write, and in what style.

    `members` are those named, all where none is; `templates` is a folder that may hold a `statement.xlsx` or
    `network.xlsx` of the network's own.
    """

    members: tuple[str, ...] = ()
    templates: Path | None = None
    dry_run: bool = False


def statements(
    network: Network,
    month: Month,
    folder: Path,
    options: StatementOptions,
    *,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> StatementFiles:
    """Write the statements of a closed month; `progress` is told how many of how many are done.

    Raise Conflict where the month is not closed, Misuse for an unknown member.
    """
    network.require_unaltered_ledger()
    if month not in network.ledger.seals_of:
        raise Conflict("month_open", month=month)
    closing = close_month(network.book, network.charter, network.ownership, network.ledger, month)
    register = Register(closing, network.ledger, network.book, network.charter, network.ownership)
    chosen = _chosen(register, network, options.members)
    paths = tuple(folder / name for name in file_names(chosen))
    if not options.dry_run:
        member, whole = _template(options.templates, "statement.xlsx"), _template(options.templates, "network.xlsx")
        for number, (statement, path) in enumerate(zip(chosen, paths, strict=True), start=1):
            content = (
                network_workbook(statement, whole or network_template())
                if isinstance(statement, NetworkStatement)
                else statement_workbook(statement, member or statement_template())
            )
            write_file(path, content)
            progress(number, len(paths))
    return StatementFiles(month, paths)


def _chosen(register: Register, network: Network, members: tuple[str, ...]) -> tuple[Statement | NetworkStatement, ...]:
    """Return the statements to write: all of them, or those of the members that are named."""
    known = {each.member_id for each in network.book.members}
    invalid = {each.record_id for each in network.book.rejected if each.tab == "members"}
    for member_id in members:
        if member_id in invalid:
            raise InvalidRows("member_invalid", member=member_id)
        if member_id not in known:
            near = nearest(member_id, tuple(known))
            raise Misuse("unknown_member_nearest" if near else "unknown_member", member=member_id, nearest=near)
    found = statements_of(register)
    if members:
        return tuple(each for each in found if each.member.member_id in members)
    return (*found, *network_statements_of(register))


def _template(folder: Path | None, name: str) -> Template | None:
    """Return the network's own template of that name, None where it has none."""
    if folder is None or not (folder / name).exists():
        return None
    path = folder / name
    try:
        return template_of(path.read_bytes(), str(path))
    except OSError as error:
        raise StoreRefused("cannot_read", path=path, reason=error.strerror) from error
