"""What erasing a person does, or did, in words: what goes, what stays and why, what a person must see to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from netsheets.domain.ownership import Window
from netsheets.domain.privacy import Erasure, HeldCell
from netsheets.exports.document import Bullets, Column, Page, Part, Report, Row, Table, Text
from netsheets.exports.document.document import document_of
from netsheets.exports.document.words import Words
from netsheets.exports.reports.setting import Setting
from netsheets.sheets.wording import column_title, tab_title

Why = Literal["own", "text", "names"]


@dataclass(frozen=True, slots=True)
class LookAt:
    """Cells of one column that a person must read, because no rule says what is in them; `tab` as it is titled.

    `own`: a column of the network's own. `text`: a free text of a row about them and others. `names`: it shows them.
    """

    tab: str
    column: str
    cells: tuple[str, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Again:
    """A tab that netsheets wrote and that still shows the person, and the command that writes it anew."""

    tab: str
    command: str


@dataclass(frozen=True, slots=True)
class Remains:
    """What erasing leaves for people to see to, beside what stays by law.

    `windows` are those in which a referral of theirs may still earn. `namesakes` are other members of the same name.
    """

    look_at: tuple[LookAt, ...]
    again: tuple[Again, ...]
    windows: tuple[Window, ...]
    namesakes: tuple[str, ...]


def erasure_report(erasure: Erasure, remains: Remains, setting: Setting, *, done: bool) -> Report:
    """Return what erasing would do, or has `done`."""
    words = setting.words("privacy")
    said = {"name": setting.name(erasure.member_id), "member": erasure.member_id}
    title = words("erased_title" if done else "erasure_title", **said)
    cautions = [words("caution_window", referral=each.referral_id, day=each.last_day) for each in remains.windows]
    cautions += [words("caution_namesake", other=each) for each in remains.namesakes]
    parts: list[Part] = [
        _gone(erasure, words, done=done),
        _kept(erasure, words),
        _look_at(remains.look_at, words, unnamed=bool(erasure.renamed)),
        _again(remains.again, words),
    ]
    if cautions:
        parts.insert(0, Bullets(tuple(cautions), heading=words("heading_cautions")))
    parts.append(Bullets(tuple(words.of("outside").values()), heading=words("heading_outside")))
    document = {
        "member_id": erasure.member_id,
        "done": done,
        "emptied": [_where(each) for each in erasure.emptied],
        "renamed": [_where(each) for each in erasure.renamed],
        "kept": document_of(erasure.kept),
        "look_at": document_of(remains.look_at),
        "again": document_of(remains.again),
        "open_windows": [{"referral_id": each.referral_id, "last_day": each.last_day} for each in remains.windows],
        "namesakes": list(remains.namesakes),
    }
    return Report("erasure", title, setting.subtitle, setting.language, (Page(title, tuple(parts)),), document)


def _where(cell: HeldCell) -> dict[str, object]:
    return {"tab": cell.tab, "row": cell.row, "column": cell.column}


def _gone(erasure: Erasure, words: Words, *, done: bool) -> Part:
    heading = words("heading_gone" if done else "heading_to_go")
    columns = (
        Column("tab", words("tab"), width=16),
        Column("columns", words("columns"), width=44),
        Column("cells", words("cells"), "integer"),
        Column("what", words("what"), labels=words.of("what"), width=24),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "tab": tab_title(tab, words.language),
            "columns": _titles(tab, dict.fromkeys(each.column for each in cells if each.tab == tab), words),
            "cells": sum(each.tab == tab for each in cells),
            "what": what,
        }
        for cells, what in ((erasure.renamed, "renamed"), (erasure.emptied, "emptied"))
        for tab in dict.fromkeys(each.tab for each in cells)
    )
    return Table("gone", columns, rows, heading=heading, empty=words("nothing_left"))


def _kept(erasure: Erasure, words: Words) -> Part:
    columns = (
        Column("tab", words("tab"), width=16),
        Column("columns", words("columns"), width=40),
        Column("rows", words("rows"), "integer"),
        Column("reason", words("reason"), labels=words.of("reason"), width=40),
        Column("until", words("until"), "day"),
    )
    rows: tuple[Row, ...] = tuple(
        {
            "tab": tab_title(each.tab, words.language),
            "columns": _titles(each.tab, each.columns, words),
            "rows": each.rows,
            "reason": each.reason,
            "until": each.until,
        }
        for each in erasure.kept
    )
    dated = any(each.until for each in erasure.kept)
    return Table("kept", columns, rows, heading=words("heading_kept"), note=words("kept_note") if dated else "")


def _look_at(found: tuple[LookAt, ...], words: Words, *, unnamed: bool) -> Part:
    columns = (
        Column("tab", words("tab"), width=16),
        Column("column", words("column"), width=24),
        Column("cells", words("cells"), width=24),
        Column("why", words("reason"), labels=words.of("why"), width=40),
    )
    rows: tuple[Row, ...] = tuple(
        {"tab": each.tab, "column": each.column, "cells": each.cells, "why": each.why} for each in found
    )
    heading, note = words("heading_look_at"), words("look_at_note") if unnamed else ""
    return Table("look_at", columns, rows, heading=heading, note=note, empty=words("look_at_none"))


def _again(found: tuple[Again, ...], words: Words) -> Part:
    items = tuple(words("again", tab=each.tab, command=each.command) for each in found)
    heading = words("heading_again")
    return Bullets(items, heading=heading) if items else Text((words("again_none"),), heading=heading)


def _titles(tab: str, columns: Iterable[str], words: Words) -> tuple[str, ...]:
    return tuple(column_title(tab, each, words.language) for each in columns)
