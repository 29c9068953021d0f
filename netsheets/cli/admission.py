"""`admit`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from netsheets.cli.options import Format, Session, in_session, result_options
from netsheets.cli.present import emit, note, tab_columns
from netsheets.commands.admission import Answer, CellChange, Remark, admit
from netsheets.commands.network import OpenNetwork
from netsheets.exports.document import Table, table_of
from netsheets.exports.document.document import document_of
from netsheets.sheets.schema import tab
from netsheets.texts import message


@click.command("admit", epilog="Example: netsheets admit M27 -w network.xlsx")
@click.argument("member")
@result_options
@in_session
def admit_command(session: Session, member: str, shape: Format) -> int:
    """Say whether a candidate may join, and what to change in the workbook.

    Refuses, with every reason and exit code 1, until the charter is met. The workbook stays as it is: members' rows
    are theirs to change.
    """
    network = session.network()
    answer = admit(network, member)
    tables = tuple(_tables(answer, network)) if shape == "table" else (_points(answer),)
    emit(_document(answer), tables, shape, network.language)
    if answer.reasons:
        return 1
    note("admission_then", network.language)
    return 0


def _document(answer: Answer) -> dict[str, Any]:
    return {
        "member_id": answer.member_id,
        "name": answer.name,
        "ready": answer.ready,
        "reasons": document_of(answer.reasons),
        "cautions": document_of(answer.cautions),
        "changes": document_of(answer.changes),
        "agreements": document_of(answer.agreements),
        "candidacy": document_of(answer.candidacy),
    }


def _points(answer: Answer) -> Table:
    """Return everything said as rows for a program."""
    parts = (("reason", answer.reasons), ("caution", answer.cautions))
    rows = [
        {"part": part, "cell": "; ".join(each.cells), "message": each.message} for part, said in parts for each in said
    ]
    entries = (("change", answer.changes), ("agreement", answer.agreements))
    rows += [
        {"part": part, "cell": each.cell, "before": each.before, "after": each.after, "message": each.note}
        for part, said in entries
        for each in said
    ]
    return table_of(tuple((each, each) for each in ("part", "cell", "before", "after", "message")), rows)


def _tables(answer: Answer, network: OpenNetwork) -> Iterator[Table]:
    language = network.language
    said = {"name": answer.name, "member": answer.member_id}
    if answer.ready and answer.candidacy is not None:
        counted = {"held": len(answer.candidacy.interviewed_by), "asked": answer.candidacy.asked}
        yield table_of((), (), message("heading_admission_ready", language, **said, **counted))
    else:
        yield table_of((), (), message("heading_admission_refused", language, **said))
    yield _remarks(answer.reasons, message("heading_admission_reasons", language), network)
    yield _opinions(answer, network)
    yield _remarks(answer.cautions, message("heading_admission_cautions", language), network)
    if answer.changes:
        yield _entries(answer.changes, message("heading_admission_changes", language), network)
    if answer.agreements:
        yield _entries(answer.agreements, message("heading_admission_agreements", language), network)


def _remarks(remarks: Iterable[Remark], heading: str, network: OpenNetwork) -> Table:
    cell = tab("issues").column_by_key["cell"].titles[network.language]
    columns = (("message", message("column_remark", network.language)), ("cells", cell))
    return table_of(columns, [{"message": each.message, "cells": ", ".join(each.cells)} for each in remarks], heading)


def _opinions(answer: Answer, network: OpenNetwork) -> Table:
    """Return who met the candidate and what they thought, a row each."""
    language, names = network.language, network.book.names("")
    left_out = ("interview_id", "candidate_id", "passions", "notes")
    columns = tab_columns("interviews", language, without=left_out)
    labelled = {key: tab("interviews").column_by_key[key].labels[language] for key in ("kind", "verdict")}
    talks = answer.candidacy.talks if answer.candidacy else ()
    rows = []
    for talk in talks:
        row = talk.interview._asdict()
        words = {key: labels.get(row[key], row[key]) for key, labels in labelled.items()}
        rows.append({**row, **words, "interviewer_id": names.get(row["interviewer_id"], row["interviewer_id"])})
    return table_of(columns, rows, message("heading_admission_opinions", language))


def _entries(entries: Iterable[CellChange], heading: str, network: OpenNetwork) -> Table:
    titles = {key: tab("issues").column_by_key[key].titles[network.language] for key in ("cell", "column")}
    titles |= {key: message(f"column_{key}", network.language) for key in ("before", "after")}
    rows = [
        {"cell": each.cell, "column": each.column, "before": each.before, "after": each.after, "note": each.note}
        for each in entries
    ]
    columns = tuple((key, titles.get(key, "")) for key in ("cell", "column", "before", "after", "note"))
    kept = tuple(each for each in columns if any(row[each[0]] for row in rows))
    return table_of(kept, rows, heading, spare=("before",))
