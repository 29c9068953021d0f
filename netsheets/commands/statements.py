"""`statements`: one Excel statement a member, and one for the network, of a closed month."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from netsheets.commands.closing import document_terms
from netsheets.commands.network import OpenNetwork, require_party
from netsheets.commands.pdf import office, print_to_pdf
from netsheets.commands.writing import Output, Progress, untold, write_file
from netsheets.domain.closing import close_month
from netsheets.domain.month import Month
from netsheets.domain.statements.network_statement import NetworkStatement, network_statements_of
from netsheets.domain.statements.register import Register
from netsheets.domain.statements.statement import Statement, statements_of
from netsheets.errors import Conflict, Misuse, StoreRefused
from netsheets.exports.statements.workbook import (
    file_names,
    network_template,
    network_workbook,
    statement_template,
    statement_workbook,
)
from netsheets.exports.template import Template, template_of

AnyStatement = Statement | NetworkStatement


@dataclass(frozen=True, slots=True)
class StatementFile:
    """One statement, and the file it is in."""

    statement: AnyStatement
    path: Path


@dataclass(frozen=True, slots=True)
class StatementFiles:
    """The files of a month's statements, in the order they were written; `pdfs` are their prints."""

    register: Register
    files: tuple[StatementFile, ...]
    pdfs: tuple[Path, ...] = ()

    @property
    def month(self) -> Month:
        """Return the month."""
        return self.register.month

    @property
    def paths(self) -> tuple[Path, ...]:
        """Return the paths of the Excel files."""
        return tuple(each.path for each in self.files)


@dataclass(frozen=True, slots=True)
class StatementOptions:
    """Which statements to write, and in what style.

    `members` are those named, all where none is; `templates` is a folder that may hold a `statement.xlsx` or
    `network.xlsx` of the network's own. `draft` writes those of a month that is not closed, marked as such;
    `review_until` is the day up to which members may object to it. `pdf` prints each beside its Excel file.
    """

    members: tuple[str, ...] = ()
    templates: Path | None = None
    dry_run: bool = False
    draft: bool = False
    review_until: dt.date | None = None
    pdf: bool = False


def register_of(network: OpenNetwork, month: Month, options: StatementOptions) -> Register:
    """Return what the statements of a month are drawn from.

    Raise Conflict where the month is not closed and no draft is asked for, or a review of a closed month is, Misuse
    for a review that ends before it begins.
    """
    network.require_unaltered_ledger()
    closed = month in network.ledger.seals_of
    if not closed and not options.draft:
        raise Conflict("month_open", month=month)
    if closed and options.review_until:
        raise Conflict("review_of_closed", month=month)
    if options.review_until and options.review_until < network.today:
        raise Misuse("review_day_past", day=options.review_until)
    seen = network.at_close(month)
    return Register(close_month(seen, month), seen, options.review_until, document_terms(network))


def statements(
    network: OpenNetwork,
    month: Month,
    folder: Path,
    options: StatementOptions,
    *,
    progress: Progress = untold,
) -> StatementFiles:
    """Write the statements of a month; `progress` is told how many of how many are done.

    Raise Conflict and Misuse as `register_of` does, Misuse for an unknown member, StoreRefused where a PDF is asked
    for and can't be printed.
    """
    register = register_of(network, month, options)
    chosen = _chosen(register, network, options.members)
    files = tuple(StatementFile(each, folder / name) for each, name in zip(chosen, file_names(chosen), strict=True))
    for each in files:
        network.workbook.require_other(each.path)
    if options.dry_run:
        return StatementFiles(register, files)
    if options.pdf:
        office(os.environ)
    drawn = _drawing(options.templates)
    for number, each in enumerate(files, start=1):
        write_file(each.path, drawn(each.statement))
        progress(number, len(files))
    pdfs = print_to_pdf([each.path for each in files], os.environ) if options.pdf else ()
    return StatementFiles(register, files, pdfs)


def statement_outputs(network: OpenNetwork, month: Month, options: StatementOptions) -> tuple[Output, ...]:
    """Return the statements of a month as files to be: the same bytes that `statements` writes.

    Raise Conflict and Misuse as `statements` does.
    """
    chosen = _chosen(register_of(network, month, options), network, options.members)
    drawn = _drawing(options.templates)
    return tuple(
        Output(name, "network" if isinstance(each, NetworkStatement) else "member", drawn(each))
        for each, name in zip(chosen, file_names(chosen), strict=True)
    )


def _drawing(folder: Path | None) -> Callable[[AnyStatement], bytes]:
    """Return what makes a statement an Excel file, in the folder's own style where it has one."""
    member, whole = (_template(folder, name) for name in ("statement.xlsx", "network.xlsx"))
    if folder and member is None and whole is None:
        raise Misuse("templates_none", folder=folder)

    def drawn(statement: AnyStatement) -> bytes:
        if isinstance(statement, NetworkStatement):
            return network_workbook(statement, whole or network_template())
        return statement_workbook(statement, member or statement_template())

    return drawn


def _chosen(register: Register, network: OpenNetwork, members: tuple[str, ...]) -> tuple[AnyStatement, ...]:
    """Return the statements to write: all of them, or those of the members that are named."""
    for member_id in members:
        require_party(network, member_id)
    found = statements_of(register)
    if members:
        return tuple(each for each in found if each.member.member_id in members)
    return (*found, *network_statements_of(register))


def _template(folder: Path | None, name: str) -> Template | None:
    """Return the network's own template of that name, None where it has none."""
    if folder is None:
        return None
    path = folder / name
    try:
        return template_of(path.read_bytes(), str(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreRefused("cannot_read", path=path, reason=error.strerror) from error
