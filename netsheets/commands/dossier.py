"""`statements --zip`: one file for the accountant, with all of a month and the sheet that ties it to the ledger."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from netsheets.commands.booked_months import Period
from netsheets.commands.journal import JournalOptions, journal_files
from netsheets.commands.network import OpenNetwork
from netsheets.commands.reports import das2_of, declaration_in
from netsheets.commands.statements import StatementFiles
from netsheets.commands.writing import write_file
from netsheets.domain.books import Accounting
from netsheets.domain.statements.network_statement import NetworkStatement
from netsheets.domain.statements.reconciliation import Papers, Reconciliation, reconciliation_of
from netsheets.domain.statements.register import Register
from netsheets.domain.statements.statement import Statement
from netsheets.exports.accounting.reconciliation import reconciliation_report
from netsheets.exports.document.excel import excel
from netsheets.exports.statements.words import word
from netsheets.ooxml.archive import zipped
from netsheets.texts import Language


@dataclass(frozen=True, slots=True)
class Dossier:
    """The file for the accountant, and what it says of itself."""

    path: Path
    names: tuple[str, ...]
    reconciliation: Reconciliation


def write_dossier(network: OpenNetwork, files: StatementFiles, folder: Path, accounting: Accounting) -> Dossier:
    """Write all of a month to one file in a folder: statements, journal, the year's declaration, reconciliation.

    Raise as `journal_files` does.
    """
    register, language = files.register, network.written_in
    statements = [each.statement for each in files.files]
    draft = register.closing.status == "draft"
    period = Period(files.month, files.month)
    journal = journal_files(network, period, f"{folder}{os.sep}", accounting, JournalOptions(draft=draft))
    contents = {each.path.name: each.content for each in journal.files}
    papers = Papers(
        tuple(each for each in statements if isinstance(each, Statement)),
        tuple(each for each in statements if isinstance(each, NetworkStatement)),
        tuple(each.journal for each in journal.files),
        declaration_in(network, files.month.year),
    )
    found = reconciliation_of(register, papers)
    end = f"{files.month}{_draft(register, language)}.xlsx"
    contents[f"{word('file_reconciliation', language)}_{end}"] = excel(reconciliation_report(found, register))
    contents[f"das2_{files.month.year}.xlsx"] = excel(das2_of(network, files.month.year, written=True))
    inside = f"{word('folder_statements', language)}/"
    contents |= {inside + path.name: path.read_bytes() for path in (*files.paths, *files.pdfs)}
    path = folder / f"{word('file_dossier', language)}_{files.month}{_draft(register, language)}.zip"
    write_file(path, zipped(dict(sorted(contents.items())), mode=0o644))
    return Dossier(path, tuple(contents), found)


def _draft(register: Register, language: Language) -> str:
    return f"_{word('file_draft', language)}" if register.closing.status == "draft" else ""
