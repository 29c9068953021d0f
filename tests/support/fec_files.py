"""FEC files for tests: a clean one, and the same one with a fault."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence

from netsheets.exports.accounting.fec_check import FecReport, YearNamed, fec_report
from netsheets.exports.accounting.fec_check.header import FEC_COLUMNS

NAME = "000009902FEC20261231.txt"
Rows = list[list[str]]
"""The rows of a file, the first of them the names of the columns: the row at place 4 is line 5."""


def clean() -> Rows:
    """Return a file of four entries, lines 2 to 13, in two journals."""
    return [
        list(FEC_COLUMNS),
        *entry("AC", "1", "20260131", "20260205"),
        *entry("AC", "2", "20260228", "20260305"),
        *entry("VE", "1", "20260228", "20260305"),
        *entry("AC", "3", "20260331", "20260405"),
    ]


def entry(journal: str, number: str, day: str, validated: str, net: str = "100,00") -> Rows:
    """Return the three lines of an invoice of a net amount, its VAT of 20,00 and the third party."""
    gross = "120,00" if net == "100,00" else net
    return [
        line(journal, number, day, validated, CompteNum="622200", CompteLib="Commissions", Debit=net),
        line(journal, number, day, validated, CompteNum="445660", CompteLib="TVA déductible", Debit="20,00"),
        line(
            journal, number, day, validated, CompteNum="401000", CompteLib="Fournisseurs", CompAuxNum="F1",
            CompAuxLib="Société Ana", Credit=gross, EcritureLet="A", DateLet=day,
        ),
    ]  # fmt: skip


def line(journal: str, number: str, day: str, validated: str, **given: str) -> list[str]:
    """Return one line, in the order of the columns."""
    usual = {
        "JournalCode": journal,
        "JournalLib": {"AC": "Achats"}.get(journal, "Ventes"),
        "EcritureNum": number,
        "EcritureDate": day,
        "PieceRef": f"P{number}",
        "PieceDate": day,
        "EcritureLib": f"Facture {number}",
        "Debit": "0,00",
        "Credit": "0,00",
        "ValidDate": validated,
    }
    values = {**usual, **given}
    return [values.get(column, "") for column in FEC_COLUMNS]


def written(rows: Iterable[Sequence[str]], separator: str = "\t", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    """Return rows as a file."""
    return "".join(separator.join(row) + end for row in rows).encode(encoding)


def checked(content: bytes | Rows, name: str = NAME, named: YearNamed | None = None) -> FecReport:
    """Return what is said of a file."""
    data = content if isinstance(content, bytes) else written(content)
    return fec_report(io.BytesIO(data), name, named or YearNamed())


def said(content: bytes | Rows, name: str = NAME, named: YearNamed | None = None) -> list[tuple[str, int | None, str]]:
    """Return the code, the line and the column of each finding."""
    return [(each.code, each.line, each.column) for each in checked(content, name, named).findings]


def with_field(line_number: int, column: str, value: str) -> Callable[[Rows], None]:
    """Return what puts a value in one field."""

    def edit(rows: Rows) -> None:
        rows[line_number - 1][FEC_COLUMNS.index(column)] = value

    return edit
